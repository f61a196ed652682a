"""The documents of a month: who receives what, what blocks their issue, what splitting them does to the VAT."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import polars as pl

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge
from liveo.core.errors import LiveoError
from liveo.core.explanation import explain_vat
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun
from liveo.core.periods import Month
from liveo.services.billing import customer, invoice_run, monthly_bill
from liveo.store.database import Base
from liveo.store.usage import unrated


@dataclass(frozen=True, slots=True)
class IssueBlock:
    """Calls of one month that wait for a price, by reason, the most frequent first."""

    reasons: tuple[tuple[str, int], ...]

    @property
    def calls(self) -> int:
        """Calls of all reasons; the invoice may be issued at 0."""
        return sum(calls for _, calls in self.reasons)


def document_rows(run: InvoiceRun) -> pl.DataFrame:
    """Return one row per document, in order: recipient, sections, lines, net, vat, gross (Decimal euros)."""
    return pl.DataFrame(
        {
            "recipient": [invoice.recipient.name for invoice in run.invoices],
            "sections": [len(invoice.sections) for invoice in run.invoices],
            "lines": [len(invoice.lines) for invoice in run.invoices],
            "net": [invoice.net for invoice in run.invoices],
            "vat": [invoice.vat for invoice in run.invoices],
            "gross": [invoice.gross for invoice in run.invoices],
        },
        schema_overrides=dict.fromkeys(("net", "vat", "gross"), pl.Decimal(18, 2)),
    )


def issue_block(base: Base, code: str, month: Month) -> IssueBlock:
    """Return what keeps the invoices of a month from being issued, though not from being previewed."""
    return _issue_block(base, base.version, code, month)


def is_provisional(month: Month, today: date) -> bool:
    """Whether the month is not over: its documents can still change."""
    return today < month.period.end


def previous_invoice(base: Base, code: str, month: Month, mode: BillingMode, index: int) -> Invoice | None:
    """Return what the recipient of document ``index`` (from 0) received for the month before; None for nothing.

    A month in which nothing was owed has no document, even where a mode would add its option.
    """
    recipient = _recipient_key(invoice_run(base, code, month, mode).invoices[index])
    try:
        owed = monthly_bill(base, code, month.plus(-1)).net
        before = invoice_run(base, code, month.plus(-1), mode).invoices if owed else ()
    except LiveoError:
        return None
    return next((invoice for invoice in before if _recipient_key(invoice) == recipient), None)


def vat_gap(run: InvoiceRun) -> Decimal:
    """Return by how many euros the VAT of the documents exceeds that of one single document with the same lines.

    VAT is rounded once per document and rate: 24 documents round 24 times. Negative when roundings went down.
    """
    return explain_vat(run).difference


def vat_roundings(run: InvoiceRun) -> int:
    """Return how often the VAT was rounded: once for each document and rate."""
    return sum(len(invoice.vat_lines) for invoice in run.invoices)


def charges_of_line(line: InvoiceLine) -> tuple[Charge, ...]:
    """Return the charges of a line, by what they are called."""
    return tuple(sorted(line.charges, key=lambda charge: charge.subject.label))


def charges_by_subject(invoice: Invoice) -> dict[SubjectId, tuple[Charge, ...]]:
    """Return the charges of a document by account or resource, in the order of what they are called."""
    grouped: dict[SubjectId, list[Charge]] = defaultdict(list)
    for line in invoice.lines:
        for charge in line.charges:
            grouped[charge.subject.subject_id].append(charge)
    return {key: tuple(grouped[key]) for key in sorted(grouped, key=lambda key: grouped[key][0].subject.label)}


@lru_cache(maxsize=64)
def _issue_block(base: Base, version: int, code: str, month: Month) -> IssueBlock:
    rows = unrated(base, customer(base, code).state.company.subject_id, month.period)
    return IssueBlock(tuple((reason, calls) for reason, calls in rows.select("reason", "calls").iter_rows()))


def _recipient_key(invoice: Invoice) -> int | None:
    return invoice.recipient.entity.entity_id if invoice.recipient.entity else None
