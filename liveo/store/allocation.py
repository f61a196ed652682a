"""How a company's bill is divided: who belongs to which entity, own invoices, key and mode, written as one.

A change carries what it replaces: the base refuses it when it has changed meanwhile, and the mirror image of a change
undoes it. Roll-ups follow in the same transaction.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import Assignment, EntityId
from liveo.core.entities import SharingKey, refuse_overlapping_assignments
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.store.database import Base, Transaction


class AllocationChanged(LiveoError):
    """Somebody else changed what a change was to replace."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One side of a change. ``assignments`` are all those of the subjects concerned, by subject then start.

    ``own_invoices`` are the entities so marked, rising; ``entity_billing`` the periods on which the option is active.
    """

    assignments: tuple[Assignment, ...]
    own_invoices: tuple[EntityId, ...]
    sharing_key: SharingKey
    billing_mode: BillingMode
    entity_billing: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class AllocationChange:
    """What stands in the base and what is to stand instead.

    ``since`` is the first day on which a subject changes entity; it means nothing when ``subject_ids`` is empty.
    """

    company_id: SubjectId
    subject_ids: tuple[SubjectId, ...]
    since: date
    before: Allocation
    after: Allocation

    @property
    def mirrored(self) -> "AllocationChange":
        """The change that undoes this one."""
        return replace(self, before=self.after, after=self.before)


def write_allocation(base: Base, change: AllocationChange) -> None:
    """Write a change and its roll-ups, or nothing.

    Raises AllocationChanged when ``before`` is no longer true, OverlappingAssignments when a subject would belong to
    two entities on one day: its calls would be counted twice.
    """
    refuse_overlapping_assignments(change.after.assignments)
    with base.write() as tx:
        if current_allocation(tx, change.company_id, change.subject_ids) != change.before:
            raise AllocationChanged(
                "La répartition a été modifiée entre-temps : rechargez la page, puis recommencez votre essai."
            )
        _write_settings(tx, change)
        if change.before.entity_billing != change.after.entity_billing:
            _write_entity_billing(tx, change)
        if change.before.assignments != change.after.assignments:
            _write_assignments(tx, change)


def current_allocation(tx: Transaction, company_id: SubjectId, subject_ids: tuple[SubjectId, ...]) -> Allocation:
    """Return what the base holds now of one company, with the assignments of these subjects."""
    company: dict[str, Any] = {"company_id": company_id}
    [(key, mode)] = tx.execute(
        "select sharing_key, billing_mode from companies where subject_id = $company_id", company
    )
    marked = tx.execute(
        "select entity_id from entities where company_id = $company_id and own_invoice order by entity_id", company
    )
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
    return Allocation(
        assignments=tuple(Assignment(SubjectId(s), EntityId(e), Period(start, end)) for s, e, start, end in assigned),
        own_invoices=tuple(EntityId(entity_id) for (entity_id,) in marked),
        sharing_key=SharingKey(key),
        billing_mode=BillingMode(mode),
        entity_billing=tuple(Period(start, end) for start, end in paid),
    )


def _write_settings(tx: Transaction, change: AllocationChange) -> None:
    tx.execute(
        "update companies set sharing_key = $key, billing_mode = $mode where subject_id = $company_id",
        {"company_id": change.company_id, "key": change.after.sharing_key, "mode": change.after.billing_mode},
    )
    tx.execute(
        "update entities set own_invoice = list_contains($marked::bigint[], entity_id) where company_id = $company_id",
        {"company_id": change.company_id, "marked": list(change.after.own_invoices)},
    )


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
