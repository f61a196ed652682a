"""Factures: the documents of a month as previews to read and explain, their issue, and what was issued."""

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
from liveo.ui.factures_issue import show_issue
from liveo.ui.factures_issued import show_issued
from liveo.ui.factures_stage import Stage, pick_stage
from liveo.ui.state import page_context

context = page_context()
st.title("Factures", anchor=False)
stage = pick_stage()
if stage is Stage.ISSUE:
    show_issue(context)
elif stage is Stage.ISSUED:
    show_issued(context)
else:
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
