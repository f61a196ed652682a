"""The Simulateur's scenarios: its desk, and up to four of them side by side for the month in view."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.charges import CHARGE_ORDER
from liveo.core.comparison import Simulation
from liveo.core.errors import LiveoError
from liveo.core.money import ZERO, total
from liveo.rendering.french import euros, euros_signed, month_name, plural
from liveo.rendering.labels import label
from liveo.services.scenario_document import Scenario, ScenarioPage, plan_of_scenario, scenario_of_plan
from liveo.services.simulation import months_ahead, simulate
from liveo.services.simulation_plan import replaced
from liveo.services.simulation_stages import PROSPECT, Step
from liveo.ui.escape import md
from liveo.ui.scenario_desk import Desk, is_modified, lead_by_address, opened_on
from liveo.ui.scenario_kept import MOST_COMPARED, chosen_scenarios, show_kept
from liveo.ui.simulateur import SimulatorView, keep_plan, plan_of
from liveo.ui.simulateur_prospect import BLANK, COMPANY, START
from liveo.ui.state import MONTH, PageContext


def _current(context: PageContext) -> Scenario:
    code = context.company.code
    return scenario_of_plan(code, context.month, plan_of(code))


def _take(context: PageContext, scenario: Scenario) -> None:
    code = context.company.code
    keep_plan(code, replaced(plan_of(code), plan_of_scenario(context.base, scenario).steps))


def _lead(scenario: Scenario) -> None:
    is_prospect = scenario.company == PROSPECT
    st.session_state[START] = BLANK if is_prospect else COMPANY
    if is_prospect:
        st.query_params[MONTH] = str(scenario.month)
    else:
        lead_by_address(scenario)


SIMULATOR_DESK: Final = Desk(ScenarioPage.SIMULATION, _current, _take, _lead)


LONGEST_TITLE: Final = 18


@dataclass(frozen=True, slots=True)
class Column:
    """One scenario of the comparison; ``year`` is what it adds over twelve months."""

    title: str
    simulation: Simulation
    year: Decimal


def show_scenarios(view: SimulatorView) -> None:
    """Show which scenario is open, and all that can be done with those of the company."""
    show_kept(view.context, SIMULATOR_DESK)


def show_comparison(view: SimulatorView) -> None:
    """Show the scenarios that are chosen side by side, and what is tried where it is none of them."""
    context = view.context
    chosen = chosen_scenarios(context, SIMULATOR_DESK)
    opened = opened_on(context, SIMULATOR_DESK)
    is_one = opened is not None and not is_modified(context, SIMULATOR_DESK)
    among = is_one and opened is not None and opened.record.scenario_id in {one.record.scenario_id for one in chosen}
    tried: list[tuple[str, tuple[Step, ...]]] = [("Essai en cours", view.steps)] if view.steps and not among else []
    for one in chosen:
        try:
            tried.append((one.record.name, plan_of_scenario(context.base, one.scenario).active_steps))
        except LiveoError as refusal:
            st.warning(f"{md(one.record.name)} : {md(refusal)}", icon=":material/info:")
    if not chosen or len(tried) < 2:
        return
    columns = [found for title, steps in tried[-MOST_COMPARED:] if (found := _column(context, title, steps))]
    st.markdown(f"## Côte à côte, {month_name(context.month)}")
    for place, column in zip(st.columns(len(columns)), columns, strict=True):
        with place, st.container(border=True, height="stretch", gap=None):
            _show_column(column)
    _show_rows(columns)


def _column(context: PageContext, title: str, steps: tuple[Step, ...]) -> Column | None:
    code = context.company.code
    try:
        simulation = simulate(context.base, code, context.month, steps)
        months = months_ahead(context.base, code, context.month, steps)
    except LiveoError as refusal:
        st.warning(f"{md(title)} : {md(refusal)}", icon=":material/info:")
        return None
    return Column(title, simulation, total([row.difference for row in months]))


def _show_column(column: Column) -> None:
    simulation = column.simulation
    st.markdown(f"**{md(column.title)}**")
    st.header(euros(simulation.after.net), anchor=False)
    st.caption(
        f"HT, **{euros_signed(simulation.difference)}** · {euros(simulation.after.gross)} TTC, "
        f"{plural(simulation.after.documents, 'facture')}  \n"
        f"Économie du prorata : **{euros(simulation.saved)}**  \n"
        f"Sur douze mois : **{euros_signed(column.year)}** HT"
    )


def _show_rows(columns: Sequence[Column]) -> None:
    """Show each option or destination on which the scenarios and the real bill do not all agree."""
    by_code = [{row.code: row for row in column.simulation.rows} for column in columns]
    codes = sorted({code for rows in by_code for code in rows}, key=CHARGE_ORDER.__getitem__)
    lines = []
    for code in codes:
        before = next((rows[code].before for rows in by_code if code in rows), ZERO)
        after = [rows[code].after if code in rows else ZERO for rows in by_code]
        if any(amount != before for amount in after):
            lines.append([label(code), euros(before), *map(euros, after)])
    if not lines:
        return
    names = [f"{rank}. {_short(column.title)}" for rank, column in enumerate(columns, start=1)]
    frame = pl.DataFrame(lines, schema=["Poste, HT", "Aujourd'hui", *names], orient="row")
    st.dataframe(
        frame,
        hide_index=True,
        key="scenarios_postes",
        height="content",
        column_config={name: st.column_config.TextColumn(alignment="right") for name in frame.columns[1:]},
        alt="Montants par poste et scénario",
    )


def _short(title: str) -> str:
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
