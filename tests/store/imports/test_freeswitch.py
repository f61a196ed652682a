"""FreeSWITCH: every shipped template, the quirks of its quoting, and files that went through a spreadsheet."""

import pytest

from liveo.store.imports import ParsedFile, ProblemReason, read_call_file
from tests.store.imports.sample_files import lines_of, path_of

CALL = lines_of("freeswitch_broken.csv")[0]
STEM = CALL.removesuffix(',"PCMA","PCMA"')


def _read(*lines: str) -> ParsedFile:
    return read_call_file("\n".join(lines).encode(), "Master.csv", "freeswitch")


def test_the_scan_of_5_lines_is_5_unanswered_calls() -> None:
    parsed = read_call_file(path_of("freeswitch_scanned.csv"), "Master.csv")
    assert (parsed.lines, parsed.problems) == (5, ())
    assert parsed.rows["dialled"].to_list() == [
        *("0034688886392", "+34688886392", "34688886392", "0034688886392", "00034688886392")
    ]
    assert (parsed.rows["answered"].any(), parsed.rows["seconds"].sum()) == (False, 0)
    assert parsed.rows["call_key"][0] == "a5c9f6c0-e752-11e3-8bfb-65b6c3cdac7d"


def test_the_spreadsheet_of_10_lines_gives_8_calls_the_thrice_written_one_once() -> None:
    parsed = read_call_file(path_of("freeswitch_edited_in_excel.csv"), "Master.csv")
    assert (parsed.lines, parsed.rows.height, parsed.rows["seconds"].sum()) == (10, 8, 490)
    assert [(found.line, found.reason.value, found.detail) for found in parsed.problems] == [
        (9, "duplicate_in_file", "déjà lu à la ligne 8"),
        (10, "duplicate_in_file", "déjà lu à la ligne 8"),
    ]


def test_a_destination_that_is_no_number_is_kept_as_it_stands() -> None:
    rows = read_call_file(path_of("freeswitch_edited_in_excel.csv"), "Master.csv").rows
    assert rows["dialled"].to_list().count("&") == 6
    first = rows.row(0, named=True)
    assert (first["caller"], first["account_code"], first["answered"], first["seconds"]) == ("1002", "1002", True, 9)
    assert first["started_at"].isoformat() == "2020-02-10T21:41:00+00:00"


@pytest.mark.parametrize("more", [0, 2, 4, 7])
def test_each_template_is_told_by_its_number_of_fields(more: int) -> None:
    row = _read(STEM + ',"x"' * more).rows.row(0, named=True)
    assert (row["account_code"], row["dialled"], row["seconds"]) == ("A002", "0145678901", 26)


def test_the_template_sql_is_read_like_the_line_it_holds() -> None:
    statement = f"INSERT INTO cdr VALUES ({STEM});"
    assert _read(statement).rows.equals(_read(STEM).rows)
    assert read_call_file(statement.encode(), "Master.csv").format == "freeswitch"


def test_the_template_asterisk_has_the_account_in_front() -> None:
    row = read_call_file(path_of("freeswitch_good.csv"), "Master.csv").rows.row(3, named=True)
    assert (row["account_code"], row["dialled"], row["call_key"][-1]) == ("A003", "0033145678901", "4")


def test_quotes_that_were_not_doubled_in_a_name_do_not_cost_the_call() -> None:
    assert _read(CALL.replace("Paul", 'Jean "Jo" Roy')).rows.height == 1


def test_a_comma_smuggled_into_a_name_is_handed_back_not_shifted() -> None:
    assert [found.reason for found in _read(CALL.replace("Paul", 'x","0899')).problems] == [
        ProblemReason.WRONG_FIELD_COUNT
    ]


def test_an_answer_of_less_than_a_second_is_an_answer() -> None:
    row = _read(CALL.replace('"26"', '"0"')).rows.row(0, named=True)
    assert (row["answered"], row["seconds"]) == (True, 0)


def test_a_header_is_left_out_and_not_counted() -> None:
    header = (
        "caller_id_name,caller_id_number,destination_number,context,start_stamp,answer_stamp,end_stamp,duration,billsec"
    )
    assert (_read(header, CALL).lines, _read(header, CALL).problems) == (1, ())


def test_the_broken_sample_says_line_and_reason() -> None:
    parsed = read_call_file(path_of("freeswitch_broken.csv"), "Master.csv")
    assert parsed.rows["line"].to_list() == [1, 10]
    assert [(found.line, found.reason.value) for found in parsed.problems] == [
        (2, "unreadable_time"),
        (3, "billed_unanswered"),
        (4, "missing_call_key"),
        (5, "excessive_duration"),
        (6, "wrong_field_count"),
        (7, "control_character"),
        (8, "unknown_answer"),
        (9, "unclosed_quote"),
    ]
