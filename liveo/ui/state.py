"""What pages remember, by name, and what they are given: the base, the company and the month in view.

Names that are also parameters of the address are French, since people read and send addresses.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from liveo.core.people import Person
from liveo.core.periods import Month
from liveo.services.bases import Base
from liveo.services.companies import CompanySummary

COMPANY: Final = "entreprise"
MONTH: Final = "mois"
PERSON: Final = "personne"
_CONTEXT: Final = "_context"


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page works on, and for whom.

    ``today`` is the day of the base: the real one, or that of the demonstration.
    """

    base: Base
    company: CompanySummary
    month: Month
    today: date
    demonstration: bool
    person: Person


def hand_to_pages(context: PageContext) -> None:
    """Give this run's context to the page that runs next."""
    st.session_state[_CONTEXT] = context


def page_context() -> PageContext:
    """Return what the page works on; the first call of every page.

    A page file that is reached without the frame (and so without its checks) stops here with a way back.
    """
    context = st.session_state.pop(_CONTEXT, None)
    if not isinstance(context, PageContext):
        st.error("Cette page s'ouvre depuis le tableau de bord.", icon=":material/error:")
        st.link_button("Ouvrir le tableau de bord", "/")
        st.stop()
    return context


def follow_address(key: str, known: Container[str]) -> None:
    """Let the address choose the value of a widget, when it says something new; before the widget is drawn.

    Streamlit's own binding writes labels into the address; ours writes codes, which stay right when names change.
    What the address says and nobody knows is left aside, as is a value that another company does not have.
    """
    asked = st.query_params.get(key)
    if asked in known and asked != st.session_state.get(_written(key)):
        st.session_state[key] = asked
    elif key in st.session_state and st.session_state[key] not in known:
        del st.session_state[key]


def write_address(key: str, value: str) -> None:
    """Show the value of a widget in the address, so that the address can be sent to others."""
    st.session_state[_written(key)] = value
    if st.query_params.get(key) != value:
        st.query_params[key] = value


def _written(key: str) -> str:
    return f"_adresse_{key}"
