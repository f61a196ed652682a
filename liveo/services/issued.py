"""What was issued, to look at and to hand over: the documents of one company, of all, of a month."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from liveo.core.documents import DocumentKind, Frozen, IssuedDocument
from liveo.core.errors import LiveoError
from liveo.core.money import from_cents
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
