"""Applying a scenario: exactly what would be written, written in one transaction, put back as long as it still stands.

What is written is the very state that was simulated. Settings of the division (mode, sharing key, own invoices) hold
from a month on; everything else has its own days.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from liveo.core.catalogue import OptionCode, Price, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, ShareBy
from liveo.core.company import CompanyState, Entity
from liveo.core.divisions import divided_from
from liveo.core.entities import EntityCalendar
from liveo.core.errors import LiveoError, NotAllowed
from liveo.core.people import Person, Right
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation
from liveo.core.scenario import Change, Situation, apply_all
from liveo.services.allocation_trial import allocation_of, reassigned, with_option
from liveo.services.applying_names import created_accounts, created_resources
from liveo.services.billing import customer
from liveo.services.people import require
from liveo.services.simulation_stages import PROSPECT, Step
from liveo.store.application_records import Application, ApplicationChange, AppliedSide, in_order
from liveo.store.applications import ApplicationRefused, load_applications, undo_application, write_application
from liveo.store.database import Base
from liveo.store.journal import Entry

__all__ = [
    "Application",
    "ApplicationChange",
    "ApplicationRefused",
    "application_plan",
    "applications",
    "apply_scenario",
    "undo_scenario",
]

APPLY, UNDO = "apply_scenario", "undo_scenario"
"""What the journal calls an application and its undoing."""

One = TypeVar("One")
_SETTINGS: Final = (MarkOwnInvoices, ShareBy, BillIn)
_NEVER: Final = Month(9998, 12)


def application_plan(base: Base, code: str, steps: tuple[Step, ...], since: Month, today: date) -> ApplicationChange:
    """Return exactly what applying steps would write; their settings hold from the month ``since`` on.

    Raises what the steps raise, and ApplicationRefused for a prospect.
    """
    if code == PROSPECT:
        raise ApplicationRefused("Un prospect n'est pas encore client : créez l'entreprise avant d'appliquer.")
    known = customer(base, code)
    state = known.state
    changes = [change for step in steps for change in step]
    real = Situation(state, known.catalogue)
    after = apply_all(real, changes)
    divided = _begun(state, _divided_from(real, after.state, changes, since), since)
    EntityCalendar(divided)
    subjects = tuple(
        sorted({*reassigned(state, divided), *(s.subject_id for s in divided.subjects if s.subject_id < 0)})
    )
    needs_option = any(isinstance(change, BillIn) for change in changes)
    allocation = allocation_of(divided, subjects)
    wanted = with_option(allocation, max(today, since.first)) if needs_option else allocation
    options = _differing(known.catalogue.negotiated, after.catalogue.negotiated, lambda price: price.option)
    keys = _differing(_own(state), _own(divided), lambda a: (a.subject_id, a.option))
    return _dated(
        ApplicationChange(
            company_id=state.company.subject_id,
            subject_ids=subjects,
            since=today,
            keys=keys,
            options=options,
            first_month=_NEVER,
            before=AppliedSide(
                allocation_of(state, subjects),
                (),
                (),
                _of(state, keys),
                _negotiated(known.catalogue.negotiated, options),
            ),
            after=AppliedSide(
                wanted,
                created_accounts(base, state, divided),
                created_resources(base, state, divided),
                _of(divided, keys),
                _negotiated(after.catalogue.negotiated, options),
            ),
        )
    )


def apply_scenario(
    base: Base, person: Person, code: str, change: ApplicationChange, name: str, words: Sequence[str], at: datetime
) -> Application:
    """Write what was planned and shown; ``words`` say each change for the journal.

    Raises NotAllowed, ApplicationRefused or AllocationChanged when the base has changed meanwhile, MonthInvoiced.
    """
    _require(person, code)
    if change.changes_nothing:
        raise ApplicationRefused("Ces changements ne changent rien dans la base : il n'y a rien à appliquer.")
    detail = {"changes": list(words), "since": str(change.first_month)}
    return write_application(base, change, Entry(person.login, at, APPLY, name, detail=detail), name, tuple(words))


def applications(base: Base, person: Person, code: str) -> tuple[Application, ...]:
    """Return what was applied to a company and stands, the latest first; raises NotAllowed."""
    _require(person, code)
    return load_applications(base, customer(base, code).state.company.subject_id)


def undo_scenario(base: Base, person: Person, code: str, application: Application, at: datetime) -> None:
    """Put back what an application had replaced.

    Raises NotAllowed, ApplicationRefused or AllocationChanged where it was changed again since, MonthInvoiced.
    """
    _require(person, code)
    if application.company_id != customer(base, code).state.company.subject_id:
        raise ApplicationRefused("Cette application concerne une autre entreprise : choisissez-la d'abord.")
    entry = Entry(person.login, at, UNDO, application.name, detail={"changes": list(application.words)})
    undo_application(base, application, entry)


def _require(person: Person, code: str) -> None:
    require(person, Right.APPLY_CHANGES)
    if code != PROSPECT and not person.sees(code):
        raise NotAllowed("Cette entreprise n'est pas dans votre périmètre : rien ne peut y être appliqué.")


def _divided_from(before: Situation, after: CompanyState, changes: Sequence[Change], since: Month) -> CompanyState:
    """Let settings hold from a month on; earlier months only know the changes that have days of their own."""
    dated = [change for change in changes if not isinstance(change, _SETTINGS)]
    if len(dated) == len(changes):
        return after
    earlier = before.state
    with suppress(LiveoError):  # one that only fits with the settings leaves earlier months as they are
        earlier = apply_all(before, dated).state
    return divided_from(earlier, after, since)


def _begun(state: CompanyState, after: CompanyState, since: Month) -> CompanyState:
    """Let an entity that a scenario adds since ever begin with the month: months before are as they were."""
    known = {entity.entity_id for entity in state.entities}

    def begun(entity: Entity) -> Entity:
        if entity.entity_id in known or entity.period.start > date.min:
            return entity
        starts = [a.period.start for a in after.assignments if a.entity_id == entity.entity_id]
        return replace(entity, period=Period(min([since.first, *starts]), max(entity.period.end, since.first)))

    return replace(after, entities=tuple(map(begun, after.entities)))


def _own(state: CompanyState) -> tuple[Activation, ...]:
    """The billing by entity is part of the division."""
    return tuple(a for a in state.activations if a.option is not OptionCode.ENTITY_BILLING)


def _of(state: CompanyState, keys: Iterable[tuple[SubjectId, OptionCode]]) -> tuple[Activation, ...]:
    wanted = frozenset(keys)
    return in_order(a for a in state.activations if (a.subject_id, a.option) in wanted)


def _negotiated(prices: Iterable[Price], options: Iterable[OptionCode]) -> tuple[Price, ...]:
    wanted = frozenset(options)
    return tuple(sorted((p for p in prices if p.option in wanted), key=lambda p: (p.option, p.valid)))


def _differing(before: Iterable[One], after: Iterable[One], key_of: Callable[[One], Hashable]) -> tuple[Any, ...]:
    """Return the keys whose records are not the same on both sides, in order."""
    old, new = _by_key(before, key_of), _by_key(after, key_of)
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _by_key(found: Iterable[One], key_of: Callable[[One], Hashable]) -> dict[Any, frozenset[One]]:
    grouped: dict[Hashable, set[One]] = defaultdict(set)
    for record in found:
        grouped[key_of(record)].add(record)
    return {key: frozenset(records) for key, records in grouped.items()}


def _dated(change: ApplicationChange) -> ApplicationChange:
    """Say from when on calls are counted and months are billed otherwise."""
    before, after = change.before, change.after
    moved = _first_day(
        *([((a.subject_id, a.entity_id), a.period) for a in side.allocation.assignments] for side in (before, after))
    )
    days = [
        moved,
        _first_day(
            *([((a.subject_id, a.option, a.quantity), a.period) for a in s.activations] for s in (before, after))
        ),
        _first_day(*([((p.option, p.monthly), p.valid) for p in s.prices] for s in (before, after))),
        _first_day(*([(e.entity_id, e.period) for e in s.allocation.entities] for s in (before, after))),
        _first_day(*([("", period) for period in s.allocation.entity_billing] for s in (before, after))),
    ]
    divisions = set(before.allocation.divisions) ^ set(after.allocation.divisions)
    days += [division.since for division in divisions]
    first = min((Month.of(day) for day in days if day is not None), default=_NEVER)
    return replace(change, since=moved or change.since, first_month=first)


def _first_day(before: Iterable[tuple[Hashable, Period]], after: Iterable[tuple[Hashable, Period]]) -> date | None:
    """Return the first day on which two sets of dated things differ; None where they are the same."""
    ends: dict[tuple[Hashable, date], list[date]] = defaultdict(list)
    for label, period in set(before) ^ set(after):
        ends[label, period.start].append(period.end)
    # One that starts as before and ends otherwise differs from the earlier of both ends on.
    return min((min(found) if len(found) > 1 else start for (_, start), found in ends.items()), default=None)
