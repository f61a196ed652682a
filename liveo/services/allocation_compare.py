"""Ways to divide a bill, side by side: today's against trials, over a month or the last twelve."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from liveo.core.billing_modes import BillingMode, billing_mode_from_str
from liveo.core.company import EntityId
from liveo.core.division_report import DivisionReport, DivisionVariant
from liveo.core.errors import LiveoError
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import MonthlyBill, build_invoices
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer
from liveo.services.modes import expected_charges, prove
from liveo.services.progress import Progress, silent
from liveo.store.database import Base

TODAY: Final = "Aujourd'hui"
Run = tuple[MonthlyBill, InvoiceRun]


def compare_divisions(
    base: Base,
    code: str,
    months: Sequence[Month],
    trials: Sequence[tuple[str, Trial]],
    day: date,
    progress: Progress = silent,
) -> DivisionReport:
    """Return what is, then each trial under its name, each in its own mode, over some months; ``day`` dates the report.

    Raises what a trial that does not fit raises.
    """
    trials = [(TODAY, Trial()), *trials]
    priced = [month for month in months if _is_priced(base, code, month)]
    runs: list[list[Run]] = [[] for _ in trials]
    for rank, month in enumerate(priced, start=1):
        for found, (_, trial) in zip(runs, trials, strict=True):
            found.append(_run(base, code, month, trial))
        progress(rank / len(priced), str(month))
    known = {entity.entity_id: entity.name for entity in customer(base, code).state.entities}
    variants = tuple(_variant(name, found, known) for (name, _), found in zip(trials, runs, strict=True))
    paying = dict.fromkeys(name for variant in variants for name, net in variant.entities.items() if net)
    order = list(known.values())
    return DivisionReport(
        company=customer(base, code).state.company.name,
        code=code,
        months=tuple(priced),
        variants=variants,
        entities=tuple(sorted(paying, key=lambda name: order.index(name) if name in order else len(order))),
        unpriced=tuple(month for month in months if month not in priced),
        day=day,
    )


def _run(base: Base, code: str, month: Month, trial: Trial) -> Run:
    bill = tried_bill(base, code, month, trial)
    mode = billing_mode_from_str(bill.state.company.billing_mode)
    return bill, build_invoices(bill, mode, customer(base, code).seller)


def _is_priced(base: Base, code: str, month: Month) -> bool:
    try:
        tried_bill(base, code, month, Trial())
    except LiveoError:
        return False
    return True


def _variant(name: str, runs: Sequence[Run], known: Mapping[EntityId, str]) -> DivisionVariant:
    """Add up the months of a way. An entity keeps the name that it has, whatever a trial calls it."""
    entities: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for bill, run in runs:
        names = {entity.entity_id: known.get(entity.entity_id, entity.name) for entity in bill.entities}
        for charge in expected_charges(bill, run):
            assert charge.entity_id is not None
            entities[names[charge.entity_id]] += charge.amount
    return DivisionVariant(
        name=name,
        modes=tuple(dict.fromkeys(BillingMode(bill.state.company.billing_mode) for bill, _ in runs)),
        documents=sum(len(run.invoices) for _, run in runs),
        net=total([run.net for _, run in runs]),
        vat=total([run.vat for _, run in runs]),
        option=total([run.entity_billing_added for _, run in runs]),
        entities=dict(entities),
        exact=all(prove(bill, run).holds for bill, run in runs),
    )
