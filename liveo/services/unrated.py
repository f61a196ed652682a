"""Calls that wait for a price: how many and why, and the calls themselves, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from liveo.core.destinations import UnratedReason
from liveo.services.billing import customer
from liveo.store.database import Base

PAGE_SIZE: Final = 25


@dataclass(frozen=True, slots=True)
class Stray:
    """Calls of one import that could be given to no company at all."""

    import_id: int
    file_name: str
    calls: int


@dataclass(frozen=True, slots=True)
class UnratedGroup:
    """Calls that wait for a price because of one text, as the file writes it.

    It is what was dialled, or for an unknown account the code or the caller; ``callers`` are so many different ones.
    ``first_day`` and ``last_day`` are both included.
    """

    reason: UnratedReason
    written: str
    kind: str
    calls: int
    callers: int
    seconds: int
    first_day: date
    last_day: date


def unrated_groups(base: Base, code: str, reasons: Sequence[UnratedReason] = ()) -> tuple[UnratedGroup, ...]:
    """Return what makes calls of a company wait for a price, the most calls first; no reason given means all."""
    rows = base.rows(
        "unrated_groups",
        company_id=customer(base, code).state.company.subject_id,
        reasons=[str(reason) for reason in reasons],
    )
    return tuple(UnratedGroup(**{**row, "reason": UnratedReason(row["reason"])}) for row in rows)


def unrated_reasons(base: Base, code: str) -> tuple[tuple[UnratedReason, int], ...]:
    """Return why calls of a company wait for a price, in all its months: the most frequent reason first."""
    return _unrated_reasons(base, base.version, code)


def unrated_page(base: Base, code: str, reasons: Sequence[UnratedReason], page: int) -> pl.DataFrame:
    """Return one page, counted from 1, of the calls of a company that wait for a price, the latest first.

    Columns: started_at (Europe/Paris), reason, subject (label of the account, empty if unknown), caller, dialled
    (a full number without its last four digits), kind, seconds, file_name, line. No reason given means all.
    """
    return base.read(
        "unrated_calls",
        company_id=customer(base, code).state.company.subject_id,
        reasons=[str(reason) for reason in reasons],
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
    )


def strays(base: Base) -> tuple[Stray, ...]:
    """Return the calls that belong to no company, by import, the latest first: no invoice waits for them."""
    return _strays(base, base.version)


@lru_cache(maxsize=64)
def _unrated_reasons(base: Base, version: int, code: str) -> tuple[tuple[UnratedReason, int], ...]:
    company_id = customer(base, code).state.company.subject_id
    counts: dict[UnratedReason, int] = {}
    for row in base.rows("unrated_by_month", company_id=company_id):
        reason = UnratedReason(row["reason"])
        counts[reason] = counts.get(reason, 0) + row["calls"]
    return tuple(sorted(counts.items(), key=lambda found: (-found[1], found[0])))


@lru_cache(maxsize=4)
def _strays(base: Base, version: int) -> tuple[Stray, ...]:
    return tuple(Stray(**row) for row in base.rows("calls_of_nobody"))
