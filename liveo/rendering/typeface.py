"""The one typeface of documents: where it lies, what it can print, and how wide a text is.

A character that the typeface lacks becomes a visible question mark, never nothing; control characters and line
breaks never reach a document. Digits are all of one width, so that amounts stand under each other.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont

FAMILY = "LiveoSans"
FONT_FILES: Mapping[str, Path] = {
    "": Path(__file__).parent / "fonts" / "LiveoSans-Regular.ttf",
    "B": Path(__file__).parent / "fonts" / "LiveoSans-Bold.ttf",
}
"""By style, as fpdf2 names them: plain and bold."""

MM_PER_POINT = 25.4 / 72
REPLACEMENT = "?"
ELLIPSIS = "…"

_DROPPED = ("Cc", "Cf", "Cs", "Co")
_BREAKS = "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"


def printable(text: str) -> str:
    """Return a text as it will be printed: composed (NFC), on one line, unknown characters replaced by "?"."""
    return unicodedata.normalize("NFC", text).translate(_substitutes())


def unprintable_characters(text: str) -> str:
    """Return the distinct characters of a text that would be replaced, in order; empty when all can be printed."""
    known = _advances("")
    composed = dict.fromkeys(unicodedata.normalize("NFC", text))
    return "".join(c for c in composed if ord(c) not in known and c not in _BREAKS and not _is_dropped(c))


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in millimetres of a printable text set in ``size`` points."""
    advances = _advances("B" if bold else "")
    return sum(advances[ord(character)] for character in text) * size * MM_PER_POINT


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return the printable text, cut with an ellipsis where it would be wider than ``width`` millimetres."""
    text = printable(text)
    if text_width(text, size, bold=bold) <= width:
        return text
    advances = _advances("B" if bold else "")
    room = width / (size * MM_PER_POINT) - advances[ord(ELLIPSIS)]
    for i, character in enumerate(text):
        room -= advances[ord(character)]
        if room < 0:
            return text[:i].rstrip() + ELLIPSIS
    return text


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text at ordinary spaces into lines of at most ``width`` millimetres; a longer word is cut."""
    lines: list[str] = []
    for word in printable(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(fitted(word, width, size, bold=bold))
    return lines


def fit_all(texts: Iterable[str], width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the texts that are not empty, each fitted."""
    return [fitted(text, width, size, bold=bold) for text in texts if text]


class _Substitutes(dict[int, str]):
    """Character code -> what is printed for it, found on first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in _BREAKS:
            self[code] = " "
        elif _is_dropped(character):
            self[code] = ""
        else:
            self[code] = character if code in _advances("") else REPLACEMENT
        return self[code]


@cache
def _substitutes() -> _Substitutes:
    return _Substitutes()


def _is_dropped(character: str) -> bool:
    return unicodedata.category(character) in _DROPPED


@cache
def _advances(style: str) -> Mapping[int, float]:
    """Return the width of each character of the typeface, as a fraction of the size, as documents state it."""
    paper = FPDF()
    paper.add_font(FAMILY, style, FONT_FILES[style])
    [font] = paper.fonts.values()
    assert isinstance(font, TTFFont)
    return {code: font.cw[code] / 1000 for code in font.cmap}
