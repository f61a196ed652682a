"""The frame around every page: which company, which month, which pages; refusals become text here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.core.people import Person
from liveo.core.periods import Month
from liveo.rendering.french import day, month_name
from liveo.rendering.labels import label
from liveo.services.bases import Base, BaseHeld, open_base
from liveo.services.clock import is_demonstration, today
from liveo.services.companies import CompanySummary, company_summaries
from liveo.services.people import people
from liveo.ui.state import COMPANY, MONTH, PERSON, PageContext, follow_address, hand_to_pages, write_address

PAGES_FOLDER: Final = Path(__file__).resolve().parents[2] / "pages"
FRAME: Final = Path(__file__).with_name("frame.css")
ICON: Final = "📞"
LOGO: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="216" height="32" viewBox="0 0 216 32">'
    '<path d="M4 22a10 10 0 0 1 20 0M9 22a5 5 0 0 1 10 0" fill="none" stroke="#2f86d1" stroke-width="3.2" '
    'stroke-linecap="round"/><circle cx="14" cy="24" r="2.6" fill="#d55e00"/>'
    '<text x="34" y="24" font-family="Source Sans, sans-serif" font-size="20" font-weight="700" fill="#2f86d1">Livéo'
    '<tspan font-weight="400"> Facturation</tspan></text></svg>'
)


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One row of the table of pages: ``path`` is its address and the name of its file."""

    path: str
    title: str
    icon: str
    is_home: bool = False


PAGES: Final = (
    PageEntry("accueil", "Accueil", ":material/home:", is_home=True),
    PageEntry("consommation", "Consommation", ":material/bar_chart:"),
    PageEntry("simulateur", "Simulateur", ":material/tune:"),
    PageEntry("repartition", "Répartition", ":material/account_tree:"),
    PageEntry("factures", "Factures", ":material/receipt_long:"),
    PageEntry("imports", "Imports", ":material/upload_file:"),
)


def main() -> None:
    """Draw the frame, then the page inside it."""
    st.set_page_config(page_title="Livéo Facturation", page_icon=ICON, layout="wide")
    st.logo(LOGO, size="large")
    st.html(FRAME)
    page = st.navigation([_page(entry) for entry in PAGES])
    try:
        base = open_base()
        hand_to_pages(_context(base))
        page.run()
    except BaseHeld as held:
        st.error(str(held), icon=":material/lock:")
    except LiveoError as refusal:
        st.warning(str(refusal), icon=":material/info:")


def _page(entry: PageEntry) -> st.Page:
    return st.Page(
        PAGES_FOLDER / f"{entry.path}.py",
        title=entry.title,
        icon=entry.icon,
        url_path="" if entry.is_home else entry.path,
        default=entry.is_home,
    )


def _context(base: Base) -> PageContext:
    present, demonstration = today(base), is_demonstration(base)
    with st.sidebar:
        pickers = st.container()
        person = _pick_person(people(base))
        st.caption(f"Données au {day(present)}." + (" Entreprises fictives de démonstration." if demonstration else ""))
    companies = [company for company in company_summaries(base) if person.sees(company.code)]
    with pickers:
        if not companies:
            _no_company()
        company = _pick_company(companies)
        month = _pick_month(company.months or (Month.of(present),))
    return PageContext(base, company, month, present, demonstration, person)


def _pick_person(everybody: Sequence[Person]) -> Person:
    """Let a demonstration be seen through the eyes of each of its people; nobody to choose from means no choice."""
    if len(everybody) == 1:
        return everybody[0]
    by_login = {person.login: person for person in everybody}
    login = st.selectbox(
        "Vue de démonstration",
        list(by_login),
        format_func=lambda login: f"{by_login[login].name}, {label(by_login[login].role).lower()}",
        key=PERSON,
        persist_state="session",
        help="Montre le tableau de bord tel que chaque personne le verrait, selon son rôle.",
    )
    return by_login[login]


def _pick_company(companies: Sequence[CompanySummary]) -> CompanySummary:
    by_code = {company.code: company for company in companies}
    follow_address(COMPANY, by_code)
    code = st.selectbox(
        "Entreprise", list(by_code), format_func=lambda code: by_code[code].name, key=COMPANY, persist_state="session"
    )
    write_address(COMPANY, code)
    return by_code[code]


def _pick_month(months: Sequence[Month]) -> Month:
    """Offer the latest month first, which is also what an address without a month means."""
    by_text = {str(month): month for month in reversed(months)}
    follow_address(MONTH, by_text)
    text = st.selectbox(
        "Mois", list(by_text), format_func=lambda text: month_name(by_text[text]), key=MONTH, persist_state="session"
    )
    write_address(MONTH, text)
    return by_text[text]


def _no_company() -> None:
    st.info("La base est vide : lancez « python -m liveo demo », puis rechargez cette page.")
    st.stop()


main()
