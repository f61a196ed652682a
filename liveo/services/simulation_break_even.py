"""Proration against a fixed monthly fee: from how many days of a month, or at which fee, the fixed one is cheaper."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache

from liveo.core.catalogue import OPTION_TYPES, Catalogue, ChargeRule, DayCount, OptionCode
from liveo.core.charges import OptionBasis
from liveo.core.company import Subject
from liveo.core.comparison import ChargeGroup
from liveo.core.money import ZERO, from_cents, to_cents, total
from liveo.core.periods import Month, Period
from liveo.services.simulation import months_ahead
from liveo.services.simulation_effects import charge_groups, month_amounts
from liveo.services.simulation_stages import Step, stages
from liveo.store.database import Base

Units = Counter[tuple[OptionCode, int]]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What the steps switch on in a month, by its number of days, and what they add to the twelve months from it on.

    ``by_days[n]`` is what n days cost, from none to the whole month; all zero where no step switches anything on.
    ``added`` is without VAT, and below zero where the steps save.
    """

    month: Month
    by_days: tuple[Decimal, ...]
    added: Decimal
    months: int

    @property
    def whole_month(self) -> Decimal:
        """What all days of the month cost together."""
        return self.by_days[-1]

    @property
    def fee(self) -> Decimal | None:
        """The highest fixed fee a month, in cents, that costs no more than proration; None where the steps save."""
        return from_cents(to_cents(self.added) // self.months) if self.added > 0 else None

    def days_until(self, fee: Decimal) -> int | None:
        """Return from how many days on proration costs more than a fee; None when even the whole month does not."""
        return next((days for days, amount in enumerate(self.by_days) if amount > fee), None)

    def advantage(self, fee: Decimal) -> Decimal:
        """Return what proration saves over the months against the fee; below zero where the fee is cheaper."""
        return fee * self.months - self.added


def break_even(base: Base, code: str, month: Month, steps: tuple[Step, ...], months: int = 12) -> BreakEven:
    """Return how proration compares with fixed fees for what the steps switch on; raises like ``simulate``."""
    return _break_even(base, base.version, code, month, steps, months)


@lru_cache(maxsize=64)
def _break_even(base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...], months: int) -> BreakEven:
    found = stages(base, code, steps)
    situation = found[-1].situation
    units = _switched_on(charge_groups(found[0], found[-1], month))
    by_days = tuple(
        _cost_of_days(days, units, month, situation.catalogue, situation.state.company)
        for days in range(month.days + 1)
    )
    added = total([row.difference for row in months_ahead(base, code, month, steps, months)])
    return BreakEven(month, by_days, added, months)


def _switched_on(groups: Iterable[ChargeGroup]) -> Units:
    """Return how many of each option, and in which quantity, cost more for the steps; those paid by days only."""
    units: Units = Counter()
    for group in groups:
        prorated = isinstance(group.code, OptionCode) and OPTION_TYPES[group.code].rule is ChargeRule.PRORATED
        if prorated and group.after is not None and group.amount_after > group.amount_before:
            basis = group.after.basis
            assert isinstance(basis, OptionBasis)
            assert isinstance(group.code, OptionCode)
            units[group.code, max(segment.quantity for segment in basis.segments)] += len(group.subjects)
    return units


def _cost_of_days(days: int, units: Units, month: Month, catalogue: Catalogue, anybody: Subject) -> Decimal:
    """Return what the first days of a month cost for all units, each rounded to the cent as on an invoice."""
    if not days:
        return ZERO
    until = month.first + timedelta(days=days - (catalogue.day_count is DayCount.TOUCHED))
    amounts = month_amounts(month, catalogue)
    charges = (
        (amounts.charge(anybody, option, ((Period(month.first, until), quantity),)), count)
        for (option, quantity), count in units.items()
    )
    return total([charge.amount * count for charge, count in charges if charge])
