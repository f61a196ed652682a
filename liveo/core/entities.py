"""Which entity pays: dated assignments, the head office for the rest, or a sharing key.

A resource without an assignment of its own follows the account it is given to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import Charge
from liveo.core.company import Assignment, CompanyState, Entity, EntityId
from liveo.core.errors import UnknownCode, UnknownEntity
from liveo.core.money import allocate, to_cents
from liveo.core.periods import Period


class SharingKey(StrEnum):
    """How charges that belong to no entity are shared out."""

    HEAD_OFFICE = "head_office"
    EQUAL = "equal"
    ACCOUNTS = "accounts"
    CONSUMPTION = "consumption"


Weights = list[Fraction | int]
WeightRule = Callable[[Sequence[Charge], Sequence[Entity]], Weights]


class EntityCalendar:
    """Answers, for one company, which entity a subject belongs to on a day.

    Raises UnknownEntity when an assignment names none of the company's: what it pays would be on no invoice.
    """

    def __init__(self, state: CompanyState) -> None:
        refuse_unknown_entities(state, (assignment.entity_id for assignment in state.assignments))
        own: dict[SubjectId, list[Assignment]] = defaultdict(list)
        for assignment in sorted(state.assignments, key=lambda a: a.period):
            own[assignment.subject_id].append(assignment)
        self._own = own
        self._follows = {r.subject_id: r.account_id for r in state.resources if r.account_id is not None}

    def on(self, subject_id: SubjectId, day: date) -> EntityId | None:
        """Return the entity of a subject on a day, or None when it belongs to none."""
        for assignment in self._of(subject_id):
            if day in assignment.period:
                return assignment.entity_id
        return None

    def moves(self, subject_id: SubjectId, period: Period) -> list[date]:
        """Return the days strictly inside a period on which the subject's entity may change, in order."""
        bounds = {day for a in self._of(subject_id) for day in (a.period.start, a.period.end)}
        return sorted(day for day in bounds if period.start < day < period.end)

    def _of(self, subject_id: SubjectId) -> Sequence[Assignment]:
        if subject_id in self._own:
            return self._own[subject_id]
        followed = self._follows.get(subject_id)
        return self._own.get(followed, ()) if followed is not None else ()


def refuse_unknown_entities(state: CompanyState, entity_ids: Iterable[EntityId]) -> None:
    """Raise UnknownEntity when the company has not all of these entities."""
    known = {entity.entity_id for entity in state.entities}
    if not known.issuperset(entity_ids):
        raise UnknownEntity("Une entité désignée n'appartient pas à l'entreprise : choisissez-en une de sa liste.")


def sharing_key_from_str(code: str) -> SharingKey:
    """Return the sharing key of a code; raises UnknownCode with the known ones."""
    try:
        return SharingKey(code)
    except ValueError:
        raise UnknownCode("Clé de répartition", code, list(SharingKey)) from None


def share_common(charges: Sequence[Charge], entities: Sequence[Entity], key: SharingKey) -> list[Charge]:
    """Return the charges with those of no entity given out by the key; the total stays the same to the cent.

    A key that has nothing to weigh by (no account, no consumption) falls back to the head office.
    """
    weights = SHARING_RULES[key](charges, entities)
    if not any(weights):
        weights = _head_office(charges, entities)
    shared: list[Charge] = []
    for charge in charges:
        shared += [charge] if charge.entity_id is not None else _shares(charge, entities, weights)
    return shared


def _shares(charge: Charge, entities: Sequence[Entity], weights: Weights) -> list[Charge]:
    whole = sum(Fraction(weight) for weight in weights)
    amounts = allocate(charge.amount, weights)
    return [
        replace(charge, entity_id=entity.entity_id, amount=amount, share=Fraction(weight) / whole)
        for entity, amount, weight in zip(entities, amounts, weights, strict=True)
        if weight
    ]


def _head_office(_: Sequence[Charge], entities: Sequence[Entity]) -> Weights:
    return [int(entity.head_office) for entity in entities]


def _equal(_: Sequence[Charge], entities: Sequence[Entity]) -> Weights:
    return [int(not entity.head_office) for entity in entities]


def _accounts(charges: Sequence[Charge], entities: Sequence[Entity]) -> Weights:
    """Weigh by accounts billed in the month; who moved counts in both entities."""
    seen = {(c.entity_id, c.subject.subject_id) for c in charges if c.code is OptionCode.ACCOUNT}
    return [sum(entity_id == entity.entity_id for entity_id, _ in seen) for entity in entities]


def _consumption(charges: Sequence[Charge], entities: Sequence[Entity]) -> Weights:
    """Weigh by the cents of calls of the month."""
    cents: dict[EntityId | None, int] = defaultdict(int)
    for charge in charges:
        if charge.is_usage:
            cents[charge.entity_id] += to_cents(charge.amount)
    return [cents[entity.entity_id] for entity in entities]


SHARING_RULES: Mapping[SharingKey, WeightRule] = {
    SharingKey.HEAD_OFFICE: _head_office,
    SharingKey.EQUAL: _equal,
    SharingKey.ACCOUNTS: _accounts,
    SharingKey.CONSUMPTION: _consumption,
}
