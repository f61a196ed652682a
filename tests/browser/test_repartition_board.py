"""The board of the page Répartition: groups move between entities by keyboard alone, and by the mouse."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import NOT_OURS


def open_board(visit: Visit, code: str) -> None:
    visit.open(f"repartition?entreprise={code}&mois=2026-10&onglet=Rattachements")
    name = "Déplacer entre entités"
    visit.page.get_by_role("radio", name=name).or_(visit.page.get_by_role("button", name=name)).first.click()
    visit.settle()


def chosen(page: Page) -> str:
    return page.locator(".count").inner_text()


@pytest.mark.parametrize(
    ("code", "number", "target"),
    [("ARMOR", "2005", "Antenne de La Réunion"), ("FOURNIL", "4006", "Fournil de Caen")],
)
def test_a_group_is_chosen_and_moved_by_the_keyboard_alone(visit: Visit, code: str, number: str, target: str) -> None:
    open_board(visit, code)
    page = visit.page
    column = page.get_by_role("listbox", name=target, exact=True)
    before = column.get_by_role("option").count()
    page.get_by_role("option", name=number).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert chosen(page) == "3 choisis"
    page.keyboard.press("Enter")
    expect(page.get_by_label("Déplacer vers")).to_be_focused()
    page.keyboard.type(target)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Essayer ce déplacement")).to_be_focused()
    page.keyboard.press("Enter")
    visit.settle()
    words = re.sub(r" \(et [^)]*\)", "", visit.text())
    assert f"3 comptes vers « {target} » à partir du 1er octobre 2026" in words
    assert column.get_by_role("option").count() >= before + 3
    assert chosen(page) == "Rien de choisi"
    page.get_by_role("button", name="Tout abandonner").click()
    visit.settle()
    assert column.get_by_role("option").count() == before
    assert visit.complaints == []


def test_a_group_is_dropped_on_another_entity(visit: Visit) -> None:
    open_board(visit, "ARMOR")
    page = visit.page
    page.get_by_role("option", name="2005").click()
    page.get_by_role("option", name="2008").click(modifiers=["Shift"])
    assert chosen(page) == "3 choisis"
    page.get_by_role("option", name="2006").drag_to(page.locator(".column", has_text="Soins à domicile"))
    visit.settle()
    words = r"3 comptes .*vers « Soins à domicile » à partir du 1er octobre 2026"
    assert re.search(words, visit.text())
    page.get_by_text("Comparer avec aujourd'hui").click()
    visit.settle()
    broken = [rule for rule in Axe().run(page).response["violations"] if rule["id"] not in NOT_OURS]
    assert [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in broken] == []
    page.reload()
    visit.settle()
    assert re.search(words, visit.text()), "what is tried outlives a reload"
    assert visit.complaints == []
