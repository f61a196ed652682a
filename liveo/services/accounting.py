"""The sales journal of what was issued, read from the documents as they were frozen."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from liveo.core.accounting import Entry, Sale, SoldLine, entries
from liveo.core.destinations import Destination
from liveo.core.documents import DocumentKind, IssuedDocument
from liveo.services.issued import Scope, handed_over
from liveo.store.database import Base
from liveo.store.documents import issued_document

_USAGE = frozenset(map(str, Destination))


def sales_entries(base: Base, scope: Scope) -> Iterator[Entry]:
    """Yield the rows of every document of a scope, in the order of issue."""
    for document, frozen in handed_over(base, scope):
        yield from entries(_sale(base, document, json.loads(frozen.figures)))


def _sale(base: Base, document: IssuedDocument, figures: Mapping[str, Any]) -> Sale:
    usage = _usage_ranks(base, document, figures)
    lines = _lines(figures)
    return Sale(
        number=document.number,
        kind=document.kind,
        day=document.issue_date,
        company=document.company,
        company_name=document.company_name,
        recipient=document.recipient,
        lines=[
            SoldLine(line.get("rank", rank) in usage, Decimal(line["vat_rate"]), Decimal(line["net"]))
            for rank, line in enumerate(lines, start=1)
        ],
        vat=[(Decimal(vat["rate"]), Decimal(vat["amount"])) for vat in figures["vat"]],
    )


def _usage_ranks(base: Base, document: IssuedDocument, figures: Mapping[str, Any]) -> frozenset[int]:
    """Return which lines pay calls, by rank: a credit note's ranks are those of its invoice."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        origin = issued_document(base, document.origin)
        figures = json.loads(origin["figures"]) if origin else {"sections": []}
    return frozenset(rank for rank, line in enumerate(_lines(figures), start=1) if line.get("code") in _USAGE)


def _lines(figures: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [line for section in figures["sections"] for line in section["lines"]]
