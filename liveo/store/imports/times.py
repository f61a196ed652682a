"""The times of call files: read in full or handed back, never guessed.

Read are 2020-02-10 22:41:05 and its spreadsheet forms (2020/2/10 22:41), with "T" or a blank in the middle,
with or without seconds, a fraction, a zone (Z, +01:00). Day-first and month-first dates look alike: neither is read.

A time without zone is civil time of the zone given (Europe/Paris unless told otherwise). In the night when
clocks go back, an hour occurs twice: the first one is taken, since the file does not tell. In the night when they
go forward, an hour does not exist: a time in it is handed back.
"""

from typing import Final

import polars as pl

from liveo.store.imports.records import ProblemReason

PARIS: Final = "Europe/Paris"
FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
"""Years outside these, both included, are a clock that was never set, not a call."""

TIME_PATTERN: Final = r"[0-9]{4}[-/][0-9]{1,2}[-/][0-9]{1,2}[T ][0-9]{1,2}:[0-9]{1,2}"

_SHAPE: Final = rf"^{TIME_PATTERN}(:[0-5]?[0-9](\.[0-9]{{1,6}})?)?(Z|[+-][01][0-9]:?[0-5][0-9])?$"
_ZONE: Final = r"[+-][0-9]{2}:?[0-9]{2}$"
_FORMATS: Final = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M")


def read_times(written: pl.Series, zone: str) -> pl.DataFrame:
    """The moments that texts stand for: `time` (UTC, null when there is none) and `reason` (null when there is one)."""
    shaped = written.set(~written.str.contains(_SHAPE).fill_null(False), None)
    uniform = shaped.str.replace_all("/", "-", literal=True).str.replace("T", " ", literal=True)
    uniform = uniform.str.replace("Z", "+00:00", literal=True)
    zoned = uniform.str.contains(_ZONE).fill_null(False)
    civil = _parsed(uniform.set(zoned, None), "")
    moment = civil.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
    if zoned.any():
        moment = moment.zip_with(~zoned, _parsed(uniform.set(~zoned, None), "%z"))
    return pl.DataFrame({"time": moment, "civil": civil}).select("time", _reason().alias("reason"))


def _parsed(texts: pl.Series, suffix: str) -> pl.Series:
    """Texts of one kind as moments, UTC when the suffix reads a zone; null where they name no day or hour."""
    first, second = (texts.str.to_datetime(form + suffix, time_unit="us", strict=False) for form in _FORMATS)
    return first.zip_with(first.is_not_null(), second)


def _reason() -> pl.Expr:
    year = pl.col("time").dt.convert_time_zone(PARIS).dt.year()
    return (
        pl.when(pl.col("time").is_null() & pl.col("civil").is_not_null())
        .then(pl.lit(ProblemReason.NONEXISTENT_TIME.value))
        .when(pl.col("time").is_null())
        .then(pl.lit(ProblemReason.UNREADABLE_TIME.value))
        .when(~year.is_between(FIRST_YEAR, LAST_YEAR))
        .then(pl.lit(ProblemReason.TIME_OUT_OF_RANGE.value))
    )
