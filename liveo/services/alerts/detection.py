"""The alerts of a company and month: the days of an account that are out of the ordinary, told together.

Alerts are found in the calls each time they are asked for, so that they agree with every other figure; what people say
of them is kept (``reviews``). Rolling up first, they read the calls of the few accounts that may be concerned.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from liveo.core.catalogue import SubjectId
from liveo.core.company import CompanyState, EntityId
from liveo.core.destinations import Destination
from liveo.core.periods import Month, Period
from liveo.services.alerts.habits import BACK, HABIT_DAYS, AccountDays, account_days, calendar_of
from liveo.services.alerts.reviews import Review, review_of, reviews, threshold_of
from liveo.services.alerts.rules import BURST_CALLS, Colleagues, Finding, Reason, Threshold, findings
from liveo.services.billing import customer
from liveo.services.consumption import TRAFFIC, Direction, UsageFilter
from liveo.store.database import Base

EVENING: Final = 22
MORNING: Final = 6
ABROAD: Final = (Destination.INTERNATIONAL_FIXED, Destination.INTERNATIONAL_MOBILE)
FAR: Final = (*ABROAD, Destination.SPECIAL_NUMBERS)
NEW_DAYS: Final = 7
"""How long a place stays new after its first call."""

_HISTORY: Final = timedelta(days=60)
"""Without so many days of calls nobody knows which places are new."""

_GAP: Final = 3
"""Days of an account so close to each other make one alert: fraud sleeps over a weekend."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Some days of one account that deserve a look: why, and all its outbound calls on them.

    ``findings`` hold the strongest of each reason, the weightiest first; ``countries`` are codes of those called for
    the first time, ``holiday`` is the name of a public holiday among the days; ``busiest_hour`` is that of the most
    calls. ``review`` is what somebody found, None: to be seen.
    """

    subject_id: SubjectId
    entity_id: EntityId
    days: Period
    findings: tuple[Finding, ...]
    calls: int
    amount_micros: int
    night_calls: int
    countries: tuple[str, ...] = ()
    holiday: str = ""
    busiest_hour: int = 0
    review: Review | None = None


def alerts(base: Base, asked: UsageFilter, code: str, threshold: Threshold) -> tuple[Alert, ...]:
    """Return the alerts of a company on the days of a filter, as far as somebody may see them; the dearest first.

    Of the filter count the days, entities and accounts: what is out of the ordinary is so whatever else is looked at.
    """
    company_id, last = asked.company_id, asked.span.end - timedelta(days=1)
    months = [Month.of(asked.span.start)]
    while months[-1] < Month.of(last):
        months.append(months[-1].plus(1))
    kept = reviews(base, company_id)
    found = (one for month in months for one in alerts_of_month(base, code, month, threshold))
    seen = [replace(one, review=review_of(one, kept)) for one in found if _in_view(one, asked)]
    return tuple(sorted(seen, key=lambda one: (one.review is not None, -one.amount_micros, one.days.start)))


def unseen_alerts(base: Base, code: str, month: Month) -> tuple[Alert, ...]:
    """Return the alerts of a month that nobody looked into, above the company's own threshold; the dearest first."""
    company_id = customer(base, code).state.company.subject_id
    kept = reviews(base, company_id)
    found = alerts_of_month(base, code, month, threshold_of(base, company_id))
    return tuple(sorted((one for one in found if review_of(one, kept) is None), key=lambda one: -one.amount_micros))


def alerts_of_month(base: Base, code: str, month: Month, threshold: Threshold) -> tuple[Alert, ...]:
    """Return the alerts of a month, whatever people said of them, by account and day."""
    return _alerts_of_month(base, base.version, code, month, threshold)


@lru_cache(maxsize=256)
def _alerts_of_month(base: Base, version: int, code: str, month: Month, threshold: Threshold) -> tuple[Alert, ...]:
    state = customer(base, code).state
    company_id, days = state.company.subject_id, month.period
    places = _new_places(base, company_id, month)
    rows = base.rows(
        "account_days",
        company_id=company_id,
        subjects=_candidates(base, company_id, month, threshold, places),
        first=days.start - BACK,
        end=days.end,
        traffic=list(TRAFFIC[Direction.OUTBOUND]),
        far=list(FAR),
        premium=Destination.SPECIAL_NUMBERS.value,
        evening=EVENING,
        morning=MORNING,
        countries=list(places),
    )
    usual = _colleagues(base, company_id, days)
    by_subject = defaultdict(list)
    for row in rows:
        by_subject[SubjectId(row["subject_id"])].append(row)
    calendars = _postcodes(state)
    found: list[Alert] = []
    for subject_id, own in by_subject.items():
        postcode = calendars.get(EntityId(own[-1]["entity_id"]), state.company.address.postcode)
        calendar = calendar_of(Period(days.start - BACK, days.end), postcode)
        account = account_days(subject_id, own, calendar)
        found += _told_together(account, findings(account, days, threshold, usual))
    return tuple(found)


def _candidates(
    base: Base, company_id: SubjectId, month: Month, threshold: Threshold, places: Sequence[str]
) -> list[int]:
    found = base.rows(
        "alert_candidates",
        company_id=company_id,
        first=month.first - timedelta(days=6),
        end=month.period.end,
        traffic=list(TRAFFIC[Direction.OUTBOUND]),
        premium=Destination.SPECIAL_NUMBERS.value,
        least_micros=threshold.least_micros,
        least_calls=BURST_CALLS,
        countries=list(places),
    )
    return [row["subject_id"] for row in found]


def _new_places(base: Base, company_id: SubjectId, month: Month) -> tuple[str, ...]:
    """Return the countries whose first call lies in the month, or a week before; none where history is short."""
    rows = base.rows("countries_called", company_id=company_id, traffic=list(ABROAD))
    since = min((row["first_day"] for row in rows), default=month.first)
    return tuple(
        row["country"]
        for row in rows
        if month.first - timedelta(days=NEW_DAYS) < row["first_day"] < month.period.end
        and row["first_day"] - since >= _HISTORY
    )


def _colleagues(base: Base, company_id: SubjectId, days: Period) -> Colleagues:
    [row] = base.rows(
        "usual_of_accounts",
        company_id=company_id,
        first=days.start - timedelta(days=HABIT_DAYS),
        end=days.start,
        traffic=list(TRAFFIC[Direction.OUTBOUND]),
    )
    return Colleagues(row["calls"] or 0, row["amount_micros"] or 0)


def _postcodes(state: CompanyState) -> dict[EntityId, str]:
    return {entity.entity_id: entity.address.postcode for entity in state.entities if entity.address}


def _told_together(account: AccountDays, found: Iterable[Finding]) -> list[Alert]:
    """Make one alert of days that follow each other closely."""
    by_day = defaultdict(list)
    for one in found:
        by_day[one.day].append(one)
    days = sorted(by_day)
    if not days:
        return []
    starts = [days[0], *(later for day, later in pairwise(days) if (later - day).days > _GAP)]
    ends = [*starts[1:], date.max]
    return [
        _alert(account, [one for day in days if start <= day < end for one in by_day[day]])
        for start, end in zip(starts, ends, strict=True)
    ]


def _alert(account: AccountDays, found: Sequence[Finding]) -> Alert:
    days = Period(min(one.since for one in found), max(one.day for one in found) + timedelta(days=1))
    rows = [row for day, row in account.rows.items() if day in days]
    strongest = {one.reason: one for one in sorted(found, key=lambda one: one.measured)}
    busiest = max(rows, key=lambda row: row["busiest_calls"])
    return Alert(
        subject_id=account.subject_id,
        entity_id=EntityId(rows[-1]["entity_id"]),
        days=days,
        findings=tuple(strongest[reason] for reason in Reason if reason in strongest),
        calls=sum(row["calls"] for row in rows),
        amount_micros=sum(row["amount_micros"] for row in rows),
        night_calls=sum(row["night_calls"] for row in rows),
        holiday=next(filter(None, (account.calendar.holidays.get(one.day) for one in found)), ""),
        countries=tuple(sorted({country for row in rows for country in row["new_countries"]})),
        busiest_hour=busiest["busiest_hour"],
    )


def _in_view(one: Alert, asked: UsageFilter) -> bool:
    allowed = (
        (asked.entities, one.entity_id),
        (asked.within_entities, one.entity_id),
        (asked.subjects, one.subject_id),
        (asked.within_subjects, one.subject_id),
    )
    return one.days.overlaps(asked.span) and all(not chosen or value in chosen for chosen, value in allowed)
