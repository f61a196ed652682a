"""CDR-Stats: its header names the columns; seconds billed mean an answer; its direction is not taken."""

import pytest

from liveo.core.errors import UnreadableFile
from liveo.store.imports import ParsedFile, read_call_file
from tests.store.imports.sample_files import path_of

HEADER = "callid,starting_date,destination_number,billsec"
CALL = "c-1,2026-03-05 09:12:00,0612345678,61"


def _read(*lines: str, code: str = "auto") -> ParsedFile:
    return read_call_file("\n".join(lines).encode(), "cdr.csv", code)


def test_the_published_sample_of_5_lines_is_5_answered_calls_of_110_seconds() -> None:
    parsed = read_call_file(path_of("cdr_stats.csv"), "cdr_stats.csv")
    assert (parsed.format, parsed.lines, parsed.rows.height, parsed.problems) == ("cdr_stats", 5, 5, ())
    assert (parsed.rows["answered"].all(), parsed.rows["seconds"].sum()) == (True, 110)
    first = parsed.rows.row(0, named=True)
    assert first["call_key"] == "96aa82fe-7bd1-11e5-a230-5c514f6a0f72"
    assert (first["account_code"], first["caller"], first["dialled"]) == ("1000", "904151440", "+34798400122")
    assert (first["seconds"], first["kind"], first["context"]) == (50, "voice", None)
    assert first["started_at"].isoformat() == "2015-10-21T10:13:10+00:00"


def test_the_direction_seen_from_the_switch_makes_no_call_free() -> None:
    rows = read_call_file(path_of("cdr_stats_good.csv"), "cdr.csv").rows
    assert rows["direction"].to_list() == [None] * 4


def test_the_good_sample_is_read_column_by_column() -> None:
    rows = read_call_file(path_of("cdr_stats_good.csv"), "cdr.csv").rows
    assert rows["line"].to_list() == [2, 3, 5, 6]
    assert rows["seconds"].to_list() == [61, 0, 3596, 12]
    assert rows["answered"].to_list() == [True, False, True, True]
    assert rows["account_code"].to_list() == ["A001", "A001", "A002", None]
    assert rows["caller"].to_list() == ["101", "101", "+33145670002", "102"]


def test_the_four_columns_that_are_needed_are_enough() -> None:
    row = _read(HEADER, CALL).rows.row(0, named=True)
    assert (row["call_key"], row["dialled"], row["seconds"]) == ("c-1", "0612345678", 61)
    assert (row["caller"], row["account_code"]) == ("", None)


def test_a_call_without_billed_seconds_was_not_answered_whatever_its_cause() -> None:
    row = _read(f"{HEADER},hangup_cause_id", CALL.replace(",61", ",0") + ",16").rows.row(0, named=True)
    assert (row["answered"], row["seconds"]) == (False, 0)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("callid,starting_date,destination_number,duration", "colonnes manquantes : billsec"),
        (f"{HEADER},billsec", "colonnes répétées : billsec"),
    ],
)
def test_a_header_without_what_is_billed_is_refused_by_name(header: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        _read(header, CALL)


def test_a_file_without_header_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="colonnes manquantes : callid, starting_date"):
        _read(CALL, code="cdr_stats")


def test_the_broken_sample_says_line_and_reason() -> None:
    parsed = read_call_file(path_of("cdr_stats_broken.csv"), "cdr.csv")
    assert parsed.rows["line"].to_list() == [2, 14]
    assert [(found.line, found.reason.value) for found in parsed.problems] == [
        (3, "wrong_field_count"),
        (4, "unreadable_time"),
        (5, "nonexistent_time"),
        (6, "time_out_of_range"),
        (7, "unreadable_duration"),
        (8, "negative_duration"),
        (9, "excessive_duration"),
        (10, "billed_exceeds_duration"),
        (11, "missing_call_key"),
        (12, "duplicate_in_file"),
        (13, "unclosed_quote"),
    ]
    assert parsed.problems[9].detail == "déjà lu à la ligne 2"
