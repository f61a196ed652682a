"""The pages of a finished PDF as pictures: what people see before they download is the file itself."""

import io

import pypdfium2

SMALL, SHARP, LARGE = 0.28, 2.0, 3.2
"""Dots a point: to tell pages apart, to read on a projector (some 300 kB a page), to zoom into."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(pdf: bytes, index: int, scale: float = SHARP) -> bytes:
    """Return one page, counted from 0, as PNG with so many dots a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[index].render(scale=scale).to_pil()
        written = io.BytesIO()
        picture.save(written, "PNG", compress_level=1)
        return written.getvalue()
    finally:
        document.close()


def page_text(pdf: bytes, index: int) -> str:
    """Return the text of one page, counted from 0, for who cannot see the picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[index].get_textpage().get_text_bounded())
    finally:
        document.close()
