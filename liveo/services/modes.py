"""The four billing modes of one month side by side: who receives what, and the proof that none moves a cent."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import polars as pl

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge, ChargeCode, UsageBasis
from liveo.core.company import Account, Entity, EntityId, Resource
from liveo.core.destinations import Destination
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_invoices
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer, invoice_run
from liveo.services.documents import vat_gap
from liveo.store.database import Base

Line = tuple[SubjectId, ChargeCode]
Lines = Mapping[Line, tuple[Decimal, Sequence[Charge]]]

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
    return _proof(bill, run, _gathered(_expected(bill, run)))


def _proof(bill: MonthlyBill, run: InvoiceRun, owed: Lines) -> Proof:
    invoiced = _gathered([c for invoice in run.invoices for line in invoice.lines for c in line.charges])
    return Proof(
        owed=bill.net,
        added=run.entity_billing_added,
        invoiced=run.net,
        owed_counts=_counted(owed),
        invoiced_counts=_counted(invoiced),
        misplaced=sum(_amount(owed, key) != _amount(invoiced, key) for key in owed.keys() | invoiced.keys()),
    )


@lru_cache(maxsize=16)
def _compare(base: Base, version: int, code: str, month: Month, trial: Trial) -> tuple[ModeAnswer, ...]:
    bill = tried_bill(base, code, month, trial)
    runs = {mode: tried_run(base, code, month, mode, trial) for mode in BILLING_MODES}
    gathered: dict[tuple[bool, frozenset[EntityId]], Lines] = {}
    answers = []
    for mode, run in runs.items():
        asked = (bool(run.entity_billing_added), _absent(run))
        if asked not in gathered:
            gathered[asked] = _gathered(_expected(bill, run))
        answers.append(ModeAnswer(mode, run, vat_gap(run), _proof(bill, run, gathered[asked])))
    return tuple(answers)


def _expected(bill: MonthlyBill, run: InvoiceRun) -> tuple[Charge, ...]:
    """Return the charges that a run must ask for: those owed, and the option where the mode adds it.

    An entity that owes 0.00 receives no document, and its free calls stand on none.
    """
    charges = (*bill.charges, *bill.entity_billing) if run.entity_billing_added else bill.charges
    absent = _absent(run)
    return tuple(c for c in charges if c.entity_id not in absent) if absent else charges


def _absent(run: InvoiceRun) -> frozenset[EntityId]:
    """Return the entities that owe nothing and stand on no document."""
    present = {s.entity.entity_id for invoice in run.invoices for s in invoice.sections if s.entity}
    return frozenset(entity.entity_id for entity in run.nothing_to_pay) - present


def _gathered(charges: Iterable[Charge]) -> Lines:
    """Gather charges by subject and code: an invoice may put shares together again. What owes nothing is left out."""
    lines: dict[Line, list[Charge]] = defaultdict(list)
    for charge in charges:
        lines[charge.subject.subject_id, charge.code].append(charge)
    amounts = ((line, total([charge.amount for charge in found]), found) for line, found in lines.items())
    return {line: (amount, found) for line, amount, found in amounts if amount}


def _amount(lines: Lines, line: Line) -> Decimal:
    return lines[line][0] if line in lines else ZERO


def _counted(lines: Lines) -> Counted:
    """Count what stands behind lines; a shared call counts once all its shares are in."""
    subjects = {found[0].subject.subject_id: found[0].subject for _, found in lines.values()}.values()
    return Counted(
        accounts=sum(isinstance(subject, Account) for subject in subjects),
        resources=sum(isinstance(subject, Resource) for subject in subjects),
        lines=len(lines),
        calls=sum(_calls(found) for (_, code), (_, found) in lines.items() if isinstance(code, Destination)),
    )


def _calls(charges: Sequence[Charge]) -> int:
    parts = ((c.basis.calls, c) for c in charges if isinstance(c.basis, UsageBasis))
    return round(sum(calls * c.share if c.is_shared else calls for calls, c in parts))


def _paid_on(invoice: Invoice, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities whose charges stand on a document; one without sections is everybody's."""
    named = [section.entity for section in invoice.sections if section.entity]
    return named or list(entities)


def _receiver(invoice: Invoice) -> str:
    return invoice.recipient.entity.name if invoice.recipient.entity else invoice.company_name
