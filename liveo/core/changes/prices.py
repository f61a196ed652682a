"""Changes of prices: one that is negotiated, a discount on those in force. Both become negotiated prices with dates."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from liveo.core.catalogue import Catalogue, OptionCode, Price, SubjectId
from liveo.core.changes.repetition import ONCE, Repetition
from liveo.core.errors import InvalidChange
from liveo.core.periods import Period, cut, union

FINEST_PRICE = Decimal("0.0001")
"""What a catalogue can hold: the hundredth of a cent."""

HIGHEST_PRICE = Decimal(100_000)
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class NegotiatePrice:
    """Let an option cost ``monthly`` euros on some days, whatever the catalogue says."""

    option: OptionCode
    monthly: Decimal
    period: Period
    repetition: Repetition = ONCE

    def __post_init__(self) -> None:
        if not 0 <= self.monthly < HIGHEST_PRICE or self.monthly != self.monthly.quantize(FINEST_PRICE):
            raise InvalidChange("Un prix négocié va de 0 à 100 000 euros par mois, avec quatre décimales au plus.")

    def repriced(self, catalogue: Catalogue, company_id: SubjectId) -> Catalogue:
        """Return the catalogue with the price over all others on its days."""
        days = self.repetition.periods(self.period)
        prices = [Price(self.option, self.monthly, part, company_id) for part in union(days)]
        return _negotiated_instead(catalogue, (self.option,), days, prices)


@dataclass(frozen=True, slots=True)
class Discount:
    """Take ``percent`` off what options cost on some days.

    The reduced price is rounded half up to the hundredth of a cent, as a catalogue holds it: 15 % off 6.90 is 5.865.
    """

    options: tuple[OptionCode, ...]
    percent: Decimal
    period: Period
    repetition: Repetition = ONCE

    def __post_init__(self) -> None:
        if not 0 < self.percent <= WHOLE or not self.options:
            raise InvalidChange("Une remise va de plus de 0 à 100 %, sur une option au moins.")

    def repriced(self, catalogue: Catalogue, company_id: SubjectId) -> Catalogue:
        """Return the catalogue with reduced prices; days on which an option has no price keep none."""
        days = self.repetition.periods(self.period)
        prices = [
            Price(option, self._reduced(price.monthly), part, company_id)
            for option in self.options
            for period in union(days)
            for part, price in _in_force(catalogue, option, period)
        ]
        return _negotiated_instead(catalogue, self.options, days, prices)

    def _reduced(self, monthly: Decimal) -> Decimal:
        return (monthly * (WHOLE - self.percent) / WHOLE).quantize(FINEST_PRICE, ROUND_HALF_UP)


def _negotiated_instead(
    catalogue: Catalogue, options: Iterable[OptionCode], days: Iterable[Period], prices: Iterable[Price]
) -> Catalogue:
    """Return the catalogue with these negotiated prices in place of those of the same options and days."""
    concerned, taken = frozenset(options), union(days)
    kept = [
        part
        for price in catalogue.negotiated
        for part in (_outside(price, taken) if price.option in concerned else [price])
    ]
    return replace(catalogue, negotiated=(*kept, *prices))


def _outside(price: Price, taken: list[Period]) -> list[Price]:
    bounds = [day for period in taken for day in (period.start, period.end)]
    parts = cut(price.valid, bounds)
    return [replace(price, valid=part) for part in parts if not any(part.overlaps(period) for period in taken)]


def _in_force(catalogue: Catalogue, option: OptionCode, period: Period) -> list[tuple[Period, Price]]:
    rows = [price for price in (*catalogue.negotiated, *catalogue.standard) if price.option is option]
    bounds = [day for price in rows for day in (price.valid.start, price.valid.end)]
    return [
        (part, price)
        for part in cut(period, bounds)
        for price in [price for price in rows if part.start in price.valid][:1]
    ]
