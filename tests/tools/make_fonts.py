"""Makes the two bundled fonts from the Inter sources; run by hand, and only when the set of characters must change.

    python tests/tools/make_fonts.py Inter-Regular.otf Inter-SemiBold.otf

What it does: outlines become quadratic (what every PDF reader draws alike), digits get their tabular forms so that
amounts stand under each other, and only the characters that invoices may need are kept.
"""

import sys
from pathlib import Path

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

TARGET = Path(__file__).parents[2] / "liveo" / "rendering" / "fonts"
STYLES = ("Regular", "Bold")
FAMILY = "Liveo Sans"
KEPT = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x250),  # Latin-1, Latin Extended-A and B: every European language in Latin letters
    *range(0x370, 0x400),  # Greek
    *range(0x400, 0x460),  # Cyrillic
    *range(0x1E00, 0x1F00),  # Latin Extended Additional: Vietnamese names
    *range(0x2000, 0x2070),  # spaces (U+202F), dashes, quotes, ellipsis
    *range(0x2070, 0x20A0),
    *(0x20AC, 0x2116, 0x2122),
    *range(0x2190, 0x2196),  # arrows
    *(0x2202, 0x2211, 0x2212, 0x2215, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265),
    *(0x25A0, 0x25A1, 0x25B2, 0x25BC, 0x25CF, 0x2713, 0x2714, 0x2715, 0x2717),
]
MAX_ERROR_UNITS = 2.0


def make(source: Path, style: str) -> Path:
    """Write one style into the package and return its path."""
    font = TTFont(source, recalcTimestamp=False)
    _set_tabular_digits(font)
    _keep(font)
    _make_quadratic(font)
    _rename(font, style)
    path = TARGET / f"LiveoSans-{style}.ttf"
    font.save(path)
    return path


def _set_tabular_digits(font: TTFont) -> None:
    gsub = font["GSUB"].table
    record = next(r for r in gsub.FeatureList.FeatureRecord if r.FeatureTag == "tnum")
    tabular: dict[str, str] = {}
    for index in record.Feature.LookupListIndex:
        for subtable in gsub.LookupList.Lookup[index].SubTable:
            tabular |= getattr(subtable, "ExtSubTable", subtable).mapping
    digits = _digits(font, tabular)
    width = max(font["hmtx"][name][0] for name in digits)
    for name in digits:
        font["hmtx"][name] = (width, font["hmtx"][name][1])  # the sources differ by a thousandth
    for table in font["cmap"].tables:
        for digit in range(ord("0"), ord("9") + 1):
            table.cmap[digit] = tabular.get(table.cmap[digit], table.cmap[digit])  # tables may share one mapping


def _digits(font: TTFont, tabular: dict[str, str]) -> list[str]:
    names = (font.getBestCmap()[digit] for digit in range(ord("0"), ord("9") + 1))
    return [tabular.get(name, name) for name in names]


def _keep(font: TTFont) -> None:
    options = Options()
    options.layout_features = []
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.drop_tables += ["GSUB", "GPOS", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)


def _make_quadratic(font: TTFont) -> None:
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, MAX_ERROR_UNITS, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["loca"] = newTable("loca")
    font["glyf"] = table = newTable("glyf")
    table.glyphOrder = font.getGlyphOrder()
    table.glyphs = glyphs
    del font["CFF "]
    _set_quadratic_metrics(font)
    font.sfntVersion = "\x00\x01\x00\x00"


def _set_quadratic_metrics(font: TTFont) -> None:
    table = font["glyf"]
    for name, (width, _) in font["hmtx"].metrics.items():
        glyph = table[name]
        glyph.recalcBounds(table)
        font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    maxp.maxZones = 1
    for field in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements"):
        setattr(maxp, f"max{field}", 0)
    maxp.maxSizeOfInstructions = 0
    maxp.maxComponentElements = 0
    font["post"].formatType = 3.0


def _rename(font: TTFont, style: str) -> None:
    """Bear another name than the original, since this is a modified version; keep its copyright and licence."""
    names = {1: FAMILY, 2: style, 3: f"{FAMILY} {style}", 4: f"{FAMILY} {style}", 6: f"LiveoSans-{style}"}
    font["name"].names = [n for n in font["name"].names if n.nameID in (0, 13, 14)]
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)


if __name__ == "__main__":
    for given, made in zip(sys.argv[1:], STYLES, strict=True):
        print(make(Path(given), made))
