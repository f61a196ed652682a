"""Every kind of document that can be issued, made as the product makes it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from liveo.core.billing_modes import BillingMode
from liveo.core.company import Entity
from liveo.core.documents import Frozen
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceSection
from liveo.core.periods import Month
from liveo.rendering.frozen_document import frozen_credit_note, frozen_invoice
from liveo.services.companies import company_summaries
from liveo.services.crediting import Wish, issue_credit_note
from liveo.services.issued import Scope, handed_over
from liveo.services.issuing import issue_month
from liveo.services.people import COMMAND_LINE
from liveo.store.database import Base
from tests.rendering.sample_invoices import OCTOBER, run, single

TODAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MONTH = Month(2026, 10)
NUMBER = "FA-2026-000123"

HOSTILE = {
    "right to left": "\u202eشركة الاختبار العربية\u202c",
    "emoji": "Café 😀🚀 & Cie",
    "200 characters": "Société " + "très " * 38 + "long",
    "control characters": "Ate\x00lier\x07 du\n\tPort\x1b[31m",
    "markup": "<b>&amp;]]> --> <![CDATA[ **Gras** {nb} \\(a\\)",
    "formula": '=HYPERLINK("http://x")',
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document with what the base says of it, in euros."""

    name: str
    frozen: Frozen
    net: Decimal
    vat: Decimal
    gross: Decimal


def sample_documents() -> Iterator[Document]:
    """Yield the kinds that the demonstration does not hold."""
    yield _frozen("one account", single(1))
    yield _frozen("3,000 accounts", single(3000))
    yield _frozen("3,000 accounts in 60 entities", run(3000, 60, BillingMode.SINGLE_BY_ENTITY).invoices[0])
    yield _frozen("three VAT rates", _three_rates())
    yield _frozen("a negative adjustment", _with_rebate(single(5)))
    yield _frozen("lines at 0.00", _free(single(5)))
    for i, invoice in enumerate(run(12, 4, BillingMode.MIXED, own_invoice=(1, 2)).invoices):
        yield _frozen(f"mixed, document {i + 1}", invoice)
    for kind, name in HOSTILE.items():
        yield _frozen(f"hostile names: {kind}", _named(run(6, 2, BillingMode.SINGLE_BY_ENTITY).invoices[0], name))


def issued_documents(base: Base, mode: BillingMode) -> Iterator[Document]:
    """Issue every demonstration company in a mode, credit one invoice whole and one by lines, and yield all of it."""
    codes = [company.code for company in company_summaries(base)]
    _bill_in(base, mode)
    numbers = []
    for code in codes:
        made = issue_month(base, code, MONTH, COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen_invoice)
        numbers.append(made[0].number)
    for wish in (
        Wish(numbers[0], "Erreur de tarif <b>&amp;"),
        Wish(numbers[1], "Ligne en trop", {1: None}),
        Wish(numbers[1], "Un centime", {2: Decimal("0.01")}),
        Wish(numbers[1], "Le reste"),
    ):
        issue_credit_note(base, wish, COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen_credit_note)
    for document, frozen in handed_over(base, Scope(tuple(codes), MONTH)):
        yield Document(f"{mode} {document.number}", frozen, document.net, document.vat, document.gross)


def write_pdfs(documents: list[Document], folder: Path) -> list[Path]:
    """Write the PDFs, in order."""
    paths = [folder / f"{i:04d}.pdf" for i in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(document.frozen.pdf)
    return paths


def _frozen(name: str, invoice: Invoice) -> Document:
    previous = replace(single(3), month=OCTOBER.plus(-1))
    return Document(name, frozen_invoice(invoice, previous, NUMBER), invoice.net, invoice.vat, invoice.gross)


def _three_rates() -> Invoice:
    """20 %, 8.5 % and, in Guyane, nothing at all: one invoice for sites of the three regimes."""
    [invoice] = run(12, 3, BillingMode.SINGLE_BY_ENTITY).invoices
    first, *others = invoice.sections
    assert others[0].entity is not None
    cayenne = replace(
        others[0].entity, address=replace(invoice.recipient.address, postcode="97300", city="Cayenne"), name="Cayenne"
    )
    free = InvoiceSection(cayenne, tuple(replace(line, vat_rate=Decimal("0.0")) for line in others[0].lines))
    return replace(invoice, sections=(first, free, *others))


def _with_rebate(invoice: Invoice) -> Invoice:
    """Give a line back in part: its charges are negative, the total stays above zero."""
    [section] = invoice.sections
    given_back = [_signed(line) if i == 2 else line for i, line in enumerate(section.lines)]
    return replace(invoice, sections=(InvoiceSection(None, tuple(given_back)),))


def _signed(line: InvoiceLine) -> InvoiceLine:
    return replace(line, charges=tuple(replace(charge, amount=-charge.amount) for charge in line.charges))


def _free(invoice: Invoice) -> Invoice:
    """Let the first lines cost nothing, as calls within an allowance do."""
    [section] = invoice.sections
    nothing = [
        replace(line, charges=tuple(replace(charge, amount=Decimal("0.00")) for charge in line.charges))
        for line in section.lines[-3:]
    ]
    return replace(invoice, sections=(InvoiceSection(None, (*section.lines[:-3], *nothing)),))


def _named(invoice: Invoice, name: str) -> Invoice:
    """Put a name wherever a name can stand."""
    recipient = replace(
        invoice.recipient, name=name, address=replace(invoice.recipient.address, street=name, city=name)
    )
    return replace(
        invoice,
        recipient=recipient,
        company_name=name,
        sections=tuple(
            InvoiceSection(_renamed(section.entity, name), tuple(_relabelled(line, name) for line in section.lines))
            for section in invoice.sections
        ),
    )


def _renamed(entity: Entity | None, name: str) -> Entity | None:
    return replace(entity, name=name) if entity else None


def _relabelled(line: InvoiceLine, name: str) -> InvoiceLine:
    return replace(
        line,
        charges=tuple(replace(c, subject=replace(c.subject, name=name)) for c in line.charges),  # type: ignore[type-var]
    )


def _bill_in(base: Base, mode: BillingMode) -> None:
    """Bill every company in a mode, with the option that it needs."""
    with base.write() as tx:
        tx.execute("update divisions set billing_mode = $mode", {"mode": mode})
        tx.execute(
            "insert into activations select nextval('activation_ids'), subject_id, subject_id, 'entity_billing',"
            " date '2026-01-01', date '9999-12-31', 1 from companies"
        )
