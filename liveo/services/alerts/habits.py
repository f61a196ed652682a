"""The days of an account as arrays, and what was usual on them: the ninth decile of the ninety days before.

The ninth decile, not the mean: one fraud does not hide the next, and a peak now and then is part of a habit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from liveo.core.catalogue import SubjectId
from liveo.core.periods import Period
from liveo.services.closed_days import DayKind, holiday_name, kind_of_day

Integers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]

HABIT_DAYS: Final = 90
WEEK: Final = 7
BACK: Final = timedelta(days=HABIT_DAYS + WEEK)
"""How far back the days of an account must reach to judge one."""

LEAST_DAYS: Final = 20
"""Days with calls that make a habit; whoever has fewer is measured by their colleagues."""

MEASURES: Final = (
    *("calls", "amount_micros", "night_calls", "night_micros", "premium_micros"),
    *("new_calls", "new_micros", "busiest_calls"),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Consecutive days with their kinds and the names of holidays, shared by the accounts of a place."""

    days: Period
    kinds: tuple[DayKind, ...]
    holidays: Mapping[date, str]


@dataclass(frozen=True, slots=True)
class AccountDays:
    """What one account did on each day of a calendar: one array per measure, zero where it did not call.

    ``rows`` are those of the query account_days, by day.
    """

    subject_id: SubjectId
    calendar: Calendar
    measures: dict[str, Integers]
    rows: dict[date, dict[str, Any]]

    def place(self, day: date) -> int:
        """Return the place of a day in the arrays."""
        return (day - self.calendar.days.start).days

    def day(self, place: int) -> date:
        """Return the day of a place in the arrays."""
        return self.calendar.days.start + timedelta(days=place)

    def of_kind(self, kind: DayKind) -> Marks:
        """Return which days are of a kind."""
        return np.array([one is kind for one in self.calendar.kinds])


def calendar_of(days: Period, postcode: str) -> Calendar:
    """Return days with what they are where a postcode is."""
    each = [days.start + timedelta(days=i) for i in range(days.days)]
    named = {day: holiday_name(day, postcode) for day in each}
    kinds = tuple(kind_of_day(day, postcode) for day in each)
    return Calendar(days, kinds, {day: name for day, name in named.items() if name})


def account_days(subject_id: SubjectId, rows: Sequence[dict[str, Any]], calendar: Calendar) -> AccountDays:
    """Spread the rows of one account over the days of a calendar."""
    measures = {name: np.zeros(calendar.days.days, dtype=np.int64) for name in MEASURES}
    for row in rows:
        place = (row["day"] - calendar.days.start).days
        for name, values in measures.items():
            values[place] = row[name]
    return AccountDays(subject_id, calendar, measures, {row["day"]: row for row in rows})


def weekly(values: Integers) -> Integers:
    """Return the sum over the seven days that end with each day."""
    summed = np.concatenate([np.zeros(WEEK, dtype=np.int64), np.cumsum(values)])
    weeks: Integers = summed[WEEK:] - summed[:-WEEK]
    return weeks


def usual(values: Integers, counted: Marks, end: int) -> int:
    """Return what nine in ten of the counted days stay under, among the ninety that end before place ``end``."""
    start = max(0, end - HABIT_DAYS)
    before = np.sort(values[start:end][counted[start:end]])
    return int(before[max(0, len(before) * 9 // 10 - 1)]) if len(before) else 0
