"""The ZIP of a run is complete, the same each time, and safe to open in a spreadsheet."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.money import ZERO
from liveo.rendering.run_archive import run_archive
from tests.core.builders import ALICE, LYON, MARCH, SELLER, active, assigned, catalogue, march, state


def two_documents() -> InvoiceRun:
    of = state(active(ALICE, march(1, 15)), assignments=(assigned(ALICE, LYON),))
    return build_invoices(compute_bill(of, MARCH, [], catalogue()), BillingMode.PER_ENTITY, SELLER)


def opened(run: InvoiceRun) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(run_archive(run, lambda index: f"document {index}".encode())))


def slip(archive: zipfile.ZipFile) -> list[list[str]]:
    text = archive.read("bordereau.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_it_holds_each_document_the_figures_and_a_slip() -> None:
    run = two_documents()
    archive = opened(run)
    *pdfs, figures, last = archive.namelist()
    assert (len(pdfs), figures, last) == (len(run.invoices), "factures.json", "bordereau.csv")
    assert len(set(pdfs)) == len(pdfs)
    assert [archive.read(name) for name in pdfs] == [f"document {i}".encode() for i in range(len(pdfs))]
    assert json.loads(archive.read(figures))["totals"]["net"] == str(run.net)


def test_the_slip_has_control_totals_and_the_print_of_each_document() -> None:
    run = two_documents()
    archive = opened(run)
    rows = slip(archive)
    assert rows[-1][0] == f"Total : {len(run.invoices)}"
    assert rows[-1][2:5] == [str(amount).replace(".", ",") for amount in (run.net, run.vat, run.gross)]
    for row in rows[1:-1]:
        assert hashlib.sha256(archive.read(row[0])).hexdigest() == row[5]


def test_the_same_run_gives_the_same_bytes() -> None:
    run = two_documents()
    assert run_archive(run, lambda index: b"same") == run_archive(run, lambda index: b"same")


@pytest.mark.parametrize("name", ["=1+1", "+33", "-1", "@x", "\tx", "＝1+1", '=HYPERLINK("http://x")'])
def test_a_name_that_begins_like_a_formula_stays_a_name(name: str) -> None:
    run = two_documents()
    named = [replace(invoice, recipient=replace(invoice.recipient, name=name)) for invoice in run.invoices]
    rows = slip(opened(replace(run, invoices=tuple(named))))
    assert {row[1] for row in rows[1:-1]} == {f"'{name}"}


def test_a_run_without_documents_is_an_archive_all_the_same() -> None:
    archive = opened(InvoiceRun((), (), ZERO))
    assert slip(archive)[-1] == ["Total : 0", "", "0,00", "0,00", "0,00", ""]
