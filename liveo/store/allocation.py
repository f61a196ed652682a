"""How a company's bill is divided: entities, who belongs to which, divisions by month, written as one.

A change carries what it replaces: the base refuses it when it has changed meanwhile, and the mirror image of a change
undoes it. Roll-ups follow in the same transaction, and so does the journal.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import polars as pl

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import Assignment, Division, Entity, EntityId
from liveo.core.entities import refuse_overlapping_assignments
from liveo.core.errors import LiveoError
from liveo.core.periods import Month, Period
from liveo.store.customers import division_record, entity_record
from liveo.store.database import Base, Transaction
from liveo.store.journal import Entry, record
from liveo.store.new_customers import add_divisions, add_entities
from liveo.store.statements import query

One = TypeVar("One")


class AllocationChanged(LiveoError):
    """Somebody else changed what a change was to replace."""


class MonthInvoiced(LiveoError):
    """A change reaches into a month that is invoiced, or was invoiced meanwhile."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One side of a change. ``assignments`` are all those of the subjects concerned, by subject then start.

    ``entities`` are all of the company, as the base holds them: by id, without what a division says of them.
    ``entity_billing`` are the periods on which the option is active.
    """

    entities: tuple[Entity, ...]
    divisions: tuple[Division, ...]
    assignments: tuple[Assignment, ...]
    entity_billing: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class AllocationChange:
    """What stands in the base and what is to stand instead.

    ``since`` is the first day on which a subject changes entity; it means nothing when ``subject_ids`` is empty.
    ``first_month`` is the first that may be billed otherwise. New entities have ids below zero until they are written.
    """

    company_id: SubjectId
    subject_ids: tuple[SubjectId, ...]
    since: date
    first_month: Month
    before: Allocation
    after: Allocation

    @property
    def mirrored(self) -> "AllocationChange":
        """The change that undoes this one."""
        return replace(self, before=self.after, after=self.before)

    @property
    def changes_nothing(self) -> bool:
        """Whether both sides say the same."""
        return self.before == self.after


def write_allocation(base: Base, change: AllocationChange, entry: Entry) -> AllocationChange:
    """Write a change, its roll-ups and its entry in the journal, or nothing; returns it with the ids of new entities.

    Raises AllocationChanged when ``before`` is no longer true, MonthInvoiced when a month that it touches is invoiced,
    OverlappingAssignments when a subject would belong to two entities on one day: its calls would be counted twice.
    """
    with base.write() as tx:
        written = put_allocation(tx, change)
        record(tx, replace(entry, company_id=change.company_id))
    return written


def put_allocation(tx: Transaction, change: AllocationChange) -> AllocationChange:
    """Write a change and its roll-ups as a part of a transaction; raises like ``write_allocation``."""
    refuse_overlapping_assignments(change.after.assignments)
    if current_allocation(tx, change.company_id, change.subject_ids) != change.before:
        raise AllocationChanged(
            "La répartition a été modifiée entre-temps : rechargez la page, puis recommencez votre essai."
        )
    refuse_invoiced(tx, change.company_id, change.first_month)
    written = replace(change, after=_with_real_ids(tx, change.after))
    _write_entities(tx, written)
    _write_divisions(tx, written)
    _write_entity_billing(tx, written)
    if written.before.assignments != written.after.assignments:
        _write_assignments(tx, written)
    return written


def current_allocation(tx: Transaction, company_id: SubjectId, subject_ids: Collection[SubjectId]) -> Allocation:
    """Return what the base holds now of one company, with the assignments of these subjects."""
    company = {"company_id": company_id}
    assigned = tx.execute(
        "select subject_id, entity_id, start_day, end_day from assignments"
        " where company_id = $company_id and list_contains($subjects::bigint[], subject_id)"
        " order by subject_id, start_day, end_day",
        {**company, "subjects": list(subject_ids)},
    )
    paid = tx.execute(
        "select start_day, end_day from activations where subject_id = $company_id and option = $option"
        " order by start_day, end_day",
        {**company, "option": OptionCode.ENTITY_BILLING},
    )
    entities = map(entity_record, tx.frame(query("entities_of_company"), company).to_dicts())
    divisions = map(division_record, tx.frame(query("divisions_of_company"), company).to_dicts())
    return Allocation(
        entities=tuple(sorted(entities, key=lambda entity: entity.entity_id)),
        divisions=tuple(divisions),
        assignments=tuple(Assignment(SubjectId(s), EntityId(e), Period(start, end)) for s, e, start, end in assigned),
        entity_billing=tuple(Period(start, end) for start, end in paid),
    )


def refuse_invoiced(tx: Transaction, company_id: SubjectId, first_month: Month) -> None:
    """Raise MonthInvoiced when a month from the first that may be billed otherwise on is invoiced."""
    months = tx.frame(query("issued_months"), {"company_id": company_id})["month"].to_list()
    if months and Month.of(max(months)) >= first_month:
        raise MonthInvoiced(
            f"Des factures sont émises jusqu'au mois {Month.of(max(months))} : appliquez ce changement à partir "
            f"du {Month.of(max(months)).period.end:%d/%m/%Y}."
        )


def _with_real_ids(tx: Transaction, allocation: Allocation) -> Allocation:
    """Return the allocation with an id from the base for each new entity."""
    new = [entity.entity_id for entity in allocation.entities if entity.entity_id < 0]
    real = dict(zip(new, map(EntityId, tx.next_ids("entity_ids", len(new))), strict=True))

    def of(entity_id: EntityId) -> EntityId:
        return real.get(entity_id, entity_id)

    return Allocation(
        entities=_sorted((replace(e, entity_id=of(e.entity_id)) for e in allocation.entities), lambda e: e.entity_id),
        divisions=tuple(
            replace(
                division,
                own_invoices=_sorted(map(of, division.own_invoices), lambda entity_id: entity_id),
                fixed_shares=_sorted(((of(e), share) for e, share in division.fixed_shares), lambda part: part[0]),
            )
            for division in allocation.divisions
        ),
        assignments=tuple(replace(a, entity_id=of(a.entity_id)) for a in allocation.assignments),
        entity_billing=allocation.entity_billing,
    )


def _write_entities(tx: Transaction, change: AllocationChange) -> None:
    """Replace the entities that differ; one to which somebody belongs meanwhile cannot go."""
    before, after = set(change.before.entities), set(change.after.entities)
    gone = [e.entity_id for e in before - after]
    really_gone = set(gone) - {e.entity_id for e in change.after.entities}
    held = tx.execute(
        "select 1 from assignments where list_contains($gone::bigint[], entity_id)"
        " and not list_contains($subjects::bigint[], subject_id) limit 1",
        {"gone": sorted(really_gone), "subjects": list(change.subject_ids)},
    )
    if held:
        raise AllocationChanged("Des comptes appartiennent maintenant à une entité qui serait retirée : déplacez-les.")
    tx.execute("delete from entities where list_contains($gone::bigint[], entity_id)", {"gone": gone})
    add_entities(tx, change.company_id, sorted(after - before, key=lambda entity: entity.entity_id))


def _write_divisions(tx: Transaction, change: AllocationChange) -> None:
    if change.before.divisions != change.after.divisions:
        tx.execute("delete from divisions where company_id = $company_id", {"company_id": change.company_id})
        add_divisions(tx, change.company_id, change.after.divisions)


def _write_entity_billing(tx: Transaction, change: AllocationChange) -> None:
    before, after = set(change.before.entity_billing), set(change.after.entity_billing)
    of_company = {"company_id": change.company_id, "option": OptionCode.ENTITY_BILLING}
    for period in before - after:
        tx.execute(
            "delete from activations where subject_id = $company_id and option = $option"
            " and start_day = $start and end_day = $end",
            {**of_company, "start": period.start, "end": period.end},
        )
    for period in after - before:
        tx.execute(
            "insert into activations"
            " values (nextval('activation_ids'), $company_id, $company_id, $option, $start, $end, 1)",
            {**of_company, "start": period.start, "end": period.end},
        )


def _write_assignments(tx: Transaction, change: AllocationChange) -> None:
    """Replace the assignments of the subjects, then count their calls again under their new entities."""
    tx.execute(
        "delete from assignments where company_id = $company_id and list_contains($subjects::bigint[], subject_id)",
        {"company_id": change.company_id, "subjects": list(change.subject_ids)},
    )
    rows = change.after.assignments
    if rows:
        tx.insert(
            "assignments",
            pl.DataFrame(
                {
                    "company_id": [change.company_id] * len(rows),
                    "subject_id": [row.subject_id for row in rows],
                    "entity_id": [row.entity_id for row in rows],
                    "start_day": [row.period.start for row in rows],
                    "end_day": [row.period.end for row in rows],
                }
            ),
        )
    tx.run("moved_usage", {"company_id": change.company_id, "since": change.since})
    tx.run("rollups", {})


def _sorted(found: Iterable[One], key: Callable[[One], int]) -> tuple[One, ...]:
    return tuple(sorted(found, key=key))
