"""What entities, accounts and resources are called on the consumption page: one name each, none twice.

Codes stand in addresses that people send to each other, names on the screen: neither is borne by two.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId, Subject
from liveo.core.people import Person
from liveo.services.billing import customer
from liveo.services.consumption import NO_ENTITY
from liveo.store.database import Base

WITHOUT_ENTITY = "Sans entité"
CODE_WITHOUT_ENTITY = "-"
Number = TypeVar("Number", bound=int)


@dataclass(frozen=True, slots=True)
class Names:
    """Who can consume in one company: accounts and entities by id, shared by all sessions, never changed.

    ``entities`` ends with "Sans entité". ``subjects`` holds accounts, then resources with a number of their own, such
    as fax lines. ``entity_codes`` and ``subject_codes`` are their codes. ``within_entities`` and ``within_subjects``
    are all that somebody is given to see; empty for everything.
    """

    company_id: SubjectId
    entities: Mapping[EntityId, str]
    subjects: Mapping[SubjectId, str]
    entity_codes: Mapping[EntityId, str]
    subject_codes: Mapping[SubjectId, str]
    entity_ids: Mapping[str, EntityId]
    subject_ids: Mapping[str, SubjectId]
    within_entities: tuple[EntityId, ...] = ()
    within_subjects: tuple[SubjectId, ...] = ()

    @property
    def has_entities(self) -> bool:
        """Whether the company has subdivisions beside its head office."""
        return len(self.entities) > 2

    def subject(self, subject_id: SubjectId) -> str:
        """Return the name of an account or resource; one that is gone stays visible."""
        return self.subjects.get(subject_id, f"Ligne n° {subject_id}")

    def entity(self, entity_id: EntityId) -> str:
        """Return the name of an entity; one that is gone stays visible."""
        return self.entities.get(entity_id, f"Entité n° {entity_id}")

    def account_of_code(self, code: str) -> str:
        """Return the name of the account or resource that bears a code."""
        return self.subject(self.subject_ids[code])

    def entity_of_code(self, code: str) -> str:
        """Return the name of the entity that bears a code."""
        return self.entity(self.entity_ids[code])


def names_of(base: Base, code: str) -> Names:
    """Return the names within a company; raises UnknownCompany."""
    return _names(base, base.version, code)


def names_seen_by(base: Base, code: str, person: Person) -> Names:
    """Return the names within a company that a person is given to see; raises UnknownCompany.

    Who is given none of a company's entities, nor of its accounts, sees the company whole.
    """
    names = names_of(base, code)
    entities = tuple(number for number, known in names.entity_codes.items() if known in person.entities)
    subjects = tuple(number for number in names.subjects if number in person.subject_ids)
    return replace(
        names,
        entities={number: names.entities[number] for number in entities or names.entities},
        entity_ids={names.entity_codes[number]: number for number in entities or names.entities},
        subjects={number: names.subjects[number] for number in subjects or names.subjects},
        subject_ids={names.subject_codes[number]: number for number in subjects or names.subjects},
        within_entities=entities,
        within_subjects=subjects,
    )


def accounts_found(names: Names, text: str, kept: Iterable[str], most: int) -> tuple[list[str], int]:
    """Return the codes of accounts whose name or code holds every word typed, at most so many, and how many there are.

    ``kept`` are always among them, first: they are chosen already.
    """
    first = [code for code in kept if code in names.subject_ids]
    words = text.casefold().split()
    found = [
        code
        for code, number in names.subject_ids.items()
        if code not in first and all(word in f"{names.subjects[number]} {code}".casefold() for word in words)
    ]
    return [*first, *found[:most]], len(found)


@lru_cache(maxsize=32)
def _names(base: Base, version: int, code: str) -> Names:
    state = customer(base, code).state
    callers: list[Subject] = [*state.accounts, *(resource for resource in state.resources if resource.number)]
    entities = _each_once((entity.entity_id, entity.name, entity.code) for entity in state.entities)
    entity_codes = {**{entity.entity_id: entity.code for entity in state.entities}, NO_ENTITY: CODE_WITHOUT_ENTITY}
    subject_codes = _each_once((subject.subject_id, subject.code, str(subject.subject_id)) for subject in callers)
    return Names(
        company_id=state.company.subject_id,
        entities={**entities, NO_ENTITY: WITHOUT_ENTITY},
        subjects=_each_once((subject.subject_id, subject.label, subject.code) for subject in callers),
        entity_codes=entity_codes,
        subject_codes=subject_codes,
        entity_ids={code: number for number, code in entity_codes.items()},
        subject_ids={code: number for number, code in subject_codes.items()},
    )


def _each_once(named: Iterable[tuple[Number, str, str]]) -> dict[Number, str]:
    """Name each id; where two bear the same name, its code tells them apart."""
    rows = list(named)
    count = Counter(name for _, name, _ in rows)
    return {number: name if count[name] == 1 else f"{name} ({code})" for number, name, code in rows}
