"""The lines of an invoice: a table for each section, and a subtotal that is never left alone on a page."""

from liveo.core.invoice import Invoice, InvoiceLine, InvoiceSection
from liveo.rendering.charge_words import line_price, line_quantity
from liveo.rendering.french import euros, percent
from liveo.rendering.labels import label
from liveo.rendering.line_explanation import line_sentence
from liveo.rendering.sheet import ACCENT, BODY_TOP, GREY, LEFT, RIGHT, Sheet, Style
from liveo.rendering.typeface import fitted

ROW = 5.4
WHY_ROW = 3.4
LINE = ROW + WHY_ROW
BASELINE = 3.7
QUANTITY_LEFT, PRICE_RIGHT, VAT_RIGHT = 78.0, 154.0, 168.0

HEADING = Style(11, bold=True)
HEAD = Style(8, colour=GREY)
CELL = Style(8.5)
STRONG = Style(8.5, bold=True)
WHY = Style(6.5, colour=GREY)


def draw_sections(sheet: Sheet, invoice: Invoice) -> None:
    """Draw all sections from the cursor on, each with its lines and subtotal, then the total without VAT."""
    for section in invoice.sections:
        if section.lines:
            _draw_section(sheet, section)
    if len(invoice.sections) > 1:
        sheet.need(ROW)
        _draw_total(sheet, "Total HT de la facture", euros(invoice.net))


def section_name(section: InvoiceSection) -> str:
    """Return the heading of a section: the entity's name, or that it is the whole company."""
    return section.entity.name if section.entity else "Options et consommation"


def _draw_section(sheet: Sheet, section: InvoiceSection) -> None:
    name = section_name(section)
    sheet.need(min(len(section.lines), 2) * LINE + 4 * ROW)
    sheet.bookmark(name)
    if sheet.cursor > BODY_TOP:
        sheet.cursor += 3
    sheet.write_at(LEFT, sheet.cursor + BASELINE, fitted(name, 130, HEADING.size, bold=True), HEADING)
    if section.entity and section.entity.siret:
        sheet.write_right(RIGHT, sheet.cursor + BASELINE, f"SIRET {section.entity.siret}", HEAD)
    sheet.cursor += ROW + 1
    _draw_heads(sheet, "Désignation")
    for i, line in enumerate(section.lines):
        is_last = i == len(section.lines) - 1
        if sheet.need(LINE + (ROW if is_last else 0)):
            _draw_heads(sheet, f"{name} (suite)")
        _draw_line(sheet, line)
    _draw_total(sheet, f"Sous-total {name}" if section.entity else "Total HT", euros(section.net))


def _draw_heads(sheet: Sheet, name: str) -> None:
    y = sheet.cursor + BASELINE
    sheet.write_at(LEFT, y, fitted(name, QUANTITY_LEFT - LEFT - 2, HEAD.size), HEAD)
    sheet.write_at(QUANTITY_LEFT, y, "Quantité", HEAD)
    sheet.write_right(PRICE_RIGHT, y, "Prix unitaire HT", HEAD)
    sheet.write_right(VAT_RIGHT, y, "TVA", HEAD)
    sheet.write_right(RIGHT, y, "Montant HT", HEAD)
    sheet.cursor += ROW
    sheet.rule(sheet.cursor, colour=ACCENT)


def _draw_line(sheet: Sheet, line: InvoiceLine) -> None:
    y = sheet.cursor + BASELINE
    quantity_room = PRICE_RIGHT - QUANTITY_LEFT - 30
    sheet.write_at(LEFT, y, fitted(label(line.code), QUANTITY_LEFT - LEFT - 2, CELL.size), CELL)
    sheet.write_at(QUANTITY_LEFT, y, fitted(line_quantity(line), quantity_room, CELL.size), CELL)
    sheet.write_right(PRICE_RIGHT, y, line_price(line), CELL)
    sheet.write_right(VAT_RIGHT, y, percent(line.vat_rate), CELL)
    sheet.write_right(RIGHT, y, euros(line.net), CELL)
    sheet.write_at(LEFT, y + WHY_ROW, fitted(line_sentence(line), RIGHT - LEFT, WHY.size), WHY)
    sheet.cursor += LINE
    sheet.rule(sheet.cursor)


def _draw_total(sheet: Sheet, name: str, amount: str) -> None:
    y = sheet.cursor + BASELINE + 0.3
    sheet.write_at(LEFT, y, fitted(name, 130, STRONG.size, bold=True), STRONG)
    sheet.write_right(RIGHT, y, amount, STRONG)
    sheet.cursor += ROW + 1
