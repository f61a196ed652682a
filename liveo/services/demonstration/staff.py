"""The people of the demonstration: one for each role, so that each can be shown what they would see."""

from collections.abc import Sequence

from liveo.core.people import Person, PersonId, Role
from liveo.services.demonstration.customers import Customer
from liveo.store.database import Transaction
from liveo.store.people import add_people


def add_staff(tx: Transaction, customers: Sequence[Customer]) -> None:
    """Add people of the telephone operator, who see every company, and people of its largest customer."""
    largest = max(customers, key=lambda customer: len(customer.people))
    code = frozenset({largest.state.company.code})
    watched = next(entity.code for entity in largest.state.entities if not entity.head_office)
    own_account = largest.people[0].account.subject_id
    ids = iter(map(PersonId, tx.next_ids("person_ids", 5)))
    add_people(
        tx,
        (
            Person(next(ids), "camille.roux", "Camille Roux", Role.ADMINISTRATOR),
            Person(next(ids), "sacha.morel", "Sacha Morel", Role.SALES),
            Person(next(ids), "alix.garnier", "Alix Garnier", Role.MANAGER, code),
            Person(next(ids), "noa.perrin", "Noa Perrin", Role.SUPERVISOR, code, frozenset({watched})),
            Person(next(ids), "lou.henry", "Lou Henry", Role.USER, code, subject_ids=frozenset({own_account})),
        ),
    )
