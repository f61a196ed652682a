"""Assignments as a table that people keep elsewhere, read from a file or from what was pasted.

What is read is only understood here: it becomes moves of a trial, and nothing is written.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from liveo.core.catalogue import SubjectId
from liveo.core.company import Account, CompanyState, EntityId, Resource
from liveo.core.errors import InvalidPeriod, LiveoError
from liveo.core.periods import parse_day
from liveo.services.moves import Move

MOST_LINES: Final = 20_000
MOST_CHARACTERS: Final = 4_000_000
_NOBODY: Final = ("", "aucune", "sans entité", "sans entite", "-")
_KNOWN_HEADINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("compte", "code", "poste", "numero", "numéro", "number", "extension"), "subject"),
    **dict.fromkeys(("entite", "entité", "entity", "site"), "entity"),
    **dict.fromkeys(("depuis", "date", "a partir du", "à partir du", "since"), "day"),
    **dict.fromkeys(("nom", "name", "type"), "ignored"),
}


class TableRefused(LiveoError):
    """A table that cannot be read at all; says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A line that is not understood, by its number from 1, with a French sentence."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table asks for: moves by entity and day, and the lines that were not understood."""

    moves: tuple[Move, ...]
    problems: tuple[Problem, ...]
    lines: int


def read_table(state: CompanyState, text: str, default_day: date) -> ReadTable:
    """Return the moves that a table asks for, those that change nothing included; lines without a date use a day.

    Tabs, semicolons and commas are read, with a header or, without one, as subject, entity and perhaps date. Raises
    TableRefused for a table that is empty or too large.
    """
    if len(text) > MOST_CHARACTERS:
        raise TableRefused("Le tableau dépasse 4 millions de caractères : découpez-le.")
    records = [(number, cells) for number, cells in _records(text) if any(cells)]
    if not records:
        raise TableRefused("Le tableau est vide : collez au moins une ligne avec un compte et une entité.")
    if len(records) > MOST_LINES:
        raise TableRefused(f"Le tableau dépasse {MOST_LINES} lignes : découpez-le.")
    columns = _columns(records[0][1])
    lines = records[1:] if columns else records
    reader = _Reader(state, columns or {"subject": 0, "entity": 1, "day": 2}, default_day)
    return reader.read(lines)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max("\t;,", key=first.count)
    lines = io.StringIO(text.removeprefix("\ufeff"), newline=None)  # any end of line is one
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise TableRefused(f"Le tableau est illisible après la ligne {reader.line_num} : vérifiez-le.") from None


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Return where each column stands, where the first line names them; the first of several that name subjects."""
    meanings = [_KNOWN_HEADINGS.get(cell.casefold()) for cell in cells]
    if "subject" not in meanings or "entity" not in meanings:
        return None
    return {meaning: i for i, meaning in reversed([*enumerate(meanings)]) if meaning}


class _Reader:
    """Understands the lines of one table for one company."""

    def __init__(self, state: CompanyState, columns: Mapping[str, int], default_day: date) -> None:
        self._columns = columns
        self._default_day = default_day
        self._entities = _by_text((e.entity_id, (e.code, e.name)) for e in state.entities)
        subjects: tuple[Account | Resource, ...] = (*state.accounts, *state.resources)
        self._subjects = _by_text((s.subject_id, (s.code, _number(s))) for s in subjects)

    def read(self, lines: Sequence[tuple[int, list[str]]]) -> ReadTable:
        """Gather the subjects of each entity and day; a subject named twice for the same day is a problem."""
        chosen: dict[tuple[EntityId | None, date], list[SubjectId]] = defaultdict(list)
        problems: list[Problem] = []
        seen: set[tuple[SubjectId, date]] = set()
        for number, cells in lines:
            try:
                subject_id, entity_id, day = self._line(cells)
                if (subject_id, day) in seen:
                    raise TableRefused("ce compte est déjà nommé plus haut pour le même jour.")
            except LiveoError as refusal:
                problems.append(Problem(number, str(refusal)))
                continue
            seen.add((subject_id, day))
            chosen[entity_id, day].append(subject_id)
        moves = sorted(chosen.items(), key=lambda item: (item[0][1], item[0][0] or 0))
        return ReadTable(
            moves=tuple(Move(tuple(sorted(ids)), entity_id, day) for (entity_id, day), ids in moves),
            problems=tuple(problems),
            lines=len(lines),
        )

    def _line(self, cells: Sequence[str]) -> tuple[SubjectId, EntityId | None, date]:
        subject, entity, day = (self._cell(cells, name) for name in ("subject", "entity", "day"))
        entity_id = (
            None if entity.casefold() in _NOBODY else self._named(self._entities, entity, "cette entité n'existe pas")
        )
        subject_id = self._named(self._subjects, subject, "aucun compte ni ressource ne porte ce code ou ce numéro")
        return SubjectId(subject_id), None if entity_id is None else EntityId(entity_id), self._day(day)

    def _cell(self, cells: Sequence[str], name: str) -> str:
        place = self._columns.get(name)
        return cells[place] if place is not None and place < len(cells) else ""

    def _named(self, known: Mapping[str, Sequence[int]], text: str, unknown: str) -> int:
        found = known.get(_plain(text), ())
        if not found:
            raise TableRefused(f"{unknown} : « {text[:60]} ».")
        if len(found) > 1:
            raise TableRefused(f"« {text[:60]} » en désigne plusieurs : donnez un code.")
        return found[0]

    def _day(self, text: str) -> date:
        if not text:
            return self._default_day
        day, slash, rest = text.partition("/")
        month, _, year = rest.partition("/")
        try:
            return parse_day(f"{year:0>4}-{month:0>2}-{day:0>2}" if slash else text)
        except InvalidPeriod:
            raise TableRefused(f"date illisible : « {text[:20]} ». Écrivez par exemple 15/10/2026.") from None


def _by_text(found: Iterator[tuple[int, Sequence[str]]]) -> Mapping[str, Sequence[int]]:
    """Return who each code, name or number may mean."""
    meanings: dict[str, list[int]] = defaultdict(list)
    for number, texts in found:
        for text in {_plain(text) for text in texts if text}:
            meanings[text].append(number)
    return meanings


def _plain(text: str) -> str:
    return text.casefold().removeprefix("'").replace(" ", "")


def _number(subject: Account | Resource) -> str:
    return subject.extension if isinstance(subject, Account) else subject.number
