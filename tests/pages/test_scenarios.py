"""Scenarios on the Simulateur: saved, opened by a link, compared, shared, and a trial that outlives the browser."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.people import Person
from liveo.core.periods import Month
from liveo.rendering.french import euros
from liveo.services.people import people
from liveo.services.scenario_document import Scenario, read_scenario
from liveo.services.scenarios import open_scenario, save_new, saved_scenarios
from liveo.services.simulation import simulate
from liveo.services.simulation_plan import Plan
from liveo.store.database import Base
from tests.pages.viewing import assert_sound, open_page, words

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "docs" / "scenario.exemple.json"
MENU, RECORDING = "exemple_add_ivr_menu", "exemple_switch_on_call_recording"
CHOSEN = "scenarios_choisis_simulation_FOURNIL"


def who(base: Base, login: str = "camille.roux") -> Person:
    return next(person for person in people(base) if person.login == login)


def click(at: AppTest, *keys: str) -> AppTest:
    for key in keys:
        at.button(key=key).click().run()
        assert_sound(at)
    return at


def plan(at: AppTest, code: str = "FOURNIL") -> Plan:
    plans: dict[str, Plan] = at.session_state["_simulateur"]
    return plans.get(code, Plan())


def address(at: AppTest) -> dict[str, str]:
    return {name: found if isinstance(found, str) else found[0] for name, found in at.query_params.items()}


def opened(code: str = "FOURNIL", month: str = "2026-10", **query: str) -> AppTest:
    """Open the page as a fresh browser would."""
    at = open_page("simulateur", code, month, **query)
    assert_sound(at)
    return at


def name(at: AppTest, text: str) -> AppTest:
    [field] = [field for field in at.text_input if field.label == "Nom du scénario"]
    field.set_value(text)
    return at


def saved(base: Base, login: str = "sacha.morel", **instead: str) -> int:
    """Keep the example of the documentation, perhaps under another name or for another company."""
    text = json.dumps(json.loads(EXAMPLE.read_text()) | instead)
    scenario: Scenario = read_scenario(base, text)
    return save_new(base, who(base, login), scenario, AT).scenario_id


def test_a_trial_is_saved_under_a_name_and_its_link_opens_it_elsewhere(own_demo: Base) -> None:
    at = click(opened(), MENU, RECORDING)
    click(name(at, "  Rentrée "), "scenario_nouveau")
    [record] = saved_scenarios(own_demo, who(own_demo), "FOURNIL")
    assert (record.name, record.steps, record.version) == ("Rentrée", 2, 1)
    assert address(at)["essai"] == str(record.scenario_id)
    assert "Rentrée · :gray[version 1 du" in words(at).replace("*", "")
    assert f"essai={record.scenario_id}" in at.code[0].value
    assert "brouillon" not in at.code[0].value

    elsewhere = opened(essai=str(record.scenario_id))
    assert plan(elsewhere).active_steps == plan(at).active_steps
    assert "modifié depuis" not in words(elsewhere)


def test_a_link_alone_leads_to_its_company_and_month(own_demo: Base) -> None:
    number = saved(own_demo)
    at = opened("ARMOR", "2026-09", essai=str(number))
    assert (address(at)["entreprise"], address(at)["mois"]) == ("FOURNIL", "2026-10")
    assert len(plan(at).steps) == 3
    assert "Rentrée des magasins" in words(at)


def test_a_changed_trial_says_so_and_is_saved_as_the_next_version(own_demo: Base) -> None:
    number = saved(own_demo)
    at = opened(essai=str(number))
    click(at, RECORDING)
    assert "modifié depuis" in words(at)
    click(at, "scenario_version")
    assert "modifié depuis" not in words(at)
    assert open_scenario(own_demo, who(own_demo), number).record.version == 2
    assert len(open_scenario(own_demo, who(own_demo), number).scenario.steps) == 4
    earlier = opened(essai=f"{number}.1")
    assert len(plan(earlier).steps) == 3
    assert "la dernière est la 2" in words(earlier)


def test_a_trial_survives_a_reload_of_the_browser(own_demo: Base) -> None:
    at = click(opened(), MENU, RECORDING)
    step = plan(at).steps[0]
    at.toggle(key=f"etape_FOURNIL_{step.number}").set_value(False).run()
    reloaded = opened(**{key: value for key, value in address(at).items() if key == "brouillon"})
    assert [s.active for s in plan(reloaded).steps] == [False, True]
    assert [s.changes for s in plan(reloaded).steps] == [s.changes for s in plan(at).steps]


def test_a_reload_keeps_what_was_changed_in_an_open_scenario(own_demo: Base) -> None:
    number = saved(own_demo)
    at = click(opened(essai=str(number)), RECORDING)
    again = opened(brouillon=address(at)["brouillon"], essai=address(at)["essai"])
    assert len(plan(again).steps) == 4
    assert "modifié depuis" in words(again)


def test_a_reload_after_everything_was_erased_does_not_bring_it_back(own_demo: Base) -> None:
    at = click(opened(), MENU, "simulation_effacer")
    assert plan(opened(brouillon=address(at)["brouillon"])).steps == ()


def test_somebody_else_never_gets_a_draft_by_its_address(own_demo: Base) -> None:
    at = click(opened(), MENU)
    other = open_page("simulateur", "FOURNIL", "2026-10", brouillon=address(at)["brouillon"])
    other.selectbox(key="personne").set_value("alix.garnier").run()
    fresh = AppTest.from_file(other._script_path, default_timeout=60)
    fresh.session_state["personne"] = "alix.garnier"
    fresh.session_state["entreprise"], fresh.session_state["mois"] = "FOURNIL", "2026-10"
    fresh.query_params["brouillon"] = address(at)["brouillon"]
    fresh.run()
    fresh.switch_page(str(EXAMPLE.parents[1] / "pages" / "simulateur.py")).run()
    assert_sound(fresh)
    assert plan(fresh).steps == ()


def test_coming_back_to_the_page_finds_the_trial_and_its_address(own_demo: Base) -> None:
    at = click(opened(essai=str(saved(own_demo))), RECORDING)
    at.switch_page(str(EXAMPLE.parents[1] / "pages" / "accueil.py")).run()
    at.switch_page(str(EXAMPLE.parents[1] / "pages" / "simulateur.py")).run()
    assert_sound(at)
    assert len(plan(at).steps) == 4
    assert "modifié depuis" in words(at)
    assert {"essai", "brouillon"} <= address(at).keys()


def test_whoever_opens_is_told_that_the_base_has_changed(own_demo: Base) -> None:
    number = saved(own_demo)
    assert "La base a changé" not in words(opened(essai=str(number)))
    with own_demo.write() as tx:
        tx.execute("update prices set monthly = monthly + 1 where option = 'fax'")
        tx.execute("delete from activations where option = 'alias'")
    shown = words(opened(essai=str(number))).replace("*", "")
    assert "La base a changé depuis que Sacha Morel a enregistré ce scénario, le 23 novembre 2026" in shown
    assert ": options actives, prix. Tous les montants ci-dessous sont ceux d'aujourd'hui." in shown


REFUSED = {
    "999999": "n'existe pas",
    "abc": "n'existe pas",
    "1' or 1=1": "n'existe pas",
    "-1": "n'existe pas",
    "9" * 40: "n'existe pas",
}


@pytest.mark.parametrize("asked", REFUSED)
def test_a_link_to_nothing_is_said_and_changes_nothing(own_demo: Base, asked: str) -> None:
    at = opened(essai=asked)
    assert REFUSED[asked] in words(at)
    assert plan(at).steps == ()
    assert "essai" not in address(at)


def test_a_manager_is_not_let_into_another_company_by_a_link(own_demo: Base) -> None:
    text = json.loads(EXAMPLE.read_text()) | {"company": "ARMOR", "steps": []}
    number = save_new(own_demo, who(own_demo), read_scenario(own_demo, json.dumps(text)), AT).scenario_id
    at = open_page("simulateur", "FOURNIL", "2026-10")
    at.selectbox(key="personne").set_value("alix.garnier").run()
    at.query_params["essai"] = str(number)
    at.run()
    assert_sound(at)
    assert "que vous ne voyez pas" in words(at)
    assert address(at)["entreprise"] == "FOURNIL"
    assert "Rentrée des magasins" not in words(at)


@pytest.mark.parametrize("login", ["noa.perrin", "lou.henry"])
def test_who_may_not_simulate_is_offered_no_scenario(own_demo: Base, login: str) -> None:
    saved(own_demo)
    at = open_page("simulateur", "FOURNIL", "2026-10")
    at.selectbox(key="personne").set_value(login).run()
    assert_sound(at)
    assert not [button for button in at.button if str(button.key).startswith("scenario_")]
    at.query_params["essai"] = "1"
    at.run()
    assert_sound(at)
    assert "ce que votre rôle ne permet pas" in words(at)
    assert plan(at).steps == ()


def chosen(at: AppTest, *numbers: int) -> AppTest:
    at.multiselect(key=CHOSEN).set_value(list(numbers)).run()
    assert_sound(at)
    return at


def test_scenarios_are_opened_duplicated_deleted_and_had_back(own_demo: Base) -> None:
    number = saved(own_demo)
    at = chosen(opened(), number)
    click(at, "scenario_dupliquer")
    names = [record.name for record in saved_scenarios(own_demo, who(own_demo), "FOURNIL")]
    assert names == ["Rentrée des magasins (copie)", "Rentrée des magasins"]
    click(chosen(at, number), "scenario_ouvrir")
    assert len(plan(at).steps) == 3
    click(at, "simulation_annuler")
    assert plan(at).steps == (), "what was tried before is one undo away"
    click(at, "simulation_retablir", "scenario_supprimer")
    assert len(saved_scenarios(own_demo, who(own_demo), "FOURNIL")) == 1
    assert "essai" not in address(at)
    assert len(plan(at).steps) == 3, "what is tried stays"
    click(at, "scenario_retablir")
    assert len(saved_scenarios(own_demo, who(own_demo), "FOURNIL")) == 2


def test_an_earlier_version_is_chosen_and_opened(own_demo: Base) -> None:
    number = saved(own_demo)
    at = click(opened(essai=str(number)), RECORDING, "scenario_version")
    chosen(at, number).selectbox(key=f"scenario_version_choisie_{number}").set_value(1).run()
    click(at, "scenario_ouvrir")
    assert len(plan(at).steps) == 3
    assert address(at)["essai"] == f"{number}.1"


def test_up_to_four_stand_side_by_side_with_the_figures_of_their_simulations(own_demo: Base) -> None:
    document = json.loads(EXAMPLE.read_text())
    numbers = [
        saved(own_demo, name=f"Essai {count}", steps=document["steps"][:count])  # type: ignore[arg-type]
        for count in (1, 2)
    ]
    at = chosen(opened(), *numbers)
    shown = [header.value for header in at.header]
    for number in numbers:
        scenario = open_scenario(own_demo, who(own_demo), number).scenario
        steps = tuple(step.changes for step in scenario.steps if step.active)
        assert euros(simulate(own_demo, "FOURNIL", Month(2026, 10), steps).after.net) in shown
    assert "Côte à côte, octobre 2026" in words(at)
    click(at, RECORDING)
    assert "Essai en cours" in words(at)


def test_one_alone_is_compared_with_what_is_tried(own_demo: Base) -> None:
    number = saved(own_demo)
    at = chosen(opened(), number)
    assert "Côte à côte" not in words(at)
    click(at, MENU)
    assert "Côte à côte" in words(at)
    assert "Essai en cours" in words(at)


def upload(at: AppTest, content: bytes) -> str:
    at.file_uploader(key="scenario_fichier_simulation_FOURNIL").set_value(("essai.json", content, "application/json"))
    at.run()
    assert_sound(at)
    return words(at)


def test_a_file_is_taken_and_an_undo_has_back_what_it_replaced(own_demo: Base) -> None:
    at = click(opened(month="2026-09"), MENU)
    upload(at, EXAMPLE.read_bytes())
    assert len(plan(at).steps) == 3
    assert address(at)["mois"] == "2026-10"
    click(at, "simulation_annuler")
    assert len(plan(at).steps) == 1


OTHER_FILES: dict[str, tuple[Callable[[str], str], str]] = {
    "another company": (lambda text: text.replace("FOURNIL", "ARMOR"), "celui de « ARMOR »"),
    "unknown account": (lambda text: text.replace("FOU-0001", "ARM-0001"), "« ARM-0001 » n'est ni un compte"),
    "no scenario": (lambda text: "{}", "n'est pas un scénario de Livéo"),
    "too big": (lambda text: text + " " * 2_500_000, "dépasse 2 Mo"),
}


@pytest.mark.parametrize("case", OTHER_FILES)
def test_a_file_that_is_no_scenario_of_the_company_is_refused_and_changes_nothing(own_demo: Base, case: str) -> None:
    made, expected = OTHER_FILES[case]
    at = click(opened(), MENU)
    before = plan(at)
    assert expected in upload(at, made(EXAMPLE.read_text()).encode())
    assert plan(at) == before


def test_a_scenario_without_a_name_is_not_saved(own_demo: Base) -> None:
    at = click(opened(), MENU)
    click(name(at, " "), "scenario_nouveau")
    assert "Donnez un nom" in words(at)
    assert saved_scenarios(own_demo, who(own_demo), "FOURNIL") == ()


def test_what_somebody_else_saved_meanwhile_is_not_written_over(own_demo: Base) -> None:
    number = saved(own_demo)
    at = click(opened(essai=str(number)), RECORDING)
    with own_demo.jot() as tx:
        tx.execute(
            "insert into scenario_versions select * replace (2 as version, 'alix' as person) from scenario_versions"
        )
    click(at, "scenario_version")
    assert "enregistré entre-temps par alix (version 2)" in words(at)


def test_a_name_is_shown_letter_by_letter(own_demo: Base) -> None:
    at = click(opened(), MENU)
    click(name(at, "**gras** [lien](http://x) :red[x]"), "scenario_nouveau")
    shown = "\n".join(element.value for element in at.markdown)
    assert r"\*\*gras\*\*" in shown
    assert "[lien](http://x)" not in shown.replace("\\[lien\\]\\(http\\:\\/\\/x\\)", "")


def test_a_prospect_is_saved_and_opened_by_its_link_alone(own_demo: Base) -> None:
    at = opened("ARMOR", depart="prospect")
    at.text_input(key="simulateur_prospect_texte").set_value("5 comptes").run()
    click(at, "prospect_construire")
    click(name(at, "Cabinet Nord"), "scenario_nouveau")
    [record] = saved_scenarios(own_demo, who(own_demo), "")
    assert (record.company, record.steps) == ("", len(plan(at, "").steps))
    assert record.steps > 0
    elsewhere = opened("FOURNIL", essai=str(record.scenario_id))
    assert plan(elsewhere, "").active_steps == plan(at, "").active_steps
    assert "Cabinet Nord" in words(elsewhere)
    back = opened("FOURNIL", depart="prospect", essai=str(saved(own_demo)))
    assert len(plan(back).steps) == 3
