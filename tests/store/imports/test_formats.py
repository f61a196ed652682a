"""Every row of IMPORT_FORMATS, over its samples: read whole, recognised by nobody else, every line accounted for."""

from collections import Counter

import pytest

from liveo.core.errors import LiveoError, UnknownCode, UnknownImportFormat, UnreadableFile
from liveo.store.imports import IMPORT_FORMATS, REASON_LABELS, ROW_SCHEMA, ProblemReason, read_call_file
from tests.store.imports.sample_files import FOLDER, KEPT, PUBLIC, path_of, with_separator

CODES = tuple(IMPORT_FORMATS)
GOOD = tuple(f"{code}_good.csv" for code in CODES)
BROKEN = tuple(f"{code}_broken.csv" for code in CODES)


def _code(name: str) -> str:
    return next(code for code in CODES if name.startswith(code))


@pytest.mark.parametrize("name", [*GOOD, *PUBLIC])
def test_a_file_is_recognised_by_its_own_format_and_by_no_other(name: str) -> None:
    head = path_of(name).read_text(encoding="utf-8")
    assert [code for code, known in IMPORT_FORMATS.items() if known.detect(head)] == [_code(name)]


@pytest.mark.parametrize("name", GOOD)
def test_a_good_sample_is_read_without_a_problem(name: str) -> None:
    parsed = read_call_file(path_of(name), name)
    assert (parsed.format, parsed.problems) == (_code(name), ())
    assert parsed.lines == parsed.rows.height > 0


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sample_gives_its_good_lines_and_hands_back_the_others(name: str) -> None:
    parsed = read_call_file(path_of(name), name)
    assert parsed.rows.height > 0
    assert parsed.problems
    assert parsed.lines == parsed.rows.height + len(parsed.problems)
    lines = [*parsed.rows["line"], *(found.line for found in parsed.problems)]
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("name", [*GOOD, *BROKEN, *PUBLIC])
def test_rows_have_exactly_the_columns_of_the_contract_in_the_order_of_the_file(name: str) -> None:
    rows = read_call_file(path_of(name), name).rows
    assert rows.schema == ROW_SCHEMA
    assert rows["line"].is_sorted()
    assert rows["call_key"].is_unique().all()
    assert rows.filter(~rows["answered"])["seconds"].sum() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", GOOD)
def test_encoding_and_line_ends_change_nothing(name: str, encoding: str, newline: str) -> None:
    text = path_of(name).read_text(encoding="utf-8")
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    written = (mark + text.replace("\n", newline)).encode(encoding)
    assert read_call_file(written, name).rows.equals(read_call_file(path_of(name), name).rows)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["asterisk_good.csv", "cdr_stats_good.csv", "liveo_good.csv", *PUBLIC])
def test_the_separator_changes_nothing(name: str, separator: str) -> None:
    written = with_separator(name, separator).encode()
    expected = read_call_file(path_of(name), name)
    parsed = read_call_file(written, name)
    assert parsed.rows.select(KEPT).equals(expected.rows.select(KEPT))
    assert Counter(found.reason for found in parsed.problems) == Counter(found.reason for found in expected.problems)


@pytest.mark.parametrize("code", CODES)
def test_a_file_may_be_read_in_the_format_that_is_asked_for(code: str) -> None:
    assert read_call_file(path_of(f"{code}_good.csv"), "relevé", code).format == code


def test_an_unknown_format_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownImportFormat, match=r"« cobol ».*auto, liveo, asterisk, freeswitch, cdr_stats"):
        read_call_file(b"a,b", "x.csv", "cobol")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownCode, match="Europe/Paname"):
        read_call_file(path_of("liveo_good.csv"), "x.csv", zone="Europe/Paname")


def test_a_file_with_columns_of_its_own_is_refused_whole_with_its_first_line() -> None:
    content = b"jour;poste;appele;duree\n05/03/2026;101;0612345678;61\n"
    with pytest.raises(UnreadableFile, match=r"« relevé.csv » n’est pas un relevé.*CDR-Stats.*« jour;poste;appele"):
        read_call_file(content, "relevé.csv")


def test_every_reason_that_a_line_may_have_is_met_in_these_samples_or_the_reader_tests() -> None:
    met = {found.reason for name in BROKEN for found in read_call_file(path_of(name), name).problems}
    assert set(ProblemReason) - met == {ProblemReason.LINE_TOO_LONG}


def test_every_reason_has_its_words() -> None:
    assert set(REASON_LABELS) == set(ProblemReason)


def test_samples_are_all_used() -> None:
    known = {*GOOD, *BROKEN, *PUBLIC}
    assert {path.name for path in FOLDER.glob("*.csv")} == known
    assert issubclass(UnreadableFile, LiveoError)
