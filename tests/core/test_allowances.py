"""Allowances: used up in the order of time, by priority, to the second, and never beyond what they hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.allowances import Allowance, TimedCall, included_seconds
from liveo.core.destinations import CallKind, Destination
from liveo.core.periods import FOREVER, Period
from liveo.core.rating import (
    BilledTime,
    ConnectionCharge,
    IncludedTime,
    MinimumApplied,
    RatedPrice,
    ServicePrice,
    TimePrice,
    rate_call,
)
from tests.core.test_rating import row

FIXED, MOBILE, FAX = Destination.FRANCE_FIXED, Destination.FRANCE_MOBILE, Destination.FAX_FRANCE
MONTH = Period(date(2026, 3, 1), date(2026, 4, 1))
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def allowance(seconds: int, *destinations: Destination, number: int = 1, priority: int = 1, **more: Any) -> Allowance:
    return Allowance(number, "", frozenset(destinations or {FIXED}), seconds, priority, more.get("valid", MONTH))


def calls(*seconds: int, destination: Destination = FIXED) -> list[TimedCall]:
    """Calls one after the other, a minute apart."""
    day = date(2026, 3, 10)
    return [TimedCall(NOON + timedelta(minutes=i), i, day, destination, s) for i, s in enumerate(seconds)]


def used(made: list[TimedCall], *allowances: Allowance) -> list[int]:
    found = included_seconds(made, allowances)
    return [found[call] for call in made]


def test_a_call_that_reaches_the_end_of_the_allowance_is_split() -> None:
    assert used(calls(3000, 1500), allowance(3600)) == [3000, 600]


def test_volume_included_is_used_up_across_the_calls_of_the_month() -> None:
    assert used(calls(24, 50), allowance(50)) == [24, 26]
    assert used(calls(60, 50, 50, 280), allowance(100), allowance(40, number=2), allowance(75, number=3)) == [
        *(60, 50, 50, 55),
    ]


def test_the_order_is_that_of_time_and_not_that_of_the_list() -> None:
    first, second = calls(50, 50)
    assert included_seconds([second, first], [allowance(60)]) == {first: 50, second: 10}


def test_calls_of_the_same_instant_go_by_their_order() -> None:
    one, other = (TimedCall(NOON, order, date(2026, 3, 10), FIXED, 50) for order in (2, 1))
    assert included_seconds([one, other], [allowance(60)]) == {other: 50, one: 10}


def test_the_lowest_priority_goes_first_whatever_the_order_of_the_list() -> None:
    general = allowance(100, FIXED, MOBILE, number=1, priority=2)
    for_fixed = allowance(60, FIXED, number=2, priority=1)
    made = [*calls(80), *calls(90, destination=MOBILE)]
    made[1] = TimedCall(NOON + timedelta(hours=1), 9, date(2026, 3, 10), MOBILE, 90)
    assert used(made, general, for_fixed) == [80, 80]
    assert used(made, for_fixed, general) == [80, 80]


def test_the_same_priority_goes_by_number() -> None:
    narrow, broad = allowance(10, FIXED, number=2), allowance(10, FIXED, MOBILE, number=1)
    made = [*calls(10), TimedCall(NOON + timedelta(hours=1), 9, date(2026, 3, 10), MOBILE, 10)]
    assert used(made, narrow, broad) == [10, 0]


def test_other_destinations_and_other_months_are_not_covered() -> None:
    assert used(calls(50, destination=MOBILE), allowance(60, FIXED, FAX)) == [0]
    assert used(calls(50), allowance(60, valid=Period(date(2026, 4, 1), FOREVER))) == [0]
    assert used(calls(50), allowance(60, valid=Period(date(2026, 1, 1), date(2026, 3, 1)))) == [0]


def test_a_call_wholly_included_owes_the_service_alone() -> None:
    full = row(per_minute=60_000, connection=5, minimum=9, service=7, increments=(60, 30))
    assert rate_call(full, CallKind.VOICE, 61, 90) == RatedPrice(
        90, 7, (BilledTime(61, 60, 30, 90), IncludedTime(90, 90), ServicePrice(7))
    )
    assert rate_call(row(per_minute=60_000, connection=5, minimum=9), CallKind.VOICE, 61, 61).amount_micros == 0


@pytest.mark.parametrize("included", [3600, 3601, 9000])
def test_an_hour_and_more_included_leave_nothing_of_an_hour(included: int) -> None:
    rated = rate_call(row(per_minute=60_000, connection=5, minimum=9), CallKind.VOICE, 3600, int(str(included)))
    assert (rated.billed_seconds, rated.amount_micros) == (3600, 0)
    assert rated.steps[-1] == IncludedTime(3600, 3600)


def test_a_call_that_is_split_owes_its_rest_as_a_call() -> None:
    full = row(per_minute=60_000, connection=5, service=7, increments=(60, 30))
    assert rate_call(full, CallKind.VOICE, 61, 60) == RatedPrice(
        90,
        30_012,
        (
            *(BilledTime(61, 60, 30, 90), IncludedTime(60, 90), TimePrice(60_000, 30, 1_800_000, 30_000)),
            *(ConnectionCharge(5), ServicePrice(7)),
        ),
    )
    dear = rate_call(row(per_minute=60_000, minimum=50_000), CallKind.VOICE, 90, 89)
    assert (dear.amount_micros, dear.steps[-1]) == (50_000, MinimumApplied(1_000, 50_000))


@pytest.mark.parametrize("included", [0, 1, 600])
def test_messages_and_empty_calls_are_no_matter_for_an_allowance(included: int) -> None:
    assert rate_call(row(unit=45_000), CallKind.SMS, 0, included).amount_micros == 45_000
    assert rate_call(row(per_minute=45_000, connection=3), CallKind.VOICE, 0, included).amount_micros == 0


CALLS = st.lists(
    st.builds(
        TimedCall,
        started_at=st.integers(0, 40_000).map(lambda s: NOON + timedelta(seconds=s)),
        order=st.integers(0, 10**6),
        day=st.just(date(2026, 3, 10)),
        destination=st.sampled_from([FIXED, MOBILE, FAX]),
        billed_seconds=st.integers(0, 4000),
    ),
    max_size=30,
    unique_by=lambda call: (call.started_at, call.order),
)
ALLOWANCES = st.lists(
    st.builds(
        Allowance,
        allowance_id=st.integers(1, 99),
        name=st.just(""),
        destinations=st.frozensets(st.sampled_from([FIXED, MOBILE]), min_size=1),
        seconds=st.integers(0, 9000),
        priority=st.integers(0, 3),
        valid=st.sampled_from([MONTH, Period(date(2026, 4, 1))]),
    ),
    max_size=5,
    unique_by=lambda found: found.allowance_id,
)


@given(CALLS, ALLOWANCES)
def test_no_second_is_included_twice_nor_beyond_what_is_there(made: list[TimedCall], given_: list[Allowance]) -> None:
    found = included_seconds(made, given_)
    open_ones = [one for one in given_ if one.valid == MONTH]
    assert all(0 <= found[call] <= call.billed_seconds for call in made)
    assert sum(found.values()) <= sum(one.seconds for one in open_ones)
    for destination in (FIXED, MOBILE, FAX):
        reach = sum(one.seconds for one in open_ones if destination in one.destinations)
        assert sum(found[call] for call in made if call.destination is destination) <= reach


@given(CALLS, ALLOWANCES)
def test_nothing_is_billed_while_an_allowance_that_covers_it_has_time_left(
    made: list[TimedCall], given_: list[Allowance]
) -> None:
    """Second by second, counted apart: each second of each call takes the first allowance that has one left."""
    left = {one.allowance_id: one.seconds for one in given_ if one.valid == MONTH}
    order = sorted(given_, key=lambda one: (one.priority, one.allowance_id))
    expected = {}
    for call in sorted(made, key=lambda call: (call.started_at, call.order)):
        fitting = [one.allowance_id for one in order if one.valid == MONTH and call.destination in one.destinations]
        rest = call.billed_seconds
        while rest and (holder := next((one for one in fitting if left[one]), None)) is not None:
            step = min(rest, left[holder], 97)
            left[holder], rest = left[holder] - step, rest - step
        expected[call] = call.billed_seconds - rest
    assert included_seconds(made, given_) == expected
