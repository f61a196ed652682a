"""Customers as core records: one company with everything dated about it, ready to be charged."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import (
    Account,
    Address,
    Assignment,
    Company,
    CompanyState,
    Entity,
    EntityId,
    Resource,
    VatRegime,
)
from liveo.core.errors import UnknownCompany
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.database import Base

Row = Mapping[str, Any]


def list_companies(base: Base) -> pl.DataFrame:
    """Return one row per company: code, name, accounts, entities (head office aside), billing_mode; by name."""
    return base.read("companies")


def load_state(base: Base, code: str) -> CompanyState:
    """Return all dated facts about a company; raises UnknownCompany with the known codes."""
    company = _company(base, code)
    company_id = company.subject_id
    return CompanyState(
        company=company,
        entities=tuple(map(_entity, base.rows("entities_of_company", company_id=company_id))),
        accounts=tuple(map(_account, base.rows("accounts_of_company", company_id=company_id))),
        resources=tuple(map(_resource, base.rows("resources_of_company", company_id=company_id))),
        assignments=tuple(map(_assignment, base.rows("assignments_of_company", company_id=company_id))),
        activations=tuple(map(_activation, base.rows("activations_of_company", company_id=company_id))),
    )


def _company(base: Base, code: str) -> Company:
    found = base.rows("company_by_code", code=code)
    if not found:
        raise UnknownCompany(code, list_companies(base)["code"].to_list())
    [row] = found
    return Company(
        subject_id=SubjectId(row["subject_id"]),
        code=row["code"],
        name=row["name"],
        siren=row["siren"],
        vat_number=row["vat_number"],
        address=_address(row),
        billing_mode=row["billing_mode"],
        sharing_key=row["sharing_key"],
    )


def _address(row: Row) -> Address:
    return Address(row["street"], row["postcode"], row["city"], row["country"])


def _entity(row: Row) -> Entity:
    return Entity(
        entity_id=EntityId(row["entity_id"]),
        code=row["code"],
        name=row["name"],
        head_office=row["head_office"],
        own_invoice=row["own_invoice"],
        vat_regime=VatRegime(row["vat_regime"]),
        siret=row["siret"],
        address=_address(row) if row["street"] else None,
        fixed_share=row["fixed_share"],
    )


def _account(row: Row) -> Account:
    return Account(SubjectId(row["subject_id"]), row["code"], row["name"], row["extension"])


def _resource(row: Row) -> Resource:
    return Resource(
        subject_id=SubjectId(row["subject_id"]),
        code=row["code"],
        option=OptionCode(row["option"]),
        name=row["name"],
        number=row["number"],
        account_id=None if row["account_id"] is None else SubjectId(row["account_id"]),
    )


def _assignment(row: Row) -> Assignment:
    return Assignment(SubjectId(row["subject_id"]), EntityId(row["entity_id"]), _period(row))


def _activation(row: Row) -> Activation:
    return Activation(SubjectId(row["subject_id"]), OptionCode(row["option"]), _period(row), row["quantity"])


def _period(row: Row) -> Period:
    return Period(row["start_day"], row["end_day"])
