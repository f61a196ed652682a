"""An invoice as the XML that machines read: Cross Industry Invoice, EN 16931 profile of Factur-X.

The keys are the business terms (BT) and groups (BG) of EN 16931; the library knows where each stands in the XML. The
same records give the same bytes.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from liveo.core.company import Address
from liveo.core.invoice import Invoice, Recipient, Seller, VatLine
from liveo.core.mentions import exemption_articles
from liveo.rendering.countries import country_code
from liveo.rendering.einvoice_lines import EInvoiceLine, invoice_lines, last_day
from liveo.rendering.mentions import (
    INDEMNITY,
    NO_DISCOUNT,
    NO_VAT,
    VAT_ON_DEBITS,
    late_penalties,
    seller_registration,
)

Terms = dict[str, Any]

INVOICE_TYPE = "380"
SERVICES_ONLY = "S1"
"""BT-23: an invoice of services, to be paid."""
ON_DEBITS, ON_RECEIPTS = "5", "72"
"""BT-8: when the VAT falls due."""
CREDIT_TRANSFER = "58"
SIREN, SIRET, FRENCH_DIRECTORY = "0002", "0009", "0225"
"""Schemes of identifiers (ISO 6523); the directory's address of a company is its SIREN."""
STANDARD, EXEMPT = "S", "E"
_NO_CHARACTER = ("\ufffe", "\uffff")
_DROPPED = ("Cc", "Cf", "Cs", "Co")


def einvoice_xml(invoice: Invoice) -> bytes:
    """Return the XML of a numbered invoice; raises ValueError for a preview, which is no invoice."""
    # Half a second, and only who issues or reads an e-invoice needs it.
    from facturx.generate_xml import generate_xml

    if invoice.number is None:
        raise ValueError("a preview has no e-invoice")
    xml: bytes = generate_xml(
        einvoice_terms(invoice), flavor="factur-x", level="en16931", check_xsd=False, check_schematron=None
    )
    return xml


def einvoice_terms(invoice: Invoice) -> Terms:
    """Return what the XML says, by business term."""
    return {
        **_document(invoice),
        "BG-4": _seller(invoice.seller),
        "BG-7": _buyer(invoice.recipient),
        **_payment(invoice.seller, invoice.number or ""),
        "BT-8": ON_DEBITS if invoice.seller.vat_on_debits else ON_RECEIPTS,
        "BT-72": last_day(invoice.month.period),
        "BT-73": invoice.month.first,
        "BT-74": last_day(invoice.month.period),
        "BG-25": [_line(rank, line) for rank, line in enumerate(invoice_lines(invoice), start=1)],
        "BG-23": [_vat(vat, invoice) for vat in invoice.vat_lines],
        **_totals(invoice),
    }


def plain_text(text: str) -> str:
    """Return a text on one line, composed (NFC), without what XML or a reader could stumble over."""
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in composed if unicodedata.category(c) not in _DROPPED and c not in _NO_CHARACTER)


def _document(invoice: Invoice) -> Terms:
    return {
        "BT-1": invoice.number,
        "BT-2": invoice.issue_date,
        "BT-3": INVOICE_TYPE,
        "BT-5": "EUR",
        "BT-9": invoice.due_date,
        "BT-23": SERVICES_ONLY,
        "BG-1": [{"BT-21": subject, "BT-22": plain_text(text)} for subject, text in _notes(invoice.seller)],
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


def _payment(seller: Seller, reference: str) -> Terms:
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


def _vat(vat: VatLine, invoice: Invoice) -> Terms:
    exemption = {} if vat.rate else {"BT-120": _exemption(exemption_articles(invoice))}
    return {
        "BT-116": str(vat.base),
        "BT-117": str(vat.amount),
        "BT-118": _category(vat.rate),
        "BT-119": str(vat.rate),
        **exemption,
    }


def _exemption(articles: Iterable[str | None]) -> str:
    return plain_text(" ; ".join(NO_VAT.format(article) for article in articles if article))


def _category(rate: Decimal) -> str:
    return STANDARD if rate else EXEMPT


def _totals(invoice: Invoice) -> Terms:
    net, vat, gross = str(invoice.net), str(invoice.vat), str(invoice.gross)
    return {"BT-106": net, "BT-109": net, "BT-110": vat, "BT-112": gross, "BT-115": gross}
