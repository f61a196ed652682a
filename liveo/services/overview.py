"""One look at a month: what it costs so far, what its invoice will be if nothing changes, and the months before it.

Every amount is made of charges, so that options and calls add up to the net of the invoice to the cent. Only what is
still to come is estimated, as everywhere (services/forecast.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from liveo.core.catalogue import OptionCode
from liveo.core.charges import UsageBasis
from liveo.core.errors import LiveoError
from liveo.core.invoice import InvoiceRun
from liveo.core.money import MICROS_PER_EURO, ZERO, micros, round_cents, total
from liveo.core.periods import Month, Period, months_between
from liveo.services.billing import billing_mode, customer, invoice_run
from liveo.services.consumption import UsageFilter
from liveo.services.forecast import month_forecast
from liveo.store.database import Base

TREND_MONTHS: Final = 13


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """What a month is billed, in euros without VAT, as its calls and options stand.

    ``options`` holds whole months, also of a month that is not over; ``usage`` the calls there are; ``to_come`` is
    estimated, and 0.00 for a month that is over. ``last_day`` is the last day with calls, or None.
    ``usage_micros`` is the exact price of the same calls, which the page Consommation adds up.
    """

    month: Month
    finished: bool
    options: Decimal
    usage: Decimal
    to_come: Decimal
    calls: int
    usage_micros: int
    last_day: date | None

    @property
    def observed(self) -> Period:
        """The days of the month that have calls so far; all of them once it is over."""
        if self.finished:
            return self.month.period
        return Period(self.month.first, self.last_day + timedelta(days=1) if self.last_day else self.month.first)

    @property
    def net(self) -> Decimal:
        """Options and calls: the net of the month's documents today."""
        return self.options + self.usage

    @property
    def expected(self) -> Decimal:
        """The net of the month's documents if nothing changes."""
        return self.net + self.to_come

    @property
    def rounding(self) -> Decimal:
        """By how much the calls cost more here than on the page Consommation: cents are rounded per account."""
        return self.usage - round_cents(micros(self.usage_micros))


def month_figures(base: Base, code: str, month: Month, today: date) -> MonthFigures:
    """Return the figures of a month in the company's mode; raises MissingPrice where the catalogue has a gap."""
    return _month_figures(base, base.version, code, month, today)


def documents_of(base: Base, code: str, month: Month) -> InvoiceRun | None:
    """Return the documents of a month in the company's mode; None where there are none, or a price is missing."""
    try:
        run = invoice_run(base, code, month, billing_mode(base, code, month))
    except LiveoError:
        return None
    return run if run.invoices else None


def trend(base: Base, code: str, first: Month, today: date) -> tuple[MonthFigures, ...]:
    """Return the last thirteen months that a company was billed for since ``first``, up to the present one.

    A month that cannot be billed for want of a price is left out.
    """
    present = Month.of(today)
    months = months_between(max(first, present.plus(1 - TREND_MONTHS)), present)
    figures = []
    for month in months:
        try:
            figures.append(month_figures(base, code, month, today))
        except LiveoError:
            continue
    return tuple(figures)


@lru_cache(maxsize=256)
def _month_figures(base: Base, version: int, code: str, month: Month, today: date) -> MonthFigures:
    run = invoice_run(base, code, month, billing_mode(base, code, month))
    finished = today >= month.period.end
    charges = [charge for invoice in run.invoices for line in invoice.lines for charge in line.charges]
    options = total([charge.amount for charge in charges if isinstance(charge.code, OptionCode)])
    usages = [(charge.basis, charge.share) for charge in charges if isinstance(charge.basis, UsageBasis)]
    last_day, to_come = (None, ZERO) if finished else _still_to_come(base, code, month, today)
    return MonthFigures(
        month=month,
        finished=finished,
        options=options,
        usage=run.net - options,
        to_come=to_come,
        calls=int(sum((basis.calls * share for basis, share in usages), Fraction(0))),
        usage_micros=int(sum((basis.amount_micros * share for basis, share in usages), Fraction(0))),
        last_day=last_day,
    )


def _still_to_come(base: Base, code: str, month: Month, today: date) -> tuple[date | None, Decimal]:
    """The last day of the month with calls, and what the days after it will cost as usual, in euros."""
    company = customer(base, code).state.company
    asked = UsageFilter(company.subject_id, month.period)
    ahead = month_forecast(base, asked, month, today, company.address.postcode)
    last_day = ahead.ahead.start - timedelta(days=1) if ahead.ahead.start > month.first else None
    return last_day, round_cents(ahead.to_come / MICROS_PER_EURO)
