"""Proration cases of other billing systems' public tests, under the convention that each of them states.

A case counts the day of removal ("inclusive") or not ("half-open"): that is our ``day_count``. Its cycle must be the
calendar month. The cases that this product answers differently are named below, each with its reason.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from liveo.core.catalogue import DayCount
from liveo.core.charges import OptionBasis
from liveo.core.money import round_cents
from liveo.core.periods import Month, Period, months_between
from liveo.core.proration import priced_days
from tests.core.builders import ALICE, active, catalogue

KINDS = ("proration_amount", "proration_ratio", "proration_months")
VECTORS = Path(__file__).parents[1] / "vectors" / "anchor_cases.json"
CASES = {
    case["id"]: case
    for case in json.loads(VECTORS.read_text(encoding="utf-8"), parse_float=str)["cases"]
    if case["kind"] in KINDS
}

_OTHER_CYCLE = "its cycle runs between two days inside months; ours is the calendar month"
_FIXED_MONTH = "it counts every month as 30 days; ours has its own number"
NOT_OURS = {
    "BR-017": "a removal before the activation owes nothing there; here it is refused as a mistake",
    "CG-023": "a weekly fee; every price here is for a month",
    "KB-001": _OTHER_CYCLE,
    "KB-003": _OTHER_CYCLE,
    "KB-005": _OTHER_CYCLE,
    "KB-007": _FIXED_MONTH,
    "KB-009": _FIXED_MONTH,
    "KB-012": "a known fault: three months divided by the length of one; here a span is cut by month first",
    "KB-031": _OTHER_CYCLE,
    "KB-035": "a yearly price; every price here is for a month",
    "KB-037": _FIXED_MONTH,
    "LG-007": "a weekly cycle",
    "LG-009": "a quarterly cycle",
    "OC-001": _OTHER_CYCLE,
    "OC-009": "a known fault: a day of January divided by the length of February",
    "OC-011": "a known fault: 46 days divided by the length of one month",
    "OM-003": "a currency without cents",
    "OM-007": "removed at the instant of activation, the full price; here it is one day",
}
OURS = [case for case_id, case in CASES.items() if case_id not in NOT_OURS]


def activated(case: dict[str, Any]) -> Period:
    """Return the days from activation to removal that a case bills."""
    asked = case["inputs"]
    if "start" in asked:
        return Period(date.fromisoformat(asked["start"]), date.fromisoformat(asked["end"]))
    already = asked["last_date_invoiced"]
    start = date.fromisoformat(already) + timedelta(days=1) if already else date.fromisoformat(asked["service_start"])
    return Period(start, min(date.fromisoformat(asked[key]) for key in ("service_end", "invoice_date") if asked[key]))


def monthly_price(asked: dict[str, Any]) -> Decimal:
    """Return the price of a case in euros; 1.00 where only a ratio is asked for."""
    if "price_cents" in asked:
        return Decimal(asked["price_cents"]) / 100
    return Decimal(asked.get("price") or asked.get("monthly_price") or "1.00")


def billed(case: dict[str, Any]) -> list[OptionBasis]:
    """Return what the product bills for a case, month by month."""
    period = activated(case)
    day_count = DayCount.HALF_OPEN if "half-open" in case["semantics"] else DayCount.TOUCHED
    prices = catalogue(str(monthly_price(case["inputs"])), day_count=day_count)
    option = active(ALICE, period)
    months = months_between(Month.of(period.start), Month.of(period.end))
    return [OptionBasis(tuple(priced_days(option.option, [option], month, prices)), month.days) for month in months]


def to_the_digits_given(found: Fraction, expected: str) -> bool:
    """Whether a ratio agrees with one that was written rounded or cut."""
    return abs(found - Fraction(expected)) < Fraction(1, 10 ** len(expected.partition(".")[2]))


@pytest.mark.parametrize("case", OURS, ids=lambda case: case["id"])
def test_the_case_of_another_system_comes_out_the_same(case: dict[str, Any]) -> None:
    months, expected = billed(case), case["expected"]
    exact = sum((month.unrounded for month in months), Fraction(0))
    if "days" in expected:
        assert sum(month.days for month in months) == expected["days"]
    if "amount" in expected:
        assert sum(round_cents(month.unrounded) for month in months) == Decimal(expected["amount"])
    elif "amount_cents" in expected:
        assert sum(round_cents(month.unrounded) for month in months) == Decimal(expected["amount_cents"]) / 100
    else:
        assert to_the_digits_given(exact, expected.get("ratio") or expected["months"])


def test_every_case_either_applies_or_is_named_with_its_reason() -> None:
    assert set(CASES) > set(NOT_OURS)
    assert len(OURS) == 21
