"""A run: the invoices of a month for some companies, seen before they exist, issued one company after the other.

Each company is issued whole or not at all; one that is refused stops no other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from liveo.core.documents import IssueState
from liveo.core.errors import LiveoError
from liveo.core.money import from_cents, total
from liveo.core.people import Person
from liveo.core.periods import Month
from liveo.services.billing import customer
from liveo.services.issue_blockers import Blocker
from liveo.services.issuing import Issued, IssuePlan, Writer, issue_month, issue_plan
from liveo.store.database import Base
from liveo.store.documents import amounts_of_month, credited_invoices, issued_months


@dataclass(frozen=True, slots=True)
class MonthStanding:
    """Where one company stands for a month: what would be made, or what was; amounts in euros."""

    company: str
    name: str
    state: IssueState
    documents: int
    net: Decimal
    vat: Decimal
    gross: Decimal
    blockers: tuple[Blocker, ...]

    @property
    def can_be_issued(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blockers


@dataclass(frozen=True, slots=True)
class IssueOutcome:
    """What became of one company in a run: its documents, or why there are none."""

    standing: MonthStanding
    issued: tuple[Issued, ...]
    refusal: str = ""


def standing(base: Base, code: str, month: Month, today: date) -> MonthStanding:
    """Return where a company stands for a month; what takes time, the rules of e-invoices, is left to the issue."""
    return _standing(base, base.version, code, month, today)


def issue_run(
    base: Base,
    wanted: Sequence[MonthStanding],
    month: Month,
    person: Person,
    *,
    today: date,
    instant: datetime,
    write: Writer,
) -> Iterator[IssueOutcome]:
    """Issue the companies that can be, in order, and yield what became of each as soon as it is known."""
    for one in wanted:
        if not one.can_be_issued:
            yield IssueOutcome(one, (), " ".join(why.words for why in one.blockers))
            continue
        try:
            issued = issue_month(base, one.company, month, person, today=today, instant=instant, write=write)
        except LiveoError as refusal:
            yield IssueOutcome(one, (), str(refusal))
        else:
            yield IssueOutcome(one, issued)


@lru_cache(maxsize=1024)
def _standing(base: Base, version: int, code: str, month: Month, today: date) -> MonthStanding:
    company = customer(base, code).state.company
    plan = issue_plan(base, code, month, today)
    state = _state(base, plan, company.subject_id)
    if state is IssueState.ISSUED:
        documents, *cents = amounts_of_month(base, company.subject_id, month)
        net, vat = map(from_cents, cents)
    else:
        documents = len(plan.invoices)
        net = total([invoice.net for invoice in plan.invoices])
        vat = total([invoice.vat for invoice in plan.invoices])
    return MonthStanding(code, company.name, state, documents, net, vat, net + vat, plan.blockers)


def _state(base: Base, plan: IssuePlan, company_id: int) -> IssueState:
    if plan.month in issued_months(base, company_id):
        return IssueState.ISSUED
    if credited_invoices(base, company_id, plan.month):
        return IssueState.CREDITED
    return IssueState.DRAFT if plan.blockers else IssueState.READY
