"""What needs somebody's attention before a month can be billed with a good conscience: one finding per fact.

Each finding is a dumb record; ``FINDINGS`` is the table of the questions that are asked, in the order of the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import CompanyState
from liveo.core.destinations import UnratedReason
from liveo.core.divisions import division_in
from liveo.core.entities import EntityCalendar, SharingKey, sharing_key_from_str
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.services.alerts.detection import Alert, unseen_alerts
from liveo.services.billing import billing_mode, customer, monthly_bill
from liveo.store.database import Base


@dataclass(frozen=True, slots=True)
class UnratedCalls:
    """Calls of one month that wait for a price, by reason, the most frequent first: they block its invoices."""

    month: Month
    reasons: tuple[tuple[UnratedReason, int], ...]

    @property
    def calls(self) -> int:
        """All of them."""
        return sum(calls for _, calls in self.reasons)


@dataclass(frozen=True, slots=True)
class WithoutEntity:
    """What belongs to no entity on ``day``, though the company has entities; ``sharing_key`` says who pays it.

    ``accounts`` are labels; ``resources`` counts equipment of the company, which is often shared on purpose.
    """

    day: date
    accounts: tuple[str, ...]
    resources: int
    sharing_key: SharingKey


@dataclass(frozen=True, slots=True)
class EntityBillingMissing:
    """The company's mode needs « Facturation par entité », which is not switched on: ``amount`` is added."""

    mode: BillingMode
    amount: Decimal


@dataclass(frozen=True, slots=True)
class EntityBillingNeedless:
    """« Facturation par entité » is paid although the company's mode does not need it."""

    mode: BillingMode
    amount: Decimal


@dataclass(frozen=True, slots=True)
class RefusedLines:
    """An import of this company, or of none, that handed back lines which may hide a call."""

    import_id: int
    file_name: str
    imported_on: date
    refused: int
    lines: int


@dataclass(frozen=True, slots=True)
class AbnormalCalls:
    """Calls out of the ordinary that nobody looked into yet: the dearest, whose account it is, and how many more."""

    alert: Alert
    subject: str
    others: int


Finding = UnratedCalls | WithoutEntity | EntityBillingMissing | EntityBillingNeedless | AbnormalCalls | RefusedLines


@dataclass(frozen=True, slots=True)
class Question:
    """What every rule is asked: one company, the month in view, and what day it is."""

    base: Base
    code: str
    month: Month
    today: date

    @property
    def state(self) -> CompanyState:
        """The dated facts about the company."""
        return customer(self.base, self.code).state

    @property
    def company_id(self) -> SubjectId:
        """The company."""
        return self.state.company.subject_id


def findings(base: Base, code: str, month: Month, today: date) -> tuple[Finding, ...]:
    """Return what needs attention in a month, the most pressing first; empty when all is well."""
    return _findings(base, base.version, code, month, today)


@lru_cache(maxsize=64)
def _findings(base: Base, version: int, code: str, month: Month, today: date) -> tuple[Finding, ...]:
    asked = Question(base, code, month, today)
    return tuple(finding for rule in FINDINGS for finding in rule(asked))


def _abnormal_calls(asked: Question) -> Iterator[Finding]:
    found = unseen_alerts(asked.base, asked.code, asked.month)
    if found:
        labels = {subject.subject_id: subject.label for subject in asked.state.subjects}
        yield AbnormalCalls(found[0], labels.get(found[0].subject_id, ""), len(found) - 1)


def _unrated_calls(asked: Question) -> Iterator[Finding]:
    """The month in view first, then every other month, the latest first."""
    reasons: dict[Month, list[tuple[UnratedReason, int]]] = {}
    for row in asked.base.rows("unrated_by_month", company_id=asked.company_id):
        reasons.setdefault(Month.of(row["month"]), []).append((UnratedReason(row["reason"]), row["calls"]))
    others = sorted((month for month in reasons if month != asked.month), reverse=True)
    for month in (asked.month, *others):
        if month in reasons:
            yield UnratedCalls(month, tuple(reasons[month]))


def _entity_billing(asked: Question) -> Iterator[Finding]:
    mode = billing_mode(asked.base, asked.code, asked.month)
    bill = monthly_bill(asked.base, asked.code, asked.month)
    needed = BILLING_MODES[mode].needs_entity_billing
    if needed and bill.entity_billing:
        yield EntityBillingMissing(mode, total([charge.amount for charge in bill.entity_billing]))
    paid = [charge.amount for charge in bill.charges if charge.code is OptionCode.ENTITY_BILLING]
    if not needed and any(paid):
        yield EntityBillingNeedless(mode, total(paid))


def _without_entity(asked: Question) -> Iterator[Finding]:
    """Those with an active option on the last day of the month, or today while it lasts."""
    state = asked.state
    if len(state.entities) < 2 or asked.today < asked.month.first:
        return
    day = min(asked.today, asked.month.period.end - timedelta(days=1))
    calendar = EntityCalendar(state)
    active = {activation.subject_id for activation in state.activations if day in activation.period}
    astray = {subject_id for subject_id in active if calendar.on(subject_id, day) is None}
    accounts = tuple(account.label for account in state.accounts if account.subject_id in astray)
    resources = sum(resource.subject_id in astray for resource in state.resources)
    if accounts or resources:
        yield WithoutEntity(day, accounts, resources, sharing_key_from_str(division_in(state, asked.month).sharing_key))


def _refused_lines(asked: Question) -> Iterator[Finding]:
    """Of imports in the month and the one after it, when the last files of a month arrive."""
    rows = asked.base.rows(
        "imports_with_refusals",
        company_id=asked.company_id,
        first=asked.month.first,
        end=asked.month.plus(1).period.end,
    )
    for row in rows:
        yield RefusedLines(row["import_id"], row["file_name"], row["imported_at"].date(), row["refused"], row["lines"])


Rule = Callable[[Question], Iterator[Finding]]
FINDINGS: Final[tuple[Rule, ...]] = (
    _abnormal_calls,
    _unrated_calls,
    _entity_billing,
    _refused_lines,
    _without_entity,
)
