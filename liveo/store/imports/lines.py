"""From physical lines to records: a quote left open costs its own line, never the lines after it.

A record ends with its line, unless a quoted field holds line breaks. What decides is whether the lines parse
strictly: a line that does stands alone; an odd number of quotes calls for the following lines, up to
MAX_RECORD_LINES, and if no record of a known width comes of it, the first line alone is faulty.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from liveo.store.imports.records import Problem, ProblemReason, problem
from liveo.store.imports.text import MAX_LINE_CHARS, SourceText, line_blocks

SEPARATORS: Final = (",", ";", "\t")
MAX_RECORD_LINES: Final = 50

_BATCH_LINES: Final = 20_000
_HEAD_LINES: Final = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Splitting:
    """How the lines of a file fall apart: separator, known widths, and what to take off around a line."""

    separator: str
    widths: frozenset[int]
    unwrap: Callable[[str], str] | None = None


@dataclass(slots=True)
class Batch:
    """Records in order, as parallel lists of first line (from 1), raw text and fields; and the lines beyond reading."""

    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_separator(head: str, recognises: Callable[[list[str]], bool]) -> str | None:
    """The first separator under which some line of the head is recognised; None when there is none."""
    lines = head.split("\n")[:_HEAD_LINES]
    for separator in SEPARATORS:
        if any(recognises(split_line(line, separator)) for line in lines if line.strip()):
            return separator
    return None


def first_line(head: str) -> str:
    """The first line that is not blank; empty when all are."""
    return next((line for line in head.split("\n") if line.strip()), "")


def split_line(line: str, separator: str) -> list[str]:
    """The fields of one line without blanks around them; none when it does not parse."""
    return [text.strip() for text in _parse(line[:MAX_LINE_CHARS], separator, strict=False) or ()]


def batches(source: SourceText, splitting: Splitting) -> Iterator[Batch]:
    """Every record of the file, in order; blank lines are left out."""
    first, waiting = 1, list[str]()
    for block in line_blocks(source):
        waiting += block
        while len(waiting) >= _BATCH_LINES + MAX_RECORD_LINES:
            taken, batch = _next_batch(waiting, first, splitting)
            yield batch
            first, waiting = first + taken, waiting[taken:]
    while waiting:
        taken, batch = _next_batch(waiting, first, splitting)
        yield batch
        first, waiting = first + taken, waiting[taken:]


def _next_batch(waiting: list[str], first: int, splitting: Splitting) -> tuple[int, Batch]:
    """The records that start in the next lines, and the number of lines they take."""
    lines = waiting[:_BATCH_LINES]
    whole = _one_record_a_line(lines, splitting)
    if whole is None:
        return _line_by_line(waiting, first, splitting)
    numbers = range(first, first + len(lines))
    return len(lines), _without_blank_lines(numbers, lines, whole)


def _one_record_a_line(lines: list[str], splitting: Splitting) -> list[list[str]] | None:
    """The fields of lines that all stand alone and hold no control character; None when one does not."""
    if any(not _is_plain(line) for line in lines if not line.isprintable()) or max(map(len, lines)) > MAX_LINE_CHARS:
        return None
    bare = [splitting.unwrap(line) for line in lines] if splitting.unwrap else lines
    try:
        records = list(_reader(bare, splitting.separator, strict=True))
    except csv.Error:
        return None
    # The reader gives each line at most one record: as many records as lines means that none was joined.
    return records if len(records) == len(lines) else None


def _without_blank_lines(numbers: range, lines: list[str], records: list[list[str]]) -> Batch:
    if all(lines) and not any(map(str.isspace, lines)):
        return Batch(list(numbers), lines, records)
    kept = [i for i, line in enumerate(lines) if line.strip()]
    return Batch([numbers[i] for i in kept], [lines[i] for i in kept], [records[i] for i in kept])


def _line_by_line(waiting: list[str], first: int, splitting: Splitting) -> tuple[int, Batch]:
    batch, position = Batch(), 0
    while position < min(_BATCH_LINES, len(waiting)):
        line = waiting[position]
        taken = 1
        if line.strip():
            taken, outcome = _record_at(waiting, position, splitting)
            text = "\n".join(waiting[position : position + taken])
            if isinstance(outcome, ProblemReason):
                batch.problems.append(problem(first + position, outcome, text))
            else:
                batch.numbers.append(first + position)
                batch.texts.append(text)
                batch.fields.append(outcome)
        position += taken
    return position, batch


def _record_at(lines: list[str], position: int, splitting: Splitting) -> tuple[int, list[str] | ProblemReason]:
    """The record that starts on this line with the number of its lines, or the reason why the line is faulty."""
    line = lines[position]
    if len(line) > MAX_LINE_CHARS:
        return 1, ProblemReason.LINE_TOO_LONG
    if not _is_plain(line):
        return 1, ProblemReason.CONTROL_CHARACTER
    bare = splitting.unwrap(line) if splitting.unwrap else line
    alone = _parse(bare, splitting.separator, strict=True)
    if alone is not None:
        return 1, alone
    if line.count('"') % 2:
        return _joined_record(lines, position, splitting)
    lenient = _parse(bare, splitting.separator, strict=False)
    # Switches that do not double the quotes inside a name: the width tells that the line was still read right.
    return (1, lenient) if lenient and len(lenient) in splitting.widths else (1, ProblemReason.UNCLOSED_QUOTE)


def _joined_record(lines: list[str], position: int, splitting: Splitting) -> tuple[int, list[str] | ProblemReason]:
    """A record whose quoted field runs on over the next lines, if these close the quote and give a known width."""
    for end in range(position + 1, min(position + MAX_RECORD_LINES, len(lines))):
        if lines[end].count('"') % 2:
            text = "\n".join(lines[position : end + 1])
            record = _parse(splitting.unwrap(text) if splitting.unwrap else text, splitting.separator, strict=True)
            if record and len(record) in splitting.widths and _is_plain(text):
                return end + 1 - position, record
            break
    return 1, ProblemReason.UNCLOSED_QUOTE


def _parse(text: str, separator: str, *, strict: bool) -> list[str] | None:
    """The fields of exactly one record; None when the text is none, or more than one."""
    try:
        records = list(_reader([line + "\n" for line in text.split("\n")], separator, strict=strict))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else None


def _reader(lines: list[str], separator: str, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, strict=strict, skipinitialspace=True)


def _is_plain(text: str) -> bool:
    """Whether the text holds no control character, tabs and line ends aside."""
    return text.isprintable() or _CONTROL.search(text) is None
