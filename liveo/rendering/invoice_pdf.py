"""An invoice as a PDF: page 1 says what is due, by when and why; then come the lines, then each account's days.

Every figure is read from the invoice; nothing is added up here that ``core`` has not defined.
"""

import re
import unicodedata
from collections.abc import Sequence

from liveo.core.invoice import Invoice, InvoiceSection, Recipient
from liveo.core.money import total
from liveo.rendering.french import day_long, euros, of_month, period_words
from liveo.rendering.invoice_changes import HEIGHT as CHANGES_HEIGHT
from liveo.rendering.invoice_changes import draw_changes, families
from liveo.rendering.invoice_detail import draw_detail
from liveo.rendering.invoice_lines import draw_sections, section_name
from liveo.rendering.letterhead import (
    PANEL_BOTTOM,
    RECIPIENT_LEFT,
    Letterhead,
    address_lines,
    draw_letterhead,
    draw_panel,
    reference_words,
)
from liveo.rendering.mentions import legal_mentions, payment_lines, seller_identity
from liveo.rendering.sheet import ACCENT, GREY, LEFT, PREVIEW_MARK, RIGHT, Running, Sheet, Style
from liveo.rendering.summary_table import Table, draw_vat_table
from liveo.rendering.typeface import fitted, unprintable_characters, wrapped

SUMMARY_TOP = 126.0
SUMMARY_RIGHT, VAT_LEFT = 108.0, 118.0
ENTITIES_ON_PAGE_1 = 9
PAYMENT_TOP = 247.0
LONGEST_SLUG = 40

SMALL = Style(8.5)
STRONG = Style(8.5, bold=True)
LABEL = Style(8.5, colour=GREY)
FINE = Style(7.5, colour=GREY)


def render_invoice(invoice: Invoice, *, previous: Invoice | None = None, einvoice: bytes | None = None) -> bytes:
    """Return the PDF of an invoice; the same records give the same bytes.

    ``previous`` is the invoice of the same recipient for the month before, if page 1 is to say what changed;
    ``einvoice`` its XML, attached. An invoice without number is marked as a preview on each page.
    """
    sheet = Sheet(_running(invoice), einvoice=einvoice)
    sheet.add_page()
    sheet.limit = PAYMENT_TOP - 4
    sheet.bookmark("Montant dû")
    _draw_head(sheet, invoice)
    _draw_due(sheet, invoice)
    top = SUMMARY_TOP
    if previous is not None:
        draw_changes(sheet, PANEL_BOTTOM + 5, invoice, previous)
        top = PANEL_BOTTOM + 5 + CHANGES_HEIGHT + 6
    sheet.cursor = _draw_summary(sheet, invoice, top) + 5
    _draw_payment(sheet, invoice)
    draw_sections(sheet, invoice)
    draw_detail(sheet, invoice)
    return bytes(sheet.output())


def file_name(invoice: Invoice) -> str:
    """Return a plain ASCII name: "FA-2026-000123_MERIDIEN_2026-10.pdf", "apercu_MERIDIEN_2026-10_mixed_lyon.pdf".

    The invoices of one run never bear the same name.
    """
    company = slug(invoice.company_code)
    if invoice.number is not None:
        return f"{slug(invoice.number)}_{company}_{invoice.month}.pdf"
    return f"apercu_{company}_{invoice.month}_{slug(invoice.mode)}_{_recipient_slug(invoice.recipient)}.pdf"


def slug(text: str) -> str:
    """Return a text as a piece of a file name: ASCII letters and digits, safe on every system."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "sans-nom"


def unprintable(invoice: Invoice) -> str:
    """Return the distinct characters of an invoice's names and addresses that would be printed as "?"."""
    people = [invoice.recipient.name, invoice.company_name, *address_lines(invoice.recipient)]
    sections = [section.entity.name for section in invoice.sections if section.entity]
    subjects = [charge.subject.label for line in invoice.lines for charge in line.charges]
    return unprintable_characters("".join([*people, *sections, *subjects]))


def _running(invoice: Invoice) -> Running:
    title = f"Facture {of_month(invoice.month)}"
    number = f"n° {invoice.number}" if invoice.number else PREVIEW_MARK
    return Running(
        title=f"{title}, {number}",
        author=invoice.seller.name,
        head=" · ".join([invoice.seller.name, title, *([number] if invoice.number else []), invoice.recipient.name]),
        foot=seller_identity(invoice.seller),
        day=invoice.issue_date,
        preview=invoice.number is None,
    )


def _draw_head(sheet: Sheet, invoice: Invoice) -> None:
    number = f"N° {invoice.number}" if invoice.number else "Aperçu, sans numéro"
    title = f"Facture {of_month(invoice.month)}"
    draw_letterhead(sheet, Letterhead(invoice.seller, invoice.recipient, title, number, _dates(invoice)))


def _draw_due(sheet: Sheet, invoice: Invoice) -> None:
    parts = f"{euros(invoice.net)} HT + {euros(invoice.vat)} de TVA"
    draw_panel(sheet, "Montant dû TTC", invoice.gross, "À régler au plus tard le", day_long(invoice.due_date), parts)


def _draw_summary(sheet: Sheet, invoice: Invoice, top: float) -> float:
    """Draw what the amount is made of, beside or under it the VAT; returns the lowest point."""
    if len(invoice.sections) > 1:
        summary = Table(LEFT, RIGHT, 30, top)
        _draw_entities(sheet, invoice, summary)
        return _draw_vat(sheet, invoice, Table(VAT_LEFT, RIGHT, 25, summary.y + 5))
    summary = Table(LEFT, SUMMARY_RIGHT, 30, top)
    options, usage = families(invoice.sections)
    summary.draw_heads(sheet, "Résumé", ["Montant HT"])
    summary.draw_row(sheet, "Options", [options])
    summary.draw_row(sheet, "Consommation", [usage])
    summary.draw_row(sheet, "Total HT", [invoice.net], STRONG)
    return max(summary.y, _draw_vat(sheet, invoice, Table(VAT_LEFT, RIGHT, 25, top)))


def _draw_entities(sheet: Sheet, invoice: Invoice, table: Table) -> None:
    table.draw_heads(sheet, "Par entité", ["Options", "Consommation", "Total HT"])
    for name, sections in _entity_rows(invoice):
        table.draw_row(sheet, name, [*families(sections), total([section.net for section in sections])])
    table.draw_row(sheet, "Total HT", [*families(invoice.sections), invoice.net], STRONG)


def _draw_vat(sheet: Sheet, invoice: Invoice, table: Table) -> float:
    """Draw bases and VAT by rate, down to what is due; returns the lowest point."""
    return draw_vat_table(sheet, table, invoice.vat_lines, (invoice.net, invoice.vat, invoice.gross))


def _draw_payment(sheet: Sheet, invoice: Invoice) -> None:
    sheet.rule(PAYMENT_TOP, colour=ACCENT)
    sheet.write_at(LEFT, PAYMENT_TOP + 5.5, "Règlement par virement", STRONG)
    y = PAYMENT_TOP + 11
    for name, value in payment_lines(invoice):
        sheet.write_at(LEFT, y, name, LABEL)
        sheet.write_at(LEFT + 20, y, fitted(value, 66, SMALL.size), SMALL)
        y += 4.6
    sheet.write_at(RECIPIENT_LEFT, PAYMENT_TOP + 5.5, "Conditions", STRONG)
    width = RIGHT - RECIPIENT_LEFT
    lines = [line for mention in legal_mentions(invoice) for line in wrapped(f"{mention}.", width, FINE.size)]
    sheet.write_lines(RECIPIENT_LEFT, PAYMENT_TOP + 10.4, lines, FINE, 3.4)


def _dates(invoice: Invoice) -> list[tuple[str, str]]:
    return [
        ("Date d'émission", day_long(invoice.issue_date)),
        ("Date d'échéance", day_long(invoice.due_date)),
        ("Période", period_words(invoice.month.period)),
        ("Code client", invoice.company_code),
        *([("Remplace", reference_words(invoice.replaces))] if invoice.replaces else []),
    ]


def _entity_rows(invoice: Invoice) -> list[tuple[str, Sequence[InvoiceSection]]]:
    """Return one row for each entity; when they are many, the last row stands for all that do not fit."""
    sections = invoice.sections
    if len(sections) <= ENTITIES_ON_PAGE_1:
        return [(section_name(section), [section]) for section in sections]
    shown, others = sections[: ENTITIES_ON_PAGE_1 - 1], sections[ENTITIES_ON_PAGE_1 - 1 :]
    return [*((section_name(section), [section]) for section in shown), (f"{len(others)} autres entités", others)]


def _recipient_slug(recipient: Recipient) -> str:
    """Name the entity by its code; where the code had to change for that, its id keeps the name unique."""
    if recipient.entity is None:
        return "entreprise"
    name = slug(recipient.entity.code)
    if name == recipient.entity.code == name.upper():
        return name.lower()
    return f"{name.lower()}_{recipient.entity.entity_id}"
