"""The pages of a finished PDF as pictures: what people see before they download is the file itself."""

import io

import pypdfium2

_DOTS_PER_POINT = 2.0
"""144 dots an inch: sharp on a projector, some 300 kB a page."""


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def page_picture(pdf: bytes, index: int) -> bytes:
    """Return one page, counted from 0, as PNG."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture = document[index].render(scale=_DOTS_PER_POINT).to_pil()
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
