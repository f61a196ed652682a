"""The plan of a salesperson: steps in order, on or off, with a way back."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.subjects import AddSubjects
from liveo.core.periods import Period
from liveo.services.simulation_plan import (
    MAX_REMEMBERED,
    Plan,
    cleared,
    switched,
    undone,
    with_step,
    without_step,
)
from liveo.services.simulation_stages import Step

MARCH = Period(date(2026, 3, 1), date(2026, 3, 15))


def alias(subject: int) -> Step:
    """Return a step that gives one subject an alias."""
    return (SwitchOn((SubjectId(subject),), OptionCode.ALIAS, MARCH),)


def menu(*ids: int) -> Step:
    """Return a step that adds menus under these ids."""
    return (AddSubjects(tuple(map(SubjectId, ids)), OptionCode.IVR_MENU, "Menu", MARCH),)


def test_steps_count_in_the_order_they_were_planned() -> None:
    plan = with_step(with_step(Plan(), alias(1)), alias(2))
    assert plan.active_steps == (alias(1), alias(2))
    assert [step.number for step in plan.steps] == [1, 2]


def test_a_step_switched_off_stays_in_its_place_without_counting() -> None:
    plan = with_step(with_step(Plan(), alias(1)), alias(2))
    off = switched(plan, 1, active=False)
    assert off.active_steps == (alias(2),)
    assert switched(off, 1, active=True).active_steps == plan.active_steps


def test_a_number_is_never_given_twice() -> None:
    plan = without_step(with_step(Plan(), alias(1)), 1)
    assert [step.number for step in with_step(plan, alias(2)).steps] == [2]
    assert [step.number for step in with_step(undone(with_step(plan, alias(2))), alias(3)).steps] == [3]


def test_clearing_can_be_taken_back() -> None:
    plan = with_step(with_step(Plan(), alias(1)), alias(2))
    assert cleared(plan).steps == ()
    assert undone(cleared(plan)).steps == plan.steps


def test_what_changes_nothing_needs_no_undo() -> None:
    plan = with_step(Plan(), alias(1))
    for same in (switched(plan, 1, active=True), without_step(plan, 9), cleared(Plan())):
        assert len(same.past) <= 1
    assert not Plan().can_undo
    assert undone(Plan()) == Plan()


def test_what_is_added_never_shares_an_id_even_with_what_was_removed() -> None:
    plan = with_step(with_step(with_step(Plan(), menu(-1, -2)), menu(-1)), alias(4))
    assert [step.changes[0].subject_ids for step in plan.steps] == [(-1, -2), (-3,), (4,)]
    again = with_step(without_step(plan, 2), menu(-1, -2))
    assert again.steps[-1].changes[0].subject_ids == (-4, -5)


def test_two_additions_of_one_step_do_not_share_ids_either() -> None:
    [step] = with_step(Plan(), menu(-1) + menu(-1)).steps
    assert [change.subject_ids for change in step.changes] == [(-1,), (-2,)]


@given(st.lists(st.integers(0, 3), max_size=30))
def test_undoing_everything_leads_back_to_an_empty_plan(moves: list[int]) -> None:
    plan, snapshots = Plan(), [()]
    for number, move in enumerate(moves):
        kinds = (
            lambda p, n=number: with_step(p, alias(n)),
            lambda p, n=number: without_step(p, n),
            lambda p, n=number: switched(p, n, active=False),
            lambda p, n=number: cleared(p),
        )
        plan = kinds[move](plan)
        if plan.steps != snapshots[-1]:
            snapshots.append(plan.steps)
    for steps in reversed(snapshots[:-1]):
        plan = undone(plan)
        assert plan.steps == steps
    assert not plan.can_undo


def test_the_past_is_bounded() -> None:
    plan = Plan()
    for number in range(MAX_REMEMBERED + 20):
        plan = with_step(plan, alias(number))
    assert len(plan.past) == MAX_REMEMBERED
