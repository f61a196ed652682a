"""The forecast of a month: a usual day for each day to come, and how wrong that was before."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.consumption import UsageFilter
from liveo.services.forecast import (
    entity_forecasts,
    forecast,
    last_day_with_calls,
    month_forecast,
    still_to_come,
    usual_costs,
)
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

MAINLAND, REUNION = "75001", "97400"
MONDAY = date(2026, 3, 2)
FOUR_WEEKS = Period(MONDAY, MONDAY + timedelta(days=28))
PRESENT = Month(2026, 11)


def one_day(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def test_four_euros_on_one_of_four_mondays_make_one_euro_for_a_monday_to_come() -> None:
    ahead = Period(FOUR_WEEKS.end, FOUR_WEEKS.end + timedelta(days=2))
    assert still_to_come({MONDAY: 4_000_000}, ahead, MAINLAND) == (
        (FOUR_WEEKS.end, Fraction(1_000_000)),
        (FOUR_WEEKS.end + timedelta(days=1), Fraction(0)),
    )


def test_no_day_ahead_costs_nothing() -> None:
    assert still_to_come({MONDAY: 4_000_000}, Period(FOUR_WEEKS.end, FOUR_WEEKS.end), MAINLAND) == ()


def test_days_outside_the_four_weeks_are_left_out() -> None:
    week_before = MONDAY - timedelta(days=7)
    costs = {week_before: 9_000_000, FOUR_WEEKS.end: 9_000_000}
    assert still_to_come(costs, one_day(FOUR_WEEKS.end), MAINLAND) == ((FOUR_WEEKS.end, Fraction(0)),)


def test_a_holiday_counts_as_a_sunday_on_both_sides() -> None:
    armistice = date(2026, 11, 11)  # a Wednesday
    habit = Period(date(2026, 10, 26), date(2026, 11, 23))
    usual = usual_costs({armistice: 5_000_000}, habit, MAINLAND)
    assert usual[2] == 0
    assert usual[6] == Fraction(5_000_000, 5)
    christmas = date(2026, 12, 25)  # a Friday
    fridays = {christmas - timedelta(days=7 * week): 3_000_000 for week in range(1, 5)}
    assert still_to_come(fridays, one_day(christmas), MAINLAND) == ((christmas, Fraction(0)),)


def test_holidays_are_those_of_the_place() -> None:
    abolition = date(2026, 12, 20)  # a Sunday; a Monday in 2027
    monday = abolition.replace(year=2027)
    mondays = {monday - timedelta(days=7 * week): 2_000_000 for week in range(1, 5)}
    assert still_to_come(mondays, one_day(monday), MAINLAND) == ((monday, Fraction(2_000_000)),)
    assert still_to_come(mondays, one_day(monday), REUNION) == ((monday, Fraction(0)),)


def test_a_month_that_costs_the_same_each_week_is_foretold_exactly_and_was_before() -> None:
    start = date(2026, 1, 5)
    costs = {
        day: 1_000_000 * (7 - day.weekday())
        for day in (start + timedelta(days=i) for i in range(400))
        if day < date(2026, 10, 15)
    }
    # September: no holiday within reach of its four weeks, 15 August (a Saturday) aside.
    found = forecast(costs | {date(2026, 8, 15): 1_000_000}, Month(2026, 10), date(2026, 10, 14), MAINLAND)
    whole = sum(1_000_000 * (7 - (date(2026, 10, 1) + timedelta(days=i)).weekday()) for i in range(31))
    assert (found.ahead.start, found.whole) == (date(2026, 10, 15), whole)
    assert found.errors[0] == 0
    assert found.usual_error is not None
    assert found.usual_error < Fraction(1, 10)


def test_a_month_that_is_over_is_known_and_says_nothing_of_days_ahead() -> None:
    found = forecast({MONDAY: 7}, Month(2026, 3), date(2026, 4, 1), MAINLAND)
    assert (found.known, found.to_come, found.whole, found.daily) == (7, 0, 7, ())


def test_without_history_there_is_no_error_to_tell() -> None:
    assert forecast({}, PRESENT, DEMO_TODAY, MAINLAND).usual_error is None


@given(st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 11, 22)), st.integers(0, 10**9), max_size=80))
def test_what_is_foretold_is_never_less_than_what_is_known(costs: dict[date, int]) -> None:
    found = forecast(costs, PRESENT, DEMO_TODAY, MAINLAND)
    assert found.whole >= found.known == sum(cost for day, cost in costs.items() if day in PRESENT.period)
    assert found.ahead.end == PRESENT.period.end
    assert len(found.daily) == found.ahead.days
    assert last_day_with_calls(costs, PRESENT) in (None, found.ahead.start - timedelta(days=1))


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL", "ANSE"])
def test_the_method_was_right_to_a_tenth_or_so_on_the_demonstration(demo: Base, code: str) -> None:
    company = customer(demo, code).state.company
    asked = UsageFilter(company.subject_id, PRESENT.period)
    found = month_forecast(demo, asked, PRESENT, DEMO_TODAY, company.address.postcode)
    assert len(found.errors) == 6
    assert found.usual_error is not None
    assert found.usual_error < Fraction(15, 100)


def test_entities_add_up_to_the_company_and_a_filter_keeps_to_its_entity(demo: Base) -> None:
    state = customer(demo, "ARMOR").state
    asked = UsageFilter(state.company.subject_id, PRESENT.period)
    postcode = state.company.address.postcode
    parts = entity_forecasts(demo, asked, PRESENT, DEMO_TODAY, postcode)
    whole = month_forecast(demo, asked, PRESENT, DEMO_TODAY, postcode)
    assert sum(part.known for part in parts.values()) == whole.known
    assert sum(part.to_come for part in parts.values()) == whole.to_come
    one = next(iter(parts))
    only = replace(asked, entities=(one,))
    assert entity_forecasts(demo, only, PRESENT, DEMO_TODAY, postcode)[one].known == parts[one].known
