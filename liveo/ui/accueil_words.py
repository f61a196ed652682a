"""What the home page says: why an amount moved, what happened in the month. Markdown; names of data are escaped."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from liveo.core.charges import ChargeCode
from liveo.core.money import round_half_up_int, to_cents
from liveo.core.periods import Period
from liveo.rendering.charge_words import WITHOUT_DURATION
from liveo.rendering.french import EURO, MINUS, days_words, duration, number, plural, unit_price
from liveo.rendering.labels import counted_noun, label
from liveo.services.month_changes import Difference, OptionQuantity, UsageQuantity
from liveo.services.month_events import MoveEvent, OptionEvent, OptionEventKind
from liveo.ui.escape import md
from liveo.ui.state import PageContext

NAMES_SHOWN = 3
FEMININE = ("file", "entreprise")
"""Of the nouns that options are counted in."""

EVENT_KINDS: Mapping[OptionEventKind, str] = {
    OptionEventKind.ACTIVATED: "Activation",
    OptionEventKind.REMOVED: "Suppression",
    OptionEventKind.TRIED: "Essai d'un jour",
}


def is_first_month(context: PageContext) -> bool:
    """Whether nothing is known of the company before the month in view."""
    return not context.company.months or context.month <= context.company.months[0]


def without_year(words: str) -> str:
    """Leave the year off a month in words, where the year is told beside it: "d'octobre"."""
    return words.rpartition(" ")[0]


def about(amount: Decimal) -> str:
    """Write an estimate in whole euros: "≈ 118 €"."""
    return f"≈ {number(round_half_up_int(to_cents(amount), 100))}{EURO}"


def about_signed(amount: Decimal) -> str:
    """Write an estimated difference in whole euros: "+118 €", "−4 €", "0 €"."""
    euros = round_half_up_int(to_cents(amount), 100)
    return f"{signed(euros) if euros else 0}{EURO}"


def signed(count: int) -> str:
    """Write a count with its sign: "+3", "−3"."""
    return f"{'+' if count > 0 else MINUS}{number(abs(count))}"


def named(labels: Sequence[str]) -> str:
    """List names, the first three of many: "A, B et C", "A, B, C et 2 autres"."""
    shown = [md(name) for name in labels[:NAMES_SHOWN]]
    if len(labels) > NAMES_SHOWN:
        return f"{', '.join(shown)} et {plural(len(labels) - NAMES_SHOWN, 'autre')}"
    return " et ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def reason(difference: Difference) -> str:
    """Say why an option or a destination costs more or less: "+3 comptes, 45 jours de plus"."""
    before, now = difference.before.quantity, difference.now.quantity
    match before, now:
        case UsageQuantity(), UsageQuantity():
            return _usage_reason(difference, before, now)
        case OptionQuantity(), OptionQuantity():
            return _option_reason(difference, before, now)
    raise TypeError(f"{difference.code} pays for two kinds of things")


def option_event(event: OptionEvent, today: date) -> str:
    """Say what was switched on or off: "Le 5 · Activation · Enregistrement des appels, 2 comptes"."""
    kind = EVENT_KINDS[event.kind]
    count = plural(len(event.subjects), *counted_noun(event.option))
    names = f" : {named(event.subjects)}" if len(event.subjects) <= NAMES_SHOWN else ""
    return f"{_on(event.day, today)} · {kind} · **{label(event.option)}**, {count}{names}"


def move_event(event: MoveEvent, today: date) -> str:
    """Say who changed entity: "Le 12 · Changement d'entité · A et B, de X à Y"."""
    origin = f"de {md(event.origin)}" if event.origin else "sans entité jusque-là"
    target = f"à {md(event.target)}" if event.target else "sans entité désormais"
    joined = " " if event.origin and event.target else ", "
    return f"{_on(event.day, today)} · Changement d'entité · {named(event.subjects)}, **{origin}{joined}{target}**"


def _on(day: date, today: date) -> str:
    told = days_words(Period(day, day + timedelta(days=1)), with_month=False).capitalize()
    return f"{told} (à venir)" if day > today else told


def _usage_reason(difference: Difference, before: UsageQuantity, now: UsageQuantity) -> str:
    calls, seconds = now.calls - before.calls, now.seconds - before.seconds
    parts = [_change(calls, *counted_noun(difference.code))] if calls else []
    if seconds and difference.code not in WITHOUT_DURATION:
        parts.append(f"{duration(abs(seconds))} {_more(seconds)}")
    # An amount that does not follow the minutes: other numbers were dialled.
    if difference.amount > 0 >= seconds and calls <= 0:
        parts.append("vers des numéros plus chers")
    elif difference.amount < 0 <= seconds and calls >= 0:
        parts.append("vers des numéros moins chers")
    return ", ".join(parts)


def _option_reason(difference: Difference, before: OptionQuantity, now: OptionQuantity) -> str:
    noun, days = counted_noun(difference.code), difference.more_days
    if not now.subjects:
        return f"plus {_none(difference.code)}, contre {plural(before.subjects, *noun)}"
    if not before.subjects:
        return f"{plural(now.subjects, *noun)}, {plural(days, 'jour')}, et {_none(difference.code)} le mois d'avant"
    subjects = now.subjects - before.subjects
    parts = [_change(subjects, *noun)] if subjects else []
    if days and days != subjects * difference.days:
        parts.append(f"{plural(abs(days), 'jour')} {_more(days)}")
    return ", ".join([*parts, *_price_change(before, now)])


def _price_change(before: OptionQuantity, now: OptionQuantity) -> list[str]:
    if before.prices == now.prices:
        return []
    if len(before.prices) == len(now.prices) == 1:
        [old], [new] = before.prices, now.prices
        return [f"tarif de {unit_price(new)} au lieu de {unit_price(old)}"]
    return ["changement de tarif"]


def _change(count: int, singular: str, several: str) -> str:
    return f"{signed(count)} {singular if abs(count) < 2 else several}"


def _more(amount: int) -> str:
    return "de plus" if amount > 0 else "de moins"


def _none(code: ChargeCode) -> str:
    singular, _ = counted_noun(code)
    return f"{'aucune' if singular in FEMININE else 'aucun'} {singular}"
