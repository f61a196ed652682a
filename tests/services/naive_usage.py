"""Consumption once more, the slow way: every call read one by one and added up in plain Python."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from liveo.core.entities import EntityCalendar
from liveo.services.billing import customer
from liveo.services.consumption import Answer, Direction, UsageFilter
from liveo.store.database import Base

Counts = tuple[int, int, int, int]

EVERY_CALL = """
    select subject_id, day, hour, direction, coalesce(destination, direction) as destination, answered, seconds,
        amount_micros, reason is not null as unrated
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
    answered: bool
    seconds: int
    amount_micros: int


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
    """Whether a filter lets a call through, read from the words of the filter."""
    wanted = {Answer.ANY: True, Answer.ANSWERED: call.answered, Answer.UNANSWERED: not call.answered}
    return (
        call.day in asked.period
        and Direction(call.direction) in asked.directions
        and (not asked.destinations or call.destination in asked.destinations)
        and (not asked.entities or call.entity_id in asked.entities)
        and (not asked.subjects or call.subject_id in asked.subjects)
        and wanted[asked.answer]
    )


def added_up(calls: Iterable[NaiveCall], key: Callable[[NaiveCall], Hashable]) -> dict[Any, Counts]:
    """Return calls, answered calls, seconds and micros by key."""
    sums: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for call in calls:
        for i, value in enumerate((1, int(call.answered), call.seconds, call.amount_micros)):
            sums[key(call)][i] += value
    return {found: (counts[0], counts[1], counts[2], counts[3]) for found, counts in sums.items()}
