"""Every import there was, the latest first, and what one of them left to correct."""

from typing import Final

import polars as pl
import streamlit as st

from liveo.core.money import MICROS_PER_EURO
from liveo.rendering.french import plural
from liveo.services.imports import import_history
from liveo.ui.escape import md
from liveo.ui.imports_outcomes import show_refused, show_unrated
from liveo.ui.imports_words import amount, balance, format_name
from liveo.ui.state import PageContext

IMPORT: Final = "import"
ROWS_SHOWN: Final = 12
COUNTS: Final = {
    "lines": "Lignes",
    "accepted": "Importées",
    "known": "Connues",
    "refused": "Refusées",
    "unrated": "Sans prix",
}


def show_history(context: PageContext) -> None:
    """List the imports with their totals; a click on a row shows what it left to correct."""
    history = import_history(context.base)
    if history.is_empty():
        st.info("Aucun fichier importé encore. Déposez un relevé d'appels ci-dessus.", icon=":material/upload_file:")
        return
    sums = history.select(pl.col(*COUNTS, "amount_micros").sum()).row(0, named=True)
    files = plural(history.height, "fichier")
    st.markdown(
        f"{files} · {balance(sums['lines'], sums['accepted'], sums['known'], sums['refused'])} · "
        f"**{amount(sums['amount_micros'])}** d'appels HT"
    )
    chosen = _pick_import(history)
    if chosen is None:
        st.caption("Cliquez à gauche d'une ligne pour voir ce que cet import a laissé à corriger.")
        return
    _show_import(context, history.row(chosen, named=True))


def history_table(history: pl.DataFrame) -> pl.DataFrame:
    """Return imports as people read them; amounts are exact euros, so that the column sorts."""
    return history.select(
        pl.col("file_name").alias("Fichier"),
        pl.col("imported_at").dt.to_string("%d/%m/%Y %H:%M").alias("Importé le"),
        *(pl.col(name).alias(title) for name, title in COUNTS.items()),
        (pl.col("amount_micros").cast(pl.Decimal(24, 6)) / MICROS_PER_EURO).alias("Montant HT"),
        pl.col("company").fill_null("selon le fichier").alias("Entreprise"),
        pl.Series("Format", [format_name(code) for code in history["format"]], pl.String),
    )


def _pick_import(history: pl.DataFrame) -> int | None:
    """Return the place of the chosen import: the one clicked, or the one that the address names."""
    asked = st.query_params.get(IMPORT, "")
    ids = history["import_id"].to_list()
    preset = [ids.index(int(asked))] if asked.isdecimal() and int(asked) in ids else []
    number = st.column_config.NumberColumn(format="localized", width=72)
    event = st.dataframe(
        history_table(history),
        hide_index=True,
        key=f"historique_{asked}",
        height="content" if history.height <= ROWS_SHOWN else 35 * (ROWS_SHOWN + 1) + 3,
        on_select="rerun",
        selection_mode="single-row",
        selection_default={"selection": {"rows": preset}},
        column_config={
            "Fichier": st.column_config.TextColumn(width=235),
            "Importé le": st.column_config.TextColumn(width=120),
            **dict.fromkeys(COUNTS.values(), number),
            "Montant HT": st.column_config.NumberColumn(format="euro", width=85),
        },
        alt="Historique des imports, le plus récent d'abord",
    )
    return event.selection.rows[0] if event.selection.rows else None


def _show_import(context: PageContext, one: dict[str, object]) -> None:
    with st.container(border=True):
        st.markdown(f"**{md(one['file_name'])}**")
        import_id = int(str(one["import_id"]))
        show_unrated(context.base, import_id)
        if one["refused"]:
            show_refused(context.base, import_id, str(one["file_name"]), f"historique_{import_id}")
        if not one["refused"] and not one["unrated"]:
            st.markdown(
                ":green[:material/check_circle:] Rien à corriger : chaque ligne a été lue, chaque appel a son prix."
            )
