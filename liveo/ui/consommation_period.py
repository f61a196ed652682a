"""Which days the page Consommation looks at: a preset, a range of months, or days chosen in a calendar."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from liveo.core.periods import Month, Period
from liveo.rendering.french import month_name
from liveo.services.consumption_address import FIRST_DAY, LAST_DAY
from liveo.services.consumption_periods import PRESETS, Preset
from liveo.ui.consommation_state import DATES, PRESET, both_ends
from liveo.ui.consommation_words import choice
from liveo.ui.state import PageContext

FIRST_MONTH, LAST_MONTH = "mois_du", "mois_au"
_ONE_DAY: Final = date.resolution


def pick_preset() -> None:
    """Offer the presets."""
    st.segmented_control(
        "Période",
        list(Preset),
        format_func=choice,
        required=True,
        key=PRESET,
        label_visibility="collapsed",
        persist_state="session",
    )


def pick_dates(context: PageContext) -> Period | None:
    """Offer what the chosen preset leaves open; returns the dates of a preset that holds its own."""
    preset = Preset(st.session_state[PRESET] or Preset.MONTH)
    if preset is Preset.MONTHS:
        return _pick_months(context)
    offered = PRESETS.get(preset, PRESETS[Preset.MONTH])(context.month)
    if preset is not Preset.CHOSEN:
        st.session_state[DATES] = both_ends(offered)
    st.session_state.setdefault(DATES, both_ends(offered))
    # The session always holds a pair of days, which also tells the widget that a period is meant.
    chosen: Any = st.date_input(
        "Du … au …",
        key=DATES,
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="DD/MM/YYYY",
        width=225,
        on_change=_days_were_chosen,
        persist_state="session",
    )
    if preset is not Preset.CHOSEN:
        return None
    days = chosen or both_ends(offered)
    return Period(days[0], max(days[0], days[-1]) + _ONE_DAY)


def _pick_months(context: PageContext) -> Period:
    """Offer the months with something in them, and those chosen; in the wrong order they mean the same."""
    days: Sequence[date] = st.session_state.get(DATES) or both_ends(context.month.period)
    chosen = [str(Month.of(day)) for day in (days[0], days[-1])]
    known = {str(month): month for month in context.company.months or (context.month,)}
    offered = {text: Month.parse(text) for text in sorted({*known, *chosen})}
    for key, text in zip((FIRST_MONTH, LAST_MONTH), chosen, strict=True):
        st.session_state[key] = text
    texts = [
        st.selectbox(
            title,
            list(offered),
            format_func=lambda text: month_name(offered[text]),
            key=key,
            width=165,
            on_change=_months_were_chosen,
        )
        for title, key in (("De", FIRST_MONTH), ("À", LAST_MONTH))
    ]
    first, last = sorted(offered[text] for text in texts)
    return Period(first.first, last.period.end)


def _months_were_chosen() -> None:
    first, last = sorted(Month.parse(st.session_state[key]) for key in (FIRST_MONTH, LAST_MONTH))
    st.session_state[DATES] = both_ends(Period(first.first, last.period.end))


def _days_were_chosen() -> None:
    st.session_state[PRESET] = Preset.CHOSEN
