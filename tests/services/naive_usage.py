"""Consumption once more, the slow way: every call read one by one and added up in plain Python."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from liveo.core.entities import EntityCalendar
from liveo.services.billing import customer
from liveo.services.consumption import Answer, Bounds, Direction, UsageFilter
from liveo.store.database import Base

Counts = tuple[int, int, int, int]

EVERY_CALL = """
    select subject_id, day, hour, direction, coalesce(destination, direction) as destination, kind, country, answered,
        seconds, amount_micros, number, caller, dialled, reason is not null as unrated
    from calls
    where company_id = $company_id and subject_id is not null
"""


@dataclass(frozen=True)
class NaiveCall:
    """One call as the table holds it, with the entity that its subject belonged to on its day, 0 for none."""

    subject_id: int
    entity_id: int
    day: date
    hour: int
    direction: str
    destination: str
    kind: str
    country: str | None
    answered: bool
    seconds: int
    amount_micros: int
    number: str | None
    caller: str
    dialled: str

    @property
    def week_hour(self) -> int:
        """The hour of the week, Monday from 0 o'clock on being 0."""
        return self.day.weekday() * 24 + self.hour

    def shown(self, *, whole: bool) -> str:
        """The number of the other party, as it may be shown."""
        written = re.split("[@;?]", self.caller if self.direction == "inbound" else self.dialled)[0]
        digits = re.sub("[^0-9+]", "", written)
        national = re.fullmatch("0([1-9][0-9]{8})", digits)
        read = self.number if self.direction == "outbound" else None
        full = read or (f"+33{national[1]}" if national else digits)
        if whole or not full or (self.direction == "internal" and len(full) <= 6):
            return full
        return full[:-4] + "••••"


@lru_cache(maxsize=4)
def every_call(base: Base, code: str) -> tuple[NaiveCall, ...]:
    """Return the rated and free calls of a company; the entity comes from the rulebook, not from the roll-ups."""
    state = customer(base, code).state
    who = EntityCalendar(state)
    rows = base.frame(EVERY_CALL, {"company_id": state.company.subject_id}).to_dicts()
    return tuple(
        NaiveCall(entity_id=who.on(row["subject_id"], row["day"]) or 0, **row) for row in rows if not row.pop("unrated")
    )


def asked_for(call: NaiveCall, asked: UsageFilter) -> bool:
    """Whether a filter lets a call through, read from the words of the filter; it contains digits alone."""
    wanted = {Answer.ANY: True, Answer.ANSWERED: call.answered, Answer.UNANSWERED: not call.answered}
    return (
        call.day in asked.period
        and Direction(call.direction) in asked.directions
        and (not asked.destinations or call.destination in asked.destinations)
        and (not asked.days or call.day in asked.days)
        and all(call.entity_id in some for some in (asked.entities, asked.within_entities) if some)
        and all(call.subject_id in some for some in (asked.subjects, asked.within_subjects) if some)
        and (not asked.countries or call.country in asked.countries)
        and (not asked.kinds or call.kind in asked.kinds)
        and (not asked.hours or call.week_hour in asked.hours)
        and between(call.amount_micros, asked.amounts)
        and between(call.seconds, asked.durations)
        and (not asked.numbers or call.shown(whole=asked.whole_numbers) in asked.numbers)
        and asked.contains in call.shown(whole=asked.whole_numbers).replace("•", "")
        and wanted[asked.answer]
    )


def between(value: int, bounds: Bounds) -> bool:
    """Whether a value lies within bounds, both ends included."""
    return (bounds.least is None or value >= bounds.least) and (bounds.most is None or value <= bounds.most)


def added_up(calls: Iterable[NaiveCall], key: Callable[[NaiveCall], Hashable]) -> dict[Any, Counts]:
    """Return calls, answered calls, seconds and micros by key."""
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for call in calls:
        for i, value in enumerate((1, int(call.answered), call.seconds, call.amount_micros)):
            sums[key(call)][i] += value
    return {found: (counts[0], counts[1], counts[2], counts[3]) for found, counts in sums.items()}
