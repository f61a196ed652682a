"""The page Répartition under a real mouse: the story of a manager who divides a bill otherwise."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Server, Visit, start_server

# code, two entities that get an invoice of their own or lose it, three accounts that move, and where to
STORIES = [
    (
        "ARMOR",
        ("Clinique cardiologique de Dinan", "Soins à domicile"),
        ("2005", "2006", "2007"),
        "Antenne de La Réunion",
    ),
    ("FOURNIL", ("Fournil d'Angers", "Fournil du Mans"), ("4006", "4007", "4008"), "Fournil de Caen"),
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


@pytest.mark.parametrize(("code", "marked", "numbers", "target"), STORIES, ids=[story[0] for story in STORIES])
def test_a_manager_divides_the_bill_otherwise_and_earlier_months_keep_theirs(
    manager: Visit, code: str, marked: tuple[str, str], numbers: tuple[str, ...], target: str
) -> None:
    page = manager.page
    manager.open(f"repartition?entreprise={code}&mois=2026-11")
    before = documents(manager)

    for name in marked:
        page.get_by_role("button", name=name, exact=True).click()
        manager.settle()
    after = documents(manager)
    assert after[:3] == before[:3]
    assert after[3] == before[3] + len(marked)

    tab(manager, "Rattachements")
    page.get_by_role("radio", name="Fichier ou collage").or_(
        page.get_by_role("button", name="Fichier ou collage")
    ).first.click()
    manager.settle()
    lines = "\n".join(f"{number};{target};15/11/2026" for number in numbers)
    area = page.get_by_label("Ou coller un tableau")
    area.fill(f"Compte;Entité;Depuis\n{lines}\n999999;{target};\n")
    area.press("Control+Enter")
    expect(page.get_by_text("1 ligne refusée")).to_be_visible()
    manager.settle()
    assert "ligne 5" in manager.text()
    page.get_by_role("button", name="Essayer 3 changements").click()
    manager.settle()
    text = manager.text()
    assert f"3 comptes vers « {target} » à partir du 15 novembre 2026" in re.sub(r" \(et [^)]*\)", "", text)
    assert "Total inchangé" in text

    tab(manager, "Modes de facturation")
    page.get_by_text("La preuve : chaque montant dû").click()
    manager.settle()
    page.get_by_text("Les douze derniers mois").click()
    expect(
        page.get_by_text("Le moins cher sur la période").or_(page.get_by_text("exactement la même chose"))
    ).to_be_visible(timeout=60_000)

    page.get_by_role("button", name="Appliquer…").click()
    manager.settle()
    assert "Voici ce qui sera écrit" in manager.text()
    assert "valent à partir du 1er novembre 2026" in manager.text()
    page.get_by_role("button", name="Appliquer pour de bon").click()
    manager.settle()
    assert "Répartition appliquée" in manager.text()
    assert documents(manager) == after

    manager.open(f"repartition?entreprise={code}&mois=2026-10")
    assert documents(manager)[3] == before[3], "an earlier month keeps its division"
    manager.open(f"repartition?entreprise={code}&mois=2026-11")
    assert documents(manager) == after
    assert manager.complaints == []
