"""Accueil: the month of a company in one look, what changed, what needs attention."""

import streamlit as st

from liveo.ui.accueil import show_last_invoice, show_links, show_month, show_trend
from liveo.ui.accueil_changes import show_attention, show_changes, show_events
from liveo.ui.accueil_view import show_home_view
from liveo.ui.state import page_context

context = page_context()
figures = show_month(context)
show_links(context)
show_home_view(context)

attention, invoice = st.columns([2, 1])
with attention.container(border=True, height="stretch"):
    show_attention(context)
with invoice.container(border=True, height="stretch"):
    show_last_invoice(context)

changes, months = st.columns(2)
with changes.container(border=True, height="stretch"):
    show_changes(context, figures)
with months.container(border=True, height="stretch"):
    st.markdown("## Mois par mois, HT")
    last_months = st.container()
with st.container(border=True):
    show_events(context)
with last_months:
    show_trend(context)
