"""Who an option can be tried on, and examples that always mean something for the company at hand."""

from datetime import date

import pytest

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.companies import company_summaries
from liveo.services.simulation import simulate
from liveo.services.simulation_choices import (
    ADDABLE,
    EXTRAS,
    Action,
    candidates,
    days_in_month,
    entities,
    examples,
    matching,
)
from liveo.services.simulation_plan import Plan, with_step
from liveo.store.database import Base

NOVEMBER = Month(2026, 11)
COMPANIES = pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
RECORDING = OptionCode.CALL_RECORDING


def ids(base: Base, code: str, action: Action, option: OptionCode, *steps: tuple[SwitchOn | SwitchOff]) -> set[int]:
    """Return the ids of the candidates in November."""
    return {c.subject_id for c in candidates(base, code, NOVEMBER, steps, action, option)}


def found(base: Base, sql: str, code: str) -> set[int]:
    """Return the ids that a query finds for a company."""
    return {row[0] for row in base.frame(sql, {"code": code}).rows()}


@COMPANIES
def test_an_option_is_removed_from_whoever_still_has_it(demo: Base, code: str) -> None:
    sql = """
        select distinct activations.subject_id
        from activations join companies on companies.subject_id = activations.company_id
        where companies.code = $code and option = 'call_supervision' and end_day > '2026-11-01'
    """
    assert ids(demo, code, Action.SWITCH_OFF, OptionCode.CALL_SUPERVISION) == found(demo, sql, code)


@COMPANIES
def test_recording_is_offered_to_accounts_of_the_month_that_lack_it_on_a_day(demo: Base, code: str) -> None:
    sql = """
        with days as (
            select unnest(generate_series(date '2026-11-01', date '2026-11-30', interval 1 day))::date as day
        ),
        active as (
            select activations.subject_id, option, day
            from activations
            join companies on companies.subject_id = activations.company_id and companies.code = $code
            join days on day >= start_day and day < end_day
        )
        select distinct subject_id from active as present
        where option = 'account' and 30 > (
            select count(distinct day) from active as recorded
            where recorded.subject_id = present.subject_id and recorded.option = 'call_recording'
        )
    """
    assert ids(demo, code, Action.SWITCH_ON, RECORDING) == found(demo, sql, code)


@COMPANIES
def test_choices_follow_the_steps_already_planned(demo: Base, code: str) -> None:
    lacking = ids(demo, code, Action.SWITCH_ON, RECORDING)
    equipped = (SwitchOn(tuple(map(SubjectId, lacking)), RECORDING, Period(date(2026, 11, 1))),)
    assert ids(demo, code, Action.SWITCH_ON, RECORDING, equipped) == set()
    assert lacking <= ids(demo, code, Action.SWITCH_OFF, RECORDING, equipped)


@COMPANIES
def test_a_company_is_the_only_choice_for_its_own_option(demo: Base, code: str) -> None:
    company = customer(demo, code).state.company.subject_id
    assert ids(demo, code, Action.SWITCH_ON, OptionCode.ENTITY_BILLING) | ids(
        demo, code, Action.SWITCH_OFF, OptionCode.ENTITY_BILLING
    ) == {company}


def test_a_search_ignores_accents_capitals_and_the_order_of_words(demo: Base) -> None:
    everybody = candidates(demo, "FOURNIL", NOVEMBER, (), Action.SWITCH_OFF, OptionCode.ACCOUNT)
    in_caen = [c for c in everybody if c.entity == "Fournil de Caen"]
    assert in_caen
    assert [*matching(everybody, "CAÉN fournil")] == in_caen
    extension = in_caen[0].label.split()[0]
    assert in_caen[0] in matching(everybody, f"caen {extension}")
    assert matching(everybody, "") == everybody
    assert matching(everybody, "nulle part") == ()


@COMPANIES
def test_days_of_a_period_in_the_month(demo: Base, code: str) -> None:
    two_weeks = Period(date(2026, 11, 1), date(2026, 11, 15))
    assert days_in_month(demo, code, NOVEMBER, two_weeks) == two_weeks
    assert days_in_month(demo, code, Month(2026, 12), two_weeks) is None
    same_day = days_in_month(demo, code, NOVEMBER, Period(date(2026, 11, 5), date(2026, 11, 5)))
    assert same_day is not None
    assert same_day.days == 1


def test_a_company_without_sites_has_no_entity_to_choose(demo: Base) -> None:
    assert entities(demo, "ATELIER") == ()
    assert len(entities(demo, "FOURNIL")) == 25


def test_every_example_of_every_company_and_month_changes_the_bill(demo: Base) -> None:
    for company in company_summaries(demo):
        for month in company.months[-4:]:
            for example in examples(demo, company.code, month, ()):
                assert simulate(demo, company.code, month, (example.step,)).difference != 0


@COMPANIES
def test_examples_can_be_piled_up_and_each_still_changes_something(demo: Base, code: str) -> None:
    plan = Plan()
    for _ in range(3):
        for example in examples(demo, code, NOVEMBER, plan.active_steps):
            plan = with_step(plan, example.step)
    assert all(simulate(demo, code, NOVEMBER, plan.active_steps).effects)


def test_what_can_be_added_or_come_with_an_account_follows_the_option_table() -> None:
    assert ADDABLE[0] is OptionCode.ACCOUNT
    assert OptionCode.ENTITY_BILLING not in {*ADDABLE, *EXTRAS}
    assert {*ADDABLE, *EXTRAS} == {*OptionCode} - {OptionCode.ENTITY_BILLING}
