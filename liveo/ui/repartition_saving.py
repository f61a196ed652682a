"""Saving a trial: exactly what would be written, a confirmation, and the way back."""

from dataclasses import replace

import polars as pl
import streamlit as st

from liveo.core.company import CompanyState
from liveo.rendering.french import plural
from liveo.services.allocation_trial import Trial, planned_change, tried_state
from liveo.services.billing import customer
from liveo.services.moves import places_changed
from liveo.ui.escape import md
from liveo.ui.state import PageContext
from liveo.ui.trial_state import confirm, last_saved, save_trial, undo_saved
from liveo.ui.trial_words import consequences, entity_name, trial_sentences


def show_confirmation(context: PageContext, trial: Trial) -> None:
    """Say exactly what would be written; the change that is shown is the change that is saved."""
    code = context.company.code
    state = customer(context.base, code).state
    change = planned_change(context.base, code, trial, context.today)
    rows = plan_rows(state, tried_state(state, trial))
    st.markdown("**Voici ce qui sera écrit :**")
    if rows.height:
        st.dataframe(
            rows,
            hide_index=True,
            height="content" if rows.height <= 8 else 318,
            key="plan",
            column_config={
                "name": "Compte ou ressource",
                "origin": "Entité quittée",
                "target": "Nouvelle entité",
                "day": st.column_config.DateColumn("À partir du", format="DD/MM/YYYY"),
            },
            alt="Comptes et ressources qui changent d'entité",
        )
    others = trial_sentences(state, replace(trial, moves=()))
    lines = [*(sentence.words for sentence in others), *consequences(change)]
    st.markdown("\n".join(f"- {md(line)}" for line in lines))
    with st.container(horizontal=True):
        st.button(
            "Confirmer l'enregistrement",
            key="confirmer",
            type="primary",
            icon=":material/check:",
            on_click=save_trial,
            args=(context.base, code, change),
        )
        st.button("Revenir", key="revenir", on_click=confirm, args=(code, False))


def show_saved(context: PageContext) -> None:
    """Say that the last trial was saved, and offer to undo it."""
    change = last_saved(context.company.code)
    if change is None:
        return
    count = len(change.subject_ids)
    moved = f" {plural(count, 'rattachement modifié', 'rattachements modifiés')}." if count else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="enregistre"):
        st.markdown(f":material/check_circle: **Répartition enregistrée.**{moved}", width="content")
        st.button(
            "Annuler cet enregistrement",
            key="annuler",
            icon=":material/undo:",
            on_click=undo_saved,
            args=(context.base, context.company.code, change),
        )


def plan_rows(before: CompanyState, after: CompanyState) -> pl.DataFrame:
    """Return who would be elsewhere: name, origin, target (texts), day (Date)."""
    rows = [
        (c.subject.label, entity_name(before, c.before), entity_name(before, c.after), c.day)
        for c in places_changed(before, after)
    ]
    schema = pl.Schema({"name": pl.String(), "origin": pl.String(), "target": pl.String(), "day": pl.Date()})
    return pl.DataFrame(rows, schema=schema, orient="row")
