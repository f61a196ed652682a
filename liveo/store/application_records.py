"""What of a scenario is written, as records: what stands, what is to stand instead, and both as JSON."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from cattrs.preconf.json import JsonConverter, make_converter

from liveo.core.catalogue import OptionCode, Price, SubjectId
from liveo.core.company import Account, Resource
from liveo.core.periods import Month
from liveo.core.proration import Activation
from liveo.store.allocation import Allocation, AllocationChange

Key = tuple[SubjectId, OptionCode]


@dataclass(frozen=True, slots=True)
class AppliedSide:
    """One side of a change: what stands, or is to stand.

    ``accounts`` and ``resources`` are those that a scenario creates; ``activations`` all of the options concerned, that
    of the billing by entity aside; ``prices`` all that are negotiated for the options concerned. All in order.
    """

    allocation: Allocation
    accounts: tuple[Account, ...]
    resources: tuple[Resource, ...]
    activations: tuple[Activation, ...]
    prices: tuple[Price, ...]

    @property
    def created(self) -> tuple[Account | Resource, ...]:
        """The accounts, then the resources."""
        return (*self.accounts, *self.resources)


@dataclass(frozen=True, slots=True)
class ApplicationChange:
    """What stands in the base and what is to stand instead.

    ``subject_ids`` are those whose assignments differ, from ``since`` on; ``keys`` the options of subjects, and
    ``options`` the negotiated prices that differ. ``first_month`` is the first that may be billed otherwise. What is
    new has ids below zero until it is written.
    """

    company_id: SubjectId
    subject_ids: tuple[SubjectId, ...]
    since: date
    keys: tuple[Key, ...]
    options: tuple[OptionCode, ...]
    first_month: Month
    before: AppliedSide
    after: AppliedSide

    @property
    def mirrored(self) -> "ApplicationChange":
        """The change that undoes this one."""
        return replace(self, before=self.after, after=self.before)

    @property
    def changes_nothing(self) -> bool:
        """Whether both sides say the same."""
        return self.before == self.after

    @property
    def allocation(self) -> AllocationChange:
        """The part of it that concerns the division of the bill."""
        sides = {"before": self.before.allocation, "after": self.after.allocation}
        return AllocationChange(self.company_id, self.subject_ids, self.since, self.first_month, **sides)


@dataclass(frozen=True, slots=True)
class Application:
    """A scenario that was applied and stands: its name and words, when and by whom (a login).

    What it replaced is kept in the base, and only read to be put back.
    """

    application_id: int
    company_id: SubjectId
    name: str
    words: tuple[str, ...]
    applied_at: datetime
    person: str


def with_real_subjects(change: ApplicationChange, ids: Iterable[SubjectId]) -> ApplicationChange:
    """Return the change with an id from the base for each account and resource that it creates."""
    real = dict(zip((created.subject_id for created in change.after.created), ids, strict=True))

    def of(subject_id: SubjectId) -> SubjectId:
        return real.get(subject_id, subject_id)

    after = change.after
    assignments = [replace(a, subject_id=of(a.subject_id)) for a in after.allocation.assignments]
    activations = [replace(a, subject_id=of(a.subject_id)) for a in after.activations]
    return replace(
        change,
        subject_ids=tuple(sorted(map(of, change.subject_ids))),
        keys=tuple(sorted((of(subject), option) for subject, option in change.keys)),
        after=replace(
            after,
            allocation=replace(after.allocation, assignments=_sorted(assignments, lambda a: (a.subject_id, a.period))),
            accounts=tuple(replace(a, subject_id=of(a.subject_id)) for a in after.accounts),
            resources=tuple(replace(r, subject_id=of(r.subject_id)) for r in after.resources),
            activations=in_order(activations),
        ),
    )


def in_order(activations: Iterable[Activation]) -> tuple[Activation, ...]:
    """Return activations in the order of ``AppliedSide``."""
    return _sorted(activations, lambda a: (a.subject_id, a.option, a.period, a.quantity))


def _sorted(found: Iterable[Any], key: Callable[[Any], Any]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=key))


def _converter() -> JsonConverter:
    made = make_converter()
    made.register_unstructure_hook(Decimal, str)
    made.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    return made


_CONVERTER: Final = _converter()


def change_json(change: ApplicationChange) -> str:
    """Return a change as the base keeps it."""
    return _CONVERTER.dumps(change, ensure_ascii=False)


def change_from_json(text: str) -> ApplicationChange:
    """Read a change that the base keeps."""
    return _CONVERTER.loads(text, ApplicationChange)
