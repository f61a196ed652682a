"""Factures: the documents of a month as they will be issued, each to read, to download and to explain."""

import streamlit as st

from liveo.ui.factures import (
    open_month,
    pick_document,
    show_downloads,
    show_notices,
    show_preview,
    show_totals,
)
from liveo.ui.factures_explained import show_lines
from liveo.ui.state import page_context

context = page_context()
st.title("Factures", anchor=False)
shown = open_month(context)
show_totals(shown)
show_notices(shown)
index = pick_document(shown)
show_downloads(shown, index)
preview, lines = st.tabs(["Aperçu", "Lignes et calculs"], key="vue", on_change="rerun", bind="query-params")
if preview.open:
    with preview:
        show_preview(shown, index)
if lines.open:
    with lines:
        show_lines(shown.run.invoices[index])
