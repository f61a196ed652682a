"""What a company and its entities mean to spend on calls: so many euros a month before tax, from a month on.

Who sees only some entities sees only their budgets. The budget of the company is its own, or else the sum of those of
its entities.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.errors import LiveoError, NotAllowed
from liveo.core.money import ZERO, total
from liveo.core.people import Person, Right
from liveo.core.periods import Month
from liveo.services.clock import now
from liveo.services.consumption import NO_ENTITY
from liveo.services.consumption_names import names_of, names_seen_by
from liveo.services.people import require
from liveo.store.budgets import BudgetSteps, load_budgets, replace_budgets
from liveo.store.database import Base
from liveo.store.journal import Entry

__all__ = [
    "COMPANY",
    "BudgetRefused",
    "BudgetSteps",
    "budgets_in",
    "budgets_over",
    "company_budget",
    "put_back",
    "set_budgets",
]

COMPANY: Final = NO_ENTITY
"""Stands for the company as a whole among the entities that have a budget."""

MOST: Final = Decimal("10000000.00")


class BudgetRefused(LiveoError):
    """A budget that cannot be kept."""


def budgets_in(base: Base, company_id: SubjectId, month: Month) -> Mapping[EntityId, Decimal]:
    """Return the budgets in force in a month, by entity; COMPANY for that of the company as a whole, if it has one."""
    found = ((entity_id, _in_force(steps, month)) for entity_id, steps in _budgets(base, company_id).items())
    return {entity_id: amount for entity_id, amount in found if amount is not None}


def budgets_over(base: Base, company_id: SubjectId, months: Iterable[Month]) -> Mapping[EntityId, Decimal]:
    """Return the budgets of several months together; an entity without a budget in one of them has none."""
    by_month = [budgets_in(base, company_id, month) for month in months]
    everywhere = set(by_month[0]).intersection(*by_month[1:]) if by_month else set()
    return {entity_id: total([found[entity_id] for found in by_month]) for entity_id in sorted(everywhere)}


def company_budget(budgets: Mapping[EntityId, Decimal]) -> Decimal | None:
    """Return the budget of the company: its own, else the sum of its entities'; None where nobody set any."""
    if COMPANY in budgets:
        return budgets[COMPANY]
    return total(list(budgets.values())) if budgets else None


def set_budgets(
    base: Base, code: str, month: Month, wanted: Mapping[EntityId, Decimal | None], person: Person
) -> BudgetSteps:
    """Keep budgets from a month on, None for no budget any more; returns what stood before, for ``put_back``.

    Later months keep what was set for them. Raises NotAllowed for whom may not set these, BudgetRefused for an amount
    or an entity that cannot be.
    """
    require(person, Right.KEEP_BUDGETS)
    names = names_of(base, code)
    _refuse_others(base, code, wanted, person)
    _check(names.entities, wanted)
    stood = load_budgets(base, names.company_id)
    before = {entity_id: stood.get(entity_id, ()) for entity_id in wanted}
    after = {
        entity_id: tuple(sorted({**dict(before[entity_id]), month: amount}.items(), key=lambda step: step[0]))
        for entity_id, amount in wanted.items()
        if amount != _in_force(before[entity_id], month)
    }
    _write(base, names.company_id, after, person, month)
    return {entity_id: before[entity_id] for entity_id in after}


def put_back(base: Base, code: str, before: BudgetSteps, person: Person) -> None:
    """Set the budgets of some entities as they stood before."""
    require(person, Right.KEEP_BUDGETS)
    _refuse_others(base, code, before, person)
    _write(base, names_of(base, code).company_id, before, person, None)


def _refuse_others(base: Base, code: str, wanted: Iterable[EntityId], person: Person) -> None:
    """The company must be one that the person sees, and the entities too: the company as a whole, to whom sees all."""
    if not person.sees(code):
        raise NotAllowed("Cette entreprise n'est pas dans votre périmètre : ses budgets ne peuvent pas être changés.")
    within = names_seen_by(base, code, person).within_entities
    if within and not set(wanted) <= set(within):
        raise NotAllowed("Ces budgets dépassent votre périmètre : seules vos entités peuvent être changées.")


def _check(known: Mapping[EntityId, str], wanted: Mapping[EntityId, Decimal | None]) -> None:
    for entity_id, amount in wanted.items():
        if entity_id not in known:
            raise BudgetRefused("Cette entité n'existe plus : rechargez la page, puis recommencez.")
        name = "l'entreprise" if entity_id == COMPANY else f"« {known[entity_id]} »"
        if amount is not None and not ZERO <= amount <= MOST:
            raise BudgetRefused(f"Le budget de {name} doit aller de 0 à 10 millions d'euros par mois : corrigez-le.")


def _write(base: Base, company_id: SubjectId, wanted: BudgetSteps, person: Person, month: Month | None) -> None:
    if not wanted:
        return
    stood = load_budgets(base, company_id)
    detail = {"before": _told({one: stood.get(one, ()) for one in wanted}), "after": _told(wanted)}
    action = "set_budgets" if month else "put_back_budgets"
    entry = Entry(person.login, now(), action, str(month or ""), company_id, detail)
    with base.write() as tx:
        replace_budgets(tx, company_id, wanted, entry)


def _told(steps: BudgetSteps) -> dict[str, list[list[str | None]]]:
    """Return steps as the journal keeps them."""
    return {
        str(entity_id): [[str(first), None if amount is None else str(amount)] for first, amount in found]
        for entity_id, found in steps.items()
    }


def _in_force(steps: Iterable[tuple[Month, Decimal | None]], month: Month) -> Decimal | None:
    amounts = [amount for first, amount in steps if first.first <= month.first]
    return amounts[-1] if amounts else None


def _budgets(base: Base, company_id: SubjectId) -> BudgetSteps:
    return _kept(base, base.version, company_id)


@lru_cache(maxsize=32)
def _kept(base: Base, version: int, company_id: SubjectId) -> BudgetSteps:
    return load_budgets(base, company_id)
