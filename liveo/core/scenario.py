"""A scenario: changes on top of the real state, evaluated by the same functions as real invoices.

Each kind of change is one dataclass and its ``applied_to``; ``CHANGE_KINDS`` is the table of them. A change never
touches the state it is given: it returns another one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OPTION_TYPES, Catalogue, ChargeRule, OptionCode, Owner, SubjectId
from liveo.core.charges import UsageSlice
from liveo.core.company import Account, Assignment, CompanyState, Entity, EntityId, Resource
from liveo.core.entities import refuse_unknown_entities
from liveo.core.errors import InvalidChange, UnknownSubject
from liveo.core.invoice import InvoiceRun, Seller
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, billed_days


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """Switch an option on for subjects, from the first day of ``period`` until its end, excluded."""

    subject_ids: tuple[SubjectId, ...]
    option: OptionCode
    period: Period

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Add an activation for each subject; raises UnknownSubject."""
        _refuse_unknown(state, self.subject_ids)
        added = tuple(Activation(subject, self.option, self.period) for subject in self.subject_ids)
        return replace(state, activations=state.activations + added)


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """Remove an option from subjects on ``day``: the first day that is not billed any more."""

    subject_ids: tuple[SubjectId, ...]
    option: OptionCode
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End what is active on the day, and drop what would only start later; raises UnknownSubject.

        What starts on that very day stays, for its one day: so the removal of a real option is billed too.
        """
        _refuse_unknown(state, self.subject_ids)
        concerned = frozenset(self.subject_ids)
        kept = (
            self._ended(a) if a.option is self.option and a.subject_id in concerned else a for a in state.activations
        )
        return replace(state, activations=tuple(a for a in kept if a is not None))

    def _ended(self, activation: Activation) -> Activation | None:
        if activation.period.start > self.day:
            return None
        return replace(activation, period=Period(activation.period.start, min(activation.period.end, self.day)))


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Give subjects to an entity from a day on; ``entity_id`` None leaves them without any."""

    subject_ids: tuple[SubjectId, ...]
    entity_id: EntityId | None
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End the assignments in force on the day and start new ones; raises UnknownSubject, UnknownEntity."""
        _refuse_unknown(state, self.subject_ids)
        refuse_unknown_entities(state, () if self.entity_id is None else (self.entity_id,))
        kept = [a for a in map(self._ended, state.assignments) if a is not None]
        if self.entity_id is not None:
            kept += [Assignment(subject, self.entity_id, Period(self.day)) for subject in self.subject_ids]
        return replace(state, assignments=tuple(kept))

    def _ended(self, assignment: Assignment) -> Assignment | None:
        if assignment.subject_id not in self.subject_ids or assignment.period.end <= self.day:
            return assignment
        if assignment.period.start >= self.day:
            return None
        return replace(assignment, period=Period(assignment.period.start, self.day))


@dataclass(frozen=True, slots=True)
class MarkOwnInvoices:
    """Say which entities receive their own invoice in mode 4; all others do not."""

    entity_ids: tuple[EntityId, ...]

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Set the mark of every entity; raises UnknownEntity."""
        refuse_unknown_entities(state, self.entity_ids)
        marked: tuple[Entity, ...] = tuple(
            replace(entity, own_invoice=entity.entity_id in self.entity_ids) for entity in state.entities
        )
        return replace(state, entities=marked)


@dataclass(frozen=True, slots=True)
class AddSubjects:
    """Add accounts, or resources of one option, that do not exist yet, active on the days of ``period``.

    ``subject_ids`` are below zero, one for each, so that they never meet real ones (``new_subject_ids``). ``extras``
    are options of accounts switched on for the same days. Several bear the name with a number: "Agent 1", "Agent 2".
    """

    subject_ids: tuple[SubjectId, ...]
    option: OptionCode
    name: str
    period: Period
    entity_id: EntityId | None = None
    extras: tuple[OptionCode, ...] = ()

    def __post_init__(self) -> None:
        if not self.subject_ids or max(self.subject_ids) >= 0:
            raise InvalidChange("Un ajout crée au moins un compte ou une ressource, sous un numéro provisoire.")
        owner = OPTION_TYPES[self.option].owner
        extras_fit = all(OPTION_TYPES[extra].owner is Owner.ACCOUNT for extra in self.extras)
        if owner is Owner.COMPANY or (owner is Owner.ACCOUNT and self.option is not OptionCode.ACCOUNT):
            raise InvalidChange("Seuls un compte ou une ressource s'ajoutent : cette option s'active sur un existant.")
        if self.extras and (self.option is not OptionCode.ACCOUNT or not extras_fit):
            raise InvalidChange("Seul un nouveau compte reçoit des options, et seulement des options de compte.")

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Add the subjects, their activations and entity; raises InvalidChange for an id in use, UnknownEntity."""
        refuse_unknown_entities(state, () if self.entity_id is None else (self.entity_id,))
        if any(subject.subject_id in self.subject_ids for subject in state.subjects):
            raise InvalidChange("Un ajout de la simulation reprend le numéro d'un compte ou d'une ressource.")
        return replace(
            state,
            accounts=state.accounts + self._accounts(),
            resources=state.resources + self._resources(),
            assignments=state.assignments + self._assignments(),
            activations=state.activations + self._activations(),
        )

    def _named(self) -> list[tuple[SubjectId, str]]:
        if len(self.subject_ids) == 1:
            return [(self.subject_ids[0], self.name)]
        return [(subject, f"{self.name} {rank}") for rank, subject in enumerate(self.subject_ids, start=1)]

    def _accounts(self) -> tuple[Account, ...]:
        if self.option is not OptionCode.ACCOUNT:
            return ()
        return tuple(Account(subject, f"+{-subject}", name, "nouveau") for subject, name in self._named())

    def _resources(self) -> tuple[Resource, ...]:
        if self.option is OptionCode.ACCOUNT:
            return ()
        return tuple(Resource(subject, f"+{-subject}", self.option, name) for subject, name in self._named())

    def _assignments(self) -> tuple[Assignment, ...]:
        if self.entity_id is None:
            return ()
        return tuple(Assignment(subject, self.entity_id, Period(self.period.start)) for subject in self.subject_ids)

    def _activations(self) -> tuple[Activation, ...]:
        options = (self.option, *self.extras)
        return tuple(Activation(subject, option, self.period) for subject in self.subject_ids for option in options)


Change = SwitchOn | SwitchOff | MoveTo | MarkOwnInvoices | AddSubjects
CHANGE_KINDS: Mapping[str, type[Change]] = {
    "switch_on": SwitchOn,
    "switch_off": SwitchOff,
    "move_to": MoveTo,
    "mark_own_invoices": MarkOwnInvoices,
    "add_subjects": AddSubjects,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One month before and after a scenario, and the same *after* if every active option paid its whole month."""

    before: InvoiceRun
    after: InvoiceRun
    full_month: InvoiceRun


def apply_changes(state: CompanyState, changes: Iterable[Change]) -> CompanyState:
    """Apply changes in order; raises UnknownSubject when one names what the company does not have."""
    return reduce(lambda current, change: change.applied_to(current), changes, state)


def new_subject_ids(taken: Iterable[SubjectId], count: int) -> tuple[SubjectId, ...]:
    """Return so many ids below zero for ``AddSubjects``, next after those taken: -3, -4 where -2 is the lowest."""
    lowest = min((*taken, SubjectId(0)))
    return tuple(SubjectId(lowest - rank) for rank in range(1, count + 1))


def evaluate(
    state: CompanyState,
    changes: Iterable[Change],
    month: Month,
    usage: Iterable[UsageSlice],
    catalogue: Catalogue,
    mode: BillingMode,
    seller: Seller,
) -> Outcome:
    """Compute a month before and after the changes, and under full-month billing; nothing is written anywhere."""
    slices = tuple(usage)
    changed = apply_changes(state, changes)
    run = _invoicer(month, slices, catalogue, mode, seller)
    return Outcome(before=run(state), after=run(changed), full_month=run(under_full_months(changed, month, catalogue)))


def under_full_months(state: CompanyState, month: Month, catalogue: Catalogue) -> CompanyState:
    """Return the state as if whatever is active one day of the month were active on all of its days."""
    widened = tuple(
        replace(a, period=Period(min(a.period.start, month.first), max(a.period.end, month.period.end)))
        if _active_in(a, month, catalogue) and OPTION_TYPES[a.option].rule is ChargeRule.PRORATED
        else a
        for a in state.activations
    )
    return replace(state, activations=widened)


def _active_in(activation: Activation, month: Month, catalogue: Catalogue) -> bool:
    return bool(billed_days([activation.period], month, catalogue.day_count))


def _invoicer(
    month: Month, usage: tuple[UsageSlice, ...], catalogue: Catalogue, mode: BillingMode, seller: Seller
) -> Callable[[CompanyState], InvoiceRun]:
    return lambda state: build_invoices(compute_bill(state, month, usage, catalogue), mode, seller)


def _refuse_unknown(state: CompanyState, subject_ids: Iterable[SubjectId]) -> None:
    known = {subject.subject_id for subject in state.subjects}
    if not known.issuperset(subject_ids):
        raise UnknownSubject("Un compte ou une ressource de ce changement n'appartient pas à l'entreprise.")
