"""Readers of call files: one file per format, one row each in IMPORT_FORMATS; good lines out, bad lines handed back."""

from dataclasses import replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from liveo.core.errors import UnknownCode, UnknownImportFormat, UnreadableFile
from liveo.store.imports import asterisk, cdr_stats, freeswitch, liveo_csv
from liveo.store.imports.liveo_csv import write_liveo_csv
from liveo.store.imports.records import REASON_LABELS, ROW_SCHEMA, ImportFormat, ParsedFile, Problem, ProblemReason
from liveo.store.imports.text import MAX_FILE_BYTES, SourceText, digest_of, open_source
from liveo.store.imports.times import PARIS

__all__ = [
    "AUTOMATIC",
    "IMPORT_FORMATS",
    "REASON_LABELS",
    "ROW_SCHEMA",
    "ImportFormat",
    "ParsedFile",
    "Problem",
    "ProblemReason",
    "read_call_file",
    "write_liveo_csv",
]

AUTOMATIC: Final = "auto"
"""The code that stands for whichever format recognises the file."""

IMPORT_FORMATS: Final[dict[str, ImportFormat]] = {
    known.code: known for known in (liveo_csv.FORMAT, asterisk.FORMAT, freeswitch.FORMAT, cdr_stats.FORMAT)
}


def read_call_file(
    content: Path | bytes,
    name: str,
    format: str = AUTOMATIC,
    *,
    zone: str = PARIS,
    max_bytes: int = MAX_FILE_BYTES,
) -> ParsedFile:
    """Read a call file, `name` being what people call it; times without zone are civil times of `zone`.

    Raises UnknownImportFormat for a code that is in no row of IMPORT_FORMATS, UnknownCode for a zone that does
    not exist, and UnreadableFile for a file that is missing, empty, over `max_bytes`, no text, or recognised by
    no format.
    """
    if format != AUTOMATIC and format not in IMPORT_FORMATS:
        raise UnknownImportFormat(format, (AUTOMATIC, *IMPORT_FORMATS))
    _check_zone(zone)
    source = open_source(content, name, max_bytes=max_bytes)
    chosen = _recognised(source) if format == AUTOMATIC else IMPORT_FORMATS[format]
    # The digest comes first: lines that a switch adds meanwhile must not pass for read when the file comes again.
    digest = digest_of(source)
    return replace(chosen.read(source, zone), sha256=digest)


def _check_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownCode("Fuseau horaire", zone, (PARIS, "UTC", "Indian/Reunion", "…")) from error


def _recognised(source: SourceText) -> ImportFormat:
    for known in IMPORT_FORMATS.values():
        if known.detect(source.head):
            return known
    labels = ", ".join(known.label for known in IMPORT_FORMATS.values())
    raise UnreadableFile(
        f"« {source.name} » n’est pas un relevé d’appels reconnu. Formats connus : {labels}. "
        f"Première ligne lue : « {source.head.strip()[:120].splitlines()[0]} ». "
        "Choisissez le format s’il est l’un d’eux, ou convertissez le fichier au CSV Livéo."
    )
