"""The paper: the only place where a document is constructed; texts, rules and bands at fixed places, in millimetres.

Every document is PDF/A-3b (ISO 19005-3): it looks the same in ten years, and an e-invoice may travel in it. The same
record gives the same bytes: the only date inside is the one it is given.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from fpdf import FPDF

from liveo.rendering.typeface import FAMILY, FONT_FILES, fitted, printable, text_width
from liveo.rendering.xmp import EINVOICE_FILE, xmp_metadata

LEFT, RIGHT = 16.0, 194.0
BODY_TOP, BODY_BOTTOM = 24.0, 279.0
"""From the second page on."""

Colour = tuple[int, int, int]
INK: Colour = (0, 0, 0)
GREY: Colour = (90, 96, 104)
ACCENT: Colour = (11, 92, 173)
TINT: Colour = (237, 242, 249)
RULE: Colour = (196, 202, 210)

PREVIEW_MARK = "APERÇU, sans valeur comptable"
# No text can hold it: control characters are taken out of whatever is printed. Four digits of room.
_PAGE_COUNT = "\x02\x02\x02\x02"


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; ``size`` in points."""

    size: float
    bold: bool = False
    colour: Colour = INK


MARK = Style(8.5, bold=True, colour=ACCENT)
RUNNING = Style(7, colour=GREY)
_FOOT_WIDTH = 150.0  # millimetres beside the page number


@dataclass(frozen=True, slots=True)
class Running:
    """What stands on the pages: ``title`` names the document, ``head`` from page 2 on, ``foot`` on each page."""

    title: str
    author: str
    head: str
    foot: str
    day: date
    preview: bool


class Sheet(FPDF):
    """An A4 document with running head and foot; ``cursor`` is the top of the next row, in millimetres.

    ``limit`` is the lowest point that rows of the current page may reach. ``einvoice`` is the XML that says the same to
    machines; it is attached.
    """

    def __init__(self, running: Running, *, einvoice: bytes | None = None) -> None:
        super().__init__(orientation="portrait", unit="mm", format="A4", enforce_compliance="PDFA_3B")
        self.running = running
        self.cursor = BODY_TOP
        self.limit = BODY_BOTTOM
        for style, path in FONT_FILES.items():
            self.add_font(FAMILY, style, path)
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.alias_nb_pages(_PAGE_COUNT)
        self.set_lang("fr-FR")
        self._describe(einvoice)

    def header(self) -> None:
        """Mark every page of a preview, and name the document from the second page on."""
        if self.running.preview:
            self._draw_preview_mark()
        if self.page > 1:
            room = 110.0 if self.running.preview else RIGHT - LEFT
            self.write_at(LEFT, 15.2, fitted(self.running.head, room, RUNNING.size), RUNNING)
            self.rule(18.5)
        self.cursor, self.limit = BODY_TOP, BODY_BOTTOM

    def footer(self) -> None:
        """Number the page and name the seller."""
        self.rule(284.5)
        self.write_right(RIGHT, 288.6, self.running.foot, _small_enough(self.running.foot, _FOOT_WIDTH))
        self.use(RUNNING)
        self.set_xy(LEFT, 286.2)
        self.cell(w=24, h=3.2, text=f"page {self.page} / {_PAGE_COUNT}")

    def write_at(self, x: float, y: float, text: str, style: Style) -> None:
        """Print a text from ``x`` on, on the baseline ``y``."""
        self.use(style)
        self.text(x, y, printable(text))

    def write_right(self, x: float, y: float, text: str, style: Style) -> None:
        """Print a text that ends at ``x``, on the baseline ``y``."""
        text = printable(text)
        self.write_at(x - text_width(text, style.size, bold=style.bold), y, text, style)

    def write_lines(self, x: float, y: float, lines: list[str], style: Style, leading: float) -> float:
        """Print texts under each other and return the baseline after the last."""
        for text in lines:
            self.write_at(x, y, text, style)
            y += leading
        return y

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT, *, colour: Colour = RULE) -> None:
        """Draw a thin horizontal line."""
        self.set_draw_color(*colour)
        self.set_line_width(0.2)
        self.line(left, y, right, y)

    def band(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle; black is set back, so that black texts need no colour of their own."""
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")
        self.set_fill_color(0)

    def need(self, height: float) -> bool:
        """Start a new page when fewer millimetres are left; returns whether it did."""
        if self.cursor + height <= self.limit:
            return False
        self.add_page()
        return True

    def bookmark(self, name: str, level: int = 0) -> None:
        """Add an entry to the outline that readers show beside the pages."""
        self.start_section(printable(name), level, strict=False)

    def _describe(self, einvoice: bytes | None) -> None:
        instant = datetime.combine(self.running.day, time(), UTC)
        title, author = printable(self.running.title), printable(self.running.author)
        self.set_creation_date(instant)
        self.set_xmp_metadata(xmp_metadata(title=title, author=author, instant=instant, einvoice=einvoice is not None))
        if einvoice is not None:
            self.embed_file(
                bytes=einvoice,
                basename=EINVOICE_FILE,
                mime_type="text/xml",
                associated_file_relationship="Alternative",
                modification_date=instant,
                desc="Factur-X",
                compress=True,
                checksum=True,
            )

    def use(self, style: Style) -> None:
        """Set the texts that follow in a style, for rows that are written by ``text`` itself."""
        self.set_font(FAMILY, "B" if style.bold else "", style.size)
        self.set_text_color(*style.colour)

    def _draw_preview_mark(self) -> None:
        width = text_width(PREVIEW_MARK, MARK.size, bold=True) + 6
        self.set_draw_color(*ACCENT)
        self.set_line_width(0.35)
        self.rect(RIGHT - width, 9, width, 6.4)
        self.write_at(RIGHT - width + 3, 13.3, PREVIEW_MARK, MARK)


def _small_enough(text: str, width: float) -> Style:
    """Return the style of running texts, smaller where the text would not fit: legal mentions are never cut."""
    needed = text_width(printable(text), RUNNING.size, bold=RUNNING.bold)
    return replace(RUNNING, size=min(RUNNING.size, RUNNING.size * width / needed)) if needed else RUNNING
