"""A new customer enters the base whole: the records that ``customers.load_state`` reads back are written together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from liveo.core.company import Address, Assignment, Company, CompanyState, Entity
from liveo.core.entities import refuse_overlapping_assignments
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.database import Transaction

_NOWHERE: Final = Address("", "", "", "")
_ID: Final = {"account_id": pl.Int64}


def add_company(tx: Transaction, state: CompanyState) -> None:
    """Write a company with its entities, accounts, resources, assignments and activations.

    The ids of subjects and entities are those of the records: take them from the sequences of the base first.
    Raises OverlappingAssignments when a subject would belong to two entities on one day.
    """
    refuse_overlapping_assignments(state.assignments)
    company_id = state.company.subject_id
    owner = {"company_id": company_id}
    _insert(tx, "companies", [_company_row(state.company)])
    _insert(tx, "entities", [owner | _entity_row(entity) for entity in state.entities])
    _insert(tx, "accounts", [owner | _fields(a, "subject_id code name extension") for a in state.accounts])
    _insert(
        tx, "resources", [owner | _fields(r, "subject_id code option name number account_id") for r in state.resources]
    )
    _insert(tx, "assignments", [owner | _assignment_row(assignment) for assignment in state.assignments])
    ids = tx.next_ids("activation_ids", len(state.activations))
    rows = zip(ids, state.activations, strict=True)
    _insert(tx, "activations", [owner | {"activation_id": i} | _activation_row(one) for i, one in rows])


def _insert(tx: Transaction, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        tx.insert(table, pl.DataFrame(rows, schema_overrides=_ID, infer_schema_length=None))


def _fields(record: object, names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names.split()}


def _company_row(company: Company) -> dict[str, object]:
    names = "subject_id code name siren vat_number billing_mode sharing_key"
    return _fields(company, names) | _address_row(company.address)


def _entity_row(entity: Entity) -> dict[str, object]:
    names = "entity_id code name head_office own_invoice siret fixed_share"
    regime = {"vat_regime": str(entity.vat_regime)}
    return _fields(entity, names) | regime | _address_row(entity.address or _NOWHERE)


def _address_row(address: Address) -> dict[str, object]:
    return _fields(address, "street postcode city country")


def _assignment_row(assignment: Assignment) -> dict[str, object]:
    return _fields(assignment, "subject_id entity_id") | _days(assignment.period)


def _activation_row(activation: Activation) -> dict[str, object]:
    option = {"option": str(activation.option)}
    return _fields(activation, "subject_id quantity") | option | _days(activation.period)


def _days(period: Period) -> dict[str, date]:
    return {"start_day": period.start, "end_day": period.end}
