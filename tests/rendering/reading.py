"""Reads texts back: with ordinary spaces, out of a record's words or out of a PDF."""

import io

from pypdf import PdfReader
from pypdf.generic import Destination


def plain(text: str) -> str:
    """Return the text with ordinary spaces and an ordinary minus."""
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("−", "-")


def reader(pdf: bytes) -> PdfReader:
    """Open a document."""
    return PdfReader(io.BytesIO(pdf))


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page, with ordinary spaces."""
    return [plain(page.extract_text()) for page in reader(pdf).pages]


def outline(pdf: bytes) -> list[str]:
    """Return the names of the bookmarks, in order."""
    return [str(entry.title) for entry in reader(pdf).outline if isinstance(entry, Destination)]
