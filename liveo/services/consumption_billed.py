"""What do the invoices bill for the calls in view? The same money, rounded to the cent once per charge."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from liveo.core.catalogue import SubjectId
from liveo.core.destinations import Destination
from liveo.core.money import ZERO
from liveo.core.periods import Month
from liveo.services.billing import monthly_bill
from liveo.services.consumption import Answer, Direction, UsageFilter
from liveo.services.consumption_periods import whole_months
from liveo.store.database import Base


def billed_months(asked: UsageFilter) -> Sequence[Month]:
    """Return the months whose invoices hold exactly the calls in view; none where the filter cuts across charges.

    Charges know subjects and destinations, but neither days nor unanswered calls, and what belongs to no entity has
    been shared out between them.
    """
    by_charges = UsageFilter(
        asked.company_id,
        asked.span,
        asked.directions,
        asked.destinations,
        subjects=asked.subjects,
        answer=asked.answer,
        whole_numbers=asked.whole_numbers,
    )
    cut = replace(asked, period=asked.span, days=None) != by_charges
    if cut or asked.answer is Answer.UNANSWERED or Direction.OUTBOUND not in asked.directions:
        return ()
    return whole_months(asked.span)


def billed_usage(base: Base, code: str, asked: UsageFilter) -> Decimal:
    """Return the sum in cents of the charges for calls of ``billed_months``; raises MissingPrice."""
    subjects, traffic = set(asked.subjects), set(asked.traffic)
    charged = [_charged(base, base.version, code, month) for month in billed_months(asked)]
    return sum(
        (
            amount
            for month in charged
            for subject_id, destination, amount in month
            if destination in traffic and (not subjects or subject_id in subjects)
        ),
        ZERO,
    )


@lru_cache(maxsize=256)
def _charged(base: Base, version: int, code: str, month: Month) -> tuple[tuple[SubjectId, Destination, Decimal], ...]:
    """Return the charges for calls of a month, which cost little to keep beside a whole bill."""
    return tuple(
        (charge.subject.subject_id, charge.code, charge.amount)
        for charge in monthly_bill(base, code, month).charges
        if isinstance(charge.code, Destination)
    )
