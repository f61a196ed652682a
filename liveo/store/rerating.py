"""Calls are rated again where something they depend on has changed: exactly those, and never in an invoiced month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liveo.core.catalogue import SubjectId
from liveo.core.periods import Month
from liveo.store.database import Transaction
from liveo.store.statements import query
from liveo.store.usage_upkeep import make_anew


@dataclass(frozen=True, slots=True)
class Shift:
    """What changes for one company, month and destination, or reason for which calls wait for a price.

    Calls are answered outbound ones; amounts are millionths of a euro.
    """

    company: str
    month: Month
    code: str
    rated: bool
    calls_before: int
    calls_after: int
    micros_before: int
    micros_after: int


@dataclass(frozen=True, slots=True)
class Rerating:
    """``calls`` have another owner, destination or price than before; ``shifts`` are what that makes, in order."""

    calls: int
    shifts: tuple[Shift, ...]

    @property
    def micros(self) -> int:
        """What the bills change by, in millionths of a euro."""
        return sum(shift.micros_after - shift.micros_before for shift in self.shifts)

    @property
    def newly_rated(self) -> int:
        """How many calls less wait for a price; below zero when more do."""
        return sum(shift.calls_before - shift.calls_after for shift in self.shifts if not shift.rated)


def rerate(tx: Transaction, company_id: SubjectId | None = None, *, all_months: bool = False) -> Rerating:
    """Rate the calls of one company, or of all, by what the base says now; returns what has changed.

    ``all_months`` uses allowances up anew even where no price has changed, as new ones ask for.
    """
    tx.run("rerating_candidates", {"company_id": company_id})
    tx.run("classification")
    tx.run("rerating_owners")
    tx.run("rating")
    tx.run("rerating_included")
    tx.run("pricing")
    tx.run("rerating_changes", {"all_months": all_months})
    [(calls,)] = tx.execute("select count(*) from changed_calls")
    before = _totals(tx)
    tx.run("rerated_calls")
    make_anew(tx)
    return Rerating(calls, tuple(_shifts(before, _totals(tx))))


Key = tuple[str, date, str, bool]
Total = tuple[int, int]


def _totals(tx: Transaction) -> Mapping[Key, Total]:
    rows = tx.execute(query("concerned_totals"))
    return {(company, month, code, rated): (calls, micros) for company, month, code, rated, calls, micros in rows}


def _shifts(before: Mapping[Key, Total], after: Mapping[Key, Total]) -> list[Shift]:
    found = []
    for company, month, code, rated in sorted({*before, *after}):
        key = (company, month, code, rated)
        was, is_now = before.get(key, (0, 0)), after.get(key, (0, 0))
        if was != is_now:
            found.append(Shift(company, Month.of(month), code, rated, was[0], is_now[0], was[1], is_now[1]))
    return found
