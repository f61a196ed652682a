"""When people telephone: by weekday, month and hour, and on public holidays. Relative weights only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt

from liveo.core.periods import Period

_FIXED_HOLIDAYS: Final = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER: Final = (1, 39, 50)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weights of Monday to Sunday, January to December, and the hours from ``opening``; 1.0 is usual.

    ``holiday`` is what remains on a public holiday.
    """

    week: tuple[float, ...]
    year: tuple[float, ...]
    opening: int
    hours: tuple[float, ...]
    holiday: float


RHYTHMS: Final[Mapping[str, Rhythm]] = {
    "office": Rhythm(
        week=(1.05, 1.1, 1.0, 1.1, 0.9, 0.02, 0.0),
        year=(1.0, 1.0, 1.05, 1.0, 0.92, 1.05, 0.85, 0.42, 1.1, 1.12, 1.05, 0.85),
        opening=8,
        hours=(0.5, 1.2, 1.4, 1.2, 0.45, 0.5, 1.2, 1.3, 1.1, 0.7, 0.2),
        holiday=0.02,
    ),
    "health": Rhythm(
        week=(1.25, 1.1, 1.0, 1.05, 1.0, 0.35, 0.12),
        year=(1.15, 1.1, 1.0, 0.98, 0.92, 0.95, 0.8, 0.55, 1.05, 1.08, 1.1, 1.05),
        opening=7,
        hours=(0.3, 1.3, 1.6, 1.4, 1.1, 0.5, 0.6, 1.2, 1.2, 1.0, 0.7, 0.35, 0.15),
        holiday=0.2,
    ),
    "bakery": Rhythm(
        week=(0.75, 0.9, 0.95, 1.0, 1.15, 1.55, 0.7),
        year=(1.2, 0.95, 0.95, 1.0, 1.0, 0.95, 0.75, 0.42, 1.0, 1.0, 1.05, 1.9),
        opening=5,
        hours=(0.5, 1.1, 1.3, 1.2, 1.0, 1.1, 1.2, 0.5, 0.3, 0.5, 0.9, 1.3, 1.2, 0.6, 0.15),
        holiday=0.7,
    ),
    "hotel": Rhythm(
        week=(0.95, 0.9, 0.9, 0.95, 1.15, 1.15, 1.0),
        year=(0.55, 0.65, 0.8, 0.95, 1.15, 1.3, 1.5, 1.45, 1.2, 0.9, 0.6, 0.75),
        opening=7,
        hours=(0.6, 1.1, 1.3, 1.2, 1.0, 0.6, 0.6, 0.9, 1.0, 1.1, 1.2, 1.2, 0.9, 0.6, 0.3, 0.15),
        holiday=1.0,
    ),
}
HEAD_OFFICE_RHYTHM: Final = RHYTHMS["office"]


def day_weights(rhythm: Rhythm, days: Period) -> npt.NDArray[np.float64]:
    """Return the weight of each day of a period, in order."""
    holidays = {day for year in range(days.start.year, days.end.year + 1) for day in public_holidays(year)}
    return np.array([_weight(rhythm, day, holidays) for day in _each(days)])


def draw_seconds(
    rhythm: Rhythm, generator: np.random.Generator, shifts: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return one civil second of the day for each shift, in hours, that people live ahead of Paris."""
    count = len(shifts)
    bounds = np.cumsum(rhythm.hours) / sum(rhythm.hours)
    hours = np.searchsorted(bounds, generator.random(count), side="right") + rhythm.opening
    return (hours - shifts) * 3600 + generator.integers(0, 3600, count)


def public_holidays(year: int) -> list[date]:
    """Return the public holidays of metropolitan France."""
    easter = _easter(year)
    movable = [easter + timedelta(days=days) for days in _AFTER_EASTER]
    return [*(date(year, month, day) for month, day in _FIXED_HOLIDAYS), *movable]


def _easter(year: int) -> date:
    """Return Easter Sunday by the rule of Gauss, which holds from 1900 to 2099 with its two exceptions."""
    d = (19 * (year % 19) + 24) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7
    days = d + e
    if (d, e) == (29, 6) or (d == 28 and e == 6 and year % 19 > 10):
        days -= 7
    return date(year, 3, 22) + timedelta(days=days)


def _each(days: Period) -> list[date]:
    return [days.start + timedelta(days=i) for i in range(days.days)]


def _weight(rhythm: Rhythm, day: date, holidays: set[date]) -> float:
    usual = rhythm.week[day.weekday()] * rhythm.year[day.month - 1]
    return usual * rhythm.holiday if day in holidays else usual
