"""A board whose columns are the entities: groups are chosen in it and moved to another, at first as a trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeGuard

import polars as pl
import streamlit as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import CompanyState, EntityId
from liveo.rendering.french import plural
from liveo.services.allocation_trial import Trial
from liveo.services.moves import Move
from liveo.ui.repartition_bulk import entity_names
from liveo.ui.state import PageContext
from liveo.ui.trial_state import try_step

HERE: Final = Path(__file__).parent
NAME: Final = "repartition_board"


@dataclass(frozen=True, slots=True)
class Column:
    """One entity on the board, ``open`` to moves or not. Members: id, extension, name, and whether a trial moved it."""

    id: EntityId
    name: str
    open: bool
    note: str
    members: Sequence[tuple[int, str, str, bool]]

    @property
    def as_json(self) -> Mapping[str, object]:
        """What the browser draws."""
        return {name: getattr(self, name) for name in self.__slots__}


def show_board(context: PageContext, trial: Trial, state: CompanyState, frame: pl.DataFrame, day: date) -> None:
    """Show the board; what people drop on another column becomes a step of the trial from a day on."""
    key = f"planche_{context.company.code}"
    _component()(
        key=key,
        data={"columns": [column.as_json for column in board_columns(frame, state, day)]},
        on_move_change=partial(_moved, context, trial, key, day),
    )


def board_columns(frame: pl.DataFrame, state: CompanyState, day: date) -> list[Column]:
    """Return a column for each entity that has members or can be given some on a day, « Sans entité » first."""
    there = entity_names(state, day)
    names = there | {entity.entity_id: entity.name for entity in state.entities}
    by_entity = frame.partition_by("tried_id", as_dict=True)
    found = ((entity_id, by_entity.get((entity_id,), frame.clear())) for entity_id in names)
    return [
        Column(entity_id, names[entity_id], entity_id in there, _note(members), _members(members))
        for entity_id, members in found
        if members.height or entity_id in there
    ]


def asked_move(asked: object, day: date) -> Move | None:
    """Read what a browser asks for; None for anything but subjects and an entity, which the trial then checks."""
    if not isinstance(asked, Mapping):
        return None
    subjects, entity = asked.get("subjects"), asked.get("entity")
    if not isinstance(subjects, list) or not subjects or not all(map(_is_number, subjects)) or not _is_number(entity):
        return None
    return Move(tuple(sorted(map(SubjectId, set(subjects)))), EntityId(entity) or None, day)


def _is_number(found: object) -> TypeGuard[int]:
    return isinstance(found, int) and not isinstance(found, bool)


def _members(frame: pl.DataFrame) -> list[tuple[int, str, str, bool]]:
    # An account is known by its extension; the number of a resource would leave no room for its name.
    extension = pl.when(pl.col("kind") == str(OptionCode.ACCOUNT)).then("number").otherwise(pl.lit(""))
    moved = pl.col("tried_id") != pl.col("entity_id")
    return frame.select("subject_id", extension.alias("extension"), "name", moved.alias("moved")).rows()


def _note(members: pl.DataFrame) -> str:
    accounts = members.filter(pl.col("kind") == str(OptionCode.ACCOUNT)).height
    counts = ((accounts, "compte"), (members.height - accounts, "ressource"))
    return ", ".join(plural(count, noun) for count, noun in counts if count)


def _moved(context: PageContext, trial: Trial, key: str, day: date) -> None:
    move = asked_move(st.session_state[key].get("move"), day)
    if move is not None:
        try_step(context, trial, move)


@cache
def _component() -> Any:
    html, css, js = (HERE.joinpath(f"{NAME}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
    return st.components.v2.component(NAME, html=html, css=css, js=js)
