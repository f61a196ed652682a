"""The steps of time of the page Consommation: days, weeks or months; those that are read best, unless people choose."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from liveo.core.errors import InvalidPeriod
from liveo.core.periods import Month, Period
from liveo.services.consumption_periods import elapsed

MOST_DAYS: Final = 62
_WEEKDAYS: Final = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
_ONE_DAY: Final = timedelta(days=1)


class Step(StrEnum):
    """How time is cut."""

    DAY = "daily"
    WEEK = "weekly"
    MONTH = "monthly"


@dataclass(frozen=True, slots=True)
class StepRule:
    """One row of the table of steps: the pattern of its codes, the days of the step that a day falls in, its tick."""

    pattern: str
    around: Callable[[date], Period]
    tick: Callable[[date], str]


def usual_step(period: Period) -> Step:
    """Return the step in which a period is read best."""
    return Step.MONTH if period.days > MOST_DAYS else Step.DAY


def steps_of(period: Period, today: date, step: Step) -> dict[str, str]:
    """Return the steps of the part of a period that has begun, code -> French text, without gaps.

    The code of a day is "2026-03-15", that of a week "2026-W11", that of a month "2026-03".
    """
    rule, begun = STEPS[step], elapsed(period, today)
    days = [begun.start + timedelta(days=i) for i in range(begun.days)]
    return {day.strftime(rule.pattern): rule.tick(rule.around(day).start) for day in days}


def with_steps(days: pl.DataFrame, step: Step) -> pl.DataFrame:
    """Return a frame with the code of the step that each ``day`` falls in, as ``step``."""
    return days.with_columns(step=pl.col("day").dt.to_string(STEPS[step].pattern))


def days_of(code: str) -> Period:
    """Return the days of a step; raises InvalidPeriod for a text that is no code."""
    if len(code) == len("2026-03"):
        return Month.parse(code).period
    try:
        day = date.fromisoformat(code)
    except ValueError as error:
        raise InvalidPeriod(f"« {code} » n'est ni un jour, ni une semaine, ni un mois.") from error
    return STEPS[Step.WEEK if "W" in code else Step.DAY].around(day)


def day_tick(day: date) -> str:
    """Write a day on an axis: "lun. 05/10"."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def week_tick(monday: date) -> str:
    """Write a week on an axis, by its first day; the year tells two apart: "semaine du 05/10/2026"."""
    return f"semaine du {monday:%d/%m/%Y}"


def month_tick(first: date) -> str:
    """Write a month on an axis: "10/2026"."""
    return f"{first:%m/%Y}"


def _week_around(day: date) -> Period:
    monday = day - timedelta(days=day.weekday())
    return Period(monday, monday + 7 * _ONE_DAY)


STEPS: Final[Mapping[Step, StepRule]] = {
    Step.DAY: StepRule("%Y-%m-%d", lambda day: Period(day, day + _ONE_DAY), day_tick),
    Step.WEEK: StepRule("%G-W%V", _week_around, week_tick),
    Step.MONTH: StepRule("%Y-%m", lambda day: Month.of(day).period, month_tick),
}
