"""A small table of amounts on the first page: a name at the left, columns of euros at the right, rules between."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from liveo.core.invoice import VatLine
from liveo.rendering.french import euros, percent
from liveo.rendering.sheet import ACCENT, GREY, Sheet, Style
from liveo.rendering.typeface import fitted

ROW = 5.2
HEAD_NAME = Style(8.5, bold=True)
HEAD = Style(8, colour=GREY)
CELL = Style(8.5)
STRONG = Style(8.5, bold=True)


@dataclass(slots=True)
class Table:
    """Where a table stands, in millimetres; ``y`` is the baseline of its next row."""

    left: float
    right: float
    column: float
    y: float

    def draw_heads(self, sheet: Sheet, name: str, heads: Sequence[str]) -> None:
        """Draw the name of the table and those of its columns."""
        sheet.write_at(self.left, self.y, name, HEAD_NAME)
        self._write_columns(sheet, heads, HEAD)
        sheet.rule(self.y + 1.8, self.left, self.right, colour=ACCENT)
        self.y += ROW + 1

    def draw_row(self, sheet: Sheet, name: str, amounts: Sequence[Decimal], style: Style = CELL) -> None:
        """Draw one row; with fewer amounts than columns they stand in the last ones."""
        room = self.right - self.left - len(amounts) * self.column
        sheet.write_at(self.left, self.y, fitted(name, room, style.size, bold=style.bold), style)
        self._write_columns(sheet, [euros(amount) for amount in amounts], style)
        sheet.rule(self.y + 1.7, self.left, self.right)
        self.y += ROW

    def _write_columns(self, sheet: Sheet, texts: Sequence[str], style: Style) -> None:
        """Write from left to right, the order in which a screen reader takes them."""
        for i, text in enumerate(texts, start=1):
            sheet.write_right(self.right - (len(texts) - i) * self.column, self.y, text, style)


def draw_vat_table(
    sheet: Sheet, table: Table, vat_lines: Sequence[VatLine], totals: tuple[Decimal, Decimal, Decimal]
) -> float:
    """Draw bases and VAT by rate, down to the total with VAT; ``totals``: net, VAT, gross. Returns the lowest point."""
    net, vat, gross = totals
    table.draw_heads(sheet, "TVA", ["Base HT", "Montant"])
    for line in vat_lines:
        table.draw_row(sheet, percent(line.rate), [line.base, line.amount])
    if len(vat_lines) > 1:
        table.draw_row(sheet, "Total", [net, vat])
    table.draw_row(sheet, "Total TTC", [gross], STRONG)
    return table.y
