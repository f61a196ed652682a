"""What an invoice costs more or less than the one before it, by option and destination, with what lies behind it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from liveo.core.charges import CHARGE_ORDER, Charge, ChargeCode, UsageBasis
from liveo.core.invoice import Invoice
from liveo.core.money import ZERO, round_half_up_int, total


@dataclass(frozen=True, slots=True)
class Behind:
    """What an amount pays for: accounts or resources and their whole months, or calls and seconds.

    Where a sharing key gave parts of a charge to several sections, each part counts for its part.
    """

    amount: Decimal = ZERO
    subjects: int = 0
    months: Fraction = Fraction(0)
    calls: Fraction = Fraction(0)
    seconds: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class InvoiceChange:
    """One option or destination on two invoices. ``days`` is the length of the later month."""

    code: ChargeCode
    before: Behind
    after: Behind
    days: int

    @property
    def amount(self) -> Decimal:
        """What it costs more, without VAT; below zero, less."""
        return self.after.amount - self.before.amount

    @property
    def more_days(self) -> int:
        """How many days of the option more, at the length of the later month."""
        change = (self.after.months - self.before.months) * self.days
        return round_half_up_int(change.numerator, change.denominator)

    @property
    def more_calls(self) -> int:
        """How many calls more."""
        change = self.after.calls - self.before.calls
        return round_half_up_int(change.numerator, change.denominator)


def invoice_changes(invoice: Invoice, previous: Invoice) -> tuple[InvoiceChange, ...]:
    """Return every difference, the largest first; they add up to the difference of the two nets."""
    after, before = _behind(invoice), _behind(previous)
    found = [
        InvoiceChange(code, before.get(code, Behind()), after.get(code, Behind()), invoice.month.days)
        for code in sorted(after.keys() | before.keys(), key=lambda code: CHARGE_ORDER[code])
    ]
    return tuple(sorted((one for one in found if one.amount), key=lambda one: -abs(one.amount)))


def _behind(invoice: Invoice) -> dict[ChargeCode, Behind]:
    grouped: dict[ChargeCode, list[Charge]] = defaultdict(list)
    for line in invoice.lines:
        grouped[line.code] += line.charges
    return {code: _sum(charges) for code, charges in grouped.items()}


def _sum(charges: Iterable[Charge]) -> Behind:
    charges = tuple(charges)
    usage = [(charge.share, charge.basis) for charge in charges if isinstance(charge.basis, UsageBasis)]
    options = [(charge.share, charge.basis) for charge in charges if not isinstance(charge.basis, UsageBasis)]
    return Behind(
        amount=total([charge.amount for charge in charges]),
        subjects=len({charge.subject.subject_id for charge in charges}),
        months=sum(
            (
                share * span.period.days * span.quantity / basis.days_in_month
                for share, basis in options
                for span in basis.segments
            ),
            Fraction(0),
        ),
        calls=sum((share * basis.calls for share, basis in usage), Fraction(0)),
        seconds=sum((share * basis.seconds for share, basis in usage), Fraction(0)),
    )
