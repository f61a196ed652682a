"""The simulation in front of a customer: large figures, the changes with their switches, what full months would cost.

The address asks for it, so that a link may open it: ``presentation=oui``.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from liveo.core.money import total
from liveo.rendering.charts.simulation import enlarged
from liveo.rendering.french import euros, euros_signed, month_name
from liveo.rendering.scenario_words import Names, step_words
from liveo.services.simulation import months_ahead
from liveo.services.simulation_plan import PlannedStep
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_plan import switch_step, way_to_the_new_bill
from liveo.ui.simulateur_words import names_of, share

PRESENTATION: Final = "presentation"
ASKED: Final = "oui"
LONG_AMOUNT: Final = len("99 999,99 €")
LARGE: Final = Path(__file__).with_name("presentation.css")


def presentation_asked() -> bool:
    """Whether the address asks for the presentation."""
    return st.query_params.get(PRESENTATION) == ASKED


def show_presentation_button() -> None:
    """Offer the presentation."""
    st.button(
        "Présenter",
        key="presenter",
        icon=":material/slideshow:",
        on_click=_ask,
        help="Les chiffres en grand, pour un écran partagé ou un projecteur",
    )


def show_presentation(view: SimulatorView) -> None:
    """Show what a customer looks at, and nothing else."""
    st.html(LARGE)
    with st.container(key="presentation"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(f"{view.context.company.name}, {month_name(view.context.month)}", anchor=False)
            st.button("Quitter la présentation", key="presentation_quitter", icon=":material/close:", on_click=_leave)
        _show_figures(view)
        changes, drawn = st.columns([5, 4], gap="large")
        with changes:
            _show_changes(view)
        with drawn:
            _show_way(view)


def _show_figures(view: SimulatorView) -> None:
    simulation = view.simulation
    amounts = [euros(amount) for amount in (simulation.before.net, simulation.after.net, simulation.saved)]
    size = "longs" if max(map(len, amounts)) > LONG_AMOUNT else "chiffres"
    difference = f"**{euros_signed(simulation.difference)}** HT" if view.steps else "sans changement"
    figures = (
        ("avant", "Aujourd'hui, HT", amounts[0], f"{euros(simulation.before.gross)} TTC"),
        ("apres", "Nouvelle facture, HT", amounts[1], difference),
        (
            "economie",
            "Le prorata économise",
            amounts[2],
            f"au lieu de **{euros(simulation.full_month)}** au mois entier",
        ),
    )
    with st.container(key=f"presentation_{size}"):
        for column, figure in zip(st.columns(3), figures, strict=True):
            with column:
                _figure(*figure)


def _figure(key: str, title: str, amount: str, words: str) -> None:
    with st.container(border=True, height="stretch", gap=None, key=f"presentation_{key}"):
        st.markdown(f"**{title}**")
        st.title(amount, anchor=False)
        st.markdown(words)


def _show_changes(view: SimulatorView) -> None:
    names = names_of(view.context.base, view.context.company.code)
    if not view.plan.steps:
        st.markdown("Aucun changement pour l'instant.")
    for step in view.plan.steps:
        _show_change(view, step, names)
    st.markdown("  \n".join(_savings(view)))


def _show_change(view: SimulatorView, step: PlannedStep, names: Names) -> None:
    key = f"presentation_{view.context.company.code}_{step.number}"
    st.session_state[key] = step.active
    effect = view.effect_of(step)
    amount = f" : **{euros_signed(effect)}**" if effect is not None else ""
    st.toggle(
        f"{md(step_words(step.changes, names))}{amount}",
        key=key,
        on_change=switch_step,
        args=(view.context.company.code, step.number, key),
        width="stretch",
        wrap=True,
    )


def _savings(view: SimulatorView) -> list[str]:
    """Say what full-month billing would cost, for what is tried and over twelve months."""
    simulation, context = view.simulation, view.context
    said = []
    touched = total([group.amount_after + group.saved for group in simulation.groups])
    part = share(simulation.saved_by_steps, touched)
    if simulation.saved_by_steps and part:
        said.append(
            f"Ces changements, au mois entier : {euros(touched)}. Au prorata : "
            f"**{euros(total([group.amount_after for group in simulation.groups]))}**, soit **{part} de moins**."
        )
    year = total([row.saved for row in months_ahead(context.base, context.company.code, context.month, view.steps)])
    return [*said, f"Sur douze mois, le prorata économise **{euros(year)}**."]


def _show_way(view: SimulatorView) -> None:
    drawn = way_to_the_new_bill(view)
    if drawn is not None:
        st.plotly_chart(
            enlarged(drawn),
            key="presentation_etapes",
            config={"displayModeBar": False},
            alt=f"De la facture d'aujourd'hui à la nouvelle : {euros_signed(view.simulation.difference)} HT en tout",
        )


def _ask() -> None:
    st.query_params[PRESENTATION] = ASKED


def _leave() -> None:
    st.query_params.pop(PRESENTATION, None)
