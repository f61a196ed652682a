"""What was consumed? One filter is the argument of every question; answers come from roll-ups, and from
the calls only where a filter asks what no roll-up knows.

An answer is a frame in whole numbers: calls, answered calls, seconds, and millionths of a euro. It is kept by the
version of the base and shared by all sessions: nobody changes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import CallKind, Destination
from liveo.core.money import round_half_up_int
from liveo.core.periods import Period
from liveo.services.consumption_numbers import searched_number
from liveo.services.consumption_sources import SOURCES, Source
from liveo.store.database import Base
from liveo.store.usage import unrated

NO_ENTITY: Final = EntityId(0)
"""What the roll-ups write for calls of a subject that belonged to no entity on their day."""

NO_DESTINATION: Final = "outbound"
"""What the roll-ups write for unanswered calls to a number that leads nowhere: free, and counted."""

_NOBODY: Final = -1
_ANSWERED: Final = {"any": None, "answered": True, "unanswered": False}

COUNTS: Final = ("calls", "answered", "seconds", "amount_micros")


class Direction(StrEnum):
    """Which way a call went, seen from the company."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"
    INTERNAL = "internal"


class Answer(StrEnum):
    """Which calls count: all, or those that were answered, or those that were not."""

    ANY = "any"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


TRAFFIC: Mapping[Direction, tuple[str, ...]] = {
    Direction.OUTBOUND: (*Destination, NO_DESTINATION),
    Direction.INBOUND: ("inbound",),
    Direction.INTERNAL: ("internal",),
}
"""The values of the column ``destination`` of the roll-ups that each direction is made of, in order."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that something may be, both included; None for no limit."""

    least: int | None = None
    most: int | None = None

    @property
    def are_open(self) -> bool:
        """Whether nothing is kept out."""
        return self.least is None and self.most is None


NO_BOUNDS: Final = Bounds()


@dataclass(frozen=True, slots=True)
class UsageFilter:
    """Which calls are looked at. An empty tuple asks for no restriction, save ``directions``: it then asks for none.

    ``destinations`` are values of TRAFFIC; those of a direction that is not asked for find nothing. ``days`` look at a
    part of the period. ``hours`` are hours of the week, Monday from 0 o'clock on being 0. ``amounts`` are in millionths
    of a euro and ``durations`` in seconds, of one call. ``numbers`` are those of the other party as they are shown, and
    ``contains`` what people typed of one, in any usual writing. What is left is what somebody is given to see:
    ``within_entities``, ``within_subjects``, and whether they see numbers whole.
    """

    company_id: SubjectId
    period: Period
    directions: tuple[Direction, ...] = (Direction.OUTBOUND,)
    destinations: tuple[str, ...] = ()
    entities: tuple[EntityId, ...] = ()
    subjects: tuple[SubjectId, ...] = ()
    answer: Answer = Answer.ANY
    days: Period | None = None
    countries: tuple[str, ...] = ()
    kinds: tuple[CallKind, ...] = ()
    hours: tuple[int, ...] = ()
    amounts: Bounds = NO_BOUNDS
    durations: Bounds = NO_BOUNDS
    numbers: tuple[str, ...] = ()
    contains: str = ""
    within_entities: tuple[EntityId, ...] = ()
    within_subjects: tuple[SubjectId, ...] = ()
    whole_numbers: bool = False

    @property
    def span(self) -> Period:
        """The days that are looked at."""
        return self.days or self.period

    @property
    def traffic(self) -> tuple[str, ...]:
        """The values of the column ``destination`` that are asked for, in the order of TRAFFIC."""
        offered = tuple(code for direction in TRAFFIC if direction in self.directions for code in TRAFFIC[direction])
        return tuple(code for code in offered if not self.destinations or code in self.destinations)

    @property
    def needs(self) -> frozenset[str]:
        """What a source must know to answer, beside what every source knows."""
        asked = {
            "subject_id": self.subjects or self.within_subjects,
            "hour": self.hours,
            "number": self.numbers or self.contains,
            "call": not (self.amounts.are_open and self.durations.are_open),
        }
        return frozenset(name for name, active in asked.items() if active)

    @property
    def parameters(self) -> dict[str, object]:
        """What queries take, by name; each takes those that it knows."""
        sought = searched_number(self.contains)
        return {
            "company_id": self.company_id,
            "first": self.span.start,
            "end": self.span.end,
            "traffic": list(self.traffic),
            "entities": _allowed(self.entities, self.within_entities),
            "subjects": _allowed(self.subjects, self.within_subjects),
            "kinds": list(self.kinds),
            "countries": list(self.countries),
            "hours": list(self.hours),
            "answered": _ANSWERED[self.answer],
            "least_micros": self.amounts.least,
            "most_micros": self.amounts.most,
            "least_seconds": self.durations.least,
            "most_seconds": self.durations.most,
            "whole": self.whole_numbers,
            "numbers": list(self.numbers),
            "beginnings": list(sought.beginnings),
            "digits": sought.digits,
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of one view. ``seconds`` are of conversation, ``amount_micros`` millionths of a euro."""

    calls: int = 0
    answered: int = 0
    seconds: int = 0
    amount_micros: int = 0

    @property
    def unanswered(self) -> int:
        """Calls that nobody took."""
        return self.calls - self.answered

    @property
    def unanswered_share(self) -> Fraction | None:
        """Unanswered calls ÷ calls, from 0 to 1; None without a call."""
        return Fraction(self.unanswered, self.calls) if self.calls else None

    @property
    def average_micros(self) -> int | None:
        """Millionths of a euro per answered call, rounded once; None without an answered call."""
        return round_half_up_int(self.amount_micros, self.answered) if self.answered else None


def totals(frame: pl.DataFrame) -> Totals:
    """Return the sums of a frame of counts."""
    return Totals(*(int(frame[column].sum()) for column in COUNTS))


def sums(base: Base, asked: UsageFilter, *keys: str) -> pl.DataFrame:
    """Return the counts by ``keys``, any of those of SOURCES: one row for each combination that has calls, in order."""
    return _sums(base, base.version, asked, keys)


def by_day(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per day and destination: day, destination, counts; in that order."""
    return sums(base, asked, "day", "destination")


def by_entity(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per entity: entity_id (0 for none), counts; dearest first."""
    return ranked(base, asked, "entity_id")


def by_subject(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per account or resource: subject_id, counts; dearest first."""
    return ranked(base, asked, "subject_id")


def by_hour(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per weekday (1 is Monday) and hour: weekday, hour, counts; in that order."""
    return sums(base, asked, "weekday", "hour")


def ranked(base: Base, asked: UsageFilter, key: str) -> pl.DataFrame:
    """Return one row per value of ``key``: its value, counts; dearest first."""
    return sums(base, asked, key).sort("amount_micros", "calls", key, descending=[True, True, False])


def daily_aggregates(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per day, entity and destination: day, entity_id, destination, counts; in that order."""
    return sums(base, asked, "day", "entity_id", "destination")


def unrated_calls(base: Base, asked: UsageFilter) -> int:
    """Return how many calls of the company wait for a price on the days in view, whatever else is asked for."""
    return int(unrated(base, asked.company_id, asked.span)["calls"].sum())


def without(asked: UsageFilter, *dimensions: str) -> UsageFilter:
    """Return the filter without some choices: a chart that people click in shows what they did not choose too."""
    return replace(asked, **{dimension: _UNCHOSEN[dimension] for dimension in dimensions})  # type: ignore[arg-type]


def source_of(asked: UsageFilter, keys: tuple[str, ...]) -> Source:
    """Return the fastest source that can count by these keys under this filter."""
    needed = asked.needs.union(keys)
    return next(source for source in SOURCES if needed <= source.knows)


@lru_cache(maxsize=256)
def _sums(base: Base, version: int, asked: UsageFilter, keys: tuple[str, ...]) -> pl.DataFrame:
    source = source_of(asked, keys)
    if source.reads_calls:
        found = _calls(base, version, asked, source).select(*keys, *COUNTS)
        found = found.group_by(keys).agg(pl.col(*COUNTS).sum()).sort(keys) if keys else found.sum()
    else:
        found = base.read(source.query, keys=list(keys), **_told(source, asked)).select(*keys, *COUNTS)
    return _counted(found, asked.answer)


@lru_cache(maxsize=4)
def _calls(base: Base, version: int, asked: UsageFilter, source: Source) -> pl.DataFrame:
    """Return the calls of a filter that only calls can answer: read once for all charts of a page."""
    return base.read(source.query, **_told(source, asked))


def _told(source: Source, asked: UsageFilter) -> dict[str, object]:
    return {name: value for name, value in asked.parameters.items() if name not in source.untold} | source.more


def _allowed(chosen: tuple[int, ...], within: tuple[int, ...]) -> list[int]:
    """Return the ids to look for, an empty list asking for all: what is chosen, never beyond what may be seen."""
    if not within or not chosen:
        return list(chosen or within)
    return [number for number in chosen if number in within] or [_NOBODY]


def _counted(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """Leave the calls that count. An unanswered call lasts no time and costs nothing (store/rating.sql)."""
    columns = _COUNTED[answer]
    return frame.with_columns(**columns).filter(pl.col("calls") > 0) if columns else frame


_NOTHING: Final = pl.lit(0, pl.Int64)
_COUNTED: Final[Mapping[Answer, Mapping[str, pl.Expr]]] = {
    Answer.ANY: {},
    Answer.ANSWERED: {"calls": pl.col("answered")},
    Answer.UNANSWERED: {
        "calls": pl.col("calls") - pl.col("answered"),
        "answered": _NOTHING,
        "seconds": _NOTHING,
        "amount_micros": _NOTHING,
    },
}

_UNCHOSEN: Final[Mapping[str, object]] = {
    "days": None,
    **dict.fromkeys(("destinations", "entities", "subjects", "countries", "kinds", "hours", "numbers"), ()),
}
