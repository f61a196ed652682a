"""The trial of the page Répartition, kept in the session company by company until it is saved or given up.

The trial is the one truth: widgets are set from it, and change it through their callbacks.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from liveo.core.divisions import in_month
from liveo.core.errors import LiveoError
from liveo.services.allocation_trial import AllocationChange, Step, Trial, save, settled, tried_state, undo
from liveo.services.billing import customer
from liveo.services.clock import now
from liveo.ui.state import PageContext

_TRIAL: Final = "_repartition_essai_"
_SAVED: Final = "_repartition_enregistre_"
_CONFIRMING: Final = "_repartition_confirmation_"
_MESSAGE: Final = "_repartition_message_"


def stored_trial(code: str) -> Trial:
    """Return what is tried for a company, as it was asked for."""
    trial: Trial = st.session_state.get(_TRIAL + code, Trial())
    return trial


def current_trial(context: PageContext) -> Trial:
    """Return what is tried for the company in view; what the base no longer allows is dropped, and said."""
    code = context.company.code
    trial = stored_trial(code)
    state = in_month(customer(context.base, code).state, context.month)
    try:
        trial = settled(state, trial)
        tried_state(state, trial)
    except LiveoError as refusal:
        st.session_state[_TRIAL + code] = trial = Trial()
        st.warning(f"{refusal} Votre essai a été abandonné.", icon=":material/undo:")
    return trial


def set_trial(code: str, trial: Trial) -> None:
    """Replace what is tried; for callbacks."""
    st.session_state[_TRIAL + code] = trial
    st.session_state.pop(_CONFIRMING + code, None)
    st.session_state.pop(_SAVED + code, None)


def try_step(context: PageContext, trial: Trial, step: Step) -> None:
    """Add a step to the trial, or say why it cannot be; for callbacks."""
    try_steps(context, trial, (step,))


def try_steps(context: PageContext, trial: Trial, steps: tuple[Step, ...]) -> None:
    """Add several steps to the trial, or none and say why; for callbacks."""
    code = context.company.code
    longer = replace(trial, steps=(*trial.steps, *steps))
    state = in_month(customer(context.base, code).state, context.month)
    try:
        tried_state(state, longer)
    except LiveoError as refusal:
        st.session_state[_MESSAGE + code] = str(refusal)
    else:
        if settled(state, longer) == settled(state, trial):
            st.session_state[_MESSAGE + code] = "C'est déjà ainsi à cette date : rien à essayer."
        else:
            set_trial(code, longer)


def last_saved(code: str) -> AllocationChange | None:
    """Return what was saved last, while nothing was tried since; it can be undone."""
    change = st.session_state.get(_SAVED + code)
    return change if isinstance(change, AllocationChange) else None


def take_message(code: str) -> str:
    """Return what a callback has to say, once; empty for nothing."""
    return str(st.session_state.pop(_MESSAGE + code, ""))


def is_confirming(code: str) -> bool:
    """Whether people asked to save and have not confirmed yet."""
    return bool(st.session_state.get(_CONFIRMING + code))


def confirm(code: str, asked: bool) -> None:
    """Ask for a confirmation, or go back; for callbacks."""
    st.session_state[_CONFIRMING + code] = asked


def save_trial(context: PageContext, change: AllocationChange, words: Sequence[str]) -> None:
    """Write what was confirmed and nothing else; for callbacks."""
    code = context.company.code
    try:
        written = save(context.base, change, context.person, now(), words)
    except LiveoError as refusal:
        st.session_state[_MESSAGE + code] = str(refusal)
    else:
        set_trial(code, Trial())
        st.session_state[_SAVED + code] = written


def undo_saved(context: PageContext, change: AllocationChange) -> None:
    """Put back what the last save replaced; for callbacks."""
    code = context.company.code
    st.session_state.pop(_SAVED + code, None)
    try:
        undo(context.base, change, context.person, now())
    except LiveoError as refusal:
        st.session_state[_MESSAGE + code] = str(refusal)
    else:
        st.toast("C'est annulé : tout est comme avant.", icon=":material/undo:")
