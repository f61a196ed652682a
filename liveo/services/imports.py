"""Call files in: read, rated and kept whole, or refused with a sentence; and the history of what came in."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from liveo.core.destinations import UnratedReason
from liveo.services.billing import customer
from liveo.services.clock import now
from liveo.services.progress import Progress, silent
from liveo.store.calls import CallFile, ImportReport, import_calls
from liveo.store.database import Base
from liveo.store.imports import (
    AUTOMATIC,
    IMPORT_FORMATS,
    ROW_SCHEMA,
    Problem,
    read_call_file,
    write_liveo_csv,
)

__all__ = [
    "AUTOMATIC",
    "FORMAT_CODES",
    "ImportReport",
    "Problem",
    "import_file",
    "import_history",
    "refused_lines",
    "sample_file",
    "unrated_of_import",
]

FORMAT_CODES: Final = (AUTOMATIC, *IMPORT_FORMATS)
"""What people may choose from: recognise the file, or read it as one of the formats."""

_SAMPLE_COLUMNS: Final = ("call_key", "account_code", "caller", "dialled", "kind", "seconds", "answered", "direction")
_SAMPLE_CALLS: Final = (
    ("EXEMPLE-1", "COMPTE-001", "101", "0199001122", "voice", 61, True, "outbound"),
    ("EXEMPLE-2", "COMPTE-001", "101", "0199001123", "voice", 0, False, "outbound"),
    ("EXEMPLE-3", "COMPTE-002", "102", "101", "voice", 12, True, "internal"),
    ("EXEMPLE-4", "COMPTE-002", "102", "+447700900123", "sms", 0, True, "outbound"),
    ("EXEMPLE-5", "COMPTE-001", "0199001122", "101", "voice", 95, True, "inbound"),
)
# The numbers are of the ranges kept for works of fiction.


def import_file(
    base: Base,
    source: Path | bytes,
    name: str,
    format_code: str = "auto",
    company_code: str | None = None,
    progress: Progress = silent,
) -> ImportReport:
    """Import one call file, given as a path or as bytes; doing so again changes nothing.

    Raises a LiveoError for an unknown company or format and for a file that is no call file at all; single bad
    lines are returned with the report.
    """
    company_id = customer(base, company_code).state.company.subject_id if company_code is not None else None
    progress(0.0, f"Lecture de {name}")
    parsed = read_call_file(source, name, format_code)
    file = CallFile(
        name=name,
        sha256=parsed.sha256,
        format=parsed.format,
        rows=parsed.rows,
        problems=parsed.problems,
        lines=parsed.lines,
        company_id=company_id,
        imported_at=now(),
    )
    return import_calls(base, file, progress)


def import_history(base: Base) -> pl.DataFrame:
    """Return one row per import, the latest first."""
    return _import_history(base, base.version)


def refused_lines(base: Base, import_id: int) -> pl.DataFrame:
    """Return the lines that an import handed back: line, reason, detail, content."""
    return base.read("refused_lines", import_id=import_id)


def unrated_of_import(base: Base, import_id: int) -> tuple[tuple[UnratedReason, int], ...]:
    """Return why calls of an import wait for a price, and how many: the most frequent reason first."""
    return _unrated_of_import(base, base.version, import_id)


def sample_file() -> bytes:
    """Return a small file in the product's own format, with accounts that no customer has."""
    frame = pl.DataFrame(_SAMPLE_CALLS, schema=list(_SAMPLE_COLUMNS), orient="row")
    rows = frame.with_columns(
        line=pl.int_range(2, frame.height + 2),
        context=pl.lit(None, pl.String),
        started_at=datetime(2026, 3, 2, 8, 12, tzinfo=UTC) + pl.duration(minutes=pl.int_range(frame.height)),
    )
    return write_liveo_csv(rows.select(ROW_SCHEMA.names()))


@lru_cache(maxsize=4)
def _import_history(base: Base, version: int) -> pl.DataFrame:
    return base.read("import_history")


@lru_cache(maxsize=256)
def _unrated_of_import(base: Base, version: int, import_id: int) -> tuple[tuple[UnratedReason, int], ...]:
    rows = base.rows("unrated_of_import", import_id=import_id)
    return tuple((UnratedReason(row["reason"]), row["calls"]) for row in rows)
