"""Consommation: what was called, where, by whom and when; each figure down to the calls behind it."""

import streamlit as st

from liveo.services.consumption import totals
from liveo.ui.consommation_calls import show_calls
from liveo.ui.consommation_charts import pick_measure, show_when, show_where, show_who
from liveo.ui.consommation_figures import show_billed, show_figures
from liveo.ui.consommation_filters import pick_view, show_chips
from liveo.ui.state import page_context

context = page_context()
st.title("Consommation", anchor=False)
view = pick_view(context)
show_chips(view)
days = show_figures(view)
billed = st.empty()
measure = pick_measure()
show_where(view, measure)
show_when(view, measure, days)
show_who(view, measure)
show_calls(view, totals(days))
show_billed(view, billed, days)
