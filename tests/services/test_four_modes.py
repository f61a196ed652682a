"""No mode moves a cent: for every company and month of the demonstration, what is owed is invoiced once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.entities import SharingKey
from liveo.core.invoice import InvoiceRun
from liveo.core.periods import Month
from liveo.services.allocation_trial import Move, Trial, tried_bill
from liveo.services.billing import customer, invoice_run, monthly_bill
from liveo.services.companies import company_summaries
from liveo.services.modes import compare_modes, flows, prove
from liveo.store.database import Base

CODES = ("ATELIER", "ARMOR", "FOURNIL", "ANSE", "LENOIR")
OCTOBER = Month(2026, 10)


def test_every_company_of_the_demonstration_is_tested_here(demo: Base) -> None:
    assert {company.code for company in company_summaries(demo)} == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_the_four_modes_bill_the_same_net_amount_in_every_month(demo: Base, code: str) -> None:
    [company] = [c for c in company_summaries(demo) if c.code == code]
    assert len(company.months) == 13
    for month in company.months:
        answers = compare_modes(demo, code, month, Trial())
        assert {answer.net_without_option for answer in answers} == {monthly_bill(demo, code, month).net}, month
        assert all(answer.proof.holds for answer in answers), month
        assert [answer.number for answer in answers] == [1, 2, 3, 4]
        single = answers[0].run
        assert single.entity_billing_added == 0
        for answer in answers[1:]:
            assert answer.run.gross - answer.run.net - single.vat - answer.vat_gap == option_vat(single, answer.run)


def option_vat(single: InvoiceRun, run: InvoiceRun) -> Decimal:
    """Return what the option adds to the VAT of one single document, recomputed from the bases."""
    bases: dict[Decimal, Decimal] = {}
    for invoice in run.invoices:
        for vat in invoice.vat_lines:
            bases[vat.rate] = bases.get(vat.rate, Decimal()) + vat.base
    whole = sum((base * rate / 100).quantize(Decimal("0.01"), "ROUND_HALF_UP") for rate, base in bases.items())
    return whole - single.vat


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ANSE"])
def test_the_four_modes_agree_under_a_trial_too(demo: Base, code: str) -> None:
    state = customer(demo, code).state
    entities = [e.entity_id for e in state.entities if not e.head_office]
    trial = Trial(
        steps=(Move(tuple(a.subject_id for a in state.accounts[:9]), entities[-1], date(2026, 10, 12)),),
        own_invoices=tuple(entities[::2]),
        sharing_key=SharingKey.CONSUMPTION,
    )
    answers = compare_modes(demo, code, OCTOBER, trial)
    assert {answer.net_without_option for answer in answers} == {monthly_bill(demo, code, OCTOBER).net}
    assert all(answer.proof.holds for answer in answers)
    mixed = next(answer.run for answer in answers if answer.mode is BillingMode.MIXED)
    owners = {i.recipient.entity.entity_id for i in mixed.invoices if i.recipient.entity}
    assert owners <= set(entities[::2])


def test_a_proof_sees_what_is_lost_doubled_or_changed(demo: Base) -> None:
    bill = monthly_bill(demo, "ARMOR", OCTOBER)
    run = invoice_run(demo, "ARMOR", OCTOBER, BillingMode.PER_ENTITY)
    assert prove(bill, run).holds
    assert not prove(bill, replace(run, invoices=run.invoices[1:])).holds
    assert not prove(bill, replace(run, invoices=(*run.invoices, run.invoices[0]))).holds
    dearer = replace(bill.charges[0], amount=bill.charges[0].amount + 1)
    assert prove(replace(bill, charges=(dearer, *bill.charges[1:])), run).misplaced == 1


@pytest.mark.parametrize("mode", BillingMode)
@pytest.mark.parametrize("code", CODES)
def test_flows_leave_each_entity_and_reach_each_document_whole(demo: Base, code: str, mode: BillingMode) -> None:
    bill = tried_bill(demo, code, OCTOBER, Trial())
    run = invoice_run(demo, code, OCTOBER, mode)
    frame = flows(run, bill)
    reached = dict(frame.group_by("document").agg(pl.sum("net")).iter_rows())
    assert reached == {number: invoice.net for number, invoice in enumerate(run.invoices, 1)}
    assert frame["net"].sum() == run.net
