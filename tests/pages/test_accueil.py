"""The page Accueil for each demonstration company: figures that are those of the invoices, reasons, what to look at."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.services.companies import company_summaries
from liveo.services.month_changes import month_change
from liveo.services.overview import documents_of, month_figures
from liveo.store.database import Base
from liveo.ui.accueil_changes import DIFFERENCES_SHOWN
from tests.conftest import DEMO_TODAY
from tests.pages.viewing import assert_sound, metrics, open_page, words

COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")
PRESENT, LAST, FIRST = Month(2026, 11), Month(2026, 10), Month(2025, 11)


def _links(at: AppTest) -> dict[str, str]:
    """Return the query of each link in the page's body, by its label."""
    return {link.proto.label: link.proto.query_string for link in at.main.get("page_link")}


@pytest.mark.parametrize("code", COMPANIES)
def test_a_finished_month_shows_the_figures_of_its_documents(demo: Base, code: str) -> None:
    at = open_page("accueil", code, str(LAST))
    assert_sound(at)
    run, shown = documents_of(demo, code, LAST), metrics(at)
    figures = month_figures(demo, code, LAST, DEMO_TODAY)
    assert run is not None
    assert (shown["Facture HT"], shown["Total TTC"]) == (euros(run.net), euros(run.gross))
    assert (shown["Options"], shown["Appels"]) == (euros(figures.options), euros(figures.usage))
    assert "Octobre 2026, mois terminé" in words(at).replace("**", "")


@pytest.mark.parametrize("code", COMPANIES)
def test_the_present_month_shows_what_is_known_and_what_is_estimated(demo: Base, code: str) -> None:
    at = open_page("accueil", code, str(PRESENT))
    assert_sound(at)
    figures, shown = month_figures(demo, code, PRESENT, DEMO_TODAY), metrics(at)
    assert (shown["Options du mois"], shown["Appels connus"]) == (euros(figures.options), euros(figures.usage))
    assert shown["Facture estimée HT"].startswith("≈")
    assert shown["Appels à venir"].startswith("≈")
    assert "en cours" in words(at)


@pytest.mark.parametrize("code", COMPANIES)
def test_the_invoice_of_the_month_before_is_shown_with_its_taxes(demo: Base, code: str) -> None:
    run = documents_of(demo, code, LAST)
    at = open_page("accueil", code, str(PRESENT))
    assert run is not None
    count = len(run.invoices)
    total = metrics(at)[f"Total TTC, {count}\xa0facture{'s' if count > 1 else ''}"]
    assert total == euros(run.gross)
    assert f"{euros(run.net)} HT + {euros(run.vat)} de TVA" in [text.value for text in at.main.markdown]


@pytest.mark.parametrize("code", COMPANIES)
@pytest.mark.parametrize("month", [PRESENT, LAST])
def test_differences_shown_add_up_to_the_whole(demo: Base, code: str, month: Month) -> None:
    at = open_page("accueil", code, str(month))
    observed = month_figures(demo, code, month, DEMO_TODAY).observed
    change = month_change(demo, code, month, observed)
    assert change is not None
    rows = at.main.table[0].value.to_numpy().tolist()
    assert (
        len(rows) == min(len(change.differences), DIFFERENCES_SHOWN) + (len(change.differences) > DIFFERENCES_SHOWN) + 1
    )
    cents = [int("".join(sign for sign in row[0].replace("−", "-") if sign in "-0123456789")) for row in rows]
    assert sum(cents[:-1]) == cents[-1] == int(change.amount * 100)


def test_the_first_month_has_nothing_to_be_compared_with(demo: Base) -> None:
    at = open_page("accueil", "FOURNIL", str(FIRST))
    assert_sound(at)
    assert "C'est le premier mois connu" in words(at)
    assert "Aucune : rien n'était actif avant ce mois." in words(at)


def test_the_fraud_is_told_first_with_a_link(demo: Base) -> None:
    at = open_page("accueil", "ARMOR", "2026-08")
    text = words(at)
    assert "Appels inhabituels le 2 août 2026" in text
    assert text.index("Appels inhabituels") < text.index("attendent un prix")
    assert "mois=2026-08" in _links(at)["Voir les alertes"]
    assert "vue=alerts" in _links(at)["Voir les alertes"]


def test_calls_without_a_price_lead_to_their_list(demo: Base) -> None:
    at = open_page("accueil", "ATELIER", str(PRESENT))
    assert "4 appels de novembre 2026 attendent un prix" in words(at)
    query = _links(at)["Voir ces appels"]
    assert "entreprise=ATELIER" in query
    assert "onglet=Appels" in query


def test_a_company_where_all_is_well_is_told_so(demo: Base) -> None:
    at = open_page("accueil", "LENOIR", str(PRESENT))
    assert_sound(at)
    assert "Rien à signaler" in words(at)


def test_moves_and_options_of_the_month_are_told(demo: Base) -> None:
    text = words(open_page("accueil", "ARMOR", str(LAST)))
    assert "Les mouvements d'octobre 2026" in text
    assert "Le 5 · Activation" in text
    assert "Et 8 autres" in text


@pytest.mark.parametrize("code", COMPANIES)
def test_the_trend_shows_thirteen_months(demo: Base, code: str) -> None:
    [chart] = open_page("accueil", code, str(PRESENT)).main.get("plotly_chart")
    parts = json.loads(chart.proto.spec)["data"]
    assert [part["name"] for part in parts] == ["Options", "Appels", "À venir, estimés"]
    assert all(len(part["x"]) == 13 for part in parts)


@pytest.mark.parametrize(("points", "opened"), [([{"customdata": ["2026-08", ""]}], "2026-08"), ([], "2026-10")])
def test_a_click_in_the_trend_opens_its_month(points: list[dict[str, list[str]]], opened: str) -> None:
    def clicked() -> None:
        from liveo.ui.accueil import open_clicked_month

        open_clicked_month("graphique")

    at = AppTest.from_function(clicked)
    at.session_state["mois"] = "2026-10"
    at.session_state["graphique"] = {"selection": {"points": points}}
    at.run()
    assert_sound(at)
    assert at.session_state["mois"] == opened


def test_every_month_of_every_company_opens(demo: Base) -> None:
    for company in company_summaries(demo):
        for month in (company.months[0], company.months[6], company.months[-1]):
            assert_sound(open_page("accueil", company.code, str(month)))
