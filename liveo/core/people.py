"""Who uses the product, and what each role may do: one table, asked everywhere through ``may``."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from liveo.core.catalogue import SubjectId

PersonId = NewType("PersonId", int)


class Role(StrEnum):
    """What a person is there for."""

    SUPERVISOR = "supervisor"
    SALES = "sales"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    USER = "user"


class Right(StrEnum):
    """What may be allowed to some and not to others; seeing a page is none of them."""

    IMPORT_CALLS = "import_calls"
    CORRECT_CALLS = "correct_calls"
    KEEP_TARIFFS = "keep_tariffs"
    KEEP_ENTITIES = "keep_entities"
    KEEP_BUDGETS = "keep_budgets"
    ACKNOWLEDGE_ALERTS = "acknowledge_alerts"
    SIMULATE = "simulate"
    APPLY_CHANGES = "apply_changes"
    ISSUE_INVOICES = "issue_invoices"
    SEE_WHOLE_NUMBERS = "see_whole_numbers"
    MANAGE_PEOPLE = "manage_people"


ROLE_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.SUPERVISOR: frozenset({Right.ACKNOWLEDGE_ALERTS}),
    Role.SALES: frozenset({Right.SIMULATE}),
    Role.MANAGER: frozenset(
        {Right.SIMULATE, Right.KEEP_ENTITIES, Right.KEEP_BUDGETS, Right.ACKNOWLEDGE_ALERTS},
    ),
    Role.ADMINISTRATOR: frozenset(Right),
    Role.USER: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One person. ``companies`` are the codes of those they see, None for every one.

    ``entities`` are the codes of the entities they see of these companies, and ``subject_ids`` their own accounts:
    empty for all of them.
    """

    person_id: PersonId
    login: str
    name: str
    role: Role
    companies: frozenset[str] | None = None
    entities: frozenset[str] = frozenset()
    subject_ids: frozenset[SubjectId] = frozenset()

    def sees(self, company: str) -> bool:
        """Whether the person sees a company, by code, or a part of it."""
        return self.companies is None or company in self.companies


def may(person: Person, right: Right) -> bool:
    """Whether a person's role gives them a right."""
    return right in ROLE_RIGHTS[person.role]
