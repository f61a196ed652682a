"""The credit note: takes back an issued invoice, whole or line by line, and never more than was invoiced.

Amounts are positive, as on the invoice. VAT is the difference of two roundings of what was credited so far, so that
credit notes for all lines of an invoice make exactly its VAT.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from liveo.core.documents import Reference
from liveo.core.errors import LiveoError
from liveo.core.invoice import Recipient, Seller, VatLine
from liveo.core.money import ZERO, total
from liveo.core.periods import Month


class CreditRefused(LiveoError):
    """A credit note would take back what was not invoiced, or nothing."""


@dataclass(frozen=True, slots=True)
class OriginLine:
    """A line of an issued document: its place from 1, the section it stands in (empty for none), what it says."""

    rank: int
    section: str
    label: str
    vat_rate: Decimal
    net: Decimal


@dataclass(frozen=True, slots=True)
class Origin:
    """An issued invoice as it was frozen; ``credited`` is what was taken back of each line so far, by rank.

    ``no_vat`` is what the invoice said about lines at 0 %, empty for none.
    """

    reference: Reference
    company_code: str
    company_name: str
    month: Month
    recipient: Recipient
    lines: tuple[OriginLine, ...]
    credited: Mapping[int, Decimal]
    no_vat: str = ""

    def left(self, line: OriginLine) -> Decimal:
        """Return what can still be taken back of a line."""
        return line.net - self.credited.get(line.rank, ZERO)


@dataclass(frozen=True, slots=True)
class CreditNote:
    """One document. ``number`` is None for a draft; ``lines`` hold what is taken back, in the order of the invoice."""

    number: str | None
    seller: Seller
    origin: Origin
    reason: str
    issue_date: date
    lines: tuple[OriginLine, ...]

    @property
    def recipient(self) -> Recipient:
        """Who was billed."""
        return self.origin.recipient

    @property
    def month(self) -> Month:
        """The month that was billed."""
        return self.origin.month

    @property
    def due_date(self) -> date:
        """What is given back is due at once."""
        return self.issue_date

    @property
    def net(self) -> Decimal:
        """BT-109, without VAT."""
        return total([line.net for line in self.lines])

    @property
    def vat_lines(self) -> tuple[VatLine, ...]:
        """One for each rate, the highest first."""
        before: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
        for line in self.origin.lines:
            before[line.vat_rate] += self.origin.credited.get(line.rank, ZERO)
        bases: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
        for line in self.lines:
            bases[line.vat_rate] += line.net
        return tuple(VatLine(rate, bases[rate], before[rate]) for rate in sorted(bases, reverse=True))

    @property
    def vat(self) -> Decimal:
        """BT-110."""
        return total([vat.amount for vat in self.vat_lines])

    @property
    def gross(self) -> Decimal:
        """BT-112, what is given back."""
        return self.net + self.vat


def credit_note(
    origin: Origin, seller: Seller, *, reason: str, issue_date: date, wanted: Mapping[int, Decimal | None] | None = None
) -> CreditNote:
    """Return the credit note that takes back some lines, by rank, or all that is left of all lines.

    An amount of None stands for what is left of the line. Raises CreditRefused.
    """
    if not reason.strip():
        raise CreditRefused("Un avoir dit pourquoi : donnez son motif.")
    if issue_date < (day := origin.reference.issue_date):
        raise CreditRefused(f"L'avoir ne peut pas être daté d'avant la facture ({day:%d/%m/%Y}).")
    known = {line.rank: line for line in origin.lines}
    if unknown := sorted(set(wanted or ()) - set(known)):
        raise CreditRefused(
            f"La facture {origin.reference.number} n'a pas de ligne {unknown[0]} : elle en a {len(known)}."
        )
    chosen = dict.fromkeys(known) if wanted is None else wanted
    lines = [_taken(origin, known[rank], chosen[rank]) for rank in sorted(chosen)]
    note = CreditNote(None, seller, origin, reason.strip(), issue_date, tuple(line for line in lines if line.net))
    if not note.lines or note.gross <= 0:
        raise CreditRefused(f"Il ne reste rien à créditer de la facture {origin.reference.number}.")
    _refuse_more_than_invoiced(note)
    return note


def _taken(origin: Origin, line: OriginLine, amount: Decimal | None) -> OriginLine:
    left = origin.left(line)
    net = left if amount is None else amount
    if net and (abs(net) > abs(left) or (net < 0) != (left < 0)):
        raise CreditRefused(
            f"Ligne {line.rank} ({line.label}) : il reste {_euros(left)} HT à créditer, pas {_euros(net)}."
        )
    return replace(line, net=net)


def _refuse_more_than_invoiced(note: CreditNote) -> None:
    """Rebates are lines too: taking back the others only would give back more than the invoice asked for."""
    credited = [replace(line, net=note.origin.credited.get(line.rank, ZERO)) for line in note.origin.lines]
    if _gross([*credited, *note.lines]) > _gross(note.origin.lines):
        raise CreditRefused("Cet avoir rendrait plus que la facture : créditez aussi ses lignes négatives.")


def _gross(lines: Iterable[OriginLine]) -> Decimal:
    bases: dict[Decimal, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        bases[line.vat_rate] += line.net
    return total([base + VatLine(rate, base).amount for rate, base in bases.items()])


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f} €".replace(".", ",")
