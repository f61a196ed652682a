"""The four billing modes of one month side by side: who receives what, and the proof that none moves a cent."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge, ChargeCode, UsageBasis
from liveo.core.company import Account, EntityId, Resource, Subject
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_every_run
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer
from liveo.services.documents import vat_gap
from liveo.store.database import Base

Line = tuple[SubjectId, ChargeCode]


@dataclass(frozen=True, slots=True)
class Counted:
    """What owes something: accounts, resources, lines (one of them × an option or destination), and their calls."""

    accounts: int
    resources: int
    lines: int
    calls: int


@dataclass(frozen=True, slots=True)
class Lines:
    """What owes something, line by line, and how much that is; shares of one charge are put together again."""

    amounts: Mapping[Line, Decimal]
    counted: Counted


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


def prove(bill: MonthlyBill, run: InvoiceRun) -> Proof:
    """Compare what is owed with what the documents ask for, account by account and option by option."""
    return _proof(bill, run, _gathered(expected_charges(bill, run)), _gathered(_invoiced(run.invoices)))


def expected_charges(bill: MonthlyBill, run: InvoiceRun) -> tuple[Charge, ...]:
    """Return the charges that a run must ask for: those owed, and the option where the mode adds it.

    An entity that owes 0.00 receives no document, and its free calls stand on none.
    """
    charges = (*bill.charges, *bill.entity_billing) if run.entity_billing_added else bill.charges
    absent = _absent(run)
    return tuple(c for c in charges if c.entity_id not in absent) if absent else charges


def _proof(bill: MonthlyBill, run: InvoiceRun, owed: Lines, invoiced: Lines) -> Proof:
    lines = owed.amounts.keys() | invoiced.amounts.keys() if owed.amounts != invoiced.amounts else ()
    return Proof(
        owed=bill.net,
        added=run.entity_billing_added,
        invoiced=run.net,
        owed_counts=owed.counted,
        invoiced_counts=invoiced.counted,
        misplaced=sum(owed.amounts.get(line) != invoiced.amounts.get(line) for line in lines),
    )


@lru_cache(maxsize=16)
def _compare(base: Base, version: int, code: str, month: Month, trial: Trial) -> tuple[ModeAnswer, ...]:
    bill = tried_bill(base, code, month, trial)
    owed: dict[tuple[bool, frozenset[EntityId]], Lines] = {}
    invoiced: dict[tuple[int, ...], Lines] = {}
    answers = []
    for mode, run in build_every_run(bill, customer(base, code).seller).items():
        asked = (bool(run.entity_billing_added), _absent(run))
        if asked not in owed:
            owed[asked] = _gathered(expected_charges(bill, run))
        # Modes that put the very same sections on their documents ask for the same lines.
        same = tuple(sorted(id(section) for invoice in run.invoices for section in invoice.sections))
        if same not in invoiced:
            invoiced[same] = _gathered(_invoiced(run.invoices))
        answers.append(ModeAnswer(mode, run, vat_gap(run), _proof(bill, run, owed[asked], invoiced[same])))
    return tuple(answers)


def _invoiced(invoices: Sequence[Invoice]) -> Iterator[Charge]:
    return (charge for invoice in invoices for line in invoice.lines for charge in line.charges)


def _absent(run: InvoiceRun) -> frozenset[EntityId]:
    """Return the entities that owe nothing and stand on no document."""
    present = {s.entity.entity_id for invoice in run.invoices for s in invoice.sections if s.entity}
    return frozenset(entity.entity_id for entity in run.nothing_to_pay) - present


def _gathered(charges: Iterable[Charge]) -> Lines:
    """Add up charges by subject and code: an invoice may put shares together again. What owes nothing is left out."""
    amounts: dict[Line, Decimal] = {}
    calls: dict[Line, Fraction | int] = defaultdict(int)
    subjects: dict[SubjectId, Subject] = {}
    for charge in charges:
        subject_id = charge.subject.subject_id
        line = (subject_id, charge.code)
        known = amounts.get(line)
        amounts[line] = charge.amount if known is None else known + charge.amount
        subjects[subject_id] = charge.subject
        if isinstance(charge.basis, UsageBasis):
            calls[line] += charge.basis.calls * charge.share if charge.is_shared else charge.basis.calls
    owing = {line: amount for line, amount in amounts.items() if amount}
    present = [subjects[subject_id] for subject_id in {subject_id for subject_id, _ in owing}]
    return Lines(
        owing,
        Counted(
            accounts=sum(isinstance(subject, Account) for subject in present),
            resources=sum(isinstance(subject, Resource) for subject in present),
            lines=len(owing),
            # A shared call counts once all its shares are in.
            calls=round(sum(count for line, count in calls.items() if line in owing)),
        ),
    )
