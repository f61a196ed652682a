"""What a month costs more or less than the month before, by option and destination, with the quantities behind it.

Options are compared month against month, as they stand. Calls of a month that is not over are compared over the same
days of both months, or the present one would always look cheap.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import polars as pl

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import Charge, ChargeCode, OptionBasis, UsageBasis
from liveo.core.destinations import Destination
from liveo.core.invoice import InvoiceRun
from liveo.core.money import ZERO, micros, round_cents, round_half_up_int, total
from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.consumption import UsageFilter, by_day
from liveo.services.overview import documents_of
from liveo.store.database import Base


@dataclass(frozen=True, slots=True)
class OptionQuantity:
    """How much of an option a month pays: ``months`` counts whole months, so that 30 and 31 days compare."""

    subjects: int = 0
    months: Fraction = Fraction(0)
    prices: frozenset[Decimal] = frozenset()


@dataclass(frozen=True, slots=True)
class UsageQuantity:
    """The calls that a month, or some days of it, pays."""

    calls: int = 0
    seconds: int = 0


Quantity = OptionQuantity | UsageQuantity


@dataclass(frozen=True, slots=True)
class Cost:
    """An amount in euros without VAT, and what it pays for."""

    amount: Decimal
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Difference:
    """One option or destination in two months. ``days`` is the length of the later month."""

    code: ChargeCode
    before: Cost
    now: Cost
    days: int

    @property
    def amount(self) -> Decimal:
        """What it costs more; below zero, less."""
        return self.now.amount - self.before.amount

    @property
    def more_days(self) -> int:
        """How many days of the option more, at the length of the later month; 0 for calls."""
        before, now = self.before.quantity, self.now.quantity
        if not (isinstance(before, OptionQuantity) and isinstance(now, OptionQuantity)):
            return 0
        change = (now.months - before.months) * self.days
        return round_half_up_int(change.numerator, change.denominator)


@dataclass(frozen=True, slots=True)
class MonthChange:
    """All differences of a month against ``before``, the largest first, those of 0.00 left out.

    ``observed`` are the days of the month whose calls were compared; the whole month when it is over.
    """

    before: Month
    observed: Period
    differences: tuple[Difference, ...]

    @property
    def amount(self) -> Decimal:
        """What all of them come to."""
        return total([difference.amount for difference in self.differences])


Costs = Mapping[ChargeCode, Cost]


def month_change(base: Base, code: str, month: Month, observed: Period) -> MonthChange | None:
    """Return how a month differs from the one before; None where one of them has no documents.

    ``observed`` are the days of the month that have calls so far: the whole month once it is over, perhaps none.
    """
    return _month_change(base, base.version, code, month, observed)


@lru_cache(maxsize=64)
def _month_change(base: Base, version: int, code: str, month: Month, observed: Period) -> MonthChange | None:
    earlier = month.plus(-1)
    before_run, run = documents_of(base, code, earlier), documents_of(base, code, month)
    if before_run is None or run is None:
        return None
    before, now = _costs(_charges(before_run)), _costs(_charges(run))
    if observed != month.period:
        company_id = customer(base, code).state.company.subject_id
        same_days = Period(earlier.first, min(earlier.first + timedelta(days=observed.days), earlier.period.end))
        before = _options_of(before) | _usage_costs(base, company_id, same_days)
        now = _options_of(now) | _usage_costs(base, company_id, observed)
    return MonthChange(earlier, observed, differences(before, now, month.days))


def differences(before: Costs, now: Costs, days: int) -> tuple[Difference, ...]:
    """Return what changed between two sets of costs, the largest amount first, either way."""
    found = [
        Difference(code, before.get(code, _nothing(code)), now.get(code, _nothing(code)), days)
        for code in dict.fromkeys([*now, *before])
    ]
    return tuple(sorted((d for d in found if d.amount), key=lambda d: (-abs(d.amount), d.code)))


def _charges(run: InvoiceRun) -> list[Charge]:
    return [charge for invoice in run.invoices for line in invoice.lines for charge in line.charges]


def _costs(charges: Iterable[Charge]) -> dict[ChargeCode, Cost]:
    grouped: dict[ChargeCode, list[Charge]] = defaultdict(list)
    for charge in charges:
        grouped[charge.code].append(charge)
    return {
        code: Cost(total([charge.amount for charge in found]), _quantity(code, found))
        for code, found in grouped.items()
    }


def _quantity(code: ChargeCode, charges: Iterable[Charge]) -> Quantity:
    """Add up what charges pay for; of a charge that was shared out, each part counts for its share."""
    subjects: set[SubjectId] = set()
    prices: set[Decimal] = set()
    months, calls, seconds = Fraction(0), Fraction(0), Fraction(0)
    for charge in charges:
        subjects.add(charge.subject.subject_id)
        match charge.basis:
            case OptionBasis() as basis:
                prices |= {segment.monthly_price for segment in basis.segments}
                days = sum(segment.period.days * segment.quantity for segment in basis.segments)
                months += Fraction(days, basis.days_in_month) * charge.share
            case UsageBasis() as basis:
                calls += basis.calls * charge.share
                seconds += basis.seconds * charge.share
    if isinstance(code, OptionCode):
        return OptionQuantity(len(subjects), months, frozenset(prices))
    return UsageQuantity(int(calls), int(seconds))


def _options_of(costs: Costs) -> dict[ChargeCode, Cost]:
    return {code: cost for code, cost in costs.items() if isinstance(code, OptionCode)}


def _usage_costs(base: Base, company_id: SubjectId, days: Period) -> dict[ChargeCode, Cost]:
    frame = by_day(base, UsageFilter(company_id, days, destinations=tuple(Destination)))
    sums = frame.group_by("destination").agg(pl.col("calls", "seconds", "amount_micros").sum())
    return {
        Destination(destination): Cost(round_cents(micros(amount)), UsageQuantity(calls, seconds))
        for destination, calls, seconds, amount in sums.iter_rows()
    }


def _nothing(code: ChargeCode) -> Cost:
    return Cost(ZERO, OptionQuantity() if isinstance(code, OptionCode) else UsageQuantity())
