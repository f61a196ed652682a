"""Scenarios that people keep, version after version, and drafts of what they are trying; documents are only text here.

Nothing else in the base depends on them: writing them leaves the version of the base as it is (``Base.jot``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from liveo.core.catalogue import SubjectId
from liveo.core.errors import LiveoError
from liveo.core.periods import Month
from liveo.store.database import Base, Transaction

DRAFT_DAYS: Final = 30


class ScenarioSavedSince(LiveoError):
    """Somebody saved a scenario over which another saving was to go."""


@dataclass(frozen=True, slots=True)
class ScenarioRecord:
    """One version of a scenario, without its document.

    ``company`` is a code, empty for a prospect; ``versions`` is the number of the latest; ``person`` is a login.
    """

    scenario_id: int
    company: str
    page: str
    deleted: bool
    version: int
    versions: int
    name: str
    month: Month
    steps: int
    saved_at: datetime
    person: str


@dataclass(frozen=True, slots=True)
class ScenarioContent:
    """What a version says: ``document`` and ``ground`` are JSON texts."""

    name: str
    month: Month
    steps: int
    document: str
    ground: str


def load_scenarios(base: Base, company_id: SubjectId | None) -> tuple[ScenarioRecord, ...]:
    """Return the scenarios of a company, None for those of prospects, the latest saved first; deleted ones left out."""
    return tuple(map(_record, base.rows("scenarios_of_company", company_id=company_id)))


def load_scenario(
    base: Base, scenario_id: int, version: int | None = None
) -> tuple[ScenarioRecord, ScenarioContent] | None:
    """Return one version of a scenario, the latest unless said, also where it is deleted; None where there is none."""
    for row in base.rows("scenario_version", scenario_id=scenario_id, version=version):
        document, ground = row.pop("document"), row.pop("ground")
        record = _record(row)
        return record, ScenarioContent(record.name, record.month, record.steps, document, ground)
    return None


def load_history(base: Base, scenario: ScenarioRecord) -> tuple[ScenarioRecord, ...]:
    """Return all versions of a scenario, the latest first."""
    same = {"scenario_id": scenario.scenario_id, "company": scenario.company, "page": scenario.page}
    same |= {"deleted": scenario.deleted, "versions": scenario.versions}
    return tuple(_record(row | same) for row in base.rows("scenario_history", scenario_id=scenario.scenario_id))


def add_scenario(
    tx: Transaction, company_id: SubjectId | None, page: str, content: ScenarioContent, person: str, at: datetime
) -> int:
    """Keep a new scenario as its version 1; returns its number."""
    [number] = tx.next_ids("scenario_ids", 1)
    tx.execute(
        "insert into scenarios values ($number, $company_id, $page, false)",
        {"number": number, "company_id": company_id, "page": page},
    )
    _insert_version(tx, number, 1, content, person, at)
    return number


def add_version(
    tx: Transaction, scenario_id: int, over_version: int, content: ScenarioContent, person: str, at: datetime
) -> None:
    """Keep one more version; raises ScenarioSavedSince when ``over_version`` is not the latest any more."""
    found = tx.execute(
        "select max(version), arg_max(person, version) from scenario_versions where scenario_id = $scenario_id",
        {"scenario_id": scenario_id},
    )
    [(latest, author)] = found
    if latest != over_version:
        raise ScenarioSavedSince(
            f"Ce scénario a été enregistré entre-temps par {author} (version {latest}) : enregistrez le vôtre "
            "sous un autre nom, ou ouvrez sa version."
        )
    _insert_version(tx, scenario_id, over_version + 1, content, person, at)


def set_deleted(tx: Transaction, scenario_id: int, *, deleted: bool) -> None:
    """Take a scenario out of the lists, or put it back."""
    tx.execute(
        "update scenarios set deleted = $deleted where scenario_id = $scenario_id",
        {"scenario_id": scenario_id, "deleted": deleted},
    )


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """What is being tried in one browser tab on one company, 0 for a prospect, and page; ``document`` is JSON."""

    token: str
    company_id: int
    page: str
    document: str
    saved_at: datetime
    person: str


def load_draft(base: Base, token: str, person: str, company_id: int, page: str) -> DraftRecord | None:
    """Return what somebody is trying under a token; None where nothing is."""
    for row in base.rows("scenario_draft", token=token, person=person, company_id=company_id, page=page):
        return DraftRecord(**row)
    return None


def keep_draft(tx: Transaction, draft: DraftRecord) -> None:
    """Keep what is being tried instead of what was; drafts of a month ago are forgotten."""
    row = {name: getattr(draft, name) for name in ("token", "company_id", "page", "document", "person")}
    saved_at = draft.saved_at.astimezone(UTC)
    tx.execute(
        "delete from scenario_drafts where saved_at < $long_ago", {"long_ago": saved_at - timedelta(days=DRAFT_DAYS)}
    )
    tx.execute(
        "insert or replace into scenario_drafts values ($token, $company_id, $page, $document, $saved_at, $person)",
        row | {"saved_at": saved_at},
    )


def _insert_version(
    tx: Transaction, scenario_id: int, version: int, content: ScenarioContent, person: str, at: datetime
) -> None:
    tx.execute(
        "insert into scenario_versions"
        " values ($scenario_id, $version, $name, $month, $steps, $document, $ground, $saved_at, $person)",
        {
            "scenario_id": scenario_id,
            "version": version,
            "name": content.name,
            "month": content.month.first,
            "steps": content.steps,
            "document": content.document,
            "ground": content.ground,
            "saved_at": at.astimezone(UTC),
            "person": person,
        },
    )


def _record(row: Mapping[str, Any]) -> ScenarioRecord:
    month: date = row["month"]
    return ScenarioRecord(**{**row, "month": Month.of(month)})
