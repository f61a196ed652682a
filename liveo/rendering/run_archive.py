"""All documents of a run in one ZIP: the PDFs, the same figures for machines, and a slip with control totals.

The same documents give the same bytes.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from liveo.core.invoice import InvoiceRun
from liveo.rendering.invoice_json import Json, run_document
from liveo.rendering.invoice_pdf import file_name

SLIP = "bordereau.csv"
FIGURES = "factures.json"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def run_archive(run: InvoiceRun, pdf: Callable[[int], bytes]) -> bytes:
    """Return the ZIP of a run; ``pdf`` gives the PDF of a document by its index, from 0."""
    names = [file_name(invoice) for invoice in run.invoices]
    documents = [pdf(index) for index in range(len(names))]
    slip = _slip(run, names, documents)
    day = run.invoices[0].issue_date if run.invoices else date(1980, 1, 1)
    filled = io.BytesIO()
    with zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in zip(names, documents, strict=True):
            archive.writestr(archive_entry(name, day), content)
        archive.writestr(archive_entry(FIGURES, day), json_bytes(run_document(run)))
        archive.writestr(archive_entry(SLIP, day), slip)
    return filled.getvalue()


def json_bytes(document: Json) -> bytes:
    """Return a document for machines as a file that people can read too."""
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _slip(run: InvoiceRun, names: Sequence[str], documents: Sequence[bytes]) -> bytes:
    """Write one row per document and a last one of totals, as French Excel opens it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["fichier", "destinataire", "HT", "TVA", "TTC", "sha256"])
    for name, invoice, content in zip(names, run.invoices, documents, strict=True):
        amounts = [invoice.net, invoice.vat, invoice.gross]
        digest = hashlib.sha256(content).hexdigest()
        writer.writerow([name, harmless(invoice.recipient.name), *map(comma, amounts), digest])
    writer.writerow([f"Total : {len(names)}", "", *map(comma, [run.net, run.vat, run.gross]), ""])
    return text.getvalue().encode("utf-8-sig")


def archive_entry(name: str, day: date) -> zipfile.ZipInfo:
    """Return a file of an archive, dated of a day, that anybody may read."""
    entry = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def comma(amount: Decimal) -> str:
    """Write an amount as French spreadsheets read it."""
    return str(amount).replace(".", ",")


def harmless(text: str) -> str:
    """Return a name that a spreadsheet takes for a name, also where it begins like a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
