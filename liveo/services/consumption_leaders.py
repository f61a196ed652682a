"""Who is in the lead: the first values of a ranking, however many there are, and what all of them make together.

Of accounts and entities there are thousands at most, and roll-ups know them; of numbers there may be as many as calls:
only the first leave the base.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.services.consumption import COUNTS, Totals, UsageFilter, ranked, sums, totals
from liveo.services.consumption_sources import NUMBERS_MORE
from liveo.store.database import Base

MOST_LEADERS: Final = 500
"""Nobody reads more of a ranking; files hold them all."""

_NUMBER: Final = "number"


@dataclass(frozen=True, slots=True)
class Leaders:
    """``rows`` are the first ones, in order: the value, counts. ``count`` values are there in all; ``whole`` sums up
    all of them, ``answered`` aside, which is that of ``rows``.
    """

    rows: pl.DataFrame
    count: int
    whole: Totals


def leaders(base: Base, asked: UsageFilter, key: str, column: str) -> Leaders:
    """Return the first MOST_LEADERS values of ``key``, one of the keys of sums, by ``column``, one of COUNTS."""
    return _leaders(base, base.version, asked, key, column)


def earlier(base: Base, before: UsageFilter, key: str, found: Leaders) -> pl.DataFrame:
    """Return what the leaders made under another filter: their value, counts; those without a call are left out."""
    if key != _NUMBER:
        return sums(base, before, key)
    return sums(base, replace(before, numbers=tuple(found.rows[key])), key) if found.rows.height else found.rows


@lru_cache(maxsize=64)
def _leaders(base: Base, version: int, asked: UsageFilter, key: str, column: str) -> Leaders:
    if key == _NUMBER:
        return _leading_numbers(base, asked, column)
    found = ranked(base, asked, key).sort(column, key, descending=[True, False])
    return Leaders(found.head(MOST_LEADERS), found.height, totals(found))


def _leading_numbers(base: Base, asked: UsageFilter, column: str) -> Leaders:
    found = base.read("top_numbers", **asked.parameters, **NUMBERS_MORE, measure=column, limit=MOST_LEADERS)
    rows = found.select(_NUMBER, *COUNTS)
    if not rows.height:
        return Leaders(rows, 0, Totals())
    first = found.row(0, named=True)
    whole = Totals(first["all_calls"], int(rows["answered"].sum()), first["all_seconds"], first["all_amount_micros"])
    return Leaders(rows, first["all_numbers"], whole)
