"""The choices of the page Consommation in the session and in the address: one state, followed and written by codes.

An address that says something new is followed; else the session speaks, so that choices survive another page.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from liveo.core.destinations import CallKind
from liveo.core.money import MICROS_PER_EURO
from liveo.core.periods import Period
from liveo.rendering.french import plain_decimal
from liveo.services.consumption import Answer, Bounds, Direction
from liveo.services.consumption_address import PARAMETERS, address_of, selection_of
from liveo.services.consumption_names import Names
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import Selection

PRESET, DATES, DAYS, COMPARED = "periode", "dates", "jours", "comparer"
DIRECTIONS, ANSWER, KINDS = "sens", "reponse", "nature"
DESTINATIONS, COUNTRIES, ENTITIES, ACCOUNTS = "destinations", "pays", "entites", "comptes"
SECTION, RANKING, SEARCH = "vue", "tri", "numero"
HOURS, NUMBERS, CONTAINS = "heures", "numeros", "contient"
LEAST_COST, MOST_COST, LEAST_LENGTH, MOST_LENGTH = "cout_min", "cout_max", "duree_min", "duree_max"
LISTS: Final = (DESTINATIONS, COUNTRIES, ENTITIES, ACCOUNTS, NUMBERS)
TEXTS: Final = (CONTAINS, LEAST_COST, MOST_COST, LEAST_LENGTH, MOST_LENGTH)
SECONDS_PER_MINUTE: Final = 60
_WRITTEN: Final = "_adresse_consommation"
_NAMES: Final = tuple(parameter.name for parameter in PARAMETERS)


class Section(StrEnum):
    """Which part of the page is shown, under the figures."""

    OVERVIEW = "overview"
    FLOWS = "flows"
    CHANGES = "changes"
    COUNTRIES = "countries"
    NUMBERS = "numbers"
    BUDGET = "budget"
    ALERTS = "alerts"
    CALLS = "list"


class Cause(StrEnum):
    """By what a change of cost is told apart."""

    DESTINATION = "destination"
    ENTITY = "entity"
    ACCOUNT = "account"
    COUNTRY = "country"


def follow_address(names: Names) -> tuple[str, ...]:
    """Take over what the address asks for, if it says something new; returns sentences on what it got wrong."""
    stated = {name: st.query_params.get_all(name) for name in _NAMES if name in st.query_params}
    if not stated or stated == st.session_state.get(_WRITTEN):
        return ()
    selection, problems = selection_of(stated, names)
    keep(selection)
    return problems


def write_address(selection: Selection) -> None:
    """Show the selection in the address, so that it can be sent to others."""
    written = address_of(selection)
    st.session_state[_WRITTEN] = written
    stated = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {name: texts for name, texts in stated.items() if name not in _NAMES} | written
    if wanted != stated:
        st.query_params.from_dict(wanted)


def keep(selection: Selection) -> None:
    """Make a selection the choice of every widget; before they are drawn."""
    st.session_state.update(
        {
            PRESET: selection.preset,
            DAYS: selection.days,
            COMPARED: selection.comparison,
            DIRECTIONS: list(selection.directions),
            ANSWER: selection.answer,
            KINDS: list(selection.kinds),
            DESTINATIONS: list(selection.destinations),
            COUNTRIES: list(selection.countries),
            ENTITIES: list(selection.entities),
            ACCOUNTS: list(selection.accounts),
            NUMBERS: list(selection.numbers),
            HOURS: selection.hours,
            CONTAINS: selection.contains,
            **_written_bounds(LEAST_COST, MOST_COST, selection.amounts, MICROS_PER_EURO),
            **_written_bounds(LEAST_LENGTH, MOST_LENGTH, selection.durations, SECONDS_PER_MINUTE),
        }
    )
    if selection.dates:
        st.session_state[DATES] = both_ends(selection.dates)


def start() -> None:
    """Give every choice that nobody made yet the value it has at first."""
    if PRESET not in st.session_state:
        keep(Selection())


def kept(dates: Period | None, days: Period | None, amounts: Bounds, durations: Bounds) -> Selection:
    """Return what the widgets say, with what was read from those that hold more than codes."""
    state = st.session_state
    return Selection(
        preset=Preset(state[PRESET] or Preset.MONTH),
        dates=dates,
        days=days,
        comparison=Comparison(state[COMPARED] or Comparison.PREVIOUS),
        directions=_in_order(Direction, state[DIRECTIONS]) or (Direction.OUTBOUND,),
        answer=Answer(state[ANSWER] or Answer.ANY),
        kinds=_in_order(CallKind, state[KINDS]),
        destinations=tuple(state[DESTINATIONS]),
        countries=tuple(state[COUNTRIES]),
        entities=tuple(state[ENTITIES]),
        accounts=tuple(state[ACCOUNTS]),
        hours=tuple(state[HOURS]),
        amounts=amounts,
        durations=durations,
        numbers=tuple(state[NUMBERS]),
        contains=state[CONTAINS].strip(),
    )


def clear_filters() -> None:
    """Forget every restriction; the period and what it is compared with stay. For callbacks only."""
    state = st.session_state
    preset, compared = state[PRESET], state[COMPARED]
    keep(Selection(preset=Preset(preset or Preset.MONTH), comparison=Comparison(compared or Comparison.PREVIOUS)))


def start_again() -> None:
    """Go back to the month in view, without restriction. For callbacks only."""
    keep(Selection())


def choose(key: str, value: Any) -> None:
    """Let a click choose for a widget. For callbacks only."""
    st.session_state[key] = value


def look_at(days: Sequence[Period], within: Period) -> None:
    """Look closely at the part of the period that reaches from the first to the last of some days. For callbacks only.

    No days, or all of them, are the whole period.
    """
    part = Period(min(d.start for d in days), max(d.end for d in days)).clipped(within) if days else None
    st.session_state[DAYS] = None if part == within else part


def both_ends(period: Period) -> tuple[Any, Any]:
    """Return the first and the last day of a period."""
    return period.start, period.end - timedelta(days=1)


def _written_bounds(least: str, most: str, bounds: Bounds, unit: int) -> dict[str, str]:
    ends = {least: bounds.least, most: bounds.most}
    return {key: "" if end is None else plain_decimal(Decimal(end) / unit) for key, end in ends.items()}


def _in_order(kind: Any, picked: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(member for member in kind if member in picked)
