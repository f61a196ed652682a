"""An invoice as the XML that machines read: Cross Industry Invoice, EN 16931 profile of Factur-X.

The keys are the business terms (BT) and groups (BG) of EN 16931; the library knows where each stands in the XML. The
same records give the same bytes.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from liveo.core.company import Address
from liveo.core.credit import CreditNote
from liveo.core.documents import Reference
from liveo.core.invoice import Invoice, Recipient, Seller, VatLine
from liveo.rendering.countries import country_code
from liveo.rendering.einvoice_lines import EInvoiceLine, credit_lines, invoice_lines, last_day
from liveo.rendering.mentions import (
    INDEMNITY,
    NO_DISCOUNT,
    VAT_ON_DEBITS,
    late_penalties,
    no_vat_mention,
    seller_registration,
)

Terms = dict[str, Any]

INVOICE_TYPE, CREDIT_TYPE = "380", "381"
SERVICES_ONLY = "S1"
"""BT-23: an invoice of services, to be paid."""
ON_DEBITS, ON_RECEIPTS = "5", "72"
"""BT-8: when the VAT falls due."""
CREDIT_TRANSFER, CLEARING = "58", "97"
"""BT-81: paid by transfer, or set against what is owed."""
SIREN, SIRET, FRENCH_DIRECTORY = "0002", "0009", "0225"
"""Schemes of identifiers (ISO 6523); the directory's address of a company is its SIREN."""
STANDARD, EXEMPT = "S", "E"
_NO_CHARACTER = ("\ufffe", "\uffff")
_DROPPED = ("Cc", "Cf", "Cs", "Co")


def einvoice_xml(document: Invoice | CreditNote) -> bytes:
    """Return the XML of a numbered document; raises ValueError for a preview, which is none."""
    # Half a second, and only who issues or reads an e-invoice needs it.
    from facturx.generate_xml import generate_xml

    if document.number is None:
        raise ValueError("a preview has no e-invoice")
    terms = invoice_terms(document) if isinstance(document, Invoice) else credit_terms(document)
    xml: bytes = generate_xml(terms, flavor="factur-x", level="en16931", check_xsd=False, check_schematron=None)
    return xml


def invoice_terms(invoice: Invoice) -> Terms:
    """Return what the XML of an invoice says, by business term."""
    no_vat = no_vat_mention(invoice)
    return {
        **_document(invoice, INVOICE_TYPE, [invoice.replaces] if invoice.replaces else []),
        **_transfer(invoice.seller, invoice.number or ""),
        "BG-25": [_line(rank, line) for rank, line in enumerate(invoice_lines(invoice), start=1)],
        "BG-23": [_vat(vat, no_vat) for vat in invoice.vat_lines],
    }


def credit_terms(note: CreditNote) -> Terms:
    """Return what the XML of a credit note says; what is given back is set against the next payment."""
    terms = _document(note, CREDIT_TYPE, [note.origin.reference])
    terms["BG-1"].append({"BT-21": "AAI", "BT-22": plain_text(f"Motif : {note.reason}")})
    return {
        **terms,
        "BT-81": CLEARING,
        "BG-25": [_line(rank, line) for rank, line in enumerate(credit_lines(note), start=1)],
        "BG-23": [_vat(vat, note.origin.no_vat) for vat in note.vat_lines],
    }


def plain_text(text: str) -> str:
    """Return a text on one line, composed (NFC), without what XML or a reader could stumble over."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in composed if unicodedata.category(c) not in _DROPPED and c not in _NO_CHARACTER)


def _document(document: Invoice | CreditNote, type_code: str, origins: Sequence[Reference]) -> Terms:
    """Return what all kinds say in the same way."""
    month = document.month.period
    return {
        "BT-1": document.number,
        "BT-2": document.issue_date,
        "BT-3": type_code,
        "BT-5": "EUR",
        "BT-8": ON_DEBITS if document.seller.vat_on_debits else ON_RECEIPTS,
        "BT-9": document.due_date,
        "BT-23": SERVICES_ONLY,
        "BT-72": last_day(month),
        "BT-73": month.start,
        "BT-74": last_day(month),
        "BG-1": [{"BT-21": subject, "BT-22": plain_text(text)} for subject, text in _notes(document.seller)],
        "BG-3": [{"BT-25": origin.number, "BT-26": origin.issue_date} for origin in origins],
        "BG-4": _seller(document.seller),
        "BG-7": _buyer(document.recipient),
        **_totals(document.net, document.vat, document.gross),
    }


def _notes(seller: Seller) -> Iterator[tuple[str, str]]:
    """Yield the mentions that have no field of their own, by their subject (UNTDID 4451)."""
    yield "PMT", INDEMNITY
    yield "PMD", late_penalties(seller)
    yield "AAB", NO_DISCOUNT
    yield "REG", seller_registration(seller)
    yield "BAR", "B2B"
    if seller.vat_on_debits:
        yield "AAI", VAT_ON_DEBITS


def _seller(seller: Seller) -> Terms:
    return {
        **_party(seller.name, seller.siren, seller.siret, seller.vat_number, seller.address),
        "legal_info": plain_text(seller_registration(seller)),
        "contacts": [{"name": plain_text(seller.name), "phone": seller.phone, "email": seller.email}],
    }


def _buyer(recipient: Recipient) -> Terms:
    return _party(recipient.name, recipient.siren, recipient.siret, recipient.vat_number, recipient.address)


def _party(name: str, siren: str, siret: str, vat_number: str, address: Address) -> Terms:
    known = {
        "name": plain_text(name),
        "identifiers": {SIRET: siret} if siret else {},
        "legal_identifier": siren,
        "legal_identifier_schemeid": SIREN,
        "vat_identifier": vat_number,
        "einvoicing_addr": siren,
        "einvoicing_addr_schemeid": FRENCH_DIRECTORY,
        "addr_l1": plain_text(address.street),
        "postcode": plain_text(address.postcode),
        "city": plain_text(address.city),
        "country_code": country_code(address.country),
    }
    return {key: value for key, value in known.items() if value}


def _transfer(seller: Seller, reference: str) -> Terms:
    return {
        "BT-81": CREDIT_TRANSFER,
        "BT-82": "Virement",
        "BT-83": reference,
        "BT-84": seller.iban.replace(" ", ""),
        "BT-85": plain_text(seller.name),
        "BT-86": seller.bic,
    }


def _line(rank: int, line: EInvoiceLine) -> Terms:
    return {
        "BT-126": str(rank),
        "BT-153": plain_text(line.name),
        "BT-154": plain_text(line.description),
        "BT-129": str(line.priced.quantity),
        "BT-130": line.priced.unit,
        "BT-146": str(line.priced.price),
        "BT-149": str(line.priced.base),
        "BT-131": str(line.net),
        "BT-134": line.period.start,
        "BT-135": last_day(line.period),
        "BT-151": _category(line.vat_rate),
        "BT-152": str(line.vat_rate),
    }


def _vat(vat: VatLine, no_vat: str) -> Terms:
    return {
        "BT-116": str(vat.base),
        "BT-117": str(vat.amount),
        "BT-118": _category(vat.rate),
        "BT-119": str(vat.rate),
        **({} if vat.rate else {"BT-120": plain_text(no_vat)}),
    }


def _category(rate: Decimal) -> str:
    return STANDARD if rate else EXEMPT


def _totals(net: Decimal, vat: Decimal, gross: Decimal) -> Terms:
    return {"BT-106": str(net), "BT-109": str(net), "BT-110": str(vat), "BT-112": str(gross), "BT-115": str(gross)}
