"""Every kind of document is a valid e-invoice in a valid PDF/A-3b, and says the same in all its forms.

``make conformance`` runs it; the suite does not, for its minute or two.
"""

import io
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from pypdf import PdfReader

from liveo.core.billing_modes import BillingMode
from liveo.rendering.annex_pdf import render_annex
from liveo.rendering.einvoice_checks import einvoice_faults
from liveo.rendering.einvoice_reading import read_einvoice
from liveo.rendering.french import euros
from liveo.rendering.pdf_pages import page_count, page_text
from liveo.rendering.xmp import EINVOICE_FILE
from liveo.services.annexes import annex
from liveo.services.verification import faults
from liveo.store.database import Base
from tests.conformance.documents import MONTH, Document, issued_documents, sample_documents, write_pdfs
from tests.tools.verapdf import MISSING, broken_pdfs, has_verapdf

ORIGINS = [pytest.param(origin, marks=pytest.mark.xdist_group(origin)) for origin in ("samples", *BillingMode)]


@pytest.fixture(scope="module", params=ORIGINS)
def documents(
    request: pytest.FixtureRequest, made_demo: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Document]:
    """All documents of one origin: the samples, or the demonstration companies in one mode."""
    if request.param == "samples":
        return list(sample_documents())
    base = Base(Path(shutil.copy(made_demo, tmp_path_factory.mktemp("conformance") / "liveo.duckdb")))
    made = list(issued_documents(base, BillingMode(request.param)))
    assert list(faults(base)) == []
    base.close()
    return made


def test_the_form_the_european_and_the_french_rules_and_our_own_find_nothing(documents: list[Document]) -> None:
    found = {document.name: einvoice_faults(document.frozen.einvoice.encode()) for document in documents}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) == len(documents) > 4


def test_the_base_the_figures_and_the_xml_agree_to_the_cent(documents: list[Document]) -> None:
    for document in documents:
        read = read_einvoice(document.frozen.einvoice.encode())
        figures = json.loads(document.frozen.figures)
        stated = (document.net, document.vat, document.gross)
        assert (read.net, read.vat_total, read.gross) == stated, document.name
        assert tuple(Decimal(figures["totals"][part]) for part in ("net", "vat", "gross")) == stated, document.name
        lines = [Decimal(line["net"]) for section in figures["sections"] for line in section["lines"]]
        assert [line.net for line in read.lines] == lines, document.name
        vat = [(Decimal(part["rate"]), Decimal(part["base"]), Decimal(part["amount"])) for part in figures["vat"]]
        assert [(part.rate, part.base, part.amount) for part in read.vat] == vat, document.name


def test_the_text_of_the_pdf_says_each_of_these_amounts(documents: list[Document]) -> None:
    for document in documents:
        first, whole = _texts(document.frozen.pdf)
        read = read_einvoice(document.frozen.einvoice.encode())
        for amount in (document.gross, document.net, document.vat):
            assert _bare(euros(amount)) in whole, document.name
        assert _bare(euros(document.gross)) in first, document.name
        for part in read.vat:
            assert _bare(euros(part.base)) in whole, document.name
            assert _bare(euros(part.amount)) in whole, document.name
        for line in read.lines:
            assert _bare(euros(line.net)) in whole, f"{document.name}, line {line.rank}"
        assert read.number in whole, document.name


def test_the_xml_in_the_pdf_is_the_one_that_was_checked(documents: list[Document]) -> None:
    for document in documents:
        attached = PdfReader(io.BytesIO(document.frozen.pdf)).attachments
        assert attached == {EINVOICE_FILE: [document.frozen.einvoice.encode()]}, document.name


@pytest.mark.skipif(not has_verapdf(), reason=MISSING)
def test_verapdf_finds_nothing_in_any_pdf(documents: list[Document], tmp_path: Path) -> None:
    assert broken_pdfs(write_pdfs(documents, tmp_path)) == []


@pytest.mark.skipif(not has_verapdf(), reason=MISSING)
def test_verapdf_finds_nothing_in_an_annex_and_something_in_what_is_no_pdf_a(demo: Base, tmp_path: Path) -> None:
    good, bad = tmp_path / "annex.pdf", tmp_path / "bad.pdf"
    found = annex(demo, "ATELIER", MONTH)
    good.write_bytes(render_annex(found.head, found.calls))
    assert broken_pdfs([good]) == []
    bad.write_bytes(good.read_bytes().replace(b"pdfaid:part>3<", b"pdfaid:part>1<"))
    assert broken_pdfs([bad]) != []


def _texts(pdf: bytes) -> tuple[str, str]:
    """Return the text of the first page, and of all of them, without spaces."""
    pages = [_bare(page_text(pdf, index)) for index in range(page_count(pdf))]
    return pages[0], "".join(pages)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
