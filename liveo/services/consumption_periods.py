"""Which days are looked at, and which days they are compared with: half-open periods, from words that people choose.

Nothing here asks what day it is: ``today`` is an argument, and its own day counts as elapsed.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum

from liveo.core.periods import Month, Period

_ONE_DAY = timedelta(days=1)


class Preset(StrEnum):
    """A period named from the month in view, or months or days that somebody chose."""

    MONTH = "month"
    PREVIOUS_MONTH = "previous_month"
    QUARTER = "quarter"
    YEAR = "year"
    TWELVE_MONTHS = "twelve_months"
    MONTHS = "months"
    CHOSEN = "chosen"


class Comparison(StrEnum):
    """What a period is held against."""

    PREVIOUS = "previous"
    LAST_YEAR = "last_year"
    NONE = "none"


PRESETS: Mapping[Preset, Callable[[Month], Period]] = {
    Preset.MONTH: lambda month: month.period,
    Preset.PREVIOUS_MONTH: lambda month: month.plus(-1).period,
    Preset.QUARTER: lambda month: _months_around(month, 3),
    Preset.YEAR: lambda month: _months_around(month, 12),
    Preset.TWELVE_MONTHS: lambda month: Period(month.plus(-11).first, month.period.end),
}
"""Whole months, the month in view among them; months and days that somebody chose are in no table."""

COMPARISONS: Mapping[Comparison, Callable[[Period], Period | None]] = {
    Comparison.PREVIOUS: lambda period: _just_before(period),
    Comparison.LAST_YEAR: lambda period: _moved(period, -12),
    Comparison.NONE: lambda period: None,
}


def elapsed(period: Period, today: date) -> Period:
    """Return the days of a period that have begun, today included; empty when it lies ahead."""
    return Period(period.start, max(period.start, min(period.end, today + _ONE_DAY)))


def compared_with(period: Period, comparison: Comparison, today: date) -> Period | None:
    """Return the days that the elapsed part of a period is compared with, or None.

    A period that starts with a month is compared by months, cut as short as itself: on 23 November, "November" is
    compared with 1 to 23 October. Any other is compared with as many days just before it.
    """
    begun = elapsed(period, today)
    return COMPARISONS[comparison](begun) if begun.days else None


def whole_months(period: Period) -> list[Month]:
    """Return the months that a period consists of; empty when it cuts one, or has no end."""
    if period.open_ended or not period.days or period.start.day != 1 or period.end.day != 1:
        return []
    months = [Month.of(period.start)]
    while months[-1].period.end < period.end:
        months.append(months[-1].plus(1))
    return months


def _months_around(month: Month, count: int) -> Period:
    """Return the part of the year that a month falls in, in parts of so many months."""
    first = month.plus(-((month.number - 1) % count))
    return Period(first.first, first.plus(count).first)


def _just_before(period: Period) -> Period:
    if period.start.day != 1:
        return Period(period.start - timedelta(days=period.days), period.start)
    last = period.end - _ONE_DAY
    months = (last.year - period.start.year) * 12 + last.month - period.start.month + 1
    return _moved(period, -months)


def _moved(period: Period, months: int) -> Period:
    """Move both ends by months; a day that the month does not have becomes its last, an end the day after."""
    start, end = (Month.of(day).plus(months) for day in (period.start, period.end))
    return Period(
        start.first + timedelta(days=min(period.start.day, start.days) - 1),
        end.first + timedelta(days=min(period.end.day - 1, end.days)),
    )
