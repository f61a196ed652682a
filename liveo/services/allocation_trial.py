"""What a manager tries on top of the base: moves, entities, own invoices, sharing, mode. Nothing is written before it
is saved.

A trial is evaluated by the functions of real bills, and what is saved is the very state that was evaluated.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, reduce

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.charges import Charge, charges_by_subject, compute_charges, part_of
from liveo.core.company import CompanyState, EntityId, FixedShares
from liveo.core.divisions import divided_since, divisions_of, in_month
from liveo.core.entities import EntityCalendar, SharingKey
from liveo.core.invoicing import MonthlyBill, bill_of
from liveo.core.people import Person, Right
from liveo.core.periods import Month, Period
from liveo.core.scenario import StateChange, apply_changes
from liveo.services.billing import charges_of, customer, monthly_bill
from liveo.services.moves import Move, followers_of, moved
from liveo.services.people import require
from liveo.store.allocation import Allocation, AllocationChange, write_allocation
from liveo.store.database import Base
from liveo.store.documents import issued_months
from liveo.store.journal import Entry
from liveo.store.usage import usage_slices

__all__ = ["AllocationChange", "Move", "Step", "Trial", "planned_change", "save", "settled", "tried_bill", "tried_in"]

Step = Move | AddEntity | DescribeEntity | MergeEntities | CloseEntity
DIVIDE = "divide_bill"
"""What the journal calls a change of the division of a bill."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried: steps in order, then settings, of which None keeps what the base holds."""

    steps: tuple[Step, ...] = ()
    own_invoices: tuple[EntityId, ...] | None = None
    sharing_key: SharingKey | None = None
    fixed_shares: FixedShares | None = None
    billing_mode: BillingMode | None = None

    @property
    def changes_nothing(self) -> bool:
        """Whether it is the base as it stands."""
        return self == Trial()

    @property
    def changes_settings(self) -> bool:
        """Whether something of it holds from a month on."""
        return replace(self, steps=()) != Trial()

    @property
    def changes_charges(self) -> bool:
        """Whether an entity may pay another amount, rather than receive its amount on another document."""
        return bool(self.steps) or self.sharing_key is not None or self.fixed_shares is not None

    def seen_from(self, month: Month) -> "Trial":
        """Return what of it a month can see: a step that only begins later changes nothing there.

        Months that see the same share their answers. Where settings or descriptions may speak of an entity that only
        begins later, all is kept.
        """
        named = self.own_invoices is not None or self.fixed_shares is not None
        if named or any(isinstance(step, DescribeEntity) for step in self.steps):
            return self
        return replace(self, steps=tuple(step for step in self.steps if _begins(step) < month.period.end))

    @property
    def days(self) -> list[date]:
        """The days on which somebody goes elsewhere, or an entity begins or ends."""
        added = [step.entity.period.start for step in self.steps if isinstance(step, AddEntity)]
        return added + [step.day for step in self.steps if isinstance(step, Move | MergeEntities | CloseEntity)]


def settled(state: CompanyState, trial: Trial) -> Trial:
    """Return the trial without what is already so in the state of a month: moves of nobody, settings as they stand."""
    steps: list[Step] = []
    current = state
    for step in trial.steps:
        after = _stepped(current, step)
        if after != current:
            steps.append(step)
        current = after
    division = divisions_of(state)[-1]
    marked, shares = trial.own_invoices, trial.fixed_shares
    return Trial(
        steps=tuple(steps),
        own_invoices=None if marked is not None and set(marked) == set(division.own_invoices) else marked,
        sharing_key=None if trial.sharing_key == division.sharing_key else trial.sharing_key,
        fixed_shares=None if shares == division.fixed_shares else shares,
        billing_mode=None if trial.billing_mode == division.billing_mode else trial.billing_mode,
    )


def tried_state(state: CompanyState, trial: Trial) -> CompanyState:
    """Return the state under a trial; raises UnknownSubject, UnknownEntity, MoveRefused, InvalidChange, ..."""
    return apply_changes(reduce(_stepped, trial.steps, state), _settings(state, trial))


def tried_in(base: Base, code: str, month: Month, trial: Trial) -> CompanyState:
    """Return a company as a month sees it under a trial; raises what ``tried_state`` raises."""
    return in_month(tried_company(base, code, trial), month)


def tried_company(base: Base, code: str, trial: Trial) -> CompanyState:
    """Return a company with everything dated of it under a trial; raises what ``tried_state`` raises."""
    return _tried(base, base.version, code, trial)


def tried_bill(base: Base, code: str, month: Month, trial: Trial) -> MonthlyBill:
    """Return the charges of a month under a trial, as if it had been saved for all months."""
    return monthly_bill(base, code, month) if trial.changes_nothing else _bill(base, base.version, code, month, trial)


def tried_charges(base: Base, code: str, month: Month, trial: Trial) -> Sequence[Charge]:
    """Return the charges of a month under a trial, before any sharing key: only who is elsewhere is charged anew."""
    if not trial.changes_charges:
        return charges_of(base, code, month)
    return _charges(base, base.version, code, month, trial)


def planned_change(base: Base, code: str, trial: Trial, today: date, since: Month | None = None) -> AllocationChange:
    """Return exactly what saving a trial would write; its settings hold from a month on, the present one unless said.

    A mode that needs the option « Facturation par entité » switches it on from then, unless it already is.
    """
    state = customer(base, code).state
    month = since or Month.of(today)
    after = _divided_from(reduce(_stepped, trial.steps, state), trial, month)
    subjects = reassigned(state, after)
    wanted = allocation_of(after, subjects)
    starts = [*map(Month.of, trial.days), *([month] if trial.changes_settings else [])]
    return AllocationChange(
        company_id=state.company.subject_id,
        subject_ids=subjects,
        since=min(trial.days, default=today),
        first_month=min(starts, default=_NEVER),
        before=allocation_of(state, subjects),
        after=with_option(wanted, max(today, month.first)) if trial.billing_mode else wanted,
    )


def save(base: Base, change: AllocationChange, person: Person, at: datetime, words: Sequence[str]) -> AllocationChange:
    """Write a planned change, with what it is in words for the journal; returns it as it can be undone.

    Raises NotAllowed, AllocationChanged when the base has changed meanwhile, MonthInvoiced.
    """
    require(person, Right.APPLY_CHANGES)
    detail = {"changes": list(words), "since": str(change.first_month)}
    return write_allocation(base, change, Entry(person.login, at, DIVIDE, "Répartition", detail=detail))


def undo(base: Base, change: AllocationChange, person: Person, at: datetime) -> None:
    """Put back what a saved change had replaced; raises AllocationChanged when it was changed again since."""
    require(person, Right.APPLY_CHANGES)
    entry = Entry(person.login, at, DIVIDE, "Répartition", detail={"changes": ["Répartition d'avant rétablie"]})
    write_allocation(base, change.mirrored, entry)


def first_open_month(base: Base, code: str) -> Month | None:
    """Return the month after the last invoiced one, from which on changes can be saved; None where none is invoiced."""
    invoiced = issued_months(base, customer(base, code).state.company.subject_id)
    return max(invoiced).plus(1) if invoiced else None


def marked_entities(state: CompanyState) -> tuple[EntityId, ...]:
    """Return the entities marked to receive their own invoice, rising."""
    return tuple(sorted(entity.entity_id for entity in state.entities if entity.own_invoice))


def entity_billing_active(periods: Sequence[Period], day: date) -> bool:
    """Whether the option is switched on on a day."""
    return any(day in period for period in periods)


_NEVER = Month(9998, 12)


def _begins(step: Step) -> date:
    """Return the first day on which a step changes something; a description does on every day."""
    if isinstance(step, AddEntity):
        return step.entity.period.start
    return date.min if isinstance(step, DescribeEntity) else step.day


def _stepped(state: CompanyState, step: Step) -> CompanyState:
    return moved(state, step) if isinstance(step, Move) else step.applied_to(state)


def _settings(state: CompanyState, trial: Trial) -> list[StateChange]:
    changes: list[StateChange] = []
    if trial.own_invoices is not None:
        changes.append(MarkOwnInvoices(trial.own_invoices))
    if trial.sharing_key is not None or trial.fixed_shares is not None:
        key = trial.sharing_key or SharingKey(divisions_of(state)[-1].sharing_key)
        changes.append(ShareBy(key, trial.fixed_shares))
    if trial.billing_mode is not None:
        changes.append(BillIn(trial.billing_mode))
    return changes


def _divided_from(state: CompanyState, trial: Trial, month: Month) -> CompanyState:
    """Apply the settings of a trial from a month on; what was planned for later is given up."""
    if not trial.changes_settings:
        return state
    begun = in_month(state, month)
    tried = apply_changes(begun, _settings(begun, trial))
    return divided_since(state, replace(divisions_of(tried)[-1], since=month.first))


@lru_cache(maxsize=32)
def _tried(base: Base, version: int, code: str, trial: Trial) -> CompanyState:
    return tried_state(customer(base, code).state, trial)


@lru_cache(maxsize=32)
def _charges(base: Base, version: int, code: str, month: Month, trial: Trial) -> Sequence[Charge]:
    known, tried = customer(base, code), tried_company(base, code, trial)
    movers = reassigned(known.state, tried)
    followers = (resource.subject_id for resource in followers_of(known.state, movers))
    elsewhere = {tried.company.subject_id, *movers, *followers}  # the company may be divided otherwise
    ids = sorted(elsewhere)
    usage = usage_slices(base, tried.company.subject_id, month, daily_for=ids, subjects=ids)
    part = part_of(tried, elsewhere)
    anew = charges_by_subject(compute_charges(part, month, usage, known.catalogue, EntityCalendar(tried)))
    kept = charges_by_subject(charges_of(base, code, month))
    return [
        charge
        for subject in tried.subjects
        for charge in (anew if subject.subject_id in elsewhere else kept).get(subject.subject_id, ())
    ]


@lru_cache(maxsize=32)
def _bill(base: Base, version: int, code: str, month: Month, trial: Trial) -> MonthlyBill:
    state = tried_company(base, code, trial)
    if not trial.changes_charges:
        return replace(monthly_bill(base, code, month), state=in_month(state, month))
    return bill_of(state, month, tried_charges(base, code, month, trial), customer(base, code).catalogue)


def reassigned(before: CompanyState, after: CompanyState) -> tuple[SubjectId, ...]:
    """Return the subjects whose assignments differ, rising."""
    differing = set(before.assignments) ^ set(after.assignments)
    return tuple(sorted({assignment.subject_id for assignment in differing}))


def allocation_of(state: CompanyState, subject_ids: Sequence[SubjectId]) -> Allocation:
    """Return one side of a change of the division: all that the base holds of it, with these subjects' assignments."""
    concerned = set(subject_ids)
    assignments = (a for a in state.assignments if a.subject_id in concerned)
    option = (a for a in state.activations if a.option is OptionCode.ENTITY_BILLING)
    entities = (replace(e, own_invoice=False, fixed_share=Decimal(0)) for e in state.entities)
    return Allocation(
        entities=tuple(sorted(entities, key=lambda entity: entity.entity_id)),
        divisions=divisions_of(state),
        assignments=tuple(sorted(assignments, key=lambda a: (a.subject_id, a.period))),
        entity_billing=tuple(sorted(activation.period for activation in option)),
    )


def with_option(allocation: Allocation, day: date) -> Allocation:
    """Switch the billing by entity on from a day, where the mode needs it and it is not on."""
    needed = BILLING_MODES[BillingMode(allocation.divisions[-1].billing_mode)].needs_entity_billing
    if not needed or entity_billing_active(allocation.entity_billing, day):
        return allocation
    return replace(allocation, entity_billing=tuple(sorted([*allocation.entity_billing, Period(day)])))
