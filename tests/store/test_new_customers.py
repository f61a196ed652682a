"""What is written of a customer is what is read back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

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
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.customers import load_state
from liveo.store.database import Base
from liveo.store.new_customers import add_company

ADDRESS = Address("1 rue Haute", "35000", "Rennes")
COMPANY = Company(SubjectId(1), "AUBE", "Aube", "099147209", "FR63099147209", ADDRESS, "mixed", "equal")
HEAD_OFFICE = Entity(EntityId(1), "SIEGE", "Siège", head_office=True, siret="09914720900011", address=ADDRESS)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base(tmp_path / "liveo.duckdb")
    yield opened
    opened.close()


def test_a_customer_is_read_back_as_written(base: Base) -> None:
    written = CompanyState(
        company=COMPANY,
        entities=(
            replace(HEAD_OFFICE, fixed_share=Decimal("33.50")),
            Entity(EntityId(2), "RUN", "Antenne", own_invoice=True, vat_regime=VatRegime.OVERSEAS),
        ),
        accounts=(
            Account(SubjectId(2), "AUB-0001", "Zoé D'Hervé", "201"),
            Account(SubjectId(3), "AUB-0002", "Loïc", "202"),
        ),
        resources=(
            Resource(SubjectId(4), "AUB-FILE-001", OptionCode.CALL_QUEUE, "File"),
            Resource(SubjectId(5), "AUB-SDA-002", OptionCode.DID_NUMBER, "SDA", "+33199009000", SubjectId(2)),
        ),
        assignments=(
            Assignment(SubjectId(2), EntityId(1), Period(date(2026, 1, 1), date(2026, 3, 12))),
            Assignment(SubjectId(2), EntityId(2), Period(date(2026, 3, 12))),
        ),
        activations=(
            Activation(SubjectId(1), OptionCode.ENTITY_BILLING, Period(date(2026, 1, 1))),
            Activation(SubjectId(2), OptionCode.ALIAS, Period(date(2026, 3, 9), date(2026, 3, 9)), quantity=2),
        ),
        divisions=(
            Division(date(1, 1, 1), "single", "head_office"),
            Division(date(2026, 3, 1), "mixed", "equal", (EntityId(2),), ((EntityId(1), Decimal("33.50")),)),
        ),
    )
    with base.write() as tx:
        add_company(tx, written)
    assert load_state(base, "AUBE") == written


def test_a_customer_may_have_nothing_yet(base: Base) -> None:
    with base.write() as tx:
        add_company(tx, CompanyState(company=COMPANY, entities=(HEAD_OFFICE,)))
    assert load_state(base, "AUBE").subjects == (COMPANY,)
