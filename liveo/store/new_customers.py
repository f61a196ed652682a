"""A new customer enters the base whole: the records that ``customers.load_state`` reads back are written together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.company import Account, Address, Assignment, Company, CompanyState, Division, Entity, Resource
from liveo.core.divisions import divisions_of
from liveo.core.entities import refuse_overlapping_assignments
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.database import Transaction

_NOWHERE: Final = Address("", "", "", "")
_ID: Final = {"account_id": pl.Int64}
_SHARE: Final = pl.Struct({"entity_id": pl.Int64, "share": pl.Decimal(5, 2)})
_DIVISIONS: Final = pl.Schema(
    {
        "company_id": pl.Int64(),
        "since": pl.Date(),
        "billing_mode": pl.String(),
        "sharing_key": pl.String(),
        "own_invoices": pl.List(pl.Int64),
        "fixed_shares": pl.List(_SHARE),
    }
)


def add_company(tx: Transaction, state: CompanyState) -> None:
    """Write a company with its entities, accounts, resources, assignments and activations.

    The ids of subjects and entities are those of the records: take them from the sequences of the base first.
    Raises OverlappingAssignments when a subject would belong to two entities on one day.
    """
    refuse_overlapping_assignments(state.assignments)
    company_id = state.company.subject_id
    owner = {"company_id": company_id}
    _insert(tx, "companies", [_company_row(state.company)])
    add_divisions(tx, company_id, divisions_of(state))
    add_entities(tx, company_id, state.entities)
    add_subjects(tx, company_id, state.accounts, state.resources)
    _insert(tx, "assignments", [owner | _assignment_row(assignment) for assignment in state.assignments])
    add_activations(tx, company_id, state.activations)


def add_subjects(
    tx: Transaction, company_id: SubjectId, accounts: Sequence[Account], resources: Sequence[Resource]
) -> None:
    """Write accounts and resources of a company."""
    owner = {"company_id": company_id}
    _insert(tx, "accounts", [owner | _fields(a, "subject_id code name extension") for a in accounts])
    _insert(tx, "resources", [owner | _fields(r, "subject_id code option name number account_id") for r in resources])


def add_activations(tx: Transaction, company_id: SubjectId, activations: Sequence[Activation]) -> None:
    """Write activations of a company."""
    ids = tx.next_ids("activation_ids", len(activations))
    rows = zip(ids, activations, strict=True)
    _insert(
        tx, "activations", [{"company_id": company_id, "activation_id": i} | _activation_row(one) for i, one in rows]
    )


def add_divisions(tx: Transaction, company_id: SubjectId, divisions: Sequence[Division]) -> None:
    """Write how a company is divided, from which months on."""
    tx.insert("divisions", pl.DataFrame([_division_row(company_id, d) for d in divisions], schema=_DIVISIONS))


def add_entities(tx: Transaction, company_id: SubjectId, entities: Sequence[Entity]) -> None:
    """Write entities of a company."""
    _insert(tx, "entities", [{"company_id": company_id} | _entity_row(entity) for entity in entities])


def _insert(tx: Transaction, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        tx.insert(table, pl.DataFrame(rows, schema_overrides=_ID, infer_schema_length=None))


def _fields(record: object, names: str) -> dict[str, object]:
    return {name: getattr(record, name) for name in names.split()}


def _company_row(company: Company) -> dict[str, object]:
    names = "subject_id code name siren vat_number"
    return _fields(company, names) | _address_row(company.address)


def _entity_row(entity: Entity) -> dict[str, object]:
    regime = {"vat_regime": str(entity.vat_regime)}
    described = _fields(entity, "entity_id code name head_office siret contact")
    return described | regime | _address_row(entity.address or _NOWHERE) | _days(entity.period)


def _division_row(company_id: SubjectId, division: Division) -> dict[str, object]:
    shares = [{"entity_id": entity_id, "share": share} for entity_id, share in division.fixed_shares]
    names = "since billing_mode sharing_key"
    lists = {"own_invoices": list(division.own_invoices), "fixed_shares": shares}
    return {"company_id": company_id} | _fields(division, names) | lists


def _address_row(address: Address) -> dict[str, object]:
    return _fields(address, "street postcode city country")


def _assignment_row(assignment: Assignment) -> dict[str, object]:
    return _fields(assignment, "subject_id entity_id") | _days(assignment.period)


def _activation_row(activation: Activation) -> dict[str, object]:
    option = {"option": str(activation.option)}
    return _fields(activation, "subject_id quantity") | option | _days(activation.period)


def _days(period: Period) -> dict[str, date]:
    return {"start_day": period.start, "end_day": period.end}
