"""What a manager tries on top of the base: moves, own invoices, sharing key, mode. Nothing is written until saved.

A trial is evaluated by the functions of real bills, and what is saved is the very state that was evaluated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, reduce

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.division import MarkOwnInvoices
from liveo.core.company import CompanyState, EntityId
from liveo.core.entities import SharingKey
from liveo.core.invoicing import MonthlyBill, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.scenario import apply_changes
from liveo.services.billing import customer, monthly_bill
from liveo.services.moves import Move, followers_of, move_changes, moved
from liveo.store.allocation import Allocation, AllocationChange, write_allocation
from liveo.store.database import Base
from liveo.store.usage import usage_slices

__all__ = ["AllocationChange", "Move", "Trial", "planned_change", "save", "settled", "tried_bill", "tried_state"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, in order; None keeps what the base holds."""

    moves: tuple[Move, ...] = ()
    own_invoices: tuple[EntityId, ...] | None = None
    sharing_key: SharingKey | None = None
    billing_mode: BillingMode | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether it is the base as it stands."""
        return self == Trial()

    @property
    def changes_charges(self) -> bool:
        """Whether an entity may pay another amount, rather than receive its amount on another document."""
        return bool(self.moves) or self.sharing_key is not None


def settled(state: CompanyState, trial: Trial) -> Trial:
    """Return the trial without what is already so: moves of nobody, marks, key and mode as they stand."""
    moves: list[Move] = []
    current = state
    for move in trial.moves:
        changes = move_changes(current, move)
        current = apply_changes(current, changes)
        moves += [move] if changes else []
    marked = trial.own_invoices
    same_marks = marked is None or set(marked) == set(marked_entities(state))
    return Trial(
        moves=tuple(moves),
        own_invoices=None if same_marks else marked,
        sharing_key=None if trial.sharing_key == state.company.sharing_key else trial.sharing_key,
        billing_mode=None if trial.billing_mode == state.company.billing_mode else trial.billing_mode,
    )


def tried_state(state: CompanyState, trial: Trial) -> CompanyState:
    """Return the state under a trial; raises UnknownSubject, UnknownEntity, MoveRefused."""
    tried = reduce(moved, trial.moves, state)
    if trial.own_invoices is not None:
        tried = apply_changes(tried, [MarkOwnInvoices(trial.own_invoices)])
    company = replace(
        tried.company,
        sharing_key=trial.sharing_key or tried.company.sharing_key,
        billing_mode=trial.billing_mode or tried.company.billing_mode,
    )
    return replace(tried, company=company)


def tried_bill(base: Base, code: str, month: Month, trial: Trial) -> MonthlyBill:
    """Return the charges of a month under a trial, as if it had been saved."""
    return monthly_bill(base, code, month) if trial.changes_nothing else _bill(base, base.version, code, month, trial)


def planned_change(base: Base, code: str, trial: Trial, today: date) -> AllocationChange:
    """Return exactly what saving a trial would write.

    A mode that needs the option « Facturation par entité » switches it on from today, unless it already is.
    """
    state = customer(base, code).state
    after = tried_state(state, trial)
    subjects = _reassigned(state, after)
    wanted = _allocation(after, subjects)
    return AllocationChange(
        company_id=state.company.subject_id,
        subject_ids=subjects,
        since=min((move.day for move in trial.moves), default=today),
        before=_allocation(state, subjects),
        after=_with_option(wanted, today) if trial.billing_mode else wanted,
    )


def save(base: Base, change: AllocationChange) -> None:
    """Write a planned change; raises AllocationChanged when the base has changed meanwhile."""
    write_allocation(base, change)


def undo(base: Base, change: AllocationChange) -> None:
    """Put back what a saved change had replaced; raises AllocationChanged when it was changed again since."""
    write_allocation(base, change.mirrored)


def marked_entities(state: CompanyState) -> tuple[EntityId, ...]:
    """Return the entities marked to receive their own invoice, rising."""
    return tuple(sorted(entity.entity_id for entity in state.entities if entity.own_invoice))


def entity_billing_active(periods: Sequence[Period], day: date) -> bool:
    """Whether the option is switched on on a day."""
    return any(day in period for period in periods)


@lru_cache(maxsize=32)
def _bill(base: Base, version: int, code: str, month: Month, trial: Trial) -> MonthlyBill:
    known = customer(base, code)
    state = tried_state(known.state, trial)
    if not trial.changes_charges:
        return replace(monthly_bill(base, code, month), state=state)
    movers = [subject_id for move in trial.moves for subject_id in move.subject_ids]
    daily = {*movers, *(resource.subject_id for resource in followers_of(known.state, movers))}
    usage = usage_slices(base, known.state.company.subject_id, month, daily_for=sorted(daily))
    return compute_bill(state, month, usage, known.catalogue)


def _reassigned(before: CompanyState, after: CompanyState) -> tuple[SubjectId, ...]:
    """Return the subjects whose assignments differ, rising."""
    differing = set(before.assignments) ^ set(after.assignments)
    return tuple(sorted({assignment.subject_id for assignment in differing}))


def _allocation(state: CompanyState, subject_ids: Sequence[SubjectId]) -> Allocation:
    concerned = set(subject_ids)
    assignments = (a for a in state.assignments if a.subject_id in concerned)
    option = (a for a in state.activations if a.option is OptionCode.ENTITY_BILLING)
    return Allocation(
        assignments=tuple(sorted(assignments, key=lambda a: (a.subject_id, a.period))),
        own_invoices=marked_entities(state),
        sharing_key=SharingKey(state.company.sharing_key),
        billing_mode=BillingMode(state.company.billing_mode),
        entity_billing=tuple(sorted(activation.period for activation in option)),
    )


def _with_option(allocation: Allocation, today: date) -> Allocation:
    needed = BILLING_MODES[allocation.billing_mode].needs_entity_billing
    if not needed or entity_billing_active(allocation.entity_billing, today):
        return allocation
    return replace(allocation, entity_billing=tuple(sorted([*allocation.entity_billing, Period(today)])))
