"""The dashboard as people meet it: a real server, a real browser, every page for every demonstration company."""

import json
import os
import re
import subprocess
import sys
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import ROOT, Server, Visit

CODES = ["ATELIER", "LENOIR", "ANSE", "ARMOR", "FOURNIL"]
PAGES = {
    "": "Accueil",
    "consommation": "Consommation",
    "simulateur": "Simulateur",
    "repartition": "Répartition",
    "factures": "Factures",
    "imports": "Imports",
}
EURO = r"[\d ]+,\d\d €"


def assert_healthy(visit: Visit) -> None:
    """Nothing on the page is an error, and the browser has nothing to say."""
    expect(visit.page.locator("[data-testid=stException]")).to_have_count(0)
    assert "inattendue" not in visit.text()
    assert visit.complaints == []


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_by_its_link(visit: Visit, path: str, code: str) -> None:
    visit.open(f"{path}?entreprise={code}&mois=2026-10")
    assert f"/{path}?entreprise={code}&mois=2026-10" in visit.page.url
    assert len(visit.text()) > 200
    assert_healthy(visit)


@pytest.mark.parametrize("code", CODES)
def test_every_page_opens_by_clicking_and_keeps_company_and_month(visit: Visit, code: str) -> None:
    visit.open(f"?entreprise={code}&mois=2026-09")
    for path, title in PAGES.items():
        visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        visit.page.wait_for_url(re.compile(rf"/{path}\?.*entreprise={code}"))
        visit.settle()
        assert "mois=2026-09" in visit.page.url
    assert_healthy(visit)


def test_choosing_a_company_changes_page_and_address(visit: Visit) -> None:
    visit.open("?entreprise=ATELIER")
    visit.page.get_by_test_id("stSidebar").get_by_role("combobox", name="Entreprise").click()
    visit.page.get_by_role("option", name="Fournil & Compagnie").click()
    visit.page.wait_for_url(re.compile("entreprise=FOURNIL"))
    visit.settle()
    assert "Fournil & Compagnie" in visit.text()
    assert_healthy(visit)


@pytest.mark.parametrize("code", CODES)
def test_a_pdf_is_shown_downloaded_and_says_what_the_page_says(visit: Visit, code: str) -> None:
    visit.open(f"factures?entreprise={code}&mois=2026-10")
    expect(visit.page.get_by_role("img", name=re.compile("Page 1 sur"))).to_be_visible()
    [due] = re.findall(rf"({EURO}) TTC", visit.text())[:1]
    with visit.page.expect_download() as started:
        visit.page.get_by_role("button", name="Télécharger le PDF").click()
    content = Path(started.value.path()).read_bytes()
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    text = re.sub(r"[\u202f\xa0]", " ", "\n".join(pages))
    assert due.strip() in text
    assert "APERÇU, sans valeur comptable" in pages[0]
    assert_healthy(visit)


@pytest.mark.parametrize("code", CODES)
def test_a_simulated_change_moves_the_bill(visit: Visit, code: str) -> None:
    visit.open(f"simulateur?entreprise={code}&mois=2026-10")
    assert "sans changement" in visit.text()
    visit.page.get_by_role("button", name=re.compile("Menu vocal")).click()
    expect(visit.page.get_by_text("sans changement")).to_have_count(0)
    visit.settle()
    before, after = (_euros(amount) for amount in re.findall(rf"({EURO})\n", visit.text())[:2])
    assert after > before
    visit.page.get_by_role("tab", name="Jours comptés").click()
    visit.settle()
    assert re.search(r"14 j / 31|× 14 ÷ 31|14 jours? sur 31", visit.text()), visit.text()
    assert_healthy(visit)


@pytest.mark.parametrize("code", CODES)
def test_a_change_that_is_toggled_off_leaves_the_bill_as_it_is(visit: Visit, code: str) -> None:
    visit.open(f"simulateur?entreprise={code}&mois=2026-10")
    visit.page.get_by_role("button", name=re.compile("Menu vocal")).click()
    expect(visit.page.get_by_text("sans changement")).to_have_count(0)
    visit.settle()
    visit.page.get_by_test_id("stMain").get_by_role("switch").first.click(force=True)
    expect(visit.page.get_by_text("sans changement")).to_have_count(1)
    visit.settle()
    before, after = re.findall(rf"({EURO})\n", visit.text())[:2]
    assert before == after
    assert_healthy(visit)


def test_the_command_line_works_while_the_dashboard_holds_the_base(visit: Visit, server: Server) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "liveo", "companies", "--json"],
        cwd=ROOT,
        env=os.environ | {"LIVEO_DB": str(server.base)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert {company["code"] for company in json.loads(ended.stdout)} == set(CODES)


def test_nothing_in_the_log_is_a_warning(visit: Visit, server: Server) -> None:
    for path in PAGES:
        visit.open(f"{path}?entreprise=ARMOR&mois=2026-10")
    assert server.complaints() == []


def _euros(text: str) -> Decimal:
    return Decimal(text.removesuffix(" €").replace(" ", "").replace(",", "."))
