"""The reader that all formats share: split, lay out, type, keep each call once, and account for every line.

A format says only where its fields stand and what its words mean (Grammar).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from liveo.store.imports.columns import RAW_COLUMNS, typed
from liveo.store.imports.lines import Batch, Splitting, batches
from liveo.store.imports.records import ROW_SCHEMA, ParsedFile, Problem, ProblemReason, problem
from liveo.store.imports.text import SourceText

_NO_ROWS: Final = pl.DataFrame(schema=ROW_SCHEMA)


IGNORED: Final = "_"
"""The name, in a layout, of a field that nothing is read from."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where the fields of a record stand, by name; `key_of`, if any, makes the call's identity from the fields.

    Compared by identity: a format holds each of its layouts once.
    """

    columns: tuple[str, ...]
    key_of: Callable[[list[str]], str] | None = None

    def fields(self, name: str, records: list[list[str]]) -> list[str]:
        """One column of the records; empty where the layout has no such column."""
        if name not in self.columns:
            return [""] * len(records)
        position = self.columns.index(name)
        return [fields[position] for fields in records]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grammar:
    """What the shared reader must know of a format.

    `layout_of` gives the layout of a record, or None when no layout fits its number of fields. `is_header` is asked
    about the first record only. `meanings` are the columns to derive from the texts: at least `answered`.
    """

    code: str
    splitting: Splitting
    layout_of: Callable[[list[str]], Layout | None]
    is_header: Callable[[list[str]], bool]
    meanings: tuple[pl.Expr, ...]


def read_with(grammar: Grammar, source: SourceText, zone: str) -> ParsedFile:
    """Read a whole file: every data line becomes a row or a problem."""
    lines, frames, problems = 0, [_NO_ROWS], list[Problem]()
    for batch in _data_batches(grammar, source):
        lines += len(batch.numbers) + len(batch.problems)
        batch_rows, batch_problems = _read_batch(grammar, batch, zone)
        frames += batch_rows
        problems += batch_problems
    rows, doubles = _each_call_once(pl.concat(frames).sort("line"))
    problems += _doubles_as_problems(doubles, grammar, source)
    return ParsedFile(grammar.code, lines, rows, tuple(sorted(problems, key=lambda found: found.line)))


def _data_batches(grammar: Grammar, source: SourceText) -> Iterator[Batch]:
    """The batches of the file without its header line."""
    at_start = True
    for batch in batches(source, grammar.splitting):
        if at_start and batch.fields and grammar.is_header([text.strip() for text in batch.fields[0]]):
            yield Batch(batch.numbers[1:], batch.texts[1:], batch.fields[1:], batch.problems)
        else:
            yield batch
        at_start = at_start and not batch.fields


def _read_batch(grammar: Grammar, batch: Batch, zone: str) -> tuple[list[pl.DataFrame], list[Problem]]:
    texts = dict(zip(batch.numbers, batch.texts, strict=True))
    problems, frames = list(batch.problems), list[pl.DataFrame]()
    for layout, positions in _by_layout(grammar, batch).items():
        if layout is None:
            problems += [_wrong_field_count(grammar, batch, position) for position in positions]
            continue
        rows, rejections = typed(_raw(grammar, layout, batch, positions), zone)
        frames.append(rows)
        problems += [problem(bad.line, bad.reason, texts[bad.line], bad.detail) for bad in rejections]
    return frames, problems


def _by_layout(grammar: Grammar, batch: Batch) -> dict[Layout | None, list[int]]:
    positions: dict[Layout | None, list[int]] = defaultdict(list)
    for position, layout in enumerate(map(grammar.layout_of, batch.fields)):
        positions[layout].append(position)
    return positions


def _raw(grammar: Grammar, layout: Layout, batch: Batch, positions: list[int]) -> pl.DataFrame:
    """The records of one layout as stripped texts, with what the format makes of them."""
    records = [batch.fields[position] for position in positions]
    names = dict.fromkeys((*RAW_COLUMNS, *layout.columns))
    texts = {name: layout.fields(name, records) for name in names if name != IGNORED}
    if layout.key_of:
        texts["call_key"] = [layout.key_of(fields) for fields in records]
    lines = pl.Series("line", [batch.numbers[position] for position in positions], dtype=pl.Int64)
    frame = pl.DataFrame(texts, schema_overrides=dict.fromkeys(texts, pl.String)).select(pl.all().str.strip_chars())
    return frame.with_columns(lines, *grammar.meanings)


def _wrong_field_count(grammar: Grammar, batch: Batch, position: int) -> Problem:
    known = ", ".join(map(str, sorted(grammar.splitting.widths)))
    detail = f"champs lus : {len(batch.fields[position])} ; attendus : {known}"
    return problem(batch.numbers[position], ProblemReason.WRONG_FIELD_COUNT, batch.texts[position], detail)


def _each_call_once(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The first row of each call; of the others `line`, the `first` line of that call, whether both say the `same`."""
    is_first = rows["call_key"].is_first_distinct()
    if is_first.all():
        return rows, pl.DataFrame()
    kept, doubled = rows.filter(is_first), rows.filter(~is_first)
    compared = [name for name in rows.columns if name not in ("line", "call_key")]
    pairs = doubled.join(kept, on="call_key", how="left", maintain_order="left", suffix="_first")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in compared)
    return kept, pairs.select("line", first="line_first", same=same)


def _doubles_as_problems(doubles: pl.DataFrame, grammar: Grammar, source: SourceText) -> list[Problem]:
    """Doubled calls, handed back. Their text is read a second time: holding all texts would double the memory."""
    if doubles.is_empty():
        return []
    lines = set(doubles["line"])
    texts = {
        line: text
        for batch in batches(source, grammar.splitting)
        for line, text in zip(batch.numbers, batch.texts, strict=True)
        if line in lines
    }
    return [
        problem(line, ProblemReason.DUPLICATE_IN_FILE, texts.get(line, ""), _double_detail(first, same=same))
        for line, first, same in doubles.iter_rows()
    ]


def _double_detail(first: int, *, same: bool) -> str:
    return f"déjà lu à la ligne {first}" + ("" if same else ", avec d’autres valeurs")
