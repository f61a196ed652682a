"""The list of documents, what blocks them, and the cents of VAT that splitting moves."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.periods import Month
from liveo.services.billing import customer, invoice_run
from liveo.services.documents import (
    charges_by_subject,
    charges_of_line,
    document_rows,
    is_provisional,
    issue_block,
    previous_invoice,
    vat_gap,
    vat_roundings,
)
from liveo.store.database import Base

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.mark.parametrize("mode", BillingMode)
def test_the_list_adds_up_to_the_run(demo: Base, mode: BillingMode) -> None:
    run = invoice_run(demo, "FOURNIL", OCTOBER, mode)
    frame = document_rows(run)
    assert frame.height == len(run.invoices)
    assert (frame["net"].sum(), frame["vat"].sum(), frame["gross"].sum()) == (run.net, run.vat, run.gross)


def test_a_run_without_documents_has_an_empty_list(demo: Base) -> None:
    frame = document_rows(invoice_run(demo, "ATELIER", Month(2020, 1), BillingMode.SINGLE))
    assert frame.is_empty()
    assert frame["gross"].sum() == 0


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL", "ANSE"])
def test_the_gap_of_vat_is_that_to_one_single_document(demo: Base, code: str) -> None:
    company = customer(demo, code).state.company
    for month in (OCTOBER, NOVEMBER, OCTOBER.plus(-3)):
        assert vat_gap(invoice_run(demo, code, month, BillingMode.SINGLE)) == 0
        assert vat_gap(invoice_run(demo, code, month, BillingMode.SINGLE_BY_ENTITY)) == 0
        for mode in BillingMode:
            run = invoice_run(demo, code, month, mode)
            bases: dict[Decimal, Decimal] = {}
            for invoice in run.invoices:
                for line in invoice.lines:
                    bases[line.vat_rate] = bases.get(line.vat_rate, Decimal()) + line.net
            whole = [(base * rate / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for rate, base in bases.items()]
            assert vat_gap(run) == run.vat - sum(whole), (company.name, month, mode)
            assert vat_roundings(run) >= len(run.invoices)


def test_unrated_calls_of_the_month_block_the_issue(demo: Base) -> None:
    company_id = customer(demo, "ATELIER").state.company.subject_id
    text = (
        "select reason, count(*) as calls from calls where company_id = $company_id and reason is not null"
        " and day >= $first and day < $end group by reason"
    )
    for month in (OCTOBER, NOVEMBER):
        params = {"company_id": company_id, "first": month.first, "end": month.period.end}
        expected = dict(demo.frame(text, params).iter_rows())
        block = issue_block(demo, "ATELIER", month)
        assert dict(block.reasons) == expected
        assert block.calls == sum(expected.values())
    assert issue_block(demo, "ATELIER", NOVEMBER).calls > 0


def test_a_month_is_provisional_until_its_last_day_is_over() -> None:
    assert is_provisional(NOVEMBER, date(2026, 11, 1))
    assert is_provisional(NOVEMBER, date(2026, 11, 30))
    assert not is_provisional(NOVEMBER, date(2026, 12, 1))


def test_the_previous_document_is_that_of_the_same_recipient(demo: Base) -> None:
    run = invoice_run(demo, "FOURNIL", OCTOBER, BillingMode.MIXED)
    for index, invoice in enumerate(run.invoices):
        previous = previous_invoice(demo, "FOURNIL", OCTOBER, BillingMode.MIXED, index)
        assert previous is not None
        assert previous.month == OCTOBER.plus(-1)
        assert previous.recipient == invoice.recipient
    assert previous_invoice(demo, "FOURNIL", Month(2025, 11), BillingMode.MIXED, 0) is None


def test_charges_of_lines_and_of_subjects_are_the_same_charges(demo: Base) -> None:
    [invoice] = invoice_run(demo, "ARMOR", OCTOBER, BillingMode.SINGLE_BY_ENTITY).invoices
    by_line = [c for line in invoice.lines for c in charges_of_line(line)]
    by_subject = [c for charges in charges_by_subject(invoice).values() for c in charges]
    assert sorted(map(id, by_line)) == sorted(map(id, by_subject))
    assert all(len({c.subject for c in charges}) == 1 for charges in charges_by_subject(invoice).values())
