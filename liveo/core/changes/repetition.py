"""How often the days of a change come back: once, every month, every year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from liveo.core.errors import InvalidChange
from liveo.core.periods import Month, Period

MAX_TIMES = 60


class Every(StrEnum):
    """After how long the same days come again."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


MONTHS_BETWEEN: Mapping[Every, int] = {Every.ONCE: 0, Every.MONTH: 1, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often days come, the first time included: every August of three years is ``YEAR`` three times."""

    every: Every = Every.ONCE
    times: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.times <= MAX_TIMES or (self.every is Every.ONCE) != (self.times == 1):
            raise InvalidChange(f"Une répétition compte de 2 à {MAX_TIMES} fois, tous les mois ou tous les ans.")

    def periods(self, period: Period) -> tuple[Period, ...]:
        """Return the days each time; a day that a month lacks is its last: 31 January comes again on 28 February.

        Raises InvalidChange when days without end are to come again.
        """
        if self.every is Every.ONCE:
            return (period,)
        if period.open_ended:
            raise InvalidChange("Un changement sans fin ne se répète pas : donnez-lui une date de suppression.")
        months = MONTHS_BETWEEN[self.every]
        return tuple(
            Period(later(period.start, rank * months), later(period.end, rank * months)) for rank in range(self.times)
        )


def later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that has no such day."""
    month = Month.of(day).plus(months)
    return month.first.replace(day=min(day.day, month.days))


ONCE = Repetition()
