"""The page Consommation under a real mouse: a bar that is clicked filters the page, and the address tells others so."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit

OCTOBER = "consommation?entreprise=FOURNIL&mois=2026-10"


def click_bar(visit: Visit, chart: str, index: int) -> None:
    """Click the middle of a bar, as a hand would: plotly listens to the mouse, not to elements."""
    bar = visit.page.locator(f".st-key-_clic_{chart} .point path").nth(index)
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def calls_shown(visit: Visit) -> int:
    """Return the figure of calls at the head of the page."""
    [shown] = re.findall(r"Appels\n[^\d]*([\d ]+)\n", visit.text())[:1]
    return int(shown.replace(" ", ""))


def test_clicks_filter_the_page_the_address_keeps_them_and_chips_take_them_away(visit: Visit) -> None:
    visit.open(OCTOBER)
    everything = calls_shown(visit)
    click_bar(visit, "destinations", 1)
    visit.page.wait_for_url(re.compile("destinations=France"))
    visit.settle()
    mobile = calls_shown(visit)
    assert 0 < mobile < everything
    click_bar(visit, "entites", 2)
    visit.page.wait_for_url(re.compile("entites="))
    visit.settle()
    assert 0 < calls_shown(visit) < mobile
    click_bar(visit, "temps", 5)
    visit.page.wait_for_url(re.compile("dates=2026-10-06"))
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
    visit.page.get_by_role("button", name="Mois", exact=True).or_(
        visit.page.get_by_role("radio", name="Mois", exact=True)
    ).click()
    visit.settle()
    assert calls_shown(visit) == everything
    assert visit.complaints == []


def test_filters_survive_another_page(visit: Visit) -> None:
    visit.open(f"{OCTOBER}&destinations=SMS+France&periode=3+mois")
    shown = calls_shown(visit)
    for title in ("Factures", "Consommation"):
        visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        visit.page.wait_for_url(re.compile(f"/{title.lower()}"))
        visit.settle()
    assert calls_shown(visit) == shown
    assert "destinations=SMS" in visit.page.url


@pytest.mark.parametrize(("button", "columns"), [("Appels (CSV)", 11), ("Cumuls par jour (CSV)", 7)])
def test_what_is_shown_can_be_taken_away(visit: Visit, button: str, columns: int) -> None:
    visit.open(f"{OCTOBER}&destinations=France+Mobile")
    shown = calls_shown(visit)
    with visit.page.expect_download() as started:
        visit.page.get_by_role("button", name=button).click()
    content = Path(started.value.path()).read_text(encoding="utf-8-sig")
    header, *lines = content.splitlines()
    assert len(header.split(";")) == columns
    counted = len(lines) if button == "Appels (CSV)" else sum(int(line.split(";")[3]) for line in lines)
    assert counted == shown
    assert re.fullmatch(r"\w+_FOURNIL_2026-10-01_2026-11-01_[0-9a-f]{8}\.csv", started.value.suggested_filename)
    expect(visit.page.locator("[data-testid=stException]")).to_have_count(0)
