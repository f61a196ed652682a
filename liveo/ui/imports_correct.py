"""Calls without a price are set right here: say what is meant, see what it changes, then do it, and take it back."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.destinations import UnratedReason
from liveo.core.errors import LiveoError
from liveo.core.people import Right, may
from liveo.rendering.french import micro_euros, number, plural
from liveo.rendering.labels import label
from liveo.rendering.rerating_words import SHIFT_HEADINGS, shift_cells
from liveo.services.billing import customer
from liveo.services.clock import now
from liveo.services.corrections import (
    Correction,
    Effect,
    GiveTo,
    LoadTariff,
    ReadAs,
    TakeBack,
    Waive,
    correct,
    corrections_of,
    try_correction,
)
from liveo.services.unrated import UnratedGroup, unrated_groups
from liveo.ui.escape import md
from liveo.ui.state import PageContext

TRIED: Final = "_correction_essayee"
DONE: Final = "_correction_faite"
TARIFF_KINDS: Final[Mapping[str, str]] = {
    "rates": "Grille tarifaire des appels",
    "prices": "Prix des options",
    "allowances": "Forfaits",
    "plan": "Plan de numérotation",
}
SAID: Final[Mapping[str, str]] = {
    "owner": "appels donnés à",
    "number": "numéro compris comme",
    "waived": "non facturé",
}


def show_corrections(context: PageContext) -> None:
    """Show what makes calls wait, text by text, and let those who may say what is meant."""
    if not may(context.person, Right.CORRECT_CALLS):
        st.caption("Pour corriger ces appels, adressez-vous à un administrateur.")
        return
    _tell_what_was_done()
    groups = unrated_groups(context.base, context.company.code)
    if groups:
        _show_groups(context, groups)
    _show_what_was_said(context)
    with st.expander("Charger un tarif corrigé", icon=":material/upload_file:"):
        _show_tariff_loader(context)


def effect_words(effect: Effect) -> str:
    """Say what a correction changes, in a sentence or two."""
    done, rows = effect.rerating, effect.tariff
    tariff = (
        f"Tarif : {number(rows.added)} lignes ajoutées, {number(rows.removed)} retirées, {number(rows.kept)} "
        "inchangées. "
        if rows
        else ""
    )
    if not done.calls and not done.shifts:
        return f"{tariff}Aucun appel ne change de prix."
    waiting = f", dont {number(done.newly_rated)} qui attendaient un prix" if done.newly_rated > 0 else ""
    again = plural(done.calls, "appel revalorisé", "appels revalorisés")
    return f"{tariff}**{again}**{waiting} ; différence : **{micro_euros(done.micros)}** HT."


def effect_table(effect: Effect) -> pl.DataFrame:
    """Return what changes by company, month and destination."""
    rows = [shift_cells(shift) for shift in effect.rerating.shifts]
    return pl.DataFrame(rows, schema=list(SHIFT_HEADINGS), orient="row")


def _show_groups(context: PageContext, groups: Sequence[UnratedGroup]) -> None:
    st.header("Corriger", anchor=False)
    by_text = {f"{group.reason}|{group.written}|{group.kind}": group for group in groups}
    chosen = st.selectbox(
        "Ce qui est écrit dans le fichier",
        list(by_text),
        format_func=lambda key: _group_words(by_text[key]),
        key=f"texte_a_corriger_{context.company.code}",
    )
    forms = FORMS[by_text[chosen].reason]
    names = list(forms)
    kind = names[0]
    if len(names) > 1:
        kind = st.segmented_control("Correction", names, default=kind, required=True, key=f"correction_{chosen}")
    with st.form(f"correction_{kind}_{chosen}", border=False):
        correction = forms[kind](context, by_text[chosen])
        asked = st.form_submit_button("Voir l'effet", icon=":material/visibility:")
    if asked:
        st.session_state[TRIED] = correction
    if st.session_state.get(TRIED) == correction:
        _show_effect(context, correction)


def _show_effect(context: PageContext, correction: Correction) -> None:
    """Show what a correction would do, and offer to do it."""
    try:
        with st.spinner("Valorisation à l'essai…"):
            effect = try_correction(context.base, correction)
    except LiveoError as refusal:
        st.warning(md(refusal), icon=":material/info:")
        return
    st.markdown(effect_words(effect))
    table = effect_table(effect)
    if table.height:
        st.dataframe(table, hide_index=True, alt="Ce que la correction change, par mois et destination")
    st.caption("Les mois déjà facturés ne changent jamais.")
    if st.button("Appliquer", type="primary", icon=":material/check:", key="appliquer_correction"):
        done = correct(context.base, correction, context.person, now())
        st.session_state[DONE] = f"C'est fait. {effect_words(done)}"
        st.session_state.pop(TRIED, None)
        st.rerun()


def _tell_what_was_done() -> None:
    done = st.session_state.pop(DONE, None)
    if done:
        st.success(done, icon=":material/check_circle:")


def _group_words(group: UnratedGroup) -> str:
    return f"{group.written or '(vide)'} · {label(group.reason)} · {plural(group.calls, 'appel')}"


def _give_form(context: PageContext, group: UnratedGroup) -> Correction:
    state = customer(context.base, context.company.code).state
    names = {account.code: f"{account.extension} · {account.name}" for account in state.accounts}
    names |= {resource.code: f"{resource.name} ({label(resource.option)})" for resource in state.resources}
    code = st.selectbox("Compte ou ressource qui paie", list(names), format_func=names.__getitem__)
    st.caption("Vaut aussi pour les appels à venir sous ce code ou de cet appelant.")
    return GiveTo(context.company.code, group.written, code)


def _read_form(context: PageContext, group: UnratedGroup) -> Correction:
    meant = st.text_input("Numéro qu'il fallait comprendre", placeholder="01 23 45 67 89")
    return ReadAs(context.company.code, group.written, meant)


def _waive_form(context: PageContext, group: UnratedGroup) -> Correction:
    why = st.text_input("Raison, gardée au journal", placeholder="Appels d'essai de l'installateur")
    return Waive(context.company.code, group.written, why)


Form = Callable[[PageContext, UnratedGroup], Correction]
_TEXT_FORMS: Final[Mapping[str, Form]] = {"Donner le numéro": _read_form, "Ne pas facturer": _waive_form}
FORMS: Final[Mapping[UnratedReason, Mapping[str, Form]]] = {
    **dict.fromkeys(UnratedReason, _TEXT_FORMS),
    UnratedReason.UNKNOWN_ACCOUNT: {"Dire qui paie": _give_form},
}
"""What can be said of calls, by the reason for which they wait."""


def _show_tariff_loader(context: PageContext) -> None:
    st.markdown(
        "Le fichier dit le tarif **en entier**, dans les colonnes du fichier livré. Ce qui est pareil reste ; les "
        "appels concernés des mois non facturés sont revalorisés, et eux seuls."
    )
    kind = st.selectbox("Tarif", list(TARIFF_KINDS), format_func=TARIFF_KINDS.__getitem__, key="tarif_genre")
    whose = {"": "Toutes les entreprises", context.company.code: f"{md(context.company.name)} seule"}
    company = st.radio("Pour", list(whose), format_func=whose.__getitem__, horizontal=True, key="tarif_pour")
    file = st.file_uploader("Fichier CSV", type=["csv"], key="tarif_fichier")
    if file is None:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.getvalue())
        _show_effect(context, LoadTariff(kind, path, "" if kind == "plan" else company))


def _show_what_was_said(context: PageContext) -> None:
    said = corrections_of(context.base, context.company.code)
    if said:
        st.header("Corrections en place", anchor=False)
    for row in said:
        words, button = st.columns([5, 1], vertical_alignment="center")
        calls = f" ({plural(row['calls'], 'appel')})" if row["calls"] else ""
        meaning = f" **{md(row['meaning'])}**" if row["meaning"] else ""
        words.markdown(f"« {md(row['written'])} » : {SAID[row['kind']]}{meaning}{calls}")
        if button.button("Retirer", key=f"retirer_{row['kind']}_{row['written']}", icon=":material/undo:"):
            done = correct(context.base, TakeBack(context.company.code, row["written"]), context.person, now())
            st.session_state[DONE] = f"La correction est retirée. {effect_words(done)}"
            st.rerun()
