"""How long documents take: the median invoice, and the annex next to reportlab and typst drawing the same calls.

``python -m tests.tools.bench_documents [--calls 10000]``: every figure comes from the same run on the same machine.
"""

import argparse
import io
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl
import typst
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from liveo.rendering.annex_pdf import render_annex
from liveo.rendering.einvoice import einvoice_xml
from liveo.rendering.french import micro_euros
from liveo.rendering.invoice_pdf import render_invoice
from liveo.rendering.pdf_pages import page_count
from liveo.rendering.typeface import FONT_FILES
from tests.rendering.sample_invoices import OCTOBER, single
from tests.rendering.test_annex import HEAD, calls

ACCOUNTS_OF_A_MEDIAN_CUSTOMER = 12
TRIES = 15
ROW_POINTS, TOP, BOTTOM = 9.0, 800.0, 50.0
COLUMNS = (40.0, 150.0, 260.0, 400.0, 480.0)

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timed:
    """A document with its seconds: elapsed, and of processor, which other programs do not lengthen."""

    pdf: bytes
    elapsed: float
    processor: float


def timed(make: Callable[[], bytes]) -> Timed:
    """Make a document and time it."""
    begun, worked = time.perf_counter(), time.process_time()
    pdf = make()
    return Timed(pdf, time.perf_counter() - begun, time.process_time() - worked)


def invoice_times() -> tuple[float, float]:
    """Return the median seconds, elapsed and of processor, of a median customer's PDF and XML, checks apart."""
    invoice = replace(single(ACCOUNTS_OF_A_MEDIAN_CUSTOMER), number="FA-2026-000123")
    before = replace(single(10), month=OCTOBER.plus(-1))

    def make() -> bytes:
        return render_invoice(invoice, previous=before, einvoice=einvoice_xml(invoice))

    make()
    tries = [timed(make) for _ in range(TRIES)]
    return statistics.median(one.elapsed for one in tries), statistics.median(one.processor for one in tries)


def plain_rows(sample: pl.DataFrame) -> list[Row]:
    """Return each call as the texts of a plain table."""
    wanted = sample.select("account_name", "started_at", "number", "destination", "seconds", "amount_micros")
    return [
        (name, f"{moment:%d/%m %H:%M:%S} {number}", destination, str(seconds), micro_euros(amount))
        for name, moment, number, destination, seconds, amount in wanted.iter_rows()
    ]


def with_reportlab(rows: Sequence[Row]) -> bytes:
    """Draw the table on a bare canvas: the least that reportlab can do."""
    pdfmetrics.registerFont(TTFont("Liveo", str(FONT_FILES[""])))
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4)
    y = 0.0
    for row in rows:
        if y < BOTTOM:
            if y:
                canvas.showPage()
            canvas.setFont("Liveo", 7)
            y = TOP
        for x, text in zip(COLUMNS, row, strict=True):
            canvas.drawString(x, y, text)
        y -= ROW_POINTS
    canvas.save()
    return written.getvalue()


def with_typst(rows: Sequence[Row]) -> bytes:
    """Let typst lay the table out."""
    cells = ",\n".join(", ".join('"' + text.replace('"', "'") + '"' for text in row) for row in rows)
    head = '#set page("a4", margin: 1.5cm)\n#set text(font: "Liveo Sans", size: 7pt)'
    source = f"{head}\n#table(columns: 5, stroke: none, {cells})"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.typ"
        path.write_text(source, encoding="utf-8")
        pdf: bytes = typst.compile(str(path), font_paths=[str(FONT_FILES[""].parent)])
        return pdf


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    count = parser.parse_args().calls
    sample = calls(count, accounts=max(1, count // 50))
    rows = plain_rows(sample)
    elapsed, processor = invoice_times()
    print(f"median invoice, PDF and XML: {1000 * elapsed:.0f} ms elapsed, {1000 * processor:.0f} ms of processor")
    makers: dict[str, Callable[[], bytes]] = {
        "annex, this product": lambda: render_annex(HEAD, sample),
        "reportlab, bare canvas": lambda: with_reportlab(rows),
        "typst, table": lambda: with_typst(rows),
    }
    for name, make in makers.items():
        one = timed(make)
        rates = f"{count / one.elapsed:.0f} calls/s elapsed, {count / one.processor:.0f} by processor time"
        print(f"{name}: {rates} ({page_count(one.pdf)} pages, {len(one.pdf) // 1024} KiB)")


if __name__ == "__main__":
    main()
