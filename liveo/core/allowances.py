"""Allowances: time included in the price of an account, used up by its calls in the order in which they start.

An allowance covers billed time, after increments. A call that reaches the end of it is split: what lies beyond is
billed. Where several may cover a call, the one of the lowest ``priority`` is used up first. ``store/allowances.sql``
does the same for all accounts of a company at once; the suite compares them call by call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from liveo.core.destinations import Destination
from liveo.core.periods import Period


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many ``seconds`` for each account in each month of ``valid``, for calls to ``destinations``.

    ``valid`` starts and ends on the first of a month: an allowance is never cut. ``allowance_id`` orders those of the
    same ``priority``.
    """

    allowance_id: int
    name: str
    destinations: frozenset[Destination]
    seconds: int
    priority: int
    valid: Period

    def covers(self, destination: Destination, day: date) -> bool:
        """Whether a call to a destination on a day may use it."""
        return destination in self.destinations and day in self.valid


@dataclass(frozen=True, slots=True)
class TimedCall:
    """A rated call of one account: ``order`` tells calls apart that start at the same instant."""

    started_at: datetime
    order: int
    day: date
    destination: Destination
    billed_seconds: int


def included_seconds(calls: Iterable[TimedCall], allowances: Iterable[Allowance]) -> Mapping[TimedCall, int]:
    """Return how much of the billed time of each call is included; the calls are those of one account and month.

    Example: 60 minutes, then calls of 50 and 25 minutes: 50 are included, then 10, and 15 are billed.
    """
    ranked = sorted(allowances, key=lambda allowance: (allowance.priority, allowance.allowance_id))
    left = {allowance.allowance_id: allowance.seconds for allowance in ranked}
    return {call: _take(call, ranked, left) for call in sorted(calls, key=lambda call: (call.started_at, call.order))}


def _take(call: TimedCall, ranked: Sequence[Allowance], left: dict[int, int]) -> int:
    """Use up what the allowances still hold, in their order, for one call."""
    open_seconds = call.billed_seconds
    for allowance in ranked:
        if allowance.covers(call.destination, call.day):
            taken = min(open_seconds, left[allowance.allowance_id])
            left[allowance.allowance_id] -= taken
            open_seconds -= taken
    return call.billed_seconds - open_seconds
