"""Budgets, read as they were set, and written with their entry in the journal."""

from collections.abc import Mapping
from decimal import Decimal

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.money import from_cents, to_cents
from liveo.core.periods import Month
from liveo.store.database import Base, Transaction
from liveo.store.journal import Entry, record

BudgetSteps = Mapping[EntityId, tuple[tuple[Month, Decimal | None], ...]]
"""By entity, 0 being the company as a whole: from each month on, so many euros a month, or none; in order of time."""


def load_budgets(base: Base, company_id: SubjectId) -> BudgetSteps:
    """Return all that a company ever set."""
    found: dict[EntityId, list[tuple[Month, Decimal | None]]] = {}
    for row in base.rows("budgets_of_company", company_id=company_id):
        amount = None if row["cents"] is None else from_cents(row["cents"])
        found.setdefault(EntityId(row["entity_id"]), []).append((Month.of(row["first_month"]), amount))
    return {entity_id: tuple(steps) for entity_id, steps in found.items()}


def replace_budgets(tx: Transaction, company_id: SubjectId, wanted: BudgetSteps, entry: Entry | None = None) -> None:
    """Keep these steps in place of all those of the same entities."""
    for entity_id, steps in wanted.items():
        tx.execute(
            "delete from budgets where company_id = $company_id and entity_id = $entity_id",
            {"company_id": company_id, "entity_id": entity_id},
        )
        for month, amount in steps:
            tx.execute(
                "insert into budgets values ($company_id, $entity_id, $first_month, $cents)",
                {
                    "company_id": company_id,
                    "entity_id": entity_id,
                    "first_month": month.first,
                    "cents": None if amount is None else to_cents(amount),
                },
            )
    if entry:
        record(tx, entry)
