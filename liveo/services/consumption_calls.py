"""The calls behind a figure, one page at a time, under the same filter as the figure itself.

The last four digits of the other party are taken off in the base (calls_in_view.sql): nothing here ever holds them.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.core.destinations import read_dialled
from liveo.services.consumption import Answer, UsageFilter
from liveo.store.database import Base

PAGE_SIZE: Final = 50
_EVERYTHING: Final = 2**40
_FULL_NUMBER_DIGITS: Final = 10
_FRENCH_CODES: Final = ("+33", "+262", "+508", "+590", "+594", "+596")
_ANSWERED: Final = {Answer.ANY: None, Answer.ANSWERED: True, Answer.UNANSWERED: False}


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
class Sought:
    """What a number must begin with, any of these if there are some; and the digits that it must hold."""

    beginnings: tuple[str, ...] = ()
    digits: str = ""


@dataclass(frozen=True, slots=True)
class CallPage:
    """One page of calls, and what all pages together hold. ``page`` counts from 1 and always exists.

    Columns of ``rows``: call_id, started_at (Europe/Paris), subject_id, entity_id (0 for none), direction, kind,
    destination (a value of TRAFFIC), country (two letters or null), number (masked, empty where unknown), answered,
    seconds, amount_micros.
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
    """Return every call that the pages show, in their order."""
    return _read(base, question, limit=_EVERYTHING, offset=0).drop("all_calls", "all_amount_micros")


def searched_number(text: str) -> Sought:
    """Return what a text looks for among masked numbers.

    A leading zero stands for France, overseas included, and two for abroad: "06 12" looks for numbers that begin with
    +33612, "0044" with +44. A full number is read as dialled ones are. "612" is found anywhere in a number; a text
    without digits looks for nothing.
    """
    digits = re.sub(r"[^0-9+]", "", text)
    full = read_dialled(text).number if len(digits) >= _FULL_NUMBER_DIGITS else None
    if full:
        return Sought(beginnings=(full,))
    if digits.startswith(("+", "00")):
        return Sought(beginnings=("+" + digits.removeprefix("00").lstrip("+"),))
    if digits.startswith("0"):
        return Sought(beginnings=tuple(f"{code}{digits[1:]}" for code in _FRENCH_CODES))
    return Sought(digits=digits)


@lru_cache(maxsize=64)
def _call_page(base: Base, version: int, question: CallQuestion, page: int) -> CallPage:
    rows = _read(base, question, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE)
    calls, amount = rows.select("all_calls", "all_amount_micros").row(0) if rows.height else (0, 0)
    return CallPage(rows.drop("all_calls", "all_amount_micros"), page, calls, amount)


def _read(base: Base, question: CallQuestion, *, limit: int, offset: int) -> pl.DataFrame:
    sought = searched_number(question.search)
    return base.read(
        "calls_in_view",
        **question.asked.parameters,
        answered=_ANSWERED[question.asked.answer],
        beginnings=list(sought.beginnings),
        digits=sought.digits,
        ranking=question.ranking.value,
        limit=limit,
        offset=offset,
    )
