"""The twelve months up to one, under a trial: what last year would have looked like, mode by mode, entity by entity."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import polars as pl

from liveo.core.billing_modes import BillingMode
from liveo.core.company import EntityId
from liveo.core.errors import LiveoError
from liveo.core.money import ZERO
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_bill, tried_in
from liveo.services.billing import monthly_bill
from liveo.services.modes import compare_modes
from liveo.services.progress import Progress
from liveo.store.database import Base

MONTHS: Final = 12
_MONEY: Final = pl.Decimal(18, 2)
_MODES: Final = pl.Schema(
    {"month": pl.Date(), "mode": pl.String(), "invoices": pl.Int64(), "net": _MONEY, "vat": _MONEY, "gross": _MONEY}
)
_ENTITIES: Final = pl.Schema({"entity": pl.String(), "before": _MONEY, "after": _MONEY, "difference": _MONEY})


def year_of_modes(
    base: Base, code: str, months: Sequence[Month], trial: Trial, progress: Progress
) -> tuple[pl.DataFrame, tuple[Month, ...]]:
    """Return one row per month and mode, and the months that cannot be billed for want of a price.

    Columns: month (its first day), mode (code), invoices, net, vat, gross (Decimal euros).
    """
    rows, unpriced = [], []
    for rank, month in enumerate(months, start=1):
        try:
            answers = compare_modes(base, code, month, trial.seen_from(month))
        except LiveoError:
            unpriced.append(month)
            continue
        finally:
            progress(rank / len(months), str(month))
        rows += [(month.first, str(a.mode), len(a.run.invoices), a.run.net, a.run.vat, a.run.gross) for a in answers]
    return pl.DataFrame(rows, schema=_MODES, orient="row"), tuple(unpriced)


def year_of_entities(base: Base, code: str, months: Sequence[Month], trial: Trial) -> pl.DataFrame:
    """Return what each entity pays over some months, as it is and under a trial, in the order of entities.

    Columns: entity, before, after, difference (Decimal euros). Months that cannot be billed are left out.
    """
    before: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    after: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    for month in months:
        try:
            bills = (monthly_bill(base, code, month), tried_bill(base, code, month, trial.seen_from(month)))
        except LiveoError:
            continue
        for nets, bill in zip((before, after), bills, strict=True):
            for charge in bill.charges:
                nets[charge.entity_id] += charge.amount
    entities = tried_in(base, code, months[-1], trial).entities
    rows = [
        (e.name, before[e.entity_id], after[e.entity_id], after[e.entity_id] - before[e.entity_id])
        for e in entities
        if before[e.entity_id] or after[e.entity_id]
    ]
    return pl.DataFrame(rows, schema=_ENTITIES, orient="row")


def year_up_to(month: Month, known: Sequence[Month]) -> list[Month]:
    """Return the twelve months up to one that a company was billed for."""
    return [m for m in (month.plus(i - MONTHS + 1) for i in range(MONTHS)) if m in known]


def cheapest_mode(year: pl.DataFrame) -> tuple[BillingMode | None, Decimal]:
    """Return the mode with the lowest total with VAT, None where all agree, and its distance to the highest."""
    totals = year.group_by("mode").agg(pl.col("gross").sum()).sort("gross", "mode")
    gap: Decimal = totals["gross"][-1] - totals["gross"][0] if totals.height else ZERO
    return (BillingMode(totals["mode"][0]) if gap else None), gap
