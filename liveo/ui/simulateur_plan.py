"""The planned steps as a list: each in words with what it adds, to switch, to remove; undo, clear, and examples."""

import polars as pl
import streamlit as st

from liveo.core.money import ZERO
from liveo.rendering.charts import Figure
from liveo.rendering.charts.simulation import starts_near_the_bills, waterfall
from liveo.rendering.french import euros_signed, month_name
from liveo.rendering.scenario_words import Names, short_words, step_words
from liveo.services.simulation_choices import examples
from liveo.services.simulation_plan import PlannedStep, cleared, redone, switched, undone, with_step, without_step
from liveo.services.simulation_stages import Step
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView, keep_plan, plan_of
from liveo.ui.simulateur_words import example_title, names_of


def show_examples(view: SimulatorView) -> None:
    """Offer steps that make sense for the company, each one click away."""
    context = view.context
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("**Exemples**", width="content")
        for example in examples(context.base, context.company.code, context.month, view.steps):
            st.button(
                example_title(example),
                key=f"exemple_{example.action}_{example.option}",
                on_click=add_step,
                args=(context.company.code, example.step),
                icon=":material/bolt:",
            )


def show_steps(view: SimulatorView) -> None:
    """List the steps; where there is none, say how to begin."""
    code = view.context.company.code
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("## Vos changements", width="stretch")
        st.button(
            "Annuler",
            key="simulation_annuler",
            type="tertiary",
            icon=":material/undo:",
            help="Revenir sur la dernière modification",
            disabled=not view.plan.can_undo,
            on_click=_undo,
            args=(code,),
        )
        st.button(
            "Rétablir",
            key="simulation_retablir",
            type="tertiary",
            icon=":material/redo:",
            help="Refaire la modification annulée",
            disabled=not view.plan.can_redo,
            on_click=_redo,
            args=(code,),
        )
        st.button(
            "Tout effacer",
            key="simulation_effacer",
            type="tertiary",
            icon=":material/delete_sweep:",
            disabled=not view.plan.steps,
            on_click=_clear,
            args=(code,),
        )
    if not view.plan.steps:
        st.info(
            "Aucun changement pour l'instant : essayez un exemple ci-dessus, ou composez le vôtre. "
            "Le résultat s'affiche aussitôt.",
            icon=":material/touch_app:",
        )
    names = names_of(view.context.base, code)
    for rank, step in enumerate(view.plan.steps, start=1):
        _show_step(view, rank, step, names)


def show_step_chart(view: SimulatorView) -> None:
    """Draw the way from today's bill through each step that counts to the new bill."""
    drawn = way_to_the_new_bill(view)
    if drawn is None:
        return
    st.plotly_chart(
        drawn,
        key="simulation_etapes",
        config={"displayModeBar": False},
        alt=f"De la facture d'aujourd'hui à la nouvelle : {euros_signed(view.simulation.difference)} HT en tout",
    )
    if starts_near_the_bills(drawn):
        st.caption("Montants HT. L'axe ne part pas de zéro : il montre ce qui change.")


def way_to_the_new_bill(view: SimulatorView) -> Figure | None:
    """Return the waterfall of the steps that count; None where there is none."""
    if not view.steps:
        return None
    simulation = view.simulation
    names = names_of(view.context.base, view.context.company.code)
    ranked = [(rank, step) for rank, step in enumerate(view.plan.steps, start=1) if step.active]
    frame = pl.DataFrame(
        {
            "label": [f"{rank}. {short_words(step.changes[0])}" for rank, step in ranked],
            "words": [step_words(step.changes, names) for _, step in ranked],
            "amount": list(simulation.effects),
        },
        schema_overrides={"amount": pl.Decimal(18, 2)},
    )
    return waterfall(frame, simulation.before.net, simulation.full_month)


def add_step(code: str, step: Step) -> None:
    """Plan one more step for a company."""
    keep_plan(code, with_step(plan_of(code), step))


def _show_step(view: SimulatorView, rank: int, step: PlannedStep, names: Names) -> None:
    code = view.context.company.code
    key = f"etape_{code}_{step.number}"
    # Set each time: an undo changes the plan behind the widget's back.
    st.session_state[key] = step.active
    with st.container(border=True, gap=None):
        st.toggle(
            f"{rank}\\. {md(step_words(step.changes, names))}",
            key=key,
            on_change=switch_step,
            args=(code, step.number, key),
            width="stretch",
            wrap=True,
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_effect_words(view, step), width="stretch")
            st.button(
                "Retirer",
                key=f"retirer_{code}_{step.number}",
                icon=":material/close:",
                type="tertiary",
                on_click=_remove,
                args=(code, step.number),
            )


def _effect_words(view: SimulatorView, step: PlannedStep) -> str:
    effect = view.effect_of(step)
    if effect is None:
        return ":gray[désactivé]"
    if effect == ZERO:
        return f":gray[sans effet en {month_name(view.context.month)}]"
    return f"**{euros_signed(effect)}**"


def switch_step(code: str, number: int, key: str) -> None:
    """Let a step count or not, as the widget under a key says."""
    keep_plan(code, switched(plan_of(code), number, active=bool(st.session_state[key])))


def _remove(code: str, number: int) -> None:
    keep_plan(code, without_step(plan_of(code), number))


def _undo(code: str) -> None:
    keep_plan(code, undone(plan_of(code)))


def _redo(code: str) -> None:
    keep_plan(code, redone(plan_of(code)))


def _clear(code: str) -> None:
    keep_plan(code, cleared(plan_of(code)))
