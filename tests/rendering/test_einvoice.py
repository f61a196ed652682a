"""The e-invoice: the same figures as the PDF, clean by every rule, refused with the rule's words where it is not."""

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from liveo.core.billing_modes import BillingMode
from liveo.core.invoice import Invoice
from liveo.rendering.einvoice import einvoice_xml, plain_text
from liveo.rendering.einvoice_checks import einvoice_faults, own_faults
from liveo.rendering.einvoice_lines import invoice_lines
from liveo.rendering.einvoice_reading import read_einvoice
from liveo.rendering.frozen_document import EInvoiceRefused, frozen_invoice, inspected
from liveo.rendering.xmp import EINVOICE_FILE
from tests.rendering.sample_invoices import run, single

NUMBER = "FA-2026-000123"


def numbered(invoice: Invoice) -> Invoice:
    return replace(invoice, number=NUMBER)


def xml_of(invoice: Invoice) -> bytes:
    return einvoice_xml(numbered(invoice))


@pytest.mark.parametrize("mode", list(BillingMode))
def test_every_document_of_every_mode_is_clean(mode: BillingMode) -> None:
    for invoice in run(12, 4, mode, own_invoice=(2,)).invoices:
        assert einvoice_faults(xml_of(invoice)) == ()


def test_the_xml_says_what_the_invoice_says() -> None:
    invoice = run(12, 4, BillingMode.SINGLE_BY_ENTITY).invoices[0]
    read = read_einvoice(xml_of(invoice))
    assert (read.number, read.type_code) == (NUMBER, "380")
    assert (read.net, read.vat_total, read.gross, read.due) == (invoice.net, invoice.vat, invoice.gross, invoice.gross)
    assert [line.net for line in read.lines] == [line.net for line in invoice.lines]
    assert [(vat.rate, vat.base, vat.amount) for vat in read.vat] == [
        (vat.rate, vat.base, vat.amount) for vat in invoice.vat_lines
    ]
    assert (read.issue_date, read.due_date) == (invoice.issue_date, invoice.due_date)
    assert (read.buyer.siren, read.seller.siren) == (invoice.recipient.siren, invoice.seller.siren)


def test_the_same_document_gives_the_same_bytes() -> None:
    frozen = frozen_invoice(single(), None, NUMBER)
    assert frozen == frozen_invoice(single(), None, NUMBER)


def test_the_pdf_holds_the_xml_and_a_preview_holds_none() -> None:
    frozen = frozen_invoice(single(), None, NUMBER)
    assert PdfReader(io.BytesIO(frozen.pdf)).attachments[EINVOICE_FILE] == [frozen.einvoice.encode()]
    with pytest.raises(ValueError, match="preview"):
        einvoice_xml(single())


def test_an_option_of_one_price_says_its_days_and_a_line_of_many_roundings_is_one_lot() -> None:
    lines = {line.name: line for line in invoice_lines(single(12))}
    queue = lines["File d'attente"].priced
    assert (queue.quantity, queue.unit, queue.price, queue.base) == (31, "DAY", Decimal("31.00"), 31)
    assert lines["France Fixe"].priced.unit == "C62"
    assert all(line.priced.amount == line.net for line in lines.values())


Change = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Change:
    def changed(xml: bytes) -> bytes:
        assert old.encode() in xml
        return xml.replace(old.encode(), new.encode(), 1)

    return changed


def without(tag: str) -> Change:
    def changed(xml: bytes) -> bytes:
        head, _, rest = xml.partition(f"<ram:{tag}>".encode())
        return head + rest.partition(f"</ram:{tag}>".encode())[2]

    return changed


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (swap("<ram:ChargeAmount>31.00<", "<ram:ChargeAmount>31.01<"), "quantité × prix donne 31,01"),
        (swap(">732829320<", ">732829321<"), "SIREN (émetteur)"),
        (swap(">FR96552100554<", ">FR97552100554<"), "Numéro de TVA (client)"),
        (swap(">FR7630006000011234567890189<", ">FR7730006000011234567890189<"), "IBAN"),
        (without("DueDateDateTime"), "date d'échéance manque"),
        (without("DueDateTypeCode"), "exigibilité de la TVA"),
        (swap(">20261031<", ">20261131<"), "ne se lit"),
        (swap('format="102">20261012<', 'format="102">20260912<'), "sort de celle de la facture"),
        (swap("<ram:TypeCode>380<", "<ram:TypeCode>381<"), "L'avoir ne dit pas"),
    ],
)
def test_what_the_official_rules_let_pass_is_found(change: Change, words: str) -> None:
    try:
        found = " ".join(own_faults(change(xml_of(single()))))
    except ValueError:
        found = "ne se lit"
    assert words in found


@given(st.integers(-99, 99).filter(bool))
def test_a_vat_wrong_by_any_number_of_cents_is_found(cents: int) -> None:
    xml = CLEAN.decode()
    vat = read_einvoice(CLEAN).vat[0].amount
    wrong = xml.replace(f"<ram:CalculatedAmount>{vat}<", f"<ram:CalculatedAmount>{vat + Decimal(cents) / 100}<")
    assert any("TVA à" in sentence for sentence in own_faults(wrong.encode()))


def test_a_broken_french_rule_is_told_in_its_own_words() -> None:
    [told] = [text for text in einvoice_faults(swap(">B2B<", ">B2X<")(xml_of(single()))) if "BR-FR-20" in text]
    assert "BAR" in told


def test_a_document_that_is_not_clean_is_refused_before_it_exists() -> None:
    invoice = single()
    wrong = replace(invoice, recipient=replace(invoice.recipient, siren="552100555"))
    with pytest.raises(EInvoiceRefused, match=r"Méridien Distribution .*SIREN \(client\)"):
        frozen_invoice(wrong, None, NUMBER)
    [sentence] = inspected(wrong)
    assert "n'est pas conforme" in sentence
    assert inspected(invoice) == ()


@given(st.text())
def test_any_text_can_stand_in_the_xml(text: str) -> None:
    from lxml import etree

    element = etree.Element("x")
    element.text = plain_text(text)
    assert "\n" not in element.text


CLEAN = xml_of(single())
