"""The calls behind a figure, one page at a time, under the same filter as the figure itself.

Where somebody may not see numbers whole, the last four digits of the other party are taken off in the base
(calls_in_view.sql): nothing here ever holds them.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.services.consumption import UsageFilter
from liveo.services.consumption_numbers import searched_number
from liveo.services.consumption_sources import OF_NUMBERS
from liveo.store.database import Base

PAGE_SIZE: Final = 50
_EVERYTHING: Final = 2**40


class Ranking(StrEnum):
    """In which order calls are listed."""

    LATEST = "latest"
    OLDEST = "oldest"
    DEAREST = "dearest"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True)
class CallQuestion:
    """Which calls to list, and how. ``search`` is what people typed: part of a number, in any usual writing."""

    asked: UsageFilter
    search: str = ""
    ranking: Ranking = Ranking.LATEST


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page of calls, and what all pages together hold. ``page`` counts from 1 and always exists.

    Columns of ``rows``: call_id, started_at (Europe/Paris), subject_id, entity_id (0 for none), direction, kind,
    destination (a value of TRAFFIC), country (two letters, or empty), number (as it may be shown, empty where unknown),
    answered, seconds, amount_micros.
    """

    rows: pl.DataFrame
    page: int
    calls: int
    amount_micros: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.calls // PAGE_SIZE))


def call_page(base: Base, question: CallQuestion, page: int) -> CallPage:
    """Return a page of calls; the first one where there are not so many."""
    found = _call_page(base, base.version, question, max(1, page))
    return found if found.calls or page <= 1 else _call_page(base, base.version, question, 1)


def all_calls(base: Base, question: CallQuestion) -> pl.DataFrame:
    """Return every call that the pages show, in their order, its number masked: a file travels further than a page."""
    found = _read(base, question, limit=_EVERYTHING, offset=0)
    return found.with_columns(number="masked_number").drop("masked_number")


@lru_cache(maxsize=64)
def _call_page(base: Base, version: int, question: CallQuestion, page: int) -> CallPage:
    calls, amount = _counted(base, version, question.asked, question.search)
    rows = _read(base, question, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    if not rows.height:
        calls, amount = 0, 0
    return CallPage(rows.drop("masked_number"), page, calls, amount)


@lru_cache(maxsize=64)
def _counted(base: Base, version: int, asked: UsageFilter, search: str) -> tuple[int, int]:
    """How many calls are found and what they cost: told by the calls themselves, so that it proves the roll-ups."""
    by_number = bool(search) or "number" in asked.needs
    [found] = base.rows(_COUNTING[by_number], **_parameters(asked, search, by_number))
    return found["calls"], found["amount_micros"]


def _read(base: Base, question: CallQuestion, *, limit: int, offset: int) -> pl.DataFrame:
    """Find the calls by as few columns as that takes, then read those found: few of many, on a page."""
    asked = question.asked
    by_number = bool(question.search) or "number" in asked.needs
    found = base.read(
        _LISTING[by_number],
        **_parameters(asked, question.search, by_number),
        ranking=question.ranking.value,
        limit=limit,
        offset=offset,
    )
    days = found["day"]
    whole = base.read(
        "calls_by_id",
        company_id=asked.company_id,
        first=days.min() or asked.span.start,
        end=days.max() + timedelta(days=1) if found.height else asked.span.start,  # type: ignore[operator]
        whole=asked.whole_numbers,
        ids=found["call_id"].to_list(),
    )
    return found.select("call_id").join(whole, on="call_id", how="left", maintain_order="left")


_COUNTING: Final = {False: "total_of_calls", True: "total_of_numbers"}
_LISTING: Final = {False: "calls_in_view", True: "calls_by_number"}


def _parameters(asked: UsageFilter, search: str, by_number: bool) -> dict[str, object]:
    if not by_number:
        return {name: value for name, value in asked.parameters.items() if name not in OF_NUMBERS}
    sought = searched_number(search)
    return asked.parameters | {"sought_beginnings": list(sought.beginnings), "sought_digits": sought.digits}
