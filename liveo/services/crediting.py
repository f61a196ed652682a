"""Credit notes: an issued invoice, as it was frozen, is taken back whole or by lines, in one transaction.

The next document of the month replaces it; an invoice itself is never touched.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from liveo.core.company import Address
from liveo.core.credit import CreditNote, CreditRefused, Origin, OriginLine, credit_note
from liveo.core.documents import DocumentKind, Frozen, Reference
from liveo.core.invoice import Recipient
from liveo.core.money import to_cents
from liveo.core.people import Person, Right
from liveo.core.periods import Month
from liveo.services.people import require
from liveo.store.database import Base
from liveo.store.documents import Draft, Issued, Series, add_document, credit_notes_of, issued_document
from liveo.store.journal import Entry, record
from liveo.store.tariffs import load_seller

CREDIT = "issue_credit_note"
"""The journal's action: its detail names the number with the hash of its document."""

Writer = Callable[[CreditNote, str], Frozen]
"""Gives a credit note and its number their frozen form."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be credited: ``lines`` by rank from 1 with an amount, None for what is left; None for all lines."""

    number: str
    reason: str
    lines: Mapping[int, Decimal | None] | None = None


def credit_draft(base: Base, wish: Wish, today: date) -> CreditNote:
    """Return the credit note that a wish would make; raises CreditRefused."""
    origin = load_origin(base, wish.number)
    return credit_note(origin, load_seller(base), reason=wish.reason, issue_date=today, wanted=wish.lines)


def issue_credit_note(
    base: Base, wish: Wish, person: Person, *, today: date, instant: datetime, write: Writer
) -> tuple[Issued, CreditNote]:
    """Number and store one credit note; raises NotAllowed, CreditRefused, OutOfDateOrder and what ``write`` raises."""
    require(person, Right.ISSUE_INVOICES)
    with base.write() as tx:
        note = credit_draft(base, wish, today)
        found = issued_document(base, wish.number)
        assert found is not None
        draft = Draft(
            series=Series.of(DocumentKind.CREDIT_NOTE, note.seller, note.issue_date),
            company_id=found["company_id"],
            month=note.month,
            issue_date=note.issue_date,
            recipient=note.recipient.name,
            net_cents=to_cents(note.net),
            vat_cents=to_cents(note.vat),
            gross_cents=to_cents(note.gross),
            origin=wish.number,
        )
        issued = add_document(tx, draft, instant, lambda number: write(note, number))
        detail = {"reason": note.reason, "documents": {issued.number: issued.document_hash}}
        what = f"Avoir sur {wish.number}"
        record(tx, Entry(person.login, instant, CREDIT, what, found["company_id"], detail))
    return issued, note


def load_origin(base: Base, number: str) -> Origin:
    """Return an issued invoice with what was credited of it; raises CreditRefused for what is no issued invoice."""
    found = issued_document(base, number)
    if found is None:
        raise CreditRefused(f"Aucune facture émise ne porte le numéro « {number} ».")
    if found["kind"] != DocumentKind.INVOICE:
        raise CreditRefused(f"« {number} » est un avoir : seul une facture se crédite.")
    figures = json.loads(found["figures"])
    return Origin(
        reference=Reference(number, found["issue_date"]),
        company_code=figures["company"]["code"],
        company_name=figures["company"]["name"],
        month=Month.of(found["month"]),
        recipient=_recipient(figures["recipient"]),
        lines=_lines(figures),
        credited=_credited(base, number),
        no_vat=figures.get("no_vat", ""),
    )


def _lines(figures: Mapping[str, Any]) -> tuple[OriginLine, ...]:
    listed = [(section["name"] or "", line) for section in figures["sections"] for line in section["lines"]]
    return tuple(
        OriginLine(rank, section, line["label"], Decimal(line["vat_rate"]), Decimal(line["net"]))
        for rank, (section, line) in enumerate(listed, start=1)
    )


def _credited(base: Base, number: str) -> dict[int, Decimal]:
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for note in credit_notes_of(base, number):
        for section in json.loads(note["figures"])["sections"]:
            for line in section["lines"]:
                taken[line["rank"]] += Decimal(line["net"])
    return dict(taken)


def _recipient(told: Mapping[str, Any]) -> Recipient:
    return Recipient(told["name"], told["siren"], told["siret"], told["vat_number"], Address(**told["address"]))
