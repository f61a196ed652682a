"""Issued documents in one ZIP, written as a stream: each PDF with its XML, and a manifest with prints and totals.

At no time is more than one document in memory. The same documents give the same bytes.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from liveo.core.documents import Frozen, IssuedDocument
from liveo.rendering.invoice_pdf import slug
from liveo.rendering.labels import label
from liveo.rendering.run_archive import archive_entry, comma, harmless

MANIFEST = "manifeste.csv"
_HEADS = (
    *("fichier", "sha256", "type", "numéro", "origine", "date", "client", "destinataire", "mois"),
    *("HT", "TVA", "TTC", "empreinte du document"),
)


def archive_stream(documents: Iterable[tuple[IssuedDocument, Frozen]]) -> Iterator[bytes]:
    """Yield the pieces of a ZIP. Amounts of credit notes are negative in the manifest, so that its totals add up."""
    tape = _Tape()
    manifest = _Manifest()
    day = date(1980, 1, 1)
    with zipfile.ZipFile(tape, "w", zipfile.ZIP_DEFLATED) as archive:
        for document, frozen in documents:
            day = document.issue_date
            for ending, content in (("pdf", frozen.pdf), ("xml", frozen.einvoice.encode())):
                name = f"{slug(document.company)}/{document.number}.{ending}"
                archive.writestr(archive_entry(name, day), content)
                manifest.add(name, content, document)
            yield tape.take()
        archive.writestr(archive_entry(MANIFEST, day), manifest.finished())
    yield tape.take()


class _Tape(io.RawIOBase):
    """A file that can only be written forward, and whose beginning is taken away while it grows."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        copied = bytes(piece)  # type: ignore[call-overload]
        self._written.append(copied)
        return len(copied)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken, self._written = b"".join(self._written), []
        return taken


class _Manifest:
    """One row per file, amounts on that of the PDF, and a last row of totals; as French Excel opens it."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self._writer = csv.writer(self._text, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(_HEADS)
        self._totals = [Decimal(0)] * 3
        self._documents = 0

    def add(self, name: str, content: bytes, document: IssuedDocument) -> None:
        row = [name, hashlib.sha256(content).hexdigest(), label(document.kind), document.number, document.origin]
        row += [document.issue_date.isoformat(), document.company, harmless(document.recipient), str(document.month)]
        if not name.endswith(".pdf"):
            self._writer.writerow([*row, "", "", "", ""])
            return
        amounts = [document.sign * amount for amount in (document.net, document.vat, document.gross)]
        self._totals = [so_far + amount for so_far, amount in zip(self._totals, amounts, strict=True)]
        self._documents += 1
        self._writer.writerow([*row, *map(comma, amounts), document.document_hash])

    def finished(self) -> bytes:
        self._writer.writerow([f"Total : {self._documents}", *[""] * 8, *map(comma, self._totals), ""])
        return self._text.getvalue().encode("utf-8-sig")
