"""Files made from documents, kept while the base stays as it is: a PDF is drawn once, whoever asks for it.

Plain functions of plain values, since a download is made outside of any page.
"""

from functools import lru_cache
from hashlib import sha256

from liveo.core.billing_modes import BillingMode
from liveo.core.periods import Month
from liveo.rendering.invoice_json import invoice_document, run_document
from liveo.rendering.invoice_pdf import render_invoice
from liveo.rendering.run_archive import json_bytes, run_archive
from liveo.services.bases import Base
from liveo.services.billing import invoice_run
from liveo.services.documents import previous_invoice


def document_pdf(base: Base, code: str, month: Month, mode: BillingMode, index: int) -> bytes:
    """Return the PDF of one document of a run, by its index from 0."""
    return _pdf(base, base.version, code, month, mode, index)


def document_json(base: Base, code: str, month: Month, mode: BillingMode, index: int) -> bytes:
    """Return the figures of one document for machines."""
    return json_bytes(invoice_document(invoice_run(base, code, month, mode).invoices[index]))


def all_documents(base: Base, code: str, month: Month, mode: BillingMode) -> bytes:
    """Return the ZIP of a run: every PDF, the figures for machines, the slip with control totals."""
    return _archive(base, base.version, code, month, mode)


def print_of(base: Base, code: str, month: Month, mode: BillingMode) -> str:
    """Return eight characters that differ when a run differs.

    In the name of a large file, they keep the server from taking it for another one of the same size.
    """
    return _print(base, base.version, code, month, mode)


@lru_cache(maxsize=64)
def _print(base: Base, version: int, code: str, month: Month, mode: BillingMode) -> str:
    return sha256(json_bytes(run_document(invoice_run(base, code, month, mode)))).hexdigest()[:8]


@lru_cache(maxsize=64)
def _pdf(base: Base, version: int, code: str, month: Month, mode: BillingMode, index: int) -> bytes:
    invoice = invoice_run(base, code, month, mode).invoices[index]
    return render_invoice(invoice, previous=previous_invoice(base, code, month, mode, index))


@lru_cache(maxsize=4)
def _archive(base: Base, version: int, code: str, month: Month, mode: BillingMode) -> bytes:
    run = invoice_run(base, code, month, mode)
    return run_archive(run, lambda index: _pdf(base, version, code, month, mode, index))
