"""What entities, accounts and resources are called on the consumption page: one name each, none twice.

Names stand in addresses that people send to each other, so that two accounts must never bear the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId, Subject
from liveo.services.billing import customer
from liveo.services.consumption import NO_ENTITY
from liveo.store.database import Base

WITHOUT_ENTITY = "Sans entité"
Number = TypeVar("Number", bound=int)


@dataclass(frozen=True, slots=True)
class Names:
    """Who can consume in one company: accounts and entities by id, shared by all sessions, never changed.

    ``entities`` ends with "Sans entité". ``subjects`` holds accounts, then resources with a number of their own, such
    as fax lines.
    """

    company_id: SubjectId
    entities: Mapping[EntityId, str]
    subjects: Mapping[SubjectId, str]

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


def names_of(base: Base, code: str) -> Names:
    """Return the names within a company; raises UnknownCompany."""
    return _names(base, base.version, code)


@lru_cache(maxsize=32)
def _names(base: Base, version: int, code: str) -> Names:
    state = customer(base, code).state
    callers: list[Subject] = [*state.accounts, *(resource for resource in state.resources if resource.number)]
    entities = _each_once((entity.entity_id, entity.name, entity.code) for entity in state.entities)
    return Names(
        company_id=state.company.subject_id,
        entities={**entities, NO_ENTITY: WITHOUT_ENTITY},
        subjects=_each_once((subject.subject_id, subject.label, subject.code) for subject in callers),
    )


def _each_once(named: Iterable[tuple[Number, str, str]]) -> dict[Number, str]:
    """Name each id; where two bear the same name, its code tells them apart."""
    rows = list(named)
    count = Counter(name for _, name, _ in rows)
    return {number: name if count[name] == 1 else f"{name} ({code})" for number, name, code in rows}
