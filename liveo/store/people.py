"""People as core records."""

from collections.abc import Iterable

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.people import Person, PersonId, Role
from liveo.store.database import Base, Transaction

_SCOPES = pl.Schema(dict.fromkeys(("person_id", "company_id", "entity_id", "subject_id"), pl.Int64))


def load_people(base: Base) -> tuple[Person, ...]:
    """Return everybody, by name."""
    return tuple(
        Person(
            person_id=PersonId(row["person_id"]),
            login=row["login"],
            name=row["name"],
            role=Role(row["role"]),
            companies=frozenset(row["companies"]) if row["companies"] else None,
            entities=frozenset(row["entities"] or ()),
            subject_ids=frozenset(map(SubjectId, row["subject_ids"] or ())),
        )
        for row in base.rows("people")
    )


def add_people(tx: Transaction, people: Iterable[Person]) -> None:
    """Write people and what they are given to see; their ids come from ``person_ids``."""
    everybody = tuple(people)
    if not everybody:
        return
    columns = {name: [str(getattr(p, name)) for p in everybody] for name in ("login", "name", "role")}
    tx.insert("people", pl.DataFrame({"person_id": [p.person_id for p in everybody], **columns}))
    for person in everybody:
        _add_scopes(tx, person)


def _add_scopes(tx: Transaction, person: Person) -> None:
    """One row for each company that is seen whole, for each entity of those seen in part, for each own account."""
    found = tx.frame(
        """
        select
            $person as person_id,
            companies.subject_id as company_id,
            entities.entity_id,
            accounts.subject_id
        from companies
        left join entities on entities.company_id = companies.subject_id and list_contains($entities, entities.code)
        left join
            accounts
            on accounts.company_id = companies.subject_id and list_contains($accounts, accounts.subject_id)
        where list_contains($companies, companies.code)
        """,
        {
            "person": person.person_id,
            "companies": sorted(person.companies or ()),
            "entities": sorted(person.entities),
            "accounts": sorted(person.subject_ids),
        },
    )
    tx.insert("person_scopes", found.match_to_schema(_SCOPES, integer_cast="upcast"))
