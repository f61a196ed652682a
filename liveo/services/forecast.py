"""What the rest of a month will cost: the usual cost of each kind of day, and by how much that method was wrong before.

A day to come costs what days of its weekday cost on average over the four weeks before; a public holiday, on either
side, counts as a Sunday. Amounts are exact, in millionths of a euro; nothing here asks what day it is.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import Final

import polars as pl

from liveo.core.company import EntityId
from liveo.core.periods import Month, Period
from liveo.services.closed_days import holiday_name
from liveo.services.consumption import UsageFilter, sums
from liveo.store.database import Base

HABIT_DAYS: Final = 28
PAST_MONTHS: Final = 6
"""How many finished months the method is tried on."""

_SUNDAY: Final = 6
_ONE_DAY: Final = timedelta(days=1)

DayCosts = Mapping[date, int]
"""Millionths of a euro by day; a day without a row cost nothing."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A month that is not over: what is known, and what each day ahead will usually cost, in millionths of a euro.

    ``errors`` are what the method would have said on the same day of earlier months, divided by what those months cost
    in the end, minus 1; the latest month first, months without cost left out.
    """

    known: int
    ahead: Period
    daily: tuple[tuple[date, Fraction], ...]
    errors: tuple[Fraction, ...]

    @property
    def to_come(self) -> Fraction:
        """The cost of the days ahead."""
        return sum((cost for _, cost in self.daily), Fraction(0))

    @property
    def whole(self) -> Fraction:
        """The cost of the month, if nothing changes."""
        return self.known + self.to_come

    @property
    def usual_error(self) -> Fraction | None:
        """Half of the earlier months were missed by less, half by more, up or down; None without such months."""
        return median(abs(error) for error in self.errors) if self.errors else None


def last_day_with_calls(costs: DayCosts, month: Month) -> date | None:
    """Return the last day of a month that has a row, or None."""
    return max((day for day in costs if day in month.period), default=None)


def usual_costs(costs: DayCosts, habit: Period, postcode: str) -> Mapping[int, Fraction]:
    """Return the mean cost of each weekday in ``habit``, Monday being 0; holidays are among the Sundays (6)."""
    found: dict[int, int] = defaultdict(int)
    days: dict[int, int] = defaultdict(int)
    for day in _days(habit):
        kind = _kind(day, postcode)
        days[kind] += 1
        found[kind] += costs.get(day, 0)
    return {kind: Fraction(found[kind], count) for kind, count in days.items()}


def still_to_come(costs: DayCosts, ahead: Period, postcode: str) -> tuple[tuple[date, Fraction], ...]:
    """Return what each day ahead usually costs, told from the four weeks before the first of them.

    Example: 4.00 € on one of four Mondays makes 1.00 € for a Monday to come.
    """
    usual = usual_costs(costs, Period(ahead.start - timedelta(days=HABIT_DAYS), ahead.start), postcode)
    return tuple((day, usual.get(_kind(day, postcode), Fraction(0))) for day in _days(ahead))


def month_forecast(base: Base, asked: UsageFilter, month: Month, today: date, postcode: str) -> Forecast:
    """Return the forecast of a month that has begun, for the calls that a filter asks for, whatever its days."""
    frame = _costs(base, asked, month, today, "day").select("day", "amount_micros")
    return forecast(dict(frame.iter_rows()), month, today, postcode)


def entity_forecasts(
    base: Base, asked: UsageFilter, month: Month, today: date, postcode: str
) -> Mapping[EntityId, Forecast]:
    """Return the forecast of each entity that a filter asks for and that has calls.

    All have the same days ahead and the same holidays, so that they add up to ``month_forecast`` exactly.
    """
    whole: dict[date, int] = defaultdict(int)
    costs: dict[EntityId, dict[date, int]] = defaultdict(dict)
    frame = _costs(base, asked, month, today, "entity_id", "day")
    for entity_id, day, amount in frame.select("entity_id", "day", "amount_micros").iter_rows():
        costs[EntityId(entity_id)][day] = amount
        whole[day] += amount
    ahead = days_ahead(whole, month, today)
    return {entity_id: _forecast(own, month, ahead, postcode) for entity_id, own in costs.items()}


def forecast(costs: DayCosts, month: Month, today: date, postcode: str) -> Forecast:
    """Return the forecast of a month from the costs of its days and of those before."""
    return _forecast(costs, month, days_ahead(costs, month, today), postcode)


def days_ahead(costs: DayCosts, month: Month, today: date) -> Period:
    """Return the days of a month after its last one with calls; none once it is over.

    A day that is over and whose calls are not imported yet is among them.
    """
    if today >= month.period.end:
        return Period(month.period.end, month.period.end)
    last = last_day_with_calls(costs, month)
    return Period(last + _ONE_DAY if last else month.first, month.period.end)


def _forecast(costs: DayCosts, month: Month, ahead: Period, postcode: str) -> Forecast:
    elapsed = (ahead.start - month.first).days
    errors = []
    first = min(costs, default=month.first)
    for back in range(1, PAST_MONTHS + 1):
        past = month.plus(-back)
        if past.first - timedelta(days=HABIT_DAYS) < first:
            break
        whole = _sum(costs, past.period)
        cut = past.first + timedelta(days=min(elapsed, past.days))
        foretold = still_to_come(costs, Period(cut, past.period.end), postcode)
        if whole:
            errors.append(
                (_sum(costs, Period(past.first, cut)) + sum(cost for _, cost in foretold)) / Fraction(whole) - 1
            )
    return Forecast(_sum(costs, month.period), ahead, still_to_come(costs, ahead, postcode), tuple(errors))


def _costs(base: Base, asked: UsageFilter, month: Month, today: date, *keys: str) -> pl.DataFrame:
    begun = min(month.period.end, today + _ONE_DAY)
    looked_at = Period(month.plus(-PAST_MONTHS).first - timedelta(days=HABIT_DAYS), max(month.first, begun))
    return sums(base, replace(asked, period=looked_at, days=None), *keys)


def _sum(costs: DayCosts, period: Period) -> int:
    return sum(amount for day, amount in costs.items() if day in period)


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=i) for i in range(period.days)]


def _kind(day: date, postcode: str) -> int:
    return _SUNDAY if holiday_name(day, postcode) else day.weekday()
