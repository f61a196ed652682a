"""Where a simulation starts: the company in view, or a blank prospect built from one line of text.

The address keeps it: ``depart=prospect``. A prospect is for those who see every company.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.rendering.french import euros, number, plural
from liveo.rendering.labels import short_label
from liveo.services.companies import CompanySummary
from liveo.services.simulation import simulate
from liveo.services.simulation_plan import with_steps
from liveo.services.simulation_prospect import Equipment, equipment, equipment_steps
from liveo.services.simulation_stages import PROSPECT
from liveo.ui.escape import md
from liveo.ui.simulateur import keep_plan, plan_of
from liveo.ui.state import PageContext, follow_address, write_address

START: Final = "depart"
COMPANY, BLANK = "client", "prospect"
STARTS: Final[Mapping[str, str]] = {COMPANY: "Client", BLANK: "Prospect"}
NAME: Final = "simulateur_prospect_nom"
LONGEST_NAME, LONGEST_TEXT = 60, 300
EXAMPLES: Final = ("40 comptes, 2 menus vocaux, 10 enregistrements", "12 comptes, 12 numéros, 1 fax", "5 comptes")


def started(context: PageContext) -> PageContext:
    """Return what is simulated on: the company in view, or the prospect that the address asks for."""
    if context.person.companies is not None or st.session_state.get(START, st.query_params.get(START)) != BLANK:
        return context
    name = str(st.session_state.get(NAME) or "").strip() or "Prospect"
    blank = CompanySummary(PROSPECT, name, 0, 0, "single", context.company.months)
    return replace(context, company=blank)


def show_start(context: PageContext) -> None:
    """Let people choose where to start, and describe a prospect."""
    if context.person.companies is not None:
        return
    follow_address(START, STARTS)
    st.session_state.setdefault(START, COMPANY)
    chosen = st.segmented_control(
        "Partir de",
        list(STARTS),
        required=True,
        format_func=STARTS.__getitem__,
        key=START,
        persist_state="session",
        label_visibility="collapsed",
    )
    if chosen != COMPANY or START in st.query_params:
        write_address(START, str(chosen))
    if chosen == BLANK:
        _show_prospect(context)


def _show_prospect(context: PageContext) -> None:
    with st.container(border=True):
        left, right = st.columns([1, 2])
        with left:
            st.text_input("Nom du prospect", max_chars=LONGEST_NAME, key=NAME, persist_state="session")
        with right:
            text = st.text_input(
                "Ce qu'il veut",
                max_chars=LONGEST_TEXT,
                key="simulateur_prospect_texte",
                placeholder=EXAMPLES[0],
                persist_state="session",
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            for rank, example in enumerate(EXAMPLES):
                st.button(example, key=f"prospect_exemple_{rank}", type="tertiary", on_click=_write, args=(example,))
        if text:
            _show_read(context, text)


def _show_read(context: PageContext, text: str) -> None:
    """Say what is read and what it costs a month, before it is planned."""
    try:
        wanted = equipment(text)
        steps = equipment_steps(wanted, context.month.first)
        monthly = simulate(context.base, PROSPECT, context.month, steps).after.net
    except LiveoError as refusal:
        st.warning(md(refusal), icon=":material/info:")
        return
    st.markdown(f"{_words(wanted)} : **{euros(monthly)} HT** par mois.")
    already = plan_of(PROSPECT).steps
    st.button(
        "Repartir de cet équipement" if already else "Construire ce prospect",
        key="prospect_construire",
        type="primary",
        icon=":material/bolt:",
        help=f"Remplace {plural(len(already), 'changement')}, ce qui s'annule." if already else None,
        on_click=_build,
        args=(wanted, context),
    )


def _words(wanted: Equipment) -> str:
    return ", ".join(f"{number(count)} × {short_label(option)}" for option, count in wanted.items())


def _write(example: str) -> None:
    st.session_state["simulateur_prospect_texte"] = example


def _build(wanted: Equipment, context: PageContext) -> None:
    keep_plan(PROSPECT, with_steps(plan_of(PROSPECT), equipment_steps(wanted, context.month.first)))
