"""Scenarios on the Répartition: saved, opened by a link, compared with what is, printed, and outliving the browser."""

from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import BillingMode
from liveo.core.entities import SharingKey
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.services.allocation_compare import compare_divisions
from liveo.services.allocation_trial import Move, Trial
from liveo.services.billing import customer
from liveo.services.people import people
from liveo.services.scenario_trial import scenario_of_trial
from liveo.services.scenarios import save_new, saved_scenarios
from liveo.store.database import Base
from liveo.ui.escape import md
from tests.conftest import DEMO_TODAY
from tests.pages.viewing import assert_sound, metrics, open_page, words

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
OCTOBER = Month(2026, 10)
CHOSEN = "scenarios_choisis_allocation_"


def trials(base: Base, code: str) -> dict[str, Trial]:
    """Return three ways to divide a bill."""
    state = customer(base, code).state
    people_moved = tuple(sorted(account.subject_id for account in state.accounts[:7]))
    marked = tuple(sorted(e.entity_id for e in state.entities if not e.head_office))[:2]
    return {
        "Tout séparé": Trial(billing_mode=BillingMode.PER_ENTITY),
        "Parts égales": Trial(sharing_key=SharingKey.EQUAL, own_invoices=marked),
        "Support au 15": Trial((Move(people_moved, state.entities[-1].entity_id, OCTOBER.first.replace(day=15)),)),
    }


def keep(base: Base, code: str) -> list[int]:
    """Save the three, by a manager of FOURNIL or an administrator; returns their numbers."""
    who = next(person for person in people(base) if person.login == "camille.roux")
    kept = [scenario_of_trial(base, code, OCTOBER, trial, name) for name, trial in trials(base, code).items()]
    return [save_new(base, who, scenario, AT).scenario_id for scenario in kept]


def stored(at: AppTest, code: str) -> Trial:
    trial: Trial = at.session_state[f"_repartition_essai_{code}"]
    return trial


def compare(at: AppTest) -> AppTest:
    """Open the comparison."""
    at.session_state["comparer"] = True
    return at.run()


def test_a_trial_is_saved_and_its_link_opens_it_elsewhere(own_demo: Base) -> None:
    at = open_page("repartition", "ARMOR")
    at.main.selectbox(key="cle_ARMOR").set_value(SharingKey.EQUAL).run()
    [field] = [field for field in at.text_input if field.label == "Nom du scénario"]
    field.set_value("Parts égales")
    at.button(key="scenario_nouveau").click().run()
    assert_sound(at)
    who = next(person for person in people(own_demo) if person.login == "camille.roux")
    [record] = saved_scenarios(own_demo, who, "ARMOR")
    assert (record.name, record.page, record.steps) == ("Parts égales", "allocation", 1)
    assert customer(own_demo, "ARMOR").state.company.sharing_key != SharingKey.EQUAL

    elsewhere = open_page("repartition", "ARMOR", essai=str(record.scenario_id))
    assert_sound(elsewhere)
    assert stored(elsewhere, "ARMOR") == Trial(sharing_key=SharingKey.EQUAL)
    assert "« À parts égales » au lieu de" in words(elsewhere)


@pytest.mark.parametrize("name", ["Tout séparé", "Parts égales", "Support au 15"])
def test_what_is_tried_outlives_the_browser(own_demo: Base, name: str) -> None:
    trial = trials(own_demo, "ARMOR")[name]
    at = open_page("repartition", "ARMOR")
    at.session_state["_repartition_essai_ARMOR"] = trial
    at.run()
    assert_sound(at)
    found = at.query_params["brouillon"]
    token = found if isinstance(found, str) else found[0]
    again = open_page("repartition", "ARMOR", brouillon=token)
    assert_sound(again)
    assert stored(again, "ARMOR") == trial


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
@pytest.mark.parametrize("span", ["mois", "douze"])
def test_three_scenarios_stand_beside_what_is(own_demo: Base, code: str, span: str) -> None:
    numbers = keep(own_demo, code)
    at = open_page("repartition", code)
    at.session_state[CHOSEN + code] = numbers
    compare(at.run())
    at.main.button_group(key="comparer_sur").set_value(span).run()
    assert_sound(at)
    months = [OCTOBER.plus(i - 11) for i in range(12)] if span == "douze" else [OCTOBER]
    report = compare_divisions(own_demo, code, months, list(trials(own_demo, code).items()), DEMO_TODAY)
    shown = metrics(at)
    assert [shown[md(variant.name)] for variant in report.variants] == [euros(v.gross) for v in report.variants]
    table = next(frame.value for frame in at.main.dataframe if "0" in frame.value.columns)
    assert [str(net) for net in table.iloc[-1][1:]] == [str(variant.net) for variant in report.variants]
    assert "ni perdue ni doublée" in words(at)


def test_what_is_tried_stands_beside_what_is_and_is_printed(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL")
    assert not any(
        "Comparer" in expander.label for expander in at.main.expander if expander.label != "Comparer les clés"
    )
    at.main.selectbox(key="cle_FOURNIL").set_value(SharingKey.HEAD_OFFICE).run()
    compare(at)
    assert_sound(at)
    assert "Comparer avec aujourd'hui : Essai en cours" in words(at)
    assert at.main.get("download_button")


def test_a_supervisor_keeps_no_scenario(demo: Base) -> None:
    at = open_page("repartition", "FOURNIL")
    at.session_state["personne"] = "noa.perrin"
    at.run()
    assert_sound(at)
    assert not any(button.key == "scenario_nouveau" for button in at.button)


def test_a_manager_saves_what_an_administrator_opens_by_its_link_and_applies(own_demo: Base) -> None:
    state = customer(own_demo, "FOURNIL").state
    at = open_page("repartition", "FOURNIL", "2026-11")
    at.session_state["personne"] = "alix.garnier"
    at.run()
    at.main.selectbox(key="cle_FOURNIL").set_value(SharingKey.CONSUMPTION).run()
    at.main.button(key="appliquer").click().run()
    assert at.main.button(key="confirmer").disabled
    assert "Seul un administrateur applique une répartition" in words(at)
    [field] = [field for field in at.text_input if field.label == "Nom du scénario"]
    field.set_value("Selon les appels")
    at.button(key="scenario_nouveau").click().run()
    assert_sound(at)
    manager = next(person for person in people(own_demo) if person.login == "alix.garnier")
    [record] = saved_scenarios(own_demo, manager, "FOURNIL")

    administrator = open_page("repartition", "FOURNIL", "2026-11", essai=str(record.scenario_id))
    administrator.main.button(key="appliquer").click().run()
    administrator.main.button(key="confirmer").click().run()
    assert_sound(administrator)
    assert customer(own_demo, "FOURNIL").state.company.sharing_key == SharingKey.CONSUMPTION
    administrator.main.button(key="annuler").click().run()
    assert customer(own_demo, "FOURNIL").state == state
