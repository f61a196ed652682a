"""The detail of the calls behind issued invoices: read from the calls, kept apart, erased when its day has come."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import polars as pl

from liveo.core.annex import NOT_ITEMISED, NOT_ITEMISED_HEADS
from liveo.core.catalogue import SubjectId
from liveo.core.destinations import Destination
from liveo.core.periods import Month
from liveo.store.database import Base, Transaction


@dataclass(frozen=True, slots=True)
class KeptAnnex:
    """What was kept with the invoices of a month. ``calls`` is None once they are erased."""

    purge_day: date
    unlisted_calls: int
    amount_micros: int
    calls: pl.DataFrame | None


@dataclass(frozen=True, slots=True)
class AnnexToKeep:
    """The calls of a month about to be kept; ``amount_micros`` is of all calls, the unlisted ones included."""

    company_id: SubjectId
    month: Month
    purge_day: date
    unlisted_calls: int
    amount_micros: int
    calls: pl.DataFrame


def annex_calls(base: Base, company_id: SubjectId, month: Month, *, whole_numbers: bool) -> pl.DataFrame:
    """Return the calls of a month, by account and time, each with whether it may be listed."""
    return base.read(
        "annex_calls",
        company_id=company_id,
        first=month.first,
        end=month.period.end,
        whole=whole_numbers,
        destinations=list(Destination),
        unlisted=sorted(NOT_ITEMISED),
        heads=list(NOT_ITEMISED_HEADS),
    )


def keep_annex(tx: Transaction, annex: AnnexToKeep, instant: datetime) -> str:
    """Keep the calls of a month, in the transaction of its issue; returns their hash."""
    written = BytesIO()
    annex.calls.write_parquet(written)
    content = written.getvalue()
    [annex_id] = tx.next_ids("annex_ids", 1)
    calls_hash = hashlib.sha256(content).hexdigest()
    row = {
        "annex_id": annex_id,
        "company_id": annex.company_id,
        "month": annex.month.first,
        "kept_at": instant.astimezone(UTC),
        "purge_day": annex.purge_day,
        "calls": annex.calls.height,
        "unlisted_calls": annex.unlisted_calls,
        "amount_micros": annex.amount_micros,
        "calls_hash": calls_hash,
    }
    tx.insert("annexes", pl.DataFrame([row]))
    tx.insert("annex_calls", pl.DataFrame([{"annex_id": annex_id, "calls": content}]))
    return calls_hash


def kept_annex(base: Base, company_id: SubjectId, month: Month) -> KeptAnnex | None:
    """Return what was kept the last time that a month was issued; None when it never was."""
    for row in base.rows("kept_annex", company_id=company_id, month=month.first):
        calls = None if row["calls"] is None else pl.read_parquet(BytesIO(row["calls"]))
        return KeptAnnex(row["purge_day"], row["unlisted_calls"], row["amount_micros"], calls)
    return None


def purge_annexes(base: Base, tx: Transaction, day: date) -> list[dict[str, Any]]:
    """Erase the calls of every annex whose day has come; returns which: company_id, month."""
    due = base.rows("annexes_to_purge", day=day)
    for row in due:
        tx.execute("delete from annex_calls where annex_id = $annex_id", {"annex_id": row["annex_id"]})
    return due
