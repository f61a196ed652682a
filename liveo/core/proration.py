"""Proration: the days owed and their price, as exact ratios, with everything needed to explain the amount.

The rule: activated on D and removed on D', an option owes the days D … D'-1 of each month, and one day when D' is D.
31.00 € from the 15th of March without end owes 17 days of 31, that is 17.00 €.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from liveo.core.catalogue import OPTION_TYPES, Catalogue, ChargeRule, DayCount, OptionCode, SubjectId
from liveo.core.errors import InvalidQuantity
from liveo.core.periods import FOREVER, Month, Period, cut, union


@dataclass(frozen=True, slots=True)
class Activation:
    """One option switched on for one subject: from its first day until the day of its removal, excluded."""

    subject_id: SubjectId
    option: OptionCode
    period: Period
    quantity: int = 1

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise InvalidQuantity(
                f"Quantité de « {self.option} » : {self.quantity}. Indiquez au moins 1, ou supprimez l'option."
            )


Spans = tuple[tuple[Period, int], ...]
"""When one option of one subject is switched on, and how many of it."""


@dataclass(frozen=True, slots=True)
class PricedDays:
    """Days of one month during which quantity and monthly price did not change."""

    period: Period
    quantity: int
    monthly_price: Decimal

    def amount(self, days_in_month: int) -> Fraction:
        """Return the exact price of these days in euros: 31.00 for 17 days of 31 is 17/1."""
        return Fraction(self.monthly_price) * self.quantity * self.period.days / days_in_month


def removed_on(activation: Activation, day: date) -> Activation | None:
    """Return an activation that ends on a day at the latest; None when it would only start later.

    What starts on that very day stays, for its one day.
    """
    if activation.period.start > day:
        return None
    return replace(activation, period=Period(activation.period.start, min(activation.period.end, day)))


def billed_period(active: Period, day_count: DayCount) -> Period:
    """Return the days that one activation owes, before any union: never none, even when removed the same day."""
    if active.end == FOREVER:
        return active
    includes_last = day_count is DayCount.TOUCHED or not active.days
    return Period(active.start, active.end + timedelta(days=includes_last))


def billed_days(actives: Iterable[Period], month: Month, day_count: DayCount) -> list[Period]:
    """Return the days of a month that activations of the same thing owe together; no day stands twice."""
    owed = (billed_period(active, day_count).clipped(month.period) for active in actives)
    return union(period for period in owed if period)


def priced_days(
    option: OptionCode, activations: Sequence[Activation], month: Month, catalogue: Catalogue
) -> list[PricedDays]:
    """Return what one option of one subject owes in a month, cut where quantity or price changes."""
    spans = billed_days((a.period for a in activations), month, catalogue.day_count)
    if spans and OPTION_TYPES[option].rule is ChargeRule.FULL_MONTH:
        spans = [month.period]
        activations = [
            replace(a, period=month.period) for a in activations if billed_days([a.period], month, catalogue.day_count)
        ]
    return [
        PricedDays(part, quantity, price.monthly)
        for span in spans
        for piece, quantity in _with_quantity(span, activations, catalogue.day_count)
        for part, price in catalogue.priced(option, piece)
    ]


class MonthPricing:
    """Prices the days of one month by one catalogue: what was switched on alike is priced once, for 900 as for one."""

    def __init__(self, month: Month, catalogue: Catalogue) -> None:
        self.month, self.catalogue = month, catalogue
        self._known: dict[tuple[OptionCode, Spans], list[PricedDays]] = {}

    def priced(self, option: OptionCode, activations: Sequence[Activation]) -> list[PricedDays]:
        """Return what one option of one subject owes, cut where quantity or price changes."""
        key = (option, spans_of(activations))
        if key not in self._known:
            self._known[key] = priced_days(option, activations, self.month, self.catalogue)
        return self._known[key]


def spans_of(activations: Iterable[Activation]) -> Spans:
    """Return all that the price of one option of one subject depends on."""
    return tuple((activation.period, activation.quantity) for activation in activations)


def cut_priced_days(priced: Iterable[PricedDays], days: Sequence[date]) -> list[PricedDays]:
    """Cut priced days further, for instance where a subject moves to another entity."""
    return [
        PricedDays(part, piece.quantity, piece.monthly_price) for piece in priced for part in cut(piece.period, days)
    ]


def _with_quantity(span: Period, activations: Sequence[Activation], day_count: DayCount) -> list[tuple[Period, int]]:
    """Cut a billed span where the quantity changes; on days with several activations the largest counts."""
    if all(a.quantity == 1 for a in activations):
        return [(span, 1)]
    owed = [(billed_period(a.period, day_count), a.quantity) for a in activations]
    parts = cut(span, [day for period, _ in owed for day in (period.start, period.end)])
    return [(part, max(q for period, q in owed if part.start in period)) for part in parts]
