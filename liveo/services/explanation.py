"""What-if answers without an invoice: what would these days, or this call, cost and why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liveo.core.catalogue import Catalogue, DayCount, OptionCode, Price, SubjectId
from liveo.core.charges import OptionBasis
from liveo.core.destinations import CallKind, Classified
from liveo.core.money import round_cents
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, priced_days
from liveo.core.rating import Rating, rate
from liveo.services.billing import customer
from liveo.store.database import Base
from liveo.store.rates import load_numbering_plan, load_rate_sheets


@dataclass(frozen=True, slots=True)
class OptionAnswer:
    """Days owed in a month, and their amount in cents."""

    month: Month
    basis: OptionBasis
    amount: Decimal


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """Where a number leads and what the call costs, or why it cannot be priced."""

    classified: Classified
    rating: Rating


def explain_option(price: Decimal, month: Month, actives: Sequence[Period], day_count: DayCount) -> OptionAnswer:
    """Return what a prorated option at a monthly price owes for its activations; no base is asked.

    Example: 31.00 active 2026-03-15..2026-04-02 owes 17 days of March, 17.00.
    """
    option, subject = OptionCode.ACCOUNT, SubjectId(0)
    catalogue = Catalogue((Price(option, price, Period(date.min)),), day_count=day_count)
    activations = [Activation(subject, option, active) for active in actives]
    basis = OptionBasis(tuple(priced_days(option, activations, month, catalogue)), month.days)
    return OptionAnswer(month, basis, round_cents(basis.unrounded))


def explain_call(
    base: Base, dialled: str, seconds: int, day: date, kind: CallKind, company_code: str | None = None
) -> CallAnswer:
    """Return what a call to a dialled text would cost on a day, by the company's sheet over the default one.

    Raises UnknownCompany.
    """
    company_id = customer(base, company_code).state.company.subject_id if company_code is not None else None
    classified = load_numbering_plan(base).classify(dialled, kind)
    sheets = load_rate_sheets(base, company_id)
    return CallAnswer(classified, rate(sheets, classified, day=day, kind=kind, seconds=seconds))
