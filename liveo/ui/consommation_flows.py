"""Entities by destinations on the page Consommation: what each calls, what flows, and what made the cost change."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.charts.flows import (
    PAIR,
    entities_by_destination,
    flow_codes,
    flow_height,
    flow_option,
)
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.consumption_tables import cross_table
from liveo.services.consumption import COUNTS, ranked, sums, without
from liveo.ui.consommation_cards import card, show_table
from liveo.ui.consommation_charts import show_destinations, subject_of
from liveo.ui.consommation_clicks import clickable, last_drawing, note_click
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import DESTINATIONS, ENTITIES

MOST_ENTITIES: Final = 30
FLOW: Final = "flux"


def show_flows(view: View, measure: Measure) -> None:
    """Show which entity calls which destination, as bars, as a table, and as a flow."""
    if not view.names.has_entities:
        st.info("Cette entreprise n'a pas d'entités : voici ce qu'elle appelle, par destination.")
        show_destinations(view, measure)
        return
    found = _pairs(view, "entities", "destinations")
    names = _entities(view)
    subject = subject_of(view, measure, without(view.asked, "entities", "destinations"))
    with card("Entité par destination", "croisement") as (chart, table):
        with chart:
            clickable(
                "croisement",
                subject,
                _chosen_pairs(view),
                lambda chosen: entities_by_destination(found, names, measure, chosen),
                _choose_pairs,
                "Barres empilées : consommation de chaque entité, par destination",
            )
        with table:
            rule = MEASURES[measure]
            labels = {code: traffic.label for code, traffic in TRAFFIC.items()}
            show_table(cross_table(found, names, labels, rule.column, rule.words))
    _show_flow(view, measure, found, names, subject)


def _show_flow(view: View, measure: Measure, pairs: pl.DataFrame, names: Mapping[str, str], subject: object) -> None:
    """Show the flow: a click on an entity, a destination or what flows between them filters by it."""
    found = pairs.filter(pl.col(MEASURES[measure].column) > 0)
    with st.container(border=True):
        st.markdown("**Des entités vers les destinations**")
        if not found.height:
            st.info("Rien ne coule ici : choisissez une autre mesure, ou d'autres appels.")
            return
        chosen = (*view.selection.entities, *view.selection.destinations)
        key = f"_flux_{last_drawing(FLOW, subject, tuple(sorted(chosen))).times}"
        st.echarts_chart(
            flow_option(found, names, measure),
            key=key,
            height=flow_height(len(names)),
            on_select=partial(_act_on_flow, key, found, names),
            alt="Flux : de chaque entité vers chaque destination ; le tableau ci-dessus en donne les valeurs",
        )


def _act_on_flow(key: str, found: pl.DataFrame, names: Mapping[str, str]) -> None:
    """Choose what the mark that was clicked stands for; a mark that is clicked again chooses nothing any more."""
    entities, destinations, pairs = flow_codes(found, names)
    chosen: dict[str, list[str]] = {ENTITIES: [], DESTINATIONS: []}
    nodes = [(ENTITIES, code) for code in entities] + [(DESTINATIONS, code) for code in destinations]
    for part in st.session_state[key]["selection"]["selected"]:
        for index in part["data_indices"]:
            ends = [*zip((ENTITIES, DESTINATIONS), pairs[index], strict=True)] if part["data_type"] == "edge" else []
            for widget, code in ends or [nodes[index]]:
                chosen[widget].append(code)
    note_click(FLOW, [*chosen[ENTITIES], *chosen[DESTINATIONS]])
    st.session_state.update(chosen)


def _pairs(view: View, *unchosen: str) -> pl.DataFrame:
    """Return the counts of each entity and destination, entities by their codes."""
    found = sums(view.context.base, without(view.asked, *unchosen), "entity_id", "destination")
    codes = {number: view.names.entity_codes.get(number, "") for number in found["entity_id"].unique()}
    entity = pl.col("entity_id").replace_strict(codes, return_dtype=pl.String)
    return found.select(entity.alias("entity"), "destination", *COUNTS)


def _entities(view: View) -> dict[str, str]:
    """Return the entities in the lead, code -> name, those that cost most first."""
    found = ranked(view.context.base, without(view.asked, "entities"), "entity_id")["entity_id"].head(MOST_ENTITIES)
    return {view.names.entity_codes[number]: view.names.entity(number) for number in found}


def _chosen_pairs(view: View) -> list[str]:
    chosen = view.selection
    if not (chosen.entities and chosen.destinations):
        return []
    return [f"{entity}{PAIR}{code}" for entity in chosen.entities for code in chosen.destinations]


def _choose_pairs(pairs: list[str]) -> None:
    ends: Any = list(zip(*(pair.split(PAIR) for pair in pairs), strict=True)) or [(), ()]
    for key, codes in zip((ENTITIES, DESTINATIONS), ends, strict=True):
        st.session_state[key] = list(dict.fromkeys(codes))
