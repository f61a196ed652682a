"""FreeSWITCH `mod_cdr_csv`: the templates the product is shipped with; the call is identified by its uuid.

A call is answered when its answer stamp is filled, also when it lasted less than a second (0 billed seconds). The
other way round, seconds billed without an answer stamp are a contradiction: the line is handed back.

Names of callers are written without doubling the quotes inside them; such lines are read as long as they keep
their number of fields. The template "sql" writes INSERT statements, read like the lines they hold.
"""

import re
from typing import Final

import polars as pl

from liveo.store.imports.lines import Splitting, find_separator
from liveo.store.imports.reading import IGNORED, Grammar, Layout, read_with
from liveo.store.imports.records import ImportFormat, ParsedFile
from liveo.store.imports.text import SourceText
from liveo.store.imports.times import TIME_PATTERN

CODE: Final = "freeswitch"

_TO_CONTEXT: Final = (IGNORED, "caller", "dialled", "context")
_TO_HANGUP_CAUSE: Final = ("started_at", "answer", IGNORED, "duration", "seconds", IGNORED)
_DEFAULT: Final = (*_TO_CONTEXT, *_TO_HANGUP_CAUSE, "call_key", IGNORED, "account_code")
_LIKE_ASTERISK: Final = (
    *("account_code", "caller", "dialled", "context", IGNORED, IGNORED, IGNORED, "last_app", IGNORED),
    *(*_TO_HANGUP_CAUSE, IGNORED, "call_key", IGNORED),
)
_LAYOUTS: Final = {
    13: Layout(_DEFAULT),  # default, sql
    15: Layout((*_DEFAULT, *(IGNORED,) * 2)),  # example
    17: Layout((*_DEFAULT, *(IGNORED,) * 4)),  # linksys
    18: Layout(_LIKE_ASTERISK),  # asterisk
    20: Layout((*_DEFAULT, *(IGNORED,) * 7)),  # snom
}
_COLUMN_NAMES: Final = {"caller_id_number", "destination_number", "start_stamp", "billsec", "uuid", "accountcode"}

_TIME = re.compile(TIME_PATTERN)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_STATEMENT = re.compile(r"\s*insert\s+into\s+\S+\s+values\s*\((.*)\)\s*;\s*", re.IGNORECASE | re.DOTALL)
_MEANINGS: Final = (
    pl.when(pl.col("answer") == "")
    .then(pl.lit(False))
    .when(pl.col("answer").str.contains(f"^{TIME_PATTERN}"))
    .then(pl.lit(True))
    .alias("answered"),
    pl.lit("voice").alias("kind"),
)


def detect(head: str) -> bool:
    """Whether some line of the head has a known width, with a start time and a uuid in their places."""
    return find_separator(_bare_lines(head), _recognises) is not None


def read(source: SourceText, zone: str) -> ParsedFile:
    """Read the file; a header line, which FreeSWITCH does not write, is left out."""
    separator = find_separator(_bare_lines(source.head), _recognises) or ","
    grammar = Grammar(
        code=CODE,
        splitting=Splitting(separator, frozenset(_LAYOUTS), _bare),
        layout_of=lambda fields: _LAYOUTS.get(len(fields)),
        is_header=lambda fields: len({field.lower() for field in fields} & _COLUMN_NAMES) >= 3,
        meanings=_MEANINGS,
    )
    return read_with(grammar, source, zone)


def _recognises(fields: list[str]) -> bool:
    layout = _LAYOUTS.get(len(fields))
    if layout is None:
        return False
    start, uuid = (fields[layout.columns.index(name)] for name in ("started_at", "call_key"))
    return _TIME.match(start) is not None and _UUID.fullmatch(uuid) is not None


def _bare(line: str) -> str:
    """The values of an INSERT statement; any other line as it is."""
    statement = _STATEMENT.fullmatch(line) if line[:8].lstrip()[:1] in ("i", "I") else None
    return statement[1] if statement else line


def _bare_lines(head: str) -> str:
    return "\n".join(map(_bare, head.split("\n")))


FORMAT: Final = ImportFormat(CODE, "FreeSWITCH (mod_cdr_csv)", detect, read)
