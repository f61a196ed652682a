"""The page Répartition for each demonstration company: what is tried shows its effect, and only a save writes."""

from datetime import date

import pandas as pd
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import BillingMode
from liveo.core.company import EntityId
from liveo.core.entities import SharingKey
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.rendering.pdf_pages import page_text
from liveo.services.allocation import NO_ENTITY, count_without_entity, members
from liveo.services.allocation_trial import Trial, marked_entities
from liveo.services.billing import customer, monthly_bill
from liveo.services.modes import compare_modes
from liveo.store.database import Base
from liveo.ui import repartition_year
from liveo.ui.rendered import document_pdf
from liveo.ui.repartition_invoice import invoice_pdf
from tests.pages.viewing import assert_sound, open_page, words

OCTOBER = Month(2026, 10)
LAST = date(2026, 10, 31)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")
MODES, ENTITIES, MEMBERS = "Modes de facturation", "Par entité", "Rattachements"


def entity(base: Base, code: str, name: str) -> EntityId:
    return next(e.entity_id for e in customer(base, code).state.entities if e.code == name)


def table(at: AppTest, column: str) -> pd.DataFrame:
    """Return the table that has a column."""
    return next(frame.value for frame in at.main.dataframe if column in frame.value.columns)


def choose(at: AppTest, rows: list[int]) -> AppTest:
    """Tick rows of the table of members."""
    [key] = {frame.key for frame in at.main.dataframe if frame.key and frame.key.startswith("membres_")}
    at.session_state[key] = {"selection": {"rows": rows, "columns": [], "cells": []}}
    return at.run()


def move(at: AppTest, rows: list[int], target: EntityId, day: date) -> AppTest:
    """Tick rows and try to move them."""
    choose(at, rows)
    [box] = [box for box in at.main.selectbox if box.label == "Rattacher à"]
    box.set_value(target)
    [start] = [field for field in at.main.date_input if field.label == "À partir du"]
    start.set_value(day)
    at.run()
    return at.main.button(key="essayer").click().run()


@pytest.mark.parametrize("tab", [MODES, ENTITIES, MEMBERS])
@pytest.mark.parametrize("code", COMPANIES)
@pytest.mark.parametrize("month", ["2026-10", "2026-11", "2025-11"])
def test_every_tab_opens(demo: Base, code: str, tab: str, month: str) -> None:
    at = open_page("repartition", code, month, onglet=tab)
    assert_sound(at)
    assert at.main.dataframe


@pytest.mark.parametrize("code", COMPANIES)
def test_the_four_modes_stand_side_by_side_with_their_proof(demo: Base, code: str) -> None:
    at = open_page("repartition", code)
    answers = compare_modes(demo, code, OCTOBER, Trial())
    assert [m.value for m in at.main.metric] == [euros(answer.run.gross) for answer in answers]
    proof = at.main.dataframe[-1].value
    assert list(proof["verdict"]) == ["✓ exact"] * 4
    assert [str(v) for v in proof["invoiced"]] == [str(answer.run.net) for answer in answers]
    assert "Même montant HT dans les quatre modes" in words(at)


def test_a_company_without_entities_is_told_so(demo: Base) -> None:
    at = open_page("repartition", "ATELIER")
    assert "n'a qu'une entité, le siège" in words(at)
    assert not at.main.get("plotly_chart")


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_a_sharing_key_is_tried_without_writing_then_given_up(demo: Base, code: str) -> None:
    before = customer(demo, code)
    at = open_page("repartition", code)
    at.main.selectbox(key=f"cle_{code}").set_value(SharingKey.HEAD_OFFICE).run()
    assert_sound(at)
    assert "« Tout au siège » au lieu de" in words(at)
    assert "Total inchangé" in words(at)
    assert customer(demo, code) is before
    at.main.button(key="abandonner").click().run()
    assert "À l'essai" not in words(at)
    assert at.main.selectbox(key=f"cle_{code}").value == before.state.company.sharing_key


def test_a_tried_key_is_saved_after_a_confirmation_and_undone(own_demo: Base) -> None:
    before = customer(own_demo, "ARMOR").state
    at = open_page("repartition", "ARMOR")
    at.main.selectbox(key="cle_ARMOR").set_value(SharingKey.EQUAL).run()
    at.main.button(key="appliquer").click().run()
    assert "Voici ce qui sera écrit" in words(at)
    assert customer(own_demo, "ARMOR").state == before
    at.main.button(key="confirmer").click().run()
    assert_sound(at)
    assert customer(own_demo, "ARMOR").state.company.sharing_key == "equal"
    assert "Répartition appliquée" in words(at)
    assert "À l'essai" not in words(at)
    at.main.button(key="annuler").click().run()
    assert_sound(at)
    assert customer(own_demo, "ARMOR").state == before
    assert "Répartition appliquée" not in words(at)
    assert at.main.selectbox(key="cle_ARMOR").value == before.company.sharing_key


def test_own_invoices_are_tried_in_mode_4_and_saved(own_demo: Base) -> None:
    state = customer(own_demo, "ARMOR").state
    marked = [*marked_entities(state), entity(own_demo, "ARMOR", "CARDIO")]
    at = open_page("repartition", "ARMOR")
    documents = len(compare_modes(own_demo, "ARMOR", OCTOBER, Trial())[3].run.invoices)
    at.main.button_group(key="factures_separees_ARMOR").set_value(marked).run()
    assert_sound(at)
    assert "en plus pour Clinique cardiologique de Dinan" in words(at)
    assert at.main.metric[3].label == f"Total TTC, {documents + 1}\xa0factures"
    at.main.button(key="appliquer").click().run()
    at.main.button(key="confirmer").click().run()
    assert marked_entities(customer(own_demo, "ARMOR").state) == tuple(sorted(marked))


def test_a_mode_is_adopted_with_the_option_that_it_needs(own_demo: Base) -> None:
    at = open_page("repartition", "ANSE", mode="per_entity")
    at.main.button(key="adopter").click().run()
    assert_sound(at)
    at.main.button(key="appliquer").click().run()
    assert "« Facturation par entité » est activée à partir du 23 novembre 2026" in words(at)
    at.main.button(key="confirmer").click().run()
    assert_sound(at)
    assert customer(own_demo, "ANSE").state.company.billing_mode == "per_entity"


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_a_move_is_tried_saved_and_undone(own_demo: Base, code: str) -> None:
    target = customer(own_demo, code).state.entities[-1].entity_id
    before = {month: monthly_bill(own_demo, code, month) for month in (OCTOBER, OCTOBER.plus(1))}
    at = open_page("repartition", code, onglet=MEMBERS)
    frame = members(own_demo, code, LAST, OCTOBER, Trial()).filter("active")
    move(at, [0, 2, 5], target, date(2026, 10, 12))
    assert_sound(at)
    assert "3 comptes" in words(at)
    assert "à partir du 12 octobre 2026" in words(at)
    assert "Total inchangé" in words(at)
    assert monthly_bill(own_demo, code, OCTOBER) is before[OCTOBER]

    at.main.button(key="appliquer").click().run()
    plan = table(at, "origin")
    chosen = [frame["name"][i] for i in (0, 2, 5)]
    assert all(any(name in row for row in plan["name"]) for name in chosen)
    assert set(plan["day"]) == {pd.Timestamp(2026, 10, 12)}
    at.main.button(key="confirmer").click().run()
    assert_sound(at)

    moved = members(own_demo, code, LAST, OCTOBER, Trial())
    ids = [frame["subject_id"][i] for i in (0, 2, 5)]
    assert set(moved.filter(pl.col("subject_id").is_in(ids))["entity_id"]) == {target}
    assert monthly_bill(own_demo, code, OCTOBER).net == before[OCTOBER].net
    assert monthly_bill(own_demo, code, OCTOBER).charges != before[OCTOBER].charges
    at.main.button(key="annuler").click().run()
    assert_sound(at)
    assert {month: monthly_bill(own_demo, code, month) for month in before} == before


def test_a_move_of_those_already_there_says_so(demo: Base) -> None:
    at = open_page("repartition", "ARMOR", onglet=MEMBERS)
    move(at, [0], entity(demo, "ARMOR", "SIEGE"), LAST)
    assert_sound(at)
    assert "déjà ainsi à cette date" in words(at)
    assert "À l'essai" not in words(at)


def test_each_thing_tried_can_be_taken_back_alone(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL", onglet=MEMBERS)
    target = entity(demo, "FOURNIL", "VITRE")
    move(at, [0], target, LAST)
    move(at, [1], target, LAST)
    [*_, first, second] = [m.value for m in at.main.markdown if m.value.startswith("•")]
    at.main.button(key="retirer_FOURNIL_0").click().run()
    assert [m.value for m in at.main.markdown if m.value.startswith("•")] == [second]
    assert first != second


def test_a_save_over_a_newer_change_is_refused_in_a_sentence(own_demo: Base) -> None:
    at = open_page("repartition", "ARMOR")
    at.main.selectbox(key="cle_ARMOR").set_value(SharingKey.EQUAL).run()
    at.main.button(key="appliquer").click().run()
    with own_demo.write() as tx:
        tx.execute(
            "update divisions set sharing_key = 'consumption' from companies where company_id = subject_id"
            " and code = 'ARMOR'"
        )
    at.main.button(key="confirmer").click().run()
    assert_sound(at)
    assert "modifiée entre-temps" in words(at)
    assert customer(own_demo, "ARMOR").state.company.sharing_key == "consumption"


def test_those_of_no_entity_are_one_click_away(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL", onglet=MEMBERS)
    alone = count_without_entity(members(demo, "FOURNIL", LAST, OCTOBER, Trial()))
    assert at.main.button(key="sans_entite").label == f"Sans entité\xa0: {alone}"
    at.main.button(key="sans_entite").click().run()
    assert_sound(at)
    frame = at.main.dataframe[-1].value
    assert len(frame) == alone
    assert set(frame["entity"]) == {"Sans entité"}
    assert at.main.multiselect(key="entites_FOURNIL").value == [NO_ENTITY]


def test_a_search_without_an_answer_says_what_to_do(demo: Base) -> None:
    at = open_page("repartition", "ARMOR", onglet=MEMBERS)
    at.main.text_input(key="recherche").set_value("personne de ce nom").run()
    assert_sound(at)
    assert "Personne ne correspond" in words(at)


def test_the_trial_of_one_company_is_not_that_of_another(demo: Base) -> None:
    at = open_page("repartition", "ARMOR")
    at.main.selectbox(key="cle_ARMOR").set_value(SharingKey.EQUAL).run()
    at.session_state["entreprise"] = "FOURNIL"
    at.run()
    assert_sound(at)
    assert "À l'essai" not in words(at)
    at.session_state["entreprise"] = "ARMOR"
    at.run()
    assert "À l'essai" in words(at)


def test_the_matrix_of_the_page_makes_the_bill(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL", onglet=ENTITIES)
    options = at.main.dataframe[0].value["total"].iloc[-1]
    at.main.button_group(key="famille").set_value("consommation").run()
    usage = at.main.dataframe[0].value["total"].iloc[-1]
    assert options + usage == monthly_bill(demo, "FOURNIL", OCTOBER).net


def test_the_mode_in_view_is_shared_with_the_address(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL", mode="per_entity")
    run = compare_modes(demo, "FOURNIL", OCTOBER, Trial())[2].run
    assert at.session_state["mode"] == BillingMode.PER_ENTITY
    listed = table(at, "recipient")
    assert len(listed) == len(run.invoices)


@pytest.mark.parametrize("tab", [MODES, ENTITIES, MEMBERS])
def test_markup_in_names_stays_text(own_demo: Base, tab: str) -> None:
    evil = "![x](http://evil.example/x.png) **A** $b$"
    with own_demo.write() as tx:
        tx.execute("update entities set name = $name where code = 'CARDIO'", {"name": evil})
        tx.execute("update accounts set name = $name where extension = '2001'", {"name": evil})
    at = open_page("repartition", "ARMOR", onglet=tab, mode="per_entity")
    at.session_state["_repartition_essai_ARMOR"] = Trial(own_invoices=(entity(own_demo, "ARMOR", "CARDIO"),))
    at.run()
    if tab == MEMBERS:
        move(at, [0, 1], entity(own_demo, "ARMOR", "CARDIO"), LAST)
    at.main.button(key="appliquer").click().run()
    assert_sound(at)
    shown = [str(e.value) for kind in ("markdown", "caption", "info", "warning") for e in getattr(at.main, kind)]
    shown += [option.content for group in at.main.button_group for option in group.proto.options]
    assert any("evil" in text for text in shown)
    assert not any("![x]" in text or "**A**" in text or "$b$" in text for text in shown)


def test_an_invoice_of_a_trial_is_one_click_from_its_preview(demo: Base) -> None:
    at = open_page("repartition", "ARMOR", mode="per_entity")
    at.main.selectbox(key="cle_ARMOR").set_value(SharingKey.EQUAL).run()
    at.session_state["destinataires_per_entity"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    at.run()
    at.main.button_group(key="regarder").set_value("pages").run()
    assert_sound(at)
    trial = Trial(sharing_key=SharingKey.EQUAL)
    pdf = invoice_pdf(demo, "ARMOR", OCTOBER, trial, BillingMode.PER_ENTITY, 1)
    run = compare_modes(demo, "ARMOR", OCTOBER, trial)[2].run
    assert euros(run.invoices[1].gross) in page_text(pdf, 0)
    assert at.main.button_group(key="essai_ARMOR_2026-10_per_entity_1_zoom").value == 100


def test_the_preview_without_a_trial_is_that_of_the_page_factures(demo: Base) -> None:
    same = invoice_pdf(demo, "ARMOR", OCTOBER, Trial(), BillingMode.MIXED, 0)
    assert same is document_pdf(demo, "ARMOR", OCTOBER, BillingMode.MIXED, 0)


def test_the_budget_of_each_entity_stands_in_its_row_and_is_a_click_away(demo: Base) -> None:
    at = open_page("repartition", "ARMOR", onglet="Entités")
    assert_sound(at)
    rows = next(frame.value for frame in at.main.dataframe if "budget" in frame.value.columns)
    assert dict(zip(rows["name"], map(str, rows["budget"]), strict=True))["Laboratoire Armor Analyses"] == "35.00"
    without = open_page("repartition", "ANSE", onglet="Entités")
    assert all("budget" not in frame.value.columns for frame in without.main.dataframe)


def test_the_twelve_months_of_a_large_company_wait_to_be_asked_again(
    demo: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repartition_year, "AT_ONCE", 0)
    at = open_page("repartition", "ANSE")
    at.session_state["annee"] = True
    at.run()
    assert "Le moins cher sur la période" in words(at) or "coûtent exactement la même chose" in words(at)
    at.session_state["_repartition_essai_ANSE"] = Trial(sharing_key=SharingKey.EQUAL)
    at.run()
    assert "L'essai a changé depuis le calcul des douze mois." in words(at)
    at.main.button(key="annee_recalculer").click().run()
    assert "L'essai a changé" not in words(at.run())
    assert_sound(at)
