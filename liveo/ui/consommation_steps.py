"""The steps of time of the page Consommation: days, or months where there would be too many days to read."""

from datetime import date, timedelta
from typing import Final

import polars as pl

from liveo.core.periods import Month, Period
from liveo.services.consumption_periods import elapsed
from liveo.ui.consommation_words import day_tick, month_tick

MOST_DAYS: Final = 62


def by_month(period: Period) -> bool:
    """Whether a period is too long to be read by day."""
    return period.days > MOST_DAYS


def steps_of(period: Period, today: date) -> dict[str, str]:
    """Return the steps of the part of a period that has begun, code -> French text, without gaps.

    The code of a day is "2026-03-15", that of a month "2026-03".
    """
    begun = elapsed(period, today)
    days = [begun.start + timedelta(days=i) for i in range(begun.days)]
    if by_month(period):
        return {str(month): month_tick(month) for month in dict.fromkeys(map(Month.of, days))}
    return {day.isoformat(): day_tick(day) for day in days}


def with_steps(days: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Return a frame with the code of the step that each ``day`` falls in, as ``step``."""
    return days.with_columns(step=pl.col("day").dt.to_string("%Y-%m" if by_month(period) else "%Y-%m-%d"))


def days_of(code: str) -> Period:
    """Return the days of a step; raises InvalidPeriod for a text that is no code."""
    if len(code) == len("2026-03"):
        return Month.parse(code).period
    day = date.fromisoformat(code)
    return Period(day, day + timedelta(days=1))
