"""Imports: call files in, what became of them, and what is left to correct."""

import streamlit as st

from liveo.ui.imports import show_drop_zone
from liveo.ui.imports_formats import show_formats
from liveo.ui.imports_history import show_history
from liveo.ui.imports_outcomes import show_outcomes
from liveo.ui.imports_unrated import show_unrated_calls
from liveo.ui.state import page_context

context = page_context()
st.title("Imports", anchor=False)
st.caption("Les relevés d'appels de toutes les entreprises : chaque ligne est importée, déjà connue, ou refusée.")
show_drop_zone(context)
show_outcomes(context)
show_formats()

history, unrated = st.tabs(["Historique", "Appels à corriger"], key="onglet", on_change="rerun", bind="query-params")
if history.open:
    with history:
        show_history(context)
if unrated.open:
    with unrated:
        show_unrated_calls(context)
