"""Changes of the division of a bill: who belongs to which entity, who receives which invoice, how to share the rest."""

from dataclasses import dataclass, replace
from datetime import date

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.changes.subjects import refuse_unknown_subjects
from liveo.core.company import Assignment, CompanyState, Entity, EntityId
from liveo.core.entities import SharingKey, refuse_unknown_entities
from liveo.core.errors import InvalidChange
from liveo.core.periods import Period


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Give subjects to an entity from a day on; ``entity_id`` None leaves them without any."""

    subject_ids: tuple[SubjectId, ...]
    entity_id: EntityId | None
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End the assignments in force on the day and start new ones; raises UnknownSubject, UnknownEntity."""
        refuse_unknown_subjects(state, self.subject_ids)
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
class BillOtherwise:
    """Bill the company in another mode, or share its common charges by another key; None keeps what stands."""

    billing_mode: BillingMode | None = None
    sharing_key: SharingKey | None = None

    def __post_init__(self) -> None:
        if self.billing_mode is None and self.sharing_key is None:
            raise InvalidChange("Choisissez un mode de facturation ou une clé de répartition.")

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Set mode and key of the company."""
        mode = self.billing_mode or state.company.billing_mode
        key = self.sharing_key or state.company.sharing_key
        return replace(state, company=replace(state.company, billing_mode=mode, sharing_key=key))
