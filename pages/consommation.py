"""Consommation: what was called, where, by whom and when; each figure down to the calls behind it."""

import streamlit as st

from liveo.services.consumption import totals
from liveo.ui.consommation_budget import show_outlook
from liveo.ui.consommation_chips import show_chips
from liveo.ui.consommation_figures import show_billed, show_figures
from liveo.ui.consommation_filters import pick_view
from liveo.ui.consommation_report import offer_report
from liveo.ui.consommation_sections import show_section
from liveo.ui.consommation_views import show_views
from liveo.ui.state import page_context

context = page_context()
heading, tools = st.columns([3, 2], vertical_alignment="bottom")
heading.title("Consommation", anchor=False)
view = pick_view(context)
with tools, st.container(horizontal=True, horizontal_alignment="right"):
    show_views(view)
    offer_report(view)
show_chips(view)
days = show_figures(view)
billed = st.empty()
show_outlook(view)
show_section(view, totals(days))
show_billed(view, billed, days)
