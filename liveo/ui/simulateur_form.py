"""Composing a change: what, for whom, on which days; each choice says at once what it means in the month in view."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from liveo.core.catalogue import OPTION_TYPES, DayCount, OptionCode, Owner, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.company import EntityId
from liveo.rendering.french import month_name, plural
from liveo.rendering.labels import counted_noun, label
from liveo.services.simulation_choices import (
    ADDABLE,
    EXTRAS,
    Action,
    Candidate,
    candidates,
    day_count,
    entities,
    matching,
)
from liveo.services.simulation_stages import Step
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_form_days import REPEAT, pick_day, pick_period, pick_repetition, say_days
from liveo.ui.simulateur_form_prices import price_form
from liveo.ui.simulateur_plan import add_step
from liveo.ui.simulateur_words import ACTIONS, NEW_NAMES

MOST_ADDED = 500
CHOSEN, EVERYBODY = "essai_qui_", "essai_tous_"


@st.fragment
def show_form(view: SimulatorView) -> None:
    """Let people compose one step and plan it; only this block runs again while they do."""
    with st.container(border=True):
        st.markdown("## Composer un changement")
        action = st.segmented_control(
            "Que faire ?",
            list(ACTIONS),
            default=Action.SWITCH_ON,
            required=True,
            format_func=ACTIONS.__getitem__,
            key="essai_action",
            persist_state="session",
            width="stretch",
        )
        step = FORMS[Action(action)](view)
        code = view.context.company.code
        planned = st.button(
            "Ajouter à la simulation",
            key="essai_ajouter",
            icon=":material/add:",
            type="primary",
            width="stretch",
            disabled=step is None,
            on_click=_plan,
            args=(code, step),
        )
    if planned:
        st.rerun()


def _plan(code: str, step: Step) -> None:
    """Plan the step, and forget for whom and how often: nobody wants the same change twice."""
    add_step(code, step)
    st.session_state.pop(REPEAT, None)
    for key in [key for key in st.session_state if str(key).startswith((f"{CHOSEN}{code}_", f"{EVERYBODY}{code}_"))]:
        del st.session_state[key]


def _switch_on(view: SimulatorView) -> Step | None:
    option = _pick_option(list(OptionCode))
    chosen = _pick_subjects(view, Action.SWITCH_ON, option)
    period = pick_period(view)
    repetition = pick_repetition(period)
    say_days(view, option, period, repetition)
    return (SwitchOn(chosen, option, period, repetition),) if chosen else None


def _switch_off(view: SimulatorView) -> Step | None:
    option = _pick_option(list(OptionCode))
    chosen = _pick_subjects(view, Action.SWITCH_OFF, option)
    day = pick_day(view, "Supprimer le", "suppression", view.context.month.first.replace(day=15))
    billed = day_count(view.context.base, view.context.company.code) is DayCount.TOUCHED
    st.caption(f"Ce jour-là {'est encore facturé' if billed else 'ne se facture plus'}.")
    if option is not OptionCode.ACCOUNT or not chosen:
        return (SwitchOff(chosen, option, day),) if chosen else None
    st.caption("Leurs options s'arrêtent avec eux ; leurs numéros et leurs appels déjà passés restent facturés.")
    return tuple(SwitchOff(chosen, code, day) for code in (option, *EXTRAS))


def _add(view: SimulatorView) -> Step | None:
    option = _pick_option(ADDABLE)
    left, right = st.columns([1, 2])
    with left:
        count = st.number_input("Combien ?", 1, MOST_ADDED, 1, key="essai_combien", persist_state="session")
    with right:
        name = st.text_input("Nom", NEW_NAMES[option], max_chars=60, key=f"essai_nom_{option}", persist_state="session")
    extras = _pick_extras() if option is OptionCode.ACCOUNT else ()
    entity = _pick_entity(view)
    period = pick_period(view)
    repetition = pick_repetition(period)
    say_days(view, option, period, repetition)
    named = (name or "").strip() or NEW_NAMES[option]
    return (AddSubjects(new_subject_ids((), int(count)), option, named, period, entity, extras, repetition),)


FORMS: Mapping[Action, Callable[[SimulatorView], Step | None]] = {
    Action.SWITCH_ON: _switch_on,
    Action.SWITCH_OFF: _switch_off,
    Action.ADD: _add,
    Action.PRICE: price_form,
}
"""What each action asks; none of them returns a step before it is complete."""


def _pick_option(offered: Sequence[OptionCode]) -> OptionCode:
    default = offered.index(OptionCode.CALL_RECORDING) if OptionCode.CALL_RECORDING in offered else 0
    key = f"essai_option_{len(offered)}"
    return OptionCode(st.selectbox("Option", offered, default, format_func=label, key=key, persist_state="session"))


def _pick_subjects(view: SimulatorView, action: Action, option: OptionCode) -> tuple[SubjectId, ...]:
    """Return who is chosen: named one by one, or all that a search finds."""
    context = view.context
    offered = candidates(context.base, context.company.code, context.month, view.steps, action, option)
    if not offered:
        st.info(_nobody(view, action, option), icon=":material/info:")
        return ()
    if len(offered) == 1:
        if OPTION_TYPES[option].owner is not Owner.COMPANY:
            st.markdown(f"Pour **{md(offered[0].label)}**")
        return (offered[0].subject_id,)
    key = f"{context.company.code}_{action}_{option}"
    found = matching(offered, _search(key))
    everybody = st.checkbox(
        _everybody_words(len(found), len(offered), option),
        key=f"{EVERYBODY}{key}",
        disabled=not found,
        persist_state="session",
    )
    if everybody and found:
        return tuple(candidate.subject_id for candidate in found)
    return _pick_one_by_one(key, offered, found, option)


def _everybody_words(found: int, offered: int, option: OptionCode) -> str:
    if not found:
        return "Aucun résultat : essayez un autre mot"
    if found == 1:
        return "Prendre le seul résultat"
    return f"Tout prendre : {plural(found, *counted_noun(option))}" + (" en résultat" if found < offered else "")


def _search(key: str) -> str:
    return (
        st.text_input(
            "Rechercher",
            key=f"essai_recherche_{key}",
            type="search",
            placeholder="nom, poste ou entité",
            live=True,
            persist_state="session",
        )
        or ""
    )


def _pick_one_by_one(
    key: str, offered: Sequence[Candidate], found: Sequence[Candidate], option: OptionCode
) -> tuple[SubjectId, ...]:
    """Offer what the search found, and keep what was chosen before it."""
    widget = f"{CHOSEN}{key}"
    by_id = {candidate.subject_id: candidate for candidate in offered}
    kept = [subject for subject in st.session_state.get(widget, []) if subject in by_id]
    st.session_state[widget] = kept
    shown = list(dict.fromkeys([*kept, *(candidate.subject_id for candidate in found)]))
    chosen = st.multiselect(
        "Pour qui ?" if OPTION_TYPES[option].owner is Owner.ACCOUNT else "Pour quoi ?",
        shown,
        format_func=lambda subject: _choice(by_id[subject]),
        key=widget,
        placeholder=f"{plural(len(found), *counted_noun(option))} à choisir",
        select_all=False,
        persist_state="session",
    )
    return tuple(chosen)


def _choice(candidate: Candidate) -> str:
    return f"{candidate.label} ({candidate.entity})" if candidate.entity else candidate.label


def _nobody(view: SimulatorView, action: Action, option: OptionCode) -> str:
    month = month_name(view.context.month)
    if action is Action.SWITCH_OFF:
        return f"« {label(option)} » n'est active nulle part en {month} : il n'y a rien à supprimer."
    if OPTION_TYPES[option].owner is Owner.RESOURCE:
        return "Tout ce qui existe est déjà actif ce mois : choisissez « Créer » pour en créer."
    return f"« {label(option)} » est déjà active partout en {month}."


def _pick_extras() -> tuple[OptionCode, ...]:
    return tuple(
        OptionCode(extra)
        for extra in st.multiselect(
            "Avec les options",
            EXTRAS,
            format_func=label,
            key="essai_options_du_compte",
            placeholder="aucune",
            select_all=False,
            persist_state="session",
        )
    )


def _pick_entity(view: SimulatorView) -> EntityId | None:
    offered = entities(view.context.base, view.context.company.code)
    if not offered:
        return None
    by_id = {entity.entity_id: entity.name for entity in offered}
    return st.selectbox(
        "Entité",
        [None, *by_id],
        format_func=lambda entity: "Aucune" if entity is None else by_id[entity],
        key=f"essai_entite_{view.context.company.code}",
        persist_state="session",
    )
