"""Calls become the files that a switch would have sent: one for each month, and a few that came beside them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time
from typing import Final

import polars as pl

from liveo.core.company import Company
from liveo.core.periods import PARIS, Month
from liveo.services.demonstration.incidents import Complement
from liveo.services.demonstration.window import Window
from liveo.store.calls import CallFile
from liveo.store.imports import ROW_SCHEMA, read_call_file, write_liveo_csv

_FORMAT: Final = "liveo"
_SENT_BEFORE: Final = 12
"""Calls that a late file holds although they had been sent."""

_SENT_AT: Final = time(6, 10)
_COMPLETED_AT: Final = time(9, 40)
# As a switch with a broken clock, then one with a full disk, writes them.
_UNREADABLE_LINES: Final = (
    "{code}-X1;{month}-32T09:12:00+02:00;;2001;0199001122;voice;61;oui;outbound\n"
    "{code}-X2;{month}-14T09:15:00+02:00;;2001;0199001122;voice\n"
)


def monthly_calls(frames: Iterable[pl.DataFrame], window: Window) -> dict[Month, pl.DataFrame]:
    """Return the calls of each month that has any, in order of time, with their identity and their line."""
    calls = _in_order(pl.concat(frames))
    months = {month: calls.filter(_in_month(month)) for month in window.months}
    return {month: _as_rows(rows, f"LV{month}".replace("-", "")) for month, rows in months.items() if rows.height}


def all_rows(calls: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return calls as the rows of one file of that name, in order of time."""
    return _as_rows(_in_order(calls), name.removesuffix(".csv"))


def monthly_file(month: Month, rows: pl.DataFrame, window: Window) -> CallFile:
    """Return the file of a month, as sent on the morning after its last day, or this morning."""
    return CallFile(
        name=f"trafic-{month}.csv",
        sha256=hashlib.sha256(write_liveo_csv(rows)).hexdigest(),
        format=_FORMAT,
        rows=rows,
        problems=(),
        lines=rows.height,
        company_id=None,
        imported_at=_sent(month, window, _SENT_AT),
    )


def complement_file(made: Complement, sent: pl.DataFrame, window: Window) -> CallFile:
    """Return the file of a complement, read by the very reader of such files; ``sent`` are the calls of its month."""
    company, month = made.customer.state.company, Month.of(made.day)
    zoned = pl.col("civil").dt.replace_time_zone(str(PARIS)).dt.convert_time_zone("UTC")
    rows = _as_rows(made.calls.with_columns(started_at=zoned), f"{company.code}{month}".replace("-", ""))
    content = write_liveo_csv(rows)
    if made.late:
        before = sent.filter(pl.col("account_code").str.starts_with(made.customer.line["prefix"])).head(_SENT_BEFORE)
        content = write_liveo_csv(pl.concat([before, rows])) + _unreadable(company, month)
    return _read(f"trafic-{month}-complement-{company.code.lower()}.csv", content, company, month, window)


def _in_order(calls: pl.DataFrame) -> pl.DataFrame:
    zoned = pl.col("civil").dt.replace_time_zone(str(PARIS), ambiguous="earliest", non_existent="null")
    return calls.sort("civil", "account_code", "caller", "dialled", "seconds").with_columns(
        started_at=zoned.dt.convert_time_zone("UTC")
    )


def _read(name: str, content: bytes, company: Company, month: Month, window: Window) -> CallFile:
    parsed = read_call_file(content, name, _FORMAT)
    return CallFile(
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        format=parsed.format,
        rows=parsed.rows,
        problems=parsed.problems,
        lines=parsed.lines,
        company_id=company.subject_id,
        imported_at=_sent(month, window, _COMPLETED_AT),
    )


def _unreadable(company: Company, month: Month) -> bytes:
    return _UNREADABLE_LINES.format(code=company.code, month=month).encode()


def _in_month(month: Month) -> pl.Expr:
    return (pl.col("civil") >= month.first) & (pl.col("civil") < month.period.end)


def _as_rows(calls: pl.DataFrame, key: str) -> pl.DataFrame:
    """Return calls in the columns of a call file; the first stands on line 2, under the header."""
    return (
        calls.with_row_index("line", offset=2)
        .with_columns(
            pl.col("line").cast(pl.Int64),
            call_key=pl.concat_str(pl.lit(f"{key}-"), pl.col("line").cast(pl.String).str.zfill(6)),
            context=pl.lit(None, pl.String),
        )
        .select(pl.col(name).cast(kind) for name, kind in ROW_SCHEMA.items())
    )


def _sent(month: Month, window: Window, at: time) -> datetime:
    day = min(month.period.end, window.today)
    return datetime.combine(day, at, tzinfo=PARIS)
