"""What people chose on the consumption page: words that stay right when the month goes by, or a name changes.

A selection becomes a filter when it meets the company, the month in view and the person who looks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from liveo.core.destinations import CallKind
from liveo.core.people import Person, Right, may
from liveo.core.periods import Month, Period
from liveo.services.consumption import NO_BOUNDS, Answer, Bounds, Direction, UsageFilter
from liveo.services.consumption_names import Names
from liveo.services.consumption_periods import PRESETS, Comparison, Preset

WEEK_HOURS: Final = 7 * 24
Number = TypeVar("Number", bound=int)


@dataclass(frozen=True, slots=True)
class Selection:
    """Every choice of the page. An empty tuple or text is no restriction; ``entities`` and ``accounts`` are codes.

    ``dates`` are those of Preset.CHOSEN and Preset.MONTHS; ``days`` a part of the period that is looked at closely.
    """

    preset: Preset = Preset.MONTH
    dates: Period | None = None
    days: Period | None = None
    comparison: Comparison = Comparison.PREVIOUS
    directions: tuple[Direction, ...] = (Direction.OUTBOUND,)
    answer: Answer = Answer.ANY
    kinds: tuple[CallKind, ...] = ()
    destinations: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()
    amounts: Bounds = NO_BOUNDS
    durations: Bounds = NO_BOUNDS
    numbers: tuple[str, ...] = ()
    contains: str = ""

    def period(self, month: Month) -> Period:
        """The days that are looked at, seen from the month in view."""
        if self.preset in PRESETS:
            return PRESETS[self.preset](month)
        return self.dates or month.period


def question_of(selection: Selection, names: Names, month: Month, person: Person) -> UsageFilter:
    """Return the filter that a selection means: of a company, seen from a month, by a person."""
    return UsageFilter(
        company_id=names.company_id,
        period=selection.period(month),
        directions=selection.directions,
        destinations=selection.destinations,
        entities=_known(selection.entities, names.entity_ids),
        subjects=_known(selection.accounts, names.subject_ids),
        answer=selection.answer,
        days=selection.days,
        countries=selection.countries,
        kinds=selection.kinds,
        hours=selection.hours,
        amounts=selection.amounts,
        durations=selection.durations,
        numbers=selection.numbers,
        contains=selection.contains,
        within_entities=names.within_entities,
        within_subjects=names.within_subjects,
        whole_numbers=may(person, Right.SEE_WHOLE_NUMBERS),
    )


def _known(codes: Iterable[str], ids: Mapping[str, Number]) -> tuple[Number, ...]:
    return tuple(ids[code] for code in codes if code in ids)
