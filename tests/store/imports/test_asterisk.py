"""Asterisk: layouts are found line by line, legs have an identity of their own, billsec of answered legs is billed."""

import pytest

from liveo.store.imports import ParsedFile, ProblemReason, read_call_file
from liveo.store.imports.lines import split_line
from tests.store.imports.sample_files import lines_of, path_of

SAMPLE = lines_of("asterisk_good.csv")
LEG = SAMPLE[3]


def _read(*lines: str) -> ParsedFile:
    return read_call_file("\n".join(lines).encode(), "Master.csv", "asterisk")


def test_the_office_of_218_lines_gives_210_legs_and_8_legs_written_twice() -> None:
    parsed = read_call_file(path_of("asterisk_office.csv"), "Master.csv")
    assert (parsed.lines, parsed.rows.height, len(parsed.problems)) == (218, 210, 8)
    assert {found.reason for found in parsed.problems} == {ProblemReason.DUPLICATE_IN_FILE}
    assert [found.line for found in parsed.problems][:3] == [12, 38, 49]
    assert parsed.problems[0].detail == "déjà lu à la ligne 11"


def test_the_office_bills_38839_seconds_over_133_answered_legs() -> None:
    rows = read_call_file(path_of("asterisk_office.csv"), "Master.csv").rows
    assert (rows["answered"].sum(), rows["seconds"].sum()) == (133, 38_839)
    second = rows.row(1, named=True)
    assert (second["caller"], second["dialled"], second["context"]) == ("791-445-9811", "715-413-9112", "hq")
    assert second["started_at"].isoformat() == "2017-06-20T07:49:22+00:00"
    assert (second["seconds"], second["kind"], second["direction"], second["account_code"]) == (
        514,
        "voice",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("number", "width", "account", "seconds"),
    [
        (1, 16, "A001", 61),
        (2, 17, "A001", 0),
        (3, 17, None, 10),
        (4, 18, "A002", 42),
        (5, 19, "A001", 0),
        (6, 20, "A001", 0),
        (7, 21, "A001", 20),
        (9, 18, "A002", 30),
    ],
)
def test_each_number_of_fields_is_read_on_its_own_line(
    number: int, width: int, account: str | None, seconds: int
) -> None:
    row = read_call_file(path_of("asterisk_good.csv"), "Master.csv").rows.row(number - 1, named=True)
    assert len(split_line(SAMPLE[number - 1], ",")) == width
    assert (row["line"], row["account_code"], row["seconds"]) == (number, account, seconds)


def test_a_numbered_leg_is_known_by_uniqueid_and_sequence() -> None:
    keys = read_call_file(path_of("asterisk_good.csv"), "Master.csv").rows["call_key"].to_list()
    assert keys[5:8] == ["1772700600.9/12", "1772700600.9/13", "1772700600.9/14"]


def test_a_leg_without_sequence_is_known_by_all_its_fields() -> None:
    other = LEG.replace("SIP/103-00000006", "SIP/103-00000007")
    assert _read(LEG, other).rows["call_key"].n_unique() == 2


def test_the_same_leg_written_by_both_modules_is_one_call() -> None:
    fields = split_line(LEG, ",")
    custom = [fields[4], *fields[1:4], *fields[5:15], "3", fields[0], fields[16], ""]
    quoted = ",".join('"' + field.replace('"', '""') + '"' for field in custom)
    assert [found.detail for found in _read(LEG, quoted).problems] == ["déjà lu à la ligne 1"]


def test_blanks_around_fields_change_neither_the_row_nor_its_identity() -> None:
    padded = LEG.replace('","', '  ","  ').replace(",,", ", ,")
    assert [found.reason for found in _read(LEG, padded).problems] == [ProblemReason.DUPLICATE_IN_FILE]


@pytest.mark.parametrize("disposition", ["NO ANSWER", "BUSY", "FAILED", "CONGESTION"])
def test_an_unanswered_leg_owes_nothing_whatever_its_billsec(disposition: str) -> None:
    row = _read(LEG.replace("ANSWERED", disposition)).rows.row(0, named=True)
    assert (row["answered"], row["seconds"]) == (False, 0)


@pytest.mark.parametrize("application", ["SendFAX", "ReceiveFAX", "SENDFAX"])
def test_fax_applications_make_a_fax(application: str) -> None:
    assert _read(LEG.replace("SendFAX", application)).rows["kind"].to_list() == ["fax"]


def test_a_header_is_left_out_and_not_counted() -> None:
    header = "accountcode,src,dst,dcontext,clid,channel,dstchannel,lastapp,lastdata,start,answer,end,duration,billsec"
    parsed = _read(header, "", LEG)
    assert (parsed.lines, parsed.rows["line"].to_list(), parsed.problems) == (1, [3], ())


def test_a_switch_that_rounds_up_begun_seconds_may_bill_one_more_than_it_counts() -> None:
    assert _read(LEG.replace("47,42", "47,48")).rows["seconds"].to_list() == [48]
    assert [found.reason for found in _read(LEG.replace("47,42", "47,49")).problems] == [
        ProblemReason.BILLED_EXCEEDS_DURATION
    ]


def test_a_switch_that_logs_in_gmt_is_read_in_its_zone() -> None:
    rows = read_call_file(LEG.encode(), "Master.csv", zone="UTC").rows
    assert rows["started_at"][0].isoformat() == "2026-03-05T09:30:00+00:00"


def test_names_in_several_encodings_in_one_file_do_not_stop_it() -> None:
    lines = (LEG.replace("Fax", "Hélène").encode("cp1252"), LEG.replace("Fax", "Éloïse").replace(".6", ".7").encode())
    parsed = read_call_file(b"\n".join(lines), "Master.csv")
    alone = [read_call_file(line, "Master.csv").rows["call_key"][0] for line in lines]
    assert (parsed.rows["call_key"].to_list(), parsed.problems) == (alone, ())


def test_the_broken_sample_says_line_and_reason() -> None:
    parsed = read_call_file(path_of("asterisk_broken.csv"), "Master.csv")
    assert parsed.rows["line"].to_list() == [2, 5, 11]
    assert [(found.line, found.reason.value) for found in parsed.problems] == [
        (3, "wrong_field_count"),
        (4, "unclosed_quote"),
        (7, "nonexistent_time"),
        (8, "billed_exceeds_duration"),
        (9, "unknown_answer"),
        (10, "duplicate_in_file"),
    ]
