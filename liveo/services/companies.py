"""Which companies are there, and for which months can each be billed?"""

from dataclasses import dataclass
from functools import lru_cache

from liveo.core.periods import Month, months_between
from liveo.services.clock import today
from liveo.store.customers import list_companies
from liveo.store.database import Base


@dataclass(frozen=True, slots=True)
class CompanySummary:
    """One company, counted. ``entities`` leaves out the head office; ``months`` run to the present one.

    ``billing_mode`` is that of the present month.
    """

    code: str
    name: str
    accounts: int
    entities: int
    billing_mode: str
    months: tuple[Month, ...]

    @property
    def first_month(self) -> str:
        """Empty where nothing was ever billed."""
        return str(self.months[0]) if self.months else ""

    @property
    def last_month(self) -> str:
        """Empty where nothing was ever billed."""
        return str(self.months[-1]) if self.months else ""


def company_summaries(base: Base) -> tuple[CompanySummary, ...]:
    """Return every company, by name."""
    return _summaries(base, base.version)


def count_calls(base: Base) -> int:
    """Return the number of calls in the base, of every kind and direction."""
    [row] = base.rows("count_calls")
    return int(row["calls"])


@lru_cache(maxsize=8)
def _summaries(base: Base, version: int) -> tuple[CompanySummary, ...]:
    day = today(base)
    present = Month.of(day)
    return tuple(
        CompanySummary(
            code=row["code"],
            name=row["name"],
            accounts=row["accounts"],
            entities=row["entities"],
            billing_mode=row["billing_mode"],
            months=tuple(months_between(Month.of(row["first_day"]), present)) if row["first_day"] else (),
        )
        for row in list_companies(base, day).to_dicts()
    )
