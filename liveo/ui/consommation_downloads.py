"""What people take away from the page Consommation: the calls in view, or their sums, as files of four kinds.

A file that is made in a moment is made when it is downloaded; a long one is prepared first, with its progress.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Final

import polars as pl
import streamlit as st

from liveo.rendering.consumption_files import MOST_ROWS, calls_frame, csv, daily_frame, excel, parquet
from liveo.rendering.consumption_tables import calls_lines, daily_lines
from liveo.rendering.french import day_long, number
from liveo.services.consumption import by_day, daily_aggregates, totals
from liveo.services.consumption_calls import CallQuestion
from liveo.services.consumption_export import PART, call_parts
from liveo.services.progress import Progress, silent
from liveo.ui.consommation_chips import sentence
from liveo.ui.consommation_filters import View
from liveo.ui.escape import unmarked

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PREPARED: Final = "_fichier_prepare"

Made = Callable[[View, CallQuestion, Sequence[str], Progress], bytes]


@dataclass(frozen=True, slots=True)
class FileKind:
    """One row of the table of files: its words, its ending, its type, and how the calls in view become one."""

    label: str
    key: str
    name: str
    ending: str
    mime: str
    made: Made
    help: str
    of_calls: bool = True


def show_downloads(view: View, question: CallQuestion) -> None:
    """Offer the calls and their sums as files; each is made when somebody asks for it, not before."""
    calls = totals(by_day(view.context.base, view.asked)).calls
    offered = [kind for kind in FILES if kind.mime != _EXCEL or not kind.of_calls or calls <= MOST_ROWS]
    with st.container(horizontal=True):
        for kind in offered:
            if kind.of_calls and calls > PART:
                _offer_prepared(view, question, kind)
            else:
                _offer(kind, view, question, partial(kind.made, view, question, what_is_shown(view, question), silent))
    if len(offered) < len(FILES):
        st.caption(f"Au-delà de {number(MOST_ROWS)} appels, Excel ne suffit plus : prenez CSV ou Parquet.")


def _offer(kind: FileKind, view: View, question: CallQuestion, content: Callable[[], bytes] | bytes) -> None:
    st.download_button(
        kind.label,
        content,
        file_name(kind, view, question),
        kind.mime,
        key=f"_fichier_{kind.key}",
        icon=":material/download:",
        on_click="ignore",
        help=kind.help,
    )


def _offer_prepared(view: View, question: CallQuestion, kind: FileKind) -> None:
    """Offer to prepare a long file; once it is made, to download it, until the question changes."""
    name = file_name(kind, view, question)
    prepared: tuple[str, bytes] | None = st.session_state.get(_PREPARED)
    if prepared and prepared[0] == name:
        _offer(kind, view, question, prepared[1])
        return
    asked = st.button(
        f"Préparer\N{NO-BREAK SPACE}: {kind.label}",
        key=f"_preparer_{kind.key}",
        icon=":material/hourglass_empty:",
        help=f"{kind.help} Plus de {number(PART)} appels : le fichier se prépare d'abord, puis se télécharge.",
    )
    if asked:
        bar = st.progress(0.0, "Préparation du fichier…")

        def progress(done: float, words: str) -> None:
            bar.progress(done, words)

        content = kind.made(view, question, what_is_shown(view, question), progress)
        st.session_state[_PREPARED] = (name, content)
        st.rerun()


def what_is_shown(view: View, question: CallQuestion) -> list[str]:
    """Say what a file holds, in sentences without markup."""
    searched = [f"Numéro cherché : {question.search}."] if question.search else []
    hidden = "Les quatre derniers chiffres des numéros sont masqués ; les montants sont hors taxes, en euros."
    return [unmarked(sentence(view)), *searched, hidden, f"Données au {day_long(view.context.today)}."]


def file_name(kind: FileKind, view: View, question: CallQuestion) -> str:
    """Name a file after what it holds; the mark at the end tells apart files of the same days with other filters."""
    period, mark = view.asked.span, mark_of(question, view.context.base.version)
    return f"{kind.name}_{view.context.company.code}_{period.start}_{period.end}_{mark}.{kind.ending}"


def mark_of(question: CallQuestion, version: int) -> str:
    """Return eight signs that differ from one question, or version of the base, to another."""
    return sha256(repr((question, version)).encode()).hexdigest()[:8]


def _parts(view: View, question: CallQuestion, progress: Progress) -> Iterator[pl.DataFrame]:
    """Yield the calls in view part by part, and say how far that is."""
    for done, calls in call_parts(view.context.base, question):
        yield calls
        progress(done, "Préparation du fichier…")


def _lines(view: View, question: CallQuestion, progress: Progress) -> Iterator[pl.DataFrame]:
    for calls in _parts(view, question, progress):
        yield calls_lines(calls, view.names.subjects, view.names.entities)


def _values(view: View, question: CallQuestion, progress: Progress) -> Iterator[pl.DataFrame]:
    for calls in _parts(view, question, progress):
        yield calls_frame(calls, view.names.subjects, view.names.entities)


def _daily(view: View) -> pl.DataFrame:
    return daily_aggregates(view.context.base, view.asked)


FILES: Final = (
    FileKind(
        *("Cumuls par jour (CSV)", "jours_csv", "consommation", "csv", "text/csv"),
        lambda view, question, said, progress: csv([daily_lines(_daily(view), view.names.entities)], said),
        "Une ligne par jour, entité et destination, sous les filtres de la page.",
        of_calls=False,
    ),
    FileKind(
        *("Cumuls par jour (Excel)", "jours_excel", "consommation", "xlsx", _EXCEL),
        lambda view, question, said, progress: excel(
            [daily_frame(_daily(view), view.names.entities)], "Cumuls par jour", said
        ),
        "Une ligne par jour, entité et destination ; une feuille redit les filtres.",
        of_calls=False,
    ),
    FileKind(
        *("Appels (CSV)", "appels_csv", "appels", "csv", "text/csv"),
        lambda view, question, said, progress: csv(_lines(view, question, progress), said),
        "Tous les appels de la liste, les quatre derniers chiffres masqués, sous les filtres de la page.",
    ),
    FileKind(
        *("Appels (Excel)", "appels_excel", "appels", "xlsx", _EXCEL),
        lambda view, question, said, progress: excel(_values(view, question, progress), "Appels", said),
        "Tous les appels de la liste, avec de vraies dates et de vrais nombres ; une feuille redit les filtres.",
    ),
    FileKind(
        *("Appels (Parquet)", "appels_parquet", "appels", "parquet", "application/vnd.apache.parquet"),
        lambda view, question, said, progress: parquet(_values(view, question, progress), said),
        "Tous les appels de la liste, pour un outil d'analyse ; les filtres sont dans ses métadonnées.",
    ),
)
