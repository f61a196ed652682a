"""From bytes to physical lines: what is not text is refused by name, and no byte of a text stops the reading.

Text is UTF-8, with or without byte order mark, or UTF-16 with one. Bytes that are not UTF-8 are read as
Windows-1252 where they stand: switches append to one file for years, each phone writing in its own encoding.
"""

import codecs
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from liveo.core.errors import UnreadableFile

MAX_FILE_BYTES: Final = 2 * 1024**3
MAX_LINE_CHARS: Final = 64 * 1024
"""A longer line is no call: it is handed back unread."""

_BLOCK_CHARS: Final = 1 << 21
_BLOCK_BYTES: Final = 1 << 20
_HEAD_BYTES: Final = 64 * 1024
_FALLBACK: Final = "liveo_windows_1252"

_SIGNATURES: Final = (
    (b"\x1f\x8b", "un fichier compressé (gzip)", "Décompressez-le"),
    (b"PK\x03\x04", "une archive ZIP ou un classeur Excel", "Enregistrez-le au format CSV"),
    (b"PK\x05\x06", "une archive ZIP vide", "Envoyez le fichier CSV lui-même"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "un ancien classeur Excel", "Enregistrez-le au format CSV"),
    (b"%PDF-", "un document PDF", "Demandez le relevé au format CSV"),
    (codecs.BOM_UTF32_LE, "un texte en UTF-32", "Enregistrez-le en UTF-8"),
    (codecs.BOM_UTF32_BE, "un texte en UTF-32", "Enregistrez-le en UTF-8"),
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml")


@dataclass(frozen=True, slots=True)
class SourceText:
    """A call file that may be read several times: where it is, what people call it, its encoding, its first lines."""

    content: Path | bytes
    name: str
    encoding: str
    head: str


def open_source(content: Path | bytes, name: str, *, max_bytes: int = MAX_FILE_BYTES) -> SourceText:
    """Check size and first bytes; raises UnreadableFile for what is missing, empty, too big or no text."""
    try:
        start = _first_bytes(content, name, max_bytes)
    except OSError as error:
        raise UnreadableFile(
            f"« {name} » ne peut pas être ouvert ({_in_french(error)}). Vérifiez son emplacement."
        ) from error
    _refuse_what_is_no_text(start, name)
    encoding = "utf-16" if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    head = _head(start, encoding)
    if not head.strip():
        raise UnreadableFile(f"« {name} » est vide. Vérifiez l’export, puis recommencez.")
    return SourceText(content, name, encoding, head)


def digest_of(source: SourceText) -> str:
    """Return the SHA-256 of the file's bytes as they are now, in hexadecimal digits."""
    digest = hashlib.sha256()
    with _stream(source.content) as stream:
        while block := stream.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def line_blocks(source: SourceText) -> Iterator[list[str]]:
    """The physical lines in order, some thousands at a time, without their ends (LF, CRLF or CR).

    A line over MAX_LINE_CHARS is cut to one character more, so that its length still tells.
    """
    with _text(_stream(source.content), source.encoding) as text:
        tail = ""
        while chunk := text.read(_BLOCK_CHARS):
            *lines, tail = (tail + chunk).split("\n")
            tail = tail[: MAX_LINE_CHARS + 1]
            yield [line[: MAX_LINE_CHARS + 1] for line in lines]
        if tail:
            yield [tail]


def _in_french(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "aucun fichier de ce nom"
        case PermissionError():
            return "lecture non permise"
        case IsADirectoryError():
            return "c’est un dossier"
        case _:
            return f"erreur {error.errno} du système"


def _first_bytes(content: Path | bytes, name: str, max_bytes: int) -> bytes:
    size = content.stat().st_size if isinstance(content, Path) else len(content)
    if size > max_bytes:
        raise UnreadableFile(f"« {name} » dépasse la taille admise ({max_bytes // 1024**2} Mio). Découpez-le.")
    with _stream(content) as stream:
        return stream.read(_HEAD_BYTES)


def _refuse_what_is_no_text(start: bytes, name: str) -> None:
    for signature, what, remedy in _SIGNATURES:
        if start.startswith(signature):
            raise UnreadableFile(f"« {name} » est {what}, pas un relevé d’appels. {remedy}, puis recommencez.")
    if start.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        raise UnreadableFile(f"« {name} » est une page web ou du XML, pas un relevé d’appels. Exportez-le en CSV.")
    if _is_binary(start):
        raise UnreadableFile(f"« {name} » n’est pas un fichier texte. Exportez le relevé d’appels en CSV.")


def _is_binary(start: bytes) -> bool:
    """A NUL in front, or one byte in ten: a few elsewhere are a damaged line, which its reader hands back."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return start.startswith(b"\0") or start.count(b"\0") * 10 > len(start)


def _head(start: bytes, encoding: str) -> str:
    text = _text(io.BytesIO(start), encoding).read()
    whole_lines, newline, rest = text.rpartition("\n")
    return whole_lines if newline and len(start) == _HEAD_BYTES else whole_lines + newline + rest


def _stream(content: Path | bytes) -> BinaryIO:
    return content.open("rb") if isinstance(content, Path) else io.BytesIO(content)


def _text(stream: BinaryIO, encoding: str) -> io.TextIOWrapper:
    errors = _FALLBACK if encoding == "utf-8-sig" else "replace"
    return io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=None)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What UTF-8 cannot read, read as Windows-1252; its five unused bytes become control characters, refused later."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    faulty = error.object[error.start : error.end]
    try:
        return faulty.decode("cp1252"), error.end
    except UnicodeDecodeError:
        return faulty.decode("latin-1"), error.end


codecs.register_error(_FALLBACK, _as_windows_1252)
