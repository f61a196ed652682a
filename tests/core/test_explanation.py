"""An explanation gives the amount to whoever does the sums again, with nothing but its own figures."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import given

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.charges import Charge, OptionBasis, RowUse, UsageBasis, UsageSlice
from liveo.core.company import CompanyState
from liveo.core.destinations import Destination
from liveo.core.explanation import explain_line, explain_vat
from liveo.core.invoice import InvoiceLine, InvoiceRun
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Period
from liveo.core.rating import RateRow
from tests.core.builders import (
    ALICE,
    BRUNO,
    COMPANY,
    LYON,
    MARCH,
    NANTES,
    SELLER,
    active,
    assigned,
    calls,
    catalogue,
    march,
    state,
)
from tests.core.customers import USAGE, customers

MOBILE = RateRow("+336", Destination.FRANCE_MOBILE, "Mobile", 0, 10_000, 1, 1, 0, 0, 0, Period(date.min))
CORSICA = replace(MOBILE, prefix="+337", label="Autre mobile")


def by_hand(exact: Fraction) -> Decimal:
    """Round to the cent, half away from zero, without any of the product's code."""
    return (Decimal(abs(exact) * 200 // 1 + 1) // 2 * (1 if exact >= 0 else -1)).scaleb(-2)


def exact_by_hand(charge: Charge) -> Fraction:
    """Do the sum of an explanation again: price × days ÷ month, or the prices of the calls."""
    match charge.basis:
        case OptionBasis() as option:
            return sum(
                (
                    Fraction(s.monthly_price) * s.quantity * (s.period.end - s.period.start).days / option.days_in_month
                    for s in option.segments
                ),
                Fraction(0),
            )
        case UsageBasis() as usage:
            return Fraction(sum(use.amount_micros for use in usage.used), 10**6)


def whole_by_hand(charge: Charge) -> Decimal:
    """Return the cents of a charge before any sharing key."""
    return by_hand(charge.carried + exact_by_hand(charge)) - by_hand(charge.carried)


def assert_explained(charges: Sequence[Charge]) -> None:
    """Recompute every charge; of one that a key gave out, all shares together and each to less than a cent."""
    shares: dict[object, list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.share == 1:
            assert charge.amount == whole_by_hand(charge)
        else:
            assert abs(Fraction(charge.amount) - Fraction(whole_by_hand(charge)) * charge.share) < Fraction(1, 100)
            shares[charge.subject.subject_id, charge.code, charge.carried].append(charge)
    for parts in shares.values():
        assert sum(part.share for part in parts) == 1
        assert sum(part.amount for part in parts) == whole_by_hand(parts[0])


def runs(customer: CompanyState, usage: Sequence[UsageSlice]) -> list[InvoiceRun]:
    """Return the invoices of March 2026 in the four modes."""
    bill = compute_bill(customer, MARCH, usage, catalogue("29.90", entity_billing="9.99"))
    return [build_invoices(bill, mode, SELLER) for mode in BillingMode]


def lines_of(run: InvoiceRun) -> list[InvoiceLine]:
    return [line for invoice in run.invoices for line in invoice.lines]


@given(customer=customers(), usage=USAGE)
def test_every_charge_of_every_mode_is_what_its_explanation_gives(
    customer: CompanyState, usage: list[UsageSlice]
) -> None:
    bill = compute_bill(customer, MARCH, usage, catalogue("29.90", entity_billing="9.99"))
    assert_explained(bill.charges)
    assert_explained(bill.entity_billing)
    single = build_invoices(bill, BillingMode.SINGLE, SELLER)
    for charge in (charge for line in lines_of(single) for charge in line.charges if charge.share == 1):
        assert charge.amount == charge.whole == whole_by_hand(charge)


@given(customer=customers(), usage=USAGE)
def test_a_line_is_its_exact_sum_and_what_rounding_each_charge_added(
    customer: CompanyState, usage: list[UsageSlice]
) -> None:
    for line in (line for run in runs(customer, usage) for line in lines_of(run)):
        found = explain_line(line)
        priced = sum(
            (Fraction(use.monthly_price) * use.unit_days / use.days_in_month for use in found.prices), Fraction(0)
        )
        assert priced + sum((part.amount for part in found.rows), Fraction(0)) == found.unrounded
        assert found.unrounded == sum((exact_by_hand(c) * c.share for c in line.charges), Fraction(0))
        assert found.unrounded + found.rounding == line.net
        assert abs(found.rounding) < Fraction(2, 100) * found.charges


@given(customer=customers(), usage=USAGE)
def test_the_gap_of_vat_is_the_sum_of_its_roundings(customer: CompanyState, usage: list[UsageSlice]) -> None:
    for run in runs(customer, usage):
        gap = explain_vat(run)
        parts = sum((part.rounding for part in gap.several), Fraction(0))
        parts -= sum((part.rounding for part in gap.single), Fraction(0))
        assert parts == gap.difference
        assert sum(part.vat.amount for part in gap.several) == run.vat
        assert sum(part.vat.base for part in gap.several) == sum(part.vat.base for part in gap.single) == run.net
        for part in (*gap.several, *gap.single):
            exact = part.vat.base * part.vat.rate / 100
            assert part.vat.amount == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert part.rounding == Fraction(part.vat.amount) - Fraction(exact)
        if len(run.invoices) == 1:
            assert gap.difference == 0


def test_three_cents_in_each_of_two_documents_pay_a_cent_of_vat_that_one_would_not() -> None:
    customer = state(
        active(COMPANY, march(1), OptionCode.ENTITY_BILLING),
        assignments=(assigned(ALICE, LYON), assigned(BRUNO, NANTES)),
    )
    usage = [calls(ALICE, 30_000), calls(BRUNO, 30_000)]
    bill = compute_bill(customer, MARCH, usage, catalogue())
    gap = explain_vat(build_invoices(bill, BillingMode.PER_ENTITY, SELLER))
    assert gap.difference == Decimal("0.01")
    assert [(part.recipient, part.vat.base, part.vat.unrounded, part.vat.amount) for part in gap.several] == [
        ("Acme", Decimal("9.00"), Fraction(9, 5), Decimal("1.80")),
        ("Acme – Lyon", Decimal("0.03"), Fraction(6, 1000), Decimal("0.01")),
        ("Acme – Nantes", Decimal("0.03"), Fraction(6, 1000), Decimal("0.01")),
    ]
    [single] = gap.single
    assert (single.recipient, single.vat.base, single.rounding) == ("", Decimal("9.06"), Fraction(-2, 1000))


def test_the_rows_of_the_sheet_are_told_the_dearest_first_and_add_up() -> None:
    usage = [
        replace(calls(ALICE, 1_000, count=5), row=MOBILE),
        replace(calls(ALICE, 7_000, date(2026, 3, 9), count=2), row=CORSICA),
        replace(calls(ALICE, 2_000, date(2026, 3, 20), count=1), row=MOBILE),
        calls(ALICE, 0, date(2026, 3, 21), count=4),
    ]
    [charge] = compute_bill(state(), MARCH, usage, catalogue()).charges
    assert isinstance(charge.basis, UsageBasis)
    assert charge.basis.rows == (
        RowUse(CORSICA, 2, 120, 120, 7_000),
        RowUse(MOBILE, 6, 360, 360, 3_000),
        RowUse(None, 4, 240, 240, 0),
    )
    assert (charge.basis.calls, charge.basis.amount_micros, charge.amount) == (12, 10_000, Decimal("0.01"))


def test_without_rows_the_calls_stand_for_themselves() -> None:
    [charge] = compute_bill(state(), MARCH, [calls(ALICE, 5_000)], catalogue()).charges
    assert isinstance(charge.basis, UsageBasis)
    assert (charge.basis.rows, charge.basis.used) == ((), (RowUse(None, 1, 60, 60, 5_000),))


def test_two_prices_of_a_line_are_told_apart_with_their_days_times_quantity() -> None:
    customer = state(active(ALICE, march(1, 15), quantity=2))
    [invoice] = build_invoices(compute_bill(customer, MARCH, (), catalogue()), BillingMode.SINGLE, SELLER).invoices
    [use] = explain_line(invoice.lines[0]).prices
    assert (use.monthly_price, use.unit_days, use.days_in_month, use.amount) == (Decimal("31.00"), 28, 31, 28)
