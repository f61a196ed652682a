"""The bill of a month after the steps of a simulation: what none of them touches keeps the charges of the real bill.

Calls are charged again only for whoever a step moves to another entity; then they are read day by day.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from liveo.core.catalogue import SubjectId
from liveo.core.charges import (
    CHARGE_ORDER,
    Charge,
    ChargeCode,
    UsageSlice,
    charges_by_subject,
    compute_charges,
    part_of,
)
from liveo.core.entities import EntityCalendar
from liveo.core.invoicing import MonthlyBill, bill_of
from liveo.core.periods import Month
from liveo.services.billing import charges_of
from liveo.services.simulation_stages import PROSPECT, Stage, Step, moved_subjects, stages, touched_keys
from liveo.store.database import Base
from liveo.store.usage import usage_slices


def simulated_bill(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> MonthlyBill:
    """Return the charges of a month with the steps applied, by entity; raises a LiveoError when one does not fit."""
    return _simulated_bill(base, base.version, code, month, steps)


@lru_cache(maxsize=64)
def _simulated_bill(base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...]) -> MonthlyBill:
    found = stages(base, code, steps)
    situation = found[-1].situation
    known = () if code == PROSPECT else charges_of(base, code, month)
    charges = _charges(base, known, found[0], found[-1], month) if steps else known
    return bill_of(situation.state, month, charges, situation.catalogue)


def _charges(base: Base, known: Sequence[Charge], real: Stage, last: Stage, month: Month) -> Sequence[Charge]:
    """Charge anew what is touched of each subject, and all of whoever moves; keep every other charge."""
    state = last.situation.state
    touched, moved = touched_keys(real, last), moved_subjects(real, last)
    changed = {subject for subject, _ in touched} | moved
    callers = frozenset(subject for subject in moved if subject > 0)
    usage = _usage(base, base.version, state.company.subject_id, month, callers) if callers else ()
    concerned = part_of(state, changed)
    concerned = replace(
        concerned,
        activations=tuple(
            a for a in concerned.activations if a.subject_id in moved or (a.subject_id, a.option) in touched
        ),
    )
    redone = charges_by_subject(
        compute_charges(concerned, month, usage, last.situation.catalogue, EntityCalendar(state))
    )
    kept = charges_by_subject(c for c in known if c.subject.subject_id not in moved and _key(c) not in touched)
    charges: list[Charge] = []
    for subject_id in (subject.subject_id for subject in state.subjects):
        of_subject = [*redone.get(subject_id, []), *kept.get(subject_id, [])]
        charges += sorted(of_subject, key=_place) if subject_id in changed else of_subject
    return charges


def _key(charge: Charge) -> tuple[SubjectId, ChargeCode]:
    return charge.subject.subject_id, charge.code


def _place(charge: Charge) -> int:
    return CHARGE_ORDER[charge.code]


@lru_cache(maxsize=16)
def _usage(
    base: Base, version: int, company_id: SubjectId, month: Month, subjects: frozenset[SubjectId]
) -> tuple[UsageSlice, ...]:
    ids = sorted(subjects)
    return tuple(usage_slices(base, company_id, month, daily_for=ids, subjects=ids))
