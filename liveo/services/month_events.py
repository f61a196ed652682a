"""What happened to a company in a month: options switched on and off, accounts and resources that changed entity.

What was switched off and on again on the same day changes nothing, and is not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import CompanyState, EntityId
from liveo.core.entities import EntityCalendar
from liveo.core.periods import Month, Period, union


class OptionEventKind(StrEnum):
    """What happened to an option. ``TRIED`` was switched on and off on one day, and pays that day."""

    ACTIVATED = "activated"
    REMOVED = "removed"
    TRIED = "tried"


@dataclass(frozen=True, slots=True)
class OptionEvent:
    """One option on one day, and the labels of those concerned. A removal is told on its first free day."""

    day: date
    option: OptionCode
    kind: OptionEventKind
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """Who left one entity for another from ``day`` on; the name of an entity, None where there is none."""

    day: date
    origin: str | None
    target: str | None
    subjects: tuple[str, ...]


def option_events(state: CompanyState, month: Month) -> tuple[OptionEvent, ...]:
    """Return the events of a month, by day and in the order of the options; alike ones of a day are one."""
    grouped: dict[tuple[date, OptionCode, OptionEventKind], list[SubjectId]] = defaultdict(list)
    periods: dict[tuple[SubjectId, OptionCode], list[Period]] = defaultdict(list)
    for activation in state.activations:
        periods[activation.subject_id, activation.option].append(activation.period)
    for (subject_id, option), active in periods.items():
        for day, kind in _turns(active):
            if day in month.period:
                grouped[day, option, kind].append(subject_id)
    labels = {subject.subject_id: subject.label for subject in state.subjects}
    order = {option: rank for rank, option in enumerate(OptionCode)}
    keys = sorted(grouped, key=lambda key: (key[0], order[key[1]], key[2]))
    return tuple(OptionEvent(*key, tuple(labels[subject] for subject in grouped[key])) for key in keys)


def move_events(state: CompanyState, month: Month) -> tuple[MoveEvent, ...]:
    """Return who changed entity in a month, by day and entities; who only arrives in the company is not told."""
    calendar = EntityCalendar(state)
    names = {entity.entity_id: entity.name for entity in state.entities}
    labels = {subject.subject_id: subject.label for subject in state.subjects}
    present = _first_days(state)
    grouped: dict[tuple[date, EntityId | None, EntityId | None], list[str]] = defaultdict(list)
    for subject_id, day in _assignment_bounds(state, month):
        eve = day - timedelta(days=1)
        origin, target = calendar.on(subject_id, eve), calendar.on(subject_id, day)
        arrives = origin is None and present.get(subject_id, day) >= day
        if origin != target and not arrives:
            grouped[day, origin, target].append(labels[subject_id])
    return tuple(
        MoveEvent(day, names[origin] if origin else None, names[target] if target else None, tuple(found))
        for (day, origin, target), found in sorted(grouped.items(), key=lambda item: item[0][0])
    )


def _turns(active: Iterable[Period]) -> Iterator[tuple[date, OptionEventKind]]:
    """Yield the days on which something is switched on or off, activations that touch being one."""
    periods = list(active)
    spans = union(periods)
    for span in spans:
        yield span.start, OptionEventKind.ACTIVATED
        if not span.open_ended:
            yield span.end, OptionEventKind.REMOVED
    for period in periods:
        if not period.days and not any(span.start <= period.start <= span.end for span in spans):
            yield period.start, OptionEventKind.TRIED


def _first_days(state: CompanyState) -> dict[SubjectId, date]:
    first: dict[SubjectId, date] = {}
    for activation in state.activations:
        known = first.get(activation.subject_id, activation.period.start)
        first[activation.subject_id] = min(known, activation.period.start)
    return first


def _assignment_bounds(state: CompanyState, month: Month) -> list[tuple[SubjectId, date]]:
    """The days of a month on which an assignment begins or ends, each once, in order."""
    bounds = {
        (assignment.subject_id, day)
        for assignment in state.assignments
        for day in (assignment.period.start, assignment.period.end)
        if day in month.period
    }
    return sorted(bounds, key=lambda bound: (bound[1], bound[0]))
