"""The charts of the page Consommation: where, who, when; each with its table, bars that filter when clicked.

A click is copied at once into the filter's own state: plotly forgets its selection whenever the figure changes. A
chart that is clicked in does not filter itself, so that the next choice stays in sight.
"""

from collections.abc import Callable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import Destination
from liveo.rendering.charts import Figure
from liveo.rendering.charts.consumption import bar_by_rank, bar_by_traffic, traffic_over_time, week_map
from liveo.rendering.charts.style import FRAME_HEIGHT, ROW_HEIGHT
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.consumption_tables import ranking_table, week_table
from liveo.rendering.french import plural
from liveo.services.bases import Base
from liveo.services.consumption import COUNTS, UsageFilter, by_day, by_entity, by_hour, by_subject, without
from liveo.ui.consommation_filters import ACCOUNTS, DESTINATIONS, ENTITIES, View, toggle
from liveo.ui.consommation_period import look_at, remember
from liveo.ui.consommation_steps import by_month, days_of, steps_of, with_steps
from liveo.ui.consommation_words import choice, traffic_name

MEASURE: Final = "mesure"
MOST_BARS: Final = 10
_CONFIG: Final = {"displayModeBar": False}
_SUMS: Final = [pl.col(column).sum() for column in COUNTS]
_COUNT: Final = st.column_config.NumberColumn(format="localized")
_COLUMNS: Final = {
    **dict.fromkeys(("Appels", "Sans réponse", "Minutes"), _COUNT),
    "Coût HT": st.column_config.NumberColumn(format="euro"),
    "Part": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, help="Part du coût total."),
    "Écart HT": st.column_config.NumberColumn(format="euro", help="Coût moins celui de la période comparée."),
}


@dataclass(frozen=True, slots=True)
class RankingRule:
    """One row of the table of rankings: its words, where its ids stand in frames and in the filter, who names them."""

    heading: str
    title: str
    noun: tuple[str, str]
    column: str
    dimension: str
    widget: str
    question: Callable[[Base, UsageFilter], pl.DataFrame]
    name: Callable[[View, Any], str]


_ENTITIES: Final = RankingRule(
    heading="Par entité",
    title="Entité",
    noun=("entité", "entités"),
    column="entity_id",
    dimension="entities",
    widget=ENTITIES,
    question=by_entity,
    name=lambda view, number: view.names.entity(EntityId(number)),
)
_ACCOUNTS: Final = RankingRule(
    heading="Comptes en tête",
    title="Compte",
    noun=("compte", "comptes"),
    column="subject_id",
    dimension="subjects",
    widget=ACCOUNTS,
    question=by_subject,
    name=lambda view, number: view.names.subject(SubjectId(number)),
)


def pick_measure() -> Measure:
    """Let people choose what the charts show; the address carries the choice."""
    remember(MEASURE, Measure.AMOUNT, Measure)
    picked = st.segmented_control(
        "Montrer dans les graphiques",
        list(Measure),
        format_func=choice,
        required=True,
        key=MEASURE,
        bind="query-params",
        persist_state="session",
    )
    return Measure(picked or Measure.AMOUNT)


def show_where(view: View, measure: Measure) -> None:
    """Show consumption by destination and by entity, or by account where the company has no entities."""
    left, right = st.columns(2)
    with left:
        _show_destinations(view, measure)
    with right:
        _show_ranking(view, measure, _ENTITIES if view.names.has_entities else _ACCOUNTS)


def show_when(view: View, measure: Measure, days: pl.DataFrame) -> None:
    """Show consumption over time, stacked by destination; a click looks at one day or month."""
    period = view.asked.period
    found = with_steps(days, period)
    ticks = steps_of(period, view.context.today)
    with _card("Mois par mois" if by_month(period) else "Jour par jour", "temps") as (chart, table):
        with chart:
            parts = found.group_by("step", "destination").agg(_SUMS)
            _clickable(traffic_over_time(parts, measure, ticks=ticks), "temps", lambda code: look_at(days_of(code)))
        with table:
            summed = found.group_by("step").agg(_SUMS).sort("step")
            _table(ranking_table(summed, None, "step", "Période", lambda code: ticks[str(code)]))


def show_who(view: View, measure: Measure) -> None:
    """Show the hours of the week, beside the accounts in the lead where they are not shown above."""
    if not view.names.has_entities:
        _show_week(view, measure)
        return
    left, right = st.columns(2)
    with left:
        _show_week(view, measure)
    with right:
        _show_ranking(view, measure, _ACCOUNTS)


def act_on_click(key: str, act: Callable[[str], None]) -> None:
    """Act on the code behind the mark; a selection that plotly empties by itself says nothing."""
    points = st.session_state[key]["selection"]["points"]
    if points:
        act(points[0]["customdata"][0])


def _show_destinations(view: View, measure: Measure) -> None:
    found, before = (
        by_day(view.context.base, without(asked, "destinations")).group_by("destination").agg(_SUMS) if asked else None
        for asked in (view.asked, view.before)
    )
    assert found is not None
    with _card("Par destination", DESTINATIONS) as (chart, table):
        with chart:
            figure = bar_by_traffic(found, measure, view.asked.destinations)
            figure.update_layout(height=_height(view.names.entities or view.names.subjects))
            _clickable(figure, DESTINATIONS, partial(toggle, DESTINATIONS))
        with table:
            ranked = found.sort("amount_micros", "calls", descending=True)
            _table(ranking_table(ranked, before, "destination", "Destination", lambda code: traffic_name(str(code))))


def _show_ranking(view: View, measure: Measure, rule: RankingRule) -> None:
    """Show a ranking: bars of the first ones and of all others together, and a table of all."""
    found, before = (
        rule.question(view.context.base, without(asked, rule.dimension)) if asked else None
        for asked in (view.asked, view.before)
    )
    assert found is not None
    ranked = found.sort(MEASURES[measure].column, rule.column, descending=[True, False])
    name = partial(rule.name, view)
    with _card(rule.heading, rule.widget) as (chart, table):
        with chart:
            chosen = [str(number) for number in getattr(view.asked, rule.dimension)]
            first, others = ranked.head(MOST_BARS), ranked.slice(MOST_BARS)
            figure = bar_by_rank(_named(first, rule.column, name), measure, chosen)
            _clickable(figure, rule.widget, lambda code: toggle(rule.widget, int(code)))
            if others.height:
                st.caption(f"Hors graphique, {plural(others.height, *rule.noun)} : {_sum_words(others, measure)}.")
        with table:
            _table(ranking_table(ranked, before, rule.column, rule.title, name))


def _show_week(view: View, measure: Measure) -> None:
    found = by_hour(view.context.base, view.asked)
    rule = MEASURES[measure]
    with _card("Heures de la semaine", "semaine") as (chart, table):
        with chart:
            figure = week_map(found, measure)
            if view.names.has_entities:
                figure.update_layout(height=_height(view.names.subjects))
            st.plotly_chart(figure, key="_semaine", config=_CONFIG, alt="Heures de la semaine")
        with table:
            _table(week_table(found, rule.column, rule.words))


def _height(beside: Sized) -> int:
    """Return the height of a chart whose neighbour has a bar for each of these: two cards in a row end together."""
    return FRAME_HEIGHT + ROW_HEIGHT * max(len(Destination), min(len(beside), MOST_BARS))


def _named(first: pl.DataFrame, column: str, name: Callable[[Any], str]) -> pl.DataFrame:
    """Return the rows to draw, with the code behind each bar and its label."""
    labels = pl.Series([name(value) for value in first[column]], dtype=pl.String)
    return first.with_columns(code=pl.col(column).cast(pl.String), label=labels)


def _sum_words(frame: pl.DataFrame, measure: Measure) -> str:
    rule = MEASURES[measure]
    return rule.words(int(frame[rule.column].sum()))


@contextmanager
def _card(heading: str, key: str) -> Iterator[tuple[DeltaGenerator, DeltaGenerator]]:
    """Open a card with a heading and two tabs, the chart and its table."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{heading}**")
        chart, table = st.tabs(["Graphique", "Tableau"], key=f"_vue_{key}")
        yield chart, table


def _clickable(figure: Figure, name: str, act: Callable[[str], None]) -> None:
    key = f"_clic_{name}"
    st.plotly_chart(
        figure,
        key=key,
        on_select=partial(act_on_click, key, act),
        selection_mode="points",
        config=_CONFIG,
        alt=_ALTERNATIVES[name],
    )


def _table(frame: pl.DataFrame) -> None:
    st.dataframe(frame, hide_index=True, column_config=_COLUMNS, height=330)


_ALTERNATIVES: Final = {
    DESTINATIONS: "Barres : consommation par destination",
    ENTITIES: "Barres : consommation par entité",
    ACCOUNTS: "Barres : comptes qui consomment le plus",
    "temps": "Barres empilées : consommation dans le temps, par destination",
}
