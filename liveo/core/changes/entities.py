"""Changes of the entities themselves: added, described otherwise, merged into another, closed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from liveo.core.company import Assignment, CompanyState, Division, Entity, EntityId
from liveo.core.divisions import division_in, divisions_of, redivided
from liveo.core.entities import refuse_absent_entity, refuse_unknown_entities
from liveo.core.errors import InvalidChange
from liveo.core.periods import Month, Period


@dataclass(frozen=True, slots=True)
class AddEntity:
    """Add an entity that does not exist yet; its id is below zero (``new_entity_id``), so that it meets no real one."""

    entity: Entity

    def __post_init__(self) -> None:
        if self.entity.entity_id >= 0 or self.entity.head_office:
            raise InvalidChange("Une nouvelle entité porte un numéro provisoire, et le siège existe déjà.")

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Add it in its place; raises InvalidChange where its name, its code or its id is taken, or missing."""
        if any(known.entity_id == self.entity.entity_id for known in state.entities):
            raise InvalidChange("Cette entité est déjà ajoutée.")
        _refuse_taken(state, self.entity)
        return replace(state, entities=_in_order((*state.entities, self.entity)))


@dataclass(frozen=True, slots=True)
class DescribeEntity:
    """Say what an entity is called, where it stands and who receives its invoices, for every month not invoiced yet."""

    entity: Entity

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Replace what describes it; its dates and what a division says stay. Raises UnknownEntity, InvalidChange."""
        refuse_unknown_entities(state, (self.entity.entity_id,))
        _refuse_taken(state, self.entity)
        return replace(state, entities=_in_order(map(self._described, state.entities)))

    def _described(self, entity: Entity) -> Entity:
        if entity.entity_id != self.entity.entity_id:
            return entity
        kept = {"head_office", "own_invoice", "fixed_share", "period"}
        return replace(self.entity, **{name: getattr(entity, name) for name in kept})


@dataclass(frozen=True, slots=True)
class MergeEntities:
    """Give everybody of some entities to another from a day on, on which the merged ones are closed."""

    entity_ids: tuple[EntityId, ...]
    target: EntityId
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Hand over what is assigned from the day on; raises UnknownEntity, InvalidChange for the head office."""
        refuse_unknown_entities(state, self.entity_ids)
        refuse_absent_entity(state, self.target, self.day)
        if self.target in self.entity_ids:
            raise InvalidChange("Une entité ne se fusionne pas avec elle-même : choisissez-en une autre.")
        handed = tuple(chain.from_iterable(map(self._handed_over, state.assignments)))
        closed = _closed(replace(state, assignments=handed), self.entity_ids, self.day)
        return redivided(closed, self._with_shares_given, since=_first_month_without(self.day))

    def _with_shares_given(self, division: Division) -> Division:
        """The target takes over the parts of the common charges."""
        parts: dict[EntityId, Decimal] = defaultdict(Decimal)
        for entity_id, share in division.fixed_shares:
            parts[self.target if entity_id in self.entity_ids else entity_id] += share
        return replace(division, fixed_shares=tuple(sorted(parts.items())))

    def _handed_over(self, assignment: Assignment) -> tuple[Assignment, ...]:
        period = assignment.period
        if assignment.entity_id not in self.entity_ids or period.end <= self.day:
            return (assignment,)
        if period.start >= self.day:
            return (replace(assignment, entity_id=self.target),)
        before = replace(assignment, period=Period(period.start, self.day))
        return (before, Assignment(assignment.subject_id, self.target, Period(self.day, period.end)))


@dataclass(frozen=True, slots=True)
class CloseEntity:
    """Close an entity that nobody belongs to from a day on."""

    entity_id: EntityId
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Close it; raises UnknownEntity, InvalidChange for the head office or while somebody belongs to it."""
        refuse_unknown_entities(state, (self.entity_id,))
        left = {a.subject_id for a in state.assignments if a.entity_id == self.entity_id and a.period.end > self.day}
        if left:
            raise InvalidChange(
                f"{len(left)} comptes ou ressources appartiennent encore à l'entité le {self.day:%d/%m/%Y} ou après : "
                "déplacez-les, ou fusionnez l'entité avec une autre."
            )
        since = _first_month_without(self.day)
        later = [division for division in divisions_of(state) if division.since > since.first]
        if any(self.entity_id in dict(d.fixed_shares) for d in (division_in(state, since), *later)):
            raise InvalidChange("L'entité porte une part fixe des charges communes : donnez-la d'abord à une autre.")
        return _closed(state, (self.entity_id,), self.day)


def new_entity_id(state: CompanyState) -> EntityId:
    """Return an id below zero for ``AddEntity``."""
    return EntityId(min(0, *(entity.entity_id for entity in state.entities)) - 1)


def _in_order(entities: Iterable[Entity]) -> tuple[Entity, ...]:
    """Put entities in the order of the base: it decides who takes the last cent of a common charge."""
    return tuple(sorted(entities, key=lambda entity: (not entity.head_office, entity.code)))


def _first_month_without(day: date) -> Month:
    """Return the first month in which an entity that is closed on a day takes no part."""
    return Month.of(day) if day.day == 1 else Month.of(day).plus(1)


def _closed(state: CompanyState, entity_ids: tuple[EntityId, ...], day: date) -> CompanyState:
    if state.head_office.entity_id in entity_ids:
        raise InvalidChange("Le siège ne peut être ni fermé ni fusionné avec une autre entité : il existe toujours.")
    return replace(state, entities=tuple(_ended(e, day) if e.entity_id in entity_ids else e for e in state.entities))


def _ended(entity: Entity, day: date) -> Entity:
    """Close an entity; one that only begins later, or was closed before, keeps no day or its own end."""
    start = min(entity.period.start, day)
    return replace(entity, period=Period(start, min(entity.period.end, day)))


def _refuse_taken(state: CompanyState, entity: Entity) -> None:
    others = [known for known in state.entities if known.entity_id != entity.entity_id]
    if not entity.name.strip():
        raise InvalidChange("Une entité a besoin d'un nom.")
    if any(known.name.casefold() == entity.name.casefold() for known in others):
        raise InvalidChange(f"Une entité s'appelle déjà « {entity.name} » : choisissez un autre nom.")
    if any(known.code == entity.code for known in others):
        raise InvalidChange(f"Le code « {entity.code} » est déjà celui d'une autre entité.")
