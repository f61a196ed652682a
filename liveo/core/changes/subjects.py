"""Changes of who is there: accounts and resources that come or go, and the refusal of those that nobody knows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from liveo.core.catalogue import OPTION_TYPES, OptionCode, Owner, SubjectId
from liveo.core.changes.repetition import ONCE, Repetition
from liveo.core.company import Account, Assignment, Company, CompanyState, EntityId, Resource, Subject
from liveo.core.entities import refuse_unknown_entities
from liveo.core.errors import InvalidChange, UnknownSubject
from liveo.core.periods import Period
from liveo.core.proration import Activation, removed_on


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
    repetition: Repetition = ONCE

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
            resources=self._among(state.resources),
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

    def _among(self, resources: tuple[Resource, ...]) -> tuple[Resource, ...]:
        """Put new resources last of their option, as the base does: the order decides who takes the last cent."""
        place = max((rank for rank, known in enumerate(resources, start=1) if known.option <= self.option), default=0)
        return (*resources[:place], *self._resources(), *resources[place:])

    def _assignments(self) -> tuple[Assignment, ...]:
        if self.entity_id is None:
            return ()
        return tuple(Assignment(subject, self.entity_id, Period(self.period.start)) for subject in self.subject_ids)

    def _activations(self) -> tuple[Activation, ...]:
        return tuple(
            Activation(subject, option, days)
            for subject in self.subject_ids
            for option in (self.option, *self.extras)
            for days in self.repetition.periods(self.period)
        )


@dataclass(frozen=True, slots=True)
class RemoveSubjects:
    """Let accounts or resources go on ``day``, with every option of theirs: the first day that is not billed any more.

    Calls already made stay billed, and so do the resources of an account that goes: they belong to the company.
    """

    subject_ids: tuple[SubjectId, ...]
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End all that is active on the day, drop what would only start later; raises UnknownSubject, InvalidChange."""
        refuse_unknown_subjects(state, self.subject_ids)
        concerned = frozenset(self.subject_ids)
        if state.company.subject_id in concerned:
            raise InvalidChange("L'entreprise elle-même ne se retire pas : choisissez des comptes ou des ressources.")
        kept = (removed_on(a, self.day) if a.subject_id in concerned else a for a in state.activations)
        return replace(state, activations=tuple(a for a in kept if a is not None))


def new_subject_ids(taken: Iterable[SubjectId], count: int) -> tuple[SubjectId, ...]:
    """Return so many ids below zero for ``AddSubjects``, next after those taken: -3, -4 where -2 is the lowest."""
    lowest = min((*taken, SubjectId(0)))
    return tuple(SubjectId(lowest - rank) for rank in range(1, count + 1))


def refuse_unknown_subjects(state: CompanyState, subject_ids: Iterable[SubjectId]) -> None:
    """Raise UnknownSubject when the company has no account or resource of one of these ids."""
    known = {subject.subject_id for subject in state.subjects}
    if not known.issuperset(subject_ids):
        raise UnknownSubject("Un compte ou une ressource de ce changement n'appartient pas à l'entreprise.")


def _bears(subject: Subject, option: OptionCode) -> bool:
    match subject:
        case Resource():
            return subject.option is option
        case Account():
            return OPTION_TYPES[option].owner is Owner.ACCOUNT
        case Company():
            return OPTION_TYPES[option].owner is Owner.COMPANY


def refuse_misplaced_option(state: CompanyState, subject_ids: Iterable[SubjectId], option: OptionCode) -> None:
    """Raise InvalidChange when a subject cannot bear an option: a menu records no calls."""
    chosen = frozenset(subject_ids)
    if not all(_bears(subject, option) for subject in state.subjects if subject.subject_id in chosen):
        raise InvalidChange(
            "Une option de ce changement ne peut pas être activée sur un compte ou une ressource choisis."
        )
