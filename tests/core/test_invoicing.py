"""Invoices: the same charges in four groupings, the same net to the cent, VAT once per invoice and rate."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import Catalogue, OptionCode
from liveo.core.charges import CHARGE_ORDER, Charge, UsageSlice
from liveo.core.company import Address, CompanyState, Entity, VatRegime
from liveo.core.destinations import Destination
from liveo.core.entities import SharingKey
from liveo.core.errors import MissingPrice
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_every_run, build_invoices, compute_bill
from liveo.core.money import round_cents, to_cents, total
from liveo.core.periods import Month, Period
from tests.core.builders import (
    ADDRESS,
    ALICE,
    BRUNO,
    COMPANY,
    HEAD_OFFICE,
    LYON,
    MARCH,
    MENU,
    NANTES,
    SELLER,
    active,
    assigned,
    calls,
    catalogue,
    entity,
    march,
    price,
    state,
)
from tests.core.customers import USAGE, customers

MODES = pytest.mark.parametrize("mode", list(BillingMode))
IN_LYON_AND_NANTES = (assigned(ALICE, LYON), assigned(BRUNO, NANTES))


def billed(customer: CompanyState, usage: Sequence[UsageSlice] = (), prices: Catalogue | None = None) -> MonthlyBill:
    """Return the bill of March 2026."""
    return compute_bill(customer, MARCH, usage, prices or catalogue())


def run(customer: CompanyState, mode: BillingMode, usage: Sequence[UsageSlice] = ()) -> InvoiceRun:
    """Return the invoices of March 2026."""
    return build_invoices(billed(customer, usage), mode, SELLER)


def in_all_modes(customer: CompanyState, usage: Sequence[UsageSlice]) -> list[Invoice]:
    """Return the invoices of March 2026 in the four modes, one after the other."""
    bill = billed(customer, usage)
    return [invoice for mode in BillingMode for invoice in build_invoices(bill, mode, SELLER).invoices]


def charges_on(invoices: Sequence[Invoice]) -> list[Charge]:
    """Return every charge that stands on the invoices."""
    return [charge for invoice in invoices for line in invoice.lines for charge in line.charges]


def cents_of_calls(*amounts: tuple[int, int]) -> list[UsageSlice]:
    """Return calls of so many cents for each subject."""
    return [calls(subject, cents * 10_000) for subject, cents in amounts]


@given(customer=customers(), usage=USAGE)
def test_no_cent_is_lost_and_no_charge_stands_twice_in_any_mode(
    customer: CompanyState, usage: list[UsageSlice]
) -> None:
    bill = billed(customer, usage)
    for mode, rule in BILLING_MODES.items():
        owed = [*bill.charges, *(bill.entity_billing if rule.needs_entity_billing else ())]
        found = charges_on(build_invoices(bill, mode, SELLER).invoices)
        assert by_subject_and_code(found) == by_subject_and_code(owed)
        assert sum(charge.share for charge in found if charge.amount) <= sum(charge.share for charge in owed)


@given(customer=customers(), usage=USAGE)
def test_all_modes_at_once_are_each_mode_apart(customer: CompanyState, usage: list[UsageSlice]) -> None:
    bill = billed(customer, usage)
    assert build_every_run(bill, SELLER) == {mode: build_invoices(bill, mode, SELLER) for mode in BILLING_MODES}


def by_subject_and_code(charges: Sequence[Charge]) -> Counter[tuple[int, str]]:
    """Return what each subject owes for each option or destination, free things aside."""
    owed: Counter[tuple[int, str]] = Counter()
    for charge in charges:
        owed[charge.subject.subject_id, charge.code] += to_cents(charge.amount)
    return +owed


def test_a_common_charge_that_was_shared_out_is_one_again_where_no_entity_stands() -> None:
    customer = state(active(ALICE, march(1)), key=SharingKey.EQUAL)
    [invoice] = run(customer, BillingMode.SINGLE).invoices
    [charge] = [charge for line in invoice.lines for charge in line.charges]
    assert (charge.share, charge.amount) == (1, Decimal("31.00"))


@given(customer=customers(), usage=USAGE)
def test_the_four_modes_bill_the_same_net_the_entity_option_aside(
    customer: CompanyState, usage: list[UsageSlice]
) -> None:
    runs = [run(customer, mode, usage) for mode in BillingMode]
    assert len({found.net - found.entity_billing_added for found in runs}) == 1


@given(customer=customers(entity_billing=False), usage=USAGE)
def test_a_mode_by_entity_shows_what_its_option_would_add(customer: CompanyState, usage: list[UsageSlice]) -> None:
    for mode in BillingMode:
        added = Decimal("9.00") if BILLING_MODES[mode].needs_entity_billing else Decimal("0.00")
        assert run(customer, mode, usage).entity_billing_added == added


@given(customer=customers(), usage=USAGE)
def test_totals_follow_from_the_lines_in_any_mode(customer: CompanyState, usage: list[UsageSlice]) -> None:
    for invoice in in_all_modes(customer, usage):
        assert invoice.net == total([line.net for line in invoice.lines]) == total([v.base for v in invoice.vat_lines])
        assert invoice.gross == invoice.net + total([v.amount for v in invoice.vat_lines])
        # charges may be below zero and add up to nothing, but there is something to say
        assert any(charge.amount for line in invoice.lines for charge in line.charges), "no empty invoice"


@given(customer=customers(), usage=USAGE)
def test_lines_stand_in_the_order_of_the_invoice_in_any_mode(customer: CompanyState, usage: list[UsageSlice]) -> None:
    for section in (section for invoice in in_all_modes(customer, usage) for section in invoice.sections):
        keys = [(CHARGE_ORDER[line.code], -line.vat_rate) for line in section.lines]
        assert keys == sorted(set(keys))


@given(customer=customers(), usage=USAGE)
def test_mixed_with_nobody_separate_is_mode_2_and_with_everybody_mode_3(
    customer: CompanyState, usage: list[UsageSlice]
) -> None:
    for mark, same in ((False, BillingMode.SINGLE_BY_ENTITY), (True, BillingMode.PER_ENTITY)):
        marked = replace(customer, entities=tuple(replace(e, own_invoice=mark) for e in customer.entities))
        mixed, other = run(marked, BillingMode.MIXED, usage), run(marked, same, usage)
        assert tuple(replace(invoice, mode=same) for invoice in mixed.invoices) == other.invoices
        assert mixed.nothing_to_pay == other.nothing_to_pay


@MODES
def test_a_customer_without_anything_to_pay_receives_no_invoice(mode: BillingMode) -> None:
    paid_option = active(COMPANY, march(1), OptionCode.ENTITY_BILLING)
    free = Catalogue(tuple(replace(price, monthly=Decimal("0.00")) for price in catalogue().standard))
    found = build_invoices(billed(state(paid_option), [calls(ALICE, 0)], free), mode, SELLER)
    assert found.invoices == ()
    assert [e.entity_id for e in found.nothing_to_pay] == [HEAD_OFFICE, LYON, NANTES]


@pytest.mark.parametrize("mode", [BillingMode.SINGLE_BY_ENTITY, BillingMode.PER_ENTITY, BillingMode.MIXED])
def test_an_entity_with_nothing_to_pay_is_listed_as_such(mode: BillingMode) -> None:
    found = run(state(active(ALICE, march(1)), assignments=IN_LYON_AND_NANTES), mode)
    assert [e.entity_id for e in found.nothing_to_pay] == [NANTES]


def test_the_single_mode_lists_no_entity() -> None:
    assert run(state(active(ALICE, march(1)), assignments=IN_LYON_AND_NANTES), BillingMode.SINGLE).nothing_to_pay == ()


def test_the_entity_option_that_is_active_is_a_line_like_any_other_in_every_mode() -> None:
    customer = state(active(COMPANY, march(1), OptionCode.ENTITY_BILLING), active(ALICE, march(1)))
    for mode in BillingMode:
        found = run(customer, mode)
        assert (found.net, found.entity_billing_added) == (Decimal("40.00"), Decimal("0.00"))


def test_the_previewed_entity_option_is_marked_as_assumed_and_shared_like_the_rest() -> None:
    customer = state(active(ALICE, march(1)), key=SharingKey.EQUAL)
    [lyon, nantes] = billed(customer).entity_billing
    assert (lyon.entity_id, lyon.amount, lyon.basis.assumed) == (LYON, Decimal("4.50"), True)
    assert (nantes.entity_id, nantes.amount) == (NANTES, Decimal("4.50"))


def without_entity_billing(since: date | None = None) -> Catalogue:
    """Return a catalogue that has no price of the billing by entity, or none before a day."""
    late = (price(OptionCode.ENTITY_BILLING, "9.00", Period(since)),) if since else ()
    others = (p for p in catalogue().standard if p.option is not OptionCode.ENTITY_BILLING)
    return Catalogue((*others, *late))


def test_a_catalogue_without_the_entity_option_bills_mode_1_as_ever() -> None:
    customer = state(active(ALICE, march(1)))
    bill = billed(customer, prices=without_entity_billing())
    found = build_invoices(bill, BillingMode.SINGLE, SELLER)
    assert found == run(customer, BillingMode.SINGLE)
    assert found.unpriced is None


@pytest.mark.parametrize("mode", [BillingMode.SINGLE_BY_ENTITY, BillingMode.PER_ENTITY, BillingMode.MIXED])
@pytest.mark.parametrize(("since", "unpriced"), [(None, 1), (date(2026, 3, 10), 1)])
def test_a_mode_by_entity_is_previewed_without_the_option_and_says_since_when_it_has_no_price(
    mode: BillingMode, since: date | None, unpriced: int
) -> None:
    bill = billed(state(active(ALICE, march(1))), prices=without_entity_billing(since))
    found = build_invoices(bill, mode, SELLER)
    assert (found.net, found.entity_billing_added) == (Decimal("31.00"), Decimal("0.00"))
    assert found.unpriced == date(2026, 3, unpriced)


def test_the_entity_option_that_is_active_and_has_no_price_is_refused_in_every_mode() -> None:
    with pytest.raises(MissingPrice, match="entity_billing"):
        billed(state(active(COMPANY, march(9), OptionCode.ENTITY_BILLING)), prices=without_entity_billing())


def test_the_previewed_option_of_a_company_that_moves_keeps_what_was_carried() -> None:
    customer = state(assignments=(assigned(COMPANY, LYON, march(1, 12)), assigned(COMPANY, NANTES, march(12))))
    for part in billed(customer, prices=catalogue(entity_billing="9.99")).entity_billing:
        assert part.amount == round_cents(part.carried + part.basis.unrounded) - round_cents(part.carried)


def test_a_section_for_each_entity_with_its_subtotal() -> None:
    customer = state(active(ALICE, march(1, 15)), active(BRUNO, march(15)), assignments=IN_LYON_AND_NANTES)
    [invoice] = run(customer, BillingMode.SINGLE_BY_ENTITY).invoices
    subtotals = {section.entity and section.entity.entity_id: section.net for section in invoice.sections}
    assert subtotals == {HEAD_OFFICE: Decimal("9.00"), LYON: Decimal("14.00"), NANTES: Decimal("17.00")}


def test_vat_is_computed_on_the_sum_and_not_line_by_line() -> None:
    usage = [calls(ALICE, 20_000, destination=destination) for destination in list(Destination)[:3]]
    [invoice] = run(state(), BillingMode.SINGLE, usage).invoices
    assert [line.net for line in invoice.lines] == [Decimal("0.02")] * 3
    assert (invoice.net, invoice.vat) == (Decimal("0.06"), Decimal("0.01")), "0.012, where three times 0.004 is nothing"


def test_splitting_may_move_the_vat_by_cents_never_the_net() -> None:
    customer = state(active(COMPANY, march(1), OptionCode.ENTITY_BILLING), assignments=IN_LYON_AND_NANTES)
    usage = cents_of_calls((ALICE, 3), (BRUNO, 3))
    one, several = (run(customer, mode, usage) for mode in (BillingMode.SINGLE, BillingMode.PER_ENTITY))
    assert one.net == several.net == Decimal("9.06")
    assert (one.vat, several.vat) == (Decimal("1.81"), Decimal("1.82"))


def test_an_overseas_entity_is_billed_at_its_own_rate() -> None:
    entities = (entity(HEAD_OFFICE), entity(LYON, vat=VatRegime.OVERSEAS), entity(NANTES, vat=VatRegime.EXEMPT))
    customer = state(
        *(active(subject, march(1)) for subject in (ALICE, BRUNO, MENU)),
        assignments=IN_LYON_AND_NANTES,
        entities=entities,
    )
    [invoice] = run(customer, BillingMode.SINGLE).invoices
    assert [(v.rate, v.base, v.amount) for v in invoice.vat_lines] == [
        (Decimal("20.0"), Decimal("31.00"), Decimal("6.20")),
        (Decimal("8.5"), Decimal("31.00"), Decimal("2.64")),
        (Decimal("0.0"), Decimal("31.00"), Decimal("0.00")),
    ]


def test_a_month_is_billed_on_the_1st_of_the_next_and_due_after_the_agreed_days() -> None:
    [invoice] = run(state(active(ALICE, march(1))), BillingMode.SINGLE).invoices
    assert (invoice.issue_date, invoice.due_date) == (date(2026, 4, 1), date(2026, 5, 1))
    december = compute_bill(state(active(ALICE, march(1))), Month(2026, 12), (), catalogue())
    [invoice] = build_invoices(december, BillingMode.SINGLE, SELLER).invoices
    assert invoice.issue_date == date(2027, 1, 1)


def test_a_preview_has_no_number() -> None:
    [invoice] = run(state(active(ALICE, march(1))), BillingMode.SINGLE).invoices
    assert (invoice.number, invoice.recipient.name, invoice.recipient.entity) == (None, "Acme", None)


def test_an_entity_with_its_own_siret_and_address_is_billed_there() -> None:
    lyon_address = Address("2 place Bellecour", "69002", "Lyon")
    lyon = replace(entity(LYON), siret="73282932000074", address=lyon_address)
    assert recipient_of(lyon) == ("Acme – Lyon", "732829320", "73282932000074", "", lyon_address)


def test_an_entity_of_the_same_company_keeps_its_identifiers_and_address() -> None:
    assert recipient_of(entity(LYON)) == ("Acme – Lyon", "552100554", "", "FR50552100554", ADDRESS)


def recipient_of(lyon: Entity) -> tuple[object, ...]:
    """Return whom the invoice of Lyon is addressed to."""
    customer = state(
        active(ALICE, march(1)), assignments=IN_LYON_AND_NANTES, entities=(entity(HEAD_OFFICE), lyon, entity(NANTES))
    )
    found = [i.recipient for i in run(customer, BillingMode.PER_ENTITY).invoices if i.recipient.entity == lyon]
    return next((r.name, r.siren, r.siret, r.vat_number, r.address) for r in found)
