"""Days on which offices are closed: Saturdays, Sundays, and the public holidays of the place.

The holidays of France and of its overseas territories come from a library that computes them; it asks nobody.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

import holidays

_SATURDAY, _SUNDAY = 5, 6
_OVERSEAS: Final = ("971", "972", "973", "974", "976")
"""Postcodes that begin like this are of a territory with holidays of its own (art. L3422-2 code du travail)."""
_MOSELLE_ALSACE: Final = {"57": "57", "67": "6AE", "68": "6AE"}
"""Art. L3134-13 code du travail: Good Friday and 26 December."""


class DayKind(StrEnum):
    """What a day is for those who work: habits of one kind say nothing about another."""

    WORKING = "working"
    SATURDAY = "saturday"
    CLOSED = "closed"


def holiday_name(day: date, postcode: str = "") -> str:
    """Return the French name of a public holiday where a postcode is, the mainland without one; empty if it is none."""
    return _holidays(day.year, _territory(postcode)).get(day, "")


def kind_of_day(day: date, postcode: str = "") -> DayKind:
    """Return what a day is where a postcode is: a holiday counts as a Sunday, on a Saturday too."""
    if day.weekday() == _SUNDAY or holiday_name(day, postcode):
        return DayKind.CLOSED
    return DayKind.SATURDAY if day.weekday() == _SATURDAY else DayKind.WORKING


def _territory(postcode: str) -> str | None:
    return postcode[:3] if postcode[:3] in _OVERSEAS else _MOSELLE_ALSACE.get(postcode[:2])


@lru_cache(maxsize=256)
def _holidays(year: int, territory: str | None) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", subdiv=territory, years=year, language="fr"))
