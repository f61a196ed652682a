"""What is tried on a page outlives the browser, and a link opens what somebody saved: one desk for each such page.

The address says which scenario is open (``essai``: its number, or « 12.3 » for its version 3) and under which token the
trial of this browser tab is kept (``brouillon``). Only who may simulate has a desk.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.core.people import Right, may
from liveo.services.clock import now
from liveo.services.scenario_document import Scenario, ScenarioPage
from liveo.services.scenarios import NoScenario, OpenedScenario, draft, keep_draft, new_token, open_scenario
from liveo.ui.state import COMPANY, MONTH, PageContext

SCENARIO: Final = "essai"
DRAFT: Final = "brouillon"
_NUMBER: Final = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))?")


def lead_by_address(scenario: Scenario) -> None:
    """Ask the frame for the company and month of a scenario."""
    st.query_params.update({COMPANY: scenario.company, MONTH: str(scenario.month)})


@dataclass(frozen=True, slots=True)
class Desk:
    """How one page tries things: ``current`` says what is tried, ``take`` puts a scenario in its place.

    ``take`` raises a LiveoError for a scenario that the page cannot try. ``lead`` makes the next run look at the
    company and month of a scenario.
    """

    page: ScenarioPage
    current: Callable[[PageContext], Scenario]
    take: Callable[[PageContext, Scenario], None]
    lead: Callable[[Scenario], None] = lead_by_address


def resume(context: PageContext, desk: Desk) -> None:
    """Take up what the address asks for and what this tab was trying, then keep what is tried; first thing on a page.

    May start the run again, for a link to a scenario of another company or month.
    """
    if not may(context.person, Right.SIMULATE):
        if SCENARIO in st.query_params:
            st.info("Ce lien ouvre un scénario, ce que votre rôle ne permet pas.", icon=":material/lock:")
        return
    resumed = _resume_draft(context, desk)
    _follow_link(context, desk, record_only=resumed)
    _write_addresses(context, desk)


def opened_on(context: PageContext, desk: Desk) -> OpenedScenario | None:
    """Return the scenario that is open for the company in view."""
    found = _mine(context, desk, "ouvert")
    return found if isinstance(found, OpenedScenario) else None


def is_modified(context: PageContext, desk: Desk) -> bool:
    """Whether what is tried is not what is saved."""
    opened = opened_on(context, desk)
    return desk.current(context).steps != (opened.scenario.steps if opened else ())


def put_on(context: PageContext, desk: Desk, opened: OpenedScenario) -> None:
    """Try a scenario that is opened, in its month; for callbacks. Raises a LiveoError where the page cannot try it."""
    desk.take(context, opened.scenario)
    note_opened(context, desk, opened, is_tried=True)
    st.query_params[MONTH] = str(opened.scenario.month)


def note_opened(context: PageContext, desk: Desk, opened: OpenedScenario | None, *, is_tried: bool = False) -> None:
    """Remember which scenario is open, None for none any more; ``is_tried`` when nothing else is tried than it."""
    if opened and is_tried:
        # A page may say the same in other steps.
        opened = replace(opened, scenario=replace(opened.scenario, steps=desk.current(context).steps))
    _keep(context, desk, "ouvert", opened)
    st.session_state[_followed(desk)] = opened.link if opened else None
    _show_in_address(SCENARIO, opened.link if opened else None)


def say(text: str, *, refused: bool = False) -> None:
    """Leave a sentence for the next run; for callbacks."""
    st.session_state[_SAID] = (text, refused)


def take_said() -> tuple[str, bool] | None:
    """Return the sentence left by the run before, once, and whether it refuses something."""
    found: tuple[str, bool] | None = st.session_state.pop(_SAID, None)
    return found


_SAID: Final = "_scenario_dit"
_SENT: Final = "_scenario_suivi_ailleurs"
_TAB: Final = "_scenario_jeton"


def _resume_draft(context: PageContext, desk: Desk) -> bool:
    """Take up what this browser tab was trying before a reload; once for each company of a session."""
    if _mine(context, desk, "repris"):
        return False
    _keep(context, desk, "repris", True)
    token = st.session_state.setdefault(_TAB, st.query_params.get(DRAFT))
    if not token or desk.current(context).steps:
        return False
    try:
        found = draft(context.base, context.person, token, context.company.code, desk.page)
        if found is None:
            return False
        desk.take(context, found)
    except LiveoError as refusal:
        say(f"Votre essai en cours ne peut pas être repris : {refusal}", refused=True)
        return False
    _keep(context, desk, "brouillon", desk.current(context).steps)
    return bool(found.steps)


def _follow_link(context: PageContext, desk: Desk, *, record_only: bool) -> None:
    """Open the scenario that the address names, when it names another one than before."""
    asked = st.query_params.get(SCENARIO)
    if not asked or asked == st.session_state.get(_followed(desk)):
        return
    first_time = st.session_state.get(_SENT) != asked
    try:
        opened = _asked(context, asked)
        if first_time and _is_elsewhere(context, opened.scenario, record_only=record_only):
            st.session_state[_SENT] = asked
            desk.lead(opened.scenario)
            st.rerun()
        if opened.scenario.company != context.company.code:
            raise NoScenario
        if not record_only:
            desk.take(context, opened.scenario)
        note_opened(context, desk, opened, is_tried=not record_only)
    except LiveoError as refusal:
        st.session_state[_followed(desk)] = asked
        say(str(refusal), refused=True)


def _asked(context: PageContext, asked: str) -> OpenedScenario:
    numbers = _NUMBER.fullmatch(asked)
    # A number that no scenario bears is refused like one of somebody else.
    number, version = (int(numbers[1]), numbers[2]) if numbers else (-1, None)
    return open_scenario(context.base, context.person, number, int(version) if version else None)


def _is_elsewhere(context: PageContext, scenario: Scenario, *, record_only: bool) -> bool:
    """Whether a scenario looks at another company or month; a month that is not billed yet is left aside."""
    if scenario.company != context.company.code:
        return True
    return not record_only and scenario.month != context.month and scenario.month in context.company.months


def _write_addresses(context: PageContext, desk: Desk) -> None:
    opened = opened_on(context, desk)
    _show_in_address(SCENARIO, opened.link if opened else None)
    if opened:
        st.session_state[_followed(desk)] = opened.link
    _show_in_address(DRAFT, _kept_draft(context, desk))


def _kept_draft(context: PageContext, desk: Desk) -> str | None:
    """Keep what is tried where it is not kept yet; returns the token of the tab, None where nothing was ever tried."""
    scenario = desk.current(context)
    token: str | None = st.session_state.get(_TAB)
    if scenario.steps == (_mine(context, desk, "brouillon") or ()):
        return token
    token = st.session_state[_TAB] = token or new_token()
    try:
        keep_draft(context.base, context.person, token, scenario, now())
    except LiveoError as refusal:
        say(f"Votre essai ne survivra pas à un rechargement de la page : {refusal}", refused=True)
    _keep(context, desk, "brouillon", scenario.steps)
    return token


def _show_in_address(name: str, value: str | None) -> None:
    if value is None:
        st.query_params.pop(name, None)
    elif st.query_params.get(name) != value:
        st.query_params[name] = value


def _followed(desk: Desk) -> str:
    return f"_essai_suivi_{desk.page}"


def _mine(context: PageContext, desk: Desk, what: str) -> Any:
    return st.session_state.get(f"_scenario_{what}_{desk.page}_{context.company.code}")


def _keep(context: PageContext, desk: Desk, what: str, found: object) -> None:
    st.session_state[f"_scenario_{what}_{desk.page}_{context.company.code}"] = found
