"""One page to bring to a meeting: what the page Consommation shows, drawn for paper; every text comes written.

Nothing overflows: names are cut, lists are short, and what a list leaves out stands in its last row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from liveo.rendering.sheet import ACCENT, GREY, INK, LEFT, RIGHT, TINT, Colour, Running, Sheet, Style
from liveo.rendering.typeface import fitted, printable, text_width, wrapped

COMPANY = Style(13, bold=True, colour=ACCENT)
TITLE = Style(19, bold=True)
BODY = Style(9.5)
LABEL = Style(8, colour=GREY)
VALUE = Style(14, bold=True)
HEADING = Style(10.5, bold=True)
ROW = Style(8.5)

MOST_ROWS: Final = 8
MOST_SENTENCE_LINES: Final = 4
_GAP = 3.0
_FIGURES_TOP, _FIGURES_HEIGHT = 58.0, 21.0
_COURSE_TOP, _COURSE_BASE = 92.0, 134.0
_LISTS_TOP, _NEXT_LISTS_TOP = 146.0, 214.0
_ROW_HEIGHT = 7.2
_COLUMN = (RIGHT - LEFT - 8) / 2


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure: its name, itself, and its change in words, or nothing."""

    label: str
    value: str
    change: str = ""


@dataclass(frozen=True, slots=True)
class ReportBar:
    """One bar, or one column of the course: its name, how long it is beside the others, its amount in words."""

    name: str
    length: float
    words: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class ReportList:
    """A heading with its bars, the longest first or in the order of the invoice."""

    heading: str
    bars: Sequence[ReportBar]


@dataclass(frozen=True, slots=True)
class ConsumptionReport:
    """What the page says. ``lists`` are four at most; ``notes`` are sentences; ``day`` is that of the data."""

    company: str
    sentence: str
    figures: Sequence[ReportFigure]
    course: ReportList
    lists: Sequence[ReportList]
    notes: Sequence[str]
    foot: str
    day: date


def consumption_report(report: ConsumptionReport) -> bytes:
    """Return the page as PDF/A; the same report gives the same bytes."""
    title = f"Consommation, {report.company}"
    sheet = Sheet(Running(title, "Livéo Facturation", title, report.foot, report.day, preview=False))
    sheet.add_page()
    sheet.bookmark(title)
    sheet.band(0, 0, 210, 3.2, ACCENT)
    sheet.write_at(LEFT, 18, fitted(report.company, RIGHT - LEFT, COMPANY.size, bold=True), COMPANY)
    sheet.write_at(LEFT, 28, "Consommation", TITLE)
    lines = wrapped(report.sentence, RIGHT - LEFT, BODY.size)
    if len(lines) > MOST_SENTENCE_LINES:
        rest = " ".join(lines[MOST_SENTENCE_LINES - 1 :])
        lines = [*lines[: MOST_SENTENCE_LINES - 1], fitted(rest, RIGHT - LEFT, BODY.size)]
    sheet.write_lines(LEFT, 36, lines, BODY, 4.7)
    _draw_figures(sheet, report.figures)
    _draw_course(sheet, report.course)
    places = [(x, y) for y in (_LISTS_TOP, _NEXT_LISTS_TOP) for x in (LEFT, RIGHT - _COLUMN)]
    for (x, y), one in zip(places, report.lists, strict=False):
        _draw_list(sheet, x, y, one)
    if len(report.lists) < len(places) and report.notes:
        _draw_notes(sheet, *places[len(report.lists)], report.notes)
    return bytes(sheet.output())


def _draw_figures(sheet: Sheet, figures: Sequence[ReportFigure]) -> None:
    width = (RIGHT - LEFT - _GAP * (len(figures) - 1)) / len(figures)
    for i, figure in enumerate(figures):
        x = LEFT + i * (width + _GAP)
        sheet.band(x, _FIGURES_TOP, width, _FIGURES_HEIGHT, TINT)
        sheet.write_at(x + 3, _FIGURES_TOP + 5.6, figure.label, LABEL)
        sheet.write_at(x + 3, _FIGURES_TOP + 12.8, figure.value, VALUE)
        sheet.write_at(x + 3, _FIGURES_TOP + 18, figure.change, LABEL)


def _draw_course(sheet: Sheet, course: ReportList) -> None:
    """Draw a column for each step of time; some names under them, the highest amount beside its line."""
    sheet.write_at(LEFT, _COURSE_TOP - 3, course.heading, HEADING)
    sheet.rule(_COURSE_BASE)
    if not course.bars:
        return
    highest = max(course.bars, key=lambda bar: bar.length)
    room, height = (RIGHT - LEFT) / len(course.bars), _COURSE_BASE - _COURSE_TOP - 6
    widest = max(text_width(printable(bar.name), LABEL.size) for bar in course.bars) + 2
    every = -int(-widest // room)
    for i, bar in enumerate(course.bars):
        tall = height * max(0.0, bar.length) / highest.length if highest.length > 0 else 0.0
        x = LEFT + i * room
        if tall:
            sheet.band(x + room * 0.15, _COURSE_BASE - tall, room * 0.7, tall, ACCENT)
        if i % every == 0 and x + widest <= RIGHT + room:
            sheet.write_at(x + room * 0.15, _COURSE_BASE + 4, bar.name, LABEL)
    sheet.write_right(RIGHT, _COURSE_TOP - 3, f"Maximum : {highest.words} ({highest.name})", LABEL)


def _draw_list(sheet: Sheet, x: float, y: float, shown: ReportList) -> None:
    sheet.write_at(x, y, shown.heading, HEADING)
    longest = max((abs(bar.length) for bar in shown.bars), default=0.0)
    for i, bar in enumerate(shown.bars[:MOST_ROWS]):
        base = y + 6.4 + i * _ROW_HEIGHT
        words = printable(bar.words)
        sheet.write_right(x + _COLUMN, base, words, ROW)
        name_room = _COLUMN - text_width(words, ROW.size) - 3
        sheet.write_at(x, base, fitted(bar.name, name_room, ROW.size), ROW)
        sheet.band(x, base + 1.3, _COLUMN, 1.6, TINT)
        if longest and bar.length > 0:
            sheet.band(x, base + 1.3, _COLUMN * bar.length / longest, 1.6, _colour(bar.colour))
    if not shown.bars:
        sheet.write_at(x, y + 6.4, "Aucun appel.", ROW)


def _draw_notes(sheet: Sheet, x: float, y: float, notes: Sequence[str]) -> None:
    sheet.write_at(x, y, "À retenir", HEADING)
    base = y + 6.4
    for note in notes:
        lines = wrapped(note, _COLUMN - 4, ROW.size)
        sheet.band(x, base - 2.1, 1.2, 1.2, INK)
        base = sheet.write_lines(x + 4, base, lines, ROW, 4.3) + 1.6
        if base > sheet.limit:
            return


def _colour(code: str) -> Colour:
    """Read "#0072b2"; the accent where nothing is said."""
    if not code:
        return ACCENT
    return (int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16))
