"""Customers as core records: one company with everything dated about it, ready to be charged."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import (
    Account,
    Address,
    Assignment,
    Company,
    CompanyState,
    Division,
    Entity,
    EntityId,
    Resource,
    VatRegime,
)
from liveo.core.divisions import divided
from liveo.core.errors import UnknownCompany
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.database import Base

Row = Mapping[str, Any]


def list_companies(base: Base, day: date) -> pl.DataFrame:
    """Return one row per company, by name: code, name, accounts, entities (head office aside), billing_mode."""
    return base.read("companies", day=day)


def load_state(base: Base, code: str) -> CompanyState:
    """Return all dated facts about a company; raises UnknownCompany with the known codes."""
    company = _company(base, code)
    company_id = company.subject_id
    divisions = tuple(map(division_record, base.rows("divisions_of_company", company_id=company_id)))
    state = CompanyState(
        company=company,
        entities=tuple(map(entity_record, base.rows("entities_of_company", company_id=company_id))),
        accounts=tuple(map(_account, base.rows("accounts_of_company", company_id=company_id))),
        resources=tuple(map(_resource, base.rows("resources_of_company", company_id=company_id))),
        assignments=tuple(map(_assignment, base.rows("assignments_of_company", company_id=company_id))),
        activations=tuple(map(_activation, base.rows("activations_of_company", company_id=company_id))),
    )
    return replace(divided(state, divisions[-1]), divisions=divisions)


def _company(base: Base, code: str) -> Company:
    found = base.rows("company_by_code", code=code)
    if not found:
        raise UnknownCompany(code, list_companies(base, date.max)["code"].to_list())
    [row] = found
    return Company(
        subject_id=SubjectId(row["subject_id"]),
        code=row["code"],
        name=row["name"],
        siren=row["siren"],
        vat_number=row["vat_number"],
        address=_address(row),
    )


def _address(row: Row) -> Address:
    return Address(row["street"], row["postcode"], row["city"], row["country"])


def division_record(row: Row) -> Division:
    """Read a row of the table divisions."""
    return Division(
        since=row["since"],
        billing_mode=row["billing_mode"],
        sharing_key=row["sharing_key"],
        own_invoices=tuple(map(EntityId, row["own_invoices"])),
        fixed_shares=tuple((EntityId(part["entity_id"]), part["share"]) for part in row["fixed_shares"]),
    )


def entity_record(row: Row) -> Entity:
    """Read a row of the table entities; what a division says of it is not in it."""
    return Entity(
        entity_id=EntityId(row["entity_id"]),
        code=row["code"],
        name=row["name"],
        head_office=row["head_office"],
        vat_regime=VatRegime(row["vat_regime"]),
        siret=row["siret"],
        address=_address(row) if row["street"] else None,
        period=_period(row),
        contact=row["contact"],
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
