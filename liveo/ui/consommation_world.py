"""Countries on the page Consommation: a map that filters when clicked, its ranking and its table."""

from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from liveo.rendering.charts.consumption import bar_by_rank
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.charts.world import world_map
from liveo.rendering.consumption_tables import country, ranking_table
from liveo.services.consumption import ranked, without
from liveo.ui.consommation_cards import card, show_table
from liveo.ui.consommation_charts import MOST_BARS, subject_of
from liveo.ui.consommation_clicks import clickable
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import COUNTRIES, choose

HOME: Final = "FR"


def show_countries(view: View, measure: Measure) -> None:
    """Show the countries called; beside the map, those abroad in the lead, which France would hide."""
    asked = without(view.asked, "countries")
    found = ranked(view.context.base, asked, "country").filter(pl.col("country") != "")
    if not found.height:
        st.info("Aucun de ces appels n'a de pays : les appels internes et entrants n'en ont pas.")
        return
    before = ranked(view.context.base, without(view.before, "countries"), "country") if view.before else None
    subject, chosen = subject_of(view, measure, asked), view.selection.countries
    with card("Pays appelés", COUNTRIES) as (chart, table):
        with chart:
            clickable(
                "carte",
                subject,
                chosen,
                lambda codes: world_map(found, measure, codes),
                partial(choose, COUNTRIES),
                "Carte du monde : plus un pays est foncé, plus il est appelé",
            )
        with table:
            show_table(ranking_table(found, before, "country", "Pays", lambda code: country(str(code))))
    abroad = found.filter(pl.col("country") != HOME).sort(MEASURES[measure].column, "country", descending=[True, False])
    if abroad.height:
        _show_abroad(abroad.head(MOST_BARS), measure, subject, chosen)


def _show_abroad(first: pl.DataFrame, measure: Measure, subject: object, chosen: tuple[str, ...]) -> None:
    labels = pl.Series([country(code) for code in first["country"]], dtype=pl.String)
    named = first.with_columns(code="country", label=labels)
    with st.container(border=True):
        st.markdown("**Hors de France métropolitaine**")
        clickable(
            "etranger",
            (subject, first["country"].to_list()),
            chosen,
            lambda codes: bar_by_rank(named, measure, codes),
            partial(choose, COUNTRIES),
            "Barres : pays en tête hors de France métropolitaine",
        )
