"""Calls are rated again where something they depend on has changed: exactly those, and never in an invoiced month."""

from collections.abc import Mapping
from datetime import date

from liveo.core.catalogue import SubjectId
from liveo.core.periods import Month
from liveo.core.rerating import Rerating, Shift
from liveo.store.database import Transaction
from liveo.store.statements import query
from liveo.store.usage_upkeep import make_anew


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
