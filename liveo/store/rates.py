"""The numbering plan and the rate sheets as core records."""

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache
from typing import Any, Final

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import CallKind, Destination, NumberingPlan, PlanRow, numbering_plan
from liveo.core.errors import MissingReference
from liveo.core.periods import Period
from liveo.core.rating import RateRow
from liveo.store.database import Base

_ROW_FIELDS: Final = [field.name for field in fields(RateRow) if field.name not in ("destination", "valid")]
RateSheets = tuple[tuple[RateRow, ...], tuple[RateRow, ...]]


def load_numbering_plan(base: Base) -> NumberingPlan:
    """Return the plan under the policy of the base; raises MissingReference where there is no plan."""
    return _plan(base, base.version)


def load_rate_sheets(base: Base, company_id: SubjectId | None) -> RateSheets:
    """Return the rows of the company's own sheet, then those of the default sheet, in order of precedence."""
    current = [row for row in base.rows("rates_for_company", company_id=company_id) if not row["retired"]]
    own = tuple(_rate_row(row) for row in current if row["company_id"] is not None)
    return own, tuple(_rate_row(row) for row in current if row["company_id"] is None)


def rates_by_id(base: Base, company_id: SubjectId) -> Mapping[int, RateRow]:
    """Return the rows that may have priced the calls of a company, by the id that its roll-ups name."""
    return _rates_by_id(base, base.version, company_id)


@lru_cache(maxsize=8)
def _rates_by_id(base: Base, version: int, company_id: SubjectId) -> Mapping[int, RateRow]:
    return {row["rate_id"]: _rate_row(row) for row in base.rows("rates_for_company", company_id=company_id)}


def _rate_row(row: Mapping[str, Any]) -> RateRow:
    named = {name: row[name] for name in _ROW_FIELDS}
    valid = Period(row["valid_from"], row["valid_to"])
    return RateRow(destination=Destination(row["destination"]), valid=valid, **named)


@lru_cache(maxsize=4)
def _plan(base: Base, version: int) -> NumberingPlan:
    policy = {
        (row["number_class"], CallKind(row["kind"])): Destination(row["destination"])
        for row in base.rows("numbering_policy")
    }
    rows = base.rows("numbering_plan")
    if not rows:
        raise MissingReference.of_everything()
    return numbering_plan((PlanRow(**row) for row in rows), policy)
