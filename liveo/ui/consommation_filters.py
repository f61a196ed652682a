"""Which calls the page Consommation looks at: every choice is a widget that the address carries, and a click in a
chart writes to the same widget, so that there is one state, shown as chips that can be taken away.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from liveo.core.periods import Period
from liveo.services.consumption import TRAFFIC, Answer, Direction, UsageFilter
from liveo.services.consumption_names import Names, names_of
from liveo.services.consumption_periods import Comparison, Preset, compared_with
from liveo.ui.consommation_period import BOUND, PRESET, pick_period, remember
from liveo.ui.consommation_words import (
    calls_words,
    choice,
    compared_words,
    period_sentence,
    restriction,
    traffic_name,
)
from liveo.ui.escape import md
from liveo.ui.state import PageContext

COMPARED: Final = "comparer"
DIRECTIONS, ANSWER = "sens", "reponse"
DESTINATIONS, ENTITIES, ACCOUNTS = "destinations", "entites", "comptes"
LISTS: Final = (DESTINATIONS, ENTITIES, ACCOUNTS)
_MOST_CHIPS: Final = 6


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: one filter, what it is compared with, and how names are written."""

    context: PageContext
    names: Names
    asked: UsageFilter
    compared: Period | None

    @property
    def history_start(self) -> date:
        """The first day on which the company used or had anything."""
        months = self.context.company.months
        return months[0].first if months else self.context.today

    @property
    def before(self) -> UsageFilter | None:
        """The same question about the compared days; None where nothing is compared, or history does not reach back."""
        if self.compared is None or self.compared.start < self.history_start:
            return None
        return replace(self.asked, period=self.compared)


def pick_view(context: PageContext) -> View:
    """Draw the bar of filters and return what it asks for."""
    names = names_of(context.base, context.company.code)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = pick_period(context)
        comparison = st.selectbox(
            "Comparer avec", list(Comparison), format_func=choice, key=COMPARED, width=185, **BOUND
        )
    # Not a popover: what is drawn in a closed one does not hear of values that clicks and chips set, and undoes them.
    with st.expander("Filtrer les appels", icon=":material/filter_alt:", key="_filtres"):
        asked = _pick_filter(names, period)
    compared = compared_with(period, Comparison(comparison), context.today)
    return View(context, names, asked, compared)


def show_chips(view: View) -> None:
    """Say in words what is shown, then each restriction as a chip that takes it away."""
    st.markdown(_sentence(view))
    chips = [chip for key in LISTS for chip in _chips(view, key)]
    if not chips and (view.asked.directions, view.asked.answer) == ((Direction.OUTBOUND,), Answer.ANY):
        return
    with st.container(horizontal=True, gap="small"):
        for text, key, values in chips:
            st.button(
                f"{md(text)} ✕",
                key=f"_puce_{key}_{text}",
                help="Retirer ce filtre",
                on_click=partial(_drop, key, values),
            )
        st.button("Tout effacer", key="_effacer", type="tertiary", icon=":material/close:", on_click=clear_filters)


def clear_filters() -> None:
    """Forget every restriction; the period stays. For callbacks only."""
    for key in LISTS:
        st.session_state[key] = []
    st.session_state[DIRECTIONS] = [Direction.OUTBOUND]
    st.session_state[ANSWER] = Answer.ANY


def start_again() -> None:
    """Go back to the month in view, without restriction. For callbacks only."""
    clear_filters()
    st.session_state[PRESET] = Preset.MONTH


def toggle(key: str, value: Any) -> None:
    """Add a value to one of the lists, or take it away: what a click on a bar does. For callbacks only."""
    picked = list(st.session_state.get(key) or [])
    st.session_state[key] = [kept for kept in picked if kept != value] if value in picked else [*picked, value]


def _pick_filter(names: Names, period: Period) -> UsageFilter:
    with st.container(horizontal=True):
        directions = _pick_directions()
        remember(ANSWER, Answer.ANY, Answer)
        answer = st.segmented_control("Réponse", list(Answer), format_func=choice, required=True, key=ANSWER, **BOUND)
    offered = [code for direction in directions for code in TRAFFIC[direction]]
    where, who, account = st.columns(3)
    with where:
        destinations = _pick_list("Destinations", DESTINATIONS, offered, names)
    with account:
        subjects = _pick_list("Comptes", ACCOUNTS, list(names.subjects), names)
    with who:
        entities = _pick_list("Entités", ENTITIES, list(names.entities), names) if names.has_entities else ()
    return UsageFilter(
        company_id=names.company_id,
        period=period,
        directions=directions,
        destinations=destinations,
        entities=entities,
        subjects=subjects,
        answer=Answer(answer or Answer.ANY),
    )


def _pick_directions() -> tuple[Direction, ...]:
    """Offer the three directions; without any, outbound calls are meant."""
    remember(DIRECTIONS, [Direction.OUTBOUND], Direction)
    picked = st.pills(
        "Sens des appels", list(Direction), selection_mode="multi", format_func=choice, key=DIRECTIONS, **BOUND
    )
    return tuple(direction for direction in Direction if direction in picked) or (Direction.OUTBOUND,)


def _pick_list(title: str, key: str, offered: Sequence[Any], names: Names) -> tuple[Any, ...]:
    """Offer a list to search in. What is no longer offered (another company, another direction) is forgotten."""
    if key in st.session_state:
        st.session_state[key] = [value for value in st.session_state[key] if value in offered]
    picked = st.multiselect(
        title, offered, format_func=partial(_DESCRIBED[key], names), placeholder="Sans restriction", key=key, **BOUND
    )
    return tuple(value for value in picked if value in offered)


def _sentence(view: View) -> str:
    asked, context = view.asked, view.context
    company = md(context.company.name)
    words = calls_words(asked.directions, asked.answer)
    sentence = f"{words} de **{company}**, **{period_sentence(asked.period, context.today)}**"
    sentence += restriction("vers", map(traffic_name, asked.destinations), "destination")
    sentence += restriction("pour", map(view.names.entity, asked.entities), "entité")
    sentence += restriction("sur", map(view.names.subject, asked.subjects), "compte")
    return f"{sentence}{f' ; comparés à {compared_words(view.before.period)}' if view.before else ''}."


def _chips(view: View, key: str) -> list[tuple[str, str, list[Any]]]:
    """Return text, list and values of each chip; a long list is one chip."""
    picked = list(_PICKED[key](view.asked))
    if len(picked) > _MOST_CHIPS:
        return [(f"{len(picked)} {key.replace('entites', 'entités')}", key, picked)]
    return [(_DESCRIBED[key](view.names, value), key, [value]) for value in picked]


def _drop(key: str, values: Sequence[Any]) -> None:
    st.session_state[key] = [kept for kept in st.session_state.get(key, []) if kept not in values]


_DESCRIBED: Final[Mapping[str, Callable[[Names, Any], str]]] = {
    DESTINATIONS: lambda names, code: traffic_name(code),
    ENTITIES: lambda names, number: names.entity(number),
    ACCOUNTS: lambda names, number: names.subject(number),
}
_PICKED: Final[Mapping[str, Callable[[UsageFilter], Sequence[Any]]]] = {
    DESTINATIONS: lambda asked: asked.destinations,
    ENTITIES: lambda asked: asked.entities,
    ACCOUNTS: lambda asked: asked.subjects,
}
