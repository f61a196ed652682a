"""The differences of two invoices add up to the difference of their nets, and say what lies behind each."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.destinations import Destination
from liveo.core.invoice import Invoice
from liveo.core.invoice_changes import invoice_changes
from tests.rendering.sample_invoices import OCTOBER, run, single

ACCOUNTS = st.integers(0, 30)


def before(invoice: Invoice) -> Invoice:
    return replace(invoice, month=OCTOBER.plus(-1))


@given(ACCOUNTS, ACCOUNTS)
def test_they_add_up_whatever_the_two_months_hold(now: int, then: int) -> None:
    invoice, previous = single(now), before(single(then))
    changes = invoice_changes(invoice, previous)
    assert sum((change.amount for change in changes), Decimal(0)) == invoice.net - previous.net
    assert [abs(change.amount) for change in changes] == sorted((abs(c.amount) for c in changes), reverse=True)


def test_two_more_accounts_are_two_more_accounts_for_62_days() -> None:
    found = {change.code: change for change in invoice_changes(single(12), before(single(10)))}
    account = found[OptionCode.ACCOUNT]
    assert (account.after.subjects - account.before.subjects, account.more_days) == (2, 62)
    assert account.amount == Decimal("31.00")
    calls = {code: change.more_calls for code, change in found.items() if isinstance(code, Destination)}
    assert calls
    assert all(more > 0 for more in calls.values())


def test_a_month_like_the_last_one_has_no_change() -> None:
    assert invoice_changes(single(9), before(single(9))) == ()


@pytest.mark.parametrize("mode", BillingMode)
def test_sections_do_not_matter(mode: BillingMode) -> None:
    for invoice in run(12, 4, mode, own_invoice=(2,)).invoices:
        assert (
            sum(change.amount for change in invoice_changes(invoice, before(single(3)))) == invoice.net - single(3).net
        )
