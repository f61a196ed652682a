"""The calls of a company that wait for a price: why, what to do, and the calls themselves, one page at a time."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.destinations import CallKind, UnratedReason
from liveo.rendering.french import duration, number, plural
from liveo.rendering.labels import LABELS, label
from liveo.services.unrated import PAGE_SIZE, Stray, strays, unrated_page, unrated_reasons
from liveo.ui.escape import md
from liveo.ui.imports_correct import show_corrections
from liveo.ui.imports_words import ADVICE
from liveo.ui.state import PageContext

REASONS: Final = "motifs"
PAGE: Final = "page_appels"


def show_unrated_calls(context: PageContext) -> None:
    """Show what waits for a price, by reason with what to do, then the calls."""
    _show_strays(strays(context.base))
    reasons = unrated_reasons(context.base, context.company.code)
    if not reasons:
        st.success(f"Chaque appel de {md(context.company.name)} a son prix.", icon=":material/check_circle:")
        show_corrections(context)
        return
    count = sum(calls for _, calls in reasons)
    verb = "attend" if count == 1 else "attendent"
    st.markdown(
        f"{md(context.company.name)} : **{plural(count, 'appel')} {verb} un prix**, tous mois confondus. Un appel sans "
        "prix bloque l'émission des factures de son mois, jamais leur aperçu."
    )
    st.table(_reason_table(reasons), border="horizontal")
    chosen = _pick_reasons(reasons)
    shown = sum(calls for reason, calls in reasons if reason in chosen or not chosen)
    pages = -(-shown // PAGE_SIZE)
    page = st.pagination(pages, key=f"{PAGE}_{context.company.code}_{'_'.join(chosen)}") if pages > 1 else 1
    rows = unrated_page(context.base, context.company.code, chosen, page)
    st.dataframe(
        call_table(rows),
        hide_index=True,
        key="appels_a_corriger",
        column_config={"Ligne": st.column_config.NumberColumn(format="%d", width="small")},
        alt=f"Appels sans prix, {context.company.name}",
    )
    show_corrections(context)


def call_table(rows: pl.DataFrame) -> pl.DataFrame:
    """Return calls as people read them."""
    kinds = LABELS[CallKind]
    return rows.select(
        pl.col("started_at").dt.to_string("%d/%m/%Y %H:%M:%S").alias("Début"),
        pl.Series("Motif", [label(UnratedReason(code)) for code in rows["reason"]], pl.String),
        pl.when(pl.col("subject") == "").then(pl.lit("inconnu")).otherwise("subject").alias("Compte"),
        pl.col("caller").alias("Appelant"),
        pl.col("dialled").alias("Numéro composé"),
        pl.Series("Type", [kinds[code] for code in rows["kind"]], pl.String),
        pl.Series("Durée", [duration(seconds) for seconds in rows["seconds"]], pl.String),
        pl.col("file_name").alias("Fichier"),
        pl.col("line").alias("Ligne"),
    )


def _reason_table(reasons: Sequence[tuple[UnratedReason, int]]) -> pl.DataFrame:
    rows = [(label(reason), number(calls), ADVICE[reason]) for reason, calls in reasons]
    return pl.DataFrame(rows, schema=["Motif", "Appels", "Que faire"], orient="row")


def _pick_reasons(reasons: Sequence[tuple[UnratedReason, int]]) -> list[UnratedReason]:
    if len(reasons) < 2:
        return []
    codes = [reason for reason, _ in reasons]
    chosen = st.pills("Motifs", codes, selection_mode="multi", format_func=label, key=REASONS)
    return [reason for reason in codes if reason in chosen]


def _show_strays(found: Sequence[Stray]) -> None:
    """Calls of nobody belong on no page of a company: whoever imports must know of them."""
    if not found:
        return
    files = ", ".join(f"« {md(stray.file_name)} » ({number(stray.calls)})" for stray in found[:5])
    more = f" et {plural(len(found) - 5, 'autre fichier', 'autres fichiers')}" if len(found) > 5 else ""
    count = plural(sum(stray.calls for stray in found), "appel")
    st.warning(
        f"**{count} sans entreprise** : rien dans le fichier ne dit à qui ils sont. {files}{more}.",
        icon=":material/person_off:",
    )
