"""Every page of the table of pages opens for every demonstration company, in a full, a running and a first month."""

from pathlib import Path

import pytest

from liveo.services.companies import company_summaries
from liveo.store.database import Base
from tests.pages.viewing import ROOT, assert_sound, open_page, words

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
CODES = ("ATELIER", "LENOIR", "ANSE", "ARMOR", "FOURNIL")
MONTHS = ("2026-10", "2026-11", "2025-11")


def test_the_list_above_names_every_company_of_the_base(demo: Base) -> None:
    assert {company.code for company in company_summaries(demo)} == set(CODES)


def test_every_page_file_stands_in_the_table_of_pages() -> None:
    table = Path(ROOT / "liveo" / "ui" / "interface.py").read_text(encoding="utf-8")
    assert [page for page in PAGES if f'PageEntry("{page}"' not in table] == []


@pytest.mark.parametrize("month", MONTHS)
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens(demo: Base, page: str, code: str, month: str) -> None:
    at = open_page(page, code, month)
    assert_sound(at)
    assert at.main.title[0].value
    assert "inattendue" not in words(at)


@pytest.mark.parametrize("page", PAGES)
def test_an_address_with_nonsense_opens_the_page_all_the_same(demo: Base, page: str) -> None:
    nonsense = {"entreprise": "NOBODY", "mois": "2026-99", "mode": "five", "onglet": "x", "import": "-1"}
    at = open_page(page, "ATELIER", **{k: v for k, v in nonsense.items() if k not in ("entreprise", "mois")})
    assert_sound(at)


def test_a_page_seen_through_the_eyes_of_a_customers_person_offers_their_company_alone(demo: Base) -> None:
    at = open_page("accueil", "FOURNIL")
    assert len(at.sidebar.selectbox(key="entreprise").options) == len(CODES)
    at.sidebar.selectbox(key="personne").set_value("alix.garnier").run()
    assert_sound(at)
    assert len(at.sidebar.selectbox(key="entreprise").options) == 1
