"""Changes of the division of a bill: who belongs to which entity, own invoices, sharing key, mode."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import date

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.changes.subjects import refuse_unknown_subjects
from liveo.core.company import Assignment, CompanyState, Division, EntityId, FixedShares
from liveo.core.divisions import redivided
from liveo.core.entities import SharingKey, refuse_absent_entity, refuse_partial_shares, refuse_unknown_entities
from liveo.core.periods import Period


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Give subjects to an entity from a day on; ``entity_id`` None leaves them without any."""

    subject_ids: tuple[SubjectId, ...]
    entity_id: EntityId | None
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End what is in force on the day and start anew; raises UnknownSubject, UnknownEntity, InvalidChange."""
        refuse_unknown_subjects(state, self.subject_ids)
        if self.entity_id is not None:
            refuse_absent_entity(state, self.entity_id, self.day)
        concerned = frozenset(self.subject_ids)
        kept = [a for a in (_ended(a, concerned, self.day) for a in state.assignments) if a is not None]
        if self.entity_id is not None:
            kept += [Assignment(subject, self.entity_id, Period(self.day)) for subject in self.subject_ids]
        return replace(state, assignments=tuple(kept))


@dataclass(frozen=True, slots=True)
class MarkOwnInvoices:
    """Say which entities receive their own invoice in mode 4; all others do not."""

    entity_ids: tuple[EntityId, ...]

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Set the mark of every entity, in every month; raises UnknownEntity."""
        refuse_unknown_entities(state, self.entity_ids)
        marked = tuple(sorted(set(self.entity_ids)))
        return redivided(state, lambda division: replace(division, own_invoices=marked))


@dataclass(frozen=True, slots=True)
class ShareBy:
    """Share what belongs to no entity by a key; under fixed shares, by these parts in per cent, of 100 together."""

    key: SharingKey
    fixed_shares: FixedShares | None = None

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Set the key in every month, and the parts where there are any; raises UnknownEntity, SharesNotWhole."""
        shares = None if self.fixed_shares is None else self._whole_shares(state, self.fixed_shares)
        return redivided(state, lambda division: self._shared(division, shares))

    def _shared(self, division: Division, shares: FixedShares | None) -> Division:
        kept = division.fixed_shares if shares is None else shares
        return replace(division, sharing_key=str(self.key), fixed_shares=kept)

    def _whole_shares(self, state: CompanyState, shares: FixedShares) -> FixedShares:
        refuse_unknown_entities(state, (entity_id for entity_id, _ in shares))
        refuse_partial_shares([share for _, share in shares])
        return tuple(sorted((entity_id, share) for entity_id, share in shares if share))


@dataclass(frozen=True, slots=True)
class BillIn:
    """Bill the company in a mode."""

    mode: BillingMode

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Set the mode in every month."""
        return redivided(state, lambda division: replace(division, billing_mode=str(self.mode)))


def _ended(assignment: Assignment, concerned: Set[SubjectId], day: date) -> Assignment | None:
    """Return what is left of an assignment when those concerned leave on a day; None when nothing is."""
    if assignment.subject_id not in concerned or assignment.period.end <= day:
        return assignment
    if assignment.period.start >= day:
        return None
    return replace(assignment, period=Period(assignment.period.start, day))
