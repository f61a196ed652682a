"""A base with one company of two accounts and two resources, written anew for each example of a property."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from liveo.core.catalogue import DayCount, OptionCode, Price
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState
from liveo.store.database import Base, Transaction
from liveo.store.new_customers import add_company
from tests.core.builders import SELLER

OF_COMPANIES = (
    *"companies divisions entities accounts resources assignments activations calls prices".split(),
    *("usage_daily", "usage_entities", "usage_hourly"),
)
# Prices that never divide: who takes the last cent is seen.
PRICES = [
    {"option": str(option), "monthly": Decimal(3097 + 13 * rank).scaleb(-2), "start_day": date.min, "end_day": date.max}
    for rank, option in enumerate(OptionCode)
]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def prepare(base: Base) -> None:
    """Write who bills; ids of the base come after those of the builders."""
    seller = asdict(SELLER)
    with base.write() as tx:
        tx.insert("seller", pl.DataFrame([seller | seller.pop("address")]))
        for sequence in ("subject_ids", "entity_ids", "activation_ids"):
            tx.next_ids(sequence, 1000)


def fill(
    base: Base,
    state: CompanyState,
    usage: Iterable[UsageSlice],
    day_count: DayCount = DayCount.HALF_OPEN,
    negotiated: Iterable[Price] = (),
) -> None:
    """Put one company with its calls in the place of what was there."""
    with base.write() as tx:
        for table in OF_COMPANIES:
            tx.execute(f"delete from {table}")
    with base.write() as tx:
        add_company(tx, state)
        tx.insert("prices", pl.DataFrame(PRICES).with_columns(company_id=pl.lit(None, pl.Int64)))
        for price in negotiated:
            found = (str(price.option), state.company.subject_id, price.monthly, price.valid.start, price.valid.end)
            names = ("option", "company", "monthly", "start", "end")
            tx.execute(
                "insert into prices values ($option, $company, $monthly, $start, $end)",
                dict(zip(names, found, strict=True)),
            )
        tx.execute("insert or replace into settings values ('day_count', $count)", {"count": str(day_count)})
        rows = [_call(state, number, piece) for number, piece in enumerate(usage, start=1)]
        if rows:
            frame = pl.DataFrame(rows, schema_overrides={"call_key": pl.Int64, "hour": pl.Int8})
            tx.insert("calls", frame)
            recount(tx, state.company.subject_id)


def recount(tx: Transaction, company_id: int) -> None:
    """Count all calls again under the entities of now."""
    tx.run("moved_usage", {"company_id": company_id, "since": date.min})
    tx.run("rollups", {})


def _call(state: CompanyState, number: int, piece: UsageSlice) -> dict[str, object]:
    return {
        "call_id": number,
        "import_id": 1,
        "line": number,
        "call_key": number,
        "company_id": state.company.subject_id,
        "subject_id": piece.subject_id,
        "day": piece.start,
        "started_at": NOON,
        "hour": 12,
        "direction": "outbound",
        "kind": "voice",
        "caller": "",
        "dialled": "",
        "destination": str(piece.destination),
        "answered": True,
        "seconds": piece.seconds,
        "billed_seconds": piece.billed_seconds,
        "included_seconds": 0,
        "amount_micros": piece.amount_micros,
    }
