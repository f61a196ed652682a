"""The four billing modes of one month side by side: who receives what, and the proof that none moves a cent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import polars as pl

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge, ChargeCode, UsageBasis
from liveo.core.company import Account, Entity, EntityId, Resource
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_invoices
from liveo.core.money import ZERO
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer, invoice_run
from liveo.services.documents import vat_gap
from liveo.store.database import Base

_FLOWS = pl.Schema({"entity": pl.String(), "document": pl.Int64(), "recipient": pl.String(), "net": pl.Decimal(18, 2)})


@dataclass(frozen=True, slots=True)
class Counted:
    """What owes something: accounts, resources, lines (one of them × an option or destination), and their calls."""

    accounts: int
    resources: int
    lines: int
    calls: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What is owed against what is invoiced, amounts of 0.00 aside, which need no document."""

    owed: Decimal
    added: Decimal
    """The option « Facturation par entité », where the mode needs it and it is not switched on."""
    invoiced: Decimal
    owed_counts: Counted
    invoiced_counts: Counted
    misplaced: int
    """Lines invoiced twice, never, for another amount, or owed by nobody: each is a bug."""

    @property
    def holds(self) -> bool:
        """Whether every amount is invoiced once, neither lost nor doubled."""
        return (
            self.owed + self.added == self.invoiced and self.owed_counts == self.invoiced_counts and not self.misplaced
        )


@dataclass(frozen=True, slots=True)
class ModeAnswer:
    """One mode of the comparison. ``vat_gap`` is what its roundings of VAT cost, in euros; 0.00 for one document."""

    mode: BillingMode
    run: InvoiceRun
    vat_gap: Decimal
    proof: Proof

    @property
    def net_without_option(self) -> Decimal:
        """The net amount, the option that the mode adds aside: the same in all four modes."""
        return self.run.net - self.run.entity_billing_added

    @property
    def number(self) -> int:
        """1 to 4."""
        return BILLING_MODES[self.mode].number


def compare_modes(base: Base, code: str, month: Month, trial: Trial) -> tuple[ModeAnswer, ...]:
    """Return the four modes for a month under a trial, in their order."""
    return _compare(base, base.version, code, month, trial)


def tried_run(base: Base, code: str, month: Month, mode: BillingMode, trial: Trial) -> InvoiceRun:
    """Return the documents of a month in one mode under a trial."""
    if trial.changes_nothing:
        return invoice_run(base, code, month, mode)
    return build_invoices(tried_bill(base, code, month, trial), mode, customer(base, code).seller)


def flows(run: InvoiceRun, bill: MonthlyBill) -> pl.DataFrame:
    """Return who pays what on which document: entity, document (its number from 1), recipient, net (Decimal euros).

    ``recipient`` is the entity that receives the document, or the company.
    """
    nets: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    for charge in _expected(bill, run):
        nets[charge.entity_id] += charge.amount
    rows = [
        (entity.name, number, _receiver(invoice), nets[entity.entity_id])
        for number, invoice in enumerate(run.invoices, 1)
        for entity in _paid_on(invoice, bill.entities)
        if nets[entity.entity_id]
    ]
    return pl.DataFrame(rows, schema=_FLOWS, orient="row")


def prove(bill: MonthlyBill, run: InvoiceRun) -> Proof:
    """Compare what is owed with what the documents ask for, account by account and option by option."""
    expected = _expected(bill, run)
    asked = [c for invoice in run.invoices for line in invoice.lines for c in line.charges]
    owed, invoiced = _by_line(expected), _by_line(asked)
    return Proof(
        owed=bill.net,
        added=run.entity_billing_added,
        invoiced=run.net,
        owed_counts=_counted(expected, owed),
        invoiced_counts=_counted(asked, invoiced),
        misplaced=sum(owed.get(key) != invoiced.get(key) for key in owed.keys() | invoiced.keys()),
    )


@lru_cache(maxsize=16)
def _compare(base: Base, version: int, code: str, month: Month, trial: Trial) -> tuple[ModeAnswer, ...]:
    bill = tried_bill(base, code, month, trial)
    runs = {mode: tried_run(base, code, month, mode, trial) for mode in BILLING_MODES}
    return tuple(ModeAnswer(mode, run, vat_gap(run), prove(bill, run)) for mode, run in runs.items())


def _expected(bill: MonthlyBill, run: InvoiceRun) -> tuple[Charge, ...]:
    """Return the charges that a run must ask for: those owed, and the option where the mode adds it."""
    return (*bill.charges, *bill.entity_billing) if run.entity_billing_added else bill.charges


def _by_line(charges: Iterable[Charge]) -> dict[tuple[SubjectId, ChargeCode], Decimal]:
    """Add up charges by subject and code: an invoice may put the shares of one charge together again."""
    amounts: dict[tuple[SubjectId, ChargeCode], Decimal] = defaultdict(lambda: ZERO)
    for charge in charges:
        amounts[charge.subject.subject_id, charge.code] += charge.amount
    return {key: amount for key, amount in amounts.items() if amount}


def _counted(charges: Iterable[Charge], lines: Mapping[tuple[SubjectId, ChargeCode], Decimal]) -> Counted:
    """Count what stands behind some lines; a call of a charge that is shared out counts once all its shares are in."""
    counted = [c for c in charges if (c.subject.subject_id, c.code) in lines]
    subjects = {c.subject.subject_id: c.subject for c in counted}.values()
    calls = sum((c.basis.calls * c.share for c in counted if isinstance(c.basis, UsageBasis)), Fraction(0))
    return Counted(
        accounts=sum(isinstance(subject, Account) for subject in subjects),
        resources=sum(isinstance(subject, Resource) for subject in subjects),
        lines=len(lines),
        calls=round(calls),
    )


def _paid_on(invoice: Invoice, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities whose charges stand on a document; one without sections is everybody's."""
    named = [section.entity for section in invoice.sections if section.entity]
    return named or list(entities)


def _receiver(invoice: Invoice) -> str:
    return invoice.recipient.entity.name if invoice.recipient.entity else invoice.company_name
