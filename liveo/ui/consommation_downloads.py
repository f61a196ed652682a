"""What people take away from the page Consommation: the calls in view, or their sums, as files of four kinds."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final

import polars as pl
import streamlit as st

from liveo.rendering.consumption_files import MOST_ROWS, calls_frame, daily_frame, excel, parquet
from liveo.rendering.consumption_tables import calls_csv, daily_csv
from liveo.rendering.french import day_long, number
from liveo.services.consumption import by_day, daily_aggregates, totals
from liveo.services.consumption_calls import CallQuestion, all_calls
from liveo.ui.consommation_chips import sentence
from liveo.ui.consommation_filters import View

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class FileKind:
    """One row of the table of files: its words, its ending, its type, and how the calls in view become one."""

    label: str
    key: str
    name: str
    ending: str
    mime: str
    made: Callable[[View, CallQuestion, Sequence[str]], bytes]
    help: str


def show_downloads(view: View, question: CallQuestion) -> None:
    """Offer the calls and their sums as files; each is made when somebody asks for it, not before."""
    said = what_is_shown(view, question)
    offered = [
        kind
        for kind in FILES
        if kind.mime != _EXCEL or totals(by_day(view.context.base, view.asked)).calls <= MOST_ROWS
    ]
    with st.container(horizontal=True):
        for kind in offered:
            st.download_button(
                kind.label,
                partial(kind.made, view, question, said),
                file_name(kind, view, question),
                kind.mime,
                key=f"_fichier_{kind.key}",
                icon=":material/download:",
                on_click="ignore",
                help=kind.help,
            )
    if len(offered) < len(FILES):
        st.caption(f"Au-delà de {number(MOST_ROWS)} appels, Excel ne suffit plus : prenez CSV ou Parquet.")


def what_is_shown(view: View, question: CallQuestion) -> list[str]:
    """Say what a file holds, in sentences without markup."""
    told = re.sub(r"\*\*|\\(?=[!-/:-@\[-`{-~])", "", sentence(view))
    searched = [f"Numéro cherché : {question.search}."] if question.search else []
    hidden = "Les quatre derniers chiffres des numéros sont masqués ; les montants sont hors taxes, en euros."
    return [told, *searched, hidden, f"Données au {day_long(view.context.today)}."]


def file_name(kind: FileKind, view: View, question: CallQuestion) -> str:
    """Name a file after what it holds; the mark at the end tells apart files of the same days with other filters."""
    period, mark = view.asked.span, mark_of(question, view.context.base.version)
    return f"{kind.name}_{view.context.company.code}_{period.start}_{period.end}_{mark}.{kind.ending}"


def mark_of(question: CallQuestion, version: int) -> str:
    """Return eight signs that differ from one question, or version of the base, to another."""
    return sha256(repr((question, version)).encode()).hexdigest()[:8]


def _calls(view: View, question: CallQuestion) -> pl.DataFrame:
    return calls_frame(all_calls(view.context.base, question), view.names.subjects, view.names.entities)


def _daily(view: View) -> pl.DataFrame:
    return daily_frame(daily_aggregates(view.context.base, view.asked), view.names.entities)


FILES: Final = (
    FileKind(
        *("Cumuls par jour (CSV)", "jours_csv", "consommation", "csv", "text/csv"),
        lambda view, question, said: daily_csv(daily_aggregates(view.context.base, view.asked), view.names.entities),
        "Une ligne par jour, entité et destination, avec les filtres de la page.",
    ),
    FileKind(
        *("Cumuls par jour (Excel)", "jours_excel", "consommation", "xlsx", _EXCEL),
        lambda view, question, said: excel(_daily(view), "Cumuls par jour", said),
        "Une ligne par jour, entité et destination ; une feuille redit les filtres.",
    ),
    FileKind(
        *("Appels (CSV)", "appels_csv", "appels", "csv", "text/csv"),
        lambda view, question, said: calls_csv(
            all_calls(view.context.base, question), view.names.subjects, view.names.entities
        ),
        "Tous les appels de la liste, les quatre derniers chiffres masqués.",
    ),
    FileKind(
        *("Appels (Excel)", "appels_excel", "appels", "xlsx", _EXCEL),
        lambda view, question, said: excel(_calls(view, question), "Appels", said),
        "Tous les appels de la liste, avec de vraies dates et de vrais nombres ; une feuille redit les filtres.",
    ),
    FileKind(
        *("Appels (Parquet)", "appels_parquet", "appels", "parquet", "application/vnd.apache.parquet"),
        lambda view, question, said: parquet(_calls(view, question), said),
        "Tous les appels de la liste, pour un outil d'analyse ; les filtres sont dans ses métadonnées.",
    ),
)
