"""What makes calls out of the ordinary: one table of rules, each a measure of a day against the habit of its account.

Fraud on telephone systems calls dear places when nobody is there, places never called, premium numbers that pay whoever
owns them, and much in little time. A rule speaks only above a sum that matters, and several times above what is usual.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np

from liveo.core.money import MICROS_PER_EURO
from liveo.core.periods import Period
from liveo.services.alerts.habits import LEAST_DAYS, WEEK, AccountDays, Integers, Marks, usual, weekly
from liveo.services.closed_days import DayKind

BURST_CALLS: Final = 30
"""Calls of one hour: more than somebody who does nothing else dials by hand."""

NEW_CALLS: Final = 5
"""Calls to a place never called that matter whatever they cost: fraud tries before it spends."""

_NEW_PLACE_SHARE: Final = 3
"""A place never called matters from a third of the usual sum on."""

_NOTABLE_SHARE: Final = 6
"""A day has its part in an abnormal week from a sixth of the sum of the week that matters on."""


class Reason(StrEnum):
    """Why calls are out of the ordinary, the weightiest first."""

    NEW_PLACE = "new_place"
    NEW_PLACE_COST = "new_place_cost"
    NIGHT = "night"
    CLOSED_DAY = "closed_day"
    BURST = "burst"
    PREMIUM = "premium"
    PREMIUM_WEEK = "premium_week"
    HABIT = "habit"
    HABIT_WEEK = "habit_week"


@dataclass(frozen=True, slots=True)
class Threshold:
    """From what on calls are out of the ordinary: so many times what is usual, and a sum that is worth a look."""

    times: int = 3
    least_micros: int = 15 * MICROS_PER_EURO


@dataclass(frozen=True, slots=True)
class Colleagues:
    """What ninety-nine in a hundred days of an account stay under in the whole company: calls, micros."""

    calls: int = 0
    amount_micros: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Why some days, ``since`` to ``day`` included, are out of the ordinary: what was measured and what is usual.

    Both are in millionths of a euro; for NEW_PLACE and BURST, in calls.
    """

    reason: Reason
    since: date
    day: date
    measured: int
    usual: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: what is measured on each day, from what on it matters, and which days make the habit.

    ``days`` is over how many days, the judged one the last, it is summed.
    """

    measured: Callable[[AccountDays], Integers]
    least: Callable[[Threshold], int]
    counted: Callable[[AccountDays, int], Marks]
    colleagues: Callable[[Colleagues], int] = lambda usual: 0
    days: int = 1


def findings(account: AccountDays, judged: Period, threshold: Threshold, usual_: Colleagues) -> list[Finding]:
    """Return what is out of the ordinary on the judged days of an account."""
    return [
        one for reason, rule in RULES.items() for one in _findings(reason, rule, account, judged, threshold, usual_)
    ]


def _findings(
    reason: Reason, rule: Rule, account: AccountDays, judged: Period, threshold: Threshold, usual_: Colleagues
) -> Iterator[Finding]:
    own, least = rule.measured(account), max(1, rule.least(threshold))
    values = own if rule.days == 1 else weekly(own)
    notable = own >= least // (1 if rule.days == 1 else _NOTABLE_SHARE)
    first = account.place(judged.start)
    for place in np.flatnonzero(notable & (values >= least)).tolist():
        if first <= place < account.place(judged.end):
            habit = _habit(rule, account, values, place, usual_)
            if values[place] >= threshold.times * habit:
                start = max(first, place - rule.days + 1)
                since = start + int(np.flatnonzero(notable[start : place + 1])[0])
                yield Finding(reason, account.day(since), account.day(place), int(values[place]), habit)


def _habit(rule: Rule, account: AccountDays, values: Integers, place: int, usual_: Colleagues) -> int:
    """Return the account's own habit before a day, or its colleagues' where it has none yet."""
    end = place - rule.days + 1
    own = usual(values, rule.counted(account, place), end)
    known = int(np.count_nonzero(account.measures["calls"][max(0, end - LEAST_DAYS * 3) : end]))
    return own if known >= LEAST_DAYS else max(own, rule.days * rule.colleagues(usual_))


def _with_calls(account: AccountDays, place: int) -> Marks:
    return account.measures["calls"] > 0


def _every_day(account: AccountDays, place: int) -> Marks:
    return np.ones(account.calendar.days.days, dtype=np.bool_)


def _no_day(account: AccountDays, place: int) -> Marks:
    return np.zeros(account.calendar.days.days, dtype=np.bool_)


def _same_kind(account: AccountDays, place: int) -> Marks:
    return account.of_kind(account.calendar.kinds[place])


def _of_closed_days(account: AccountDays) -> Integers:
    return account.measures["amount_micros"] * ~account.of_kind(DayKind.WORKING)


def _least(threshold: Threshold) -> int:
    return threshold.least_micros


def _measure(name: str) -> Callable[[AccountDays], Integers]:
    return lambda account: account.measures[name]


RULES: Final = {
    Reason.NEW_PLACE: Rule(_measure("new_calls"), lambda threshold: NEW_CALLS, _no_day),
    Reason.NEW_PLACE_COST: Rule(
        _measure("new_micros"), lambda threshold: threshold.least_micros // _NEW_PLACE_SHARE, _no_day
    ),
    Reason.NIGHT: Rule(_measure("night_micros"), _least, _every_day),
    Reason.CLOSED_DAY: Rule(_of_closed_days, _least, _same_kind),
    Reason.BURST: Rule(
        _measure("busiest_calls"), lambda threshold: BURST_CALLS, _with_calls, lambda usual: usual.calls
    ),
    Reason.PREMIUM: Rule(_measure("premium_micros"), _least, _every_day),
    Reason.PREMIUM_WEEK: Rule(_measure("premium_micros"), _least, _every_day, days=WEEK),
    Reason.HABIT: Rule(_measure("amount_micros"), _least, _with_calls, lambda usual: usual.amount_micros),
    Reason.HABIT_WEEK: Rule(
        _measure("amount_micros"),
        lambda threshold: 2 * threshold.least_micros,
        _every_day,
        lambda usual: usual.amount_micros,
        days=WEEK,
    ),
}
