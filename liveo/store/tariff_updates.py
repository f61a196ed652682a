"""A tariff is corrected by a file that says all of it anew: what says the same stays as it is."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import UNASSIGNED
from liveo.core.errors import UnknownCode
from liveo.store.database import Transaction
from liveo.store.reference import (
    ALLOWANCE_LIST,
    NUMBERING_PLAN,
    PRICE_LIST,
    RATE_COLUMNS,
    RATE_SHEET,
    STANDARD_PRICES,
    load_allowances,
    load_prices,
    rows_of,
)


@dataclass(frozen=True, slots=True)
class TariffUpdate:
    """What a file changes: so many rows more, so many less, so many that stay."""

    added: int
    removed: int
    kept: int

    @property
    def is_empty(self) -> bool:
        """Whether the file says what the base says already."""
        return not self.added and not self.removed


def update_tariff(tx: Transaction, kind: str, file: Path, company_id: SubjectId | None) -> TariffUpdate:
    """Make a tariff say what a file says, for one company or, with None, for everybody.

    Raises UnknownCode for another kind, ReferenceRefused for a fault of the file; nothing has changed then.
    """
    if kind not in TARIFFS:
        raise UnknownCode("Tarif", kind, TARIFFS)
    return TARIFFS[kind](tx, file, company_id)


def _update_rates(tx: Transaction, file: Path, company_id: SubjectId | None) -> TariffUpdate:
    lines = RATE_SHEET.lines(file.parent, file.name)
    owner = {"company_id": company_id}
    found = tx.execute("select sheet_id from rate_sheets where company_id is not distinct from $company_id", owner)
    if found:
        sheet_id = found[0][0]
    else:
        [sheet_id] = tx.next_ids("sheet_ids", 1)
        sheet = {"sheet_id": [sheet_id], "company_id": pl.Series([company_id], dtype=pl.Int64), "name": [file.stem]}
        tx.insert("rate_sheets", pl.DataFrame(sheet))
    before = _current_rates(tx, sheet_id)
    with tx.incoming(rows_of(lines, RATE_COLUMNS)):
        tx.run("rate_sheet_update", {"sheet_id": sheet_id})
    return _counted(before, _current_rates(tx, sheet_id))


def _current_rates(tx: Transaction, sheet_id: int) -> set[int]:
    rows = tx.execute("select rate_id from rates where sheet_id = $sheet and not retired", {"sheet": sheet_id})
    return {rate_id for (rate_id,) in rows}


def _update_prices(tx: Transaction, file: Path, company_id: SubjectId | None) -> TariffUpdate:
    kind = STANDARD_PRICES if company_id is None else PRICE_LIST
    kind.lines(file.parent, file.name)
    owner = {"company_id": company_id}
    stated = "select option, monthly, start_day, end_day from prices where company_id is not distinct from $company_id"
    before = set(tx.execute(stated, owner))
    tx.execute("delete from prices where company_id is not distinct from $company_id", owner)
    load_prices(tx, file, company_id)
    return _counted(before, set(tx.execute(stated, owner)))


def _update_allowances(tx: Transaction, file: Path, company_id: SubjectId | None) -> TariffUpdate:
    ALLOWANCE_LIST.lines(file.parent, file.name)
    owner = {"company_id": company_id}
    stated = (
        "select name, priority, destinations::varchar, seconds, valid_from, valid_to from allowances"
        " where company_id is not distinct from $company_id"
    )
    before = set(tx.execute(stated, owner))
    tx.execute("delete from allowances where company_id is not distinct from $company_id", owner)
    load_allowances(tx, file, company_id)
    return _counted(before, set(tx.execute(stated, owner)))


def _update_plan(tx: Transaction, file: Path, company_id: SubjectId | None) -> TariffUpdate:
    lines = NUMBERING_PLAN.lines(file.parent, file.name)
    classes = tx.execute("select distinct number_class from numbering_policy")
    known = {UNASSIGNED, *(name for (name,) in classes)}
    for line in lines:
        if line["number_class"] not in known:
            raise line.refused("number_class", f"« {line['number_class']} » ne mène à aucune destination.")
    before = set(tx.execute("from numbering_plan"))
    tx.execute("delete from numbering_plan")
    NUMBERING_PLAN.write(tx, lines)
    return _counted(before, set(tx.execute("from numbering_plan")))


def _counted(before: Set[object], after: Set[object]) -> TariffUpdate:
    return TariffUpdate(added=len(after - before), removed=len(before - after), kept=len(after & before))


TARIFFS: Mapping[str, Callable[[Transaction, Path, SubjectId | None], TariffUpdate]] = {
    "rates": _update_rates,
    "prices": _update_prices,
    "allowances": _update_allowances,
    "plan": _update_plan,
}
