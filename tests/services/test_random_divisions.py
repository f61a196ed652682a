"""Whatever is tried with a division, no cent, account, resource or call is lost or doubled, in any mode."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.changes.entities import AddEntity, MergeEntities
from liveo.core.company import CompanyState, Entity, EntityId
from liveo.core.entities import SharingKey
from liveo.core.errors import LiveoError
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Period
from liveo.services.allocation_trial import Step, Trial, settled, tried_state
from liveo.services.modes import prove
from liveo.services.moves import Move
from tests.core.builders import HEAD_OFFICE, LYON, MARCH, NANTES, SELLER, catalogue
from tests.core.customers import SUBJECTS, USAGE, customers

SHOP = EntityId(-1)
DAYS = st.integers(-10, 40).map(lambda n: MARCH.first + timedelta(days=n))
SOMEWHERE = st.sampled_from([HEAD_OFFICE, LYON, NANTES, SHOP])
MOVES = st.builds(
    Move, st.sets(SUBJECTS, min_size=1).map(lambda found: tuple(sorted(found))), SOMEWHERE | st.none(), DAYS
)
MERGES = st.builds(MergeEntities, st.sampled_from([(LYON,), (NANTES,), (LYON, NANTES), (SHOP,)]), SOMEWHERE, DAYS)
SHARES = st.integers(0, 100).map(lambda n: ((LYON, n), (NANTES, 100 - n)))


@st.composite
def trials(draw: st.DrawFn) -> Trial:
    """Draw steps that create, fill and merge entities, and any settings."""
    start = draw(DAYS | st.just(date.min))
    steps: list[Step] = [AddEntity(Entity(SHOP, "BOUTIQUE", "Boutique", period=Period(start)))]
    steps += draw(st.lists(MOVES | MERGES, max_size=5))
    return Trial(
        steps=tuple(steps),
        own_invoices=draw(st.none() | st.sets(SOMEWHERE).map(lambda found: tuple(sorted(found)))),
        sharing_key=draw(st.none() | st.sampled_from(SharingKey)),
        billing_mode=draw(st.none() | st.sampled_from(list(BILLING_MODES))),
    )


@given(customers(), USAGE, trials())
def test_no_cent_account_or_call_is_lost_or_doubled_by_any_trial(
    customer: CompanyState, usage: list[object], trial: Trial
) -> None:
    try:
        state = tried_state(customer, trial)
    except LiveoError:
        return  # a step that cannot be: whoever tries it is told
    before = compute_bill(customer, MARCH, usage, catalogue())
    after = compute_bill(state, MARCH, usage, catalogue())
    assert after.net == before.net
    for mode in BILLING_MODES:
        run = build_invoices(after, mode, SELLER)
        assert prove(after, run).holds, mode
    assert settled(customer, settled(customer, trial)) == settled(customer, trial)
