"""Lines and bytes: nothing stops the reading, nothing is lost, and what is no text is refused by name."""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from liveo.core.errors import LiveoError, UnreadableFile
from liveo.store.imports import IMPORT_FORMATS, ParsedFile, ProblemReason, lines, read_call_file, text
from tests.store.imports.sample_files import lines_of, path_of

CODES = tuple(IMPORT_FORMATS)
PARTS = tuple(
    sorted({line for code in CODES for kind in ("good", "broken") for line in lines_of(f"{code}_{kind}.csv")})
)
HEADERS = {code: lines_of(f"{code}_good.csv")[0] + "\n" for code in ("liveo", "cdr_stats")}


def _is_accounted_for(parsed: ParsedFile) -> bool:
    starts = [*parsed.rows["line"], *(found.line for found in parsed.problems)]
    return parsed.lines == len(starts) == len(set(starts))


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=30), max_size=12), st.sampled_from(CODES))
@example(['"', '"', "a"], "asterisk")
def test_every_data_line_is_a_row_or_a_problem(parts: list[str], code: str) -> None:
    content = HEADERS.get(code, "x\n") + "\n".join(parts)
    try:
        parsed = read_call_file(content.encode("utf-8", "surrogatepass"), "x.csv", code)
    except UnreadableFile:
        return
    assert _is_accounted_for(parsed)


@given(st.data(), st.sampled_from(CODES))
def test_a_quote_put_anywhere_costs_its_own_line_at_most(data: st.DataObject, code: str) -> None:
    sample = lines_of(f"{code}_good.csv")
    number = data.draw(st.integers(1, len(sample) - 1))
    position = data.draw(st.integers(0, len(sample[number])))
    hurt = [*sample]
    hurt[number] = sample[number][:position] + '"' + sample[number][position:]
    parsed = read_call_file("\n".join(hurt).encode(), "x.csv", code)
    before = read_call_file("\n".join(sample).encode(), "x.csv", code)
    assert set(before.rows["line"]) - set(parsed.rows["line"]) <= {number + 1}
    assert _is_accounted_for(parsed)
    assert parsed.lines >= before.lines - (not sample[number])


@given(st.binary(max_size=400), st.sampled_from((*CODES, "auto")))
@example(b"\xff\xfe", "auto")
@example(b"\xff\xfea", "auto")
@example(b"\xef\xbb\xbf", "auto")
@example(b"\xc2\xa0", "auto")
@example(b"\x0b\x0c\x1c", "auto")
def test_no_bytes_at_all_make_anything_but_a_refusal(content: bytes, code: str) -> None:
    try:
        parsed = read_call_file(content, "x.csv", code)
    except LiveoError:
        return
    assert _is_accounted_for(parsed)


@given(st.data(), st.sampled_from(CODES))
def test_bytes_written_over_a_good_file_are_accounted_for(data: st.DataObject, code: str) -> None:
    content = bytearray(path_of(f"{code}_good.csv").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(content) - 1))
        content[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        parsed = read_call_file(bytes(content), "x.csv", code)
    except UnreadableFile:
        return
    assert _is_accounted_for(parsed)


@given(st.lists(st.sampled_from(PARTS), max_size=20), st.integers(1, 40), st.integers(1, 5), st.integers(2, 4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_where_the_blocks_are_cut_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, parts: list[str], characters: int, batch: int, record: int
) -> None:
    content = "\r\n".join([lines_of("asterisk_good.csv")[0], *parts]).encode()
    monkeypatch.setattr(lines, "MAX_RECORD_LINES", record)
    whole = read_call_file(content, "x.csv", "asterisk")
    monkeypatch.setattr(text, "_BLOCK_CHARS", characters)
    monkeypatch.setattr(lines, "_BATCH_LINES", batch)
    cut = read_call_file(content, "x.csv", "asterisk")
    monkeypatch.undo()
    assert cut.rows.equals(whole.rows)
    assert (cut.lines, cut.problems) == (whole.lines, whole.problems)


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Master.csv", "a,b\n")
    return packed.getvalue()


def _no_texts() -> Iterator[tuple[str, bytes, str]]:
    yield "gzip", gzip.compress(b"a,b\n"), "gzip"
    yield "zip", _zip(), "ZIP"
    yield "excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "Excel"
    yield "pdf", b"%PDF-1.7\n", "PDF"
    yield "page", b"\xef\xbb\xbf\n <!DOCTYPE html><html>", "page web"
    yield "utf-32", "a,b".encode("utf-32"), "UTF-32"
    yield "nul in front", b"\0a,b", "fichier texte"
    yield "utf-16 without mark", "a,b,c".encode("utf-16-be"), "fichier texte"
    yield "nothing", b"", "vide"
    yield "blank", b" \r\n\t\n", "vide"
    yield "a mark and nothing", "".encode("utf-16"), "vide"
    yield "prose", "Bonjour,\nvoici le relevé.".encode(), "n’est pas un relevé"


@pytest.mark.parametrize(("content", "told"), [pytest.param(c, t, id=name) for name, c, t in _no_texts()])
def test_what_is_no_text_or_no_call_file_is_refused_by_name(content: bytes, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told) as refused:
        read_call_file(content, "relevé mars.csv")
    assert "« relevé mars.csv »" in str(refused.value)


def test_a_file_over_the_cap_is_refused_before_it_is_read(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    big.write_bytes(b"x" * 2_000_001)
    for content in (big, big.read_bytes()):
        with pytest.raises(UnreadableFile, match="taille admise"):
            read_call_file(content, "big.csv", max_bytes=2_000_000)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UnreadableFile, match="ne peut pas être ouvert"):
            read_call_file(path, "none.csv")


@pytest.mark.parametrize("size", [text.MAX_LINE_CHARS + 1, 5_000_000])
def test_a_line_too_long_is_handed_back_and_the_next_ones_are_read(size: int) -> None:
    header, *calls = lines_of("liveo_good.csv")
    parsed = read_call_file("\n".join([header, "y" * size, *calls]).encode(), "x.csv")
    assert [(found.line, found.reason, len(found.text)) for found in parsed.problems] == [
        (2, ProblemReason.LINE_TOO_LONG, 500)
    ]
    assert parsed.rows.height == 6


def test_a_line_of_twenty_thousand_fields_is_handed_back() -> None:
    header, *calls = lines_of("liveo_good.csv")
    parsed = read_call_file("\n".join([header, ";" * 20_000, *calls]).encode(), "x.csv")
    assert [found.reason.value for found in parsed.problems] == ["wrong_field_count"]


def test_a_nul_within_a_line_costs_that_line() -> None:
    content = path_of("liveo_good.csv").read_bytes().replace(b"L-0002", b"L-0\0002")
    parsed = read_call_file(content, "x.csv")
    assert ([found.line for found in parsed.problems], parsed.rows.height) == ([3], 5)


def test_a_quoted_line_break_keeps_the_line_on_which_the_record_starts() -> None:
    first, second = lines_of("asterisk_good.csv")[3], lines_of("asterisk_good.csv")[6]
    parsed = read_call_file("\n".join([first.replace("Fax", "Fax\n\nrez"), second]).encode(), "x.csv")
    assert (parsed.lines, parsed.rows["line"].to_list(), parsed.problems) == (2, [1, 4], ())


def test_a_doubled_record_over_several_lines_is_handed_back_whole() -> None:
    record = lines_of("asterisk_good.csv")[3].replace("Fax", "Fax\nrez")
    parsed = read_call_file(f"{record}\n{record}".encode(), "x.csv", "asterisk")
    assert [(found.line, found.text) for found in parsed.problems] == [(3, record)]
