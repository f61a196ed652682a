"""The lines of an e-invoice: quantity × unit price ÷ base gives the amount of each, to the cent.

An option with one price says its days, its monthly price and the days of the month, as long as these make the amount
that is billed. Where each account was rounded for itself, or calls have many prices, the line is one lot at its amount;
its description says how it came about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from liveo.core.charges import OptionBasis
from liveo.core.credit import CreditNote
from liveo.core.explanation import PriceUse, explain_line
from liveo.core.invoice import Invoice, InvoiceLine
from liveo.core.money import round_cents
from liveo.core.periods import Period
from liveo.rendering.labels import label
from liveo.rendering.line_explanation import line_sentence

LOT, DAY = "C62", "DAY"
"""Units of UN/ECE recommendation 20."""


@dataclass(frozen=True, slots=True)
class Priced:
    """What multiplies to an amount: ``quantity`` (negative for what is given back) × ``price`` ÷ ``base``."""

    quantity: Decimal
    unit: str
    price: Decimal
    base: int

    @property
    def amount(self) -> Decimal:
        """The amount without VAT, rounded once."""
        return round_cents(Fraction(self.quantity) * Fraction(self.price) / self.base)


@dataclass(frozen=True, slots=True)
class EInvoiceLine:
    """One line (BG-25): what, how much of it, at which VAT rate in per cent, for which days."""

    name: str
    description: str
    priced: Priced
    vat_rate: Decimal
    net: Decimal
    period: Period


def invoice_lines(invoice: Invoice) -> Iterator[EInvoiceLine]:
    """Yield one line for each of the invoice, in order; its section is named first in the description."""
    for section in invoice.sections:
        place = f"{section.entity.name} : " if section.entity else ""
        for line in section.lines:
            yield EInvoiceLine(
                name=label(line.code),
                description=f"{place}{line_sentence(line)}",
                priced=_priced(line),
                vat_rate=line.vat_rate,
                net=line.net,
                period=_days_paid(line, invoice.month.period),
            )


def credit_lines(note: CreditNote) -> Iterator[EInvoiceLine]:
    """Yield one line for each that is taken back, with its place on the invoice."""
    for line in note.lines:
        place = f"{line.section} : " if line.section else ""
        yield EInvoiceLine(
            name=line.label,
            description=f"{place}ligne {line.rank} de la facture {note.origin.reference.number}",
            priced=lot(line.net),
            vat_rate=line.vat_rate,
            net=line.net,
            period=note.month.period,
        )


def lot(net: Decimal) -> Priced:
    """Return one lot at its amount; prices are never negative, quantities may be."""
    return Priced(Decimal(-1 if net < 0 else 1), LOT, abs(net), 1)


def last_day(period: Period) -> date:
    """Return the last day of a period, as e-invoices state it."""
    return period.end - timedelta(days=1)


def _priced(line: InvoiceLine) -> Priced:
    exact = _by_day(explain_line(line).prices)
    return exact if exact is not None and exact.amount == line.net else lot(line.net)


def _by_day(prices: Sequence[PriceUse]) -> Priced | None:
    if len(prices) != 1 or prices[0].unit_days.denominator != 1:
        return None
    [use] = prices
    return Priced(Decimal(int(use.unit_days)), DAY, use.monthly_price, use.days_in_month)


def _days_paid(line: InvoiceLine, month: Period) -> Period:
    """Return the days from the first to the last that an option is paid for; the month for calls."""
    spans = [s.period for c in line.charges if isinstance(c.basis, OptionBasis) for s in c.basis.segments]
    if not spans:
        return month
    return Period(min(span.start for span in spans), max(span.end for span in spans))
