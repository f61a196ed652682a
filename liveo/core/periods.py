"""Time: civil days in Europe/Paris; every interval is half-open, start included, end excluded.

An interval without a known end runs to ``FOREVER``; there is no null end anywhere, in code or in the base.
"""

import calendar
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from zoneinfo import ZoneInfo

from liveo.core.errors import InvalidPeriod

PARIS = ZoneInfo("Europe/Paris")
FOREVER = date.max


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Civil days from ``start``, included, to ``end``, excluded. May be empty, never reversed."""

    start: date
    end: date = FOREVER

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InvalidPeriod(
                f"La fin ({self.end:%d/%m/%Y}) précède le début ({self.start:%d/%m/%Y}) : corrigez l'une des dates."
            )

    @property
    def days(self) -> int:
        """Number of days: 1 March to 15 March is 14."""
        return (self.end - self.start).days

    @property
    def open_ended(self) -> bool:
        """Whether no end is known yet."""
        return self.end == FOREVER

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether one day at least lies in both."""
        return max(self.start, other.start) < min(self.end, other.end)

    def clipped(self, other: "Period") -> "Period | None":
        """Return the days that lie in both, or None when there is none."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read "2026-03"; raises InvalidPeriod for anything else, years 1 and 9999 included."""
        with suppress(InvalidPeriod):
            month = cls.of(parse_day(f"{text.strip()}-01"))
            # The month before and the month after must exist too.
            if MINYEAR < month.year < MAXYEAR:
                return month
        raise InvalidPeriod(f"Mois illisible : « {text} ». Écrivez par exemple 2026-03.")

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def days(self) -> int:
        """28, 29, 30 or 31."""
        return calendar.monthrange(self.year, self.number)[1]

    @property
    def period(self) -> Period:
        """The days of the month."""
        return Period(self.first, self.first + timedelta(days=self.days))

    def plus(self, months: int) -> "Month":
        """Return the month that lies so many months later, or earlier when negative."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> list[Month]:
    """Return the months from the first to the last, both included."""
    count = (last.year - first.year) * 12 + last.number - first.number
    return [first.plus(i) for i in range(count + 1)]


def parse_day(text: str) -> date:
    """Read "2026-03-15"; raises InvalidPeriod for anything else."""
    cleaned = text.strip()
    with suppress(ValueError):
        day = date.fromisoformat(cleaned)
        # Python also reads 20260315 and 2026-W11-7.
        if day.isoformat() == cleaned:
            return day
    raise InvalidPeriod(f"Date illisible : « {text} ». Écrivez par exemple 2026-03-15.")


def parse_period(text: str) -> Period:
    """Read "2026-03-15..2026-04-02" (end excluded) or "2026-03-15.." (no end yet)."""
    start, dots, end = text.partition("..")
    if not dots:
        raise InvalidPeriod(f"Période illisible : « {text} ». Écrivez par exemple 2026-03-15..2026-04-02.")
    return Period(parse_day(start), parse_day(end) if end.strip() else FOREVER)


def parse_instant(text: str) -> datetime:
    """Read "2026-03-05T10:00"; without a zone it is a civil time in Europe/Paris. Raises InvalidPeriod."""
    with suppress(ValueError):
        moment = datetime.fromisoformat(text.strip())
        if MINYEAR < moment.year < MAXYEAR:  # the same instant in Paris may lie in the year beside
            return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)
    raise InvalidPeriod(f"Instant illisible : « {text} ». Écrivez par exemple 2026-03-05T10:00.")


def paris_day(moment: datetime) -> date:
    """Return the civil day in Europe/Paris of an instant; raises ValueError for one without a zone."""
    if moment.tzinfo is None:
        raise ValueError(f"an instant without a zone has no civil day: {moment}")
    return moment.astimezone(PARIS).date()


def union(periods: Iterable[Period]) -> list[Period]:
    """Return the days that lie in at least one period, as periods in order that neither touch nor overlap."""
    joined: list[Period] = []
    for period in sorted(p for p in periods if p.days):
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def cut(period: Period, days: Iterable[date]) -> Iterator[Period]:
    """Cut a period at each of the days that lies strictly inside it, in order."""
    inside = sorted({day for day in days if period.start < day < period.end})
    for start, end in zip([period.start, *inside], [*inside, period.end], strict=True):
        yield Period(start, end)
