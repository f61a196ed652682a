"""Sales entries balance, whatever was sold, and add up to the document."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from liveo.core.accounting import CUSTOMERS, OPTIONS, USAGE, Entry, Sale, SoldLine, entries, vat_account
from liveo.core.company import VAT_RATES
from liveo.core.documents import DocumentKind
from liveo.core.invoice import VatLine

RATES = sorted(VAT_RATES.values())
cents = st.integers(-(10**9), 10**9).map(lambda amount: Decimal(amount).scaleb(-2))
sold = st.lists(st.builds(SoldLine, st.booleans(), st.sampled_from(RATES), cents), max_size=30)


def sale(lines: list[SoldLine], kind: DocumentKind = DocumentKind.INVOICE) -> Sale:
    rates = sorted({line.vat_rate for line in lines}, reverse=True)
    vat = [
        (rate, VatLine(rate, sum((n.net for n in lines if n.vat_rate == rate), Decimal(0))).amount) for rate in rates
    ]
    return Sale("FA-2026-000001", kind, date(2026, 11, 1), "ARMOR", "Armor", "Armor, Lyon", lines, vat)


def owed(rows: tuple[Entry, ...], account: str) -> Decimal:
    return sum((row.debit - row.credit for row in rows if row.account == account), Decimal(0))


def test_an_invoice_of_120_euros_is_owed_by_the_customer_and_earned_by_services_and_vat() -> None:
    rows = entries(sale([SoldLine(False, RATES[-1], Decimal("80.00")), SoldLine(True, RATES[-1], Decimal("20.00"))]))
    told = [(row.account, str(row.debit), str(row.credit), row.customer) for row in rows]
    assert told == [
        ("411000", "120.00", "0.00", "ARMOR"),
        ("706100", "0.00", "80.00", ""),
        ("706200", "0.00", "20.00", ""),
        ("44571200", "0.00", "20.00", ""),
    ]


@given(sold, st.sampled_from(DocumentKind))
def test_debit_equals_credit_and_no_amount_is_negative(lines: list[SoldLine], kind: DocumentKind) -> None:
    rows = entries(sale(lines, kind))
    assert sum(row.debit for row in rows) == sum(row.credit for row in rows)
    assert all(min(row.debit, row.credit) == 0 < max(row.debit, row.credit) for row in rows)


@given(sold)
def test_each_account_holds_what_the_document_says(lines: list[SoldLine]) -> None:
    document = sale(lines)
    rows = entries(document)
    net, vat = sum((line.net for line in lines), Decimal(0)), sum((amount for _, amount in document.vat), Decimal(0))
    assert owed(rows, CUSTOMERS) == net + vat
    assert -owed(rows, USAGE) == sum((line.net for line in lines if line.is_usage), Decimal(0))
    assert -owed(rows, OPTIONS) == sum((line.net for line in lines if not line.is_usage), Decimal(0))
    assert all(-owed(rows, vat_account(rate)) == amount for rate, amount in document.vat)


@given(sold)
def test_a_credit_note_of_everything_undoes_the_invoice(lines: list[SoldLine]) -> None:
    rows = (*entries(sale(lines)), *entries(sale(lines, DocumentKind.CREDIT_NOTE)))
    assert all(owed(rows, account) == 0 for account in {row.account for row in rows})
