"""The month day by day: lanes that add up to the bill, and selections that change exactly their days."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.subjects import AddSubjects
from liveo.core.company import Account
from liveo.core.periods import FOREVER, Month, Period
from liveo.services.billing import customer
from liveo.services.simulation import simulate
from liveo.services.simulation_plan import Plan, redated, undone, with_step
from liveo.services.simulation_stages import Step, stages
from liveo.services.simulation_timeline import (
    Lane,
    bearers,
    how_many_active,
    switched_off,
    switched_on,
    timeline_candidates,
    timeline_rows,
)
from liveo.store.database import Base

NOVEMBER = Month(2026, 11)
MENU: Step = (
    AddSubjects((SubjectId(-1),), OptionCode.IVR_MENU, "Menu", Period(date(2026, 11, 1), date(2026, 11, 15))),
)


def accounts(demo: Base, code: str, count: int) -> tuple[SubjectId, ...]:
    return tuple(account.subject_id for account in customer(demo, code).state.accounts[:count])


def november(first: int, last: int) -> Period:
    """Return days of November, both included."""
    return Period(date(2026, 11, first), date(2026, 11, last) + timedelta(days=1))


def lane(demo: Base, code: str, steps: tuple[Step, ...], subject: SubjectId, option: OptionCode) -> Lane:
    """Return one lane of one row."""
    [row] = timeline_rows(demo, code, NOVEMBER, steps, (subject,))
    return next(lane for lane in row.lanes if lane.option is option)


def days(found: Lane) -> set[date]:
    return {p.start + timedelta(days=n) for p in found.periods for n in range(p.days)}


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
@pytest.mark.parametrize("steps", [(), (MENU,)], ids=["real", "with a menu"])
def test_all_lanes_add_up_to_the_options_of_the_bill(demo: Base, code: str, steps: tuple[Step, ...]) -> None:
    everything = [subject.subject_id for subject in stages(demo, code, steps)[-1].situation.state.subjects]
    rows = timeline_rows(demo, code, NOVEMBER, steps, everything)
    options = [row.after for row in simulate(demo, code, NOVEMBER, steps).rows if isinstance(row.code, OptionCode)]
    assert sum(lane.amount for row in rows for lane in row.lanes) == sum(options)


def test_what_is_tried_comes_first_and_says_its_days(demo: Base) -> None:
    first = timeline_candidates(demo, "FOURNIL", NOVEMBER, (MENU,))[0]
    assert (first.subject_id, first.label) == (-1, "Menu")
    found = lane(demo, "FOURNIL", (MENU,), SubjectId(-1), OptionCode.IVR_MENU)
    assert (found.periods, found.days, found.touched) == ((november(1, 14),), 14, True)


def test_accounts_that_are_not_there_in_the_month_are_no_rows(demo: Base) -> None:
    state = customer(demo, "FOURNIL").state
    shown = {candidate.subject_id for candidate in timeline_candidates(demo, "FOURNIL", NOVEMBER, ())}
    present = {
        a.subject_id for a in state.activations if a.option is OptionCode.ACCOUNT and a.period.overlaps(NOVEMBER.period)
    }
    everybody = {account.subject_id for account in state.accounts}
    assert shown & everybody == present < everybody
    assert shown - everybody == {state.company.subject_id, *(r.subject_id for r in state.resources)}


def test_a_selection_offers_what_each_of_those_chosen_can_have(demo: Base) -> None:
    who = accounts(demo, "ARMOR", 2)
    found = bearers(demo, "ARMOR", (MENU,), (*who, SubjectId(-1)))
    assert found[OptionCode.CALL_RECORDING] == who
    assert found[OptionCode.IVR_MENU] == (-1,)
    assert OptionCode.FAX not in found


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30), st.booleans()), min_size=1, max_size=5))
def test_toggles_change_exactly_their_days(demo: Base, toggles: list[tuple[int, int, bool]]) -> None:
    """Against a set of days; a removal on the day of an activation leaves that day, as everywhere."""
    who = tuple(
        account.subject_id
        for account in customer(demo, "ARMOR").state.accounts
        if not stages(demo, "ARMOR", ())[0].spans.get((account.subject_id, OptionCode.CALL_RECORDING))
    )[:2]
    option, steps, expected = OptionCode.CALL_RECORDING, (), set[date]()
    for one, other, on in toggles:
        span = november(min(one, other), max(one, other))
        chosen = {span.start + timedelta(days=n) for n in range(span.days)}
        step = (switched_on if on else switched_off)(demo, "ARMOR", steps, who, option, span)
        before = expected
        steps = (*steps, step) if step else steps
        found = stages(demo, "ARMOR", steps)[-1].spans.get((who[0], option), ())
        starts_there = not on and any(period.start == span.start for period, _ in found)
        expected = before | chosen if on else before - chosen | ({span.start} if starts_there else set())
        assert days(lane(demo, "ARMOR", steps, who[0], option)) == expected if expected else True
        if on:
            assert how_many_active(demo, "ARMOR", steps, who, option, span) == 2


def test_only_who_lacks_it_is_switched_on(demo: Base) -> None:
    who = accounts(demo, "ARMOR", 3)
    first: Step = (SwitchOn(who[:1], OptionCode.CALL_SUPERVISION, november(1, 30)),)
    active = how_many_active(demo, "ARMOR", (first,), who, OptionCode.CALL_SUPERVISION, november(5, 9))
    [change] = switched_on(demo, "ARMOR", (first,), who, OptionCode.CALL_SUPERVISION, november(5, 9))
    assert isinstance(change, SwitchOn)
    assert len(change.subject_ids) == 3 - active
    assert who[0] not in change.subject_ids


def test_an_account_goes_with_its_options_and_comes_back_with_them(demo: Base) -> None:
    state = customer(demo, "FOURNIL").state
    account = next(
        a.subject_id
        for a in state.activations
        if a.option is OptionCode.CALL_SUPERVISION
        and a.period.start < NOVEMBER.first
        and a.period.open_ended
        and isinstance(next(s for s in state.subjects if s.subject_id == a.subject_id), Account)
    )
    step = switched_off(demo, "FOURNIL", (), (account,), OptionCode.ACCOUNT, november(10, 19))
    for option in (OptionCode.ACCOUNT, OptionCode.CALL_SUPERVISION):
        assert lane(demo, "FOURNIL", (step,), account, option).periods == (november(1, 9), november(20, 30))
    for_ever = switched_off(demo, "FOURNIL", (), (account,), OptionCode.ACCOUNT, Period(date(2026, 11, 10), FOREVER))
    assert lane(demo, "FOURNIL", (for_ever,), account, OptionCode.ACCOUNT).periods == (november(1, 9),)


def test_a_planned_change_takes_other_days_and_undo_gives_back_its_own() -> None:
    plan = with_step(with_step(Plan(), MENU), MENU)
    moved = redated(plan, 1, november(10, 24))
    [[first], [second]] = (step.changes for step in moved.steps)
    assert isinstance(first, AddSubjects)
    assert isinstance(second, AddSubjects)
    assert (first.period, second.period) == (november(10, 24), november(1, 14))
    assert undone(moved).steps == plan.steps
