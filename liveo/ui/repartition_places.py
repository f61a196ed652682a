"""Who would be elsewhere: account by account, from where, to where, from which day on."""

import polars as pl
import streamlit as st

from liveo.core.company import CompanyState
from liveo.services.moves import places_changed
from liveo.ui.trial_words import entity_name


def plan_rows(before: CompanyState, after: CompanyState) -> pl.DataFrame:
    """Return who would be elsewhere: name, origin, target (texts), day (Date)."""
    rows = [
        (c.subject.label, entity_name(before, c.before), entity_name(after, c.after), c.day)
        for c in places_changed(before, after)
    ]
    schema = pl.Schema({"name": pl.String(), "origin": pl.String(), "target": pl.String(), "day": pl.Date()})
    return pl.DataFrame(rows, schema=schema, orient="row")


def show_places(rows: pl.DataFrame, key: str) -> None:
    """Show who would be elsewhere; nothing where nobody is."""
    if rows.height:
        st.dataframe(
            rows,
            hide_index=True,
            height="content" if rows.height <= 8 else 318,
            key=key,
            column_config={
                "name": "Compte ou ressource",
                "origin": "Entité quittée",
                "target": "Nouvelle entité",
                "day": st.column_config.DateColumn("À partir du", format="DD/MM/YYYY"),
            },
            alt="Comptes et ressources qui changent d'entité",
        )
