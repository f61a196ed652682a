"""The invoice: frozen documents whose totals are derived from their lines, never stored.

VAT is computed per rate on the sum of the lines of that rate (EN 16931, BR-CO-17), never line by line.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from liveo.core.charges import Charge, ChargeCode
from liveo.core.company import Address, Entity
from liveo.core.documents import Reference
from liveo.core.money import ZERO, round_cents, total
from liveo.core.periods import Month


@dataclass(frozen=True, slots=True)
class Seller:
    """Who issues the invoices, with what the law wants printed of them.

    ``series`` tells its numbers from those of another issuer: "OUEST" gives FA-OUEST-2026-000001; empty for none.
    """

    name: str
    legal_form: str
    siren: str
    siret: str
    vat_number: str
    trade_register: str
    address: Address
    email: str
    phone: str
    iban: str
    bic: str
    payment_days: int
    late_rate: str
    vat_on_debits: bool
    series: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who an invoice is addressed to: the company, or one of its entities."""

    name: str
    siren: str
    siret: str
    vat_number: str
    address: Address
    entity: Entity | None = None


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """All charges of one option or destination in one section, at one VAT rate (per cent)."""

    code: ChargeCode
    vat_rate: Decimal
    charges: tuple[Charge, ...]

    @property
    def net(self) -> Decimal:
        """The sum of the charges."""
        return total([charge.amount for charge in self.charges])


@dataclass(frozen=True, slots=True)
class InvoiceSection:
    """The lines of one entity, or of the whole company when ``entity`` is None."""

    entity: Entity | None
    lines: tuple[InvoiceLine, ...]

    @property
    def net(self) -> Decimal:
        """The subtotal."""
        return total([line.net for line in self.lines])


@dataclass(frozen=True, slots=True)
class VatLine:
    """The VAT of one rate: ``amount`` = ``base`` × ``rate`` ÷ 100, rounded once.

    On a credit note ``before`` is what was credited earlier at this rate: amount = VAT of both less VAT of before, so
    that several credit notes never give back a cent more than the invoice.
    """

    rate: Decimal
    base: Decimal
    before: Decimal = ZERO

    @property
    def unrounded(self) -> Fraction:
        """The exact VAT in euros."""
        return Fraction(self.base) * Fraction(self.rate) / 100

    @property
    def amount(self) -> Decimal:
        """BT-117."""
        earlier = Fraction(self.before) * Fraction(self.rate) / 100
        return round_cents(earlier + self.unrounded) - round_cents(earlier)


@dataclass(frozen=True, slots=True)
class Invoice:
    """One document. ``number`` is None for a preview.

    ``replaces`` is the invoice of the same month and recipient that a credit note took back as a whole.
    """

    number: str | None
    seller: Seller
    recipient: Recipient
    company_name: str
    company_code: str
    month: Month
    mode: str
    issue_date: date
    due_date: date
    sections: tuple[InvoiceSection, ...]
    replaces: Reference | None = None

    @property
    def lines(self) -> tuple[InvoiceLine, ...]:
        """The lines of all sections, in order."""
        return tuple(line for section in self.sections for line in section.lines)

    @property
    def net(self) -> Decimal:
        """BT-109, without VAT."""
        return total([section.net for section in self.sections])

    @property
    def vat_lines(self) -> tuple[VatLine, ...]:
        """One for each rate, the highest first."""
        bases: dict[Decimal, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            bases[line.vat_rate] += line.net
        return tuple(VatLine(rate, bases[rate]) for rate in sorted(bases, reverse=True))

    @property
    def vat(self) -> Decimal:
        """BT-110."""
        return total([vat.amount for vat in self.vat_lines])

    @property
    def gross(self) -> Decimal:
        """BT-112, what is due."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class InvoiceRun:
    """What one company receives for one month in one mode.

    ``nothing_to_pay`` lists the entities that owe nothing. ``entity_billing_added`` is the price of the
    option « Facturation par entité » that the mode needs and the company has not switched on; 0.00 otherwise. Where
    the catalogue has no price for it, ``unpriced`` is the first day without one: the invoices are a preview that lacks
    this line, and are not to be issued.
    """

    invoices: tuple[Invoice, ...]
    nothing_to_pay: tuple[Entity, ...]
    entity_billing_added: Decimal
    unpriced: date | None = None

    @property
    def net(self) -> Decimal:
        """Over all invoices."""
        return total([invoice.net for invoice in self.invoices])

    @property
    def vat(self) -> Decimal:
        """Over all invoices."""
        return total([invoice.vat for invoice in self.invoices])

    @property
    def gross(self) -> Decimal:
        """Over all invoices."""
        return self.net + self.vat
