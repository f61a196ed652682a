"""Which charges stand behind an amount of an invoice: a document, a section, a line, an account, or several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from liveo.core.billing_modes import BillingMode
from liveo.core.charges import Charge
from liveo.core.company import EntityId
from liveo.core.errors import LiveoError
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.services.billing import customer, invoice_run
from liveo.store.database import Base

MOST_NAMED = 12


class NoSuchAmount(LiveoError):
    """No amount of the invoices is the one that was asked for; answered with what stands there."""


@dataclass(frozen=True, slots=True)
class AmountAsked:
    """What an amount is about; None asks for all. ``document`` is its number in the run, from 1.

    ``entity``, ``line`` and ``subject`` are codes, ``line`` that of an option or destination; ``vat_rate`` is per cent.
    """

    document: int | None = None
    entity: str | None = None
    line: str | None = None
    vat_rate: Decimal | None = None
    subject: str | None = None

    @property
    def names_charges(self) -> bool:
        """Whether it asks for less than whole documents."""
        return any(part is not None for part in (self.entity, self.line, self.vat_rate, self.subject))


@dataclass(frozen=True, slots=True)
class PlacedCharge:
    """A charge with what it is found by on the invoices."""

    document: int
    entity: str
    vat_rate: Decimal
    charge: Charge


@dataclass(frozen=True, slots=True)
class AmountAnswer:
    """The documents asked for, and the charges where less than whole documents was asked for."""

    run: InvoiceRun
    documents: tuple[Invoice, ...]
    charges: tuple[Charge, ...] = ()

    @property
    def net(self) -> Decimal:
        """The sum of the charges without VAT."""
        return total([charge.amount for charge in self.charges])


def explain_amount(base: Base, code: str, month: Month, mode: BillingMode, asked: AmountAsked) -> AmountAnswer:
    """Return what an amount of the invoices of a month is made of; raises UnknownCompany, NoSuchAmount."""
    run = invoice_run(base, code, month, mode)
    entities = {entity.entity_id: entity.code for entity in customer(base, code).state.entities}
    documents = _documents(run, asked)
    if not asked.names_charges:
        return AmountAnswer(run, documents)
    placed = placed_charges(run, entities)
    found = tuple(one.charge for one in placed if _fits(one, asked))
    if not found:
        raise NoSuchAmount(f"Aucun montant ne correspond. {_present(placed)}")
    return AmountAnswer(run, documents, found)


def placed_charges(run: InvoiceRun, entities: Mapping[EntityId, str]) -> list[PlacedCharge]:
    """Return every charge of a run with its place; ``entities`` are the codes of the company's entities."""
    return [
        PlacedCharge(number, entities[charge.entity_id] if charge.entity_id else "", line.vat_rate, charge)
        for number, invoice in enumerate(run.invoices, 1)
        for line in invoice.lines
        for charge in line.charges
    ]


def _documents(run: InvoiceRun, asked: AmountAsked) -> tuple[Invoice, ...]:
    if not run.invoices:
        raise NoSuchAmount("Rien n'est dû ce mois-là : il n'y a pas de facture. Choisissez un autre mois.")
    if asked.document is None:
        return run.invoices
    if not 1 <= asked.document <= len(run.invoices):
        raise NoSuchAmount(
            f"Pas de facture n° {asked.document} : ce mode en fait {len(run.invoices)}, comptées à partir de 1 dans "
            "l'ordre de « python -m liveo invoices »."
        )
    return (run.invoices[asked.document - 1],)


def _fits(placed: PlacedCharge, asked: AmountAsked) -> bool:
    """Whether a charge is one of those asked for, code by code."""
    found = (placed.document, placed.entity, placed.charge.code, placed.vat_rate, placed.charge.subject.code)
    wanted = (asked.document, asked.entity, asked.line, asked.vat_rate, asked.subject)
    return all(want is None or want == have for want, have in zip(wanted, found, strict=True))


def _present(placed: Sequence[PlacedCharge]) -> str:
    """Name what can be asked for."""
    return (
        f"Lignes présentes : {_named([one.charge.code for one in placed])}. "
        f"Entités : {_named([one.entity for one in placed])}. "
        f"Comptes et ressources : {_named([one.charge.subject.code for one in placed])}."
    )


def _named(codes: Sequence[str]) -> str:
    several = list(dict.fromkeys(codes))
    more = f" et {len(several) - MOST_NAMED} autres" if len(several) > MOST_NAMED else ""
    return f"{', '.join(several[:MOST_NAMED])}{more}"
