"""A look at a call file before it is imported: what it holds, and whose calls they are.

A file imported under the wrong company cannot be taken back: its calls would be known from then on. So the company
is told from the file where it can be: account codes and telephone numbers belong to one of all customers, extensions
only mean something within one company.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.core.periods import paris_day
from liveo.store.database import Base
from liveo.store.imports import read_call_file

FRANCE: Final = "+33"


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file holds. ``readable`` calls and ``refused`` lines make all its lines; days are None without a call.

    ``by_name`` calls bear a code or a telephone number of ours; ``by_extension`` counts, for each company, calls from
    or to one of its extensions.
    """

    name: str
    format: str
    readable: int
    refused: int
    first_day: date | None
    last_day: date | None
    by_name: int
    by_extension: Mapping[str, int]

    @property
    def names_accounts(self) -> bool:
        """Whether most calls say by themselves whose they are: no company need be chosen."""
        return self.readable > 0 and 2 * self.by_name >= self.readable

    @property
    def company(self) -> str | None:
        """The code of the one company that most calls belong to by their extensions; None where codes decide."""
        if self.names_accounts or not self.by_extension:
            return None
        best = max(self.by_extension.values())
        candidates = [code for code, calls in self.by_extension.items() if calls == best]
        return candidates[0] if len(candidates) == 1 and 2 * best >= self.readable else None

    @property
    def is_nobodys(self) -> bool:
        """Whether calls would belong to nobody unless a company is chosen."""
        return self.readable > 0 and not self.names_accounts and self.company is None


def check_file(base: Base, content: bytes, name: str, format_code: str) -> FileCheck:
    """Read a file without importing it; raises the LiveoError of a file that is no call file at all."""
    parsed = read_call_file(content, name, format_code)
    rows = parsed.rows
    known = _known_callers(base, base.version)
    moments = rows.select(first=pl.col("started_at").min(), last=pl.col("started_at").max()).row(0)
    first, last = (paris_day(moment) if moment else None for moment in moments)
    return FileCheck(
        name=name,
        format=parsed.format,
        readable=rows.height,
        refused=len(parsed.problems),
        first_day=first,
        last_day=last,
        by_name=_by_name(rows, known),
        by_extension=_by_extension(rows, known),
    )


def _by_name(rows: pl.DataFrame, known: pl.DataFrame) -> int:
    """Count the calls that bear a code of ours, or a number of ours as it is most often written."""
    numbers = known.filter(pl.col("number") != "")["number"]
    national = numbers.filter(numbers.str.starts_with(FRANCE)).str.replace(FRANCE, "0", literal=True)
    ours = pl.concat([numbers, numbers.str.strip_prefix("+"), national]).implode()
    bears = pl.any_horizontal(
        pl.col("account_code").is_in(known["code"].implode()),
        pl.col("caller").is_in(ours),
        pl.col("dialled").is_in(ours),
    )
    return int(rows.select(bears.sum()).item())


def _by_extension(rows: pl.DataFrame, known: pl.DataFrame) -> dict[str, int]:
    """Count the calls that each company knows an extension of, in the columns where one may stand."""
    found = {}
    for (company,), named in known.filter(pl.col("extension") != "").group_by("company", maintain_order=True):
        extensions = named["extension"].implode()
        columns = (pl.col(name).is_in(extensions) for name in ("account_code", "caller", "dialled"))
        found[str(company)] = rows.select(pl.any_horizontal(*columns).sum()).item()
    return {company: calls for company, calls in found.items() if calls}


@lru_cache(maxsize=4)
def _known_callers(base: Base, version: int) -> pl.DataFrame:
    return base.read("known_callers")
