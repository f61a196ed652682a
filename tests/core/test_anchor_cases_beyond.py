"""The other cases of other billing systems' public tests: rating, increments, volume included, bills, days, refusals.

Proration cases are in ``test_anchor_cases``. Each kind has a reader that puts the case in this product's words; what
this product answers differently, or does not do, is named below with its reason.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from liveo.core.allowances import Allowance, TimedCall, included_seconds
from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import Catalogue, DayCount, OptionCode
from liveo.core.charges import OptionBasis
from liveo.core.destinations import CallKind, Destination
from liveo.core.errors import InvalidPeriod
from liveo.core.invoicing import build_invoices, compute_bill, issue_date
from liveo.core.money import round_cents, total
from liveo.core.periods import FOREVER, Month, Period, paris_day
from liveo.core.proration import Activation, priced_days
from liveo.core.rating import RateRow, billed_seconds, choose_rate, rate_call
from tests.core.builders import (
    ALICE,
    ALWAYS,
    BRUNO,
    HEAD_OFFICE,
    LYON,
    SELLER,
    active,
    assigned,
    catalogue,
    entity,
    price,
    state,
)
from tests.core.test_anchor_cases import CASES as PRORATION_CASES
from tests.core.test_anchor_cases import VECTORS

Case = dict[str, Any]
CASES: Mapping[str, Case] = {
    case["id"]: case
    for case in json.loads(VECTORS.read_text(encoding="utf-8"), parse_float=str)["cases"]
    if case["id"] not in PRORATION_CASES
}
MICROS = 1_000_000

_OTHER_CYCLE = "its cycle runs between two days inside months; ours is the calendar month"
_PRICE_STEPS = "the price changes with the volume or the length of the call; a row of a sheet has one price"
_TIME_OF_DAY = "two prices by the hour of the day; a row of a sheet has one price"
_WHOLE_CREDIT = "a credit for a part of a document; here a credit note takes back a whole document"
NOT_OURS = {
    "BR-030": "a negative duration, to take a call back; here a call is corrected and rated again",
    "BR-032": "a part of an increment; here increments are whole",
    "CG-001": _TIME_OF_DAY,
    "CG-003": _TIME_OF_DAY,
    "CG-015": "a greatest price of a call; a row of a sheet has a least one only",
    "CG-017": "a prepaid balance that ends the call",
    "CG-019": _PRICE_STEPS,
    "EX-003": "prorated to the second; here to the day",
    "FP-006": "days of New York; here a day is a civil day of Paris",
    "FP-012": _WHOLE_CREDIT,
    "FP-014": _WHOLE_CREDIT,
    "KB-011": "a month of 28 days whatever the month; ours has its own number",
    "KB-015": _OTHER_CYCLE,
    "KB-017": _OTHER_CYCLE,
    "KB-019": _OTHER_CYCLE,
    "KB-021": _OTHER_CYCLE,
    "KB-022": "a bill asked for before the service starts; here a month without charges has no invoice",
    "KB-025": _OTHER_CYCLE,
    "KB-027": "removed on the day of its activation, nothing; here it is one day",
    "KB-029": _OTHER_CYCLE,
    "KB-039": _PRICE_STEPS,
    "KB-041": _PRICE_STEPS,
    "LG-011": _OTHER_CYCLE,
    "LG-013": _OTHER_CYCLE,
    "LG-015": _OTHER_CYCLE,
    "LG-017": _OTHER_CYCLE,
    "LG-019": _OTHER_CYCLE,
    "LG-025": _PRICE_STEPS,
    "LG-026": "spans of 24 hours, rounded up; here civil days, of which this span touches 31",
}


def exact(basis_of: list[Activation], month: Month, prices: Catalogue) -> Fraction:
    """Return what one option owes for a month, unrounded."""
    found = priced_days(basis_of[0].option, basis_of, month, prices)
    return OptionBasis(tuple(found), month.days).unrounded


def agrees(found: Fraction, expected: object) -> bool:
    """Whether an exact amount is the one that was written with some decimals, rounded or cut."""
    text = str(expected)
    return abs(found - Fraction(text)) <= Fraction(1, 10 ** min(len(text.partition(".")[2]), 9))


def until(text: str | None) -> date:
    return date.fromisoformat(text) if text else FOREVER


def span(asked: Case) -> Period:
    return Period(date.fromisoformat(asked["start"]), until(asked["end"]))


def net_of_a_month(case: Case) -> bool:
    """The net only: VAT is computed here on cents, as EN 16931 asks, and there on the unrounded net."""
    asked = case["inputs"]
    month = Month.parse(asked["invoice_month"])
    if "subscribers" in asked:
        [one] = asked["subscribers"]
        paid = Decimal(one["price"]) * (100 - one.get("discount_percent", 0)) / 100
        options, prices = [active(ALICE, span(one))], catalogue(str(paid))
    elif "segments" in asked:
        options = [active(ALICE, span(one)) for one in asked["segments"]]
        prices = catalogue(asked["segments"][0]["price"])
    elif "quantity_segments" in asked:
        parts = asked["quantity_segments"]
        options = [active(ALICE, span(one), quantity=one["quantity"]) for one in parts]
        prices = catalogue(str(asked["unit_price"]))
    else:
        service = asked["service"]
        options = [active(ALICE, span(service))]
        before, after = (level["price"] for level in service["price_levels"])
        change = date(2024, 9, service_day(service["start"]))
        prices = Catalogue(
            (price(OptionCode.ALIAS, before, Period(date.min, change)), price(OptionCode.ALIAS, after, Period(change)))
        )
    return agrees(exact(options, month, prices), case["expected"]["net"])


def service_day(start: str) -> int:
    """Ten months after the start of the service is the same day of another month."""
    return date.fromisoformat(start).day


def row(asked: Case, **more: Any) -> RateRow:
    """Return the row of a sheet that a case describes; prices per ``unit_s`` seconds, a second unless said."""
    per_minute = Fraction(asked["price"]) * 60 / int(asked.get("unit_s", 1)) * MICROS
    assert per_minute.denominator == 1
    steps = [int(step["increment_s"]) for step in asked.get("steps", ())] or [int(asked.get("increment_s", 1))]
    fee = int(Decimal(asked.get("connection_fee", "0")) * MICROS)
    values: Case = {"connection_micros": fee, "per_minute_micros": int(per_minute), "minimum_micros": 0} | more
    return RateRow(
        prefix="",
        destination=Destination.FRANCE_FIXED,
        label="",
        first_increment=steps[0],
        next_increment=steps[-1],
        service_micros=0,
        unit_micros=0,
        valid=ALWAYS,
        **values,
    )


def cost_of(rated: RateRow, seconds: int, included: int = 0) -> Decimal:
    return Decimal(rate_call(rated, CallKind.VOICE, seconds, included).amount_micros) / MICROS


def cost_of_a_call(case: Case) -> bool:
    asked, expected = case["inputs"], case["expected"]
    tariff = asked["tariff"]
    if "evening_rate" in tariff:
        tariff = tariff["evening_rate"]
    seconds = asked.get("duration_s") or seconds_between(asked["start"], asked["end"])
    # where the source says that its own figure is wrong, the right one is given beside it
    return cost_of(row(tariff), seconds) == Decimal(expected.get("mathematically_exact") or expected["cost"])


def seconds_between(start: str, end: str) -> int:
    return int((datetime.fromisoformat(end) - datetime.fromisoformat(start)).total_seconds())


def cost_of_a_step(case: Case) -> bool:
    asked = case["inputs"]
    step = asked["steps"][0]
    fee = str(asked.get("connection_fee", 0))
    rated = row({"price": str(step["price"]), "increment_s": step["interval"], "connection_fee": fee})
    return cost_of(rated, asked["volume"]) == Decimal(case["expected"]["charge"])


def time_included(case: Case) -> bool:
    """Volume counted in seconds; the price beyond is checked where it is one price."""
    asked, rate = case["inputs"], case["inputs"]["rate"]
    month = Period(date(2026, 3, 1), date(2026, 4, 1))
    given = Allowance(1, "", frozenset({Destination.FRANCE_FIXED}), asked["included_units"], 1, month)
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    made = [
        TimedCall(begin + timedelta(hours=i), i, month.start, Destination.FRANCE_FIXED, units)
        for i, units in enumerate(asked["calls"])
    ]
    found = included_seconds(made, [given])
    results = case["expected"]["results"]
    assert [found[call] for call in made] == [result["in_bundle"] for result in results]
    if "price" in rate:
        costs = [cost_of(row({"price": rate["price"]}), call.billed_seconds, found[call]) for call in made]
        assert costs == [Decimal(str(result["charge"])) for result in results]
    return [call.billed_seconds - found[call] for call in made] == [result["over"] for result in results]


def increments(case: Case) -> bool:
    """Beyond its first step, thirty seconds by the second are what a first increment of thirty is."""
    asked = case["inputs"]
    first, following = case["expected"]["increments"]
    beyond = asked["steps"][1]
    rated = row({"price": "1", "steps": [{"increment_s": beyond["from_s"]}, beyond]})
    return billed_seconds(rated, asked["duration_s"]) == first + following * beyond["increment_s"]


def least_price(case: Case) -> bool:
    asked = case["inputs"]
    per_minute = {"price": asked["cost_without_fee"], "unit_s": 60}
    rated = row(per_minute, minimum_micros=int(Decimal(asked["connection_fee"]) * MICROS))
    return cost_of(rated, 60) == Decimal(case["expected"]["final_cost"])


def revision_in_force(case: Case) -> bool:
    """A longer prefix whose days are over leaves the call to the shorter one that is valid."""
    day = datetime.fromisoformat(case["inputs"]["call_time"]).date()
    number = "+" + case["inputs"]["dialled"].removeprefix("0")

    def sold(prefix: str, valid: Period) -> RateRow:
        return RateRow(prefix, Destination.FRANCE_FIXED, prefix, 0, 1, 1, 1, 0, 0, 0, valid)

    shorter = sold(number[:3], Period(date(2018, 1, 1)))
    expired = sold(number[:6], Period(date(2017, 1, 1), date(2018, 1, 1)))
    return choose_rate([[expired, shorter]], Destination.FRANCE_FIXED, number, day) == shorter


def civil_days(case: Case) -> bool:
    asked = case["inputs"]
    start, end = (paris_day(datetime.fromisoformat(asked[key])) for key in ("from", "to"))
    touched = "inclusive" in case["semantics"]
    day_count = DayCount.TOUCHED if touched else DayCount.HALF_OPEN
    months = [Month.of(start)] if Month.of(start) == Month.of(end) else [Month.of(start), Month.of(end)]
    found = [
        priced_days(OptionCode.ALIAS, [active(ALICE, Period(start, end))], month, catalogue(day_count=day_count))
        for month in months
    ]
    return sum(piece.period.days for pieces in found for piece in pieces) == case["expected"]["days"]


def change_within_a_month(case: Case) -> bool:
    """What is given back of the old price and what is owed of the new one are the same days of both."""
    asked, expected = case["inputs"], case["expected"]
    rest = Period(date.fromisoformat(asked["change_date"]), date.fromisoformat(asked["period_end"]) + timedelta(days=1))
    month = Month.of(rest.start)
    assert (rest.days, month.days) == (asked["remaining_days"], asked["denominator_days"])

    def owed(side: Case) -> Decimal:
        return round_cents(exact([active(ALICE, rest, quantity=side["qty"])], month, catalogue(side["price"])))

    credit = -owed(asked["old"])
    charge = owed(asked["new"]) if "new" in asked else Decimal(0)
    told = Decimal(expected.get("charge", "0"))
    return (credit, charge, credit + charge) == (Decimal(expected["credit"]), told, Decimal(expected["net"]))


def changing_quantity(case: Case) -> bool:
    asked, expected = case["inputs"], case["expected"]
    month = Month.of(date.fromisoformat(asked["period_start"]))
    whole = catalogue("1.00")
    if "changes" in asked:  # several together: each is somebody's
        later = [(change["at"], change["delta"]) for change in asked["changes"]]
        parts = [(asked["period_start"], asked["quantity_at_start"]), *later]
        found = sum(
            (exact([active(ALICE, Period(date.fromisoformat(at)), quantity=n)], month, whole) for at, n in parts),
            Fraction(0),
        )
        return agrees(found, expected["units"])
    steps = asked["quantity_changes_effective"]
    ends = [step["at"] for step in steps[1:]] + [None]
    options = [
        active(ALICE, Period(date.fromisoformat(step["at"]), until(end)), quantity=step["quantity"])
        for step, end in zip(steps, ends, strict=True)
    ]
    return agrees(exact(options, month, whole), expected["units_rounded_2"])


def cycles(case: Case) -> bool:
    asked = case["inputs"]
    period = span(asked)
    return agrees(
        exact([active(ALICE, period)], Month.of(period.start), catalogue("1.00")), case["expected"]["number_of_cycles"]
    )


def month_in_arrears(case: Case) -> bool:
    issued = datetime.fromisoformat(case["inputs"]["next_execution"]).date()
    month = Month.of(issued).plus(-1)
    first, last = (datetime.fromisoformat(case["expected"][key]).date() for key in ("in_date", "out_date"))
    return (issue_date(month), month.first, month.period.end - timedelta(days=1)) == (issued, first, last)


def refused(case: Case) -> bool:
    with pytest.raises(InvalidPeriod):
        span(case["inputs"])
    return True


def parts_of_one_bill(case: Case) -> bool:
    """Two children, two entities: their sections are the parent's bill, their own invoices the same amounts."""
    amounts = [child["amount"] for child in case["inputs"]["children"]]
    options = (OptionCode.ALIAS, OptionCode.CALL_RECORDING)
    prices = Catalogue(
        (
            price(OptionCode.ENTITY_BILLING, "0.00"),
            *(price(option, amount) for option, amount in zip(options, amounts, strict=True)),
        )
    )
    customer = state(
        *(active(who, ALWAYS, option) for who, option in zip((ALICE, BRUNO), options, strict=True)),
        assignments=(assigned(ALICE, HEAD_OFFICE), assigned(BRUNO, LYON)),
        entities=(entity(HEAD_OFFICE), entity(LYON)),
    )
    bill = compute_bill(customer, Month(2026, 3), (), prices)
    [together] = build_invoices(bill, BillingMode.SINGLE_BY_ENTITY, SELLER).invoices
    apart = build_invoices(bill, BillingMode.PER_ENTITY, SELLER).invoices
    parent, own = case["expected"]["parent_invoice"], case["expected"]["child_invoices"]
    assert [str(section.net) for section in together.sections] == [line["amount"] for line in parent["lines"]]
    assert [str(invoice.net) for invoice in apart] == list(own.values())
    return total([invoice.net for invoice in apart]) == together.net == Decimal(parent["total"])


def error_of_a_document(case: Case) -> bool:
    """The stated amount divides by 30 in a month of 31: ours is what the source's own rule gives."""
    asked = case["inputs"]
    july = [active(ALICE, Period(date(2023, 7, 10)))]
    found = exact(july, Month(2023, 7), catalogue(asked["price"]))
    stated = Decimal(case["expected"]["amount_stated"])
    return round_cents(found) == Decimal("7.10") != stated and asked["days_stated"] == 22


READERS: Mapping[str, Callable[[Case], bool]] = {
    "invoice_amount": net_of_a_month,
    "rating_call": cost_of_a_call,
    "rating_steps": cost_of_a_step,
    "rating_bundle": time_included,
    "rating_increments": increments,
    "rating_minimum_charge": least_price,
    "tariff_selection": revision_in_force,
    "day_count": civil_days,
    "proration_change": change_within_a_month,
    "quantity_change": changing_quantity,
    "billing_cycles_in_advance": cycles,
    "invoice_period": month_in_arrears,
    "validation_error": refused,
    "split_billing": parts_of_one_bill,
    "doc_inconsistency": error_of_a_document,
}


@pytest.mark.parametrize("case", [case for key, case in CASES.items() if key not in NOT_OURS], ids=lambda c: c["id"])
def test_the_case_of_another_system_comes_out_the_same(case: Case) -> None:
    assert READERS[case["kind"]](case)


def test_every_case_either_applies_or_is_named_with_its_reason() -> None:
    assert set(NOT_OURS) < set(CASES)
    assert len(CASES) - len(NOT_OURS) == 30
    assert all(len(reason.split()) > 4 for reason in NOT_OURS.values())
