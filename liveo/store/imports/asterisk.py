"""Asterisk `cdr-csv` and the sample layout of `cdr-custom`: one line per leg; `billsec` of an answered leg is billed.

The number of fields and the place of the start time tell the layout, line by line, since a switch appends to one
file across upgrades. `cdr-csv` has 16 fields, then uniqueid and userfield as its settings say, then peeraccount,
linkedid and sequence in newer versions; `cdr-custom` leaves accountcode to after amaflags.

`uniqueid` is shared by the legs of a call, so that a leg is identified by uniqueid and sequence, or else by all its
fields (amaflags aside, which the two modules write differently). A leg written twice without any difference is
one leg. A leg that is not answered owes nothing, whatever its billsec says (a ringing group counts it).
"""

import hashlib
import re
from collections.abc import Callable
from operator import itemgetter
from typing import Final

import polars as pl

from liveo.store.imports.lines import Splitting, find_separator
from liveo.store.imports.reading import IGNORED, Grammar, Layout, read_with
from liveo.store.imports.records import ImportFormat, ParsedFile
from liveo.store.imports.text import SourceText
from liveo.store.imports.times import TIME_PATTERN

CODE: Final = "asterisk"

_TO_LAST_DATA: Final = ("dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata")
_TO_DISPOSITION: Final = ("start", "answer", "end", "duration", "billsec", "disposition")
_CSV: Final = ("accountcode", "src", "dst", *_TO_LAST_DATA, *_TO_DISPOSITION, "amaflags")
_CUSTOM: Final = (
    *("clid", "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "lastdata"),
    *(*_TO_DISPOSITION, "amaflags", "accountcode", "uniqueid", "userfield", "sequence"),
)
_NEWER: Final = ("peeraccount", "linkedid", "sequence")
_IDENTITY: Final = (*_CSV[:-1], "uniqueid", "userfield", *_NEWER)

_READ_FROM: Final = {
    "accountcode": "account_code",
    "src": "caller",
    "dst": "dialled",
    "dcontext": "context",
    "lastapp": "last_app",
    "start": "started_at",
    "duration": "duration",
    "billsec": "seconds",
    "disposition": "answer",
}
_DISPOSITIONS: Final = {"ANSWERED": True, "NO ANSWER": False, "BUSY": False, "FAILED": False, "CONGESTION": False}
_FAX_APPLICATIONS: Final = ("sendfax", "receivefax")

_TIME = re.compile(rf"\s*{TIME_PATTERN}")
_UNIQUE_ID = re.compile(r"\s*(?:\S+-)?\d{6,}\.\d+\s*")
_MEANINGS: Final = (
    pl.col("answer")
    .str.to_uppercase()
    .replace_strict(_DISPOSITIONS, default=None, return_dtype=pl.Boolean)
    .alias("answered"),
    pl.when(pl.col("answer").str.to_uppercase().is_in([word for word, yes in _DISPOSITIONS.items() if not yes]))
    .then(pl.col("seconds").str.replace(r"^[0-9]{1,15}$", "0"))
    .otherwise(pl.col("seconds"))
    .alias("seconds"),
    pl.when(pl.col("last_app").str.to_lowercase().is_in(_FAX_APPLICATIONS))
    .then(pl.lit("fax"))
    .otherwise(pl.lit("voice"))
    .alias("kind"),
)


def detect(head: str) -> bool:
    """Whether some line of the head has a known width, a start time in its place and a known disposition."""
    return find_separator(head, _recognises) is not None


def read(source: SourceText, zone: str) -> ParsedFile:
    """Read the file; a header line, which Asterisk does not write, is left out."""
    separator = find_separator(source.head, _recognises) or ","
    grammar = Grammar(
        code=CODE,
        splitting=Splitting(separator, frozenset((*_CSV_LAYOUTS, *_CUSTOM_LAYOUTS))),
        layout_of=_layout_of,
        is_header=_is_header,
        meanings=_MEANINGS,
    )
    return read_with(grammar, source, zone)


def _recognises(fields: list[str]) -> bool:
    layout = _layout_of(fields)
    return (
        layout is not None
        and _TIME.match(fields[layout.columns.index("started_at")]) is not None
        and fields[layout.columns.index("answer")].upper() in _DISPOSITIONS
    )


def _is_header(fields: list[str]) -> bool:
    return len({field.lower() for field in fields} & set(_IDENTITY)) >= 3


def _layout_of(fields: list[str]) -> Layout | None:
    width = len(fields)
    if width in _CUSTOM_LAYOUTS and _TIME.match(fields[_CUSTOM.index("start")]):
        return _CUSTOM_LAYOUTS[width]
    if width in _WITHOUT_UNIQUE_ID and not _UNIQUE_ID.fullmatch(fields[len(_CSV)]):
        return _WITHOUT_UNIQUE_ID[width]
    return _CSV_LAYOUTS.get(width)


def _layout(names: tuple[str, ...]) -> Layout:
    return Layout(tuple(_READ_FROM.get(name, IGNORED) for name in names), _key_of(names))


def _key_of(names: tuple[str, ...]) -> Callable[[list[str]], str]:
    """The identity of a leg: uniqueid/sequence where both are written, else a digest of its fields in one order."""
    identifying = itemgetter(*(names.index(name) for name in _IDENTITY if name in names))
    numbered = (
        itemgetter(names.index("uniqueid"), names.index("sequence")) if {"uniqueid", "sequence"} <= {*names} else None
    )

    def key_of(fields: list[str]) -> str:
        if numbered and all(numbers := [text.strip() for text in numbered(fields)]):
            return "/".join(numbers)
        text = "\x1f".join(map(str.strip, identifying(fields)))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    return key_of


_CSV_LAYOUTS: Final = {
    16: _layout(_CSV),
    17: _layout((*_CSV, "uniqueid")),
    18: _layout((*_CSV, "uniqueid", "userfield")),
    19: _layout((*_CSV, *_NEWER)),
    20: _layout((*_CSV, "uniqueid", *_NEWER)),
    21: _layout((*_CSV, "uniqueid", "userfield", *_NEWER)),
}
_WITHOUT_UNIQUE_ID: Final = {17: _layout((*_CSV, "userfield")), 20: _layout((*_CSV, "userfield", *_NEWER))}
_CUSTOM_LAYOUTS: Final = {width: _layout(_CUSTOM[:width]) for width in (16, 17, 18, 19)}

FORMAT: Final = ImportFormat(CODE, "Asterisk (cdr-csv)", detect, read)
