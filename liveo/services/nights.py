"""Abnormal nights: toll fraud calls far away while nobody is in the office, so the rule looks at nights alone.

A night runs from 22:00 to 06:00 in Europe/Paris and bears the date of its evening. It is abnormal when its calls
abroad and to special numbers cost 10 euros at least and five times what nine out of ten nights of the three months
before stayed under. Nine in ten, not the mean: one fraud does not hide the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import Destination
from liveo.core.money import MICROS_PER_EURO
from liveo.core.periods import Month, Period
from liveo.services.consumption import UsageFilter, by_subject
from liveo.store.database import Base

EVENING: Final = 22
MORNING: Final = 6
WATCHED: Final = (
    Destination.INTERNATIONAL_FIXED,
    Destination.INTERNATIONAL_MOBILE,
    Destination.SPECIAL_NUMBERS,
)
HABIT_NIGHTS: Final = 90
LEAST_MICROS: Final = 10 * MICROS_PER_EURO
TIMES_USUAL: Final = 5


@dataclass(frozen=True, slots=True)
class Night:
    """One night by its evening: calls to the watched destinations, and their price in millionths of a euro."""

    evening: date
    calls: int
    amount_micros: int


@dataclass(frozen=True, slots=True)
class AbnormalNight:
    """A night to look into. Nine out of ten nights before cost ``usual_micros`` at most.

    ``subject`` is the label of the account that paid most for such calls on these two days, empty if unknown.
    """

    night: Night
    usual_micros: int
    subject: str = ""
    subject_id: SubjectId | None = None


def abnormal_nights(
    base: Base, company_id: SubjectId, month: Month, labels: Mapping[SubjectId, str]
) -> list[AbnormalNight]:
    """Return the abnormal nights that touch a month, in order."""
    touching = Period(month.first - timedelta(days=1), month.period.end)
    nights = [
        Night(row["night"], row["calls"], row["amount_micros"])
        for row in base.rows(
            "night_usage",
            company_id=company_id,
            first=touching.start - timedelta(days=HABIT_NIGHTS),
            end=touching.end,
            evening=EVENING,
            morning=MORNING,
            destinations=list(WATCHED),
        )
    ]
    found = [one for one in out_of_habit(nights) if one.night.evening in touching]
    return [_with_subject(base, company_id, one, labels) for one in found]


def out_of_habit(nights: Sequence[Night]) -> list[AbnormalNight]:
    """Return the abnormal ones among nights in order; nights without a row cost nothing."""
    by_evening = {night.evening: night.amount_micros for night in nights}
    judged = [AbnormalNight(night, usual_night(by_evening, night.evening)) for night in nights]
    return [one for one in judged if one.night.amount_micros >= max(LEAST_MICROS, TIMES_USUAL * one.usual_micros)]


def usual_night(by_evening: Mapping[date, int], evening: date) -> int:
    """Return what nine out of ten of the ninety nights before cost at most: the tenth dearest of them, in micros."""
    before = sorted(by_evening.get(evening - timedelta(days=back), 0) for back in range(1, HABIT_NIGHTS + 1))
    return before[HABIT_NIGHTS * 9 // 10 - 1]


def _with_subject(
    base: Base, company_id: SubjectId, one: AbnormalNight, labels: Mapping[SubjectId, str]
) -> AbnormalNight:
    days = Period(one.night.evening, one.night.evening + timedelta(days=2))
    dearest = by_subject(base, UsageFilter(company_id, days, destinations=WATCHED)).head(1)
    if dearest.is_empty():
        return one
    subject_id = SubjectId(dearest["subject_id"].item())
    return AbnormalNight(one.night, one.usual_micros, labels.get(subject_id, ""), subject_id)
