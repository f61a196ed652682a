"""The sample files beside this module, and the ways in which the same file may be written."""

import csv
import io
from pathlib import Path

FOLDER = Path(__file__).parent / "samples"

PUBLIC = ("asterisk_office.csv", "cdr_stats.csv", "freeswitch_edited_in_excel.csv", "freeswitch_scanned.csv")
"""Files of other systems, as their publishers give them."""

KEPT = (
    "call_key",
    "account_code",
    "caller",
    "dialled",
    "context",
    "started_at",
    "seconds",
    "answered",
    "kind",
    "direction",
)
"""What a row says, whatever the line it stood on."""


def path_of(name: str) -> Path:
    return FOLDER / name


def lines_of(name: str) -> list[str]:
    return path_of(name).read_text(encoding="utf-8").splitlines()


def with_separator(name: str, separator: str) -> str:
    """A well-formed comma or semicolon file, written with another separator."""
    text = path_of(name).read_text(encoding="utf-8")
    written = io.StringIO()
    own = ";" if name.startswith("liveo") else ","
    csv.writer(written, delimiter=separator, lineterminator="\n").writerows(
        csv.reader(io.StringIO(text), delimiter=own)
    )
    return written.getvalue()
