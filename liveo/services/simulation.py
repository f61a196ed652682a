"""What a month would cost with things otherwise: before, after, and after without proration.

Before and after are made by the functions that make real invoices; nothing is written anywhere. What no step touches
keeps the charges of the real bill, its calls among them.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.charges import CHARGE_ORDER, ChargeCode
from liveo.core.company import CompanyState, EntityId
from liveo.core.comparison import CodeRow, EntityRow, MonthRow, Simulation, Totals
from liveo.core.destinations import Destination
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import build_invoices
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.services.simulation_bills import simulated_bill
from liveo.services.simulation_effects import Nets, charge_groups, month_amounts, options_net, step_effects
from liveo.services.simulation_stages import Step, ground, stages
from liveo.store.database import Base


def simulate(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> Simulation:
    """Return a month of a company, or of a prospect, with the steps applied in order.

    Raises UnknownSubject, UnknownEntity or InvalidChange when a step does not fit the company.
    """
    return _simulate(base, base.version, code, month, steps)


def simulated_run(base: Base, code: str, month: Month, steps: tuple[Step, ...]) -> InvoiceRun:
    """Return the documents of a month with the steps applied, as previews."""
    bill = simulated_bill(base, code, month, steps)
    return build_invoices(bill, billing_mode_from_str(bill.state.company.billing_mode), ground(base, code).seller)


def months_ahead(base: Base, code: str, first: Month, steps: tuple[Step, ...], count: int = 12) -> tuple[MonthRow, ...]:
    """Return what the steps do to each month from the first on; calls stay as they are."""
    return _months_ahead(base, base.version, code, first, steps, count)


@lru_cache(maxsize=128)
def _simulate(base: Base, version: int, code: str, month: Month, steps: tuple[Step, ...]) -> Simulation:
    found = stages(base, code, steps)
    real, last = found[0], found[-1]
    before, after = simulated_run(base, code, month, ()), simulated_run(base, code, month, steps)
    full = month_amounts(month, last.situation.catalogue).by_option(last, full=True)
    rows = _rows(_net_by_code(before), _net_by_code(after), full)
    return Simulation(
        month=month,
        mode=last.situation.mode,
        before=_totals(before),
        after=_totals(after),
        full_month=total([row.full_month for row in rows]),
        rows=rows,
        entities=_entity_rows(last.situation.state, before, after),
        effects=step_effects(found, month),
        groups=charge_groups(real, last, month),
    )


@lru_cache(maxsize=32)
def _months_ahead(
    base: Base, version: int, code: str, first: Month, steps: tuple[Step, ...], count: int
) -> tuple[MonthRow, ...]:
    found = stages(base, code, steps)
    real, last = found[0], found[-1]
    return tuple(
        MonthRow(month, options_net(real, month), options_net(last, month), options_net(last, month, full=True))
        for month in (first.plus(rank) for rank in range(count))
    )


def _totals(run: InvoiceRun) -> Totals:
    net = run.net
    return Totals(net, net + run.vat, len(run.invoices))


def _rows(before: Nets, after: Nets, full_options: Nets) -> tuple[CodeRow, ...]:
    """Calls cost under full-month billing what they cost after the steps."""
    full = {code: net for code, net in after.items() if isinstance(code, Destination)} | dict(full_options)
    codes = sorted({*before, *after, *full}, key=CHARGE_ORDER.__getitem__)
    return tuple(CodeRow(code, before.get(code, ZERO), after.get(code, ZERO), full.get(code, ZERO)) for code in codes)


def _net_by_code(run: InvoiceRun) -> Nets:
    nets: dict[ChargeCode, Decimal] = defaultdict(lambda: ZERO)
    for invoice in run.invoices:
        for line in invoice.lines:
            nets[line.code] += line.net
    return nets


def _entity_rows(state: CompanyState, before: InvoiceRun, after: InvoiceRun) -> tuple[EntityRow, ...]:
    """Return what each entity that owes something pays, the head office first as everywhere."""
    old, new = _net_by_entity(before), _net_by_entity(after)
    found = (EntityRow(e.name, old.get(e.entity_id, ZERO), new.get(e.entity_id, ZERO)) for e in state.entities)
    return tuple(row for row in found if row.before or row.after)


def _net_by_entity(run: InvoiceRun) -> Mapping[EntityId, Decimal]:
    nets: dict[EntityId, Decimal] = defaultdict(lambda: ZERO)
    for charge in (charge for invoice in run.invoices for line in invoice.lines for charge in line.charges):
        assert charge.entity_id is not None
        nets[charge.entity_id] += charge.amount
    return nets
