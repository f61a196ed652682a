"""Répartition: who pays what, how the bill is divided, and what another division would change."""

import streamlit as st

from liveo.ui.repartition_directory import show_directory
from liveo.ui.repartition_entities import show_entities
from liveo.ui.repartition_kept import resume_trial, show_comparison, show_scenarios
from liveo.ui.repartition_members import show_members
from liveo.ui.repartition_modes import show_modes
from liveo.ui.repartition_trial import show_trial
from liveo.ui.state import page_context
from liveo.ui.trial_state import current_trial

context = page_context()
resume_trial(context)
st.title("Répartition", anchor=False)
trial = current_trial(context)
show_scenarios(context)
show_trial(context, trial)
show_comparison(context, trial)
modes, entities, members, directory = st.tabs(
    ["Modes de facturation", "Par entité", "Rattachements", "Entités"],
    key="onglet",
    on_change="rerun",
    bind="query-params",
)
if modes.open:
    with modes:
        show_modes(context, trial)
if entities.open:
    with entities:
        show_entities(context, trial)
if members.open:
    with members:
        show_members(context, trial)
if directory.open:
    with directory:
        show_directory(context, trial)
