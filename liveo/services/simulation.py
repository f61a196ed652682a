"""What a month would cost with options switched otherwise: before, after, and after without proration.

Before and after are made by the functions that make real invoices; nothing is written anywhere.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import CHARGE_ORDER, ChargeCode, UsageSlice
from liveo.core.company import CompanyState
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.core.scenario import apply_changes, under_full_months
from liveo.services.billing import Customer, billing_mode, customer, invoice_run
from liveo.services.simulation_effects import ChargeGroup, step_effects
from liveo.services.simulation_plan import Step
from liveo.store.database import Base
from liveo.store.usage import usage_slices

__all__ = ["ChargeGroup", "CodeRow", "Simulation", "Totals", "differences_by_month", "simulate", "state_after"]

Nets = Mapping[ChargeCode, Decimal]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the documents of one run come to, in euros with cents."""

    net: Decimal
    gross: Decimal
    documents: int


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One option or destination over all documents, without VAT."""

    code: ChargeCode
    before: Decimal
    after: Decimal
    full_month: Decimal

    @property
    def difference(self) -> Decimal:
        """What the changes add; below zero where they save."""
        return self.after - self.before

    @property
    def saved(self) -> Decimal:
        """What proration saves after the changes."""
        return self.full_month - self.after


@dataclass(frozen=True, slots=True)
class Simulation:
    """One month of one company before and after the steps, and the same *after* under full-month billing.

    ``full_month`` is without VAT. ``rows`` are in the order of the invoice. ``effects`` are what each step adds to
    the net amount, in order: before + effects = after, to the cent. ``groups`` explain all that a step touches.
    """

    month: Month
    mode: BillingMode
    before: Totals
    after: Totals
    full_month: Decimal
    rows: tuple[CodeRow, ...]
    effects: tuple[Decimal, ...]
    groups: tuple[ChargeGroup, ...]

    @property
    def difference(self) -> Decimal:
        """Net, after less before."""
        return self.after.net - self.before.net

    @property
    def saved(self) -> Decimal:
        """What proration saves in the month after the changes, net."""
        return self.full_month - self.after.net

    @property
    def saved_by_steps(self) -> Decimal:
        """The part of it that concerns what the steps touch."""
        return total([group.saved for group in self.groups])

    @property
    def full_month_options(self) -> Decimal:
        """What the options alone would cost under full-month billing: what the percentage saved is taken of."""
        return total([row.full_month for row in self.rows if isinstance(row.code, OptionCode)])


def simulate(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> Simulation:
    """Return a month of a company with the steps applied in order, in the company's own billing mode.

    Raises UnknownSubject, UnknownEntity or InvalidChange when a step does not fit the company.
    """
    return _simulate(base, base.version, code, month, steps)


def state_after(base: Base, code: str, steps: tuple[Step, ...]) -> CompanyState:
    """Return the dated facts of a company with the steps applied; raises like ``simulate``."""
    return _state_after(base, base.version, code, steps)


def differences_by_month(
    base: Base, code: str, first: Month, steps: tuple[Step, ...], count: int = 12
) -> tuple[tuple[Month, Decimal], ...]:
    """Return what the steps add to the net amount of each month, from the first on; calls stay as they are."""
    return _differences(base, base.version, code, first, steps, count)


@lru_cache(maxsize=32)
def _state_after(base: Base, version: int, code: str, steps: tuple[Step, ...]) -> CompanyState:
    return apply_changes(customer(base, code).state, [change for step in steps for change in step])


@lru_cache(maxsize=128)
def _simulate(base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...]) -> Simulation:
    known = customer(base, code)
    mode = billing_mode(base, code, month)
    before = invoice_run(base, code, month, mode)
    after = _run(base, known, state_after(base, code, steps), month, mode) if steps else before
    effects = step_effects(known.state, month, known.catalogue, mode, steps)
    rows = _rows(_net_by_code(before), _net_by_code(after), _full_month(base, version, code, month), effects.full_month)
    return Simulation(
        month=month,
        mode=mode,
        before=_totals(before),
        after=_totals(after),
        full_month=total([row.full_month for row in rows]),
        rows=rows,
        effects=effects.by_step,
        groups=effects.groups,
    )


@lru_cache(maxsize=32)
def _differences(
    base: Base, version: int, code: str, first: Month, steps: tuple[Step, ...], count: int
) -> tuple[tuple[Month, Decimal], ...]:
    known = customer(base, code)
    months = [first.plus(rank) for rank in range(count)]
    effects = [
        step_effects(known.state, month, known.catalogue, billing_mode(base, code, month), steps) for month in months
    ]
    return tuple((month, total(found.by_step)) for month, found in zip(months, effects, strict=True))


@lru_cache(maxsize=32)
def _full_month(base: Base, version: int, code: str, month: Month) -> Nets:
    """Return what a company would owe, as it really is, if every option active one day paid the whole month."""
    known = customer(base, code)
    widened = under_full_months(known.state, month, known.catalogue)
    return _net_by_code(_run(base, known, widened, month, billing_mode(base, code, month)))


def _run(base: Base, known: Customer, state: CompanyState, month: Month, mode: BillingMode) -> InvoiceRun:
    slices = _slices(base, base.version, state.company.subject_id, month)
    return build_invoices(compute_bill(state, month, slices, known.catalogue), mode, known.seller)


@lru_cache(maxsize=8)
def _slices(base: Base, version: int, company_id: SubjectId, month: Month) -> tuple[UsageSlice, ...]:
    return tuple(usage_slices(base, company_id, month))


def _totals(run: InvoiceRun) -> Totals:
    net = run.net
    return Totals(net, net + run.vat, len(run.invoices))


def _rows(before: Nets, after: Nets, full_month: Nets, added: Nets) -> tuple[CodeRow, ...]:
    codes = sorted({*before, *after, *full_month, *added}, key=CHARGE_ORDER.__getitem__)
    return tuple(
        CodeRow(
            code,
            before.get(code, ZERO),
            after.get(code, ZERO),
            full_month.get(code, ZERO) + added.get(code, ZERO),
        )
        for code in codes
    )


def _net_by_code(run: InvoiceRun) -> Nets:
    nets: dict[ChargeCode, Decimal] = defaultdict(lambda: ZERO)
    for invoice in run.invoices:
        for line in invoice.lines:
            nets[line.code] += line.net
    return nets
