"""A year is its months: the same invoices and parts, added up."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.entities import SharingKey
from liveo.core.periods import Month
from liveo.services.allocation_trial import Move, Trial
from liveo.services.allocation_year import cheapest_mode, year_of_entities, year_of_modes, year_up_to
from liveo.services.billing import customer, invoice_run, monthly_bill
from liveo.services.companies import company_summaries
from liveo.services.progress import silent
from liveo.store.database import Base

OCTOBER = Month(2026, 10)


def months_of(base: Base, code: str) -> list[Month]:
    [company] = [c for c in company_summaries(base) if c.code == code]
    return year_up_to(OCTOBER, company.months)


def test_a_year_has_twelve_months_or_those_there_are() -> None:
    known = [Month(2026, 3).plus(i) for i in range(9)]
    assert year_up_to(OCTOBER, known) == known[:-1]
    assert year_up_to(OCTOBER, [OCTOBER.plus(i - 20) for i in range(22)])[0] == Month(2025, 11)


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR"])
def test_the_year_of_modes_is_that_of_its_invoices(demo: Base, code: str) -> None:
    months = months_of(demo, code)
    told: list[float] = []
    year, unpriced = year_of_modes(demo, code, months, Trial(), lambda done, _: told.append(done))
    assert unpriced == ()
    assert told[-1] == 1.0
    for mode in BillingMode:
        runs = [invoice_run(demo, code, month, mode) for month in months]
        rows = year.filter(pl.col("mode") == str(mode))
        assert rows["gross"].to_list() == [run.gross for run in runs]
        assert rows["invoices"].to_list() == [len(run.invoices) for run in runs]


def test_the_parts_of_entities_make_the_year_before_and_after_a_trial(demo: Base) -> None:
    months = months_of(demo, "ARMOR")
    known = customer(demo, "ARMOR").state
    people = tuple(account.subject_id for account in known.accounts[:9])
    trial = Trial((Move(people, known.entities[-1].entity_id, date(2026, 3, 12)),), sharing_key=SharingKey.EQUAL)
    rows = year_of_entities(demo, "ARMOR", months, trial)
    whole = sum((monthly_bill(demo, "ARMOR", month).net for month in months), Decimal(0))
    assert sum(rows["before"]) == sum(rows["after"]) == whole
    assert sum(rows["difference"]) == 0
    assert any(rows["difference"])


def test_the_cheapest_mode_is_named_with_its_gap(demo: Base) -> None:
    year, _ = year_of_modes(demo, "ATELIER", months_of(demo, "ATELIER"), Trial(), silent)
    best, gap = cheapest_mode(year)
    assert best is BillingMode.SINGLE
    totals = [sum(year.filter(pl.col("mode") == str(mode))["gross"]) for mode in BillingMode]
    assert gap == max(totals) - min(totals) > 0
    assert cheapest_mode(year.clear())[0] is None
