"""What made the cost change since the compared period: the way from one to the other, part by part."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.core.money import micros, round_cents
from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.charts.flows import what_changed
from liveo.rendering.charts.style import ACCENT, NEUTRAL, cents_of
from liveo.rendering.charts.usage import Measure
from liveo.rendering.consumption_tables import changes_table, country
from liveo.rendering.french import day_long, euros_signed
from liveo.services.consumption import without
from liveo.services.consumption_changes import CostChange, cost_change
from liveo.ui.consommation_cards import card, show_table
from liveo.ui.consommation_charts import pick_by_code, subject_of
from liveo.ui.consommation_clicks import clickable
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import ACCOUNTS, COUNTRIES, DESTINATIONS, ENTITIES, Cause, choose
from liveo.ui.consommation_words import compared_words, traffic_name
from liveo.ui.escape import md

CAUSE, OTHERS = "cause", "Le reste"
MOST_PARTS: Final = 8
_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class CauseRule:
    """One row of the table of causes: what is told apart, how the filter and its widget call it, names and colours."""

    key: str
    dimension: str
    widget: str
    name: Callable[[View, Any], str]
    code: Callable[[View, Any], str]
    chosen: Callable[[View], Collection[str]]
    colour: Callable[[Any], str] = lambda value: ACCENT


CAUSES: Final = {
    Cause.DESTINATION: CauseRule(
        "destination",
        "destinations",
        DESTINATIONS,
        lambda view, code: traffic_name(code),
        lambda view, code: code,
        lambda view: view.selection.destinations,
        lambda code: TRAFFIC[code].colour,
    ),
    Cause.ENTITY: CauseRule(
        "entity_id",
        "entities",
        ENTITIES,
        lambda view, number: view.names.entity(number),
        lambda view, number: view.names.entity_codes.get(number, ""),
        lambda view: view.selection.entities,
    ),
    Cause.ACCOUNT: CauseRule(
        "subject_id",
        "subjects",
        ACCOUNTS,
        lambda view, number: view.names.subject(number),
        lambda view, number: view.names.subject_codes.get(number, ""),
        lambda view: view.selection.accounts,
    ),
    Cause.COUNTRY: CauseRule(
        "country",
        "countries",
        COUNTRIES,
        lambda view, code: country(code) or "Sans pays",
        lambda view, code: code,
        lambda view: view.selection.countries,
    ),
}


def show_changes(view: View, measure: Measure) -> None:
    """Show what made the cost change, by a cause that people choose; say so where there is nothing to compare with."""
    if view.before is None:
        _say_why_not(view)
        return
    offered = [cause for cause in Cause if cause is not Cause.ENTITY or view.names.has_entities]
    cause = Cause(pick_by_code("Ce qui a changé, par", CAUSE, offered))
    rule = CAUSES[cause]
    asked, before = without(view.asked, rule.dimension), without(view.before, rule.dimension)
    found = cost_change(view.context.base, before, asked, rule.key, MOST_PARTS)
    words = compared_words(view.before.period)
    with card(f"Depuis {words}", "ecarts") as (chart, table):
        with chart:
            st.markdown(_sentence(view, rule, found))
            drawn = _drawn(view, rule, found)
            clickable(
                "ecarts",
                subject_of(view, measure, asked, before, cause),
                rule.chosen(view),
                lambda chosen: what_changed(drawn, ("Avant", found.before), ("Après", found.after), chosen),
                partial(choose, rule.widget),
                "Barres : chemin du coût d'avant au coût d'après, un écart après l'autre",
            )
            st.caption("L'axe ne part pas de zéro : les écarts se verraient mal à côté du total.")
        with table:
            show_table(changes_table(found.parts, rule.key, lambda value: _name(view, rule, value)))


def _say_why_not(view: View) -> None:
    if view.compared is None:
        st.info("Choisissez « Comparer avec » en haut de la page pour voir ce qui a changé.", icon=":material/compare:")
        return
    words, start = compared_words(view.compared), day_long(view.history_start)
    st.info(
        f"L'historique commence le {start} et ne couvre pas {words} : choisissez une période plus récente.",
        icon=":material/history:",
    )


def _sentence(view: View, rule: CauseRule, found: CostChange) -> str:
    """Say how much the cost changed, and the parts that did it, as markdown."""
    change = found.after - found.before
    if not change:
        return f"Le coût n'a pas changé : **{cents_of(found.after)}**."
    verb = "augmente" if change > 0 else "baisse"
    leaders = [
        f"**{md(_name(view, rule, value))}** ({_signed(part)})"
        for value, part in found.parts.select(rule.key, "change").iter_rows()
        if value is not None and part * change > 0
    ][:_NAMED]
    told = f", surtout par {' et '.join(leaders)}" if leaders else ""
    return f"Le coût {verb} de {cents_of(found.before)} à {cents_of(found.after)} : **{_signed(change)}**{told}."


def _drawn(view: View, rule: CauseRule, found: CostChange) -> pl.DataFrame:
    values = found.parts[rule.key].to_list()
    return pl.DataFrame(
        {
            "code": ["" if value is None else rule.code(view, value) for value in values],
            "label": [_name(view, rule, value) for value in values],
            "colour": [NEUTRAL if value is None else rule.colour(value) for value in values],
            "change": found.parts["change"],
        },
        schema_overrides={"code": pl.String, "label": pl.String, "colour": pl.String},
    )


def _name(view: View, rule: CauseRule, value: Any) -> str:
    return OTHERS if value is None else rule.name(view, value)


def _signed(amount_micros: int) -> str:
    return euros_signed(round_cents(micros(amount_micros)))
