"""What was issued: its months are closed, their facts and amounts never change again."""

from liveo.core.periods import Month
from liveo.store.database import Base


def issued_months(base: Base, company_id: int) -> frozenset[Month]:
    """Return the months of a company for which an invoice was issued."""
    return frozenset(Month.of(row["month"]) for row in base.rows("issued_months", company_id=company_id))
