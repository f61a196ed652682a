"""The page Consommation under a real mouse: a bar that is clicked filters the page, and the address tells others so."""

import re
from datetime import datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pypdfium2
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visit

OCTOBER = "consommation?entreprise=FOURNIL&mois=2026-10"
SECTIONS = (
    "Vue d'ensemble",
    "Entités et destinations",
    "Ce qui a changé",
    "Pays",
    "Comptes et numéros",
    "Budget",
    "Alertes",
    "Appels",
)


def click_bar(visit: Visit, chart: str, index: int) -> None:
    """Click the middle of a bar, as a hand would: plotly listens to the mouse, not to elements."""
    bar = visit.page.locator(f".st-key-_clic_{chart} .point path").nth(index)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def calls_shown(visit: Visit) -> int:
    """Return the figure of calls at the head of the page."""
    shown = visit.page.get_by_test_id("stMetric").filter(has_text=re.compile(r"^Appels")).inner_text()
    [words] = re.findall(r"Appels\D*?([\d\s]+)\n", shown.replace("\u202f", " ").replace("\xa0", " ") + "\n")[:1]
    return int(words.replace(" ", ""))


def look_at(visit: Visit, section: str) -> None:
    """Go to a section of the page."""
    visit.page.get_by_role("radiogroup", name="Regarder").get_by_role("radio", name=section, exact=True).click()
    visit.settle()


def test_clicks_filter_the_page_the_address_keeps_them_and_chips_take_them_away(visit: Visit) -> None:
    visit.open(OCTOBER)
    everything = calls_shown(visit)
    click_bar(visit, "destinations", 1)
    visit.page.wait_for_url(re.compile("destinations=france_mobile"))
    visit.settle()
    mobile = calls_shown(visit)
    assert 0 < mobile < everything
    click_bar(visit, "entites", 2)
    visit.page.wait_for_url(re.compile("entites="))
    visit.settle()
    assert 0 < calls_shown(visit) < mobile
    click_bar(visit, "temps", 5)
    visit.page.wait_for_url(re.compile("jours=2026-10-06"))
    visit.settle()
    visit.page.mouse.move(0, 0)  # what a chart says under the mouse is not part of the page
    visit.settle()
    address = visit.page.url.removeprefix(visit.url).lstrip("/")
    body = visit.text()
    visit.open(address)
    assert visit.text() == body, "the address shows others the same page"
    visit.page.get_by_role("button", name="France Mobile ✕").click()
    visit.settle()
    assert "destinations=" not in visit.page.url
    visit.page.get_by_role("button", name="Tout effacer").click()
    visit.settle()
    assert calls_shown(visit) == everything
    assert visit.complaints == []


def test_filters_survive_another_page(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=sms_france&periode=quarter")
    shown = calls_shown(visit)
    for title in ("Factures", "Consommation"):
        visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        visit.page.wait_for_url(re.compile(f"/{title.lower()}"))
        visit.settle()
    assert calls_shown(visit) == shown
    assert "destinations=sms_france" in visit.page.url


def test_every_section_keeps_the_figures_and_the_sum_of_its_calls(visit: Visit) -> None:
    visit.open(OCTOBER)
    everything = calls_shown(visit)
    for section in SECTIONS:
        look_at(visit, section)
        assert calls_shown(visit) == everything
        expect(visit.page.locator("[data-testid=stException]")).to_have_count(0)
    assert "les mêmes que ci-dessus" in visit.text()
    assert visit.complaints == []


@pytest.mark.parametrize(("button", "columns"), [("Appels (CSV)", 11), ("Cumuls par jour (CSV)", 7)])
def test_what_is_shown_can_be_taken_away(visit: Visit, button: str, columns: int) -> None:
    visit.open(f"{OCTOBER}&destinations=france_mobile")
    shown = calls_shown(visit)
    look_at(visit, "Appels")
    with visit.page.expect_download() as started:
        visit.page.get_by_role("button", name=button).click()
    content = Path(started.value.path()).read_text(encoding="utf-8-sig")
    said = [line for line in content.splitlines() if line.startswith("# ")]
    assert "vers France Mobile" in said[0]
    header, *lines = content.splitlines()[len(said) :]
    assert len(header.split(";")) == columns
    counted = len(lines) if button == "Appels (CSV)" else sum(int(line.split(";")[3]) for line in lines)
    assert counted == shown
    assert re.fullmatch(r"\w+_FOURNIL_2026-10-01_2026-11-01_[0-9a-f]{8}\.csv", started.value.suggested_filename)
    expect(visit.page.locator("[data-testid=stException]")).to_have_count(0)


def test_excel_and_parquet_hold_real_values_and_say_what_they_are(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=france_mobile")
    shown = calls_shown(visit)
    look_at(visit, "Appels")
    found = {}
    for button in ("Appels (Excel)", "Appels (Parquet)"):
        with visit.page.expect_download() as started:
            visit.page.get_by_role("button", name=button).click()
        found[button] = Path(started.value.path()).read_bytes()
    book = load_workbook(BytesIO(found["Appels (Excel)"]), read_only=True)
    header, first, *_ = book["Appels"].iter_rows(values_only=True)
    assert (header[0], type(first[0]), type(first[-2])) == ("Début", datetime, int)
    assert book["Appels"].max_row == shown + 1
    [said] = next(book["Filtres"].iter_rows(values_only=True))
    assert "Fournil & Compagnie, d'octobre 2026, vers France Mobile" in said
    read = pl.read_parquet(BytesIO(found["Appels (Parquet)"]))
    assert (read.height, read.schema["Coût HT (€)"].is_decimal()) == (shown, True)
    assert "France Mobile" in pl.read_parquet_metadata(BytesIO(found["Appels (Parquet)"]))["filtres"]


def test_an_alert_leads_to_its_calls_is_seen_and_taken_back(visit: Visit) -> None:
    visit.open("consommation?entreprise=FOURNIL&mois=2026-07")
    visit.page.get_by_role("button", name="1 alerte à voir sur ces jours").click()
    visit.settle()
    assert "70 appels en une heure, à 11" in visit.text()
    visit.page.get_by_role("button", name="Marquer comme vue").click()
    visit.page.get_by_label("Ce que vous avez trouvé").fill("Logiciel de numérotation retiré.")
    visit.page.get_by_role("button", name="C'est vu").click()
    visit.settle()
    assert "Toutes les alertes de ces jours ont été vues." in visit.text()
    visit.page.get_by_role("radio", name="Vues", exact=True).click()
    visit.settle()
    assert "Logiciel de numérotation retiré." in visit.text()
    visit.page.get_by_role("button", name="Remettre à voir").click()
    visit.settle()
    visit.page.get_by_role("radio", name="À voir", exact=True).click()
    visit.settle()
    visit.page.get_by_role("button", name="Voir ces appels").click()
    visit.settle()
    assert calls_shown(visit) == 70
    assert "70 appels, 0,52 €, par pages de 50 : les mêmes que ci-dessus" in visit.text()
    assert visit.complaints == []


def test_an_address_that_means_nothing_says_so_and_shows_the_rest(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=NULLE_PART&periode=jamais&cout=9..1")
    for words in ("une destination", "une période", "un coût"):
        assert f"Le lien demande {words} qui n'existe pas ici" in visit.text()
    assert calls_shown(visit) > 0
    assert visit.complaints == []


def test_a_budget_is_set_against_what_is_spent_and_taken_back(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&vue=budget")
    budget = visit.page.get_by_test_id("stMetric").filter(has_text=re.compile("^Budget HT"))
    assert "199,00" in budget.inner_text()
    visit.page.get_by_text("Fixer les budgets").click()
    visit.settle()
    table = visit.page.locator(".stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    visit.page.mouse.dblclick(box["x"] + box["width"] * 0.75, box["y"] + 52)
    cell = visit.page.locator("#portal :is(input, textarea)").first
    cell.press_sequentially("400.00", delay=30)
    expect(cell).to_have_value("400,00")
    visit.page.wait_for_timeout(300)  # what is typed reaches the table a moment after it shows
    visit.page.keyboard.press("Enter")
    visit.settle()
    visit.page.get_by_role("button", name="Enregistrer à partir d'octobre 2026").click()
    visit.settle()
    assert "400,00" in budget.inner_text(), "the budget of the company takes the place of the sum of the entities'"
    visit.page.get_by_role("button", name="Annuler").click()
    visit.settle()
    assert "199,00" in budget.inner_text()
    assert visit.complaints == []


def test_a_view_is_kept_shown_at_home_and_opened_from_there(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=france_mobile&vue=countries")
    shown = calls_shown(visit)
    visit.page.get_by_role("button", name="Mes vues").click()
    visit.page.get_by_label("Garder ce que la page montre").fill("Mobiles")
    visit.page.get_by_test_id("stBaseButton-secondaryFormSubmit").click()
    visit.settle()
    visit.page.locator("[class*=st-key-_vue_accueil_] button").first.click()
    visit.settle()
    visit.open("?entreprise=FOURNIL&mois=2026-10")
    assert "vers France Mobile" in visit.text()
    visit.page.get_by_role("link", name="Ouvrir cette vue").click()
    visit.page.wait_for_url(re.compile("vue=countries"))
    visit.settle()
    assert calls_shown(visit) == shown
    visit.page.get_by_role("button", name="Mes vues (1)").click()
    visit.page.locator("[class*=st-key-_vue_oublier_] button").first.click()
    visit.settle()
    assert visit.complaints == []


def test_the_report_is_one_page_that_says_what_the_page_says(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=france_mobile")
    cost = visit.page.get_by_test_id("stMetric").first.inner_text().splitlines()
    with visit.page.expect_download() as started:
        visit.page.get_by_role("button", name="Rapport PDF").click()
    document = pypdfium2.PdfDocument(Path(started.value.path()).read_bytes())
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    assert "vers France Mobile" in text
    assert any(line in text for line in cost if "€" in line)
    assert started.value.suggested_filename == "rapport_FOURNIL_2026-10-01_2026-11-01.pdf"


def test_each_chart_is_saved_as_a_picture(visit: Visit) -> None:
    visit.open(OCTOBER)
    chart = visit.page.locator(".st-key-_clic_destinations")
    chart.scroll_into_view_if_needed()
    chart.hover()
    with visit.page.expect_download() as started:
        chart.locator(".modebar-btn").click()
    assert Path(started.value.path()).read_bytes().startswith(b"\x89PNG")
    assert started.value.suggested_filename == "liveo_destinations.png"


def test_a_long_file_is_prepared_first_then_taken_away(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&vue=list&periode=twelve_months&sens=outbound&sens=inbound")
    shown = calls_shown(visit)
    assert shown > 20_000
    visit.page.get_by_role("button", name="Préparer : Appels (CSV)").click()
    ready = visit.page.get_by_role("button", name="Appels (CSV)", exact=True)
    ready.wait_for(timeout=60_000)
    visit.settle()
    with visit.page.expect_download() as started:
        ready.click()
    lines = Path(started.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert len([line for line in lines if not line.startswith("# ")]) == shown + 1
    assert visit.complaints == []


def test_the_bar_of_filters_narrows_down_and_says_so(visit: Visit) -> None:
    visit.open(OCTOBER)
    everything = calls_shown(visit)
    visit.page.get_by_text("Filtrer les appels").click()
    visit.settle()
    visit.page.get_by_label("Numéro contenant").fill("06")
    visit.page.get_by_label("Numéro contenant").press("Enter")
    visit.page.wait_for_url(re.compile("contient=06"))
    visit.settle()
    numbered = calls_shown(visit)
    assert 0 < numbered < everything
    visit.page.get_by_label("Coût d'un appel, de (€)").fill("0,10")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("cout=0.1"))
    visit.settle()
    assert 0 < calls_shown(visit) < numbered
    assert "numéro contenant 06" in visit.text()
    visit.page.get_by_role("radio", name="Trimestre", exact=True).click()
    visit.page.wait_for_url(re.compile("periode=quarter"))
    visit.settle()
    visit.page.get_by_label("Comparer avec").click()
    visit.page.get_by_role("option", name="Aucune comparaison").click()
    visit.page.wait_for_url(re.compile("comparer=none"))
    visit.settle()
    assert "Écarts par rapport" not in visit.text()
    assert visit.complaints == []


@pytest.mark.parametrize("figure", [0, 1, 4], ids=["cost", "calls", "unanswered"])
def test_a_figure_leads_to_its_calls_and_a_call_to_its_price(visit: Visit, figure: int) -> None:
    visit.open(OCTOBER)
    visit.page.get_by_role("button", name="Voir les appels").nth(figure).click()
    visit.settle()
    assert "les mêmes que ci-dessus" in visit.text()
    if figure == 0:
        table = visit.page.locator(".stDataFrame").first
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        assert box is not None
        visit.page.mouse.click(box["x"] + 18, box["y"] + 52)
        visit.settle()
        assert visit.page.locator("ol li").count() > 1
    assert visit.complaints == []


def test_no_call_is_said_with_a_way_on(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=sms_france&sens=outbound&cout=900..")
    assert "Aucun appel ne correspond à cette sélection." in visit.text()
    visit.page.get_by_role("button", name="Retirer les filtres").click()
    visit.settle()
    assert calls_shown(visit) > 0
    assert visit.complaints == []


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_nothing_is_pushed_out_of_the_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 720})
    visit.open(OCTOBER)
    for section in SECTIONS:
        look_at(visit, section)
        wider = visit.page.evaluate(
            "() => document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth"
        )
        assert wider <= 0, section


def test_the_keyboard_alone_reaches_sections_and_filters(visit: Visit) -> None:
    visit.open(OCTOBER)
    section = visit.page.get_by_role("radiogroup", name="Regarder").get_by_role("radio", name="Vue d'ensemble")
    section.focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("vue=flows"))
    visit.settle()
    assert visit.complaints == []
