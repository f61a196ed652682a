"""What each step of a simulation costs, and why, told from the options it touches alone.

A charge depends on one option of one subject, and sharing never changes a sum: leaving out whatever no step touches
is exact to the cent, and as quick for 900 accounts as for 12.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import Catalogue, OptionCode, SubjectId
from liveo.core.changes.subjects import AddSubjects
from liveo.core.charges import CHARGE_ORDER, Basis, Charge, ChargeCode, compute_charges
from liveo.core.company import CompanyState, EntityId, Subject
from liveo.core.invoicing import compute_bill
from liveo.core.money import ZERO, total
from liveo.core.periods import Month, Period
from liveo.core.scenario import apply_changes, under_full_months
from liveo.services.simulation_plan import SimulatedChange, Step

Key = tuple[SubjectId, ChargeCode]
Owed = Mapping[Key, Charge]


@dataclass(frozen=True, slots=True)
class ChargeGroup:
    """Subjects whose touched option costs the same for the same days.

    ``before``, ``after`` and ``full_month`` are the charges of the first subject, standing for each of them; None
    where nothing is owed.
    """

    code: ChargeCode
    subjects: tuple[Subject, ...]
    before: Charge | None
    after: Charge | None
    full_month: Charge | None

    @property
    def amount_before(self) -> Decimal:
        """Over all subjects."""
        return _amount(self.before) * len(self.subjects)

    @property
    def amount_after(self) -> Decimal:
        """Over all subjects."""
        return _amount(self.after) * len(self.subjects)

    @property
    def saved(self) -> Decimal:
        """What proration saves over all subjects."""
        return _amount(self.full_month) * len(self.subjects) - self.amount_after


@dataclass(frozen=True, slots=True)
class Effects:
    """What each step adds to the net amount of a month, in order, and the explanation of all that they touch.

    ``full_month`` is what the steps add to each option under full-month billing.
    """

    by_step: tuple[Decimal, ...]
    full_month: Mapping[ChargeCode, Decimal]
    groups: tuple[ChargeGroup, ...]


def step_effects(
    state: CompanyState, month: Month, catalogue: Catalogue, mode: BillingMode, steps: Iterable[Step]
) -> Effects:
    """Apply steps in order and return what each changes; raises UnknownSubject and InvalidChange."""
    steps = tuple(steps)
    touched = _touched(steps)
    now = real = _only(state, touched)
    before = after = _owed(now, month, catalogue, mode)
    by_step: list[Decimal] = []
    for step in steps:
        now = apply_changes(now, step)
        keys = _touched([step])
        redone = _owed(_only(now, keys), month, catalogue, mode)
        gone = {key: charge for key, charge in after.items() if key in keys or key[1] is OptionCode.ENTITY_BILLING}
        by_step.append(_sum(redone) - _sum(gone))
        after = {key: charge for key, charge in after.items() if key not in gone} | redone
    full_before = _owed(_only(under_full_months(real, month, catalogue), touched), month, catalogue, mode)
    full = _owed(_only(under_full_months(now, month, catalogue), touched), month, catalogue, mode)
    return Effects(tuple(by_step), _by_code(full, full_before), _groups(now, touched, before, after, full))


class _Nobody:
    """No entities here: who moved has one charge for the whole month."""

    def on(self, subject_id: SubjectId, day: date) -> EntityId | None:
        return None

    def moves(self, subject_id: SubjectId, period: Period) -> list[date]:
        return []


def _owed(state: CompanyState, month: Month, catalogue: Catalogue, mode: BillingMode) -> dict[Key, Charge]:
    """Return the options owed by key, with the option that the mode asks for even where it is off."""
    charges = compute_charges(state, month, (), catalogue, _Nobody())
    added = _assumed(state, month, catalogue) if BILLING_MODES[mode].needs_entity_billing else ()
    return {(charge.subject.subject_id, charge.code): charge for charge in (*charges, *added)}


def _assumed(state: CompanyState, month: Month, catalogue: Catalogue) -> tuple[Charge, ...]:
    alone = replace(_only(state, set()), entities=(state.head_office,))
    return compute_bill(alone, month, (), catalogue).entity_billing


def _only(state: CompanyState, keys: Set[Key]) -> CompanyState:
    """Return the company with some options of some subjects, and its own."""
    kept = {subject for subject, _ in keys}
    company = state.company.subject_id
    return replace(
        state,
        accounts=tuple(account for account in state.accounts if account.subject_id in kept),
        resources=tuple(resource for resource in state.resources if resource.subject_id in kept),
        assignments=(),
        activations=tuple(a for a in state.activations if (a.subject_id, a.option) in keys or a.subject_id == company),
    )


def _touched(steps: Iterable[Step]) -> set[Key]:
    changes = [change for step in steps for change in step]
    return {(subject, code) for change in changes for subject in change.subject_ids for code in _options(change)}


def _options(change: SimulatedChange) -> tuple[OptionCode, ...]:
    extras = change.extras if isinstance(change, AddSubjects) else ()
    return (change.option, *extras)


def _groups(state: CompanyState, touched: Set[Key], before: Owed, after: Owed, full: Owed) -> tuple[ChargeGroup, ...]:
    """Put together what is owed for the same reasons, by option, in the order of subjects."""
    place = {subject.subject_id: rank for rank, subject in enumerate(state.subjects)}
    subjects = {subject.subject_id: subject for subject in state.subjects}
    alike: dict[tuple[object, ...], list[Key]] = {}
    for key in sorted(touched, key=lambda key: (CHARGE_ORDER[key[1]], place[key[0]])):
        reasons = tuple(_reason(owed.get(key)) for owed in (before, after, full))
        if any(reasons):
            alike.setdefault((key[1], *reasons), []).append(key)
    return tuple(
        ChargeGroup(
            keys[0][1], tuple(subjects[key[0]] for key in keys), *(owed.get(keys[0]) for owed in (before, after, full))
        )
        for keys in alike.values()
    )


def _by_code(more: Owed, less: Owed) -> Mapping[ChargeCode, Decimal]:
    nets: dict[ChargeCode, Decimal] = defaultdict(lambda: ZERO)
    for (_, code), charge in more.items():
        nets[code] += charge.amount
    for (_, code), charge in less.items():
        nets[code] -= charge.amount
    return nets


def _reason(charge: Charge | None) -> tuple[Decimal, Basis] | None:
    return (charge.amount, charge.basis) if charge else None


def _sum(owed: Owed) -> Decimal:
    return total([charge.amount for charge in owed.values()])


def _amount(charge: Charge | None) -> Decimal:
    return charge.amount if charge else ZERO
