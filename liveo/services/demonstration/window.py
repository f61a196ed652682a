"""The months of the demonstration: every date of its story is told from the month of today."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liveo.core.periods import FOREVER, Month, Period, months_between
from liveo.store.reference_files import Reader, UnreadableCell

_RELATIVE: Final = re.compile(r"-(?:[1-9]|1[0-2]):(?:0[1-9]|[12]\d|3[01])")
_SEASONAL: Final = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Window:
    """``length`` months, thirteen at least, the last that of ``today``; calls stop on the evening before ``today``."""

    today: date
    length: int = 13

    @property
    def months(self) -> tuple[Month, ...]:
        """All of them, in order."""
        last = Month.of(self.today)
        return tuple(months_between(last.plus(1 - self.length), last))

    @property
    def first(self) -> date:
        """The first day."""
        return self.months[0].first

    @property
    def days(self) -> Period:
        """The days that may have calls."""
        return Period(self.first, self.today)

    @property
    def eve(self) -> date:
        """The last day with calls."""
        return self.today - timedelta(days=1)

    def day(self, told: str) -> date:
        """Return the day that "-3:05" (5th, three months ago) or "12-10" (the first 10 December) means."""
        relative = _RELATIVE.fullmatch(told)
        number, day = map(int, told.split(":" if relative else "-"))
        month = self.months[self.length - 1 + number] if relative else self._season(number)
        return month.first + timedelta(days=min(day, month.days) - 1)

    def span(self, start: str, end: str) -> Period:
        """Return the days from ``start``, or the first one, until ``end``, excluded, or without end.

        A season that today cuts goes on: from 1 July to 1 September, asked in August, ends next month.
        """
        first = self.day(start) if start else self.first
        last = self.day(end) if end else FOREVER
        if last < first:
            last = last.replace(year=last.year + 1)
        return Period(first, last)

    def _season(self, number: int) -> Month:
        return next(month for month in self.months if month.number == number)


def told_day() -> Reader:
    """Read a day as the demonstration tells it, kept as text until there is a window; may be empty."""

    def read(cell: str) -> str:
        if cell and not (_RELATIVE.fullmatch(cell) or _SEASONAL.fullmatch(cell)):
            raise UnreadableCell(f"« {cell} » n'est ni « -3:05 » ni « 12-10 ».")
        return cell

    return read
