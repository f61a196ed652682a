"""A month of a simulation day by day: who has which option when, and what each of them owes for it.

The days shown are the days billed; what a selection of rows and days would change becomes an ordinary step.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from liveo.core.catalogue import OPTION_TYPES, OptionCode, Owner, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.company import Account, Company, EntityId, Resource, Subject
from liveo.core.entities import EntityCalendar
from liveo.core.errors import InvalidChange
from liveo.core.money import ZERO
from liveo.core.periods import Month, Period, union
from liveo.core.proration import Spans, billed_days
from liveo.services.simulation_choices import Candidate
from liveo.services.simulation_effects import MonthAmounts, month_amounts
from liveo.services.simulation_stages import Stage, Step, stages, touched_keys
from liveo.store.database import Base

ACCOUNT_OPTIONS = tuple(row.code for row in OPTION_TYPES.values() if row.owner is Owner.ACCOUNT)


@dataclass(frozen=True, slots=True)
class Lane:
    """One option of one row: the days it owes in the month, what they cost, and whether a step touches it."""

    option: OptionCode
    periods: tuple[Period, ...]
    amount: Decimal
    touched: bool

    @property
    def days(self) -> int:
        """Days owed, each once."""
        return sum(period.days for period in self.periods)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """An account, a resource or the company itself, with its options; an empty lane where it has none in the month."""

    subject: Subject
    lanes: tuple[Lane, ...]


def timeline_candidates(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> tuple[Candidate, ...]:
    """Return every account and resource, what the steps add included, with its entity on the month's last day.

    What the steps touch comes first. Accounts that are not there in the month are left out, and so is the company
    itself where it has no entities.
    """
    return _candidates(base, base.version, code, month, steps)


def timeline_rows(
    base: Base, code: str, month: Month, steps: tuple[Step, ...], shown: Sequence[SubjectId]
) -> tuple[TimelineRow, ...]:
    """Return the rows of some subjects, in their order, after the steps."""
    found = stages(base, code, steps)
    last = found[-1]
    subjects = {subject.subject_id: subject for subject in last.situation.state.subjects}
    touched = touched_keys(found[0], last)
    amounts = month_amounts(month, last.situation.catalogue)
    return tuple(
        TimelineRow(subjects[subject], _lanes(subjects[subject], last, month, amounts, touched))
        for subject in shown
        if subject in subjects
    )


def bearers(
    base: Base, code: str, steps: tuple[Step, ...], chosen: Iterable[SubjectId]
) -> dict[OptionCode, tuple[SubjectId, ...]]:
    """Return which of those chosen can have each option, in the order of options; only options that one of them can."""
    wanted = set(chosen)
    found: dict[OptionCode, list[SubjectId]] = defaultdict(list)
    for subject in stages(base, code, steps)[-1].situation.state.subjects:
        if subject.subject_id in wanted:
            for option in _bearable(subject):
                found[option].append(subject.subject_id)
    return {option: tuple(found[option]) for option in OptionCode if option in found}


def how_many_active(
    base: Base, code: str, steps: tuple[Step, ...], chosen: Iterable[SubjectId], option: OptionCode, days: Period
) -> int:
    """Return for how many of those chosen an option is active on every one of some days, after the steps."""
    last = stages(base, code, steps)[-1]
    return sum(_covers(last.spans.get((subject, option), ()), days) for subject in chosen)


def switched_on(
    base: Base, code: str, steps: tuple[Step, ...], chosen: Iterable[SubjectId], option: OptionCode, days: Period
) -> Step:
    """Return the step that switches an option on for all those chosen who do not have it on all of the days."""
    last = stages(base, code, steps)[-1]
    lacking = tuple(subject for subject in chosen if not _covers(last.spans.get((subject, option), ()), days))
    return (SwitchOn(lacking, option, days),)


def switched_off(
    base: Base, code: str, steps: tuple[Step, ...], chosen: Iterable[SubjectId], option: OptionCode, days: Period
) -> Step:
    """Return the step that removes an option on the first of the days, and has it back after the last of them.

    An account goes with its options. Raises InvalidChange where several of the same are active after: what would come
    back is only one.
    """
    last = stages(base, code, steps)[-1]
    who = tuple(chosen)
    going = ACCOUNT_OPTIONS if option is OptionCode.ACCOUNT else (option,)
    changes = [change for gone in going for change in _removed(last, who, gone, days)]
    return tuple(sorted(changes, key=lambda change: isinstance(change, SwitchOn)))


def _removed(last: Stage, chosen: Iterable[SubjectId], option: OptionCode, days: Period) -> list[SwitchOff | SwitchOn]:
    having = tuple(s for s in chosen if any(p.end > days.start for p, _ in last.spans.get((s, option), ())))
    back: dict[tuple[Period, ...], list[SubjectId]] = defaultdict(list)
    for subject in having:
        back[_after(last.spans[subject, option], days.end)].append(subject)
    resumed = [SwitchOn(tuple(who), option, period) for rest, who in back.items() for period in rest]
    return [SwitchOff(having, option, days.start), *resumed] if having else []


@lru_cache(maxsize=32)
def _candidates(base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...]) -> tuple[Candidate, ...]:
    found = stages(base, code, steps)
    state = found[-1].situation.state
    touched = {subject for subject, _ in touched_keys(found[0], found[-1])}
    calendar = EntityCalendar(state)
    last = date.fromordinal(month.period.end.toordinal() - 1)
    names: dict[EntityId | None, str] = {entity.entity_id: entity.name for entity in state.entities}
    present = {
        a.subject_id for a in state.activations if a.option is OptionCode.ACCOUNT and a.period.overlaps(month.period)
    }
    listed = [s for s in state.subjects if s.subject_id in touched or _is_there(s, present, len(state.entities) > 1)]
    listed.sort(key=lambda subject: subject.subject_id not in touched)
    return tuple(
        Candidate(
            s.subject_id, s.label, "" if isinstance(s, Company) else names.get(calendar.on(s.subject_id, last), "")
        )
        for s in listed
    )


def _is_there(subject: Subject, accounts: Set[SubjectId], has_entities: bool) -> bool:
    match subject:
        case Account():
            return subject.subject_id in accounts
        case Company():
            return has_entities
        case Resource():
            return True


def _lanes(
    subject: Subject,
    stage: Stage,
    month: Month,
    amounts: MonthAmounts,
    touched: frozenset[tuple[SubjectId, OptionCode]],
) -> tuple[Lane, ...]:
    bearable = _bearable(subject)
    lanes = [_lane(subject, option, stage, month, amounts, touched) for option in bearable]
    active = tuple(lane for lane in lanes if lane.periods or lane.touched)
    return active or tuple(lanes[:1])


def _lane(
    subject: Subject,
    option: OptionCode,
    stage: Stage,
    month: Month,
    amounts: MonthAmounts,
    touched: frozenset[tuple[SubjectId, OptionCode]],
) -> Lane:
    key = (subject.subject_id, option)
    spans = stage.spans.get(key, ())
    periods = billed_days((period for period, _ in spans), month, stage.situation.catalogue.day_count)
    charge = amounts.owed(stage, subject, option)
    return Lane(option, tuple(periods), charge.amount if charge else ZERO, key in touched)


def _bearable(subject: Subject) -> tuple[OptionCode, ...]:
    match subject:
        case Resource():
            return (subject.option,)
        case Account():
            return ACCOUNT_OPTIONS
        case Company():
            return tuple(row.code for row in OPTION_TYPES.values() if row.owner is Owner.COMPANY)


def _covers(spans: Spans, days: Period) -> bool:
    return any(period.start <= days.start and days.end <= period.end for period in union(p for p, _ in spans))


def _after(spans: Spans, day: date) -> tuple[Period, ...]:
    """Return what is left of activations from a day on; raises InvalidChange for several of the same."""
    left = [(Period(max(period.start, day), period.end), count) for period, count in spans if period.end > day]
    if any(count > 1 for _, count in left):
        raise InvalidChange("Cette option est active en plusieurs exemplaires : supprimez-la sans date de fin.")
    return tuple(union(period for period, _ in left))
