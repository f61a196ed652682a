"""The journal of what people changed: only added to, each entry chained to the one before by its hash."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import polars as pl

from liveo.store.database import Base, Transaction

COMMAND_LINE = "commande"
_SCHEMA = {"company_id": pl.Int64}


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be remembered: who (a login, or ``COMMAND_LINE``), when, what, about whom.

    ``action`` is a code, ``subject`` what people call the thing, ``detail`` JSON values: before, after, reason.
    """

    person: str
    recorded_at: datetime
    action: str
    subject: str
    company_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def record(tx: Transaction, entry: Entry) -> int:
    """Add an entry in the transaction of the change itself; returns its number."""
    last = tx.execute("select entry_hash from journal order by entry_id desc limit 1")
    previous = last[0][0] if last else ""
    [number] = tx.next_ids("journal_ids", 1)
    row = {
        "entry_id": number,
        "recorded_at": entry.recorded_at.astimezone(UTC),
        "person": entry.person,
        "action": entry.action,
        "company_id": entry.company_id,
        "subject": entry.subject,
        "detail": _canonical(entry.detail),
        "previous_hash": previous,
    }
    tx.insert("journal", pl.DataFrame([row | {"entry_hash": _entry_hash(row)}], schema_overrides=_SCHEMA))
    return number


def broken_entries(base: Base) -> Iterator[int]:
    """Yield the number of each entry whose hash, or whose link to the one before, is not what it should be."""
    previous = ""
    for row in base.rows("journal"):
        stored = row.pop("entry_hash")
        if row["previous_hash"] != previous or _entry_hash(row) != stored:
            yield row["entry_id"]
        previous = stored


def _entry_hash(row: Mapping[str, Any]) -> str:
    text = _canonical({**row, "recorded_at": row["recorded_at"].astimezone(UTC).isoformat()})
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(values: Mapping[str, Any]) -> str:
    """Return the one JSON text of these values; dates and Decimals as their text."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
