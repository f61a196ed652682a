"""Applying on the Simulateur: an administrator sees what will be written, confirms, and can go back."""

from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.changes.division import BillIn
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.services.applying import applications
from liveo.services.billing import billing_mode, customer, invoice_run
from liveo.services.people import people
from liveo.services.simulation_plan import with_step
from liveo.store.database import Base
from tests.pages.test_scenarios import MENU, RECORDING, click, opened, plan, who
from tests.pages.viewing import assert_sound, open_page, words

NOVEMBER = Month(2026, 11)


def net(base: Base, code: str = "FOURNIL") -> Decimal:
    return invoice_run(base, code, NOVEMBER, billing_mode(base, code, NOVEMBER)).net


def shown_rows(at: AppTest) -> list[dict[str, str]]:
    """Return what the page says it will write."""
    [table] = [frame.value for frame in at.dataframe if list(frame.value.columns) == ["Quoi", "Pour", "Avant", "Après"]]
    found: list[dict[str, str]] = table.to_dict("records")
    return found


def test_the_story_from_a_trial_to_the_base_and_back(own_demo: Base) -> None:
    at = click(opened(month="2026-11"), MENU, RECORDING)
    before, after = net(own_demo), at.title[2].value
    click(at, "appliquer")
    rows = shown_rows(at)
    assert rows[0] == {"Quoi": "Création", "Pour": "Menu d'accueil", "Avant": "", "Après": rows[0]["Après"]}
    assert rows[0]["Après"].startswith("Menu vocal interactif FOU-SVI-")
    assert {row["Après"] for row in rows[1:] if row["Quoi"] == "Enregistrement des appels"} == {"dès le 10/11/2026"}
    assert len(rows) == 12
    assert "12 lignes écrites ou remplacées" in words(at)
    assert net(own_demo) == before, "nothing is written before it is confirmed"
    click(at, "application_confirmer")
    assert euros(net(own_demo)) == after
    assert plan(at).steps == ()
    assert at.title[1].value == at.title[2].value == after
    [application] = applications(own_demo, who(own_demo), "FOURNIL")
    assert len(application.words) == 2
    click(at, f"annuler_application_{application.application_id}")
    assert net(own_demo) == before
    assert applications(own_demo, who(own_demo), "FOURNIL") == ()


@pytest.mark.parametrize("login", ["sacha.morel", "alix.garnier", "noa.perrin", "lou.henry"])
def test_nobody_else_is_offered_to_apply(own_demo: Base, login: str) -> None:
    assert login in {person.login for person in people(own_demo)}
    at = open_page("simulateur", "FOURNIL", "2026-11")
    at.selectbox(key="personne").set_value(login).run()
    assert_sound(at)
    assert "appliquer" not in {button.key for button in at.button}


def test_a_confirmation_is_for_what_was_shown_and_goes_away_with_it(own_demo: Base) -> None:
    at = click(opened(month="2026-11"), MENU, "appliquer")
    click(at, RECORDING)
    assert "application_confirmer" not in {button.key for button in at.button}
    click(at, "appliquer", "application_revenir")
    assert "application_confirmer" not in {button.key for button in at.button}


def test_what_changed_meanwhile_is_refused_in_a_sentence(own_demo: Base) -> None:
    at = click(opened(month="2026-11"), RECORDING, "appliquer")
    with own_demo.jot() as tx:  # as if it happened between the showing and the click
        tx.execute("update activations set quantity = 2 where option = 'call_recording'")
        tx.execute(
            "insert into activations select nextval('activation_ids'), company_id, subject_id, 'call_recording',"
            " '2026-01-01', '9999-12-31', 1 from accounts where code like 'FOU-%'"
        )
    click(at, "application_confirmer")
    assert "entre-temps" in words(at)
    assert applications(own_demo, who(own_demo), "FOURNIL") == ()


def test_settings_ask_from_which_month_they_hold(own_demo: Base) -> None:
    at = opened("ATELIER", "2026-11")
    at.session_state["_simulateur"] = {"ATELIER": with_step(plan(at, "ATELIER"), (BillIn(BillingMode.PER_ENTITY),))}
    click(at.run(), "appliquer")
    month = at.selectbox(key="application_mois_ATELIER")
    assert month.value == NOVEMBER
    month.set_value(Month(2026, 12)).run()
    rows = shown_rows(at)
    assert any(row["Pour"] == "Réglages dès le 01/12/2026" and "une facture par entité" in row["Après"] for row in rows)
    assert any(row["Quoi"] == "Facturation par entité" and row["Après"] == "dès le 01/12/2026" for row in rows)
    click(at, "application_confirmer")
    state = customer(own_demo, "ATELIER").state
    assert billing_mode(own_demo, "ATELIER", NOVEMBER) is not BillingMode.PER_ENTITY
    assert billing_mode(own_demo, "ATELIER", Month(2026, 12)) is BillingMode.PER_ENTITY
    assert any(a.option is OptionCode.ENTITY_BILLING for a in state.activations)


def test_a_prospect_is_not_applied(own_demo: Base) -> None:
    at = opened("FOURNIL", "2026-11", depart="prospect")
    assert "appliquer" not in {button.key for button in at.button}
