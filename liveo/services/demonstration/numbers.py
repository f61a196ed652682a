"""Numbers by the thousand: patterns whose signs become digits, some of them dialled far more often than others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from liveo.store.reference_files import Line

EVERYBODY: Final = "*"
"""Names all companies in the numbers' file."""

_FIRST: Final = 137
_SCATTER: Final = 7_919  # prime and foreign to 10 and 9: neighbours in popularity are not neighbours in number
_SKEW: Final = 3.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Patterns as parallel arrays: literal beginning, how many numbers follow it, their digits, cumulative weight."""

    beginnings: npt.NDArray[np.str_]
    sizes: npt.NDArray[np.int64]
    widths: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.float64]


def pool_of(numbers: Sequence[Line], company: str, use: str) -> Pool:
    """Return the patterns of a company and of everybody for a use, ready to draw from."""
    lines = [line for line in numbers if line["use"] == use and line["company"] in (company, EVERYBODY)]
    beginnings = [line["pattern"].rstrip("#").rstrip("N") for line in lines]
    tails = [line["pattern"][len(head) :] for line, head in zip(lines, beginnings, strict=True)]
    weights = np.cumsum([line["weight"] for line in lines])
    return Pool(
        beginnings=np.array(beginnings),
        sizes=np.array([10 ** tail.count("#") * 9 ** tail.count("N") for tail in tails]),
        widths=np.array([len(tail) for tail in tails]),
        bounds=weights / weights[-1],
    )


def draw_numbers(pool: Pool, generator: np.random.Generator, count: int) -> pl.Series:
    """Return so many numbers as written: patterns by weight, and within one the few popular numbers most often."""
    chosen = np.searchsorted(pool.bounds, generator.random(count), side="right")
    sizes = pool.sizes[chosen]
    popular = (generator.random(count) ** _SKEW * sizes).astype(np.int64)
    drawn = pl.DataFrame(
        {"head": pool.beginnings[chosen], "tail": (popular + _FIRST) * _SCATTER % sizes, "width": pool.widths[chosen]}
    )
    tail = pl.when(pl.col("width") == 0).then(pl.lit("")).otherwise(pl.col("tail").cast(pl.String).str.zfill("width"))
    return drawn.select(pl.concat_str("head", tail).alias("number"))["number"]
