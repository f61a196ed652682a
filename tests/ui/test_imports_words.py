"""What the page Imports says: every reason has its advice, every format its name, every line is accounted for."""

from datetime import date

import pytest

from liveo.core.destinations import UnratedReason
from liveo.rendering.labels import IMPORT_FORMATS
from liveo.services.import_check import FileCheck
from liveo.services.imports import FORMAT_CODES, ImportReport, sample_file
from liveo.ui.imports_words import ADVICE, COLUMN_MEANINGS, balance, outcome, what_it_holds, whose_it_is

NAMES = {"ARMOR": "Groupe *Armor*"}


def _report(lines: int, accepted: int, known: int, refused: int, *, again: bool = False) -> ImportReport:
    return ImportReport(1, "a.csv", "liveo", lines, accepted, known, refused, 0, 1_234_567, already_imported=again)


def _check(readable: int, refused: int = 0, by_name: int = 0, **by_extension: int) -> FileCheck:
    return FileCheck("a.csv", "liveo", readable, refused, date(2026, 3, 1), date(2026, 3, 31), by_name, by_extension)


def test_every_reason_says_what_to_do() -> None:
    assert set(ADVICE) == set(UnratedReason)


def test_every_format_has_its_name() -> None:
    assert set(FORMAT_CODES) == set(IMPORT_FORMATS)


def test_the_columns_explained_are_those_of_the_sample() -> None:
    header = sample_file().decode().splitlines()[0]
    assert list(COLUMN_MEANINGS) == header.split(";")


def test_every_line_is_accounted_for() -> None:
    told = balance(19, 5, 12, 2).replace("\xa0", " ")
    assert told == "**19 lignes** = 5 importées + 12 déjà connues + 2 refusées"
    assert balance(1, 1, 0, 0).replace("\xa0", " ") == "**1 ligne** = 1 importée + 0 déjà connue + 0 refusée"


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (_report(3, 3, 0, 0), "3 appels importés, pour 1,23 € HT"),
        (_report(1, 1, 0, 0), "1 appel importé"),
        (_report(3, 0, 3, 0), "étaient déjà connus"),
        (_report(3, 0, 1, 2), "Aucun nouvel appel"),
        (_report(0, 0, 0, 0), "ne contient aucun appel"),
        (_report(3, 3, 0, 0, again=True), "a déjà été importé"),
    ],
)
def test_an_import_says_kindly_what_it_did(report: ImportReport, told: str) -> None:
    assert told in outcome(report).replace("\xa0", " ")


def test_a_file_says_what_it_holds() -> None:
    told = what_it_holds(_check(1234, 2)).replace("\xa0", " ").replace("\u202f", " ")
    assert told == "Livéo (CSV) · 1 234 appels du 1er au 31 mars 2026 · 2 lignes illisibles"


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (_check(4, by_name=2), "nomme lui-même ses comptes"),
        (_check(4, ARMOR=3), r"Groupe \*Armor\*"),
        (_check(4, ARMOR=1), "Aucun compte reconnu"),
        (_check(4, ARMOR=3, FOURNIL=3), "Aucun compte reconnu"),
        (_check(4), "Aucun compte reconnu"),
    ],
)
def test_a_file_says_whose_it_is(check: FileCheck, told: str) -> None:
    assert told in whose_it_is(check, NAMES)


def test_a_file_without_calls_is_nobodys() -> None:
    assert whose_it_is(_check(0, 3), NAMES) == ""
