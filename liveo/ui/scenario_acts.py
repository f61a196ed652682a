"""What the buttons of the scenarios do; each is a callback, and leaves a sentence for the next run."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, ParamSpec

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.rendering.french import plural
from liveo.services.clock import now
from liveo.services.scenario_document import Scenario, read_scenario
from liveo.services.scenarios import (
    OpenedScenario,
    ScenarioRecord,
    delete,
    duplicate,
    open_scenario,
    restore,
    save_again,
    save_new,
)
from liveo.ui.scenario_desk import Desk, note_opened, opened_on, put_on, say
from liveo.ui.state import MONTH, PageContext

P = ParamSpec("P")
CHOSEN: Final = "scenarios_choisis_"
FILE: Final = "scenario_fichier_"
DELETED: Final = "_scenario_supprime_"
VERSION: Final = "scenario_version_choisie_"
"""The keys of widgets, each followed by what ``key_of`` adds, or by the number of a scenario."""


def key_of(prefix: str, context: PageContext, desk: Desk) -> str:
    """Return a key of its own for each page and company."""
    return f"{prefix}{desk.page}_{context.company.code}"


def name_key(context: PageContext, desk: Desk) -> str:
    """Return the key of the name: each scenario that is open has its own."""
    opened = opened_on(context, desk)
    return f"{key_of('scenario_nom_', context, desk)}_{opened.link if opened else ''}"


def guarded(act: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> Callable[[], None]:
    """Make a callback that says a refusal on the next run."""

    def called() -> None:
        try:
            act(*args, **kwargs)
        except LiveoError as refusal:
            say(str(refusal), refused=True)

    return called


def _named(context: PageContext, desk: Desk) -> Scenario:
    return replace(desk.current(context), name=st.session_state.get(name_key(context, desk)) or "")


def save_as_new(context: PageContext, desk: Desk) -> None:
    """Keep what is tried as a new scenario."""
    record = save_new(context.base, context.person, _named(context, desk), now())
    _saved(context, desk, record, "enregistré")


def save_over(context: PageContext, desk: Desk, opened: OpenedScenario) -> None:
    """Keep what is tried as the next version of the scenario that is open."""
    record = opened.record
    scenario = _named(context, desk)
    saved = save_again(context.base, context.person, record.scenario_id, record.versions, scenario, now())
    _saved(context, desk, saved, f"enregistré, version {saved.version}")


def _saved(context: PageContext, desk: Desk, record: ScenarioRecord, words: str) -> None:
    note_opened(context, desk, open_scenario(context.base, context.person, record.scenario_id), is_tried=True)
    say(f"«\N{NO-BREAK SPACE}{record.name}\N{NO-BREAK SPACE}» {words}.")


def open_one(context: PageContext, desk: Desk, record: ScenarioRecord | None) -> None:
    """Try a scenario, in the version that is chosen."""
    if record is None:
        return
    version = st.session_state.get(f"{VERSION}{record.scenario_id}")
    opened = open_scenario(context.base, context.person, record.scenario_id, version)
    put_on(context, desk, opened)


def duplicate_one(context: PageContext, desk: Desk, record: ScenarioRecord | None) -> None:
    """Keep a copy, and choose it."""
    if record is None:
        return
    copy = duplicate(context.base, context.person, record.scenario_id, now())
    st.session_state[key_of(CHOSEN, context, desk)] = [copy.scenario_id]
    say(f"«\N{NO-BREAK SPACE}{copy.name}\N{NO-BREAK SPACE}» est enregistré.")


def delete_one(context: PageContext, desk: Desk, record: ScenarioRecord | None) -> None:
    """Delete a scenario, to be had back as long as the session lasts."""
    if record is None:
        return
    delete(context.base, context.person, record.scenario_id)
    st.session_state[key_of(DELETED, context, desk)] = record
    opened = opened_on(context, desk)
    if opened and opened.record.scenario_id == record.scenario_id:
        note_opened(context, desk, None)
    say(f"«\N{NO-BREAK SPACE}{record.name}\N{NO-BREAK SPACE}» est supprimé ; il peut être rétabli.")


def have_back(context: PageContext, desk: Desk, record: ScenarioRecord) -> None:
    """Have back what was deleted last."""
    st.session_state.pop(key_of(DELETED, context, desk), None)
    restore(context.base, context.person, record.scenario_id)
    say(f"«\N{NO-BREAK SPACE}{record.name}\N{NO-BREAK SPACE}» est rétabli.")


def take_file(context: PageContext, desk: Desk) -> None:
    """Try what an uploaded file says."""
    file = st.session_state.get(key_of(FILE, context, desk))
    if file is None:
        return
    scenario = read_scenario(context.base, file.getvalue(), context.company.code)
    desk.take(context, scenario)
    note_opened(context, desk, None)
    st.query_params[MONTH] = str(scenario.month)
    say(f"{plural(len(scenario.steps), 'changement repris', 'changements repris')} du fichier.")
