"""What can be tried on a company: for whom an option can be switched on or off, and examples to start from.

Choices take the steps already planned into account, and only name accounts and resources that exist.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from liveo.core.catalogue import OPTION_TYPES, DayCount, OptionCode, Owner, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.company import CompanyState, Entity, EntityId, Subject
from liveo.core.entities import EntityCalendar
from liveo.core.errors import MissingPrice
from liveo.core.periods import Month, Period, union
from liveo.core.proration import billed_days
from liveo.services.simulation_stages import Step, ground, stages, state_after
from liveo.store.database import Base

EXAMPLE_ACCOUNTS = 10
EXAMPLE_NEW_ACCOUNTS = 5


class Action(StrEnum):
    """What a step does."""

    SWITCH_ON = "switch_on"
    SWITCH_OFF = "switch_off"
    ADD = "add"
    PRICE = "price"


ADDABLE = tuple(
    row.code for row in OPTION_TYPES.values() if row.owner is Owner.RESOURCE or row.code is OptionCode.ACCOUNT
)
EXTRAS = tuple(
    row.code for row in OPTION_TYPES.values() if row.owner is Owner.ACCOUNT and row.code is not OptionCode.ACCOUNT
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or something an option can be switched for; ``entity`` is where it stands on the month's last day."""

    subject_id: SubjectId
    label: str
    entity: str

    @property
    def searched(self) -> str:
        """What a search looks into, folded."""
        return _folded(f"{self.label} {self.entity}")


@dataclass(frozen=True, slots=True)
class Example:
    """A step ready to be tried: what it does, with which option, to how many, from or on which day."""

    action: Action
    option: OptionCode
    count: int
    start: date
    step: Step


def candidates(
    base: Base, code: str, month: Month, steps: tuple[Step, ...], action: Action, option: OptionCode
) -> tuple[Candidate, ...]:
    """Return for whom an option can be switched, in the order of the company.

    On: whoever exists in the month and lacks the option on one of its days at least. Off: whoever has it in the
    month or later.
    """
    return _candidates(base, base.version, code, month, steps, action, option)


def matching(found: Iterable[Candidate], text: str) -> tuple[Candidate, ...]:
    """Return the candidates that hold every word of a text, accents and capitals aside; all for an empty text."""
    words = _folded(text).split()
    return tuple(candidate for candidate in found if all(word in candidate.searched for word in words))


def entities(base: Base, code: str) -> tuple[Entity, ...]:
    """Return the entities that something new can be given to; none where there is only the head office."""
    found = ground(base, code).state.entities
    return found if len(found) > 1 else ()


def names(base: Base, code: str) -> tuple[dict[SubjectId, str], dict[EntityId, str]]:
    """Return what accounts and resources, and what entities are called."""
    state = ground(base, code).state
    return {s.subject_id: s.label for s in state.subjects}, {e.entity_id: e.name for e in state.entities}


def day_count(base: Base, code: str) -> DayCount:
    """Return whether the day of removal is billed."""
    return ground(base, code).catalogue.day_count


def days_in_month(base: Base, code: str, month: Month, period: Period) -> Period | None:
    """Return the days of a month that an activation owes; None when there is none."""
    return next(iter(billed_days([period], month, day_count(base, code))), None)


def price_on(base: Base, code: str, steps: tuple[Step, ...], option: OptionCode, day: date) -> Decimal | None:
    """Return what an option costs a month on a day, after the steps; None where the catalogue has no price."""
    catalogue = stages(base, code, steps)[-1].situation.catalogue
    with suppress(MissingPrice):
        return catalogue.priced(option, Period(day, day + timedelta(days=1)))[0][1].monthly
    return None


def examples(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> tuple[Example, ...]:
    """Return steps that would change the bill after those given: to add, to switch on, to switch off if possible."""
    first, tenth, middle = (month.first.replace(day=day) for day in (1, 10, 15))
    recording = _without(base, code, month, steps, OptionCode.CALL_RECORDING, tenth)[:EXAMPLE_ACCOUNTS]
    supervised = _with(base, code, month, steps, OptionCode.CALL_SUPERVISION, middle)
    undivided = _without(base, code, month, steps, OptionCode.ENTITY_BILLING, first) if entities(base, code) else ()
    found = (
        _added(OptionCode.IVR_MENU, "Menu d'accueil", 1, Period(first, middle)),
        _switched_on(recording, OptionCode.CALL_RECORDING, tenth),
        _added(OptionCode.ACCOUNT, "Nouveau compte", EXAMPLE_NEW_ACCOUNTS, Period(middle)),
        _switched_off(supervised, OptionCode.CALL_SUPERVISION, middle),
        _switched_on(undivided, OptionCode.ENTITY_BILLING, first),
    )
    return tuple(example for example in found if example.count)


def _added(option: OptionCode, name: str, count: int, period: Period) -> Example:
    change = AddSubjects(new_subject_ids((), count), option, name, period)
    return Example(Action.ADD, option, count, period.start, (change,))


def _switched_on(subjects: tuple[SubjectId, ...], option: OptionCode, start: date) -> Example:
    return Example(Action.SWITCH_ON, option, len(subjects), start, (SwitchOn(subjects, option, Period(start)),))


def _switched_off(subjects: tuple[SubjectId, ...], option: OptionCode, day: date) -> Example:
    return Example(Action.SWITCH_OFF, option, len(subjects), day, (SwitchOff(subjects, option, day),))


def _without(
    base: Base, code: str, month: Month, steps: tuple[Step, ...], option: OptionCode, day: date
) -> tuple[SubjectId, ...]:
    equipped = _active_on(state_after(base, code, steps), option, day)
    found = candidates(base, code, month, steps, Action.SWITCH_ON, option)
    return tuple(candidate.subject_id for candidate in found if candidate.subject_id not in equipped)


def _with(
    base: Base, code: str, month: Month, steps: tuple[Step, ...], option: OptionCode, day: date
) -> tuple[SubjectId, ...]:
    equipped = _active_on(state_after(base, code, steps), option, day)
    found = candidates(base, code, month, steps, Action.SWITCH_OFF, option)
    return tuple(candidate.subject_id for candidate in found if candidate.subject_id in equipped)


def _active_on(state: CompanyState, option: OptionCode, day: date) -> set[SubjectId]:
    return {a.subject_id for a in state.activations if a.option is option and day in a.period}


@lru_cache(maxsize=64)
def _candidates(
    base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...], action: Action, option: OptionCode
) -> tuple[Candidate, ...]:
    state = state_after(base, code, steps)
    chosen = SELECTIONS[action](state, month, option)
    calendar = EntityCalendar(state)
    last = date.fromordinal(month.period.end.toordinal() - 1)
    entity_names: dict[EntityId | None, str] = {entity.entity_id: entity.name for entity in state.entities}
    return tuple(
        Candidate(subject.subject_id, subject.label, entity_names.get(calendar.on(subject.subject_id, last), ""))
        for subject in _bearers(state, option)
        if subject.subject_id in chosen
    )


def _lacking(state: CompanyState, month: Month, option: OptionCode) -> set[SubjectId]:
    """Who is there in the month and does not have the option on all of its days."""
    equipped = {subject for subject, days in _days_of(state, month, option).items() if days == month.days}
    there = {subject.subject_id for subject in _bearers(state, option)}
    if OPTION_TYPES[option].owner is Owner.ACCOUNT and option is not OptionCode.ACCOUNT:
        there = set(_days_of(state, month, OptionCode.ACCOUNT))
    return there - equipped


def _having(state: CompanyState, month: Month, option: OptionCode) -> set[SubjectId]:
    return {a.subject_id for a in state.activations if a.option is option and a.period.end > month.first}


def _days_of(state: CompanyState, month: Month, option: OptionCode) -> dict[SubjectId, int]:
    """Return the days of the month on which each subject has an option, for those who have it at all."""
    periods: dict[SubjectId, list[Period]] = {}
    for activation in state.activations:
        if activation.option is option and activation.period.overlaps(month.period):
            periods.setdefault(activation.subject_id, []).append(activation.period)
    clipped = {subject: [p.clipped(month.period) for p in found] for subject, found in periods.items()}
    return {subject: sum(p.days for p in union(filter(None, found))) for subject, found in clipped.items()}


def _bearers(state: CompanyState, option: OptionCode) -> tuple[Subject, ...]:
    match OPTION_TYPES[option].owner:
        case Owner.ACCOUNT:
            return state.accounts
        case Owner.RESOURCE:
            return tuple(resource for resource in state.resources if resource.option is option)
        case Owner.COMPANY:
            return (state.company,)


def _folded(text: str) -> str:
    """Return a text without accents and capitals, to search in: "Éloïse" is "eloise"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


SELECTIONS: Mapping[Action, Callable[[CompanyState, Month, OptionCode], set[SubjectId]]] = {
    Action.SWITCH_ON: _lacking,
    Action.SWITCH_OFF: _having,
}
"""For whom each action can be chosen; the others need nobody."""
