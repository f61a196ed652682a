"""What the page Consommation shows, in one sentence, and each restriction as a chip that takes it away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from liveo.rendering.consumption_tables import country, phone
from liveo.rendering.french import duration, micro_euros
from liveo.services.consumption_selection import Selection
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import (
    ACCOUNTS,
    CONTAINS,
    COUNTRIES,
    DAYS,
    DESTINATIONS,
    ENTITIES,
    HOURS,
    KINDS,
    LEAST_COST,
    LEAST_LENGTH,
    MOST_COST,
    MOST_LENGTH,
    NUMBERS,
    clear_filters,
)
from liveo.ui.consommation_words import (
    between_words,
    calls_words,
    choice,
    compared_words,
    hours_words,
    narrowing_words,
    period_sentence,
    restriction,
    traffic_name,
)
from liveo.ui.escape import md

_MOST_CHIPS: Final = 6


@dataclass(frozen=True, slots=True)
class Chip:
    """A restriction that can be taken away: what it is called, and what stands in the session without it."""

    text: str
    without: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListRule:
    """One row of the table of lists: its key, what several of its values are called, and how one is."""

    key: str
    picked: Callable[[Selection], Sequence[Any]]
    several: str
    name: Callable[[View, Any], str]


LISTS: Final = (
    ListRule(DESTINATIONS, lambda s: s.destinations, "destinations", lambda view, code: traffic_name(code)),
    ListRule(COUNTRIES, lambda s: s.countries, "pays", lambda view, code: country(code)),
    ListRule(ENTITIES, lambda s: s.entities, "entités", lambda view, code: view.names.entity_of_code(code)),
    ListRule(ACCOUNTS, lambda s: s.accounts, "comptes", lambda view, code: view.names.account_of_code(code)),
    ListRule(NUMBERS, lambda s: s.numbers, "numéros", lambda view, number: phone(number)),
    ListRule(KINDS, lambda s: s.kinds, "natures", lambda view, kind: choice(kind)),
)


def show_chips(view: View) -> None:
    """Say in words what is shown, then each restriction as a chip that takes it away."""
    st.markdown(sentence(view))
    chips = [*_list_chips(view), *_single_chips(view)]
    untouched = Selection()
    if not chips and (view.selection.directions, view.selection.answer) == (untouched.directions, untouched.answer):
        return
    with st.container(horizontal=True, gap="small"):
        for chip in chips:
            st.button(
                f"{md(chip.text)} ✕",
                key=f"_puce_{'_'.join(chip.without)}_{chip.text}",
                help="Retirer ce filtre",
                on_click=partial(st.session_state.update, chip.without),
            )
        st.button("Tout effacer", key="_effacer", type="tertiary", icon=":material/close:", on_click=clear_filters)


def sentence(view: View) -> str:
    """Say in words, as markdown, what the page shows."""
    chosen, names, company = view.selection, view.names, md(view.context.company.name)
    words = calls_words(chosen.directions, chosen.answer)
    told = f"{words} de **{company}**, **{period_sentence(view.asked.span, view.context.today)}**"
    told += restriction("vers", map(traffic_name, chosen.destinations), "destination")
    told += restriction("avec", map(country, chosen.countries), "pays", "pays")
    told += restriction("pour", map(names.entity_of_code, chosen.entities), "entité")
    told += restriction("sur", map(names.account_of_code, chosen.accounts), "compte")
    told += restriction("avec le", map(phone, chosen.numbers), "numéro")
    told += narrowing_words(chosen)
    return f"{told}{f' ; comparés à {compared_words(view.before.period)}' if view.before else ''}."


def _list_chips(view: View) -> list[Chip]:
    """Return a chip for each value of each list; a long list is one chip."""
    chips = []
    for rule in LISTS:
        picked = list(rule.picked(view.selection))
        if len(picked) > _MOST_CHIPS:
            chips.append(Chip(f"{len(picked)} {rule.several}", {rule.key: []}))
            continue
        for value in picked:
            chips.append(Chip(rule.name(view, value), {rule.key: [kept for kept in picked if kept != value]}))
    return chips


def _single_chips(view: View) -> list[Chip]:
    chosen = view.selection
    chips: list[tuple[object, str, dict[str, Any]]] = [
        (chosen.days, _days_chip(view), {DAYS: None}),
        (chosen.hours, hours_words(chosen.hours) if chosen.hours else "", {HOURS: ()}),
        (
            not chosen.amounts.are_open,
            f"coût {between_words(chosen.amounts, micro_euros)}",
            {LEAST_COST: "", MOST_COST: ""},
        ),
        (
            not chosen.durations.are_open,
            f"durée {between_words(chosen.durations, duration)}",
            {LEAST_LENGTH: "", MOST_LENGTH: ""},
        ),
        (chosen.contains, f"numéro contenant {chosen.contains}", {CONTAINS: ""}),
    ]
    return [Chip(text[:1].upper() + text[1:], without) for active, text, without in chips if active]


def _days_chip(view: View) -> str:
    return period_sentence(view.asked.span, view.context.today).split(",")[0]
