"""Ways to divide a bill, side by side: today's against trials, over a month or the last twelve."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.division_report import DivisionReport, DivisionVariant
from liveo.core.errors import LiveoError
from liveo.core.invoicing import build_invoices
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer, monthly_bill
from liveo.services.modes import expected_charges, prove
from liveo.services.progress import Progress, silent
from liveo.store.database import Base

TODAY: Final = "Aujourd'hui"


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
    priced = [month for month in months if _is_priced(base, code, month)]
    ways = [(TODAY, Trial()), *trials]
    parts: list[list[DivisionVariant]] = [[] for _ in ways]
    for rank, month in enumerate(priced, start=1):
        for found, (_, trial) in zip(parts, ways, strict=True):
            found.append(_part(base, base.version, code, month, trial.seen_from(month)))
        progress(rank / len(priced), str(month))
    variants = tuple(_whole(name, found) for (name, _), found in zip(ways, parts, strict=True))
    known = customer(base, code).state
    order = [entity.name for entity in known.entities]
    paying = dict.fromkeys(name for variant in variants for name, net in variant.entities.items() if net)
    return DivisionReport(
        company=known.company.name,
        code=code,
        months=tuple(priced),
        variants=variants,
        entities=tuple(sorted(paying, key=lambda name: order.index(name) if name in order else len(order))),
        unpriced=tuple(month for month in months if month not in priced),
        day=day,
    )


def _is_priced(base: Base, code: str, month: Month) -> bool:
    try:
        monthly_bill(base, code, month)
    except LiveoError:
        return False
    return True


@lru_cache(maxsize=128)
def _part(base: Base, version: int, code: str, month: Month, trial: Trial) -> DivisionVariant:
    """Return one month of a way. An entity keeps the name that it has, whatever a trial calls it."""
    bill = tried_bill(base, code, month, trial)
    mode = billing_mode_from_str(bill.state.company.billing_mode)
    run = build_invoices(bill, mode, customer(base, code).seller)
    known = {entity.entity_id: entity.name for entity in customer(base, code).state.entities}
    names = {entity.entity_id: known.get(entity.entity_id, entity.name) for entity in bill.entities}
    entities: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for charge in expected_charges(bill, run):
        assert charge.entity_id is not None
        entities[names[charge.entity_id]] += charge.amount
    return DivisionVariant(
        name="",
        modes=(mode,),
        documents=len(run.invoices),
        net=run.net,
        vat=run.vat,
        option=run.entity_billing_added,
        entities=dict(entities),
        exact=prove(bill, run).holds,
    )


def _whole(name: str, parts: Sequence[DivisionVariant]) -> DivisionVariant:
    """Add up the months of a way."""
    entities: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for entity, net in (paid for part in parts for paid in part.entities.items()):
        entities[entity] += net
    return DivisionVariant(
        name=name,
        modes=tuple(dict.fromkeys(mode for part in parts for mode in part.modes)),
        documents=sum(part.documents for part in parts),
        net=total([part.net for part in parts]),
        vat=total([part.vat for part in parts]),
        option=total([part.option for part in parts]),
        entities=dict(entities),
        exact=all(part.exact for part in parts),
    )
