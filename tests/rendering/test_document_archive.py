"""The ZIP of issued documents: every file with its print, totals that add up, built piece by piece."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from liveo.core.documents import DocumentKind, Frozen, IssuedDocument
from liveo.core.periods import Month
from liveo.rendering.document_archive import MANIFEST, archive_stream


def document(rank: int, kind: DocumentKind = DocumentKind.INVOICE, **fields: str) -> IssuedDocument:
    told = {"company": "ARMOR", "company_name": "Armor", "recipient": "Armor", "origin": "", **fields}
    number = f"{'FA' if kind is DocumentKind.INVOICE else 'AV'}-2026-{rank:06d}"
    amounts = [Decimal(100 + rank), Decimal(20), Decimal(120 + rank), Decimal(0)]
    month, day = Month(2026, 10), date(2026, 11, 1)
    return IssuedDocument(
        rank,
        number,
        kind,
        told["company"],
        told["company_name"],
        month,
        day,
        told["recipient"],
        *amounts,
        told["origin"],
        "ab12",
    )


DOCUMENTS = [document(1), document(2, recipient="=1+1"), document(1, DocumentKind.CREDIT_NOTE, origin="FA-2026-000001")]


def with_content() -> Iterator[tuple[IssuedDocument, Frozen]]:
    return ((one, Frozen("{}", f"<x>{one.number}</x>", b"%PDF " + one.number.encode())) for one in DOCUMENTS)


def opened() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(archive_stream(with_content()))))


def manifest(archive: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(archive.read(MANIFEST).decode("utf-8-sig")), delimiter=";"))


def test_each_document_is_there_as_pdf_and_xml_with_the_print_of_each_file() -> None:
    archive = opened()
    assert archive.testzip() is None
    rows = manifest(archive)[:-1]
    assert [row["fichier"] for row in rows] == archive.namelist()[:-1]
    assert len(rows) == 2 * len(DOCUMENTS)
    assert all(hashlib.sha256(archive.read(row["fichier"])).hexdigest() == row["sha256"] for row in rows)
    assert archive.read("ARMOR/FA-2026-000002.xml") == b"<x>FA-2026-000002</x>"


def test_the_totals_take_credit_notes_off() -> None:
    *rows, last = manifest(opened())
    assert last["fichier"] == "Total : 3"
    for column in ("HT", "TVA", "TTC"):
        amounts = [Decimal(row[column].replace(",", ".")) for row in rows if row[column]]
        assert len(amounts) == len(DOCUMENTS)
        assert sum(amounts) == Decimal(last[column].replace(",", "."))
    assert Decimal(last["TTC"].replace(",", ".")) == Decimal(121 + 122 - 121)


def test_a_name_that_begins_like_a_formula_stays_a_name() -> None:
    assert {row["destinataire"] for row in manifest(opened())[2:4]} == {"'=1+1"}


def test_it_is_built_piece_by_piece_and_is_the_same_each_time() -> None:
    asked: list[str] = []

    def watched() -> Iterator[tuple[IssuedDocument, Frozen]]:
        for one, frozen in with_content():
            asked.append(one.number)
            yield one, frozen

    pieces = archive_stream(watched())
    first = next(pieces)
    assert first.startswith(b"PK")
    assert asked == ["FA-2026-000001"]
    assert first + b"".join(pieces) == b"".join(archive_stream(with_content()))


def test_a_company_code_cannot_leave_the_folder() -> None:
    evil = (document(7, company="../../etc"), Frozen("{}", "", b""))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(archive_stream([evil]))))
    assert archive.namelist()[0] == "etc/FA-2026-000007.pdf"


def test_nothing_issued_is_an_archive_all_the_same() -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(archive_stream([]))))
    assert archive.namelist() == [MANIFEST]
