"""The budgets that customers of the demonstration set themselves."""

from decimal import Decimal

from liveo.core.company import EntityId
from liveo.core.periods import Month
from liveo.services.budgets import COMPANY
from liveo.services.demonstration.customers import Customer
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage
from liveo.store.budgets import replace_budgets
from liveo.store.database import Transaction


def add_budgets(tx: Transaction, customer: Customer, stage: Stage) -> None:
    """Add the budgets of one customer, each from the month in which it starts."""
    ids = {entity.code: entity.entity_id for entity in customer.state.entities}
    steps: dict[EntityId, list[tuple[Month, Decimal | None]]] = {}
    for line in of_company(stage.sources.budgets, customer.line["code"]):
        entity_id = ids[line["entity"]] if line["entity"] else COMPANY
        first = Month.of(stage.window.span(line["start"], "").start)
        steps.setdefault(entity_id, []).append((first, Decimal(line["euros"])))
    replace_budgets(tx, customer.state.company.subject_id, {one: tuple(found) for one, found in steps.items()})
