"""Why an invoice line, and the VAT of a whole run, come out as they do: exact figures before any rounding.

Nothing here decides an amount: these records only spell out what charges and documents already hold, so that anybody
can do the sums again. What a charge costs is explained by the charge itself (``basis``, ``carried``, ``share``).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from liveo.core.charges import Charge, OptionBasis, RowUse, UsageBasis
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun, VatLine
from liveo.core.money import ZERO, micros, total
from liveo.core.rating import RateRow


@dataclass(frozen=True, slots=True)
class PriceUse:
    """The days of one monthly price in a line: ``unit_days`` are days × quantity, of a shared charge its share."""

    monthly_price: Decimal
    unit_days: Fraction
    days_in_month: int

    @property
    def amount(self) -> Fraction:
        """The exact price in euros: 31.00 for 17 days of 31 is 17/1."""
        return Fraction(self.monthly_price) * self.unit_days / self.days_in_month


@dataclass(frozen=True, slots=True)
class RowPart:
    """The calls of one row of the rate sheet in a line; ``row`` None: free, or not known.

    ``calls`` and seconds are whole also for a charge that is shared out; ``amount`` is then its share, in exact euros.
    """

    row: RateRow | None
    calls: int
    seconds: int
    billed_seconds: int
    amount: Fraction


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """What a line adds up to: ``prices`` for an option, ``rows`` for calls, the dearest first."""

    net: Decimal
    prices: tuple[PriceUse, ...]
    rows: tuple[RowPart, ...]
    charges: int

    @property
    def unrounded(self) -> Fraction:
        """The exact amount in euros, before its charges were rounded."""
        priced = sum((use.amount for use in self.prices), Fraction(0))
        return priced + sum((part.amount for part in self.rows), Fraction(0))

    @property
    def rounding(self) -> Fraction:
        """What rounding each charge to the cent added, in exact euros; negative where it took."""
        return Fraction(self.net) - self.unrounded


@dataclass(frozen=True, slots=True)
class VatRounding:
    """One rounding of VAT: one document and rate. ``recipient`` is empty where no document stands for it."""

    recipient: str
    vat: VatLine

    @property
    def rounding(self) -> Fraction:
        """What rounding to the cent added, in exact euros."""
        return Fraction(self.vat.amount) - self.vat.unrounded


@dataclass(frozen=True, slots=True)
class VatGap:
    """The roundings of VAT of a run beside those of one single document with the same lines, one for each rate."""

    several: tuple[VatRounding, ...]
    single: tuple[VatRounding, ...]

    @property
    def difference(self) -> Decimal:
        """By how many euros the VAT of the documents exceeds that of the single one.

        The bases are the same: it is exactly the sum of ``rounding`` over ``several`` less that over ``single``.
        """
        return total([part.vat.amount for part in self.several]) - total([part.vat.amount for part in self.single])


def explain_line(line: InvoiceLine) -> LineExplanation:
    """Return what the charges of a line add up to, price by price or row by row."""
    return LineExplanation(line.net, _prices(line.charges), _rows(line.charges), len(line.charges))


def explain_vat(run: InvoiceRun) -> VatGap:
    """Return every rounding of VAT in a run, and those that one single document would have made."""
    bases: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for vat in (vat for invoice in run.invoices for vat in invoice.vat_lines):
        bases[vat.rate] += vat.base
    return VatGap(
        several=tuple(part for invoice in run.invoices for part in _roundings(invoice)),
        single=tuple(VatRounding("", VatLine(rate, bases[rate])) for rate in sorted(bases, reverse=True)),
    )


def _roundings(invoice: Invoice) -> Iterable[VatRounding]:
    return (VatRounding(invoice.recipient.name, vat) for vat in invoice.vat_lines)


def _prices(charges: Iterable[Charge]) -> tuple[PriceUse, ...]:
    days: dict[tuple[Decimal, int], Fraction] = defaultdict(Fraction)
    for charge in charges:
        if isinstance(charge.basis, OptionBasis):
            for segment in charge.basis.segments:
                key = (segment.monthly_price, charge.basis.days_in_month)
                days[key] += segment.period.days * segment.quantity * charge.share
    uses = (PriceUse(price, unit_days, length) for (price, length), unit_days in days.items())
    return tuple(sorted(uses, key=lambda use: (-use.amount, use.monthly_price)))


def _rows(charges: Iterable[Charge]) -> tuple[RowPart, ...]:
    uses: dict[RateRow | None, list[tuple[RowUse, Fraction]]] = defaultdict(list)
    for charge in charges:
        if isinstance(charge.basis, UsageBasis):
            for use in charge.basis.used:
                uses[use.row].append((use, charge.share))
    parts = (_row_part(row, found) for row, found in uses.items())
    return tuple(sorted(parts, key=lambda part: (-part.amount, -part.calls, part.row.label if part.row else "")))


def _row_part(row: RateRow | None, uses: Sequence[tuple[RowUse, Fraction]]) -> RowPart:
    return RowPart(
        row,
        calls=sum(use.calls for use, _ in uses),
        seconds=sum(use.seconds for use, _ in uses),
        billed_seconds=sum(use.billed_seconds for use, _ in uses),
        amount=sum((micros(use.amount_micros) * share for use, share in uses), Fraction(0)),
    )
