"""The page Répartition under a real mouse: the story of a manager who divides a bill otherwise."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from liveo.rendering.pdf_pages import page_count, page_text
from tests.browser.conftest import Server, Visit, start_server


@dataclass(frozen=True)
class Story:
    """« What if Lyon and Nantes each got an invoice, the three shops shared one, and support moved on the 15th? »

    Told with the entities that a company of the demonstration really has. ``shared`` are the shops that lose the
    invoice of their own which they have today; ``support`` are extensions of the head office.
    """

    code: str
    apart: tuple[str, str]
    shops: tuple[str, str, str]
    shared: tuple[str, ...]
    support: tuple[str, str, str]
    target: str


STORIES = [
    Story(
        "ARMOR",
        apart=("Clinique cardiologique de Dinan", "Soins à domicile"),
        shops=("Imagerie médicale de Vannes", "Laboratoire Armor Analyses", "Résidence Les Hortensias"),
        shared=("Imagerie médicale de Vannes", "Laboratoire Armor Analyses"),
        support=("2005", "2006", "2008"),
        target="Antenne de La Réunion",
    ),
    Story(
        "FOURNIL",
        apart=("Fournil d'Angers", "Fournil du Mans"),
        shops=("Fournil d'Auray", "Fournil de Blois", "Fournil de Bourges"),
        shared=("Fournil d'Auray", "Fournil de Blois", "Fournil de Bourges"),
        support=("4006", "4007", "4008"),
        target="Fournil de Caen",
    ),
]


@pytest.fixture(scope="module")
def own_server(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of its own: what is saved here is nobody else's base."""
    folder = tmp_path_factory.mktemp("repartition")
    process, running = start_server(Path(shutil.copy(made_demo, folder / "liveo.duckdb")), folder)
    yield running
    process.terminate()
    process.wait(timeout=30)


@pytest.fixture
def manager(own_server: Server, chromium: Browser) -> Iterator[Visit]:
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True
    )
    found = Visit(context.new_page(), own_server.url)
    found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
    yield found
    context.close()


def documents(visit: Visit) -> list[int]:
    """Return how many invoices each of the four modes makes."""
    return [int(count) for count in re.findall(r"Total TTC, (\d+) facture", visit.text())]


def tab(visit: Visit, name: str) -> None:
    visit.page.get_by_role("tab", name=name, exact=True).click()
    visit.settle()


def click(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name, exact=True).click()
    visit.settle()


def choose(visit: Visit, name: str) -> None:
    """Choose one of several ways or modes."""
    visit.page.get_by_role("radio", name=name).or_(visit.page.get_by_role("button", name=name)).first.click()
    visit.settle()


def move_on_the_15th(visit: Visit, story: Story) -> None:
    """Choose the support on the board, by mouse, and move it by the list."""
    page = visit.page
    tab(visit, "Rattachements")
    choose(visit, "Déplacer entre entités")
    page.get_by_role("spinbutton", name="day, À partir du").click()
    page.keyboard.type("15")
    visit.settle()
    for number in story.support:
        page.get_by_role("option", name=number).click()
    page.get_by_label("Déplacer vers").select_option(label=story.target)
    click(visit, "Essayer ce déplacement")
    moves = re.sub(r" \(et [^)]*\)", "", visit.text())
    assert f"3 comptes vers « {story.target} » à partir du 15 novembre 2026" in moves
    tab(visit, "Modes de facturation")


def keep(visit: Visit, name: str) -> str:
    """Save the trial as a scenario; returns its number from the address."""
    page = visit.page
    page.get_by_role("button", name="Enregistrer").first.click()
    page.get_by_label("Nom du scénario").fill(name)
    page.get_by_label("Nom du scénario").press("Enter")
    visit.settle()
    page.locator(".st-key-scenario_nouveau button").click()
    visit.settle()
    page.keyboard.press("Escape")
    expect(page.get_by_text("version 1 du")).to_be_visible()
    found = re.search(r"essai=(\d+)", page.url)
    assert found
    return found[1]


def printed(visit: Visit) -> str:
    """Return the text of the one page that compares the trial with what is."""
    page = visit.page
    page.get_by_text("Comparer avec aujourd'hui").click()
    visit.settle()
    with page.expect_download() as download:
        page.get_by_role("button", name="Imprimer cette comparaison").click()
    pdf = download.value.path().read_bytes()
    assert page_count(pdf) == 1
    return page_text(pdf, 0).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("story", STORIES, ids=[story.code for story in STORIES])
def test_a_manager_divides_the_bill_otherwise_applies_it_and_takes_it_back(
    manager: Visit, own_server: Server, chromium: Browser, story: Story
) -> None:
    page, today = manager.page, f"repartition?entreprise={story.code}&mois=2026-11"
    manager.open(today)
    before = documents(manager)

    for name in (*story.apart, *story.shared):
        click(manager, name)
    tried = documents(manager)
    assert tried[:3] == before[:3]
    assert tried[3] == before[3] + len(story.apart) - len(story.shared)
    text = manager.text()
    assert f"en plus pour {', '.join(story.apart)}" in text
    assert f"plus de facture séparée pour {', '.join(story.shared)}" in text
    for name in story.shops:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute("aria-pressed", "false")

    choose(manager, "4 · Mixte")
    if page.get_by_role("button", name="En faire le mode de l'entreprise").count():
        click(manager, "En faire le mode de l'entreprise")
    move_on_the_15th(manager, story)
    assert "Total inchangé" in manager.text()

    number = keep(manager, "Comme Lyon et Nantes")
    paper = printed(manager)
    assert f"Comme Lyon et Nantes 4 {tried[3]} " in paper
    assert "à partir du 15 novembre 2026" in paper
    page.get_by_text("La preuve : chaque montant dû").click()
    manager.settle()

    click(manager, "Appliquer…")
    text = manager.text()
    assert "Voici ce qui sera écrit" in text
    assert "valent à partir du 1er novembre 2026" in text
    click(manager, "Appliquer pour de bon")
    assert "Répartition appliquée" in manager.text()
    assert documents(manager) == tried

    elsewhere = Visit(chromium.new_page(locale="fr-FR", viewport={"width": 1280, "height": 900}), own_server.url)
    elsewhere.open(f"repartition?entreprise={story.code}&mois=2026-10")
    assert documents(elsewhere)[3] == before[3], "an earlier month keeps its division"
    elsewhere.open(f"{today}&essai={number}")
    assert documents(elsewhere) == tried
    assert "La base a changé depuis" in elsewhere.text()

    click(manager, "Revenir à la répartition d'avant")
    assert documents(manager) == before
    elsewhere.open(today)
    assert documents(elsewhere) == before
    elsewhere.page.close()
    assert manager.complaints == []
