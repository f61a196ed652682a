"""Scenarios that people keep: named, opened, saved again, duplicated, deleted and had back, by who may simulate.

For the Simulateur and the Répartition alike (``Scenario.page``). The functions, with ``person`` asking:

- ``saved_scenarios(base, person, company, page)``: the list, the latest saved first;
- ``open_scenario(base, person, number, version)``: one of them, with what the base says otherwise since;
- ``save_new``, ``save_again``, ``duplicate``, ``delete``, ``restore``: what a page's buttons do;
- ``keep_draft``, ``draft``: what is tried and not saved, under a token that stands in the address.

Make a ``Scenario`` with ``scenario_of_plan`` or ``scenario_of_trial``; read one with ``plan_of_scenario`` or
``trial_of_scenario``. Whoever does not see the company is answered as if the scenario did not exist.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from liveo.core.catalogue import SubjectId
from liveo.core.errors import LiveoError
from liveo.core.people import Person, Right
from liveo.services.people import require
from liveo.services.scenario_document import Scenario, ScenarioPage, read_scenario, scenario_text
from liveo.services.scenario_ground import GroundPart, changed_parts, ground_print
from liveo.services.simulation_stages import PROSPECT, ground
from liveo.store.database import Base
from liveo.store.scenarios import (
    DraftRecord,
    ScenarioContent,
    ScenarioRecord,
    add_scenario,
    add_version,
    load_draft,
    load_history,
    load_scenario,
    load_scenarios,
    set_deleted,
)
from liveo.store.scenarios import keep_draft as write_draft

__all__ = [
    "LONGEST_NAME",
    "MOST_SCENARIOS",
    "NoScenario",
    "OpenedScenario",
    "ScenarioNotKept",
    "ScenarioRecord",
    "delete",
    "draft",
    "duplicate",
    "history",
    "keep_draft",
    "new_token",
    "open_scenario",
    "restore",
    "save_again",
    "save_new",
    "saved_scenarios",
]

LONGEST_NAME: Final = 80
MOST_SCENARIOS: Final = 200


class NoScenario(LiveoError):
    """A scenario does not exist, is deleted, or is not for this person to see."""

    def __init__(self) -> None:
        super().__init__("Ce scénario n'existe pas, ou plus, ou concerne une entreprise que vous ne voyez pas.")


class ScenarioNotKept(LiveoError):
    """A scenario cannot be saved: no name, or too many of them."""


@dataclass(frozen=True, slots=True)
class OpenedScenario:
    """A version of a scenario. ``changed`` are the parts of the base that are not any more what they were."""

    record: ScenarioRecord
    scenario: Scenario
    changed: tuple[GroundPart, ...] = ()

    @property
    def link(self) -> str:
        """What opens it again: its number, « 12.3 » for a version that is not the latest."""
        number, version = self.record.scenario_id, self.record.version
        return f"{number}" if version == self.record.versions else f"{number}.{version}"


def saved_scenarios(
    base: Base, person: Person, company: str, page: ScenarioPage | None = None
) -> tuple[ScenarioRecord, ...]:
    """Return what is kept of a company, of one page or of both, the latest saved first.

    Raises NotAllowed, NoScenario.
    """
    _require(person, company)
    found = load_scenarios(base, _company_id(base, company))
    return tuple(record for record in found if page is None or record.page == page)


def open_scenario(base: Base, person: Person, number: int, version: int | None = None) -> OpenedScenario:
    """Return a scenario, its latest version unless said; raises NotAllowed, NoScenario.

    Raises ScenarioRefused when it names what the company does not have any more.
    """
    record, content = _found(base, person, number, version)
    company = record.company
    if record.deleted:
        raise NoScenario
    scenario = replace(read_scenario(base, content.document, company), name=record.name)
    return OpenedScenario(record, scenario, changed_parts(base, company, record.month, content.ground))


def history(base: Base, person: Person, number: int) -> tuple[ScenarioRecord, ...]:
    """Return all versions of a scenario, the latest first; raises NotAllowed, NoScenario."""
    record, _ = _found(base, person, number)
    return load_history(base, record)


def save_new(base: Base, person: Person, scenario: Scenario, at: datetime) -> ScenarioRecord:
    """Keep a scenario under its name, as version 1; raises NotAllowed, NoScenario, ScenarioNotKept."""
    _require(person, scenario.company)
    content = _content(base, scenario)
    company_id = _company_id(base, scenario.company)
    if len(load_scenarios(base, company_id)) >= MOST_SCENARIOS:
        raise ScenarioNotKept(f"{MOST_SCENARIOS} scénarios sont déjà gardés : supprimez ceux qui ne servent plus.")
    with base.jot() as tx:
        number = add_scenario(tx, company_id, scenario.page, content, person.login, at)
    return _record(base, number)


def save_again(
    base: Base, person: Person, number: int, over_version: int, scenario: Scenario, at: datetime
) -> ScenarioRecord:
    """Keep one more version of a scenario; earlier ones stay.

    Raises NotAllowed, NoScenario, ScenarioNotKept, and ScenarioSavedSince when somebody saved another one meanwhile.
    """
    record, _ = _found(base, person, number)
    if record.company != scenario.company:
        raise NoScenario
    content = _content(base, scenario)
    with base.jot() as tx:
        add_version(tx, number, over_version, content, person.login, at)
    return _record(base, number)


def duplicate(base: Base, person: Person, number: int, at: datetime) -> ScenarioRecord:
    """Keep a copy of the latest version under another name; raises NotAllowed, NoScenario, ScenarioNotKept."""
    opened = open_scenario(base, person, number)
    taken = {record.name for record in saved_scenarios(base, person, opened.scenario.company)}
    return save_new(base, person, replace(opened.scenario, name=_copy_name(opened.scenario.name, taken)), at)


def delete(base: Base, person: Person, number: int) -> None:
    """Take a scenario out of the lists, with its link; ``restore`` has it back. Raises NotAllowed, NoScenario."""
    _set_deleted(base, person, number, deleted=True)


def restore(base: Base, person: Person, number: int) -> ScenarioRecord:
    """Have a deleted scenario back; raises NotAllowed, NoScenario."""
    _set_deleted(base, person, number, deleted=False)
    return _record(base, number)


def new_token() -> str:
    """Return a token that nobody guesses, for the draft of one browser tab."""
    return secrets.token_urlsafe(12)


def keep_draft(base: Base, person: Person, token: str, scenario: Scenario, at: datetime) -> None:
    """Keep what is tried in a browser tab, so that a reload finds it again; raises NotAllowed, NoScenario."""
    _require(person, scenario.company)
    company_id = _company_id(base, scenario.company) or 0
    text = scenario_text(base, scenario)
    with base.jot() as tx:
        write_draft(tx, DraftRecord(token, company_id, scenario.page, text, at, person.login))


def draft(base: Base, person: Person, token: str, company: str, page: ScenarioPage) -> Scenario | None:
    """Return what was tried under a token, by the same person for the same company and page; None for anything else.

    Raises ScenarioRefused when it names what the company does not have any more.
    """
    _require(person, company)
    found = load_draft(base, token, person.login, _company_id(base, company) or 0, page)
    return read_scenario(base, found.document, company) if found else None


def _require(person: Person, company: str) -> None:
    """Who may simulate may see what others tried; prospects are for those who see every company."""
    require(person, Right.SIMULATE)
    if person.companies is not None and (company == PROSPECT or not person.sees(company)):
        raise NoScenario


def _found(
    base: Base, person: Person, number: int, version: int | None = None
) -> tuple[ScenarioRecord, ScenarioContent]:
    require(person, Right.SIMULATE)
    stored = load_scenario(base, number, version)
    if stored is None:
        raise NoScenario
    _require(person, stored[0].company)
    return stored


def _record(base: Base, number: int) -> ScenarioRecord:
    stored = load_scenario(base, number)
    assert stored is not None
    return stored[0]


def _set_deleted(base: Base, person: Person, number: int, *, deleted: bool) -> None:
    _found(base, person, number)
    with base.jot() as tx:
        set_deleted(tx, number, deleted=deleted)


def _company_id(base: Base, company: str) -> SubjectId | None:
    return None if company == PROSPECT else ground(base, company).state.company.subject_id


def _content(base: Base, scenario: Scenario) -> ScenarioContent:
    name = " ".join(scenario.name.split())
    if not name or len(name) > LONGEST_NAME:
        raise ScenarioNotKept(f"Donnez un nom de 1 à {LONGEST_NAME} caractères au scénario.")
    text = scenario_text(base, replace(scenario, name=name))
    read_scenario(base, text, scenario.company)  # what is kept can be opened
    stood_on = ground_print(base, scenario.company, scenario.month)
    return ScenarioContent(name, scenario.month, len(scenario.steps), text, stood_on)


def _copy_name(name: str, taken: set[str]) -> str:
    stem = name[: LONGEST_NAME - 12]
    names = (f"{stem} (copie)", *(f"{stem} (copie {rank})" for rank in range(2, len(taken) + 3)))
    return next(found for found in names if found not in taken)
