"""Applying what is simulated, for administrators: exactly what will be written, a confirmation, and the way back."""

from typing import Final

import streamlit as st

from liveo.core.changes.division import BillIn, MarkOwnInvoices, ShareBy
from liveo.core.errors import LiveoError
from liveo.core.people import Right, may
from liveo.core.periods import Month, months_between, paris_day
from liveo.rendering.french import day_long, month_name, plural
from liveo.rendering.scenario_words import step_words
from liveo.services.allocation_trial import first_open_month
from liveo.services.applying import (
    Application,
    ApplicationChange,
    application_plan,
    applications,
    apply_scenario,
    undo_scenario,
)
from liveo.services.billing import customer
from liveo.services.clock import now
from liveo.services.people import name_of
from liveo.services.simulation_plan import cleared
from liveo.services.simulation_stages import PROSPECT
from liveo.ui.application_words import written_rows
from liveo.ui.escape import md
from liveo.ui.scenario_acts import guarded
from liveo.ui.scenario_desk import opened_on, say
from liveo.ui.simulateur import SimulatorView, keep_plan, plan_of
from liveo.ui.simulateur_kept import SIMULATOR_DESK
from liveo.ui.simulateur_words import names_of
from liveo.ui.state import PageContext

MONTHS_AHEAD: Final = 12
_ASKED: Final = "_application_demandee_"
_SETTINGS: Final = (MarkOwnInvoices, ShareBy, BillIn)


def show_application(view: SimulatorView) -> None:
    """Offer to apply what is simulated, and to undo what was applied."""
    context = view.context
    if not may(context.person, Right.APPLY_CHANGES) or context.company.code == PROSPECT:
        return
    standing = applications(context.base, context.person, context.company.code)
    asked = st.session_state.get(_ASKED + context.company.code) == view.steps and bool(view.steps)
    with st.container(horizontal=True):
        st.button(
            "Appliquer…",
            key="appliquer",
            icon=":material/published_with_changes:",
            disabled=not view.steps or asked,
            help="Montre d'abord exactement ce qui sera écrit dans la base",
            on_click=_ask,
            args=(view, True),
        )
        if standing:
            _show_standing(context, standing)
    if asked:
        _show_confirmation(view)


def _ask(view: SimulatorView, asked: bool) -> None:
    st.session_state[_ASKED + view.context.company.code] = view.steps if asked else None


def _show_standing(context: PageContext, standing: tuple[Application, ...]) -> None:
    with st.popover(f"Scénarios appliqués ({len(standing)})", icon=":material/history:", key="appliques"):
        for application in standing:
            name = f"**{md(application.name)}** · " if application.name else ""
            day = day_long(paris_day(application.applied_at))
            st.markdown(f"{name}{day}, {md(name_of(context.base, application.person))}")
            st.markdown("\n".join(f"- {md(words)}" for words in application.words))
            st.button(
                "Annuler cette application",
                key=f"annuler_application_{application.application_id}",
                icon=":material/undo:",
                on_click=guarded(_undo, context, application),
            )
        st.caption("Annuler remet ce qui était là avant, tant que rien d'autre ne l'a changé depuis.")


def _show_confirmation(view: SimulatorView) -> None:
    context = view.context
    with st.container(border=True, key="application"):
        st.markdown("## Voici ce qui sera écrit")
        since = _pick_month(view)
        try:
            change = application_plan(context.base, context.company.code, view.steps, since, context.today)
        except LiveoError as refusal:
            st.warning(md(refusal), icon=":material/info:")
            st.button("Revenir", key="application_revenir", on_click=_ask, args=(view, False))
            return
        rows = written_rows(customer(context.base, context.company.code).state, change)
        st.dataframe(
            rows,
            hide_index=True,
            height="content" if rows.height <= 8 else 318,
            key="application_lignes",
            alt="Ce que l'application du scénario écrira, ligne par ligne",
        )
        st.caption(_consequences(change, rows.height))
        _show_ways_out(view, change)


def _pick_month(view: SimulatorView) -> Month:
    """Ask from which month the settings hold, where there are any; the present month unless it is invoiced."""
    context = view.context
    first = first_open_month(context.base, context.company.code) or min(context.company.months, default=context.month)
    usual = max(Month.of(context.today), first)
    if not any(isinstance(change, _SETTINGS) for step in view.steps for change in step):
        return usual
    offered = months_between(first, usual.plus(MONTHS_AHEAD))
    return st.selectbox(
        "Mode, clé et factures séparées valables à partir de",
        offered,
        index=offered.index(usual),
        format_func=lambda month: month_name(month).capitalize(),
        key=f"application_mois_{context.company.code}",
        help="Les mois d'avant gardent leur division ; les autres changements ont leurs propres dates.",
        width=360,
    )


def _consequences(change: ApplicationChange, count: int) -> str:
    if change.changes_nothing:
        return "Ces changements ne changent rien dans la base."
    lines = plural(count, "ligne écrite ou remplacée", "lignes écrites ou remplacées")
    moved = (
        f" Les consommations depuis le {day_long(change.since)} sont recomptées par entité."
        if change.before.allocation.assignments != change.after.allocation.assignments
        else ""
    )
    since = f"Rien ne change avant {month_name(change.first_month)}."
    return f"{lines}, en une fois, inscrites au journal, et qui s'annulent. {since}{moved}"


def _show_ways_out(view: SimulatorView, change: ApplicationChange) -> None:
    context = view.context
    opened = first_open_month(context.base, context.company.code)
    too_early = opened is not None and change.first_month < opened
    if opened is not None and too_early:
        st.warning(
            f"Les factures sont émises jusqu'à {month_name(opened.plus(-1))} : donnez aux changements des dates à "
            f"partir du {day_long(opened.first)}.",
            icon=":material/lock:",
        )
    with st.container(horizontal=True):
        st.button(
            "Confirmer l'application",
            key="application_confirmer",
            type="primary",
            icon=":material/check:",
            disabled=too_early or change.changes_nothing,
            on_click=guarded(_apply, view, change),
        )
        st.button("Revenir", key="application_revenir", on_click=_ask, args=(view, False))


def _apply(view: SimulatorView, change: ApplicationChange) -> None:
    """Write what was shown and nothing else; what is applied is no longer tried, and an undo has the trial back."""
    context = view.context
    code = context.company.code
    names = names_of(context.base, code)
    words = [step_words(step, names) for step in view.steps]
    opened = opened_on(context, SIMULATOR_DESK)
    name = opened.record.name if opened else ""
    apply_scenario(context.base, context.person, code, change, name, words, now())
    _ask(view, False)
    keep_plan(code, cleared(plan_of(code)))
    say(f"{plural(len(words), 'changement appliqué', 'changements appliqués')} dans la base.")


def _undo(context: PageContext, application: Application) -> None:
    undo_scenario(context.base, context.person, context.company.code, application, now())
    say("L'application est annulée : tout est comme avant.")
