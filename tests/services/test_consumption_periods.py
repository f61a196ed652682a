"""Periods in view, and the days that they are fairly compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.periods import Month, Period
from liveo.services.consumption_periods import (
    COMPARISONS,
    PRESETS,
    Comparison,
    Preset,
    compared_with,
    elapsed,
    whole_months,
)

NOVEMBER = Month(2026, 11)
TODAY = date(2026, 11, 23)
LONG_AFTER = date(2040, 1, 1)


def days(first: str, last: str) -> Period:
    """Return a period by its first and last day, both included."""
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


@pytest.mark.parametrize(
    ("preset", "expected"),
    [
        (Preset.MONTH, days("2026-11-01", "2026-11-30")),
        (Preset.PREVIOUS_MONTH, days("2026-10-01", "2026-10-31")),
        (Preset.QUARTER, days("2026-10-01", "2026-12-31")),
        (Preset.YEAR, days("2026-01-01", "2026-12-31")),
        (Preset.TWELVE_MONTHS, days("2025-12-01", "2026-11-30")),
    ],
)
def test_presets_are_whole_months_that_end_with_the_month_in_view(preset: Preset, expected: Period) -> None:
    assert PRESETS[preset](NOVEMBER) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (days("2026-10-01", "2026-10-31"), days("2026-09-01", "2026-09-30")),
        (days("2026-11-01", "2026-11-30"), days("2026-10-01", "2026-10-23")),
        (days("2026-09-01", "2026-11-30"), days("2026-06-01", "2026-08-23")),
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        (days("2026-03-01", "2026-03-30"), days("2026-02-01", "2026-02-28")),
        (days("2026-10-05", "2026-10-11"), days("2026-09-28", "2026-10-04")),
        (days("2026-10-31", "2026-10-31"), days("2026-10-30", "2026-10-30")),
    ],
)
def test_the_period_before_has_as_many_days_or_months(period: Period, expected: Period) -> None:
    assert compared_with(period, Comparison.PREVIOUS, TODAY) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (days("2026-11-01", "2026-11-30"), days("2025-11-01", "2025-11-23")),
        (days("2026-10-05", "2026-10-11"), days("2025-10-05", "2025-10-11")),
        (days("2024-02-01", "2024-02-29"), days("2023-02-01", "2023-02-28")),
        (days("2024-02-29", "2024-02-29"), days("2023-02-28", "2023-02-28")),
    ],
)
def test_a_year_earlier_means_the_same_days(period: Period, expected: Period) -> None:
    assert compared_with(period, Comparison.LAST_YEAR, TODAY) == expected


def test_nothing_is_compared_where_nobody_asks_or_nothing_has_begun() -> None:
    assert compared_with(days("2026-10-01", "2026-10-31"), Comparison.NONE, TODAY) is None
    assert compared_with(days("2026-12-01", "2026-12-31"), Comparison.PREVIOUS, TODAY) is None


def test_today_counts_as_elapsed() -> None:
    assert elapsed(NOVEMBER.period, TODAY) == days("2026-11-01", "2026-11-23")
    assert elapsed(NOVEMBER.period, date(2026, 11, 1)).days == 1
    assert elapsed(NOVEMBER.period, date(2026, 10, 31)).days == 0
    assert elapsed(NOVEMBER.period, LONG_AFTER) == NOVEMBER.period


def test_whole_months_are_recognised() -> None:
    assert whole_months(days("2026-09-01", "2026-11-30")) == [Month(2026, 9), Month(2026, 10), Month(2026, 11)]
    assert whole_months(days("2026-09-01", "2026-11-29")) == []
    assert whole_months(days("2026-09-02", "2026-09-30")) == []
    assert whole_months(Period(date(2026, 9, 1))) == []
    assert whole_months(Period(date(2026, 9, 1), date(2026, 9, 1))) == []


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(1, 800))
def test_what_is_compared_always_lies_before_and_is_never_longer(start: date, count: int) -> None:
    period = Period(start, start + timedelta(days=count))
    for comparison in COMPARISONS:
        found = compared_with(period, comparison, LONG_AFTER)
        if found is not None:
            assert found.start < period.start
            assert abs(found.days - period.days) <= 4
        if comparison is Comparison.PREVIOUS:
            assert found is not None
            assert found.end <= period.start
