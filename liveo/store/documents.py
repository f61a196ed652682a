"""What was issued: its months are closed, its documents are numbered without gap, chained, and never change again."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from liveo.core.documents import DocumentKind, Frozen, Reference
from liveo.core.errors import LiveoError
from liveo.core.invoice import Seller
from liveo.core.periods import Month
from liveo.store.database import Base, Transaction

PREFIXES: Mapping[DocumentKind, str] = {DocumentKind.INVOICE: "FA", DocumentKind.CREDIT_NOTE: "AV"}
"""Each kind has series of its own, one for each issuer and year."""
_CONTENT_COLUMNS = ("figures", "einvoice", "pdf")


class OutOfDateOrder(LiveoError):
    """A document would be dated before the last one of its series."""


class SeriesTaken(LiveoError):
    """A document would take a number in the series of another issuer."""


@dataclass(frozen=True, slots=True)
class Series:
    """Documents of one kind, issuer and year: their numbers follow each other from 1. ``issuer`` is a SIREN."""

    kind: DocumentKind
    issuer: str
    mark: str
    year: int

    @classmethod
    def of(cls, kind: DocumentKind, seller: Seller, day: date) -> "Series":
        """Return the series of what a seller issues on a day."""
        return cls(kind, seller.siren, seller.series, day.year)

    @property
    def name(self) -> str:
        """What its numbers begin with: "FA-2026", "AV-OUEST-2026"."""
        return "-".join(filter(None, (PREFIXES[self.kind], self.mark, str(self.year))))


@dataclass(frozen=True, slots=True)
class Draft:
    """A document about to be numbered in a series; amounts in cents.

    ``origin`` is the number of the document that it credits or replaces, empty for none.
    """

    series: Series
    company_id: int
    month: Month
    issue_date: date
    recipient: str
    net_cents: int
    vat_cents: int
    gross_cents: int
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Issued:
    """A document that now exists, with the hash that the next one holds."""

    document_id: int
    number: str
    document_hash: str


def issued_months(base: Base, company_id: int) -> frozenset[Month]:
    """Return the months of a company that are closed: an invoice was issued, and not taken back as a whole."""
    return frozenset(Month.of(row["month"]) for row in base.rows("issued_months", company_id=company_id))


def is_issued(tx: Transaction, company_id: int, month: Month) -> bool:
    """Whether the month of a company is invoiced, as the transaction sees it."""
    sql = "select count(*) from invoiced_months where company_id = $company_id and month = $month"
    return bool(tx.execute(sql, {"company_id": company_id, "month": month.first})[0][0])


def add_document(tx: Transaction, draft: Draft, issued_at: datetime, write: Callable[[str], Frozen]) -> Issued:
    """Number and store one document; ``write`` is given the number. Raises OutOfDateOrder.

    The number is the one after the last that is stored: a transaction that is rolled back has taken none. Raises
    SeriesTaken too.
    """
    rank = _next_rank(tx, draft.series, draft.issue_date)
    number = f"{draft.series.name}-{rank:06d}"
    content = write(number)
    [document_id] = tx.next_ids("document_ids", 1)
    header = {
        "document_id": document_id,
        "number": number,
        "kind": draft.series.kind,
        "company_id": draft.company_id,
        "month": draft.month.first,
        "issued_at": issued_at.astimezone(UTC),
    }
    body = {
        "series": draft.series.name,
        "issuer": draft.series.issuer,
        "rank": rank,
        "issue_date": draft.issue_date,
        "recipient": draft.recipient,
        "net_cents": draft.net_cents,
        "vat_cents": draft.vat_cents,
        "gross_cents": draft.gross_cents,
        "origin": draft.origin,
        "figures": content.figures,
        "einvoice": content.einvoice,
        "pdf": content.pdf,
        "previous_hash": _last_hash(tx),
    }
    chained = document_hash(header | body)
    tx.insert("documents", pl.DataFrame([header]))
    tx.insert("document_contents", pl.DataFrame([{"document_id": document_id, **body, "document_hash": chained}]))
    return Issued(document_id, number, chained)


def refusal_of_series(base: Base, series: Series, day: date) -> LiveoError | None:
    """Return why a document dated of a day cannot enter a series, as things stand; None when it can."""
    [row] = base.rows("series_standing", series=series.name)
    return _refusal(series, day, row["last_day"], row["issuer"])


def issued_documents(base: Base) -> list[dict[str, Any]]:
    """Return the documents in the order of the chain, without what they say."""
    return base.rows("issued_documents")


def document_content(base: Base, document_id: int) -> Frozen | None:
    """Return what a document says, as it is stored; None where nothing is."""
    rows = base.rows("document_content", document_id=document_id)
    return Frozen(**rows[0]) if rows else None


def issued_document(base: Base, number: str) -> dict[str, Any] | None:
    """Return what is known of a document with its figures; None for a number that was never issued."""
    return next(iter(base.rows("issued_document", number=number)), None)


def credit_notes_of(base: Base, number: str) -> list[dict[str, Any]]:
    """Return the credit notes of an invoice, in order, each with its figures."""
    return base.rows("credit_notes_of", number=number)


def credited_invoices(base: Base, company_id: int, month: Month) -> dict[str, Reference]:
    """Return the invoices of a month that were taken back as a whole, the last of each recipient, by its name."""
    rows = base.rows("credited_invoices", company_id=company_id, month=month.first)
    return {row["recipient"]: Reference(row["number"], row["issue_date"]) for row in reversed(rows)}


def numbers_of_month(base: Base, company_id: int, month: Month) -> tuple[str, ...]:
    """Return the numbers of the invoices of a month that stand, in order."""
    rows = base.rows("standing_invoices", company_id=company_id, month=month.first)
    return tuple(row["number"] for row in rows)


def amounts_of_month(base: Base, company_id: int, month: Month) -> tuple[int, int, int]:
    """Return how many invoices a month has, and its net and VAT in cents, credit notes taken off."""
    [row] = base.rows("amounts_of_month", company_id=company_id, month=month.first)
    return row["invoices"], row["net_cents"], row["vat_cents"]


def documents_listed(base: Base, companies: Sequence[str], month: Month | None) -> list[dict[str, Any]]:
    """Return the documents of some companies, by code, the newest first, of one month or of all."""
    return base.rows("documents_listed", companies=list(companies), month=month.first if month else None)


def document_hash(row: Mapping[str, Any]) -> str:
    """Return the hash of a document: of everything known of it, its JSON, XML and file by their own hashes."""
    known = {key: value for key, value in row.items() if key not in (*_CONTENT_COLUMNS, "document_hash")}
    known["issued_at"] = row["issued_at"].astimezone(UTC).isoformat()
    known["figures_hash"] = hashlib.sha256(row["figures"].encode()).hexdigest()
    known["einvoice_hash"] = hashlib.sha256(row["einvoice"].encode()).hexdigest()
    known["pdf_hash"] = hashlib.sha256(row["pdf"]).hexdigest()
    text = json.dumps(known, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _next_rank(tx: Transaction, series: Series, day: date) -> int:
    sql = "select max(rank), max(issue_date), max(issuer) from document_contents where series = $series"
    [(rank, last, issuer)] = tx.execute(sql, {"series": series.name})
    if refusal := _refusal(series, day, last, issuer):
        raise refusal
    return (rank or 0) + 1


def _refusal(series: Series, day: date, last: date | None, issuer: str | None) -> LiveoError | None:
    if issuer not in (None, series.issuer):
        return SeriesTaken(
            f"La série {series.name} est celle de l'émetteur de SIREN {issuer} : donnez à l'émetteur actuel une "
            "série à lui, dans la colonne « series » de seller.csv."
        )
    if last is not None and day < last:
        return OutOfDateOrder(
            f"La dernière facture de la série {series.name} est datée du {last:%d/%m/%Y} : aucune facture ne peut plus "
            f"être datée du {day:%d/%m/%Y}. Émettez les mois dans leur ordre, pour toutes les entreprises."
        )
    return None


def _last_hash(tx: Transaction) -> str:
    last = tx.execute("select document_hash from document_contents order by document_id desc limit 1")
    return last[0][0] if last else ""
