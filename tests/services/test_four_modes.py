"""No mode moves a cent: for every company and month of the demonstration, what is owed is invoiced once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.company import Account
from liveo.core.entities import SharingKey
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import build_invoices
from liveo.core.periods import Month
from liveo.services.allocation_flows import MOST_ACCOUNTS, SourceKind, flows, sources
from liveo.services.allocation_trial import Move, Trial, tried_bill
from liveo.services.billing import customer, invoice_run, monthly_bill
from liveo.services.companies import company_summaries
from liveo.services.modes import compare_modes, prove
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


@pytest.mark.parametrize("mode", list(BillingMode))
@pytest.mark.parametrize("code", CODES)
def test_who_pays_in_an_entity_adds_up_to_what_it_pays(demo: Base, code: str, mode: BillingMode) -> None:
    bill, run = tried_bill(demo, code, OCTOBER, Trial()), invoice_run(demo, code, OCTOBER, mode)
    entering = dict(sources(run, bill).group_by("entity").agg(pl.sum("net")).iter_rows())
    leaving = dict(flows(run, bill).group_by("entity").agg(pl.sum("net")).iter_rows())
    assert entering == leaving


def test_those_who_change_entity_stand_apart_and_pay_in_both(demo: Base) -> None:
    state = customer(demo, "ARMOR").state
    moved = tuple(sorted(account.subject_id for account in state.accounts[:5]))
    target = state.entities[-1]
    bill = tried_bill(demo, "ARMOR", OCTOBER, Trial((Move(moved, target.entity_id, date(2026, 10, 15)),)))
    found = sources(build_invoices(bill, BillingMode.PER_ENTITY, customer(demo, "ARMOR").seller), bill)
    parts = found.filter(pl.col("kind") == SourceKind.MOVED)
    assert target.name in parts["entity"]
    assert parts["entity"].len() > 1
    assert set(parts["name"]) == {""}


def test_a_company_of_few_accounts_shows_each_of_them(demo: Base) -> None:
    for code in CODES:
        bill, run = tried_bill(demo, code, OCTOBER, Trial()), invoice_run(demo, code, OCTOBER, BillingMode.PER_ENTITY)
        paying = {c.subject.label for c in bill.charges if isinstance(c.subject, Account) and c.amount}
        named = set(sources(run, bill)["name"]) - {""}
        assert named == (paying if len(paying) <= MOST_ACCOUNTS else set())
