"""Which entity pays: dated assignments, the head office for the rest, or a sharing key.

A resource without an assignment of its own follows the account it is given to.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import Charge
from liveo.core.company import Assignment, CompanyState, Entity, EntityId
from liveo.core.errors import InvalidChange, OverlappingAssignments, SharesNotWhole, UnknownCode, UnknownEntity
from liveo.core.money import allocate_all, to_cents
from liveo.core.periods import Period


class SharingKey(StrEnum):
    """How charges that belong to no entity are shared out."""

    HEAD_OFFICE = "head_office"
    EQUAL = "equal"
    ACCOUNTS = "accounts"
    CONSUMPTION = "consumption"
    FIXED_SHARES = "fixed_shares"


Weights = list[Fraction | int]
WeightRule = Callable[[Sequence[Charge], Sequence[Entity]], Weights]


class EntityCalendar:
    """Answers, for one company, which entity a subject belongs to on a day.

    Raises UnknownEntity when an assignment names none of the company's: what it pays would be on no invoice. Raises
    OverlappingAssignments when a subject belongs to two entities on one day.
    """

    def __init__(self, state: CompanyState) -> None:
        refuse_unknown_entities(state, (assignment.entity_id for assignment in state.assignments))
        refuse_overlapping_assignments(state.assignments)
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


def refuse_absent_entity(state: CompanyState, entity_id: EntityId, day: date) -> None:
    """Raise UnknownEntity when the company has no such entity, InvalidChange when it is not there yet, or any more."""
    refuse_unknown_entities(state, (entity_id,))
    entity = next(entity for entity in state.entities if entity.entity_id == entity_id)
    if not entity.head_office and day not in entity.period:
        raise InvalidChange(
            f"« {entity.name} » n'existe pas le {day:%d/%m/%Y} : choisissez un autre jour ou une autre."
        )


def refuse_overlapping_assignments(assignments: Iterable[Assignment]) -> None:
    """Raise OverlappingAssignments when two assignments of one subject share a day, even to the same entity."""
    ordered = sorted((a for a in assignments if a.period.days), key=lambda a: (a.subject_id, a.period))
    for one, other in pairwise(ordered):
        if one.subject_id == other.subject_id and one.period.overlaps(other.period):
            raise OverlappingAssignments(
                f"Un compte ou une ressource appartient à deux entités à la fois à partir du "
                f"{other.period.start:%d/%m/%Y} : terminez le premier rattachement avant de commencer le second."
            )


def sharing_key_from_str(code: str) -> SharingKey:
    """Return the sharing key of a code; raises UnknownCode with the known ones."""
    try:
        return SharingKey(code)
    except ValueError:
        raise UnknownCode("Clé de répartition", code, list(SharingKey)) from None


def refuse_partial_shares(shares: Sequence[Decimal]) -> None:
    """Raise SharesNotWhole when fixed shares were chosen and do not add up to 100 %, or one is below zero."""
    if any(shares) and (sum(shares) != 100 or min(shares) < 0):
        raise SharesNotWhole(
            f"Les parts fixes des entités font {sum(shares):f} % : corrigez-les, aucune sous zéro, pour faire 100 %."
        )


def share_common(charges: Sequence[Charge], entities: Sequence[Entity], key: SharingKey) -> list[Charge]:
    """Return the charges with those of no entity given out by the key; the total stays the same to the cent.

    A key that has nothing to weigh by (no account, no consumption, no share) falls back to the head office. Raises
    SharesNotWhole when fixed shares add up to anything but 100 %.
    """
    weights = SHARING_RULES[key](charges, entities)
    if not any(weights):
        weights = _head_office(charges, entities)
    amounts = iter(allocate_all([charge.amount for charge in charges if charge.entity_id is None], weights))
    shared: list[Charge] = []
    for charge in charges:
        shared += [charge] if charge.entity_id is not None else _shares(charge, entities, weights, next(amounts))
    return shared


def _shares(charge: Charge, entities: Sequence[Entity], weights: Weights, amounts: Sequence[Decimal]) -> list[Charge]:
    whole = sum(Fraction(weight) for weight in weights)
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
    """Weigh by the cents of calls of the month; an entity whose calls are below zero takes no part."""
    cents: dict[EntityId | None, int] = defaultdict(int)
    for charge in charges:
        if charge.is_usage:
            cents[charge.entity_id] += to_cents(charge.amount)
    return [max(cents[entity.entity_id], 0) for entity in entities]


def _fixed_shares(_: Sequence[Charge], entities: Sequence[Entity]) -> Weights:
    shares = [entity.fixed_share for entity in entities]
    refuse_partial_shares(shares)
    return [Fraction(share) for share in shares]


SHARING_RULES: Mapping[SharingKey, WeightRule] = {
    SharingKey.HEAD_OFFICE: _head_office,
    SharingKey.EQUAL: _equal,
    SharingKey.ACCOUNTS: _accounts,
    SharingKey.CONSUMPTION: _consumption,
    SharingKey.FIXED_SHARES: _fixed_shares,
}
