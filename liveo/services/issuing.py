"""Issuing the invoices of a month: what stands in the way, each with its remedy; then all documents, or none.

The documents of a company take their numbers, are stored and journaled in one transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.documents import DocumentKind, Frozen, Reference
from liveo.core.errors import LiveoError
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.money import to_cents
from liveo.core.people import Person, Right
from liveo.core.periods import Month
from liveo.services.annexes import keep_month
from liveo.services.billing import billing_mode, customer, invoice_run
from liveo.services.documents import previous_invoice
from liveo.services.issue_blockers import Blocker, blockers_of_month, blockers_of_run
from liveo.services.people import require
from liveo.store.database import Base, Transaction
from liveo.store.documents import (
    Draft,
    Issued,
    Series,
    add_document,
    credited_invoices,
    is_issued,
)
from liveo.store.journal import Entry, record

__all__ = ["IssuePlan", "IssueRefused", "Issued", "issue_month", "issue_plan"]

ISSUE = "issue_invoices"
"""The journal's action: its detail names each number with the hash of its document."""

Writer = Callable[[Invoice, Invoice | None, str], Frozen]
"""Gives a document and the one before it, and a number, their frozen form."""

Inspector = Callable[[Invoice], Sequence[str]]
"""Returns what keeps one document from being issued, as sentences."""


class IssueRefused(LiveoError):
    """Something stands in the way of issuing a month; says all of it."""


@dataclass(frozen=True, slots=True)
class IssuePlan:
    """What issuing would make, and what stands in the way: ready where nothing does."""

    company: str
    month: Month
    run: InvoiceRun | None
    blockers: tuple[Blocker, ...]

    @property
    def invoices(self) -> tuple[Invoice, ...]:
        """The documents to be made, in the order of their numbers."""
        return self.run.invoices if self.run else ()


def issue_plan(base: Base, code: str, month: Month, today: date, inspect: Inspector | None = None) -> IssuePlan:
    """Return what issuing a month of a company would make, in the mode of its contract.

    With ``inspect``, which takes time, each document is looked at as well once nothing else stands in the way.
    """
    mode = billing_mode(base, code, month)
    try:
        run = invoice_run(base, code, month, mode)
    except LiveoError as refusal:
        return IssuePlan(code, month, None, (Blocker(str(refusal)),))
    run = _replacing(run, credited_invoices(base, customer(base, code).state.company.subject_id, month), today)
    blockers = (*blockers_of_month(base, code, month, today), *blockers_of_run(base, run))
    if inspect is not None and not blockers:
        blockers = tuple(Blocker(sentence) for invoice in run.invoices for sentence in inspect(invoice))
    return IssuePlan(code, month, run, blockers)


def issue_month(
    base: Base, code: str, month: Month, person: Person, *, today: date, instant: datetime, write: Writer
) -> tuple[Issued, ...]:
    """Issue all documents of a company for a month, or none.

    Raises NotAllowed, IssueRefused with everything that stands in the way, OutOfDateOrder, and what ``write`` raises
    for a document that is not fit to be sent.
    """
    require(person, Right.ISSUE_INVOICES)
    with base.write() as tx:  # nobody writes between what is looked at and what is numbered
        plan = issue_plan(base, code, month, today)
        company_id = customer(base, code).state.company.subject_id
        if plan.blockers or is_issued(tx, company_id, month):
            raise IssueRefused(
                f"{code}, {month} : rien n'est émis. {' '.join(why.words for why in plan.blockers)}".strip()
            )
        issued = tuple(_issued(tx, base, company_id, plan, i, instant, write) for i in range(len(plan.invoices)))
        annex_hash = keep_month(tx, base, code, month, plan.invoices[0].due_date, instant)
        documents = {found.number: found.document_hash for found in issued}
        detail = {"month": str(month), "documents": documents, "annex": annex_hash}
        record(tx, Entry(person.login, instant, ISSUE, f"Factures {code} {month}", company_id, detail))
    return issued


def _replacing(run: InvoiceRun, credited: Mapping[str, Reference], today: date) -> InvoiceRun:
    """Return the run of a month that was credited: dated today, each document naming the one that it replaces."""
    if not credited:
        return run

    def replacing(invoice: Invoice) -> Invoice:
        due = today + timedelta(days=invoice.seller.payment_days)
        replaced = credited.get(invoice.recipient.name)
        return replace(invoice, issue_date=today, due_date=due, replaces=replaced)

    return replace(run, invoices=tuple(map(replacing, run.invoices)))


def _issued(
    tx: Transaction, base: Base, company_id: int, plan: IssuePlan, index: int, instant: datetime, write: Writer
) -> Issued:
    invoice = plan.invoices[index]
    before = previous_invoice(base, plan.company, plan.month, billing_mode_from_str(invoice.mode), index)
    draft = Draft(
        series=Series.of(DocumentKind.INVOICE, invoice.seller, invoice.issue_date),
        company_id=company_id,
        month=plan.month,
        issue_date=invoice.issue_date,
        recipient=invoice.recipient.name,
        net_cents=to_cents(invoice.net),
        vat_cents=to_cents(invoice.vat),
        gross_cents=to_cents(invoice.gross),
        origin=invoice.replaces.number if invoice.replaces else "",
    )
    return add_document(tx, draft, instant, lambda number: write(invoice, before, number))
