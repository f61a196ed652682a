"""The parts of the page Consommation, one shown at a time: only what is shown is counted and drawn."""

from collections.abc import Callable, Mapping
from typing import Final

import streamlit as st

from liveo.rendering.charts.usage import Measure
from liveo.services.consumption import Totals
from liveo.ui.consommation_alerts import show_alert_notice, show_alerts
from liveo.ui.consommation_budget import show_budget
from liveo.ui.consommation_calls import show_calls
from liveo.ui.consommation_changes import show_changes
from liveo.ui.consommation_charts import pick_by_code, pick_measure, show_leaders, show_overview
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_flows import show_flows
from liveo.ui.consommation_state import SECTION, Section
from liveo.ui.consommation_world import show_countries

CHARTS: Final[Mapping[Section, Callable[[View, Measure], None]]] = {
    Section.OVERVIEW: show_overview,
    Section.FLOWS: show_flows,
    Section.CHANGES: show_changes,
    Section.COUNTRIES: show_countries,
    Section.NUMBERS: show_leaders,
    Section.BUDGET: show_budget,
    Section.ALERTS: show_alerts,
}
"""The sections that draw; what is left lists calls."""

_OF_COST: Final = (Section.CHANGES, Section.BUDGET, Section.ALERTS)
_NOT_CLICKED: Final = (Section.BUDGET, Section.ALERTS)


def show_section(view: View, above: Totals) -> None:
    """Offer the sections and show the chosen one; ``above`` are the figures at the head of the page."""
    notice = st.container()
    section = Section(pick_by_code("Regarder", SECTION, Section))
    with notice:
        show_alert_notice(view, section)
    if section not in CHARTS:
        show_calls(view, above)
        return
    measure = Measure.AMOUNT if section in _OF_COST else pick_measure()
    CHARTS[section](view, measure)
    if section not in _NOT_CLICKED:
        st.caption(
            "Cliquez une barre, une case ou un point pour filtrer toute la page ; avec la touche Maj, ajoutez-en "
            "d'autres. Un double-clic efface le choix."
        )
