"""Saving a trial: from when, exactly what would be written, a confirmation, and the way back."""

from dataclasses import replace
from typing import Final

import streamlit as st

from liveo.core.people import Right, may
from liveo.core.periods import Month, months_between
from liveo.rendering.french import day_long, month_name, plural
from liveo.services.allocation_trial import AllocationChange, Trial, first_open_month, planned_change, tried_state
from liveo.services.billing import customer
from liveo.ui.escape import md
from liveo.ui.repartition_places import plan_rows, show_places
from liveo.ui.state import PageContext
from liveo.ui.trial_state import confirm, last_saved, save_trial, undo_saved
from liveo.ui.trial_words import consequences, trial_sentences

MONTHS_AHEAD: Final = 12


def show_confirmation(context: PageContext, trial: Trial) -> None:
    """Say exactly what would be written; the change that is shown is the change that is saved."""
    code = context.company.code
    state = customer(context.base, code).state
    since = _pick_month(context) if trial.changes_settings else None
    change = planned_change(context.base, code, trial, context.today, since)
    st.markdown("**Voici ce qui sera écrit :**")
    show_places(plan_rows(state, tried_state(state, replace(trial, sharing_key=None))), "plan")
    steps = [sentence.words for sentence in trial_sentences(state, trial)]
    lines = [*steps, *consequences(change)]
    st.markdown("\n".join(f"- {md(line)}" for line in lines))
    _show_ways_out(context, change, steps)


def show_saved(context: PageContext) -> None:
    """Say that the last trial was saved, and offer to undo it."""
    change = last_saved(context.company.code)
    if change is None:
        return
    count = len(change.subject_ids)
    moved = f" {plural(count, 'rattachement modifié', 'rattachements modifiés')}." if count else ""
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="applique"):
        st.markdown(f":material/check_circle: **Répartition appliquée.**{moved}", width="content")
        st.button(
            "Revenir à la répartition d'avant",
            key="annuler",
            icon=":material/undo:",
            on_click=undo_saved,
            args=(context, change),
        )


def _pick_month(context: PageContext) -> Month:
    """Ask from which month the settings hold: any that is not invoiced, the one in view unless it is."""
    first = first_open_month(context.base, context.company.code) or min(context.company.months, default=context.month)
    present = Month.of(context.today)
    usual = max(present, first)
    offered = months_between(first, usual.plus(MONTHS_AHEAD))
    return st.selectbox(
        "Réglages valables à partir de",
        offered,
        index=offered.index(usual),
        format_func=lambda month: month_name(month).capitalize(),
        key=f"a_partir_de_{context.company.code}",
        help="Les mois d'avant gardent leur division ; un mois déjà facturé ne change jamais.",
        width=320,
    )


def _show_ways_out(context: PageContext, change: AllocationChange, words: list[str]) -> None:
    allowed = may(context.person, Right.APPLY_CHANGES)
    if not allowed:
        st.info(
            "Seul un administrateur applique une répartition : enregistrez le scénario et envoyez-lui son lien.",
            icon=":material/lock:",
        )
    opened = first_open_month(context.base, context.company.code)
    too_early = opened is not None and change.first_month < opened
    if opened is not None and too_early:
        st.warning(
            f"Les factures sont émises jusqu'à {month_name(opened.plus(-1))} : choisissez une date à partir du "
            f"{day_long(opened.first)}.",
            icon=":material/lock:",
        )
    with st.container(horizontal=True):
        st.button(
            "Appliquer pour de bon",
            key="confirmer",
            type="primary",
            icon=":material/check:",
            disabled=not allowed or too_early,
            on_click=save_trial,
            args=(context, change, words),
        )
        st.button("Revenir", key="revenir", on_click=confirm, args=(context.company.code, False))
