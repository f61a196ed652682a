"""A credit note as a PDF: what is given back, of which invoice and why, line by line, with its VAT."""

from liveo.core.credit import CreditNote, OriginLine
from liveo.rendering.french import day_long, euros, percent, period_words
from liveo.rendering.letterhead import PANEL_BOTTOM, Letterhead, draw_letterhead, draw_panel, reference_words
from liveo.rendering.mentions import SERVICES, VAT_ON_DEBITS, seller_identity
from liveo.rendering.sheet import ACCENT, BODY_TOP, GREY, LEFT, PREVIEW_MARK, RIGHT, Running, Sheet, Style
from liveo.rendering.summary_table import Table, draw_vat_table
from liveo.rendering.typeface import fitted, wrapped

ROW, BASELINE = 5.4, 3.7
SECTION_LEFT, VAT_RIGHT = 78.0, 168.0
VAT_LEFT = 118.0
ROOM_FOR_TOTALS = 48.0

HEAD = Style(8, colour=GREY)
CELL = Style(8.5)
STRONG = Style(8.5, bold=True)
FINE = Style(7.5, colour=GREY)


def render_credit_note(note: CreditNote, *, einvoice: bytes | None = None) -> bytes:
    """Return the PDF of a credit note; the same records give the same bytes. Without number it is marked as a draft."""
    sheet = Sheet(_running(note), einvoice=einvoice)
    sheet.add_page()
    sheet.bookmark("Montant rendu")
    number = f"N° {note.number}" if note.number else "Aperçu, sans numéro"
    draw_letterhead(sheet, Letterhead(note.seller, note.recipient, "Avoir", number, _dates(note)))
    parts = f"{euros(note.net)} HT + {euros(note.vat)} de TVA"
    origin = reference_words(note.origin.reference)
    draw_panel(sheet, "Montant rendu TTC", note.gross, "Sur la facture", origin, parts)
    sheet.cursor = PANEL_BOTTOM + 7
    for line in wrapped(f"Motif : {note.reason}", RIGHT - LEFT, CELL.size)[:4]:
        sheet.write_at(LEFT, sheet.cursor, line, CELL)
        sheet.cursor += 4.6
    _draw_lines(sheet, note)
    _draw_totals(sheet, note)
    return bytes(sheet.output())


def _running(note: CreditNote) -> Running:
    number = f"n° {note.number}" if note.number else PREVIEW_MARK
    return Running(
        title=f"Avoir, {number}",
        author=note.seller.name,
        head=" · ".join([note.seller.name, "Avoir", *([number] if note.number else []), note.recipient.name]),
        foot=seller_identity(note.seller),
        day=note.issue_date,
        preview=note.number is None,
    )


def _dates(note: CreditNote) -> list[tuple[str, str]]:
    return [
        ("Date d'émission", day_long(note.issue_date)),
        ("Facture d'origine", reference_words(note.origin.reference)),
        ("Période", period_words(note.month.period)),
        ("Code client", note.origin.company_code),
    ]


def _draw_lines(sheet: Sheet, note: CreditNote) -> None:
    sheet.bookmark("Lignes")
    sheet.cursor += 4
    _draw_heads(sheet)
    for line in note.lines:
        if sheet.need(ROW):
            _draw_heads(sheet)
        _draw_line(sheet, line)


def _draw_heads(sheet: Sheet) -> None:
    y = sheet.cursor + BASELINE
    sheet.write_at(LEFT, y, "Ligne de la facture", HEAD)
    sheet.write_at(SECTION_LEFT, y, "Section", HEAD)
    sheet.write_right(VAT_RIGHT, y, "TVA", HEAD)
    sheet.write_right(RIGHT, y, "Montant HT", HEAD)
    sheet.cursor += ROW
    sheet.rule(sheet.cursor, colour=ACCENT)


def _draw_line(sheet: Sheet, line: OriginLine) -> None:
    y = sheet.cursor + BASELINE
    name = f"{line.rank}. {line.label}"
    sheet.write_at(LEFT, y, fitted(name, SECTION_LEFT - LEFT - 2, CELL.size), CELL)
    sheet.write_at(SECTION_LEFT, y, fitted(line.section, VAT_RIGHT - SECTION_LEFT - 14, CELL.size), CELL)
    sheet.write_right(VAT_RIGHT, y, percent(line.vat_rate), CELL)
    sheet.write_right(RIGHT, y, euros(line.net), CELL)
    sheet.cursor += ROW
    sheet.rule(sheet.cursor)


def _draw_totals(sheet: Sheet, note: CreditNote) -> None:
    sheet.need(ROOM_FOR_TOTALS)
    top = sheet.cursor + 9 if sheet.cursor > BODY_TOP else sheet.cursor + 4
    totals = (note.net, note.vat, note.gross)
    bottom = draw_vat_table(sheet, Table(VAT_LEFT, RIGHT, 25, top), note.vat_lines, totals)
    said = [SERVICES, *([VAT_ON_DEBITS] if note.seller.vat_on_debits else []), note.origin.no_vat]
    said.append("Ce montant se déduit de votre prochain règlement, ou vous est remboursé si vous l'avez déjà payé")
    lines = [line for text in said if text for line in wrapped(f"{text}.", VAT_LEFT - LEFT - 12, FINE.size)]
    sheet.write_lines(LEFT, top, lines, FINE, 3.6)
    sheet.cursor = bottom
