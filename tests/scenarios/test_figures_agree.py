"""One figure everywhere: page, PDF, JSON, ZIP and the sum of the charges say the same for each company and mode."""

import csv
import io
import json
import re
import zipfile
from decimal import Decimal

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.invoice import InvoiceRun
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.rendering.invoice_json import run_document
from liveo.services.billing import invoice_run, monthly_bill
from liveo.services.companies import company_summaries
from liveo.services.documents import is_provisional
from liveo.store.database import Base
from liveo.ui.rendered import all_documents, document_json
from tests.conftest import DEMO_TODAY
from tests.pages.viewing import assert_sound, metrics, open_page
from tests.rendering.reading import page_texts

OCTOBER = Month(2026, 10)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")
TOTALS = re.compile(r"^Total HT (?:[\d ]+,\d\d € )*?([\d ]+,\d\d) €$.*?^Total TTC ([\d ]+,\d\d) €$", re.M | re.S)

pytestmark = [pytest.mark.parametrize("mode", BillingMode), pytest.mark.parametrize("code", COMPANIES)]


def amount(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", "."))


def printed_totals(pdf: bytes) -> tuple[Decimal, Decimal]:
    """Return net and gross as page 1 of a PDF prints them."""
    found = TOTALS.search(page_texts(pdf)[0])
    assert found
    return amount(found[1]), amount(found[2])


def charged(base: Base, code: str, run: InvoiceRun) -> Decimal:
    """Return the sum of the charges of a month, with the option where the mode adds it."""
    bill = monthly_bill(base, code, OCTOBER)
    added = bill.entity_billing if run.entity_billing_added else ()
    return total([charge.amount for charge in (*bill.charges, *added)])


def test_october_is_the_latest_complete_month(demo: Base, code: str, mode: BillingMode) -> None:
    [company] = [c for c in company_summaries(demo) if c.code == code]
    assert max(month for month in company.months if not is_provisional(month, DEMO_TODAY)) == OCTOBER


def test_the_zip_its_pdfs_its_slip_and_its_figures_agree_with_the_charges(
    demo: Base, code: str, mode: BillingMode
) -> None:
    run = invoice_run(demo, code, OCTOBER, mode)
    archive = zipfile.ZipFile(io.BytesIO(all_documents(demo, code, OCTOBER, mode)))
    pdfs = [name for name in archive.namelist() if name.endswith(".pdf")]
    printed = [printed_totals(archive.read(name)) for name in pdfs]
    assert printed == [(invoice.net, invoice.gross) for invoice in run.invoices]
    assert sum(net for net, _ in printed) == charged(demo, code, run)
    figures = json.loads(archive.read("factures.json"))
    assert figures == run_document(run)
    assert Decimal(figures["totals"]["net"]) == charged(demo, code, run)
    assert [Decimal(i["totals"]["gross"]) for i in figures["invoices"]] == [gross for _, gross in printed]
    *rows, last = list(csv.reader(io.StringIO(archive.read("bordereau.csv").decode("utf-8-sig")), delimiter=";"))[1:]
    assert [(row[0], amount(row[2]), amount(row[4])) for row in rows] == [
        (name, *found) for name, found in zip(pdfs, printed, strict=True)
    ]
    assert (amount(last[2]), amount(last[3]), amount(last[4])) == (run.net, run.vat, run.gross)


def test_each_downloaded_json_adds_up_from_its_charges(demo: Base, code: str, mode: BillingMode) -> None:
    run = invoice_run(demo, code, OCTOBER, mode)
    for index, invoice in enumerate(run.invoices):
        document = json.loads(document_json(demo, code, OCTOBER, mode, index))
        nets = [Decimal(c["net"]) for s in document["sections"] for line in s["lines"] for c in line["charges"]]
        assert sum(nets) == Decimal(document["totals"]["net"]) == invoice.net


def test_both_pages_show_the_same_totals(demo: Base, code: str, mode: BillingMode) -> None:
    run = invoice_run(demo, code, OCTOBER, mode)
    invoices = open_page("factures", code, mode=mode)
    assert_sound(invoices)
    shown = metrics(invoices)
    assert (shown["Total HT"], shown["TVA"], shown["Total TTC"]) == (euros(run.net), euros(run.vat), euros(run.gross))
    listed = invoices.main.dataframe[0].value
    assert [str(value) for value in listed["gross"]] == [str(invoice.gross) for invoice in run.invoices]
    allocation = open_page("repartition", code, mode=mode)
    assert_sound(allocation)
    cards = [metric.value for metric in allocation.main.metric]
    assert cards[list(BillingMode).index(mode)] == euros(run.gross)
