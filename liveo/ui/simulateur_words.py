"""The French words of the simulator: actions, durations, shares, and who is concerned."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

from liveo.core.catalogue import OptionCode
from liveo.core.charges import ChargeCode
from liveo.core.company import Subject
from liveo.core.money import round_half_up_int, to_cents
from liveo.rendering.french import MINUS, euros, euros_signed, percent, plural
from liveo.rendering.labels import counted_noun
from liveo.rendering.scenario_words import Names
from liveo.services.bases import Base
from liveo.services.simulation_choices import Action, Example, names
from liveo.ui.escape import md

MOST_LISTED = 3
AMOUNTS = ("Avant", "Après", "Différence", "Au mois entier", "Économie")
_NEW = "nouveau · "
"""What stands for the extension that an added account does not have yet; its name says that it is new."""


class Duration(StrEnum):
    """How long an option stays switched on."""

    OPEN = "open"
    ONE_WEEK = "one_week"
    TWO_WEEKS = "two_weeks"
    CHOSEN = "chosen"


DURATION_DAYS: Mapping[Duration, int] = {Duration.ONE_WEEK: 7, Duration.TWO_WEEKS: 14}

ACTIONS: Mapping[Action, str] = {
    Action.SWITCH_ON: "Activer",
    Action.SWITCH_OFF: "Supprimer",
    Action.ADD: "Créer",
    Action.PRICE: "Tarif",
}
DURATIONS: Mapping[Duration, str] = {
    Duration.OPEN: "Sans fin",
    Duration.ONE_WEEK: "1 semaine",
    Duration.TWO_WEEKS: "2 semaines",
    Duration.CHOSEN: "Jusqu'à une date",
}
NEW_NAMES: Mapping[OptionCode, str] = {
    OptionCode.ACCOUNT: "Nouveau compte",
    OptionCode.DID_NUMBER: "Nouveau numéro",
    OptionCode.CALL_QUEUE: "Nouvelle file",
    OptionCode.CONFERENCE_BRIDGE: "Nouveau pont",
    OptionCode.FAX: "Nouveau fax",
    OptionCode.IVR_MENU: "Nouveau menu",
}
EXAMPLES: Mapping[tuple[Action, OptionCode], str] = {
    (Action.ADD, OptionCode.IVR_MENU): "Menu vocal, 2 semaines",
    (Action.SWITCH_ON, OptionCode.CALL_RECORDING): "Enregistrement, {whom}",
    (Action.ADD, OptionCode.ACCOUNT): "{whom} de plus",
    (Action.SWITCH_OFF, OptionCode.CALL_SUPERVISION): "Fin de la supervision",
    (Action.SWITCH_ON, OptionCode.ENTITY_BILLING): "Facturation par entité",
}


def example_title(example: Example) -> str:
    """Return what the button of an example says."""
    whom = plural(example.count, *counted_noun(example.option))
    return EXAMPLES[example.action, example.option].format(whom=whom)


def names_of(base: Base, code: str) -> Names:
    """Return what subjects and entities of a company are called."""
    return Names(*names(base, code))


def amount_texts(before: Decimal, after: Decimal, full_month: Decimal) -> tuple[str, str, str, str, str]:
    """Write one row of a table under ``AMOUNTS``; a dash stands where nothing changes, or nothing is saved."""
    return (
        euros(before),
        euros(after),
        euros_signed(after - before) if after != before else "–",
        euros(full_month),
        euros(full_month - after) if full_month != after else "–",
    )


def share(part: Decimal, whole: Decimal) -> str | None:
    """Write one amount as a share of another with one decimal: "12,5 %"; None of nothing."""
    if not whole:
        return None
    tenths = round_half_up_int(to_cents(part) * 1000, to_cents(whole))
    return percent(Decimal(tenths).scaleb(-1))


def change_share(now: Decimal, before: Decimal) -> str | None:
    """Write a change with its sign: "+12,5 %", "−3 %"; None where it rounds to nothing, or there was nothing before."""
    tenths = round_half_up_int(to_cents(now - before) * 1000, to_cents(before)) if before else 0
    if not tenths:
        return None
    sign = MINUS if tenths < 0 else "+"
    return f"{sign}{percent(Decimal(abs(tenths)).scaleb(-1))}"


def listed_subjects(subjects: Sequence[Subject], code: ChargeCode) -> str:
    """Name the first few as markdown and count all: "10 comptes : 201 · Anne, 202 · Paul, 203 · Zoé et 7 autres"."""
    named = ", ".join(md(subject.label.removeprefix(_NEW)) for subject in subjects[:MOST_LISTED])
    rest = len(subjects) - MOST_LISTED
    others = f" et {plural(rest, 'autre')}" if rest > 0 else ""
    if len(subjects) == 1:
        return named
    return f"{plural(len(subjects), *counted_noun(code))} : {named}{others}"
