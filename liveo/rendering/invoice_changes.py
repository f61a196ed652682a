"""How an invoice differs from last month's, on its first page: two small bars, and the three largest reasons."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from liveo.core.charges import Charge
from liveo.core.destinations import Destination
from liveo.core.invoice import Invoice, InvoiceSection
from liveo.core.invoice_changes import InvoiceChange, invoice_changes
from liveo.core.money import ZERO, total
from liveo.rendering.french import euros, euros_signed, month_name, number, plural
from liveo.rendering.labels import counted_noun, short_label
from liveo.rendering.sheet import ACCENT, GREY, LEFT, RIGHT, Colour, Sheet, Style
from liveo.rendering.typeface import fitted, printable, text_width

HEIGHT: Final = 23.0
MOST_REASONS: Final = 3
_BARS_LEFT, _BARS_RIGHT, _REASONS_LEFT = LEFT + 26, 106.0, 112.0
_BAR, _STEP = 3.6, 5.6
_USAGE_TINT: Colour = (138, 180, 224)

HEAD = Style(8.5, bold=True)
TEXT = Style(8.5)
FINE = Style(7, colour=GREY)


def families(sections: Sequence[InvoiceSection]) -> tuple[Decimal, Decimal]:
    """Return what options and what consumption cost in some sections."""
    charges: list[Charge] = [charge for section in sections for line in section.lines for charge in line.charges]
    options = total([charge.amount for charge in charges if not charge.is_usage])
    return options, total([charge.amount for charge in charges]) - options


def draw_changes(sheet: Sheet, y: float, invoice: Invoice, previous: Invoice) -> None:
    """Draw the comparison from ``y`` on, ``HEIGHT`` millimetres high; amounts are without VAT."""
    difference = euros_signed(invoice.net - previous.net)
    title = f"{difference} HT par rapport à {month_name(previous.month)}"
    sheet.write_at(LEFT, y + 3, title, HEAD)
    _draw_bars(sheet, y + 6, (previous, invoice))
    changes = invoice_changes(invoice, previous)[:MOST_REASONS]
    sheet.write_at(_REASONS_LEFT, y + 3, "Principales raisons" if changes else "Aucun changement", HEAD)
    for i, change in enumerate(changes):
        _draw_reason(sheet, y + 8.9 + i * _STEP, change)


def reason_words(change: InvoiceChange, *, with_noun: bool = True) -> str:
    """Say what lies behind a difference, never against its sign: "2 comptes de plus", "31 jours de moins"."""
    noun = counted_noun(change.code)
    if isinstance(change.code, Destination):
        calls = change.more_calls
        return _count(calls, noun, with_noun) if calls * change.amount > 0 else "autres durées ou numéros"
    subjects, days = change.after.subjects - change.before.subjects, change.more_days
    if subjects * change.amount > 0:
        return _count(subjects, noun, with_noun)
    return _count(days, ("jour", "jours"), with_noun) if days * change.amount > 0 else "changement de tarif"


def _draw_bars(sheet: Sheet, y: float, invoices: tuple[Invoice, Invoice]) -> None:
    """Draw one bar for each month, options then consumption, on one scale; a family below zero has no bar."""
    parts = [families(invoice.sections) for invoice in invoices]
    longest = max((max(options, ZERO) + max(usage, ZERO) for options, usage in parts), default=ZERO)
    room = _BARS_RIGHT - _BARS_LEFT - max(text_width(euros(invoice.net), TEXT.size) for invoice in invoices) - 2
    for invoice, (options, usage) in zip(invoices, parts, strict=True):
        sheet.write_at(LEFT, y + 2.9, month_name(invoice.month).capitalize(), TEXT)
        x = _BARS_LEFT
        for amount, colour in ((options, ACCENT), (usage, _USAGE_TINT)):
            width = room * float(max(amount, ZERO) / longest) if longest else 0.0
            if width:
                sheet.band(x, y, width, _BAR, colour)
            x += width
        sheet.write_at(x + 1.5, y + 2.9, euros(invoice.net), TEXT)
        y += _STEP
    _draw_key(sheet, y)


def _draw_key(sheet: Sheet, y: float) -> None:
    for x, name, colour in ((_BARS_LEFT, "Options", ACCENT), (_BARS_LEFT + 18, "Consommation", _USAGE_TINT)):
        sheet.band(x, y + 0.5, 2, 2, colour)
        sheet.write_at(x + 3, y + 2.3, name, FINE)


def _draw_reason(sheet: Sheet, y: float, change: InvoiceChange) -> None:
    amount = euros_signed(change.amount)
    name = short_label(change.code)
    sheet.write_at(_REASONS_LEFT, y, name, TEXT)
    left = _REASONS_LEFT + text_width(name, TEXT.size) + 2
    room = RIGHT - text_width(amount, TEXT.size) - 2 - left
    words = reason_words(change)
    if text_width(printable(words), FINE.size) > room:
        words = reason_words(change, with_noun=False)
    sheet.write_at(left, y, fitted(words, room, FINE.size), FINE)
    sheet.write_right(RIGHT, y, amount, TEXT)


def _count(more: int, noun: tuple[str, str], with_noun: bool) -> str:
    counted = plural(abs(more), *noun) if with_noun else number(abs(more))
    return f"{counted} de {'plus' if more > 0 else 'moins'}"
