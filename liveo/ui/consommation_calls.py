"""The calls behind the figures, a page at a time, and what people take away from the page as files."""

from typing import Final

import streamlit as st

from liveo.rendering.charts.style import cents_of
from liveo.rendering.consumption_tables import calls_table
from liveo.rendering.explanation import call_sentences
from liveo.rendering.french import number, plural
from liveo.services.consumption import Totals
from liveo.services.consumption_calls import PAGE_SIZE, CallPage, CallQuestion, Ranking, call_page
from liveo.services.explanation import explain_stored_call
from liveo.ui.consommation_downloads import mark_of, show_downloads
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import RANKING, SEARCH
from liveo.ui.consommation_words import choice
from liveo.ui.escape import md
from liveo.ui.state import follow_address, write_address

_ROW_HEIGHT: Final = 35
_ROWS_IN_SIGHT: Final = 15
_HIDDEN_DIGITS: Final = " Les quatre derniers chiffres, masqués, ne se cherchent pas."


@st.fragment
def show_calls(view: View, above: Totals) -> None:
    """Show a page of the calls in view, with the proof that they make the figures ``above``."""
    with st.container(border=True):
        st.markdown("**Appels un par un**")
        question = _pick_question(view)
        page = _page_key(view, question)
        with st.skeleton(height=_height(_ROWS_IN_SIGHT)):
            found = call_page(view.context.base, question, int(st.session_state.get(page) or 1))
        st.caption(_control(found, question, above))
        if not found.calls:
            st.info(
                f"Aucun appel vers ce numéro dans la sélection.{_HIDDEN_DIGITS if not view.asked.whole_numbers else ''}"
            )
            return
        table = calls_table(found.rows, view.names.subjects, view.names.entities)
        event = st.dataframe(
            table.drop(_idle_columns(view)),
            hide_index=True,
            height=_height(table.height),
            key=f"appels_{page}_{found.page}",
            on_select="rerun",
            selection_mode="single-row",
            alt="Appels",
        )
        if event.selection.rows:
            _show_explanation(view, int(found.rows["call_id"][event.selection.rows[0]]))
        else:
            st.caption("Cliquez à gauche d'un appel pour voir d'où vient son prix.")
        if found.pages > 1:
            st.pagination(found.pages, key=page)
    show_downloads(view, question)


def _show_explanation(view: View, call_id: int) -> None:
    """Show each step from the duration of a call to its price."""
    answer = explain_stored_call(view.context.base, view.context.company.code, call_id)
    with st.container(border=True):
        steps = call_sentences(answer.classified, answer.rating)
        st.markdown("\n".join(f"{i}. {md(step)}" for i, step in enumerate(steps, 1)))


def _pick_question(view: View) -> CallQuestion:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            "Chercher un numéro",
            key=SEARCH,
            placeholder="06 12, 0044, 118…",
            max_chars=30,
            width=240,
            bind="query-params",
            persist_state="session",
        )
        codes = [str(ranking) for ranking in Ranking]
        follow_address(RANKING, codes)
        ranking = st.selectbox(
            "Trier",
            codes,
            format_func=lambda code: choice(Ranking(code)),
            key=RANKING,
            width=220,
            persist_state="session",
        )
        write_address(RANKING, ranking)
    return CallQuestion(view.asked, search.strip(), Ranking(ranking))


def _page_key(view: View, question: CallQuestion) -> str:
    """Return the key of the pages: another question has pages of its own, and starts at the first."""
    return f"_page_{_mark(view, question)}"


def _idle_columns(view: View) -> list[str]:
    """Return the columns that would say the same on every line."""
    return [
        *([] if view.names.has_entities else ["Entité"]),
        *(["Sens"] if len(view.asked.directions) == 1 else []),
    ]


def _height(rows: int) -> int:
    """Return the height in pixels of a list that shows its first rows, and scrolls for the others."""
    return _ROW_HEIGHT * (min(rows, _ROWS_IN_SIGHT) + 1) + 3


def _control(found: CallPage, question: CallQuestion, above: Totals) -> str:
    """Say what all pages hold, and that this is what the figures above say."""
    words = f"{plural(found.calls, 'appel')}, {cents_of(found.amount_micros)}"
    if found.pages > 1:
        words += f", par pages de {PAGE_SIZE}"
    if question.search:
        return f"{words}, sur les {number(above.calls)} de la sélection."
    agrees = (found.calls, found.amount_micros) == (above.calls, above.amount_micros)
    if agrees:
        return f"{words} : les mêmes que ci-dessus ✓"
    return f"{words}, contre {plural(above.calls, 'appel')}, {cents_of(above.amount_micros)} ci-dessus : à signaler."


def _mark(view: View, question: CallQuestion) -> str:
    return mark_of(question, view.context.base.version)
