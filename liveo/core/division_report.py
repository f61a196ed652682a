"""Ways to divide a bill side by side, in figures: what a comparison answers, and what one page prints.

Records only; the services make them, by the functions that make real invoices.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from liveo.core.billing_modes import BillingMode
from liveo.core.money import ZERO
from liveo.core.periods import Month


@dataclass(frozen=True, slots=True)
class DivisionVariant:
    """One way to divide the bill, over all months of a report, in euros with cents.

    ``modes`` are those of its months, each once, in order. ``option`` is what « Facturation par entité » adds where it
    is not switched on; it is part of ``net``. ``entities`` is what each pays without VAT, by name. ``exact`` says that
    in every month each charge stands once on the documents. ``words`` say in French what is tried; none for what is.
    """

    name: str
    modes: tuple[BillingMode, ...]
    documents: int
    net: Decimal
    vat: Decimal
    option: Decimal
    entities: Mapping[str, Decimal]
    exact: bool
    words: tuple[str, ...] = ()

    @property
    def gross(self) -> Decimal:
        """With VAT."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class DivisionReport:
    """What is, first, then variants of it. ``entities`` are all that pay something in one of them, in their order.

    ``unpriced`` are months that cannot be billed for want of a price, and are left out.
    """

    company: str
    code: str
    months: tuple[Month, ...]
    variants: tuple[DivisionVariant, ...]
    entities: tuple[str, ...]
    unpriced: tuple[Month, ...] = ()
    day: date = field(default=date.min)

    @property
    def today(self) -> DivisionVariant:
        """What is."""
        return self.variants[0]

    def paid(self, entity: str) -> tuple[Decimal, ...]:
        """Return what an entity pays in each variant, 0.00 where it has no part."""
        return tuple(variant.entities.get(entity, ZERO) for variant in self.variants)
