"""What is kept for ever of an issued invoice: its figures as canonical JSON, and the PDF that is given out."""

import json
from dataclasses import replace

from liveo.core.invoice import Invoice
from liveo.rendering.invoice_json import invoice_document
from liveo.rendering.invoice_pdf import render_invoice


def frozen_figures(invoice: Invoice) -> str:
    """Return the one JSON text of a document."""
    return json.dumps(invoice_document(invoice), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen_pdf(invoice: Invoice, previous: Invoice | None) -> bytes:
    """Return the PDF of a numbered document."""
    return render_invoice(invoice, previous=previous)


def numbered(invoice: Invoice, number: str) -> Invoice:
    """Return a preview as the document that it becomes: nothing but the number differs."""
    return replace(invoice, number=number)
