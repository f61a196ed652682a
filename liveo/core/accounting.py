"""Sales entries for the accounts: what each issued document adds to which account, debit and credit always equal.

Accounts are those of the French general plan (PCG): 411 customers, 706 services, 4457 VAT collected. A credit note
and a negative line are written on the other side, never with a minus.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from liveo.core.documents import DocumentKind
from liveo.core.money import ZERO, total

JOURNAL: Final = "VE"
CUSTOMERS: Final = "411000"
OPTIONS: Final = "706100"
USAGE: Final = "706200"
VAT: Final = "44571"
"""Its last three digits are the rate in tenths of a per cent: 44571200 at 20 %, 44571085 at 8.5 %."""


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of an issued document: whether it pays calls, its VAT rate in per cent, its net in euros."""

    is_usage: bool
    vat_rate: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Sale:
    """An issued document as the accounts need it; ``vat`` holds a rate with its amount, each rate once."""

    number: str
    kind: DocumentKind
    day: date
    company: str
    company_name: str
    recipient: str
    lines: Sequence[SoldLine]
    vat: Sequence[tuple[Decimal, Decimal]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the journal; one of ``debit`` and ``credit`` is 0. ``customer`` is a code, empty but on 411."""

    number: str
    day: date
    account: str
    account_name: str
    customer: str
    customer_name: str
    words: str
    debit: Decimal
    credit: Decimal


def entries(sale: Sale) -> tuple[Entry, ...]:
    """Return the rows of one document: the customer, then services by family and rate, then VAT; nothing at 0.00.

    An invoice of 120.00 with 20.00 of VAT: 411 debit 120.00, 706 credit 100.00, 4457 credit 20.00.
    """
    sold: dict[tuple[bool, Decimal], Decimal] = defaultdict(lambda: ZERO)
    for line in sale.lines:
        sold[line.is_usage, line.vat_rate] += line.net
    owed = total([*sold.values(), *(amount for _, amount in sale.vat)])
    rows = [_entry(sale, CUSTOMERS, "Clients", owed)]
    for (is_usage, rate), amount in sorted(sold.items(), key=lambda item: (item[0][0], -item[0][1])):
        family = (USAGE, "Communications") if is_usage else (OPTIONS, "Abonnements et options")
        rows.append(_entry(sale, family[0], f"{family[1]}, TVA {_rate(rate)} %", -amount))
    rows += [_entry(sale, vat_account(rate), f"TVA collectée {_rate(rate)} %", -amount) for rate, amount in sale.vat]
    return tuple(row for row in rows if row.debit or row.credit)


def vat_account(rate: Decimal) -> str:
    """Return the account of the VAT of a rate."""
    return f"{VAT}{int(rate * 10):03d}"


def _entry(sale: Sale, account: str, name: str, owed: Decimal) -> Entry:
    """Write an amount: what an invoice is owed stands in debit, what it earns, negative here, in credit."""
    amount = -owed if sale.kind is DocumentKind.CREDIT_NOTE else owed
    is_customer = account == CUSTOMERS
    kind = "Avoir" if sale.kind is DocumentKind.CREDIT_NOTE else "Facture"
    return Entry(
        number=sale.number,
        day=sale.day,
        account=account,
        account_name=name,
        customer=sale.company if is_customer else "",
        customer_name=sale.company_name if is_customer else "",
        words=f"{kind} {sale.number} {sale.recipient}",
        debit=max(amount, ZERO),
        credit=max(-amount, ZERO),
    )


def _rate(rate: Decimal) -> str:
    return f"{rate.normalize():f}".replace(".", ",")
