"""A scenario as a JSON text that people can keep, send and read again: exported, imported, stored, shared by a link.

``docs/scenario.md`` describes it. Both the Simulateur and the Répartition write it; each reads what it can try.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from liveo.core.changes.subjects import AddSubjects
from liveo.core.errors import LiveoError
from liveo.core.periods import Month
from liveo.core.scenario import CHANGE_KINDS, Change
from liveo.services.moves import Move, move_changes
from liveo.services.scenario_fields import FIELDS, FIRST_YEAR, LAST_YEAR, Codes, Field, Json
from liveo.services.scenario_schema import FORMAT, VERSION, ScenarioRefused, parsed_scenario, place_words
from liveo.services.simulation_plan import Plan, PlannedStep, planned
from liveo.services.simulation_stages import Step, ground, state_after
from liveo.store.database import Base

MOST_ACTIVATIONS: Final = 100_000
"""What one scenario may switch on or off, repetitions included: more would keep everybody else waiting."""


class ScenarioPage(StrEnum):
    """The page that a scenario was made on."""

    SIMULATION = "simulation"
    ALLOCATION = "allocation"


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One line of a scenario; one that is not ``active`` is kept but not counted."""

    changes: tuple[Change | Move, ...]
    active: bool = True


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps in order on top of a company, or of a prospect (``company`` empty), looked at in a month."""

    company: str
    month: Month
    steps: tuple[ScenarioStep, ...]
    name: str = ""
    note: str = ""
    page: ScenarioPage = ScenarioPage.SIMULATION


def scenario_text(base: Base, scenario: Scenario) -> str:
    """Return a scenario as JSON, in the order of the documentation."""
    codes = _codes(base, base.version, scenario.company)
    document = {
        "format": FORMAT,
        "version": VERSION,
        "page": str(scenario.page),
        "company": scenario.company,
        "month": str(scenario.month),
        **{key: text for key, text in (("name", scenario.name), ("note", scenario.note)) if text},
        "steps": [
            {"active": step.active, "changes": [_change_document(change, codes) for change in step.changes]}
            for step in scenario.steps
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def read_scenario(base: Base, content: bytes | str, company: str | None = None) -> Scenario:
    """Read a scenario from anywhere, for one company where it is said which.

    Raises ScenarioRefused for what no scenario is, for another company or for what that company does not have, and
    UnknownCompany. What its changes would do is not tried here.
    """
    return _read_scenario(base, base.version, content, company)


@lru_cache(maxsize=16)
def _read_scenario(base: Base, version: int, content: bytes | str, company: str | None) -> Scenario:
    document = parsed_scenario(content)
    if company is not None and document["company"] != company:
        raise ScenarioRefused(
            f"Ce scénario est celui de « {document['company'] or 'un prospect'} », pas de "
            f"« {company or 'un prospect'} » : choisissez cette entreprise d'abord."
        )
    month = Month.parse(document["month"])
    if not FIRST_YEAR <= month.year <= LAST_YEAR:
        raise ScenarioRefused(f"Mois hors de propos : « {month} ». Un scénario va de {FIRST_YEAR} à {LAST_YEAR}.")
    codes = _codes(base, base.version, document["company"])
    return Scenario(
        company=document["company"],
        month=month,
        steps=tuple(_steps(document["steps"], codes)),
        name=document.get("name", ""),
        note=document.get("note", ""),
        page=ScenarioPage(document.get("page", ScenarioPage.SIMULATION)),
    )


def scenario_of_plan(company: str, month: Month, plan: Plan, name: str = "", note: str = "") -> Scenario:
    """Return what is planned on the Simulateur as a scenario; its past is not part of it."""
    return Scenario(company, month, tuple(ScenarioStep(s.changes, s.active) for s in plan.steps), name, note)


def plan_of_scenario(base: Base, scenario: Scenario) -> Plan:
    """Return a scenario as a plan of the Simulateur; moves become the changes that they mean after the steps before.

    Raises a LiveoError when a move does not fit.
    """
    steps: list[PlannedStep] = []
    for step in scenario.steps:
        before = tuple(planned_step.changes for planned_step in steps if planned_step.active)
        changes = tuple(_plain_changes(base, scenario.company, before, step))
        if changes:
            steps.append(PlannedStep(0, changes, step.active))
    return planned(tuple(steps))


def _plain_changes(base: Base, company: str, before: tuple[Step, ...], step: ScenarioStep) -> Iterator[Change]:
    for change in step.changes:
        if isinstance(change, Move):
            yield from move_changes(state_after(base, company, before), change)
        else:
            yield change


_KINDS: Final[Mapping[str, type[Change | Move]]] = {**CHANGE_KINDS, "move": Move}
"""A move is what people ask for on the Répartition: it takes along whatever follows an account."""

_CODES: Final = {kind: code for code, kind in _KINDS.items()}


@lru_cache(maxsize=8)
def _codes(base: Base, version: int, company: str) -> Codes:
    return Codes(ground(base, company).state)


def _named_fields(kind: type[Change | Move]) -> Iterator[tuple[str, str, Field, object]]:
    """Yield each field of a kind: its name, its key in a file, how it is written, its default."""
    for field in fields(kind):
        known = FIELDS[field.name]
        # What a scenario creates is never somebody that exists.
        key = "new" if kind is AddSubjects and field.name == "subject_ids" else known.key
        yield field.name, key, known, field.default


def _change_document(change: Change | Move, codes: Codes) -> dict[str, Json]:
    kind = type(change)
    found: dict[str, Json] = {"kind": _CODES[kind]}
    for name, key, field, default in _named_fields(kind):
        content = getattr(change, name)
        if default is MISSING or content != default:
            found[key] = field.write(content, codes)
    return found


def _steps(found: list[dict[str, Any]], codes: Codes) -> Iterator[ScenarioStep]:
    weight = 0
    for i, step in enumerate(found):
        changes: list[Change | Move] = []
        for j, document in enumerate(step["changes"]):
            try:
                changes.append(_read_change(document, codes))
            except LiveoError as refusal:
                place = place_words(("steps", i, "changes", j))
                raise ScenarioRefused(f"Scénario refusé, {place} : {refusal}") from None
        weight += sum(map(_weight, step["changes"]))
        if weight > MOST_ACTIVATIONS:
            raise ScenarioRefused(
                f"Le scénario demande plus de {MOST_ACTIVATIONS} activations, répétitions comprises : découpez-le."
            )
        yield ScenarioStep(tuple(changes), step.get("active", True))


def _read_change(document: Mapping[str, Json], codes: Codes) -> Change | Move:
    kind = _KINDS[document["kind"]]
    found = {name: field.read(document[key], codes) for name, key, field, _ in _named_fields(kind) if key in document}
    return kind(**found)


def _weight(document: Mapping[str, Any]) -> int:
    subjects = len(document.get("subjects", document.get("new", ())))
    times: int = document.get("repetition", {}).get("times", 1)
    return subjects * (1 + len(document.get("extras", ()))) * times
