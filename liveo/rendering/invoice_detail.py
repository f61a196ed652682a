"""The detail of an invoice: what each account or resource owes and for which days, compact enough for thousands.

Two columns of small blocks at fixed places. A block stays whole in its column; a subject that owes for one thing
only takes a single row.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge
from liveo.core.company import Account, Company, Resource, Subject
from liveo.core.invoice import Invoice, InvoiceSection
from liveo.core.money import total
from liveo.rendering.charge_words import compact_line
from liveo.rendering.french import euros
from liveo.rendering.invoice_lines import section_name
from liveo.rendering.labels import short_label
from liveo.rendering.sheet import ACCENT, BODY_TOP, GREY, LEFT, RIGHT, Sheet, Style
from liveo.rendering.typeface import fitted, text_width, wrapped

GUTTER = 8.0
COLUMN = (RIGHT - LEFT - GUTTER) / 2
ROW = 3.5
GAP = 1.5
BASELINE = 2.6
AMOUNT_ROOM = 15.0
ROOM_TO_START = 60.0
MAX_ROWS = 60

HEADING = Style(13, bold=True)
NOTE = Style(8, colour=GREY)
ENTITY = Style(8.5, bold=True, colour=ACCENT)
SUBJECT = Style(7, bold=True)
CHARGE = Style(7)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one subject: its name and sum, then its charges, broken to the width of a column."""

    name: str
    amount: str
    rows: tuple[tuple[str, str], ...]
    inline: str = ""
    """What the only charge says, when it fits beside the name."""

    @property
    def height(self) -> float:
        """In millimetres, with the space that follows."""
        return ROW * (1 + len(self.rows)) + GAP


class Columns:
    """Where the next block goes: down the left column, down the right one, then on a new page."""

    def __init__(self, sheet: Sheet, height: float, tallest: float) -> None:
        self.sheet = sheet
        self.index = 0
        self.top = self.y = sheet.cursor
        self.bottom = self._balanced(height, tallest)

    @property
    def left(self) -> float:
        """The left edge of the current column, in millimetres."""
        return LEFT + self.index * (COLUMN + GUTTER)

    def need(self, height: float) -> None:
        """Go to the next column, or to a new page, when a block of this height does not fit; a page holds any."""
        while self.y + height > self.bottom and not self.y == self.top == BODY_TOP:
            self._next()

    def _next(self) -> None:
        if self.index == 0:
            self.index = 1
        else:
            self.sheet.add_page()
            self.index, self.top = 0, BODY_TOP
        self.y, self.bottom = self.top, self.sheet.limit

    def _balanced(self, height: float, tallest: float) -> float:
        """Return where the first column ends: half-way when everything fits on the page anyway."""
        half = self.top + height / 2 + tallest
        return min(half, self.sheet.limit)


def draw_detail(sheet: Sheet, invoice: Invoice) -> None:
    """Draw every charge of the invoice, by section and subject, in two columns."""
    groups = [(section, section_blocks(section)) for section in invoice.sections]
    sheet.need(ROOM_TO_START)
    _draw_heading(sheet, invoice)
    heights = [block.height for _, blocks in groups for block in blocks]
    columns = Columns(sheet, sum(heights) + 2 * ROW * len(groups), max(heights, default=0) + 2 * ROW)
    for section, blocks in groups:
        if section.entity and blocks:
            columns.need(2 * ROW + blocks[0].height)
            _draw_entity(columns, section)
        for block in blocks:
            columns.need(block.height)
            _draw_block(columns, block)


def section_blocks(section: InvoiceSection) -> list[Block]:
    """Return the blocks of a section: accounts with what is given to them, then other resources, then the company."""
    charges = [charge for line in section.lines for charge in line.charges]
    present = {charge.subject.subject_id for charge in charges}
    by_owner: dict[SubjectId, list[Charge]] = {}
    for charge in sorted(charges, key=lambda charge: _rank(charge.subject)):
        by_owner.setdefault(_owner(charge.subject, present), []).append(charge)
    return [part for owned in by_owner.values() for part in _parts(_block(owned))]


def _owner(subject: Subject, present: set[SubjectId]) -> SubjectId:
    """Return whose block a charge stands in: a number given to an account stands with that account."""
    given_to = subject.account_id if isinstance(subject, Resource) else None
    return given_to if given_to is not None and given_to in present else subject.subject_id


def _parts(block: Block) -> list[Block]:
    """Cut a block that no column could hold; the parts that follow say so and repeat no amount."""
    first, *others = [block.rows[i : i + MAX_ROWS] for i in range(0, len(block.rows), MAX_ROWS)] or [()]
    return [
        Block(block.name, block.amount, first, block.inline),
        *(Block(f"{block.name} (suite)", "", rows) for rows in others),
    ]


def _block(charges: list[Charge]) -> Block:
    amount = euros(total([charge.amount for charge in charges]))
    owner = charges[0].subject
    name = owner.label
    if len(charges) == 1:
        room = COLUMN - AMOUNT_ROOM - text_width(fitted(name, COLUMN, SUBJECT.size, bold=True), SUBJECT.size, bold=True)
        text = f"   {_charge_text(charges[0])}"
        if text_width(text, CHARGE.size) <= room:
            return Block(name, amount, (), text)
    return Block(name, amount, tuple(row for charge in charges for row in _rows(charge, owner)))


def _rows(charge: Charge, owner: Subject) -> Iterable[tuple[str, str]]:
    """Yield the text of a charge, with its amount on the last of its rows."""
    named = "" if charge.subject.subject_id == owner.subject_id else f"{charge.subject.label}, "
    first, *others = wrapped(f"{named}{_charge_text(charge)}", COLUMN - AMOUNT_ROOM - 3, CHARGE.size)
    lines = [first, *(f"  {line}" for line in others)]
    yield from ((line, "") for line in lines[:-1])
    yield lines[-1], euros(charge.amount)


def _charge_text(charge: Charge) -> str:
    return f"{short_label(charge.code)}, {compact_line(charge)}"


def _rank(subject: Subject) -> int:
    if isinstance(subject, Account):
        return 0
    return 2 if isinstance(subject, Company) else 1


def _draw_heading(sheet: Sheet, invoice: Invoice) -> None:
    sheet.bookmark("Détail par compte et ressource")
    if sheet.cursor > BODY_TOP:
        sheet.cursor += 8
    days = invoice.month.days
    note = f"Montants hors taxes. « 14 j / {days} » : 14 jours facturés sur les {days} du mois."
    sheet.write_at(LEFT, sheet.cursor + 4, "Détail par compte et ressource", HEADING)
    sheet.write_at(LEFT, sheet.cursor + 9, note, NOTE)
    sheet.rule(sheet.cursor + 11.5, colour=ACCENT)
    sheet.cursor += 14


def _draw_entity(columns: Columns, section: InvoiceSection) -> None:
    y = columns.y + (4.5 if columns.y > columns.top else BASELINE + 0.5)
    name = fitted(section_name(section), COLUMN - 22, ENTITY.size, bold=True)
    columns.sheet.write_at(columns.left, y, name, ENTITY)
    columns.sheet.write_right(columns.left + COLUMN, y, euros(section.net), ENTITY)
    columns.y = y + 2


def _draw_block(columns: Columns, block: Block) -> None:
    sheet, left, right = columns.sheet, columns.left, columns.left + COLUMN
    y = columns.y + BASELINE
    name = fitted(block.name, COLUMN - AMOUNT_ROOM, SUBJECT.size, bold=True)
    sheet.write_at(left, y, name, SUBJECT)
    if block.inline:
        sheet.write_at(left + text_width(name, SUBJECT.size, bold=True), y, block.inline, CHARGE)
    sheet.write_right(right, y, block.amount, SUBJECT)
    for text, amount in block.rows:
        y += ROW
        sheet.write_at(left + 3, y, text, CHARGE)
        if amount:
            sheet.write_right(right, y, amount, CHARGE)
    sheet.rule(y + 1.4, left, right)
    columns.y += block.height
