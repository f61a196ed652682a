"""The board of entities: everybody stands in one column, and what a browser asks for is read as untrusted."""

from datetime import date

import polars as pl
import pytest

from liveo.core.periods import Month
from liveo.services.allocation import NO_ENTITY, members
from liveo.services.allocation_trial import Move, Trial, tried_in
from liveo.store.database import Base
from liveo.ui.repartition_board import asked_move, board_columns

OCTOBER = Month(2026, 10)
FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_everybody_stands_in_the_column_of_their_entity(demo: Base, code: str) -> None:
    frame = members(demo, code, LAST, OCTOBER, Trial()).filter("active")
    columns = board_columns(frame, tried_in(demo, code, OCTOBER, Trial()), FIRST)
    placed = {subject_id: column.id for column in columns for subject_id, *_ in column.members}
    assert placed == dict(frame.select("subject_id", "entity_id").iter_rows())
    assert sum(len(column.members) for column in columns) == frame.height
    assert columns[0].id == NO_ENTITY
    assert not any(moved for column in columns for *_, moved in column.members)


def test_those_of_a_trial_stand_where_it_puts_them_and_are_marked(demo: Base) -> None:
    state = tried_in(demo, "ARMOR", OCTOBER, Trial())
    ids = tuple(sorted(account.subject_id for account in state.accounts[:3]))
    target = state.entities[-1].entity_id
    trial = Trial((Move(ids, target, FIRST),))
    frame = members(demo, "ARMOR", LAST, OCTOBER, trial)
    columns = board_columns(frame, tried_in(demo, "ARMOR", OCTOBER, trial), FIRST)
    [column] = [column for column in columns if column.id == target]
    assert {subject_id for subject_id, *_, moved in column.members if moved} >= set(ids)


def test_an_entity_without_anybody_is_there_to_be_given_somebody(demo: Base) -> None:
    state = tried_in(demo, "FOURNIL", OCTOBER, Trial())
    nobody = members(demo, "FOURNIL", LAST, OCTOBER, Trial()).clear()
    columns = board_columns(nobody, state, FIRST)
    assert {column.id for column in columns} == {NO_ENTITY, *(e.entity_id for e in state.entities)}
    assert all(column.open and column.members == [] for column in columns)


def test_an_account_shows_its_extension_and_a_resource_its_name(demo: Base) -> None:
    frame = members(demo, "ARMOR", LAST, OCTOBER, Trial())
    columns = board_columns(frame, tried_in(demo, "ARMOR", OCTOBER, Trial()), FIRST)
    shown = {subject_id: (number, name) for column in columns for subject_id, number, name, _ in column.members}
    for subject_id, kind, name, number in frame.select("subject_id", "kind", "name", "number").iter_rows():
        assert shown[subject_id] == (number if kind == "account" else "", name)
    assert frame.filter(pl.col("kind") != "account").height


def test_a_move_is_read_and_sorted() -> None:
    assert asked_move({"subjects": [9, 4, 9], "entity": 7}, FIRST) == Move((4, 9), 7, FIRST)
    assert asked_move({"subjects": [4], "entity": 0}, FIRST) == Move((4,), None, FIRST)


@pytest.mark.parametrize(
    "asked",
    [
        *(None, "", [], {}, {"subjects": [], "entity": 1}, {"subjects": ["4"], "entity": 1}, {"subjects": [4]}),
        *({"subjects": 4, "entity": 1}, {"subjects": [True], "entity": 1}, {"subjects": [4], "entity": "1"}),
    ],
)
def test_nonsense_from_a_browser_moves_nobody(asked: object) -> None:
    assert asked_move(asked, FIRST) is None
