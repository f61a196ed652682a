"""A scenario: changes on top of the real state, evaluated by the same functions as real invoices.

Each kind of change is one dataclass of ``liveo.core.changes``; ``CHANGE_KINDS`` is the table of them. Those of
``StateChange`` say who has what and when, those of ``PriceChange`` what it costs.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce

from liveo.core.billing_modes import BillingMode, billing_mode_from_str
from liveo.core.catalogue import OPTION_TYPES, Catalogue, ChargeRule
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.subjects import AddSubjects, RemoveSubjects
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState
from liveo.core.invoice import InvoiceRun, Seller
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, billed_days

StateChange = (
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
    | RemoveSubjects
)
PriceChange = NegotiatePrice | Discount
Change = StateChange | PriceChange
CHANGE_KINDS: Mapping[str, type[Change]] = {
    "switch_on": SwitchOn,
    "switch_off": SwitchOff,
    "add_subjects": AddSubjects,
    "remove_subjects": RemoveSubjects,
    "negotiate_price": NegotiatePrice,
    "discount": Discount,
    "move_to": MoveTo,
    "mark_own_invoices": MarkOwnInvoices,
    "share_by": ShareBy,
    "bill_in": BillIn,
    "add_entity": AddEntity,
    "describe_entity": DescribeEntity,
    "merge_entities": MergeEntities,
    "close_entity": CloseEntity,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a bill is made from, its calls aside: who has what and when, and what it costs."""

    state: CompanyState
    catalogue: Catalogue

    @property
    def mode(self) -> BillingMode:
        """The mode that the company is billed in."""
        return billing_mode_from_str(self.state.company.billing_mode)

    def changed_by(self, change: Change) -> "Situation":
        """Return the situation after one change; raises a LiveoError when it does not fit."""
        if isinstance(change, PriceChange):
            return replace(self, catalogue=change.repriced(self.catalogue, self.state.company.subject_id))
        return replace(self, state=change.applied_to(self.state))


@dataclass(frozen=True, slots=True)
class Outcome:
    """One month before and after a scenario, and the same *after* if every active option paid its whole month."""

    before: InvoiceRun
    after: InvoiceRun
    full_month: InvoiceRun


def apply_changes(state: CompanyState, changes: Iterable[StateChange]) -> CompanyState:
    """Apply changes in order; raises UnknownSubject when one names what the company does not have."""
    return reduce(lambda current, change: change.applied_to(current), changes, state)


def apply_all(situation: Situation, changes: Iterable[Change]) -> Situation:
    """Apply changes of state and of prices in order; raises a LiveoError when one does not fit."""
    return reduce(Situation.changed_by, changes, situation)


def evaluate(
    situation: Situation, changes: Iterable[Change], month: Month, usage: Iterable[UsageSlice], seller: Seller
) -> Outcome:
    """Compute a month before and after the changes, and under full-month billing; nothing is written anywhere."""
    slices = tuple(usage)
    changed = apply_all(situation, changes)
    widened = replace(changed, state=under_full_months(changed.state, month, changed.catalogue))
    run = _invoicer(month, slices, seller)
    return Outcome(before=run(situation), after=run(changed), full_month=run(widened))


def under_full_months(state: CompanyState, month: Month, catalogue: Catalogue) -> CompanyState:
    """Return the state as if whatever is active one day of the month were active on all of its days."""
    return replace(state, activations=tuple(full_month(a, month, catalogue) for a in state.activations))


def full_month(activation: Activation, month: Month, catalogue: Catalogue) -> Activation:
    """Return an activation that owes one day of the month as owing all of them; others stay as they are."""
    period = activation.period
    prorated = OPTION_TYPES[activation.option].rule is ChargeRule.PRORATED
    if not prorated or not billed_days([period], month, catalogue.day_count):
        return activation
    return replace(activation, period=Period(min(period.start, month.first), max(period.end, month.period.end)))


def _invoicer(month: Month, usage: tuple[UsageSlice, ...], seller: Seller) -> Callable[[Situation], InvoiceRun]:
    def run(situation: Situation) -> InvoiceRun:
        bill = compute_bill(situation.state, month, usage, situation.catalogue)
        return build_invoices(bill, situation.mode, seller)

    return run
