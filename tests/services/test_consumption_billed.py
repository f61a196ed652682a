"""Consumption and invoices bill the same calls: they part by the rounding of each charge, and by nothing else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.charges import Charge, UsageBasis
from liveo.core.destinations import Destination
from liveo.core.money import ZERO, micros
from liveo.core.periods import Month, Period
from liveo.services.billing import customer, invoice_run, monthly_bill
from liveo.services.companies import company_summaries
from liveo.services.consumption import Answer, Direction, UsageFilter, by_day, totals
from liveo.services.consumption_billed import billed_months, billed_usage
from liveo.store.database import Base
from tests.services.test_consumption import COMPANIES

OCTOBER = Month(2026, 10)
HALF_A_CENT = Fraction(1, 200)


def usage_charges(base: Base, code: str, month: Month) -> list[Charge]:
    """Return the charges of a month that pay calls."""
    return [charge for charge in monthly_bill(base, code, month).charges if isinstance(charge.basis, UsageBasis)]


def of_month(base: Base, code: str, month: Month = OCTOBER) -> UsageFilter:
    """Return the filter of a whole month."""
    return UsageFilter(customer(base, code).state.company.subject_id, month.period)


@pytest.mark.parametrize("code", COMPANIES)
def test_each_month_of_each_company_reconciles_with_its_charges(demo: Base, code: str) -> None:
    company = next(summary for summary in company_summaries(demo) if summary.code == code)
    for month in company.months:
        asked = of_month(demo, code, month)
        exact = totals(by_day(demo, asked)).amount_micros
        charges = usage_charges(demo, code, month)
        assert sum(charge.basis.amount_micros * charge.share for charge in charges) == exact
        gap = Fraction(billed_usage(demo, code, asked)) - micros(exact)
        rounded_once = {(charge.subject.subject_id, charge.code) for charge in charges}
        assert abs(gap) <= HALF_A_CENT * len(rounded_once)


@pytest.mark.parametrize("mode", BillingMode)
@pytest.mark.parametrize("code", COMPANIES)
def test_what_is_said_to_be_billed_is_what_the_invoices_bill(demo: Base, code: str, mode: BillingMode) -> None:
    run = invoice_run(demo, code, OCTOBER, mode)
    on_invoices = sum(
        (
            line.net
            for invoice in run.invoices
            for section in invoice.sections
            for line in section.lines
            if isinstance(line.code, Destination)
        ),
        ZERO,
    )
    assert billed_usage(demo, code, of_month(demo, code)) == on_invoices


def test_destinations_and_accounts_narrow_what_is_billed(demo: Base) -> None:
    asked = of_month(demo, "ARMOR")
    by_destination = [billed_usage(demo, "ARMOR", replace(asked, destinations=(code,))) for code in Destination]
    assert sum(by_destination, ZERO) == billed_usage(demo, "ARMOR", asked)
    subjects = {charge.subject.subject_id for charge in usage_charges(demo, "ARMOR", OCTOBER)}
    by_subject = [billed_usage(demo, "ARMOR", replace(asked, subjects=(number,))) for number in subjects]
    assert sum(by_subject, ZERO) == billed_usage(demo, "ARMOR", asked)


def test_a_year_is_the_sum_of_its_months(demo: Base) -> None:
    year = Period(date(2025, 11, 1), date(2026, 11, 1))
    months = [Month(2025, 11).plus(i) for i in range(12)]
    asked = replace(of_month(demo, "ATELIER"), period=year)
    assert billed_months(asked) == months
    monthly = [billed_usage(demo, "ATELIER", of_month(demo, "ATELIER", month)) for month in months]
    assert billed_usage(demo, "ATELIER", asked) == sum(monthly, ZERO)


def test_invoices_say_nothing_about_days_entities_or_missed_calls(demo: Base) -> None:
    asked = of_month(demo, "ARMOR")
    entity = customer(demo, "ARMOR").state.entities[0].entity_id
    assert billed_months(asked) == [OCTOBER]
    assert billed_months(replace(asked, answer=Answer.ANSWERED)) == [OCTOBER]
    assert billed_months(replace(asked, directions=tuple(Direction))) == [OCTOBER]
    assert not billed_months(replace(asked, period=Period(date(2026, 10, 1), date(2026, 10, 31))))
    assert not billed_months(replace(asked, entities=(entity,)))
    assert not billed_months(replace(asked, answer=Answer.UNANSWERED))
    assert not billed_months(replace(asked, directions=(Direction.INBOUND,)))
