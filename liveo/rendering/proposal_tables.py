"""Tables and a chart of a proposal, drawn row by row, over as many pages as they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from liveo.rendering.french import euros, euros_signed
from liveo.rendering.sheet import ACCENT, GREY, LEFT, RIGHT, RULE, Colour, Sheet, Style
from liveo.rendering.typeface import fitted, wrapped
from liveo.rendering.waterfall import FULL_MONTH, NEW_BILL, TODAY, Bar, waterfall_bars

ROW, BASELINE = 5.4, 3.8
LEADING = 4.4
HEADING = Style(11, bold=True)
HEAD = Style(8, colour=GREY)
CELL = Style(8.5)
STRONG = Style(8.5, bold=True)
NOTE = Style(8, colour=GREY)

BAR_ROW, BAR_HEIGHT = 6.6, 4.4
LABEL_ROOM, AMOUNT_ROOM = 52.0, 26.0
MOST_BARS = 14
MORE: Colour = (213, 94, 0)
LESS: Colour = (0, 158, 115)
FAINT: Colour = (176, 205, 232)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its name at the left, texts in columns at the right."""

    name: str
    texts: Sequence[str]
    strong: bool = False


def draw_heading(sheet: Sheet, title: str, room: float = 24.0) -> None:
    """Draw the title of a part, on a new page when not even ``room`` millimetres are left under it."""
    sheet.need(room)
    sheet.bookmark(title)
    sheet.cursor += 7.5
    sheet.write_at(LEFT, sheet.cursor, title, HEADING)
    sheet.cursor += 3


def draw_text(sheet: Sheet, text: str, style: Style = CELL, *, left: float = LEFT) -> None:
    """Draw a paragraph."""
    for line in wrapped(text, RIGHT - left, style.size, bold=style.bold):
        sheet.need(LEADING)
        sheet.write_at(left, sheet.cursor + BASELINE, line, style)
        sheet.cursor += LEADING


def draw_table(sheet: Sheet, name: str, heads: Sequence[str], rows: Sequence[Row], column: float = 25.0) -> None:
    """Draw rows under their heads, which stand again on each page."""
    _draw_heads(sheet, name, heads, column)
    for row in rows:
        if sheet.need(ROW):
            _draw_heads(sheet, name, heads, column)
        style = STRONG if row.strong else CELL
        room = RIGHT - LEFT - len(heads) * column - 2
        y = sheet.cursor + BASELINE
        sheet.write_at(LEFT, y, fitted(row.name, room, style.size, bold=style.bold), style)
        _write_columns(sheet, y, row.texts, style, column)
        sheet.cursor += ROW
        sheet.rule(sheet.cursor)


def draw_listed(sheet: Sheet, rank: int, text: str, amount: str, details: Sequence[str] = ()) -> None:
    """Draw one numbered item with its amount at the right, and lines of details under it."""
    lines = wrapped(text, RIGHT - LEFT - 40, CELL.size)
    sheet.need(LEADING * (len(lines) + len(details)) + 2)
    y = sheet.cursor + BASELINE
    sheet.write_at(LEFT, y, f"{rank}.", STRONG)
    sheet.write_right(RIGHT, y, amount, STRONG)
    y = sheet.write_lines(LEFT + 7, y, lines, CELL, LEADING)
    y = sheet.write_lines(LEFT + 7, y, list(details), NOTE, LEADING)
    sheet.cursor = y - BASELINE + 0.8
    sheet.rule(sheet.cursor)
    sheet.cursor += 0.6


def draw_waterfall(sheet: Sheet, before: Decimal, changes: Sequence[tuple[str, Decimal]], full_month: Decimal) -> None:
    """Draw today's bill, each change, the new bill and full-month billing as bars with their amounts."""
    shown = _few(changes)
    bars = waterfall_bars(before, [amount for _, amount in shown], full_month)
    labels = [TODAY, *(label for label, _ in shown), NEW_BILL, FULL_MONTH]
    said = [euros_signed(bar.end - bar.start) if bar.is_change else euros(bar.end) for bar in bars]
    sheet.need(BAR_ROW * len(bars) + 8)
    scale = _Scale.over(bars)
    colours = [GREY, *(MORE if bar.end > bar.start else LESS for bar in bars[1:-2]), ACCENT, FAINT]
    for bar, label, text, colour in zip(bars, labels, said, colours, strict=True):
        _draw_bar(sheet, bar, scale, colour)
        y = sheet.cursor + BAR_ROW / 2 + 1.1
        sheet.write_at(LEFT, y, fitted(label, LABEL_ROOM - 3, CELL.size), CELL)
        end = scale.place(max(bar.start, bar.end))
        sheet.write_at(end + 1.5, y, text, CELL if bar.is_change else STRONG)
        sheet.cursor += BAR_ROW
    if bars[0].start:
        draw_text(sheet, "Les barres ne partent pas de zéro : elles montrent ce qui change.", NOTE)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Euros to millimetres from the left edge of the page."""

    lowest: Decimal
    highest: Decimal

    @classmethod
    def over(cls, bars: Sequence[Bar]) -> "_Scale":
        ends = [end for bar in bars for end in (bar.start, bar.end)]
        return cls(min(ends), max(ends))

    def place(self, amount: Decimal) -> float:
        span = self.highest - self.lowest or Decimal(1)
        room = RIGHT - LEFT - LABEL_ROOM - AMOUNT_ROOM
        return LEFT + LABEL_ROOM + float((amount - self.lowest) / span) * room


def _draw_bar(sheet: Sheet, bar: Bar, scale: _Scale, colour: Colour) -> None:
    left, right = sorted((scale.place(bar.start), scale.place(bar.end)))
    top = sheet.cursor + (BAR_ROW - BAR_HEIGHT) / 2
    # Half a millimetre at least: a change of nothing is a line, not an absence.
    sheet.band(left, top, max(0.5, right - left), BAR_HEIGHT, colour)
    sheet.set_draw_color(*RULE)


def _few(changes: Sequence[tuple[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """Keep the first changes, and put together those that a page has no room for."""
    if len(changes) <= MOST_BARS:
        return list(changes)
    kept, others = changes[: MOST_BARS - 1], changes[MOST_BARS - 1 :]
    return [*kept, (f"{len(others)} autres", sum((amount for _, amount in others), Decimal(0)))]


def _draw_heads(sheet: Sheet, name: str, heads: Sequence[str], column: float) -> None:
    sheet.need(3 * ROW)
    y = sheet.cursor + BASELINE
    sheet.write_at(LEFT, y, name, HEAD)
    _write_columns(sheet, y, heads, HEAD, column)
    sheet.cursor += ROW
    sheet.rule(sheet.cursor, colour=ACCENT)


def _write_columns(sheet: Sheet, y: float, texts: Sequence[str], style: Style, column: float) -> None:
    for rank, text in enumerate(texts, start=1):
        sheet.write_right(RIGHT - (len(texts) - rank) * column, y, text, style)
