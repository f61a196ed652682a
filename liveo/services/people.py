"""Who is there, and what may they do?

As long as nobody signs in, whoever sits at the machine that serves the pages is its administrator; in a demonstration
they may also look through the eyes of each of its people.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from liveo.core.errors import NotAllowed
from liveo.core.people import Person, PersonId, Right, Role, may
from liveo.store.database import Base
from liveo.store.journal import COMMAND_LINE as JOURNAL_NAME
from liveo.store.people import load_people

OWNER: Final = Person(PersonId(0), "administrateur", "Administrateur", Role.ADMINISTRATOR)
"""Who works on a base that knows nobody yet."""

COMMAND_LINE: Final = Person(PersonId(0), JOURNAL_NAME, "Ligne de commande", Role.ADMINISTRATOR)
"""Whoever can run commands on the machine of the base."""


def people(base: Base) -> tuple[Person, ...]:
    """Return everybody whom the base knows, administrators first, then by name; the owner where it knows nobody."""
    found = load_people(base)
    return tuple(sorted(found, key=lambda person: person.role is not Role.ADMINISTRATOR)) or (OWNER,)


def name_of(base: Base, login: str) -> str:
    """Return what somebody is called; the login where the base knows them no more."""
    return _names(base, base.version).get(login, login)


@lru_cache(maxsize=8)
def _names(base: Base, version: int) -> Mapping[str, str]:
    return {person.login: person.name for person in (COMMAND_LINE, *people(base))}


def require(person: Person, right: Right) -> None:
    """Raise NotAllowed unless a person has a right."""
    if not may(person, right):
        raise NotAllowed(
            f"{person.name} n'a pas le droit demandé : adressez-vous à un administrateur de Livéo Facturation."
        )
