"""The simulator of one company and month: what is planned, what it makes of the bill, in figures to read from afar.

The plan lives in the session, one for each company, and goes nowhere else: nothing here can write to the base.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import streamlit as st

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.comparison import Simulation, Totals
from liveo.core.errors import LiveoError
from liveo.rendering.french import euros, euros_signed, month_name, of_month, plural
from liveo.rendering.labels import label
from liveo.services.simulation import simulate
from liveo.services.simulation_plan import Plan, PlannedStep
from liveo.services.simulation_stages import Step
from liveo.ui.escape import md
from liveo.ui.simulateur_words import change_share, share
from liveo.ui.state import PageContext

_PLANS: Final = "_simulateur"


@dataclass(frozen=True, slots=True)
class SimulatorView:
    """What the page shows. ``steps`` are those that count: none of them when one does not fit the company any more."""

    context: PageContext
    plan: Plan
    steps: tuple[Step, ...]
    simulation: Simulation

    def effect_of(self, step: PlannedStep) -> Decimal | None:
        """Return what a step adds to the net amount; None where it does not count."""
        counted = [active.number for active in self.plan.steps if active.active] if self.steps else []
        return self.simulation.effects[counted.index(step.number)] if step.number in counted else None


def open_simulation(context: PageContext) -> SimulatorView:
    """Evaluate the plan of the company; a step that does not fit is said, and the bill is shown as it really is."""
    plan = plan_of(context.company.code)
    steps = plan.active_steps
    try:
        simulation = simulate(context.base, context.company.code, context.month, steps)
    except LiveoError as refusal:
        st.warning(f"{md(refusal)} Désactivez ou retirez ce changement.", icon=":material/info:")
        steps = ()
        simulation = simulate(context.base, context.company.code, context.month, steps)
    return SimulatorView(context, plan, steps, simulation)


def plan_of(code: str) -> Plan:
    """Return what is planned for a company in this session."""
    plans: dict[str, Plan] = st.session_state.setdefault(_PLANS, {})
    return plans.get(code, Plan())


def keep_plan(code: str, plan: Plan) -> None:
    """Remember what is planned for a company, until the session ends."""
    st.session_state[_PLANS] = {**st.session_state.get(_PLANS, {}), code: plan}


def show_situation(view: SimulatorView) -> None:
    """Say which bill is simulated, and that it stays a simulation."""
    context, mode = view.context, view.simulation.mode
    known = ", appels connus à ce jour" if context.today in context.month.period else ""
    st.caption(
        f"**{md(context.company.name)}**, facture {of_month(context.month)}{known} · "
        f"mode {BILLING_MODES[mode].number}, {label(mode).lower()}  \n"
        ":material/science: Simulation : vos essais ne changent aucune facture et n'activent aucune option."
    )


def show_figures(view: SimulatorView) -> None:
    """Show before, after and what proration saves, large."""
    simulation = view.simulation
    before, after, saved = st.columns(3)
    with before:
        _figure("Avant", euros(simulation.before.net), _tax(simulation.before), "Facture réelle du mois, hors taxes.")
    with after:
        _figure("Après", euros(simulation.after.net), _after_words(simulation), "Même mois avec vos changements.")
    with saved:
        _figure("Économie du prorata", euros(simulation.saved), _saved_words(view), _SAVED_HELP)


_SAVED_HELP: Final = (
    "Le même mois, après vos changements, si toute option active un jour était facturée le mois entier, "
    "moins ce qui est facturé au prorata des jours."
)


def _figure(title: str, amount: str, words: str, explained: str) -> None:
    with st.container(border=True, height="stretch", gap=None):
        st.markdown(f"**{title}**", help=explained)
        st.title(amount, anchor=False)
        st.caption(words)


def _tax(totals: Totals) -> str:
    return f"HT, soit {euros(totals.gross)} TTC · {plural(totals.documents, 'facture')}"


def _after_words(simulation: Simulation) -> str:
    if simulation.before == simulation.after:
        return "HT, sans changement"
    relative = change_share(simulation.after.net, simulation.before.net)
    difference = f"**{euros_signed(simulation.difference)}**{f' ({relative})' if relative else ''}"
    documents = simulation.after.documents
    several = f", {plural(documents, 'facture')}" if documents != simulation.before.documents else ""
    return f"HT, soit {euros(simulation.after.gross)} TTC{several} · {difference} HT"


def _saved_words(view: SimulatorView) -> str:
    simulation = view.simulation
    part = share(simulation.saved, simulation.full_month_options)
    if not simulation.saved or part is None:
        return f"Chaque option est active tout {month_name(simulation.month)} : le prorata n'y change rien."
    yours = f", dont **{euros(simulation.saved_by_steps)}** par vos changements" if view.steps else ""
    return f"HT, soit **{part}** des options au mois entier{yours}"
