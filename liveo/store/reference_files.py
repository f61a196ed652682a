"""Reference files are read strictly: each cell is understood, or the file is refused with the place of the fault.

A file is UTF-8, comma-separated; comment lines starting with # may stand before the header, which must be exact.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from liveo.core.errors import LiveoError, ReferenceRefused, UnknownCode
from liveo.core.money import MICROS_PER_EURO, read_amount
from liveo.core.periods import FOREVER, parse_day

Reader = Callable[[str], Any]
"""From the text of one cell to its value; raises a LiveoError whose sentence says what is wrong with it."""

_LARGEST_AMOUNT: Final = Decimal(1_000_000)
_PRICE_DECIMALS: Final = Decimal("0.0001")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile("[0-9]{1,9}")


class UnreadableCell(LiveoError):
    """A cell that means nothing where it stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a reference file: where it stands (``number`` from 1), and its values by column."""

    file: str
    number: int
    values: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]

    def refused(self, column: str, why: str) -> ReferenceRefused:
        """Return the refusal of one of its cells."""
        return ReferenceRefused(self.file, self.number, column, why)


def read_lines(path: Path, columns: Mapping[str, Reader]) -> list[Line]:
    """Return the lines of a file in order, each cell read by the reader of its column.

    Raises ReferenceRefused for a missing file, another header, a wrong number of cells, or a cell without meaning.
    """
    records = _records(path.name, _text(path))
    header_line, header = next(records, (1, []))
    if header != list(columns):
        raise ReferenceRefused(path.name, header_line, "", f"l'en-tête attendu est « {','.join(columns)} ».")
    return [_line(path.name, number, record, columns) for number, record in records]


def refuse_repeats(lines: Sequence[Line], *columns: str) -> None:
    """Raise ReferenceRefused at the second of two lines that hold the same values in these columns."""
    seen: dict[tuple[Any, ...], int] = {}
    for line in lines:
        earlier = seen.setdefault(_key(line, columns), line.number)
        if earlier != line.number:
            raise line.refused(columns[0], f"la ligne {earlier} dit déjà la même chose : gardez une seule des deux.")


def refuse_overlaps(lines: Sequence[Line], *columns: str, start: str = "valid_from", end: str = "valid_to") -> None:
    """Raise ReferenceRefused where two lines with the same values in these columns share a part of [start, end)."""
    for line in lines:
        if line[end] <= line[start]:
            raise line.refused(end, f"la fin doit suivre le début ({start}), et elle est exclue.")
    ordered = sorted(lines, key=lambda line: (*map(str, _key(line, columns)), line[start]))
    for one, other in pairwise(ordered):
        if _key(one, columns) == _key(other, columns) and other[start] < one[end]:
            raise other.refused(start, f"cette période recouvre celle de la ligne {one.number} : terminez-la d'abord.")


def refuse_gaps(lines: Sequence[Line], *columns: str, start: str = "valid_from", end: str = "valid_to") -> None:
    """Raise ReferenceRefused where two lines with the same values in these columns leave days between them."""
    ordered = sorted(lines, key=lambda line: (*map(str, _key(line, columns)), line[start]))
    for one, other in pairwise(ordered):
        if _key(one, columns) == _key(other, columns) and one[end] < other[start]:
            raise other.refused(
                start, f"aucun prix depuis la fin de la ligne {one.number}, le {one[end]} : commencez ce jour-là."
            )


def text(cell: str) -> str:
    """Read a text that is not empty."""
    if not cell:
        raise UnreadableCell("une valeur est attendue.")
    return cell


def whole(least: int) -> Reader:
    """Read a whole number that is not below ``least``."""

    def read(cell: str) -> int:
        if not _WHOLE.fullmatch(cell) or int(cell) < least:
            raise UnreadableCell(f"« {cell} » n'est pas un nombre entier d'au moins {least}.")
        return int(cell)

    return read


def day(cell: str) -> date:
    """Read 2026-03-15."""
    if not _DAY.fullmatch(cell):
        raise UnreadableCell(f"date illisible : « {cell} ». Écrivez par exemple 2026-03-15.")
    return parse_day(cell)


def open_day(cell: str) -> date:
    """Read the day an interval ends, excluded; empty: no end is known yet."""
    return day(cell) if cell else FOREVER


def first_of_month(cell: str) -> date:
    """Read the first day of a month."""
    found = day(cell)
    if found.day != 1:
        raise UnreadableCell(f"« {cell} » n'est pas le premier jour d'un mois : un forfait vaut par mois entier.")
    return found


def open_first_of_month(cell: str) -> date:
    """Read the first day of the month after the last one; empty: no end is known yet."""
    return first_of_month(cell) if cell else FOREVER


def list_of(reader: Reader) -> Reader:
    """Read one value or several, separated by a bar: france_fixed|france_mobile."""

    def read(cell: str) -> tuple[Any, ...]:
        found = tuple(reader(part.strip()) for part in cell.split("|"))
        if len(set(found)) < len(found):
            raise UnreadableCell(f"« {cell} » nomme deux fois la même chose.")
        return found

    return read


def yes_or_no(cell: str) -> bool:
    """Read oui or non."""
    if cell not in ("oui", "non"):
        raise UnreadableCell(f"« {cell} » n'est ni oui ni non.")
    return cell == "oui"


def micros(cell: str) -> int:
    """Read an amount in euros, at most six decimals, as millionths."""
    return int(_amount(cell) * MICROS_PER_EURO)


def monthly_price(cell: str) -> Decimal:
    """Read an amount in euros, at most four decimals, which is what the catalogue keeps."""
    amount = _amount(cell)
    if amount != amount.quantize(_PRICE_DECIMALS):
        raise UnreadableCell(f"« {cell} » a plus de quatre décimales : le catalogue n'en garde que quatre.")
    return amount.quantize(_PRICE_DECIMALS)


def code_of(kind: str, codes: type[StrEnum]) -> Reader:
    """Read the code of a table; an unknown one is answered with the known ones, named as a ``kind`` of thing."""

    def read(cell: str) -> StrEnum:
        if cell not in list(codes):
            raise UnknownCode(kind, cell, list(codes))
        return codes(cell)

    return read


def matching(pattern: str, expected: str) -> Reader:
    """Read a text of a given form, told in French by ``expected``."""
    form = re.compile(pattern)

    def read(cell: str) -> str:
        if not form.fullmatch(cell):
            raise UnreadableCell(f"« {cell} » n'est pas {expected}.")
        return cell

    return read


def checked(holds: Callable[[str], bool], expected: str) -> Reader:
    """Read a text for which ``holds`` is true, such as an identifier with a key."""

    def read(cell: str) -> str:
        if not holds(cell):
            raise UnreadableCell(f"« {cell} » n'est pas {expected}.")
        return cell

    return read


def _amount(cell: str) -> Decimal:
    amount = read_amount(cell)
    if amount > _LARGEST_AMOUNT:
        raise UnreadableCell(f"« {cell} » dépasse un million d'euros : vérifiez la virgule.")
    return amount


def _key(line: Line, columns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(line[column] for column in columns)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise ReferenceRefused(path.name, 1, "", "ce fichier de référence manque ou ne s'ouvre pas.") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ReferenceRefused(path.name, line, "", "ce n'est pas de l'UTF-8 : enregistrez le fichier ainsi.") from None


def _records(file: str, content: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the records after the comments, with the physical line that each starts on; blank lines left out."""
    comments = re.match(r"(?:#[^\n]*\n)*", content)
    skipped = comments[0].count("\n") if comments else 0
    rows = content[comments.end() if comments else 0 :]
    # As spreadsheets write it in France: then a comma in an amount needs no quotes.
    separator = ";" if ";" in rows.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(rows), delimiter=separator, strict=True)
    number = skipped + 1
    try:
        for record in reader:
            if record:
                yield number, record
            number = skipped + reader.line_num + 1
    except csv.Error:
        raise ReferenceRefused(file, number, "", "guillemets mal fermés : corrigez cette ligne.") from None


def _line(file: str, number: int, record: Sequence[str], columns: Mapping[str, Reader]) -> Line:
    if len(record) != len(columns):
        raise ReferenceRefused(file, number, "", f"{len(record)} valeurs au lieu de {len(columns)}.")
    values: dict[str, Any] = {}
    for (column, reader), cell in zip(columns.items(), record, strict=True):
        try:
            values[column] = reader(cell.strip())
        except LiveoError as error:
            raise ReferenceRefused(file, number, column, str(error)) from None
    return Line(file, number, values)
