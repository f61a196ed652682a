"""Whatever is tried with a division, no cent, account, resource or call is lost or doubled, in any mode."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.catalogue import OptionCode
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.charges import Charge, UsageBasis, UsageSlice
from liveo.core.company import CompanyState, Entity, EntityId, VatRegime
from liveo.core.entities import SharingKey
from liveo.core.errors import LiveoError
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_every_run, build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.services.allocation_trial import Step, Trial, settled, tried_bill, tried_state
from liveo.services.billing import customer as real_customer
from liveo.services.modes import compare_modes, prove
from liveo.services.moves import Move
from liveo.store.database import Base
from liveo.store.usage import usage_slices
from tests.core.builders import HEAD_OFFICE, LYON, MARCH, NANTES, SELLER, catalogue, entity
from tests.core.customers import SUBJECTS, USAGE, customers

OCTOBER = Month(2026, 10)
SHOP = EntityId(-1)
DAYS = st.integers(-10, 40).map(lambda n: MARCH.first + timedelta(days=n))
SOMEWHERE = st.sampled_from([HEAD_OFFICE, LYON, NANTES, SHOP])
MOVES = st.builds(
    Move, st.sets(SUBJECTS, min_size=1).map(lambda found: tuple(sorted(found))), SOMEWHERE | st.none(), DAYS
)
MERGES = st.builds(MergeEntities, st.sampled_from([(LYON,), (NANTES,), (LYON, NANTES), (SHOP,)]), SOMEWHERE, DAYS)
CLOSURES = st.builds(CloseEntity, st.sampled_from([LYON, NANTES, SHOP]), DAYS)
DESCRIPTIONS = st.builds(
    lambda place, regime: DescribeEntity(entity(place, vat=regime)),
    st.sampled_from([LYON, NANTES]),
    st.sampled_from(VatRegime),
)
SHARES = st.integers(0, 100).map(lambda n: tuple((e, Decimal(part)) for e, part in ((LYON, n), (NANTES, 100 - n))))


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Draw steps that create, fill and merge entities, and any settings."""
    start = draw(DAYS | st.just(date.min))
    steps: list[Step] = [AddEntity(Entity(SHOP, "BOUTIQUE", "Boutique", period=Period(start)))]
    steps += draw(st.lists(MOVES | MERGES | CLOSURES | DESCRIPTIONS, max_size=5))
    return Trial(
        steps=tuple(steps),
        own_invoices=draw(st.none() | st.sets(SOMEWHERE).map(lambda found: tuple(sorted(found)))),
        sharing_key=draw(st.none() | st.sampled_from(SharingKey)),
        fixed_shares=draw(st.none() | SHARES),
        billing_mode=draw(st.none() | st.sampled_from(list(BILLING_MODES))),
    )


@given(customers(), USAGE, trials())
def test_no_cent_account_or_call_is_lost_or_doubled_by_any_trial(
    customer: CompanyState, usage: list[UsageSlice], trial: Trial
) -> None:
    try:
        state = tried_state(customer, trial)
    except LiveoError:
        return  # a step that cannot be: whoever tries it is told
    before = compute_bill(customer, MARCH, usage, catalogue())
    after = compute_bill(state, MARCH, usage, catalogue())
    assert amounts(after.charges) == amounts(before.charges)
    for mode, run in build_every_run(after, SELLER).items():
        assert run == build_invoices(after, mode, SELLER)
        assert prove(after, run).holds, mode
        nothing_lost_or_doubled(before, run, usage)
    assert settled(customer, settled(customer, trial)) == settled(customer, trial)


def nothing_lost_or_doubled(before: MonthlyBill, run: InvoiceRun, usage: Iterable[UsageSlice]) -> None:
    """Count what stands on the documents by hand, against the bill before the trial and the calls themselves."""
    found = [charge for invoice in run.invoices for line in invoice.lines for charge in line.charges]
    added = run.entity_billing_added
    asked = amounts(c for c in found if not added or c.code is not OptionCode.ENTITY_BILLING)
    assert asked == amounts(before.charges)
    assert run.net == before.net + added
    owed: Counter[object] = Counter()
    for piece in usage:
        owed[piece.subject_id, piece.destination] += piece.calls
    calls: dict[object, Fraction] = defaultdict(Fraction)
    for charge in found:
        if isinstance(charge.basis, UsageBasis):
            calls[charge.subject.subject_id, charge.code] += charge.basis.calls * charge.share
    assert all(calls[line] <= count for line, count in owed.items())
    if not run.nothing_to_pay:  # free calls of an entity that owes nothing stand on no document
        assert calls == {line: count for line, count in owed.items() if line in calls}
        assert {line for line in asked if line[1] not in set(OptionCode)} <= calls.keys()


def amounts(charges: Iterable[Charge]) -> dict[tuple[int, str], Decimal]:
    """Return what each subject owes for each option or destination, free things aside."""
    found: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for charge in charges:
        found[charge.subject.subject_id, charge.code] += charge.amount
    return {line: amount for line, amount in found.items() if amount}


@st.composite
def moves_in_a_clinic(draw: st.DrawFn) -> tuple[tuple[int, int, int, int], ...]:
    """Draw moves by place: (first account, how many, entity, day of the month) each."""
    moves = st.tuples(st.integers(0, 170), st.integers(1, 40), st.integers(0, 8), st.integers(0, 33))
    return tuple(draw(st.lists(moves, min_size=1, max_size=4)))


@settings(max_examples=25)
@given(drawn=moves_in_a_clinic(), key=st.none() | st.sampled_from(SharingKey))
def test_only_charging_anew_who_moved_is_charging_everybody_anew(
    demo: Base, drawn: tuple[tuple[int, int, int, int], ...], key: SharingKey | None
) -> None:
    known = real_customer(demo, "ARMOR")
    subjects = sorted(s.subject_id for s in (*known.state.accounts, *known.state.resources))
    entities = [None, *(e.entity_id for e in known.state.entities)]
    steps = [
        Move(tuple(subjects[at : at + count]), entities[to % len(entities)], OCTOBER.first + timedelta(days=day))
        for at, count, to, day in drawn
    ]
    trial = Trial(tuple(steps), sharing_key=key)
    try:
        state = tried_state(known.state, trial)
    except LiveoError:
        return
    usage = usage_slices(demo, known.state.company.subject_id, OCTOBER, daily_for=subjects)
    tried = tried_bill(demo, "ARMOR", OCTOBER, trial)
    whole = compute_bill(state, OCTOBER, usage, known.catalogue)
    assert [(c.subject, c.code, c.entity_id, c.amount) for c in tried.charges] == [
        (c.subject, c.code, c.entity_id, c.amount) for c in whole.charges
    ]
    assert all(answer.proof.holds for answer in compare_modes(demo, "ARMOR", OCTOBER, trial))
    for month in (OCTOBER, OCTOBER.plus(-1)):
        seen = tried_bill(demo, "ARMOR", month, trial.seen_from(month))
        assert seen.charges == tried_bill(demo, "ARMOR", month, trial).charges
    assert trial.seen_from(OCTOBER.plus(-1)) == Trial(sharing_key=key)
