"""The import file of CDR-Stats: a header names the columns, in any order; those that bill nothing are passed over.

`callid`, `starting_date`, `destination_number` and `billsec` must be there. A call is answered when seconds are
billed: the file has no word for it, and its hangup cause only says why the call ended (16 is normal clearing, also
of a call that nobody took).

`direction` is not read. CDR-Stats calls 1 inbound and 2 outbound, seen from the switch: its published sample has
calls to the outside under 1. Taken at its word, they would be free. Who calls whom decides instead.
"""

from typing import Final

import polars as pl

from liveo.core.errors import UnreadableFile
from liveo.store.imports.lines import SEPARATORS, Splitting, find_separator, first_line, split_line
from liveo.store.imports.reading import IGNORED, Grammar, Layout, read_with
from liveo.store.imports.records import ImportFormat, ParsedFile
from liveo.store.imports.text import SourceText

CODE: Final = "cdr_stats"

_READ_FROM: Final = {
    "callid": "call_key",
    "accountcode": "account_code",
    "caller_id_number": "caller",
    "destination_number": "dialled",
    "starting_date": "started_at",
    "duration": "duration",
    "billsec": "seconds",
}
_REQUIRED: Final = ("callid", "starting_date", "destination_number", "billsec")
_RECOGNISED_BY: Final = {"callid", "starting_date", "destination_number"}
_MEANINGS: Final = (
    pl.col("seconds").str.contains("[1-9]").alias("answered"),
    pl.lit("voice").alias("kind"),
)


def detect(head: str) -> bool:
    """Whether the first line that is not blank names a callid, a starting_date and a destination_number."""
    return find_separator(first_line(head), _names_calls) is not None


def read(source: SourceText, zone: str) -> ParsedFile:
    """Read the file; raises UnreadableFile when its header lacks a column that is needed, or repeats one."""
    header_line = first_line(source.head)
    separator = find_separator(header_line, _names_calls) or SEPARATORS[0]
    header = [name.lower() for name in split_line(header_line, separator)]
    _check_header(header, source.name)
    layouts = {len(header): Layout(tuple(_READ_FROM.get(name, IGNORED) for name in header))}
    grammar = Grammar(
        code=CODE,
        splitting=Splitting(separator, frozenset(layouts)),
        layout_of=lambda fields: layouts.get(len(fields)),
        is_header=lambda fields: True,
        meanings=_MEANINGS,
    )
    return read_with(grammar, source, zone)


def _names_calls(fields: list[str]) -> bool:
    return {field.lower() for field in fields} >= _RECOGNISED_BY


def _check_header(header: list[str], name: str) -> None:
    faults = {
        "colonnes manquantes": [column for column in _REQUIRED if column not in header],
        "colonnes répétées": [column for column in _READ_FROM if header.count(column) > 1],
    }
    told = " ; ".join(f"{fault} : {', '.join(columns)}" for fault, columns in faults.items() if columns)
    if told:
        raise UnreadableFile(f"L’en-tête de « {name} » n’est pas celui de CDR-Stats ({told}). Corrigez-le.")


FORMAT: Final = ImportFormat(CODE, "CDR-Stats (CSV)", detect, read)
