"""The four billing modes: each only groups charges, so that none can change a net amount.

A mode turns the entities of a company into bills: who receives it, and its sections in order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from liveo.core.company import Entity
from liveo.core.errors import UnknownCode


class BillingMode(StrEnum):
    """The codes of the modes."""

    SINGLE = "single"
    SINGLE_BY_ENTITY = "single_by_entity"
    PER_ENTITY = "per_entity"
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Bill:
    """One invoice to be: ``owner`` None means the company; ``sections`` are the entities it pays for.

    With ``sectioned`` false the charges stand in one section without any entity.
    """

    owner: Entity | None
    sections: tuple[Entity, ...]
    sectioned: bool = True


Grouping = Callable[[Sequence[Entity]], list[Bill]]


@dataclass(frozen=True, slots=True)
class ModeRule:
    """One row of the table of modes."""

    code: BillingMode
    number: int
    group: Grouping
    needs_entity_billing: bool = True


def billing_mode_from_str(code: str) -> BillingMode:
    """Return the mode of a code; raises UnknownCode with the known ones."""
    try:
        return BillingMode(code)
    except ValueError:
        raise UnknownCode("Mode de facturation", code, list(BillingMode)) from None


def _single(entities: Sequence[Entity]) -> list[Bill]:
    return [Bill(None, tuple(entities), sectioned=False)]


def _single_by_entity(entities: Sequence[Entity]) -> list[Bill]:
    return [Bill(None, tuple(entities))]


def _per_entity(entities: Sequence[Entity]) -> list[Bill]:
    return [_own_bill(entity) for entity in entities]


def _mixed(entities: Sequence[Entity]) -> list[Bill]:
    together = tuple(entity for entity in entities if not entity.own_invoice)
    return [Bill(None, together), *(_own_bill(entity) for entity in entities if entity.own_invoice)]


def _own_bill(entity: Entity) -> Bill:
    """The head office is the company itself: its invoice is addressed to the company."""
    return Bill(None if entity.head_office else entity, (entity,))


BILLING_MODES: Mapping[BillingMode, ModeRule] = {
    row.code: row
    for row in (
        ModeRule(BillingMode.SINGLE, 1, _single, needs_entity_billing=False),
        ModeRule(BillingMode.SINGLE_BY_ENTITY, 2, _single_by_entity),
        ModeRule(BillingMode.PER_ENTITY, 3, _per_entity),
        ModeRule(BillingMode.MIXED, 4, _mixed),
    )
}
