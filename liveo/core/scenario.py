"""A scenario: changes on top of the real state, evaluated by the same functions as real invoices.

Each kind of change is one dataclass of ``liveo.core.changes``; ``CHANGE_KINDS`` is the table of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OPTION_TYPES, Catalogue, ChargeRule
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState
from liveo.core.invoice import InvoiceRun, Seller
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, billed_days

Change = (
    SwitchOn
    | SwitchOff
    | MoveTo
    | MarkOwnInvoices
    | ShareBy
    | BillIn
    | AddEntity
    | DescribeEntity
    | MergeEntities
    | CloseEntity
    | AddSubjects
)
CHANGE_KINDS: Mapping[str, type[Change]] = {
    "switch_on": SwitchOn,
    "switch_off": SwitchOff,
    "move_to": MoveTo,
    "mark_own_invoices": MarkOwnInvoices,
    "share_by": ShareBy,
    "bill_in": BillIn,
    "add_entity": AddEntity,
    "describe_entity": DescribeEntity,
    "merge_entities": MergeEntities,
    "close_entity": CloseEntity,
    "add_subjects": AddSubjects,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One month before and after a scenario, and the same *after* if every active option paid its whole month."""

    before: InvoiceRun
    after: InvoiceRun
    full_month: InvoiceRun


def apply_changes(state: CompanyState, changes: Iterable[Change]) -> CompanyState:
    """Apply changes in order; raises UnknownSubject when one names what the company does not have."""
    return reduce(lambda current, change: change.applied_to(current), changes, state)


def evaluate(
    state: CompanyState,
    changes: Iterable[Change],
    month: Month,
    usage: Iterable[UsageSlice],
    catalogue: Catalogue,
    mode: BillingMode,
    seller: Seller,
) -> Outcome:
    """Compute a month before and after the changes, and under full-month billing; nothing is written anywhere."""
    slices = tuple(usage)
    changed = apply_changes(state, changes)
    run = _invoicer(month, slices, catalogue, mode, seller)
    return Outcome(before=run(state), after=run(changed), full_month=run(under_full_months(changed, month, catalogue)))


def under_full_months(state: CompanyState, month: Month, catalogue: Catalogue) -> CompanyState:
    """Return the state as if whatever is active one day of the month were active on all of its days."""
    widened = tuple(
        replace(a, period=Period(min(a.period.start, month.first), max(a.period.end, month.period.end)))
        if _active_in(a, month, catalogue) and OPTION_TYPES[a.option].rule is ChargeRule.PRORATED
        else a
        for a in state.activations
    )
    return replace(state, activations=widened)


def _active_in(activation: Activation, month: Month, catalogue: Catalogue) -> bool:
    return bool(billed_days([activation.period], month, catalogue.day_count))


def _invoicer(
    month: Month, usage: tuple[UsageSlice, ...], catalogue: Catalogue, mode: BillingMode, seller: Seller
) -> Callable[[CompanyState], InvoiceRun]:
    return lambda state: build_invoices(compute_bill(state, month, usage, catalogue), mode, seller)
