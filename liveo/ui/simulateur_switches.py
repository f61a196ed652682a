"""Options switched for a selection of accounts or resources on chosen days; other days for a change already planned."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.repetition import ONCE
from liveo.core.changes.subjects import AddSubjects
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.rendering.labels import label
from liveo.rendering.scenario_words import span_words
from liveo.services.simulation_plan import PlannedStep, redated
from liveo.services.simulation_stages import Step
from liveo.services.simulation_timeline import bearers, how_many_active, switched_off, switched_on
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView, keep_plan, plan_of
from liveo.ui.simulateur_plan import add_step

MOST_REDATED = 3


def show_switches(view: SimulatorView, chosen: tuple[SubjectId, ...], days: Period | None, changed: str) -> None:
    """Show a toggle for each option that some of those chosen can have; ``changed`` is marked when one is used."""
    if not chosen or days is None:
        return
    context = view.context
    st.markdown(f"**{span_words(days).capitalize()}**")
    with st.container(horizontal=True):
        for option, able in bearers(context.base, context.company.code, view.steps, chosen).items():
            _show_switch(view, able, option, days, changed)
    st.caption("Supprimée le jour même où elle commence, une option paie encore ce jour.")
    _show_redating(view, chosen, days, changed)


def _show_switch(
    view: SimulatorView, chosen: tuple[SubjectId, ...], option: OptionCode, days: Period, changed: str
) -> None:
    context = view.context
    active = how_many_active(context.base, context.company.code, view.steps, chosen, option, days)
    key = f"calendrier_option_{option}"
    # Set each time: what is active follows from the plan, not from the widget.
    st.session_state[key] = active == len(chosen)
    some = f" ({active} sur {len(chosen)})" if len(chosen) > 1 else ""
    st.toggle(
        f"{label(option)}{some}",
        key=key,
        on_change=partial(_switch, view, chosen, option, days, changed),
    )


def _switch(view: SimulatorView, chosen: tuple[SubjectId, ...], option: OptionCode, days: Period, changed: str) -> None:
    """Plan what the toggle says; a refusal is said and nothing is planned."""
    context = view.context
    wanted: Callable[..., Step] = switched_on if st.session_state[f"calendrier_option_{option}"] else switched_off
    try:
        add_step(context.company.code, wanted(context.base, context.company.code, view.steps, chosen, option, days))
    except LiveoError as refusal:
        st.toast(md(refusal), icon=":material/info:")
        return
    st.session_state[changed] = True


def _show_redating(view: SimulatorView, chosen: tuple[SubjectId, ...], days: Period, changed: str) -> None:
    """Offer to give the chosen days to changes that concern all of those chosen."""
    found = [
        (rank, step) for rank, step in enumerate(view.plan.steps, start=1) if step.active and _dates(step, chosen, days)
    ]
    for rank, step in found[-MOST_REDATED:]:
        st.button(
            f"Donner ces jours au changement {rank}",
            key=f"calendrier_redater_{step.number}",
            icon=":material/edit_calendar:",
            on_click=_redate,
            args=(view.context.company.code, step.number, days, changed),
        )


def _dates(step: PlannedStep, chosen: tuple[SubjectId, ...], days: Period) -> bool:
    """Whether a step switches on or adds all of those chosen, and can do so on these days: none repeats without end."""
    dated = [change for change in step.changes if isinstance(change, SwitchOn | AddSubjects)]
    concerned = {subject for change in dated for subject in change.subject_ids}
    repeated = any(change.repetition != ONCE for change in dated)
    return concerned.issuperset(chosen) and not (repeated and days.open_ended)


def _redate(code: str, number: int, days: Period, changed: str) -> None:
    keep_plan(code, redated(plan_of(code), number, days))
    st.session_state[changed] = True
