"""Moves of accounts and resources between entities, as people ask for them, turned into changes of a scenario.

A resource without an assignment of its own follows its account. Moved apart from it, it first keeps in its own name
what it followed until then, so that no earlier day changes; moved with it, it goes on following.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from liveo.core.catalogue import SubjectId
from liveo.core.changes.division import MoveTo
from liveo.core.company import Account, Assignment, CompanyState, EntityId, Resource
from liveo.core.entities import EntityCalendar
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.core.scenario import StateChange, apply_changes

ALWAYS = Period(date.min)


class MoveRefused(LiveoError):
    """A move that would leave a resource where it is."""


@dataclass(frozen=True, slots=True)
class Move:
    """Give subjects to an entity from ``day`` on; ``entity_id`` None leaves them without any."""

    subject_ids: tuple[SubjectId, ...]
    entity_id: EntityId | None
    day: date


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """An account or a resource that is elsewhere: from ``day`` on ``after`` pays instead of ``before``."""

    subject: Account | Resource
    before: EntityId | None
    after: EntityId | None
    day: date


def moved(state: CompanyState, move: Move) -> CompanyState:
    """Return the state after a move; raises UnknownSubject, UnknownEntity, MoveRefused."""
    changes = move_changes(state, move)
    if not changes:
        return state
    changed = apply_changes(state, changes)
    calendar = _calendar(changed, move.subject_ids)
    if not all(_already_there(calendar, subject_id, move) for subject_id in move.subject_ids):
        raise MoveRefused(
            "Une ressource sans rattachement propre suit le compte auquel elle est donnée : "
            "déplacez aussi ce compte, ou choisissez une entité."
        )
    return changed


def move_changes(state: CompanyState, move: Move) -> list[StateChange]:
    """Return the changes of a scenario that a move means; none where everybody is already there."""
    chosen = set(move.subject_ids)
    assigned = {assignment.subject_id for assignment in state.assignments}
    followers = {r.subject_id: r for r in state.resources if r.account_id is not None and r.subject_id not in assigned}
    chosen -= {subject_id for subject_id in chosen & followers.keys() if followers[subject_id].account_id in chosen}
    calendar = _calendar(state, move.subject_ids)
    going = [subject_id for subject_id in sorted(chosen) if not _already_there(calendar, subject_id, move)]
    apart = [followers[subject_id] for subject_id in going if subject_id in followers]
    kept = [change for resource in apart for change in _followed_until(state, resource, move.day)]
    return [*kept, MoveTo(tuple(going), move.entity_id, move.day)] if going else []


def followers_of(state: CompanyState, subject_ids: Sequence[SubjectId]) -> list[Resource]:
    """Return the resources that follow some of these accounts, having no assignment of their own."""
    assigned = {assignment.subject_id for assignment in state.assignments}
    accounts = set(subject_ids)
    return [r for r in state.resources if r.account_id in accounts and r.subject_id not in assigned]


def places_changed(before: CompanyState, after: CompanyState) -> list[PlaceChange]:
    """Return who is elsewhere under another state, followers of accounts included, from the first day that differs."""
    old, new = EntityCalendar(before), EntityCalendar(after)
    found: list[PlaceChange] = []
    subjects: tuple[Account | Resource, ...] = (*before.accounts, *before.resources)
    for subject in subjects:
        subject_id = subject.subject_id
        days = [date.min, *old.moves(subject_id, ALWAYS), *new.moves(subject_id, ALWAYS)]
        changes = (PlaceChange(subject, old.on(subject_id, d), new.on(subject_id, d), d) for d in sorted(days))
        found += [change for change in changes if change.before != change.after][:1]
    return found


def _calendar(state: CompanyState, subject_ids: Sequence[SubjectId]) -> EntityCalendar:
    """Return the calendar of some subjects and of the accounts that they follow: of 3,000 others nobody asks here."""
    concerned = set(subject_ids)
    concerned |= {r.account_id for r in state.resources if r.subject_id in concerned and r.account_id is not None}
    return EntityCalendar(
        replace(
            state,
            resources=tuple(r for r in state.resources if r.subject_id in concerned),
            assignments=tuple(a for a in state.assignments if a.subject_id in concerned),
        )
    )


def _already_there(calendar: EntityCalendar, subject_id: SubjectId, move: Move) -> bool:
    stays = not calendar.moves(subject_id, Period(move.day))
    return stays and calendar.on(subject_id, move.day) == move.entity_id


def _followed_until(state: CompanyState, resource: Resource, day: date) -> Iterator[MoveTo]:
    """Give a resource the assignments of its account that began before a day."""
    for followed in sorted((a for a in state.assignments if a.subject_id == resource.account_id), key=_by_start):
        if followed.period.start < day:
            yield MoveTo((resource.subject_id,), followed.entity_id, followed.period.start)
            if followed.period.end < day:
                yield MoveTo((resource.subject_id,), None, followed.period.end)


def _by_start(assignment: Assignment) -> Period:
    return assignment.period
