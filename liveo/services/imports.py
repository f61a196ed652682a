"""Call files in: read, rated and kept whole, or refused with a sentence; and the history of what came in."""

import hashlib
from pathlib import Path

import polars as pl

from liveo.services.billing import customer
from liveo.services.clock import now
from liveo.services.progress import Progress, silent
from liveo.store.calls import CallFile, ImportReport, import_calls
from liveo.store.database import Base
from liveo.store.imports import read_call_file

__all__ = ["ImportReport", "import_file", "import_history", "refused_lines"]


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
    company_id = customer(base, company_code).state.company.subject_id if company_code else None
    progress(0.0, f"Lecture de {name}")
    parsed = read_call_file(source, name, format_code)
    file = CallFile(
        name=name,
        sha256=_sha256(source),
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
    return base.read("import_history")


def refused_lines(base: Base, import_id: int) -> pl.DataFrame:
    """Return the lines that an import handed back: line, reason, detail, content."""
    return base.read("refused_lines", import_id=import_id)


def _sha256(source: Path | bytes) -> str:
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
