"""Issuing from the page Factures: seen, confirmed, done, told; then credited, whole or by lines."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.documents import DocumentKind
from liveo.core.errors import InvalidAmount
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.services.annexes import WholeNumbers
from liveo.services.crediting import load_origin
from liveo.services.issue_runs import standing
from liveo.services.issued import Scope, issued_in
from liveo.services.people import COMMAND_LINE, people
from liveo.services.verification import faults
from liveo.store.database import Base
from liveo.ui.factures_calls import annex_file, sees_every_call
from liveo.ui.factures_credit import credit_rows, wanted_amounts
from liveo.ui.factures_files import journal_file, zipped
from liveo.ui.factures_issued import document_rows, state_words
from tests.conftest import DEMO_TODAY
from tests.pages.viewing import assert_sound, metrics, open_page, words

OCTOBER = Month(2026, 10)
INSTANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CODES = ("ATELIER", "LENOIR", "FOURNIL", "ARMOR", "ANSE")


def issue(at: AppTest) -> AppTest:
    at.main.checkbox(key="emission_confirmee").check().run()
    return at.main.button(key="emettre").click().run(timeout=120)


def choose(at: AppTest, person: str) -> AppTest:
    at.session_state["personne"] = person
    return at.run()


def test_one_company_is_issued_after_a_confirmation_and_the_report_says_what_came_of_it(own_demo: Base) -> None:
    before = standing(own_demo, "ATELIER", OCTOBER, DEMO_TODAY)
    at = open_page("factures", "ATELIER", etape="emission")
    assert_sound(at)
    assert metrics(at)["Total TTC à émettre"] == euros(before.gross)
    assert at.main.button(key="emettre").disabled
    issue(at)
    assert_sound(at)
    assert "1 facture émise d'octobre 2026" in words(at).replace("**", "")
    assert "FA-2026-000001" in words(at)
    assert metrics(at)["Déjà émis TTC"] == euros(before.gross)
    assert not [button for button in at.main.button if button.key == "emettre"]
    assert list(faults(own_demo)) == []


def test_all_companies_are_issued_at_once_and_a_blocked_one_is_told_with_its_remedy(own_demo: Base) -> None:
    with own_demo.write() as tx:
        tx.execute("update companies set siren = '' where code = 'ANSE'")
    at = open_page("factures", "ATELIER", etape="emission")
    at.main.toggle(key="emission_toutes").set_value(True).run()
    assert_sound(at)
    assert metrics(at)["Entreprises bloquées"] == "1"
    assert "SIREN du client" in words(at)
    issue(at)
    assert_sound(at)
    listed = issued_in(own_demo, Scope(CODES, OCTOBER))
    assert {one.company for one in listed} == set(CODES) - {"ANSE"}
    assert metrics(at)["Factures prêtes"] == "0"


def test_a_month_that_is_not_over_cannot_be_issued(demo: Base) -> None:
    at = open_page("factures", "ATELIER", "2026-11", etape="emission")
    assert_sound(at)
    assert "01/12/2026" in words(at)
    assert not [button for button in at.main.button if button.key == "emettre"]


def test_who_may_not_issue_sees_where_it_stands_and_no_button(own_demo: Base) -> None:
    at = choose(open_page("factures", "FOURNIL", etape="emission"), "alix.garnier")
    assert_sound(at)
    assert "revient à un administrateur" in words(at)
    assert not [button for button in at.main.button if button.key == "emettre"]
    assert not [toggle for toggle in at.main.toggle if toggle.key == "emission_toutes"]


def test_nothing_issued_is_said(demo: Base) -> None:
    at = open_page("factures", "ATELIER", etape="emises")
    assert_sound(at)
    assert "Aucun document émis d'octobre 2026" in words(at)


def test_an_invoice_is_credited_whole_from_the_page(own_demo: Base) -> None:
    at = issue(open_page("factures", "ATELIER", etape="emission"))
    at = open_page("factures", "ATELIER", etape="emises")
    assert_sound(at)
    [invoice] = issued_in(own_demo, Scope(("ATELIER",)))
    assert metrics(at)["Reste dû TTC"] == euros(invoice.gross)
    assert at.main.button(key="emettre_avoir").disabled
    at.main.text_input(key=f"avoir_motif_{invoice.number}").set_value("Erreur de tarif").run()
    at.main.toggle(key=f"avoir_apercu_{invoice.number}").set_value(True).run()
    assert_sound(at)
    at.main.button(key="emettre_avoir").click().run(timeout=60)
    assert_sound(at)
    note, credited = issued_in(own_demo, Scope(("ATELIER",)))
    assert (note.kind, note.gross, note.origin) == (DocumentKind.CREDIT_NOTE, invoice.gross, invoice.number)
    assert f"Avoir {note.number} émis" in words(at)
    assert metrics(at)["Reste dû TTC"] == euros(invoice.gross * 0)
    assert state_words(credited) == "Créditée"
    rows = document_rows((note, credited))
    assert rows["gross"].sum() == 0
    assert list(faults(own_demo)) == []
    home = open_page("accueil", "ATELIER")
    assert_sound(home)
    gross = euros(invoice.gross).replace("\u202f", " ").replace("\xa0", " ")
    assert f"1 facture émise, {gross} TTC ; 1 avoir, -{gross} ; reste **0,00 €**" in words(home)
    spec = json.loads(next(iter(home.main.get("plotly_chart"))).proto.spec)
    assert "Avoirs" in [trace["name"] for trace in spec["data"]]


def test_amounts_typed_by_line_are_read_or_refused(own_demo: Base) -> None:
    issue(open_page("factures", "ATELIER", etape="emission"))
    [invoice] = issued_in(own_demo, Scope(("ATELIER",)))
    origin = load_origin(own_demo, invoice.number)
    assert credit_rows(origin)["left"].sum() == invoice.net
    assert wanted_amounts(origin, {1: "1,50", 2: " ", 3: "Tout"}) == {1: Decimal("1.50"), 3: None}
    with pytest.raises(InvalidAmount):
        wanted_amounts(origin, {1: "beaucoup"})


def test_files_are_given_out(own_demo: Base) -> None:
    issue(open_page("factures", "ATELIER", etape="emission"))
    assert zipped(own_demo, Scope(("ATELIER",), OCTOBER)).startswith(b"PK")
    [invoice] = issued_in(own_demo, Scope(("ATELIER",)))
    assert annex_file(own_demo, invoice, "pdf").startswith(b"%PDF")
    assert invoice.number.encode() in journal_file(own_demo, Scope(("ATELIER",)))
    with own_demo.write() as tx:
        tx.execute("delete from annex_calls")
    at = open_page("factures", "ATELIER", etape="emises")
    assert_sound(at)
    assert "effacé" in words(at)
    at = choose(open_page("factures", "FOURNIL", etape="emises"), "noa.perrin")
    assert_sound(at)


def test_whole_numbers_are_offered_to_who_may_ask_for_them_and_once_a_reason_is_given(own_demo: Base) -> None:
    issue(open_page("factures", "ATELIER", etape="emission"))
    at = open_page("factures", "ATELIER", etape="emises")
    [invoice] = issued_in(own_demo, Scope(("ATELIER",)))
    at.main.text_input(key=f"appels_motif_{invoice.number}").set_value("Litige").run()
    assert_sound(at)
    whole = annex_file(own_demo, invoice, "csv", WholeNumbers(COMMAND_LINE, "Litige", INSTANT)).decode("utf-8-sig")
    assert "•" not in whole
    assert "•" in annex_file(own_demo, invoice, "csv").decode("utf-8-sig")
    seen = {person.login: sees_every_call(person) for person in people(own_demo)}
    assert (seen["camille.roux"], seen["noa.perrin"], seen["lou.henry"]) == (True, False, False)
