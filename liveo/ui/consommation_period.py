"""Which days the page Consommation looks at: a preset, or days chosen in a calendar that always shows them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

import streamlit as st

from liveo.core.errors import InvalidPeriod
from liveo.core.periods import Period, parse_day
from liveo.services.consumption_periods import PRESETS, Preset
from liveo.ui.consommation_words import choice
from liveo.ui.state import PageContext

PRESET, DATES = "periode", "dates"
BOUND: Final[Mapping[str, Any]] = {"bind": "query-params", "persist_state": "session"}
"""A choice stands in the address, by its French name, and is still there after another page."""

_WRITTEN: Final = "_dates_dans_l_adresse"
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The days of which calls can be imported."""


def pick_period(context: PageContext) -> Period:
    """Offer the presets beside a calendar that shows their days; who chooses days in it leaves the preset."""
    remember(PRESET, Preset.MONTH, Preset)
    picked = st.segmented_control("Période", list(Preset), format_func=choice, required=True, key=PRESET, **BOUND)
    preset = Preset(picked or Preset.MONTH)
    offered = PRESETS.get(preset, PRESETS[Preset.MONTH])(context.month)
    if preset is Preset.CHOSEN:
        _follow_days(offered)
    else:
        st.session_state[DATES] = _both_ends(offered)
    # The session always holds a pair of days, which also tells the widget that a period is meant.
    chosen: Any = st.date_input(
        "Du … au …",
        key=DATES,
        min_value=_FIRST_DAY,
        max_value=_LAST_DAY,
        format="DD/MM/YYYY",
        width=225,
        on_change=_days_were_chosen,
        persist_state="session",
    )
    if preset is not Preset.CHOSEN:
        st.query_params.pop(DATES, None)
        return offered
    days = chosen or _both_ends(offered)
    _write_days(days)
    return Period(days[0], max(days[0], days[-1]) + timedelta(days=1))


def look_at(period: Period) -> None:
    """Look at the days of a period, as if they had been chosen in the calendar. For callbacks only."""
    st.session_state[PRESET] = Preset.CHOSEN
    st.session_state[DATES] = _both_ends(period)


def remember(key: str, value: Any, offered: Iterable[StrEnum]) -> None:
    """Start a choice on a value, unless the session or the address holds one; before the widget is drawn.

    A default given to the widget itself would make streamlit warn whenever a click or a chip sets another value.
    """
    if key not in st.session_state and not set(map(choice, offered)).intersection(st.query_params.get_all(key)):
        st.session_state[key] = value


def _days_were_chosen() -> None:
    st.session_state[PRESET] = Preset.CHOSEN


def _follow_days(otherwise: Period) -> None:
    """Take the days of an address that was opened or clicked; what stands there from the last run changes nothing.

    Not bound by streamlit, which leaves days out of the address that anything but a hand in the calendar has set.
    """
    stated = st.query_params.get_all(DATES)
    days = _read_days(stated) if stated != st.session_state.get(_WRITTEN) else None
    if days:
        st.session_state[DATES] = days
    st.session_state.setdefault(DATES, _both_ends(otherwise))


def _read_days(stated: Sequence[str]) -> tuple[date, date] | None:
    """Return the first and the last day that an address states; None where it makes no sense."""
    with suppress(InvalidPeriod):
        days = [parse_day(text) for text in stated]
        if len(days) == 2 and _FIRST_DAY <= days[0] <= days[1] <= _LAST_DAY:
            return days[0], days[1]
    return None


def _write_days(days: Sequence[date]) -> None:
    written = [days[0].isoformat(), days[-1].isoformat()]
    st.session_state[_WRITTEN] = written
    if st.query_params.get_all(DATES) != written:
        st.query_params[DATES] = written


def _both_ends(period: Period) -> tuple[date, date]:
    return period.start, period.end - timedelta(days=1)
