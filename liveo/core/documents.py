"""What is issued: kinds of documents, how one refers to another, and the forms in which each is kept for ever."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from liveo.core.periods import Month


class DocumentKind(StrEnum):
    """The kinds, each with numbers of its own."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class IssueState(StrEnum):
    """Where the invoices of a month stand. Only ``READY`` can be issued; ``CREDITED`` too, once nothing hinders it."""

    DRAFT = "draft"
    READY = "ready"
    ISSUED = "issued"
    CREDITED = "credited"


@dataclass(frozen=True, slots=True)
class Reference:
    """Another document, by number and date of issue: what a credit note corrects, what an invoice replaces."""

    number: str
    issue_date: date


@dataclass(frozen=True, slots=True)
class Frozen:
    """The three forms of one document: its figures as canonical JSON, its XML, and the PDF that holds the XML."""

    figures: str
    einvoice: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """What is known of one issued document; amounts in euros.

    ``credited`` is what credit notes took back of an invoice, with VAT; ``origin`` the number of the invoice that a
    credit note corrects, or that an invoice replaces, empty for none.
    """

    document_id: int
    number: str
    kind: DocumentKind
    company: str
    company_name: str
    month: Month
    issue_date: date
    recipient: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    credited: Decimal
    origin: str
    document_hash: str

    @property
    def state(self) -> IssueState:
        """Issued, or credited once nothing is left of it."""
        whole = self.kind is DocumentKind.INVOICE and self.credited >= self.gross > 0
        return IssueState.CREDITED if whole else IssueState.ISSUED

    @property
    def sign(self) -> int:
        """1 for what is owed, -1 for what is given back."""
        return -1 if self.kind is DocumentKind.CREDIT_NOTE else 1
