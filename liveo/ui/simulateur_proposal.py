"""The PDF that a salesperson leaves with a customer: what it is called, how long it is valid, and the file."""

from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from liveo.core.periods import Month
from liveo.core.proposal import Proposal
from liveo.rendering.french import day_long
from liveo.rendering.proposal_pdf import proposal_file_name_for, render_proposal
from liveo.services.bases import Base
from liveo.services.proposal import MOST_VALID_DAYS, VALID_DAYS, proposal, valid_until
from liveo.services.scenarios import OpenedScenario
from liveo.services.simulation_stages import Step
from liveo.ui.scenario_desk import is_modified, opened_on
from liveo.ui.scenario_kept import link_of
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_kept import SIMULATOR_DESK
from liveo.ui.simulateur_presentation import show_presentation_button

LONGEST = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a proposal is made from, in plain values: a download is made outside of any page."""

    base: Base
    code: str
    month: Month
    steps: tuple[Step, ...]
    day: date
    valid_days: int
    title: str
    customer: str
    link: str

    def made(self) -> Proposal:
        """Return the proposal."""
        return proposal(
            self.base,
            self.code,
            self.month,
            self.steps,
            self.day,
            valid_days=self.valid_days,
            title=self.title,
            customer=self.customer,
            link=self.link,
        )


def show_takeaways(view: SimulatorView) -> None:
    """Offer what the customer sees and takes away: the proposal, and the figures in large."""
    with st.container(horizontal=True):
        show_proposal(view)
        show_presentation_button()


def show_proposal(view: SimulatorView) -> None:
    """Offer the PDF, behind a button that asks for the little it needs to know."""
    with st.popover("Proposition PDF", icon=":material/picture_as_pdf:", key="proposition"):
        opened = _scenario_shown(view)
        name = opened.record.name if opened else ""
        title = st.text_input(
            "Objet",
            max_chars=LONGEST,
            key="proposition_objet",
            placeholder=name or "facultatif",
            persist_state="session",
        )
        days = st.number_input(
            "Valable, en jours", 1, MOST_VALID_DAYS, VALID_DAYS, key="proposition_jours", persist_state="session"
        )
        context = view.context
        wanted = Wanted(
            context.base,
            context.company.code,
            context.month,
            view.steps,
            context.today,
            int(days),
            (title or "").strip() or name,
            context.company.name,
            link_of(opened) if opened else "",
        )
        until = valid_until(context.today, wanted.valid_days)
        st.caption(f"Datée du {day_long(context.today)}, valable jusqu'au {day_long(until)}.")
        st.download_button(
            "Télécharger la proposition",
            partial(_pdf, wanted),
            proposal_file_name_for(wanted.code or wanted.customer, wanted.month, wanted.day),
            "application/pdf",
            key="proposition_pdf",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
            width="stretch",
        )


def _scenario_shown(view: SimulatorView) -> OpenedScenario | None:
    """Return the scenario that is open, if nothing else is tried than what it holds."""
    return None if is_modified(view.context, SIMULATOR_DESK) else opened_on(view.context, SIMULATOR_DESK)


def _pdf(wanted: Wanted) -> bytes:
    return render_proposal(wanted.made())
