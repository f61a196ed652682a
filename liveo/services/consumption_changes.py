"""What made the cost change from one period to another: each part's share of the difference, exact to the millionth."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from liveo.services.consumption import UsageFilter, sums, totals
from liveo.store.database import Base

_SIDES: Final = ("before", "after")


@dataclass(frozen=True, slots=True)
class CostChange:
    """The way from one cost to another, in millionths of a euro: ``before`` and all changes add up to ``after``.

    ``parts`` holds the parts that changed most, then the others together as one row whose ``key`` is null. Columns: the
    key, before, after, change, calls_before, calls_after.
    """

    before: int
    after: int
    parts: pl.DataFrame


def cost_change(base: Base, before: UsageFilter, after: UsageFilter, key: str, most: int) -> CostChange:
    """Return what changed by ``key``, any of those of sums(): the greatest changes first, at most so many apart."""
    found = {side: sums(base, asked, key) for side, asked in zip(_SIDES, (before, after), strict=True)}
    joined = _joined(found["before"], found["after"], key)
    first, others = joined.head(most), joined.slice(most)
    if others.height:
        rest = others.select(pl.lit(None, others[key].dtype).alias(key), pl.exclude(key).sum())
        first = pl.concat([first, rest])
    return CostChange(totals(found["before"]).amount_micros, totals(found["after"]).amount_micros, first)


def _joined(before: pl.DataFrame, after: pl.DataFrame, key: str) -> pl.DataFrame:
    sides = [
        frame.select(key, pl.col("amount_micros").alias(side), pl.col("calls").alias(f"calls_{side}"))
        for side, frame in zip(_SIDES, (before, after), strict=True)
    ]
    joined = sides[0].join(sides[1], on=key, how="full", coalesce=True, maintain_order="left_right")
    whole = joined.with_columns(pl.exclude(key).fill_null(0))
    changed = whole.with_columns(change=pl.col("after") - pl.col("before"))
    ordered = changed.sort(pl.col("change").abs(), key, descending=[True, False])
    return ordered.select(key, "before", "after", "change", "calls_before", "calls_after")
