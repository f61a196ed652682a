"""The numbering plan and the rate sheets as core records."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import CallKind, Destination, NumberingPlan, PlanRow, numbering_plan
from liveo.core.errors import MissingReference
from liveo.core.periods import Period
from liveo.core.rating import RateRow
from liveo.store.database import Base

RateSheets = tuple[tuple[RateRow, ...], tuple[RateRow, ...]]


def load_numbering_plan(base: Base) -> NumberingPlan:
    """Return the plan under the policy of the base; raises MissingReference where there is no plan."""
    return _plan(base, base.version)


def load_rate_sheets(base: Base, company_id: SubjectId | None) -> RateSheets:
    """Return the rows of the company's own sheet, then those of the default sheet, in order of precedence."""
    own: list[RateRow] = []
    default: list[RateRow] = []
    for row in base.rows("rates_for_company", company_id=company_id):
        chosen = own if row.pop("company_id") is not None else default
        chosen.append(_rate_row(row))
    return tuple(own), tuple(default)


def rates_by_id(base: Base, company_id: SubjectId) -> Mapping[int, RateRow]:
    """Return the rows that may have priced the calls of a company, by the id that its roll-ups name."""
    return _rates_by_id(base, base.version, company_id)


@lru_cache(maxsize=8)
def _rates_by_id(base: Base, version: int, company_id: SubjectId) -> Mapping[int, RateRow]:
    return {row.pop("rate_id"): _rate_row(row) for row in base.rows("rates_by_id", company_id=company_id)}


def _rate_row(row: dict[str, Any]) -> RateRow:
    valid = Period(row.pop("valid_from"), row.pop("valid_to"))
    return RateRow(destination=Destination(row.pop("destination")), valid=valid, **row)


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
