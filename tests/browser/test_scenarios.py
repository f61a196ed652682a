"""A scenario from one browser to another: tried, found again after a reload, saved, opened by its link, applied."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Visit

START = "simulateur?entreprise=ARMOR&mois=2026-11"
FIGURE = r"[\d ]+,\d\d €"


def press(visit: Visit, key: str) -> None:
    """Press the button of a widget by its key."""
    visit.page.locator(f".st-key-{key} button").first.click()
    visit.settle()


def after(visit: Visit) -> str:
    """Return the large figure « Après »."""
    found = re.search(rf"Après\s+({FIGURE})", visit.text())
    assert found
    return found[1]


def save(visit: Visit, name: str) -> None:
    press(visit, "scenario_enregistrer_simulation_ARMOR")
    visit.page.get_by_label("Nom du scénario").fill(name)
    press(visit, "scenario_nouveau")
    visit.page.keyboard.press("Escape")
    visit.settle()


def elsewhere(chromium: Browser, visit: Visit, path: str) -> Visit:
    """Open an address in a browser that has never been here."""
    page: Page = chromium.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900}).new_page()
    other = Visit(page, visit.url)
    other.open(path)
    return other


def test_a_trial_outlives_a_reload_and_its_link_shows_the_same_figures_elsewhere(
    visit: Visit, chromium: Browser
) -> None:
    visit.open(START)
    for example in ("exemple_add_ivr_menu", "exemple_switch_on_call_recording"):
        press(visit, example)
    figure = after(visit)
    visit.page.reload()
    visit.settle()
    assert after(visit) == figure
    save(visit, "Rentrée des cabinets")
    visit.page.wait_for_url(re.compile(r"essai=\d+"))
    number = parse_qs(urlparse(visit.page.url).query)["essai"][0]

    other = elsewhere(chromium, visit, f"simulateur?essai={number}")
    assert after(other) == figure
    assert "Rentrée des cabinets" in other.text()
    assert "entreprise=ARMOR" in other.page.url
    assert "mois=2026-11" in other.page.url
    press(other, "exemple_add_account")
    expect(other.page.get_by_text("modifié depuis")).to_be_visible()
    assert after(visit) == figure, "the other browser has a trial of its own"
    assert visit.complaints == []
    other.page.context.close()


def test_a_file_goes_out_and_comes_back_in(visit: Visit, tmp_path: Path) -> None:
    visit.open(START)
    press(visit, "exemple_add_ivr_menu")
    figure = after(visit)
    press(visit, "scenario_partager_simulation_ARMOR")
    with visit.page.expect_download() as download:
        visit.page.locator(".st-key-scenario_exporter button").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text())["company"] == "ARMOR"
    visit.page.keyboard.press("Escape")
    press(visit, "simulation_effacer")
    assert after(visit) != figure
    press(visit, "scenario_partager_simulation_ARMOR")
    visit.page.locator("[data-testid=stPopoverBody] input[type=file]").set_input_files(file)
    visit.settle()
    assert after(visit) == figure
    assert visit.complaints == []
