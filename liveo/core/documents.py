"""What is issued: kinds of documents, how one refers to another, and the forms in which each is kept for ever."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DocumentKind(StrEnum):
    """The kinds, each with numbers of its own."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


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
