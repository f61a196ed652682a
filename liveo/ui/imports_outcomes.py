"""What became of each imported file: every line accounted for, refused lines to take away, calls without a price."""

from functools import partial

import polars as pl
import streamlit as st

from liveo.rendering.consumption_tables import spreadsheet
from liveo.rendering.french import number, plural
from liveo.rendering.labels import PROBLEM_REASONS, code_label, label
from liveo.services.bases import Base
from liveo.services.imports import ImportReport, refused_lines, unrated_of_import
from liveo.ui.escape import md
from liveo.ui.imports import OUTCOMES, Outcome, outcomes
from liveo.ui.imports_words import ADVICE, balance, format_name, outcome
from liveo.ui.state import PageContext

LINES_SHOWN = 200


def show_outcomes(context: PageContext) -> None:
    """Show what became of the files imported last, until somebody puts it away."""
    found = outcomes()
    if not found:
        return
    for place, one in enumerate(found):
        with st.container(border=True):
            _show_outcome(context.base, one, f"resultat_{place}")
    st.button("Fermer ce compte rendu", key="fermer_resultats", icon=":material/close:", on_click=_put_away)


def show_refused(base: Base, import_id: int, file_name: str, key: str) -> None:
    """Show the lines that an import handed back, with why, and offer them as a file for a spreadsheet."""
    lines = refused_lines(base, import_id)
    table = refused_table(lines)
    st.dataframe(
        table.head(LINES_SHOWN),
        hide_index=True,
        key=f"refus_{key}",
        column_config={"Ligne": st.column_config.NumberColumn(width="small", format="%d")},
        alt=f"Lignes refusées du fichier {file_name}",
    )
    if table.height > LINES_SHOWN:
        st.caption(f"Les {LINES_SHOWN} premières ; toutes sont dans le fichier à télécharger.")
    st.download_button(
        f"Télécharger {plural(table.height, 'ligne refusée', 'lignes refusées')} (CSV)",
        partial(spreadsheet, table),
        file_name=f"lignes-refusees-import-{import_id}.csv",
        mime="text/csv",
        key=f"telecharger_{key}",
        icon=":material/download:",
        on_click="ignore",
    )


def show_unrated(base: Base, import_id: int) -> None:
    """Show why calls of an import wait for a price, and what to do."""
    reasons = unrated_of_import(base, import_id)
    if not reasons:
        return
    count = plural(sum(calls for _, calls in reasons), "appel")
    lines = [f"- {label(reason)} ({number(calls)}) : {ADVICE[reason]}" for reason, calls in reasons]
    st.markdown(f":orange[:material/build:] **{count} sans prix**\n" + "\n".join(lines))


def refused_table(lines: pl.DataFrame) -> pl.DataFrame:
    """Return refused lines as people read them: line, reason, detail, what stood there."""
    return lines.select(
        pl.col("line").alias("Ligne"),
        pl.Series("Motif", [code_label(PROBLEM_REASONS, code) for code in lines["reason"]], pl.String),
        pl.col("detail").alias("Détail"),
        pl.col("content").alias("Contenu de la ligne"),
    )


def _show_outcome(base: Base, one: Outcome, key: str) -> None:
    if one.report is None:
        st.markdown(f":red[:material/block:] **{md(one.name)}** · refusé")
        st.markdown(md(one.refusal))
        return
    report = one.report
    st.markdown(f"{_sign(report)} **{md(one.name)}** · {format_name(report.format)}")
    st.markdown(outcome(report))
    if report.lines:
        first_time = "La première fois : " if report.already_imported else ""
        st.markdown(first_time + balance(report.lines, report.accepted, report.known, report.refused))
    if report.already_imported:
        return
    show_unrated(base, report.import_id)
    if report.refused:
        show_refused(base, report.import_id, one.name, key)


def _sign(report: ImportReport) -> str:
    if report.already_imported or not report.accepted:
        return ":blue[:material/info:]"
    if report.refused or report.unrated:
        return ":orange[:material/warning:]"
    return ":green[:material/check_circle:]"


def _put_away() -> None:
    st.session_state.pop(OUTCOMES, None)
