"""The simulator under a real mouse: the minute in front of a customer, from two toggles to a link and a PDF."""

import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.conftest import Server, Visit, start_server
from tests.rendering.reading import page_texts, plain

AMOUNT = re.compile(r"[-+]?[0-9]{1,3}(?: [0-9]{3})*,[0-9]{2} €")
READ_FROM_TWO_METRES = 60
"""Pixels of a figure on a laptop of 1280: about 16 mm on its screen, and 1.6 % of two metres is legible."""


@pytest.fixture(scope="module")
def own_server(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own: what is saved here is nobody else's base."""
    folder = tmp_path_factory.mktemp("simulateur")
    process, running = start_server(Path(shutil.copy(made_demo, folder / "liveo.duckdb")), folder)
    yield running
    process.terminate()
    process.wait(timeout=30)


def visitor(server: Server, chromium: Browser, width: int = 1280, height: int = 720) -> Visit:
    context = chromium.new_context(
        viewport={"width": width, "height": height}, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True
    )
    found = Visit(context.new_page(), server.url)
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    return found


@pytest.fixture
def seller(own_server: Server, chromium: Browser) -> Iterator[Visit]:
    """A salesperson at a laptop."""
    found = visitor(own_server, chromium)
    yield found
    found.page.context.close()


def as_salesperson(visit: Visit, path: str) -> None:
    """Open an address and look with the eyes of the salesperson of the demonstration."""
    visit.open(path)
    visit.page.get_by_role("combobox", name="Vue de démonstration").click()
    visit.page.get_by_role("option", name=re.compile("commercial", re.I)).click()
    visit.settle()


def figures(page: Page) -> list[Decimal]:
    """Return the three large figures: before, after, saved."""
    texts = [plain(text) for text in page.locator("[data-testid=stMain] h1").all_inner_texts()]
    return [amount(text) for text in texts if AMOUNT.fullmatch(text)]


def amount(text: str) -> Decimal:
    """Read an amount as the page writes it."""
    return Decimal(text.removesuffix(" €").replace(" ", "").replace(",", "."))


def press(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name).first.click()
    visit.settle()


def downloaded(visit: Visit, folder: Path) -> list[str]:
    """Take the proposal and return the text of its pages."""
    visit.page.get_by_role("button", name="Proposition PDF").click()
    offered = visit.page.get_by_role("button", name="Télécharger la proposition")
    offered.wait_for()
    with visit.page.expect_download(timeout=60_000) as waiting:
        offered.click()
    assert waiting.value.suggested_filename == "proposition_FOURNIL_2026-10_2026-11-23.pdf"
    waiting.value.save_as(folder / "proposition.pdf")
    visit.page.keyboard.press("Escape")
    return page_texts((folder / "proposition.pdf").read_bytes())


def test_a_salesperson_shows_in_a_minute_what_proration_saves_and_leaves_a_link_and_a_pdf(
    seller: Visit, own_server: Server, chromium: Browser, tmp_path: Path
) -> None:
    page = seller.page
    as_salesperson(seller, "simulateur?entreprise=FOURNIL&mois=2026-10")
    today, same, _ = figures(page)
    assert today == same

    press(seller, "Menu vocal, 2 semaines")
    press(seller, "Enregistrement, 10 comptes")
    text = plain(seller.text())
    assert "du 1er au 14 octobre 2026" in text
    assert "pour 10 comptes, à partir du 10 octobre 2026" in text
    before, after, saved = figures(page)
    effects = [amount(found) for found in re.findall(r"^(\+[0-9 ]+,[0-9]{2} €)$", text, re.M)][:2]
    assert before == today
    assert after == before + sum(effects) > before
    assert saved > 0

    press(seller, "Présenter")
    assert figures(page) == [before, after, saved]
    large = plain(seller.text())
    full = amount(re.findall(r"au lieu de (.*?€) au mois entier", large)[0])
    assert full == after + saved
    size = page.locator(".st-key-presentation h1").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
    assert size >= READ_FROM_TWO_METRES
    assert page.get_by_test_id("stSidebar").is_hidden()
    press(seller, "Quitter la présentation")

    page.get_by_role("button", name="Enregistrer", exact=True).first.click()
    name = page.get_by_label("Nom du scénario")
    name.fill("Menu et enregistrements")
    name.press("Enter")
    seller.settle()
    page.locator(".st-key-scenario_nouveau button").click()
    seller.settle()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Partager").click()
    link = page.get_by_test_id("stCode").inner_text().strip()
    page.keyboard.press("Escape")
    assert link.startswith(own_server.url)

    pages = downloaded(seller, tmp_path)
    said = "\n".join(pages)
    for sentence in (
        "Proposition commerciale",
        "Fournil & Compagnie",
        "Menu et enregistrements",
        "du 1er au 14 octobre 2026",
        "pour 10 comptes, à partir du 10 octobre 2026",
        "Proposition établie le 23 novembre 2026, valable jusqu'au 23 décembre 2026",
        "Exemple, deux semaines",
        "14 jours sur 31",
    ):
        assert sentence in said, sentence
    printed = [amount(found) for found in AMOUNT.findall(said)]
    assert {before, after, saved, full, *effects} <= set(printed)
    assert "FA-" not in said
    assert link in said.replace("\n", "")

    customer = visitor(own_server, chromium, 1920, 1080)
    customer.open(link.removeprefix(f"{own_server.url}/"))
    assert figures(customer.page) == [before, after, saved]
    assert seller.complaints == customer.complaints == []
    customer.page.context.close()


def test_a_box_drawn_on_the_timeline_switches_an_option_on_and_a_reload_keeps_it(seller: Visit) -> None:
    page = seller.page
    page.set_viewport_size({"width": 1280, "height": 1400})
    seller.open("simulateur?entreprise=ARMOR&mois=2026-10")
    before = figures(page)[0]
    chart = page.locator(".st-key-calendrier")
    chart.scroll_into_view_if_needed()
    seller.settle()
    rows = chart.locator(".ytick").all()
    draw_box(page, chart, (rows[2], rows[4]), (10, 23))
    seller.settle()
    text = plain(seller.text())
    assert "Du 10 au 23 octobre 2026" in text
    assert "Alias (téléphone supplémentaire) (0 sur 3)" in text

    chosen = page.locator(".st-key-calendrier_option_alias label")
    chosen.click()
    seller.settle()
    text = plain(seller.text())
    assert "Activer « Alias (téléphone supplémentaire) » pour 3 comptes, du 10 au 23 octobre 2026" in text
    assert "Alias (téléphone supplémentaire) (3 sur 3)" in text
    assert "14 j / 31" in plain(" ".join(chart.locator("text").all_text_contents()))
    after = figures(page)[1]
    assert after > before

    press(seller, "Annuler")
    assert figures(page)[1] == before
    press(seller, "Rétablir")
    assert figures(page)[1] == after
    page.reload()
    seller.settle()
    assert figures(page)[1] == after
    assert seller.complaints == []


def draw_box(page: Page, chart: Locator, rows: tuple[Locator, Locator], days: tuple[int, int]) -> None:
    """Drag a box from one row and day to others, all included, as a hand would."""
    columns = [chart.locator(".xtick").nth(day - 1).bounding_box() for day in days]
    lines = [row.bounding_box() for row in rows]
    (left, right), (top, bottom) = (
        [box["x"] + box["width"] / 2 for box in columns if box],
        [box["y"] + box["height"] / 2 for box in lines if box],
    )
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=5)
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
