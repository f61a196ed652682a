"""A move changes who pays from its day on, and never before; what follows an account goes on following it."""

from datetime import date

import pytest

from liveo.core.catalogue import SubjectId
from liveo.core.company import CompanyState
from liveo.core.entities import EntityCalendar
from liveo.core.scenario import apply_changes
from liveo.services.moves import Move, MoveRefused, followers_of, move_changes, moved, places_changed
from tests.core.builders import ALICE, BRUNO, HEAD_OFFICE, LYON, MENU, NANTES, QUEUE, assigned, march, state

DAYS = [date(2026, 3, day) for day in range(1, 32)]
TWELFTH = date(2026, 3, 12)


def payers(of: CompanyState, subject_id: SubjectId) -> list[int | None]:
    calendar = EntityCalendar(of)
    return [calendar.on(subject_id, day) for day in DAYS]


def test_who_moves_on_the_12th_pays_with_the_new_entity_from_the_12th_on() -> None:
    before = state(assignments=(assigned(ALICE, LYON),))
    after = moved(before, Move((ALICE,), NANTES, TWELFTH))
    assert payers(after, ALICE) == [LYON] * 11 + [NANTES] * 20


def test_a_resource_goes_on_following_the_account_that_moves() -> None:
    after = moved(state(assignments=(assigned(ALICE, LYON),)), Move((ALICE,), NANTES, TWELFTH))
    assert payers(after, QUEUE) == [LYON] * 11 + [NANTES] * 20


def test_a_resource_moved_apart_from_its_account_keeps_what_it_followed_before() -> None:
    before = state(assignments=(assigned(ALICE, LYON, march(1, 5)), assigned(ALICE, NANTES, march(8))))
    after = moved(before, Move((QUEUE,), HEAD_OFFICE, TWELFTH))
    assert payers(before, QUEUE)[:11] == payers(after, QUEUE)[:11] == [LYON] * 4 + [None] * 3 + [NANTES] * 4
    assert payers(after, QUEUE)[11:] == [HEAD_OFFICE] * 20
    assert payers(after, ALICE) == payers(before, ALICE)


def test_a_resource_moved_with_its_account_needs_no_assignment_of_its_own() -> None:
    before = state(assignments=(assigned(ALICE, LYON),))
    after = moved(before, Move((ALICE, QUEUE), NANTES, TWELFTH))
    assert {a.subject_id for a in after.assignments} == {ALICE}
    assert payers(after, QUEUE) == [LYON] * 11 + [NANTES] * 20


def test_a_move_to_no_entity_leaves_the_charges_common() -> None:
    after = moved(state(assignments=(assigned(ALICE, LYON),)), Move((ALICE,), None, TWELFTH))
    assert payers(after, ALICE) == [LYON] * 11 + [None] * 20


def test_a_resource_that_always_followed_cannot_be_taken_out_before_its_account_has_an_entity() -> None:
    before = state(assignments=(assigned(ALICE, LYON, march(12)),))
    with pytest.raises(MoveRefused, match="suit le compte"):
        moved(before, Move((QUEUE,), None, date(2026, 3, 1)))


def test_a_move_drops_the_assignments_that_would_only_start_later() -> None:
    before = state(assignments=(assigned(ALICE, LYON, march(1, 20)), assigned(ALICE, NANTES, march(20))))
    after = moved(before, Move((ALICE,), HEAD_OFFICE, TWELFTH))
    assert payers(after, ALICE) == [LYON] * 11 + [HEAD_OFFICE] * 20


def test_a_move_of_somebody_already_there_for_good_changes_nothing() -> None:
    before = state(assignments=(assigned(ALICE, LYON), assigned(BRUNO, LYON, march(1, 20))))
    assert move_changes(before, Move((ALICE,), LYON, TWELFTH)) == []
    after = apply_changes(before, move_changes(before, Move((ALICE, BRUNO), LYON, TWELFTH)))
    assert payers(after, BRUNO) == [LYON] * 31
    assert [a for a in after.assignments if a.subject_id == ALICE] == [assigned(ALICE, LYON)]


def test_places_changed_names_followers_too_and_the_first_day() -> None:
    before = state(assignments=(assigned(ALICE, LYON), assigned(MENU, LYON)))
    after = moved(before, Move((ALICE, MENU), NANTES, TWELFTH))
    found = [(c.subject.subject_id, c.before, c.after, c.day) for c in places_changed(before, after)]
    assert found == [(ALICE, LYON, NANTES, TWELFTH), (MENU, LYON, NANTES, TWELFTH), (QUEUE, LYON, NANTES, TWELFTH)]
    assert places_changed(before, before) == []


def test_followers_are_the_resources_of_an_account_without_an_assignment_of_their_own() -> None:
    assert [r.subject_id for r in followers_of(state(), [ALICE])] == [QUEUE]
    assert followers_of(state(assignments=(assigned(QUEUE, LYON),)), [ALICE]) == []
