"""Days are civil days in Paris, intervals exclude their end, and no day is counted twice."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.errors import InvalidPeriod
from liveo.core.periods import (
    FOREVER,
    Month,
    Period,
    cut,
    months_between,
    paris_day,
    parse_day,
    parse_period,
    union,
)
from tests.core.builders import FEBRUARY, LEAP_FEBRUARY, MARCH, march

DAYS = st.dates(date(2026, 1, 1), date(2026, 4, 30))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))


def days_of(period: Period) -> set[date]:
    """Return the days of a closed period, one by one."""
    return {period.start + timedelta(days=n) for n in range(period.days)}


def test_from_the_1st_to_the_15th_is_two_weeks() -> None:
    assert march(1, 15).days == 14
    assert date(2026, 3, 14) in march(1, 15)
    assert date(2026, 3, 15) not in march(1, 15)


def test_a_reversed_period_is_refused_with_both_days() -> None:
    with pytest.raises(InvalidPeriod, match=r"01/03/2026.*15/03/2026"):
        march(15, 1)


def test_a_period_without_known_end_runs_for_ever() -> None:
    assert march(15).open_ended
    assert march(15).end == FOREVER
    assert not march(15, 16).open_ended


@given(PERIODS, PERIODS)
def test_two_periods_overlap_exactly_when_they_share_a_day(one: Period, other: Period) -> None:
    shared = days_of(one) & days_of(other)
    clipped = one.clipped(other)
    assert one.overlaps(other) == bool(shared)
    assert (days_of(clipped) if clipped else set()) == shared


@given(st.lists(PERIODS, max_size=12))
def test_a_union_holds_each_day_once_and_nothing_else(periods: list[Period]) -> None:
    joined = union(periods)
    assert sum(period.days for period in joined) == len(set().union(*map(days_of, periods)))
    assert set().union(*map(days_of, joined)) == set().union(*map(days_of, periods))


@given(st.lists(PERIODS, max_size=12))
def test_the_periods_of_a_union_are_in_order_and_neither_touch_nor_overlap(periods: list[Period]) -> None:
    joined = union(periods)
    assert all(one.end < other.start for one, other in pairwise(joined))
    assert all(period.days for period in joined)


def test_periods_that_touch_become_one() -> None:
    assert union([march(10, 20), march(1, 10)]) == [march(1, 20)]


@given(PERIODS, st.lists(DAYS, max_size=8))
def test_a_cut_period_keeps_its_days_in_order(period: Period, days: list[date]) -> None:
    parts = list(cut(period, days))
    assert (parts[0].start, parts[-1].end) == (period.start, period.end)
    assert all(one.end == other.start for one, other in pairwise(parts))
    assert {part.start for part in parts[1:]} == {day for day in days if period.start < day < period.end}


@pytest.mark.parametrize(("month", "days"), [(FEBRUARY, 28), (LEAP_FEBRUARY, 29), (Month(2026, 4), 30), (MARCH, 31)])
def test_a_month_has_its_own_number_of_days(month: Month, days: int) -> None:
    assert month.days == month.period.days == days
    assert month.period.start == month.first


def test_the_month_after_december_is_january() -> None:
    assert Month(2026, 12).plus(1) == Month(2027, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
    assert Month(2026, 12).period.end == date(2027, 1, 1)


@given(st.integers(-600, 600))
def test_months_added_can_be_taken_back(months: int) -> None:
    assert MARCH.plus(months).plus(-months) == MARCH


def test_months_between_holds_both_ends() -> None:
    assert months_between(Month(2025, 11), Month(2026, 2)) == [Month(2025, 11).plus(n) for n in range(4)]
    assert months_between(MARCH, MARCH) == [MARCH]


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_month_and_a_day_are_read_back_from_their_text(day: date) -> None:
    assert Month.parse(str(Month.of(day))) == Month.of(day)
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize("text", ["", "2026", "202603", "2026-3", "2026-13", "2026-W10", "mars 2026", "2026-03-01"])
def test_anything_else_is_no_month(text: str) -> None:
    with pytest.raises(InvalidPeriod, match="Mois illisible"):
        Month.parse(text)


@pytest.mark.parametrize("text", ["", "20260315", "2026-W11-7", "15/03/2026", "2026-3-15", "2026-02-30", "demain"])
def test_anything_else_is_no_day(text: str) -> None:
    with pytest.raises(InvalidPeriod, match="Date illisible"):
        parse_day(text)


def test_a_period_is_read_with_or_without_an_end() -> None:
    assert parse_period("2026-03-15..2026-03-20") == march(15, 20)
    assert parse_period("2026-03-15..") == march(15)
    assert parse_period(" 2026-03-15 .. 2026-03-20 ") == march(15, 20)


@pytest.mark.parametrize("text", ["2026-03-15", "..2026-03-15", "2026-03-15..demain", "2026-03-15..2026-03-01"])
def test_a_period_without_start_or_with_a_false_end_is_refused(text: str) -> None:
    with pytest.raises(InvalidPeriod):
        parse_period(text)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),  # the day of 23 hours …
        (datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), date(2026, 10, 25)),  # … and the one of 25
        (datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_a_call_belongs_to_the_paris_day_it_started_on(instant: datetime, day: date) -> None:
    assert paris_day(instant) == day


def test_an_instant_without_a_zone_is_refused_rather_than_read_in_the_zone_of_the_machine() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        paris_day(datetime(2026, 3, 1, 0, 30))  # noqa: DTZ001 – the point of the test
