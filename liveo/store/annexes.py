"""The detail of the calls behind issued invoices: read from the calls, kept apart, erased when its day has come."""

import hashlib
import json
from collections.abc import Mapping
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

Unlisted = Mapping[str, tuple[int, int]]
"""Entity code -> calls that must not be itemised, and what they cost in millionths of a euro."""


@dataclass(frozen=True, slots=True)
class MonthOfCalls:
    """The calls of a month of a company, kept or about to be: those to list, and how many must not be."""

    company_id: SubjectId
    month: Month
    purge_day: date
    unlisted: Unlisted
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


def keep_annex(tx: Transaction, annex: MonthOfCalls, instant: datetime) -> str:
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
        "unlisted": json.dumps(annex.unlisted, ensure_ascii=False, sort_keys=True),
        "calls_hash": calls_hash,
    }
    tx.insert("annexes", pl.DataFrame([row]))
    tx.insert("annex_calls", pl.DataFrame([{"annex_id": annex_id, "calls": content}]))
    return calls_hash


def kept_annex(base: Base, company_id: SubjectId, month: Month) -> MonthOfCalls | None:
    """Return what was kept the last time that a month was issued; None when nothing was, or it is erased."""
    for row in base.rows("kept_annex", company_id=company_id, month=month.first):
        if row["calls"] is not None:
            unlisted = {entity: (calls, micros) for entity, (calls, micros) in json.loads(row["unlisted"]).items()}
            return MonthOfCalls(company_id, month, row["purge_day"], unlisted, pl.read_parquet(BytesIO(row["calls"])))
    return None


def erased_since(base: Base, company_id: SubjectId, month: Month) -> date | None:
    """Return the day from which the calls of an invoiced month were to be erased, once they are; else None."""
    rows = base.rows("annex_standing", company_id=company_id, month=month.first)
    return next((row["purge_day"] for row in rows if row["erased"]), None)


def purge_annexes(base: Base, tx: Transaction, day: date) -> list[dict[str, Any]]:
    """Erase the calls of every annex whose day has come; returns which: company_id, month."""
    due = base.rows("annexes_to_purge", day=day)
    for row in due:
        tx.execute("delete from annex_calls where annex_id = $annex_id", {"annex_id": row["annex_id"]})
    return due
