"""Scenarios are kept for who may simulate the company: each version, with what the base says otherwise since."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.errors import LiveoError, NotAllowed
from liveo.core.people import Person
from liveo.core.periods import Month, Period
from liveo.services.allocation_trial import Trial
from liveo.services.billing import customer
from liveo.services.people import people
from liveo.services.scenario_document import Scenario, ScenarioPage, ScenarioStep
from liveo.services.scenario_ground import GroundPart
from liveo.services.scenario_schema import ScenarioRefused
from liveo.services.scenario_trial import scenario_of_trial, trial_of_scenario
from liveo.services.scenarios import (
    NoScenario,
    ScenarioNotKept,
    delete,
    draft,
    duplicate,
    history,
    keep_draft,
    new_token,
    open_scenario,
    restore,
    save_again,
    save_new,
    saved_scenarios,
)
from liveo.services.simulation_stages import PROSPECT
from liveo.store.database import Base
from liveo.store.scenarios import ScenarioSavedSince

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
OCTOBER = Month(2026, 10)


def who(base: Base, login: str) -> Person:
    return next(person for person in people(base) if person.login == login)


def scenario(base: Base, code: str = "FOURNIL", name: str = "Rentrée", count: int = 3) -> Scenario:
    accounts = tuple(account.subject_id for account in customer(base, code).state.accounts[:count])
    step = ScenarioStep((SwitchOn(accounts, OptionCode.CALL_RECORDING, Period(date(2026, 10, 10))),))
    return Scenario(code, OCTOBER, (step,), name)


def prospect(name: str = "Prospect") -> Scenario:
    step = AddSubjects(new_subject_ids((), 40), OptionCode.ACCOUNT, "Compte", Period(date(2026, 10, 1)))
    return Scenario(PROSPECT, OCTOBER, (ScenarioStep((step,)),), name)


def test_what_is_saved_is_opened_by_whoever_sees_the_company(own_demo: Base) -> None:
    sales, manager = who(own_demo, "sacha.morel"), who(own_demo, "alix.garnier")
    wanted = scenario(own_demo)
    record = save_new(own_demo, sales, wanted, AT)
    for person in (sales, manager):
        opened = open_scenario(own_demo, person, record.scenario_id)
        assert (opened.scenario, opened.changed) == (wanted, ())
        assert saved_scenarios(own_demo, person, "FOURNIL") == (record,)
    assert (record.version, record.steps, record.person, record.saved_at) == (1, 1, "sacha.morel", AT)
    assert saved_scenarios(own_demo, sales, "ARMOR") == ()


OTHERS: dict[str, Callable[[Base, Person, int], object]] = {
    "open": open_scenario,
    "history": history,
    "duplicate": lambda base, person, number: duplicate(base, person, number, AT),
    "delete": delete,
    "restore": restore,
    "save": lambda base, person, number: save_again(base, person, number, 1, scenario(base, "ARMOR"), AT),
}


@pytest.mark.parametrize("act", OTHERS)
def test_a_manager_never_reaches_the_scenario_of_another_company_nor_learns_that_it_exists(
    own_demo: Base, act: str
) -> None:
    manager = who(own_demo, "alix.garnier")
    number = save_new(own_demo, who(own_demo, "sacha.morel"), scenario(own_demo, "ARMOR"), AT).scenario_id
    with pytest.raises(NoScenario) as hidden:
        OTHERS[act](own_demo, manager, number)
    with pytest.raises(NoScenario) as absent:
        OTHERS[act](own_demo, manager, 999_999)
    assert str(hidden.value) == str(absent.value)


@pytest.mark.parametrize("login", ["noa.perrin", "lou.henry"])
def test_who_sees_only_a_part_of_a_company_opens_no_scenario_of_the_whole(own_demo: Base, login: str) -> None:
    number = save_new(own_demo, who(own_demo, "sacha.morel"), scenario(own_demo), AT).scenario_id
    person = who(own_demo, login)
    for act in (open_scenario, history, delete):
        with pytest.raises(NotAllowed):
            act(own_demo, person, number)
    with pytest.raises(NotAllowed):
        saved_scenarios(own_demo, person, "FOURNIL")
    with pytest.raises(NotAllowed):
        save_new(own_demo, person, scenario(own_demo), AT)


def test_prospects_are_for_those_who_see_every_company(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    record = save_new(own_demo, sales, prospect(), AT)
    assert open_scenario(own_demo, sales, record.scenario_id).scenario == prospect()
    assert saved_scenarios(own_demo, sales, PROSPECT) == (record,)
    with pytest.raises(NoScenario):
        open_scenario(own_demo, who(own_demo, "alix.garnier"), record.scenario_id)


def test_each_saving_is_a_version_and_earlier_ones_stay(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    first = save_new(own_demo, sales, scenario(own_demo), AT)
    second = save_again(own_demo, sales, first.scenario_id, 1, scenario(own_demo, name="Suite", count=5), AT)
    assert (second.version, second.versions, second.name) == (2, 2, "Suite")
    assert open_scenario(own_demo, sales, first.scenario_id).scenario == scenario(own_demo, name="Suite", count=5)
    assert open_scenario(own_demo, sales, first.scenario_id, 1).scenario == scenario(own_demo)
    assert [record.version for record in history(own_demo, sales, first.scenario_id)] == [2, 1]
    assert len(saved_scenarios(own_demo, sales, "FOURNIL")) == 1
    with pytest.raises(NoScenario):
        open_scenario(own_demo, sales, first.scenario_id, 3)


def test_nobody_saves_over_what_somebody_else_saved_meanwhile(own_demo: Base) -> None:
    sales, manager = who(own_demo, "sacha.morel"), who(own_demo, "alix.garnier")
    number = save_new(own_demo, sales, scenario(own_demo), AT).scenario_id
    save_again(own_demo, manager, number, 1, scenario(own_demo, count=4), AT)
    with pytest.raises(ScenarioSavedSince, match=r"alix\.garnier \(version 2\)"):
        save_again(own_demo, sales, number, 1, scenario(own_demo, count=5), AT)
    assert open_scenario(own_demo, sales, number).scenario == scenario(own_demo, count=4)


def test_a_copy_lives_its_own_life(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    number = save_new(own_demo, sales, scenario(own_demo), AT).scenario_id
    copies = [duplicate(own_demo, sales, number, AT + timedelta(minutes=rank)) for rank in (1, 2)]
    assert [copy.name for copy in copies] == ["Rentrée (copie)", "Rentrée (copie 2)"]
    save_again(own_demo, sales, copies[0].scenario_id, 1, scenario(own_demo, count=9), AT)
    assert open_scenario(own_demo, sales, number).scenario == scenario(own_demo)


def test_a_deleted_scenario_is_had_back_whole(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    record = save_new(own_demo, sales, scenario(own_demo), AT)
    delete(own_demo, sales, record.scenario_id)
    assert saved_scenarios(own_demo, sales, "FOURNIL") == ()
    with pytest.raises(NoScenario):
        open_scenario(own_demo, sales, record.scenario_id)
    assert restore(own_demo, sales, record.scenario_id) == record
    assert open_scenario(own_demo, sales, record.scenario_id).scenario == scenario(own_demo)


CHANGES: dict[GroundPart, str] = {
    GroundPart.SUBJECTS: "update accounts set name = 'Autre' where code = 'FOU-0007'",
    GroundPart.ACTIVATIONS: "update activations set quantity = 2 where subject_id ="
    " (select subject_id from accounts where code = 'FOU-0007') and option = 'account'",
    GroundPart.ENTITIES: "update entities set name = 'Ailleurs' where code = 'ANGERS'",
    GroundPart.ASSIGNMENTS: "delete from assignments where subject_id ="
    " (select subject_id from accounts where code = 'FOU-0007')",
    GroundPart.PRICES: "update prices set monthly = monthly + 1 where company_id is null and option = 'fax'",
    GroundPart.CALLS: "update usage_daily set amount_micros = amount_micros + 1000000 where day = '2026-10-06'"
    " and destination = 'france_mobile'",
}


@pytest.mark.parametrize("part", GroundPart)
def test_whoever_opens_a_scenario_is_told_which_part_of_the_base_has_changed(own_demo: Base, part: GroundPart) -> None:
    sales = who(own_demo, "sacha.morel")
    number = save_new(own_demo, sales, scenario(own_demo), AT).scenario_id
    with own_demo.write() as tx:
        tx.execute(CHANGES[part])
    assert open_scenario(own_demo, sales, number).changed == (part,)
    save_again(own_demo, sales, number, 1, scenario(own_demo), AT)
    assert open_scenario(own_demo, sales, number).changed == ()


def test_saving_leaves_every_kept_answer_as_it_is(own_demo: Base) -> None:
    sales, version = who(own_demo, "sacha.morel"), own_demo.version
    number = save_new(own_demo, sales, scenario(own_demo), AT).scenario_id
    keep_draft(own_demo, sales, new_token(), scenario(own_demo), AT)
    delete(own_demo, sales, number)
    assert own_demo.version == version


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_scenario_has_a_name(own_demo: Base, name: str) -> None:
    with pytest.raises(ScenarioNotKept, match="1 à 80"):
        save_new(own_demo, who(own_demo, "sacha.morel"), scenario(own_demo, name=name), AT)


def test_a_trial_of_the_repartition_is_kept_in_the_same_place(own_demo: Base) -> None:
    manager = who(own_demo, "alix.garnier")
    trial = Trial(billing_mode=BillingMode.MIXED, fixed_shares=())
    wanted = scenario_of_trial(own_demo, "FOURNIL", OCTOBER, trial, "Deux factures")
    record = save_new(own_demo, manager, wanted, AT)
    save_new(own_demo, manager, scenario(own_demo), AT)
    assert saved_scenarios(own_demo, manager, "FOURNIL", ScenarioPage.ALLOCATION) == (record,)
    found = trial_of_scenario(open_scenario(own_demo, manager, record.scenario_id).scenario)
    assert (found.billing_mode, found.fixed_shares) == (BillingMode.MIXED, ())


def test_a_draft_outlives_the_browser_for_the_same_person_company_and_page(own_demo: Base) -> None:
    sales, manager = who(own_demo, "sacha.morel"), who(own_demo, "alix.garnier")
    token, page = new_token(), ScenarioPage.SIMULATION
    wanted = replace(scenario(own_demo), name="")
    keep_draft(own_demo, sales, token, replace(wanted, steps=()), AT)
    keep_draft(own_demo, sales, token, wanted, AT)
    assert draft(own_demo, sales, token, "FOURNIL", page) == wanted
    assert draft(own_demo, manager, token, "FOURNIL", page) is None
    assert draft(own_demo, sales, token, "ARMOR", page) is None
    assert draft(own_demo, sales, token, "FOURNIL", ScenarioPage.ALLOCATION) is None
    assert draft(own_demo, sales, "another", "FOURNIL", page) is None


def test_a_draft_is_forgotten_after_a_month(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    old, new = new_token(), new_token()
    keep_draft(own_demo, sales, old, scenario(own_demo), AT)
    keep_draft(own_demo, sales, new, scenario(own_demo), AT + timedelta(days=31))
    page = ScenarioPage.SIMULATION
    assert draft(own_demo, sales, old, "FOURNIL", page) is None
    assert draft(own_demo, sales, new, "FOURNIL", page) is not None


def test_a_scenario_that_names_somebody_who_is_gone_says_so(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    number = save_new(own_demo, sales, scenario(own_demo), AT).scenario_id
    with own_demo.write() as tx:
        tx.execute("update accounts set code = 'PARTI' where code = 'FOU-0001'")
    with pytest.raises(ScenarioRefused, match="« FOU-0001 » n'est ni un compte"):
        open_scenario(own_demo, sales, number)


def test_what_cannot_be_opened_again_is_not_kept(own_demo: Base) -> None:
    much = scenario(own_demo, count=900)
    with pytest.raises(LiveoError, match="100 étapes"):
        save_new(own_demo, who(own_demo, "sacha.morel"), replace(much, steps=much.steps * 101), AT)


def test_the_price_of_a_prospect_is_part_of_what_it_stands_on(own_demo: Base) -> None:
    sales = who(own_demo, "sacha.morel")
    number = save_new(own_demo, sales, prospect(), AT).scenario_id
    with own_demo.write() as tx:
        tx.execute("update prices set monthly = $price where company_id is null", {"price": Decimal(1)})
    assert open_scenario(own_demo, sales, number).changed == (GroundPart.PRICES,)
