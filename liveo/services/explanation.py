"""What-if answers without an invoice: what would these days, or this call, cost and why?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from liveo.core.catalogue import Catalogue, DayCount, OptionCode, Price, SubjectId
from liveo.core.charges import OptionBasis
from liveo.core.destinations import CallKind, Classified, Destination
from liveo.core.errors import UnknownSubject
from liveo.core.money import round_cents
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, priced_days
from liveo.core.rating import FREE, Rating, rate, rate_call
from liveo.services.billing import customer
from liveo.store.database import Base
from liveo.store.rates import load_numbering_plan, load_rate_sheets, rates_by_id

_SHORT_NUMBER: Final = 6


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


def explain_stored_call(base: Base, company_code: str, call_id: int) -> CallAnswer:
    """Return how a call of a company came to its price at import, the last four digits of its number hidden.

    Raises UnknownSubject for a call that the company does not have.
    """
    company_id = customer(base, company_code).state.company.subject_id
    for row in base.rows("stored_call", company_id=company_id, call_id=call_id):
        number = None if row["number"] is None else masked(row["number"])
        destination = Destination(row["destination"]) if row["destination"] else None
        classified = Classified(number, row["country"] or "", "", "", destination, None)
        if row["rate_id"] is None:
            return CallAnswer(classified, Rating(FREE))
        priced_by = rates_by_id(base, company_id)[row["rate_id"]]
        price = rate_call(priced_by, CallKind(row["kind"]), row["seconds"], row["included_seconds"])
        return CallAnswer(classified, Rating(price, priced_by))
    raise UnknownSubject("Cet appel n'est pas de l'entreprise : revenez à la liste.")


def masked(number: str) -> str:
    """Hide the last four digits of a full number; a short one is shown whole."""
    return f"{number[:-4]}••••" if len(number) > _SHORT_NUMBER else number
