"""The annex of an invoice as a PDF: every call, account by account, in two columns of small rows at fixed places.

Made for tens of thousands of calls: what repeats from call to call is worded and measured once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import polars as pl

from liveo.core.annex import AnnexHead
from liveo.core.destinations import CallKind
from liveo.rendering.annex_words import annex_owner, annex_sentences, annex_title, place
from liveo.rendering.consumption_tables import phone
from liveo.rendering.french import duration, micro_euros, number, plural
from liveo.rendering.mentions import seller_identity
from liveo.rendering.sheet import ACCENT, BODY_BOTTOM, BODY_TOP, GREY, LEFT, RIGHT, Running, Sheet, Style
from liveo.rendering.typeface import fitted, text_width, wrapped

GUTTER = 8.0
COLUMN = (RIGHT - LEFT - GUTTER) / 2
ROW = 3.1
BASELINE = 2.3
WHEN, NUMBER, PLACE, LENGTH_END, COST_END = 0.0, 18.5, 38.5, 70.5, COLUMN
PLACE_ROOM = LENGTH_END - PLACE - 10

CALL = Style(6.3)
ACCOUNT = Style(7.2, bold=True)
HEAD = Style(6.3, colour=GREY)
SELLER = Style(9, bold=True, colour=ACCENT)
TITLE = Style(15, bold=True)
SAID = Style(8.5)

Row = tuple[datetime, str, str, str, str, int, int]
_COLUMNS = ("started_at", "number", "destination", "country", "kind", "seconds", "amount_micros")


@dataclass(frozen=True, slots=True)
class AccountCalls:
    """The calls of one account: what it is called, and their rows in the order of time."""

    name: str
    rows: Sequence[Row]


class Columns:
    """Where the next row goes: down the left column, down the right one, then on a new page."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.index, self.top, self.y = sheet, 0, sheet.cursor, sheet.cursor
        self.heads()

    @property
    def left(self) -> float:
        """The left edge of the column."""
        return LEFT + self.index * (COLUMN + GUTTER)

    @property
    def rows_left(self) -> int:
        """How many rows the column can still take."""
        return int((BODY_BOTTOM - self.y) / ROW)

    def turn(self) -> None:
        """Go to the next column, or to a new page."""
        if self.index == 0:
            self.index = 1
        else:
            self.sheet.add_page()
            self.index, self.top = 0, BODY_TOP
        self.y = self.top
        self.heads()

    def heads(self) -> None:
        """Name what stands in the column."""
        sheet, left, y = self.sheet, self.left, self.y + BASELINE
        for x, text in ((WHEN, "Début"), (NUMBER, "Numéro"), (PLACE, "Destination")):
            sheet.write_at(left + x, y, text, HEAD)
        sheet.write_right(left + LENGTH_END, y, "Durée", HEAD)
        sheet.write_right(left + COST_END, y, "Prix HT", HEAD)
        sheet.rule(self.y + ROW + 0.2, left, left + COLUMN, colour=ACCENT)
        self.y += ROW + 1.2


def render_annex(head: AnnexHead, calls: pl.DataFrame) -> bytes:
    """Return the PDF; the same records give the same bytes. ``calls`` has the columns of an annex, by account."""
    sheet = Sheet(_running(head))
    sheet.add_page()
    _draw_top(sheet, head, calls)
    columns = Columns(sheet)
    for account in _accounts(calls):
        _draw_account(columns, account)
    return bytes(sheet.output())


def _running(head: AnnexHead) -> Running:
    title = annex_title(head)
    return Running(
        title=title,
        author=head.seller.name,
        head=" · ".join([head.seller.name, title, *head.invoices[:1], annex_owner(head)]),
        foot=seller_identity(head.seller),
        day=head.day,
        preview=not head.invoices,
    )


def _draw_top(sheet: Sheet, head: AnnexHead, calls: pl.DataFrame) -> None:
    sheet.band(0, 0, 210, 3.2, ACCENT)
    sheet.write_at(LEFT, 13.3, fitted(head.seller.name, 110, SELLER.size, bold=True), SELLER)
    sheet.write_at(LEFT, 24, fitted(annex_title(head), RIGHT - LEFT, TITLE.size, bold=True), TITLE)
    y = 31.0
    for sentence in annex_sentences(head, calls):
        y = sheet.write_lines(LEFT, y, wrapped(sentence, RIGHT - LEFT, SAID.size), SAID, 4.3)
    sheet.cursor = y + 2


def _accounts(calls: pl.DataFrame) -> Iterator[AccountCalls]:
    for frame in calls.partition_by("account", maintain_order=True):
        yield AccountCalls(frame["account_name"][0], frame.select(_COLUMNS).rows())


def _draw_account(columns: Columns, account: AccountCalls) -> None:
    """Draw the name and sums of an account, never at the foot of a column, then its calls."""
    if columns.rows_left < 4:
        columns.turn()
    _draw_name(columns, account)
    rest = account.rows
    while rest:
        if not columns.rows_left:
            columns.turn()
            _draw_continued(columns, account)
        now, rest = rest[: columns.rows_left], rest[columns.rows_left :]
        _draw_calls(columns, now)
    columns.y += 1.6


def _draw_name(columns: Columns, account: AccountCalls) -> None:
    columns.sheet.bookmark(account.name)
    seconds, micros = sum(row[5] for row in account.rows), sum(row[6] for row in account.rows)
    sums = f"{plural(len(account.rows), 'appel')} · {duration(seconds)} · {micro_euros(micros)}"
    room = COLUMN - text_width(sums, HEAD.size) - 3
    y = columns.y + BASELINE + 0.4
    columns.sheet.write_at(columns.left, y, fitted(account.name, room, ACCOUNT.size, bold=True), ACCOUNT)
    columns.sheet.write_right(columns.left + COST_END, y, sums, HEAD)
    columns.y += ROW + 1


def _draw_continued(columns: Columns, account: AccountCalls) -> None:
    name = fitted(f"{account.name} (suite)", COLUMN, ACCOUNT.size, bold=True)
    columns.sheet.write_at(columns.left, columns.y + BASELINE + 0.4, name, ACCOUNT)
    columns.y += ROW + 1


def _draw_calls(columns: Columns, rows: Sequence[Row]) -> None:
    """Draw rows that all fit into the column; the style is set once for all of them."""
    sheet, left, y = columns.sheet, columns.left, columns.y + BASELINE
    sheet.use(CALL)
    for started_at, dialled, destination, country, kind, seconds, amount in rows:
        sheet.text(left + WHEN, y, f"{started_at:%d/%m %H:%M:%S}")
        sheet.text(left + NUMBER, y, _phone(dialled))
        sheet.text(left + PLACE, y, _place(destination, country))
        _right(sheet, left + LENGTH_END, y, _length(kind, seconds))
        _right(sheet, left + COST_END, y, micro_euros(amount))
        y += ROW
    columns.y += ROW * len(rows)


def _right(sheet: Sheet, x: float, y: float, text: str) -> None:
    sheet.text(x - _width(text), y, text)


@lru_cache(maxsize=20_000)
def _phone(dialled: str) -> str:
    return fitted(phone(dialled), PLACE - NUMBER - 1, CALL.size)


@lru_cache(maxsize=2_000)
def _place(destination: str, country: str) -> str:
    return fitted(place(destination, country), PLACE_ROOM, CALL.size)


@lru_cache(maxsize=20_000)
def _width(text: str) -> float:
    return text_width(text, CALL.size)


@lru_cache(maxsize=20_000)
def _length(kind: str, seconds: int) -> str:
    """Write a duration to the second, as a bill does: "1:05:09", "4:05"; an SMS has none."""
    if kind == CallKind.SMS:
        return "–"
    minutes, rest = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes}:{rest:02d}"
    return f"{number(minutes // 60)}:{minutes % 60:02d}:{rest:02d}"
