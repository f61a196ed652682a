"""From previews to issued invoices under a real mouse: confirmed, issued, downloaded, credited, verified."""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.browser.conftest import Visit, start_server

CALLS_CSV = re.compile(r"^(call\s*)?CSV$")


@pytest.fixture
def issuing(made_demo: Path, tmp_path: Path, chromium: Browser) -> Iterator[Visit]:
    """A visitor of a server of their own: what is issued stays issued."""
    process, server = start_server(Path(shutil.copy(made_demo, tmp_path / "liveo.duckdb")), tmp_path)
    context = chromium.new_context(
        viewport={"width": 1280, "height": 1600}, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True
    )
    yield Visit(context.new_page(), server.url)
    context.close()
    process.terminate()
    process.wait(timeout=30)
    assert server.complaints() == []


def downloaded(visit: Visit, name: str | re.Pattern[str]) -> bytes:
    """Click a button and return the file that comes."""
    with visit.page.expect_download() as arriving:
        visit.page.get_by_role("button", name=name).first.click()
    return Path(arriving.value.path()).read_bytes()


def test_a_company_is_issued_handed_over_and_credited(issuing: Visit) -> None:
    page = issuing.page
    issuing.open("factures?entreprise=ATELIER&mois=2026-10&etape=emission")
    expect(page.get_by_role("button", name="Émettre 1 facture")).to_be_disabled()
    page.get_by_text("J'ai vérifié les aperçus").click()
    issuing.settle()
    page.get_by_role("button", name="Émettre 1 facture").click()
    page.get_by_text("1 facture émise").wait_for(timeout=60_000)
    issuing.settle()
    assert "FA-2026-000001" in issuing.text()
    page.get_by_role("button", name="Voir les documents émis").click()
    issuing.settle()
    pdf = PdfReader(io.BytesIO(downloaded(issuing, "Télécharger le PDF")))
    assert "FA-2026-000001" in pdf.pages[0].extract_text()
    archive = zipfile.ZipFile(io.BytesIO(downloaded(issuing, "Tout en ZIP")))
    assert archive.namelist() == ["ATELIER/FA-2026-000001.pdf", "ATELIER/FA-2026-000001.xml", "manifeste.csv"]
    heads = {name: downloaded(issuing, name).decode("utf-8-sig").partition(";")[0] for name in ("Écritures", CALLS_CSV)}
    assert list(heads.values()) == ["JournalCode", "Date"]
    page.get_by_text("Faire un avoir").click()
    issuing.settle()
    page.get_by_label("Motif").last.fill("Erreur de tarif")
    page.get_by_label("Motif").last.press("Enter")
    issuing.settle()
    page.get_by_role("button", name="Émettre l'avoir").click()
    page.get_by_text("Avoir AV-2026-000001 émis").wait_for(timeout=60_000)
    issuing.settle()
    assert re.search(r"Reste dû TTC\s+0,00 €", issuing.text())
