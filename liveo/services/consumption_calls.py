"""The calls behind a figure, one page at a time, under the same filter as the figure itself.

Where somebody may not see numbers whole, the last four digits of the other party are taken off in the base
(calls_in_view.sql): nothing here ever holds them.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.services.consumption import UsageFilter
from liveo.services.consumption_numbers import searched_number
from liveo.store.database import Base

PAGE_SIZE: Final = 50
_EVERYTHING: Final = 2**40
_BESIDE: Final = ("masked_number", "all_calls", "all_amount_micros")


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
    return found.with_columns(number="masked_number").drop(_BESIDE)


@lru_cache(maxsize=64)
def _call_page(base: Base, version: int, question: CallQuestion, page: int) -> CallPage:
    rows = _read(base, question, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    calls, amount = rows.select("all_calls", "all_amount_micros").row(0) if rows.height else (0, 0)
    return CallPage(rows.drop(_BESIDE), page, calls, amount)


def _read(base: Base, question: CallQuestion, *, limit: int, offset: int) -> pl.DataFrame:
    sought = searched_number(question.search)
    return base.read(
        "calls_in_view",
        **question.asked.parameters,
        sought_beginnings=list(sought.beginnings),
        sought_digits=sought.digits,
        ranking=question.ranking.value,
        limit=limit,
        offset=offset,
    )
