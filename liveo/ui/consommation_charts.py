"""The charts of the overview of the page Consommation: where, who, when; each with its table, filters when clicked.

A chart that is clicked in does not filter itself, so that the next choice stays in sight.
"""

from collections.abc import Callable, Collection, Mapping, Sized
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.core.destinations import Destination
from liveo.rendering.charts.consumption import bar_by_rank, bar_by_traffic, traffic_over_time, week_map
from liveo.rendering.charts.style import FRAME_HEIGHT, ROW_HEIGHT
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.consumption_tables import phone, ranking_table, week_table
from liveo.rendering.french import number, plural
from liveo.services.consumption import COUNTS, by_day, by_hour, sums, without
from liveo.services.consumption_leaders import MOST_LEADERS, Leaders, earlier, leaders
from liveo.ui.consommation_cards import card, show_table
from liveo.ui.consommation_clicks import clickable
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import ACCOUNTS, DESTINATIONS, ENTITIES, HOURS, NUMBERS, choose, look_at
from liveo.ui.consommation_steps import Step, days_of, steps_of, usual_step, with_steps
from liveo.ui.consommation_words import choice, traffic_name
from liveo.ui.state import follow_address, write_address

MEASURE, STEP = "mesure", "pas"
MOST_BARS: Final = 10
_SUMS: Final = [pl.col(column).sum() for column in COUNTS]


@dataclass(frozen=True, slots=True)
class RankingRule:
    """One row of the table of rankings: its words, its column, how the filter and its widget call it, codes, names."""

    heading: str
    title: str
    noun: tuple[str, str]
    column: str
    dimension: str
    widget: str
    codes: Callable[[View], Mapping[Any, str] | None]
    chosen: Callable[[View], Collection[str]]
    name: Callable[[View, Any], str]


RANKINGS: Final = {
    ENTITIES: RankingRule(
        heading="Par entité",
        title="Entité",
        noun=("entité", "entités"),
        column="entity_id",
        dimension="entities",
        widget=ENTITIES,
        codes=lambda view: view.names.entity_codes,
        chosen=lambda view: view.selection.entities,
        name=lambda view, number: view.names.entity(number),
    ),
    ACCOUNTS: RankingRule(
        heading="Comptes en tête",
        title="Compte",
        noun=("compte", "comptes"),
        column="subject_id",
        dimension="subjects",
        widget=ACCOUNTS,
        codes=lambda view: view.names.subject_codes,
        chosen=lambda view: view.selection.accounts,
        name=lambda view, number: view.names.subject(number),
    ),
    NUMBERS: RankingRule(
        heading="Numéros en tête",
        title="Numéro",
        noun=("numéro", "numéros"),
        column="number",
        dimension="numbers",
        widget=NUMBERS,
        codes=lambda view: None,
        chosen=lambda view: view.selection.numbers,
        name=lambda view, number: phone(number),
    ),
}


def pick_measure() -> Measure:
    """Let people choose what the charts show; the address carries the choice."""
    return Measure(pick_by_code("Montrer dans les graphiques", MEASURE, Measure) or Measure.AMOUNT)


def pick_by_code(title: str, key: str, offered: Any, otherwise: Any = None) -> Any:
    """Offer a choice that the address carries by its code, the first one or ``otherwise`` at first."""
    codes = [str(code) for code in offered]
    follow_address(key, codes)
    st.session_state.setdefault(key, str(otherwise or codes[0]))
    picked = st.segmented_control(
        title,
        codes,
        format_func=lambda code: choice(next(member for member in offered if member == code)),
        required=True,
        key=key,
        persist_state="session",
    )
    write_address(key, picked or codes[0])
    return picked


def show_overview(view: View, measure: Measure) -> None:
    """Show where, when and by whom."""
    left, right = st.columns(2)
    with left:
        show_destinations(view, measure)
    with right:
        show_ranking(view, measure, RANKINGS[ENTITIES if view.names.has_entities else ACCOUNTS])
    _show_time(view, measure)
    if not view.names.has_entities:
        _show_week(view, measure)
        return
    left, right = st.columns(2)
    with left:
        _show_week(view, measure)
    with right:
        show_ranking(view, measure, RANKINGS[ACCOUNTS])


def show_leaders(view: View, measure: Measure) -> None:
    """Show which accounts and which numbers are in the lead."""
    left, right = st.columns(2)
    with left:
        show_ranking(view, measure, RANKINGS[ACCOUNTS])
    with right:
        show_ranking(view, measure, RANKINGS[NUMBERS])


def subject_of(view: View, measure: Measure, *more: object) -> tuple[object, ...]:
    """Return what changes when a chart of the view must be drawn anew."""
    return (view.context.base.version, measure, *more)


def show_destinations(view: View, measure: Measure) -> None:
    """Show consumption by destination, in the order of the invoice."""
    asked = without(view.asked, "destinations")
    found = sums(view.context.base, asked, "destination")
    before = sums(view.context.base, without(view.before, "destinations"), "destination") if view.before else None
    with card("Par destination", DESTINATIONS) as (chart, table):
        with chart:
            clickable(
                DESTINATIONS,
                subject_of(view, measure, asked),
                view.selection.destinations,
                lambda chosen: bar_by_traffic(found, measure, chosen).update_layout(
                    height=_height(view.names.entities or view.names.subjects)
                ),
                partial(choose, DESTINATIONS),
                "Barres : consommation par destination",
            )
        with table:
            in_order = found.sort("amount_micros", "calls", descending=True)
            show_table(ranking_table(in_order, before, "destination", "Destination", lambda c: traffic_name(str(c))))


def show_ranking(view: View, measure: Measure, rule: RankingRule) -> None:
    """Show a ranking: bars of the first ones, what the others make together, and a table.

    The table of numbers, which only the calls themselves can compare, is made when somebody turns to it.
    """
    asked, column = without(view.asked, rule.dimension), MEASURES[measure].column
    found, by_call = leaders(view.context.base, asked, rule.column, column), rule.widget == NUMBERS
    with card(rule.heading, rule.widget, told=by_call) as (chart, table):
        with chart:
            first = _named(found.rows.head(MOST_BARS), view, rule)
            clickable(
                rule.widget,
                subject_of(view, measure, asked),
                rule.chosen(view),
                lambda chosen: bar_by_rank(first, measure, chosen),
                partial(choose, rule.widget),
                f"Barres : {rule.heading.lower()}",
            )
            others = found.count - first.height
            if others:
                rest = getattr(found.whole, column) - int(first[column].sum())
                st.caption(f"Hors graphique, {plural(others, *rule.noun)} : {MEASURES[measure].words(rest)}.")
        if not by_call or table.open:
            with table:
                _show_leaders_table(view, rule, found)


def _show_leaders_table(view: View, rule: RankingRule, found: Leaders) -> None:
    before = without(view.before, rule.dimension) if view.before else None
    then = earlier(view.context.base, before, rule.column, found) if before else None
    name = partial(rule.name, view)
    show_table(ranking_table(found.rows, then, rule.column, rule.title, name, whole=found.whole.amount_micros))
    if found.count > MOST_LEADERS:
        st.caption(f"Les {number(MOST_LEADERS)} premiers ; les fichiers des appels les donnent tous.")


def _show_time(view: View, measure: Measure) -> None:
    """Show consumption over time, stacked by destination; a click looks closely at some steps."""
    whole, today = without(view.asked, "days"), view.context.today
    with card("Dans le temps", "temps") as (chart, table):
        with chart:
            step = Step(pick_by_code("Par", STEP, Step, usual_step(whole.period)))
        ticks = steps_of(whole.period, today, step)
        found = with_steps(by_day(view.context.base, whole), step)
        parts = found.group_by("step", "destination").agg(_SUMS)
        focus = steps_of(view.asked.days, today, step) if view.asked.days else {}
        with chart:
            clickable(
                "temps",
                subject_of(view, measure, whole, step),
                tuple(focus),
                lambda chosen: traffic_over_time(parts, measure, ticks=ticks, chosen=chosen),
                lambda codes: look_at([days_of(code) for code in codes], whole.period),
                "Barres empilées : consommation dans le temps, par destination",
            )
        with table:
            summed = found.group_by("step").agg(_SUMS).sort("step")
            show_table(ranking_table(summed, None, "step", "Période", lambda code: ticks[str(code)]))


def _show_week(view: View, measure: Measure) -> None:
    asked = without(view.asked, "hours")
    found, rule = by_hour(view.context.base, asked), MEASURES[measure]
    with card("Heures de la semaine", "semaine") as (chart, table):
        with chart:
            height = _height(view.names.subjects) if view.names.has_entities else None
            clickable(
                HOURS,
                subject_of(view, measure, asked),
                tuple(map(str, view.selection.hours)),
                lambda chosen: week_map(found, measure, chosen).update_layout(**({"height": height} if height else {})),
                lambda codes: choose(HOURS, tuple(sorted(map(int, codes)))),
                "Carte des heures de la semaine : plus c'est foncé, plus on consomme",
            )
        with table:
            show_table(week_table(found, rule.column, rule.words))


def _height(beside: Sized) -> int:
    """Return the height of a chart whose neighbour has a bar for each of these: two cards in a row end together."""
    return FRAME_HEIGHT + ROW_HEIGHT * max(len(Destination), min(len(beside), MOST_BARS))


def _named(first: pl.DataFrame, view: View, rule: RankingRule) -> pl.DataFrame:
    """Return the rows to draw, with the code behind each bar and its label."""
    codes, values = rule.codes(view), first[rule.column].to_list()
    return first.with_columns(
        code=pl.Series([codes.get(value, "") if codes is not None else value for value in values], dtype=pl.String),
        label=pl.Series([rule.name(view, value) for value in values], dtype=pl.String),
    )
