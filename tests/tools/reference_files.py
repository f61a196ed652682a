"""Reads the reference files of data/ for tests; plain and strict: a file that is not well formed raises."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from liveo.core.destinations import CallKind, Destination, NumberingPlan, PlanRow, Policy, numbering_plan
from liveo.core.periods import FOREVER, Period
from liveo.core.rating import RateRow

DATA = Path(__file__).parents[2] / "data"
OVERSEAS_CLASSES = {"overseas_fixed": "french_fixed", "overseas_mobile": "french_mobile"}


@cache
def plan_rows() -> tuple[PlanRow, ...]:
    """Return the rows of data/numbering_plan.csv."""
    return tuple(
        PlanRow(
            row["prefix"],
            int(row["digits_min"]),
            int(row["digits_max"]),
            row["country"],
            row["number_class"],
            row["label"],
        )
        for row in _records("numbering_plan.csv")
    )


@cache
def shipped_policy() -> Policy:
    """Return data/numbering_policy.csv: the overseas departments are abroad."""
    return {
        (row["number_class"], CallKind(row["kind"])): Destination(row["destination"])
        for row in _records("numbering_policy.csv")
    }


@cache
def overseas_as_france() -> Policy:
    """Return the other policy: the overseas departments are billed as France is."""
    shipped = shipped_policy()
    abroad = {key: value for key, value in shipped.items() if key[0] not in OVERSEAS_CLASSES}
    at_home = {
        (overseas, kind): shipped[french, kind]
        for overseas, french in OVERSEAS_CLASSES.items()
        for kind in CallKind
        if (french, kind) in shipped
    }
    return abroad | at_home


@cache
def shipped_plan() -> NumberingPlan:
    """Return the shipped plan under the shipped policy."""
    return numbering_plan(plan_rows(), shipped_policy())


@cache
def rate_rows() -> tuple[RateRow, ...]:
    """Return the rows of data/rate_sheet.csv."""
    return tuple(_rate_row(row) for row in _records("rate_sheet.csv"))


def micros(euros: str) -> int:
    """Return euros as text as whole millionths; raises ValueError for anything finer."""
    exact = Decimal(euros) * 1_000_000
    if exact != int(exact):
        raise ValueError(f"finer than a millionth of a euro: {euros}")
    return int(exact)


def _rate_row(row: dict[str, str]) -> RateRow:
    end = date.fromisoformat(row["valid_to"]) if row["valid_to"] else FOREVER
    return RateRow(
        prefix=row["prefix"],
        destination=Destination(row["destination"]),
        label=row["label"],
        connection_micros=micros(row["connection_charge"]),
        per_minute_micros=micros(row["price_per_minute"]),
        first_increment=int(row["first_increment"]),
        next_increment=int(row["next_increment"]),
        minimum_micros=micros(row["minimum_charge"]),
        service_micros=micros(row["service_price"]),
        unit_micros=micros(row["unit_price"]),
        valid=Period(date.fromisoformat(row["valid_from"]), end),
    )


def _records(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))
