"""What happened in a month: options on and off, moves between entities; what changes nothing is not told."""

from datetime import date

import pytest

from liveo.core.catalogue import OptionCode
from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.month_events import (
    MoveEvent,
    OptionEvent,
    OptionEventKind,
    move_events,
    option_events,
)
from liveo.store.database import Base
from tests.core.builders import ALICE, ALWAYS, BRUNO, LYON, MARCH, NANTES, active, assigned, march, state

ON, OFF, TRIED = OptionEventKind.ACTIVATED, OptionEventKind.REMOVED, OptionEventKind.TRIED
ALICE_S, BRUNO_S = "11 · Personne 11", "12 · Personne 12"


def _alias(day: int, kind: OptionEventKind, *subjects: str) -> OptionEvent:
    return OptionEvent(date(2026, 3, day), OptionCode.ALIAS, kind, subjects)


def test_an_option_is_told_on_its_first_day_and_on_its_first_free_day() -> None:
    assert option_events(state(active(ALICE, march(5, 15))), MARCH) == (
        _alias(5, ON, ALICE_S),
        _alias(15, OFF, ALICE_S),
    )


def test_what_goes_on_is_told_in_no_month_but_its_first() -> None:
    lasting = state(active(ALICE, march(5)))
    assert option_events(lasting, MARCH) == (_alias(5, ON, ALICE_S),)
    assert option_events(lasting, MARCH.plus(1)) == ()


def test_alike_events_of_a_day_are_one() -> None:
    both = state(active(ALICE, march(5)), active(BRUNO, march(5)))
    assert option_events(both, MARCH) == (_alias(5, ON, ALICE_S, BRUNO_S),)


def test_off_and_on_again_on_the_same_day_is_not_told() -> None:
    again = state(active(ALICE, march(5, 9)), active(ALICE, march(9, 15)))
    assert option_events(again, MARCH) == (_alias(5, ON, ALICE_S), _alias(15, OFF, ALICE_S))


def test_an_option_tried_for_one_day_is_told_once() -> None:
    assert option_events(state(active(ALICE, march(14, 14))), MARCH) == (_alias(14, TRIED, ALICE_S),)


@pytest.mark.parametrize("day", [5, 9, 15])
def test_a_try_within_or_beside_an_activation_is_not_told(day: int) -> None:
    both = state(active(ALICE, march(5, 15)), active(ALICE, march(day, day)))
    assert [event.kind for event in option_events(both, MARCH)] == [ON, OFF]


def test_a_removal_on_the_first_of_the_next_month_is_told_there() -> None:
    until_end = state(active(ALICE, Period(date(2026, 3, 5), date(2026, 4, 1))))
    assert [event.kind for event in option_events(until_end, MARCH)] == [ON]
    assert [event.kind for event in option_events(until_end, MARCH.plus(1))] == [OFF]


def test_who_moves_is_told_with_both_entities() -> None:
    moved = state(
        active(ALICE, ALWAYS, OptionCode.ACCOUNT),
        assignments=(
            assigned(ALICE, LYON, Period(date.min, date(2026, 3, 12))),
            assigned(ALICE, NANTES, Period(date(2026, 3, 12))),
        ),
    )
    assert move_events(moved, MARCH) == (MoveEvent(date(2026, 3, 12), "Lyon", "Nantes", (ALICE_S,)),)
    assert move_events(moved, MARCH.plus(1)) == ()


def test_who_leaves_every_entity_and_who_joins_one_are_told() -> None:
    changing = state(
        active(ALICE, ALWAYS, OptionCode.ACCOUNT),
        active(BRUNO, ALWAYS, OptionCode.ACCOUNT),
        assignments=(assigned(ALICE, LYON, Period(date.min, date(2026, 3, 1))), assigned(BRUNO, NANTES, march(1))),
    )
    assert set(move_events(changing, MARCH)) == {
        MoveEvent(date(2026, 3, 1), "Lyon", None, (ALICE_S,)),
        MoveEvent(date(2026, 3, 1), None, "Nantes", (BRUNO_S,)),
    }


def test_who_only_arrives_did_not_move() -> None:
    new = state(active(ALICE, march(9), OptionCode.ACCOUNT), assignments=(assigned(ALICE, LYON, march(9)),))
    assert move_events(new, MARCH) == ()


def test_the_moves_of_october_are_told_as_the_demonstration_made_them(demo: Base) -> None:
    moves = move_events(customer(demo, "FOURNIL").state, Month(2026, 10))
    assert [(move.day.day, move.origin, move.target, len(move.subjects)) for move in moves] == [
        (8, "Fournil d'Angers", None, 2),
        (12, "Fournil de Caen", "Siège", 2),
        (20, "Fournil de Niort", "Fournil de Poitiers", 4),
    ]


def test_a_renewed_recording_of_the_demonstration_is_one_recording(demo: Base) -> None:
    events = option_events(customer(demo, "FOURNIL").state, Month(2026, 10))
    recordings = [(event.day.day, event.kind) for event in events if event.option is OptionCode.CALL_RECORDING]
    assert recordings == [(6, ON), (15, OFF)]
