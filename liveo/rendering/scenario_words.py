"""A change of a scenario as a French sentence that a customer can check: what, for whom, on which days.

The text holds names as they are; whoever shows it escapes it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import Every, Repetition
from liveo.core.changes.subjects import AddSubjects, RemoveSubjects
from liveo.core.company import EntityId
from liveo.core.periods import Period
from liveo.core.scenario import Change
from liveo.rendering.french import NBSP, day_long, percent, period_words, plural, unit_price
from liveo.rendering.labels import counted_noun, label, short_label

MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Names:
    """What subjects and entities of one company are called; an unknown one is only counted."""

    subjects: Mapping[SubjectId, str]
    entities: Mapping[EntityId, str]


def change_words(change: Change, names: Names) -> str:
    """Say what a change does: "Activer « Alias » pour 3 comptes, du 1er au 14 mars 2026"."""
    return WORDS[type(change)](change, names)


def step_words(changes: Sequence[Change], names: Names) -> str:
    """Say what one step does: each of its changes, or only the first where the others follow from it."""
    first, *others = changes
    if not isinstance(first, SwitchOff) or first.option is not OptionCode.ACCOUNT or not others:
        return " ; ".join([change_words(first, names), *(_lower(change_words(change, names)) for change in others)])
    back = [change for change in others if isinstance(change, SwitchOn) and change.option is first.option]
    again = [f" ; {_lower(change_words(change, names))}" for change in back]
    return f"{change_words(first, names)}, options comprises{''.join(again)}"


def span_words(period: Period) -> str:
    """Say when something is active: "à partir du 10 mars 2026", "du 1er au 14 mars 2026", "le 5 mars 2026"."""
    if period.open_ended:
        return f"à partir du {day_long(period.start)}"
    if not period.days:
        return f"le {day_long(period.start)} (activation et suppression le même jour)"
    return period_words(period)


def who(subject_ids: Sequence[SubjectId], option: OptionCode, names: Names) -> str:
    """Name one or two subjects, count more: "4012 · Anne Le Goff", "10 comptes", "l'entreprise"."""
    if option is OptionCode.ENTITY_BILLING:
        return "l'entreprise"
    named = [names.subjects[subject] for subject in subject_ids if subject in names.subjects]
    if len(subject_ids) <= MOST_NAMED and len(named) == len(subject_ids):
        return " et ".join(named)
    return plural(len(subject_ids), *counted_noun(option))


def short_words(change: Change) -> str:
    """Say in two or three words what a change is about, for an axis."""
    return SHORT_WORDS[type(change)](change)


def repetition_words(repetition: Repetition) -> str:
    """Say how often days come again: ", tous les ans, 3 fois"; nothing for once."""
    if repetition.every is Every.ONCE:
        return ""
    return f", {label(repetition.every).lower()}, {repetition.times}{NBSP}fois"


def _switch_on(change: SwitchOn, names: Names) -> str:
    concerned = who(change.subject_ids, change.option, names)
    return f"Activer « {label(change.option)} » pour {concerned}, {_when(change)}"


def _switch_off(change: SwitchOff, names: Names) -> str:
    concerned = who(change.subject_ids, change.option, names)
    return f"Supprimer « {label(change.option)} » pour {concerned}, le {day_long(change.day)}"


def _add(change: AddSubjects, names: Names) -> str:
    count = plural(len(change.subject_ids), *counted_noun(change.option))
    extras = f" avec {_listed([f'« {label(extra)} »' for extra in change.extras])}" if change.extras else ""
    entity = f" à l'entité {_entity(change.entity_id, names)}" if change.entity_id is not None else ""
    return f"Ajouter {count} « {change.name} »{extras}{entity}, {_when(change)}"


def _remove(change: RemoveSubjects, names: Names) -> str:
    return f"Retirer {_who_or_what(change.subject_ids, names)}, avec toutes leurs options, le {day_long(change.day)}"


def _price(change: NegotiatePrice, names: Names) -> str:
    return f"Prix négocié de « {label(change.option)} » : {unit_price(change.monthly)} par mois, {_when(change)}"


def _discount(change: Discount, names: Names) -> str:
    return f"Remise de {percent(change.percent)} sur {_options(change.options)}, {_when(change)}"


def _options(options: Sequence[OptionCode]) -> str:
    if set(options) == set(OptionCode):
        return "toutes les options"
    return _listed([f"« {label(option)} »" for option in options])


def _when(change: SwitchOn | AddSubjects | NegotiatePrice | Discount) -> str:
    return f"{span_words(change.period)}{repetition_words(change.repetition)}"


def _move(change: MoveTo, names: Names) -> str:
    concerned = _who_or_what(change.subject_ids, names)
    if change.entity_id is None:
        return f"Retirer {concerned} de toute entité à partir du {day_long(change.day)}"
    return f"Donner {concerned} à l'entité {_entity(change.entity_id, names)} à partir du {day_long(change.day)}"


def _mark(change: MarkOwnInvoices, names: Names) -> str:
    if not change.entity_ids:
        return "Ne donner de facture séparée à aucune entité"
    return f"Donner une facture séparée à {_listed([_entity(entity, names) for entity in change.entity_ids])}"


def _who_or_what(subject_ids: Sequence[SubjectId], names: Names) -> str:
    named = [names.subjects[subject] for subject in subject_ids if subject in names.subjects]
    if 0 < len(named) == len(subject_ids) <= MOST_NAMED:
        return " et ".join(named)
    return plural(len(subject_ids), "compte ou ressource", "comptes ou ressources")


def _share(change: ShareBy, names: Names) -> str:
    parts = [f"{_entity(entity, names)} {percent(share)}" for entity, share in change.fixed_shares or () if share]
    return f"Partager les charges communes : « {label(change.key)} »" + (f" ({_listed(parts)})" if parts else "")


def _bill(change: BillIn, names: Names) -> str:
    return f"Facturer dans le mode « {label(change.mode)} »"


def _add_entity(change: AddEntity, names: Names) -> str:
    return f"Créer l'entité « {change.entity.name} »"


def _describe_entity(change: DescribeEntity, names: Names) -> str:
    return f"Modifier la fiche de l'entité « {change.entity.name} »"


def _merge(change: MergeEntities, names: Names) -> str:
    merged = _listed([_entity(entity, names) for entity in change.entity_ids])
    return f"Fusionner {merged} avec {_entity(change.target, names)} à partir du {day_long(change.day)}"


def _close(change: CloseEntity, names: Names) -> str:
    return f"Fermer {_entity(change.entity_id, names)} à partir du {day_long(change.day)}"


def _entity(entity_id: EntityId, names: Names) -> str:
    return names.entities.get(entity_id, f"n° {entity_id}")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _listed(texts: Sequence[str]) -> str:
    """Join as French does: "a, b et c"."""
    *before, last = texts
    return f"{', '.join(before)} et {last}" if before else last


WORDS: Mapping[type[Change], Callable[[Any, Names], str]] = {
    SwitchOn: _switch_on,
    SwitchOff: _switch_off,
    AddSubjects: _add,
    RemoveSubjects: _remove,
    NegotiatePrice: _price,
    Discount: _discount,
    MoveTo: _move,
    MarkOwnInvoices: _mark,
    ShareBy: _share,
    BillIn: _bill,
    AddEntity: _add_entity,
    DescribeEntity: _describe_entity,
    MergeEntities: _merge,
    CloseEntity: _close,
}
"""One row for each kind of change."""

SHORT_WORDS: Mapping[type[Change], Callable[[Any], str]] = {
    SwitchOn: lambda change: short_label(change.option),
    SwitchOff: lambda change: short_label(change.option),
    AddSubjects: lambda change: short_label(change.option),
    RemoveSubjects: lambda change: "Retrait",
    NegotiatePrice: lambda change: f"Prix {short_label(change.option)}",
    Discount: lambda change: f"Remise {percent(change.percent)}",
    MoveTo: lambda change: "Entité",
    MarkOwnInvoices: lambda change: "Factures séparées",
    ShareBy: lambda change: "Charges communes",
    BillIn: lambda change: "Facturation",
    AddEntity: lambda change: "Nouvelle entité",
    DescribeEntity: lambda change: "Fiche d'entité",
    MergeEntities: lambda change: "Fusion",
    CloseEntity: lambda change: "Fermeture",
}
"""What stands on an axis, one row for each kind of change."""
