"""What was consumed? One filter is the argument of every question; answers come from roll-ups, never from calls.

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
from liveo.core.destinations import Destination
from liveo.core.money import round_half_up_int
from liveo.core.periods import Period
from liveo.store.database import Base
from liveo.store.usage import unrated

NO_ENTITY: Final = EntityId(0)
"""What the roll-ups write for calls of a subject that belonged to no entity on their day."""

NO_DESTINATION: Final = "outbound"
"""What the roll-ups write for unanswered calls to a number that leads nowhere: free, and counted."""

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
class UsageFilter:
    """Which calls are looked at. An empty tuple asks for no restriction, save ``directions``: it then asks for none.

    ``destinations`` are values of TRAFFIC; those of a direction that is not asked for find nothing.
    """

    company_id: SubjectId
    period: Period
    directions: tuple[Direction, ...] = (Direction.OUTBOUND,)
    destinations: tuple[str, ...] = ()
    entities: tuple[EntityId, ...] = ()
    subjects: tuple[SubjectId, ...] = ()
    answer: Answer = Answer.ANY

    @property
    def traffic(self) -> tuple[str, ...]:
        """The values of the column ``destination`` that are asked for, in the order of TRAFFIC."""
        offered = tuple(code for direction in TRAFFIC if direction in self.directions for code in TRAFFIC[direction])
        return tuple(code for code in offered if not self.destinations or code in self.destinations)

    @property
    def parameters(self) -> dict[str, object]:
        """What every query of this module takes, by name."""
        return {
            "company_id": self.company_id,
            "first": self.period.start,
            "end": self.period.end,
            "traffic": list(self.traffic),
            "entities": list(self.entities),
            "subjects": list(self.subjects),
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


def by_day(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per day and destination: day, destination, counts; in that order."""
    return _answer(base, base.version, "consumption_by_day", asked)


def by_entity(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per entity: entity_id (0 for none), counts; dearest first."""
    return _answer(base, base.version, "consumption_by_entity", asked)


def by_subject(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per account or resource: subject_id, counts; dearest first."""
    return _answer(base, base.version, "consumption_by_subject", asked)


def by_hour(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per weekday (1 is Monday) and hour: weekday, hour, counts; in that order.

    The hourly roll-up does not know accounts: with accounts in the filter, their calls are counted one by one.
    """
    question = "consumption_by_hour_of_subjects" if asked.subjects else "consumption_by_hour"
    return _answer(base, base.version, question, asked)


def daily_aggregates(base: Base, asked: UsageFilter) -> pl.DataFrame:
    """Return one row per day, entity and destination: day, entity_id, destination, counts; in that order."""
    return _counted(base.read("consumption_by_day_and_entity", **asked.parameters), asked.answer)


def unrated_calls(base: Base, asked: UsageFilter) -> int:
    """Return how many calls of the company wait for a price on the days in view, whatever else is asked for."""
    return int(unrated(base, asked.company_id, asked.period)["calls"].sum())


def without(asked: UsageFilter, dimension: str) -> UsageFilter:
    """Return the filter without one of its lists: a chart that people click in shows what they did not choose too."""
    emptied: tuple[str, ...] = ()
    return replace(asked, **{dimension: emptied})  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _answer(base: Base, version: int, question: str, asked: UsageFilter) -> pl.DataFrame:
    parameters = asked.parameters
    if question == "consumption_by_hour":
        del parameters["subjects"]
    return _counted(base.read(question, **parameters), asked.answer)


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
