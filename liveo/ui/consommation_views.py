"""Saved views: the choices of the page Consommation under a name, opened again in one click, one of them at home."""

from typing import Final

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.services.consumption_address import address_of, selection_of
from liveo.services.consumption_names import names_seen_by
from liveo.services.saved_views import (
    LONGEST_NAME,
    SavedView,
    forget_view,
    save_view,
    saved_views,
    show_at_home,
)
from liveo.ui.consommation_charts import MEASURE, STEP
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import PRESET, RANKING, SECTION, keep
from liveo.ui.escape import md
from liveo.ui.state import PageContext

_NAME, _FORGOTTEN, _REFUSED = "_nom_de_vue", "_vue_oubliee", "_vue_refus"
BESIDE: Final = (SECTION, MEASURE, STEP, RANKING)
"""Choices that are no filter, and that a view keeps too."""


def show_views(view: View) -> None:
    """Offer the views that the person keeps for this company, and to keep what is shown as one."""
    context = view.context
    kept = [one for one in saved_views(context.base, context.person) if one.company == context.company.code]
    refused = st.session_state.pop(_REFUSED, None)
    with st.popover(f"Mes vues ({len(kept)})" if kept else "Mes vues", icon=":material/bookmark:"):
        if refused:
            st.error(refused, icon=":material/error:")
        for one in kept:
            _show_view(context, one)
        if not kept:
            st.caption("Gardez sous un nom ce que la page montre : filtres, période, comparaison et section.")
        forgotten: SavedView | None = st.session_state.get(_FORGOTTEN)
        if forgotten and forgotten.company == context.company.code:
            st.button(
                f"Rétablir «\N{NO-BREAK SPACE}{md(forgotten.name)}\N{NO-BREAK SPACE}»",
                key="_retablir_vue",
                type="tertiary",
                icon=":material/undo:",
                on_click=_bring_back,
                args=(context, forgotten),
            )
        with st.form("_garder_vue", border=False):
            st.text_input(
                "Garder ce que la page montre", key=_NAME, max_chars=LONGEST_NAME, placeholder="Étranger, le week-end"
            )
            st.form_submit_button("Enregistrer", icon=":material/bookmark_add:", on_click=_save, args=(view,))


def open_view(context: PageContext, kept: SavedView) -> None:
    """Make a view the choice of every widget; what it names and is gone is left aside. For callbacks only."""
    names = names_seen_by(context.base, kept.company, context.person)
    keep(selection_of(kept.address, names)[0])
    for key in BESIDE:
        texts = kept.address.get(key)
        if texts:
            st.session_state[key] = texts[0]
        else:
            st.session_state.pop(key, None)


def _show_view(context: PageContext, one: SavedView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.button(
            md(one.name),
            key=f"_vue_{one.view_id}",
            icon=":material/bookmark:",
            width="stretch",
            on_click=open_view,
            args=(context, one),
        )
        st.button(
            "",
            key=f"_vue_accueil_{one.view_id}",
            type="primary" if one.at_home else "secondary",
            icon=":material/home:",
            help="Ne plus montrer sur l'accueil" if one.at_home else "Montrer sur l'accueil",
            on_click=_put_at_home,
            args=(context, one),
        )
        st.button(
            "",
            key=f"_vue_oublier_{one.view_id}",
            icon=":material/delete:",
            help="Supprimer cette vue",
            on_click=_forget,
            args=(context, one),
        )


def _save(view: View) -> None:
    state = st.session_state
    # The period is always stated: a link that says nothing new would leave what was chosen before.
    address = {PRESET: [str(view.selection.preset)]} | address_of(view.selection)
    address |= {key: [str(state[key])] for key in BESIDE if state.get(key)}
    context = view.context
    try:
        kept = save_view(context.base, context.person, context.company.code, state.get(_NAME) or "", address)
    except LiveoError as refused:
        state[_REFUSED] = str(refused)
    else:
        state[_NAME] = ""
        st.toast(f"Vue «\N{NO-BREAK SPACE}{md(kept.name)}\N{NO-BREAK SPACE}» enregistrée.", icon=":material/bookmark:")


def _put_at_home(context: PageContext, one: SavedView) -> None:
    show_at_home(context.base, context.person, None if one.at_home else one)


def _forget(context: PageContext, one: SavedView) -> None:
    forget_view(context.base, context.person, one)
    st.session_state[_FORGOTTEN] = one


def _bring_back(context: PageContext, one: SavedView) -> None:
    st.session_state.pop(_FORGOTTEN, None)
    try:
        save_view(context.base, context.person, one.company, one.name, one.address, at_home=one.at_home)
    except LiveoError as refused:
        st.session_state[_REFUSED] = str(refused)
