"""The simulator as a salesperson uses it: examples, toggles, undo, figures that agree with the service."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import Every, Repetition
from liveo.core.changes.subjects import AddSubjects
from liveo.core.money import ZERO
from liveo.core.periods import Month, Period
from liveo.rendering.french import euros
from liveo.services.billing import customer, invoice_run
from liveo.services.simulation import simulate
from liveo.services.simulation_choices import EXTRAS, Action, candidates, matching
from liveo.services.simulation_plan import Plan, with_step
from liveo.services.simulation_stages import Step
from liveo.store.database import Base
from liveo.ui.simulateur_explained import SIDES
from liveo.ui.simulateur_form_prices import PriceKind
from liveo.ui.simulateur_words import Duration
from tests.pages.viewing import assert_sound, open_page
from tests.rendering.reading import plain

ROOT = Path(__file__).parents[2]
NOVEMBER = Month(2026, 11)
COMPANIES = pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
MENU, RECORDING = "exemple_add_ivr_menu", "exemple_switch_on_call_recording"


def opened(code: str, month: Month = NOVEMBER) -> AppTest:
    """Return the page of a company and month."""
    page = AppTest.from_file(str(ROOT / "liveo" / "ui" / "interface.py"), default_timeout=60).run()
    page.selectbox(key="entreprise").set_value(code).run()
    page.selectbox(key="mois").set_value(str(month)).run()
    return on_page(page, "simulateur")


def on_page(page: AppTest, name: str) -> AppTest:
    """Go to a page."""
    page.switch_page(str(ROOT / "pages" / f"{name}.py")).run()
    assert not page.exception
    return page


def click(page: AppTest, key: str) -> None:
    """Press a button."""
    page.button(key=key).click().run()
    assert not page.exception


def figures(page: AppTest) -> list[str]:
    """Return the three large figures: before, after, saved."""
    return [title.value for title in page.title[1:4]]


def planned(page: AppTest, code: str) -> Plan:
    """Return what is planned for a company."""
    plans: dict[str, Plan] = page.session_state["_simulateur"]
    return plans[code]


def expected(base: Base, code: str, steps: tuple[Step, ...], month: Month = NOVEMBER) -> list[str]:
    """Return the figures that the service gives for steps."""
    simulation = simulate(base, code, month, steps)
    return [euros(simulation.before.net), euros(simulation.after.net), euros(simulation.saved)]


def texts(page: AppTest) -> str:
    """Return what is written on the page, with ordinary spaces."""
    found = [element.value for group in (page.markdown, page.caption, page.info, page.warning) for element in group]
    return plain("\n".join(found))


@COMPANIES
def test_the_page_opens_on_the_real_bill_and_says_that_nothing_is_written(demo: Base, code: str) -> None:
    page = opened(code)
    assert figures(page) == expected(demo, code, ())
    bill = invoice_run(demo, code, NOVEMBER, billing_mode_from_str(customer(demo, code).state.company.billing_mode))
    assert figures(page)[0] == figures(page)[1] == euros(bill.net)
    assert "vos essais ne changent aucune facture" in texts(page)
    assert "Aucun changement pour l'instant" in texts(page)


@COMPANIES
def test_each_example_shows_at_once_what_it_changes(demo: Base, code: str) -> None:
    page = opened(code)
    for button in [button.key for button in page.button if str(button.key).startswith("exemple_")]:
        click(page, button)
        assert figures(page) == expected(demo, code, planned(page, code).active_steps)
    assert len(planned(page, code).steps) >= 3
    assert figures(page)[1] != figures(page)[0]


def test_a_step_can_be_switched_off_and_on_again(demo: Base) -> None:
    page = opened("ATELIER")
    click(page, MENU)
    click(page, RECORDING)
    both = figures(page)
    page.toggle(key="etape_ATELIER_1").set_value(False).run()
    assert figures(page) == expected(demo, "ATELIER", planned(page, "ATELIER").active_steps)
    assert len(planned(page, "ATELIER").active_steps) == 1
    assert "désactivé" in texts(page)
    page.toggle(key="etape_ATELIER_1").set_value(True).run()
    assert figures(page) == both


def test_undo_removal_and_clearing_lead_back(demo: Base) -> None:
    page = opened("ATELIER")
    click(page, MENU)
    one = figures(page)
    click(page, RECORDING)
    click(page, "retirer_ATELIER_2")
    assert figures(page) == one
    click(page, "simulation_effacer")
    assert figures(page) == expected(demo, "ATELIER", ())
    click(page, "simulation_annuler")
    assert figures(page) == one
    page.toggle(key="etape_ATELIER_1").set_value(False).run()
    click(page, "simulation_annuler")
    assert page.toggle(key="etape_ATELIER_1").value is True
    assert figures(page) == one
    click(page, "simulation_retablir")
    assert page.toggle(key="etape_ATELIER_1").value is False
    assert figures(page) == expected(demo, "ATELIER", ())
    assert page.button(key="simulation_retablir").disabled


def test_the_plan_belongs_to_the_company_and_survives_a_change_of_page(demo: Base) -> None:
    page = opened("ATELIER")
    click(page, MENU)
    tried = figures(page)
    page.selectbox(key="entreprise").set_value("ARMOR").run()
    assert figures(page) == expected(demo, "ARMOR", ())
    page.selectbox(key="entreprise").set_value("ATELIER").run()
    assert figures(page) == tried
    on_page(on_page(page, "factures"), "simulateur")
    assert figures(page) == tried


def test_a_search_chooses_all_its_results(demo: Base) -> None:
    page = opened("FOURNIL")
    found = matching(candidates(demo, "FOURNIL", NOVEMBER, (), Action.SWITCH_ON, OptionCode.CALL_RECORDING), "caen")
    page.text_input(key="essai_recherche_FOURNIL_switch_on_call_recording").set_value("caen").run()
    page.checkbox(key="essai_tous_FOURNIL_switch_on_call_recording").check().run()
    page.selectbox(key="essai_duree").set_value(Duration.TWO_WEEKS).run()
    assert "14 jours sur 30" in texts(page)
    click(page, "essai_ajouter")
    [[change]] = planned(page, "FOURNIL").active_steps
    assert change == SwitchOn(
        tuple(c.subject_id for c in found), OptionCode.CALL_RECORDING, Period(date(2026, 11, 1), date(2026, 11, 15))
    )
    assert figures(page) == expected(demo, "FOURNIL", planned(page, "FOURNIL").active_steps)
    assert page.checkbox(key="essai_tous_FOURNIL_switch_on_call_recording").value is False


def test_one_account_leaves_with_its_options(demo: Base) -> None:
    page = opened("ARMOR")
    page.segmented_control(key="essai_action").set_value(Action.SWITCH_OFF).run()
    page.selectbox(key="essai_option_10").set_value(OptionCode.ACCOUNT).run()
    who = page.multiselect(key="essai_qui_ARMOR_switch_off_account")
    first = customer(demo, "ARMOR").state.accounts[0].subject_id
    who.set_value([first]).run()
    click(page, "essai_ajouter")
    [step] = planned(page, "ARMOR").active_steps
    assert {change.option for change in step} == {OptionCode.ACCOUNT, *EXTRAS}
    assert {change.subject_ids for change in step} == {(first,)}
    assert "options comprises" in page.toggle(key="etape_ARMOR_1").label


def test_something_new_is_created_with_its_name_count_options_and_entity(demo: Base) -> None:
    page = opened("ARMOR")
    page.segmented_control(key="essai_action").set_value(Action.ADD).run()
    page.number_input(key="essai_combien").set_value(3).run()
    page.text_input(key="essai_nom_account").set_value("Agent *d'accueil*").run()
    page.multiselect(key="essai_options_du_compte").set_value([OptionCode.ALIAS]).run()
    entity = customer(demo, "ARMOR").state.entities[1]
    page.selectbox(key="essai_entite_ARMOR").set_value(entity.entity_id).run()
    click(page, "essai_ajouter")
    [[change]] = planned(page, "ARMOR").active_steps
    assert change == AddSubjects(
        (-1, -2, -3),
        OptionCode.ACCOUNT,
        "Agent *d'accueil*",
        Period(date(2026, 11, 1)),
        entity.entity_id,
        (OptionCode.ALIAS,),
    )
    assert "Agent \\*d\\'accueil\\*" in page.toggle(key="etape_ARMOR_1").label


def test_a_discount_on_everything_repeats_every_year(demo: Base) -> None:
    page = opened("ARMOR", Month(2026, 8))
    page.segmented_control(key="essai_action").set_value(Action.PRICE).run()
    page.number_input(key="essai_remise").set_value(12.5).run()
    page.selectbox(key="essai_duree").set_value(Duration.CHOSEN).run()
    page.date_input(key="essai_fin_2026-08").set_value(date(2026, 9, 1)).run()
    page.selectbox(key="essai_repeter").set_value(Every.YEAR).run()
    page.number_input(key="essai_repeter_fois").set_value(3).run()
    click(page, "essai_ajouter")
    [[change]] = planned(page, "ARMOR").active_steps
    august = Period(date(2026, 8, 1), date(2026, 9, 1))
    assert change == Discount(tuple(OptionCode), Decimal("12.5"), august, Repetition(Every.YEAR, 3))
    said = plain(page.toggle(key="etape_ARMOR_1").label).replace("\\", "")
    assert "Remise de 12,5 % sur toutes les options, du 1er au 31 août 2026, tous les ans, 3 fois" in said
    assert figures(page) == expected(demo, "ARMOR", planned(page, "ARMOR").active_steps, Month(2026, 8))


def test_a_negotiated_price_stands_beside_the_one_in_force(demo: Base) -> None:
    page = opened("ATELIER")
    page.segmented_control(key="essai_action").set_value(Action.PRICE).run()
    page.segmented_control(key="essai_tarif").set_value(PriceKind.NEGOTIATED).run()
    page.selectbox(key="essai_prix_option").set_value(OptionCode.IVR_MENU).run()
    assert "Le 1er novembre 2026, sans ce changement : 24,80 € par mois" in texts(page)
    assert page.button(key="essai_ajouter").disabled
    page.number_input(key="essai_prix_ivr_menu").set_value(19.9).run()
    click(page, "essai_ajouter")
    [[change]] = planned(page, "ATELIER").active_steps
    assert change == NegotiatePrice(OptionCode.IVR_MENU, Decimal("19.9"), Period(date(2026, 11, 1)))
    assert figures(page) == expected(demo, "ATELIER", planned(page, "ATELIER").active_steps)


def test_an_option_on_the_same_days_of_every_month_counts_in_each(demo: Base) -> None:
    page = opened("ATELIER", Month(2026, 10))
    page.multiselect(key="essai_qui_ATELIER_switch_on_call_recording").set_value(
        [customer(demo, "ATELIER").state.accounts[-1].subject_id]
    ).run()
    page.selectbox(key="essai_duree").set_value(Duration.TWO_WEEKS).run()
    page.selectbox(key="essai_repeter").set_value(Every.MONTH).run()
    assert "14 jours sur 31" in texts(page)
    click(page, "essai_ajouter")
    page.selectbox(key="mois").set_value("2026-11").run()
    steps = planned(page, "ATELIER").active_steps
    assert figures(page) == expected(demo, "ATELIER", steps)
    assert figures(page)[1] != figures(page)[0]


def test_a_step_outside_the_month_says_that_it_has_no_effect_there(demo: Base) -> None:
    page = opened("ATELIER")
    click(page, MENU)
    page.selectbox(key="mois").set_value("2026-10").run()
    assert figures(page) == expected(demo, "ATELIER", (), Month(2026, 10))
    assert "sans effet en octobre 2026" in texts(page)


def test_a_plan_that_does_not_fit_any_more_is_said_and_can_be_removed(demo: Base) -> None:
    page = opened("ATELIER")
    stranger = (SwitchOn((SubjectId(999_999),), OptionCode.ALIAS, Period(date(2026, 11, 1))),)
    page.session_state["_simulateur"] = {"ATELIER": with_step(Plan(), stranger)}
    page.run()
    assert not page.exception
    assert "Désactivez ou retirez ce changement" in texts(page)
    assert figures(page) == expected(demo, "ATELIER", ())
    click(page, "retirer_ATELIER_1")
    assert "Désactivez ou retirez" not in texts(page)


@COMPANIES
@pytest.mark.parametrize("side", list(SIDES))
def test_every_side_of_the_figures_opens_before_and_after_a_change(demo: Base, code: str, side: str) -> None:
    page = opened(code)
    page.session_state["simulation_details"] = side
    page.run()
    assert not page.exception
    click(page, MENU)
    click(page, RECORDING)
    assert not page.exception


def test_days_and_their_price_stand_behind_an_amount(demo: Base) -> None:
    page = opened("ATELIER")
    page.session_state["simulation_details"] = "Jours comptés"
    click(page, MENU)
    assert "Après : 14 j / 30, du 1er au 14 novembre, à 24,80 €/mois = **11,57 €**" in texts(page)
    assert "Au mois entier : 24,80 €, soit **13,23 €** économisés" in texts(page)
    assert "24,80 € × 14 ÷ 30" in texts(page).replace("\\", "")


@COMPANIES
def test_the_table_adds_up_to_the_large_figures(demo: Base, code: str) -> None:
    page = opened(code)
    click(page, MENU)
    [table] = [frame.value for frame in page.dataframe if "Au mois entier" in frame.value.columns]
    last = table.iloc[-1]
    assert [last["Avant"], last["Après"], last["Économie"]] == figures(page)


def test_the_proposal_is_offered_with_its_day_and_validity(demo: Base) -> None:
    page = opened("ARMOR")
    click(page, MENU)
    page.number_input(key="proposition_jours").set_value(10).run()
    assert "Datée du 23 novembre 2026, valable jusqu'au 3 décembre 2026" in texts(page)
    [button] = [button for button in page.get("download_button") if "proposition" in button.proto.label]
    assert button.proto.label == "Télécharger la proposition"


def test_the_presentation_shows_the_same_figures_and_its_switches_count(demo: Base) -> None:
    page = opened("FOURNIL")
    click(page, MENU)
    click(page, RECORDING)
    tried = figures(page)
    click(page, "presenter")
    assert page.query_params["presentation"] == "oui"
    assert [title.value for title in page.title] == tried
    assert "au lieu de" in texts(page)
    assert "Ces changements, au mois entier" in texts(page)
    page.toggle(key="presentation_FOURNIL_2").set_value(False).run()
    steps = planned(page, "FOURNIL").active_steps
    assert len(steps) == 1
    assert [title.value for title in page.title] == expected(demo, "FOURNIL", steps)
    click(page, "presentation_quitter")
    assert "presentation" not in page.query_params
    assert figures(page) == expected(demo, "FOURNIL", steps)


def test_a_selection_on_the_timeline_switches_options_in_bulk_and_gives_days(demo: Base) -> None:
    page = opened("FOURNIL")
    who = [account.subject_id for account in customer(demo, "FOURNIL").state.accounts[-4:]]
    page.multiselect(key="calendrier_qui_FOURNIL").set_value(who).run()
    page.date_input(key="calendrier_jours_2026-11").set_value((date(2026, 11, 10), date(2026, 11, 24))).run()
    page.toggle(key="calendrier_option_call_recording").set_value(True).run()
    assert not page.exception
    [[change]] = planned(page, "FOURNIL").active_steps
    assert change == SwitchOn(tuple(who), OptionCode.CALL_RECORDING, Period(date(2026, 11, 10), date(2026, 11, 25)))
    assert figures(page) == expected(demo, "FOURNIL", planned(page, "FOURNIL").active_steps)
    assert page.toggle(key="calendrier_option_call_recording").value is True
    assert "(4 sur 4)" in page.toggle(key="calendrier_option_call_recording").label
    page.date_input(key="calendrier_jours_2026-11").set_value((date(2026, 11, 2), date(2026, 11, 3))).run()
    click(page, "calendrier_redater_1")
    [[moved]] = planned(page, "FOURNIL").active_steps
    assert isinstance(moved, SwitchOn)
    assert moved.period == Period(date(2026, 11, 2), date(2026, 11, 4))
    page.checkbox(key="calendrier_tous_FOURNIL").check().run()
    assert not [found for found in page.multiselect if found.key == "calendrier_qui_FOURNIL"]
    faxes = [r for r in customer(demo, "FOURNIL").state.resources if r.option is OptionCode.FAX]
    assert f"sur {len(faxes)})" in page.toggle(key="calendrier_option_fax").label
    page.checkbox(key="calendrier_tous_FOURNIL").uncheck().run()
    page.checkbox(key="calendrier_sans_fin").check().run()
    page.toggle(key="calendrier_option_account").set_value(False).run()
    assert len(planned(page, "FOURNIL").active_steps) == 2
    assert "options comprises" in page.toggle(key="etape_FOURNIL_2").label
    assert figures(page) == expected(demo, "FOURNIL", planned(page, "FOURNIL").active_steps)


def test_a_repeated_change_is_not_offered_days_without_end(demo: Base) -> None:
    page = opened("ATELIER")
    who = customer(demo, "ATELIER").state.accounts[-1].subject_id
    two_weeks = Period(date(2026, 11, 1), date(2026, 11, 15))
    step = (SwitchOn((who,), OptionCode.CALL_RECORDING, two_weeks, Repetition(Every.MONTH, 3)),)
    page.session_state["_simulateur"] = {"ATELIER": with_step(Plan(), step)}
    page.session_state["calendrier_qui_ATELIER"] = [who]
    page.run()
    assert [button for button in page.button if button.key == "calendrier_redater_1"]
    page.checkbox(key="calendrier_sans_fin").check().run()
    assert not [button for button in page.button if button.key == "calendrier_redater_1"]
    assert not page.exception


def test_a_prospect_is_built_from_one_line_of_text(demo: Base) -> None:
    page = opened("ATELIER")
    page.segmented_control(key="depart").set_value("prospect").run()
    assert page.query_params["depart"] == "prospect"
    page.text_input(key="simulateur_prospect_nom").set_value("Café *des* Sports").run()
    page.text_input(key="simulateur_prospect_texte").set_value("40 licornes").run()
    assert "mot inconnu" in texts(page)
    click(page, "prospect_exemple_0")
    assert "40 × Compte Livéo, 2 × Menu vocal interactif, 10 × Enregistrement des appels" in texts(page)
    click(page, "prospect_construire")
    steps = planned(page, "").active_steps
    assert len(steps) == 3
    assert figures(page) == expected(demo, "", steps)
    assert figures(page)[0] == euros(ZERO)
    click(page, "exemple_switch_on_call_recording")
    assert figures(page) == expected(demo, "", planned(page, "").active_steps)
    assert "Café \\*des\\* Sports" in texts(page)
    page.segmented_control(key="depart").set_value("client").run()
    assert figures(page) == expected(demo, "ATELIER", ())


def test_a_prospect_is_for_those_who_see_every_company(demo: Base) -> None:
    page = open_page("simulateur", "FOURNIL", "2026-11", depart="prospect")
    assert figures(page)[0] == euros(ZERO)
    page.session_state["personne"] = "alix.garnier"
    page.run()
    assert_sound(page)
    assert figures(page) == expected(demo, "FOURNIL", ())


def test_nothing_reaches_the_base(demo: Base) -> None:
    version = demo.version
    page = opened("ARMOR")
    for button in [button.key for button in page.button if str(button.key).startswith("exemple_")]:
        click(page, button)
    assert demo.version == version
