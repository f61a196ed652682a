"""What was issued, to look at and to hand over: the documents of one company, of all, of a month."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from liveo.core.documents import DocumentKind, Frozen, IssuedDocument
from liveo.core.errors import LiveoError
from liveo.core.money import from_cents, total
from liveo.core.periods import Month
from liveo.store.database import Base
from liveo.store.documents import document_content, documents_listed


class UnknownDocument(LiveoError):
    """No issued document bears this number, or not one that is asked about."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which documents: of these companies, by code, of one month or of all, or the one of a number."""

    companies: tuple[str, ...]
    month: Month | None = None
    number: str = ""


def issued_in(base: Base, scope: Scope) -> tuple[IssuedDocument, ...]:
    """Return the documents of a scope, the newest first."""
    rows = documents_listed(base, scope.companies, scope.month)
    return tuple(_document(row) for row in rows if scope.number in ("", row["number"]))


@dataclass(frozen=True, slots=True)
class IssuedMonth:
    """What was issued for one month of a company: counts, and euros. Credit notes are positive amounts."""

    month: Month
    invoices: int
    gross: Decimal
    notes: int
    credited_net: Decimal
    credited_gross: Decimal

    @property
    def left(self) -> Decimal:
        """What is asked for in the end, with VAT."""
        return self.gross - self.credited_gross


def issued_totals(base: Base, code: str) -> Mapping[Month, IssuedMonth]:
    """Return what was issued for a company, by month; a month without a document is not there."""
    return _issued_totals(base, base.version, code)


@lru_cache(maxsize=32)
def _issued_totals(base: Base, version: int, code: str) -> Mapping[Month, IssuedMonth]:
    by_month: dict[Month, list[IssuedDocument]] = defaultdict(list)
    for document in issued_in(base, Scope((code,))):
        by_month[document.month].append(document)
    return {month: _summed(month, documents) for month, documents in by_month.items()}


def _summed(month: Month, documents: Sequence[IssuedDocument]) -> IssuedMonth:
    invoices = [one for one in documents if one.kind is DocumentKind.INVOICE]
    notes = [one for one in documents if one.kind is DocumentKind.CREDIT_NOTE]
    return IssuedMonth(
        month=month,
        invoices=len(invoices),
        gross=total([one.gross for one in invoices]),
        notes=len(notes),
        credited_net=total([one.net for one in notes]),
        credited_gross=total([one.gross for one in notes]),
    )


def frozen_document(base: Base, document: IssuedDocument) -> Frozen:
    """Return what a document says, as it was stored; raises UnknownDocument where it was taken away."""
    found = document_content(base, document.document_id)
    if found is None:
        raise UnknownDocument(f"Le contenu de {document.number} manque : lancez « python -m liveo verify ».")
    return found


def handed_over(base: Base, scope: Scope) -> Iterator[tuple[IssuedDocument, Frozen]]:
    """Yield each document of a scope with what it says, in the order of issue; one at a time is in memory."""
    for document in reversed(issued_in(base, scope)):
        yield document, frozen_document(base, document)


def _document(row: dict[str, Any]) -> IssuedDocument:
    told: dict[str, Any] = {name.removesuffix("_cents"): value for name, value in row.items()}
    told |= {name: from_cents(told[name]) for name in ("net", "vat", "gross", "credited")}
    told |= {"kind": DocumentKind(row["kind"]), "month": Month.of(row["month"])}
    return IssuedDocument(**told)
