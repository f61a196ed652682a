"""The product's own CSV: a header of its own, times with their zone, so that what is written is read back the same.

The header is required and names its columns (COLUMNS), in any order; `direction` alone may be missing.
"""

from typing import Final

import polars as pl

from liveo.core.errors import UnreadableFile
from liveo.store.imports.lines import SEPARATORS, Splitting, find_separator, first_line, split_line
from liveo.store.imports.reading import Grammar, Layout, read_with
from liveo.store.imports.records import ImportFormat, ParsedFile
from liveo.store.imports.text import SourceText
from liveo.store.imports.times import PARIS

CODE: Final = "liveo"

COLUMNS: Final = {
    "call_id": "call_key",
    "started_at": "started_at",
    "account": "account_code",
    "caller": "caller",
    "dialled": "dialled",
    "kind": "kind",
    "seconds": "seconds",
    "answered": "answer",
    "direction": "direction",
}
_OPTIONAL: Final = {"direction"}
_ANSWERS: Final = {"oui": True, "true": True, "1": True, "non": False, "false": False, "0": False}
_MEANINGS: Final = (
    pl.col("answer")
    .str.to_lowercase()
    .replace_strict(_ANSWERS, default=None, return_dtype=pl.Boolean)
    .alias("answered"),
    pl.col("kind").str.to_lowercase(),
    pl.col("direction").str.to_lowercase(),
)


def detect(head: str) -> bool:
    """Whether the first line that is not blank names a call_id and a started_at."""
    return find_separator(first_line(head), _names_calls) is not None


def read(source: SourceText, zone: str) -> ParsedFile:
    """Read the file; raises UnreadableFile when its header lacks a column, repeats one or has one too many."""
    header_line = first_line(source.head)
    separator = find_separator(header_line, _names_calls) or SEPARATORS[0]
    header = [name.lower() for name in split_line(header_line, separator)]
    _check_header(header, source.name)
    layouts = {len(header): Layout(tuple(COLUMNS[name] for name in header))}
    grammar = Grammar(
        code=CODE,
        splitting=Splitting(separator, frozenset(layouts)),
        layout_of=lambda fields: layouts.get(len(fields)),
        is_header=lambda fields: True,
        meanings=_MEANINGS,
    )
    return read_with(grammar, source, zone)


def write_liveo_csv(rows: pl.DataFrame) -> bytes:
    """Rows of ROW_SCHEMA as a file that reads back as the same calls; `line` and `context` have no place in it.

    UTF-8, semicolons, times in Paris with their offset from UTC. Texts are written as they are: the file is for
    machines, and a spreadsheet may take a cell for a formula.
    """
    local = pl.col("started_at").dt.convert_time_zone(PARIS)
    written = rows.with_columns(
        started_at=local.dt.to_string("%Y-%m-%dT%H:%M:%S%.f%:z"),
        answer=pl.when("answered").then(pl.lit("oui")).otherwise(pl.lit("non")),
    ).select(pl.col(column).alias(name) for name, column in COLUMNS.items())
    return written.write_csv(separator=";", null_value="").encode()


def _names_calls(fields: list[str]) -> bool:
    return {"call_id", "started_at"} <= {field.lower() for field in fields}


def _check_header(header: list[str], name: str) -> None:
    faults = {
        "colonnes manquantes": [column for column in COLUMNS if column not in {*header, *_OPTIONAL}],
        "colonnes inconnues": [column for column in header if column not in COLUMNS],
        "colonnes répétées": [column for column in COLUMNS if header.count(column) > 1],
    }
    told = " ; ".join(f"{fault} : {', '.join(columns)}" for fault, columns in faults.items() if columns)
    if told:
        raise UnreadableFile(f"L’en-tête de « {name} » n’est pas celui du format Livéo ({told[:300]}). Corrigez-le.")


FORMAT: Final = ImportFormat(CODE, "CSV Livéo", detect, read, names_our_accounts=True)
