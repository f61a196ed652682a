"""The four billing modes of one month side by side: who receives what, and the proof that none moves a cent."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import polars as pl

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge
from liveo.core.company import EntityId
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_invoices
from liveo.core.money import ZERO
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer, invoice_run
from liveo.services.documents import vat_gap
from liveo.store.database import Base

_FLOWS = pl.Schema({"entity": pl.String(), "document": pl.Int64(), "recipient": pl.String(), "net": pl.Decimal(18, 2)})


@dataclass(frozen=True, slots=True)
class Proof:
    """What is owed against what is invoiced, charges of 0.00 aside, which stand on no document of their own."""

    owed: Decimal
    added: Decimal
    """The option « Facturation par entité », where the mode needs it and it is not switched on."""
    invoiced: Decimal
    owed_charges: int
    invoiced_charges: int
    misplaced: int
    """Charges invoiced twice, never, or owed by nobody: each is a bug."""

    @property
    def holds(self) -> bool:
        """Whether every charge stands on exactly one document."""
        return self.owed + self.added == self.invoiced and not self.misplaced


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
    """Return who pays what on which document: entity, document (its number from 1), recipient, net (Decimal euros)."""
    names = {entity.entity_id: entity.name for entity in bill.state.entities}
    amounts: dict[tuple[str, int, str], Decimal] = defaultdict(lambda: ZERO)
    for number, invoice in enumerate(run.invoices, 1):
        for charge in _charges(InvoiceRun((invoice,), (), ZERO)):
            assert charge.entity_id is not None
            amounts[names[charge.entity_id], number, invoice.recipient.name] += charge.amount
    rows = [(*key, net) for key, net in amounts.items() if net]
    return pl.DataFrame(rows, schema=_FLOWS, orient="row")


def prove(bill: MonthlyBill, run: InvoiceRun) -> Proof:
    """Compare what is owed with what the documents ask for, charge by charge."""
    added = bill.entity_billing if run.entity_billing_added else ()
    expected = _counted((*bill.charges, *added))
    invoiced = _counted(_charges(run))
    return Proof(
        owed=bill.net,
        added=run.entity_billing_added,
        invoiced=run.net,
        owed_charges=expected.total(),
        invoiced_charges=invoiced.total(),
        misplaced=((expected - invoiced) + (invoiced - expected)).total(),
    )


@lru_cache(maxsize=16)
def _compare(base: Base, version: int, code: str, month: Month, trial: Trial) -> tuple[ModeAnswer, ...]:
    bill = tried_bill(base, code, month, trial)
    runs = {mode: tried_run(base, code, month, mode, trial) for mode in BILLING_MODES}
    return tuple(ModeAnswer(mode, run, vat_gap(run), prove(bill, run)) for mode, run in runs.items())


def _counted(charges: Iterable[Charge]) -> Counter[tuple[SubjectId, str, EntityId | None, Decimal]]:
    return Counter((c.subject.subject_id, c.code, c.entity_id, c.amount) for c in charges if c.amount)


def _charges(run: InvoiceRun) -> Iterable[Charge]:
    return (c for invoice in run.invoices for line in invoice.lines for c in line.charges)
