"""What is kept for ever of an issued invoice: its figures as canonical JSON, its e-invoice, and the PDF that holds it.

Nothing is frozen that is not fit to be sent.
"""

import json
from dataclasses import replace

from liveo.core.credit import CreditNote
from liveo.core.documents import Frozen
from liveo.core.errors import LiveoError
from liveo.core.invoice import Invoice
from liveo.rendering.credit_json import credit_document
from liveo.rendering.credit_pdf import render_credit_note
from liveo.rendering.einvoice import einvoice_xml
from liveo.rendering.einvoice_checks import einvoice_faults
from liveo.rendering.invoice_json import Json, invoice_document
from liveo.rendering.invoice_pdf import render_invoice

TRIAL_NUMBER = "FA-2000-000000"
"""Stands for the number while a document that has none yet is checked."""
SHOWN_FAULTS = 3


class EInvoiceRefused(LiveoError):
    """A document breaks a rule of e-invoices; says which."""


def frozen_invoice(invoice: Invoice, previous: Invoice | None, number: str) -> Frozen:
    """Return a preview as the document that it becomes under a number; raises EInvoiceRefused, RulesUnavailable."""
    document = numbered(invoice, number)
    xml = einvoice_xml(document)
    if faults := einvoice_faults(xml):
        raise EInvoiceRefused(_refusal_words(invoice, faults))
    pdf = render_invoice(document, previous=previous, einvoice=xml)
    return Frozen(frozen_figures(document), xml.decode("utf-8"), pdf)


def frozen_credit_note(note: CreditNote, number: str) -> Frozen:
    """Return a credit note under its number; raises EInvoiceRefused, RulesUnavailable."""
    document = replace(note, number=number)
    xml = einvoice_xml(document)
    if faults := einvoice_faults(xml):
        raise EInvoiceRefused(_refusal_words(note, faults))
    pdf = render_credit_note(document, einvoice=xml)
    return Frozen(_canonical(credit_document(document)), xml.decode("utf-8"), pdf)


def inspected(invoice: Invoice) -> tuple[str, ...]:
    """Return why a preview cannot become an e-invoice, as one sentence; nothing when it can."""
    faults = einvoice_faults(einvoice_xml(numbered(invoice, TRIAL_NUMBER)))
    return (_refusal_words(invoice, faults),) if faults else ()


def _canonical(document: Json) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _refusal_words(invoice: Invoice | CreditNote, faults: tuple[str, ...]) -> str:
    """Say what the rules of e-invoices hold against a document, with their own text."""
    told = " ; ".join(fault.rstrip(".") for fault in faults[:SHOWN_FAULTS])
    others = f" ; et {len(faults) - SHOWN_FAULTS} autres" if len(faults) > SHOWN_FAULTS else ""
    return f"{invoice.recipient.name} : la facture électronique n'est pas conforme ({told}{others})."


def frozen_figures(invoice: Invoice) -> str:
    """Return the one JSON text of a document."""
    return _canonical(invoice_document(invoice))


def numbered(invoice: Invoice, number: str) -> Invoice:
    """Return a preview as the document that it becomes: nothing but the number differs."""
    return replace(invoice, number=number)
