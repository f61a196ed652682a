"""The product's own CSV: what is written is read back the same, and its header is checked by name."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.errors import UnreadableFile
from liveo.core.rating import LONGEST_CALL_SECONDS
from liveo.store.imports import ROW_SCHEMA, read_call_file, write_liveo_csv
from liveo.store.imports.records import DIRECTIONS, KINDS
from tests.store.imports.sample_files import KEPT, lines_of, path_of

HEADER = "call_id;started_at;account;caller;dialled;kind;seconds;answered;direction"
CALL = "L-1;2026-03-05T09:12:00+01:00;A001;101;0612345678;voice;61;oui;outbound"
FIRST_MOMENT = datetime(1999, 12, 31, 23, tzinfo=UTC)

_text = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="\ufffd"), max_size=12).map(
    lambda text: pl.Series([text]).str.strip_chars().item()
)
_moment = st.integers(0, 101 * 365 * 86_400 * 1_000_000).map(lambda age: FIRST_MOMENT + timedelta(microseconds=age))
_call = st.fixed_dictionaries(
    {
        "account_code": st.none() | _text.filter(bool),
        "caller": _text,
        "dialled": _text,
        "context": st.none(),
        "started_at": _moment,
        "seconds": st.integers(0, LONGEST_CALL_SECONDS),
        "answered": st.booleans(),
        "kind": st.sampled_from(KINDS),
        "direction": st.sampled_from((None, *DIRECTIONS)),
    }
)


def _frame(calls: list[dict[str, object]]) -> pl.DataFrame:
    rows = [
        {"line": i + 2, "call_key": f"c{i}", **call, "seconds": call["seconds"] if call["answered"] else 0}
        for i, call in enumerate(calls)
    ]
    return pl.DataFrame(rows, schema=ROW_SCHEMA)


@given(st.lists(_call, max_size=8))
def test_what_is_written_is_read_back_the_same(calls: list[dict[str, object]]) -> None:
    rows = _frame(calls)
    parsed = read_call_file(write_liveo_csv(rows), "export.csv")
    assert (parsed.format, parsed.problems) == ("liveo", ())
    assert parsed.rows.equals(rows)


def test_the_header_and_a_line_are_written_as_people_expect() -> None:
    rows = read_call_file(f"{HEADER}\n{CALL}".encode(), "x.csv").rows
    assert write_liveo_csv(rows).decode() == f"{HEADER}\n{CALL}\n"


def test_calls_of_another_format_can_be_written_and_read_back() -> None:
    rows = read_call_file(path_of("asterisk_office.csv"), "Master.csv").rows
    back = read_call_file(write_liveo_csv(rows), "export.csv").rows
    without_context = [name for name in KEPT if name != "context"]
    assert back.select(without_context).equals(rows.select(without_context))


def test_columns_may_stand_in_any_order_and_direction_may_be_missing() -> None:
    parsed = read_call_file(
        b"answered,call_id,seconds,started_at,kind,dialled,caller,account\nnon,L-1,0,2026-03-05T09:12:00Z,sms,3615,101,",
        "x.csv",
    )
    row = parsed.rows.row(0, named=True)
    assert (row["call_key"], row["kind"], row["answered"], row["account_code"]) == ("L-1", "sms", False, None)
    assert row["direction"] is None


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("seconds;", ""), "colonnes manquantes : seconds"),
        (HEADER + ";prix", "colonnes inconnues : prix"),
        (HEADER + ";caller", "colonnes répétées : caller"),
    ],
)
def test_a_header_with_other_columns_is_refused_by_name(header: str, told: str) -> None:
    with pytest.raises(UnreadableFile, match=told):
        read_call_file(f"{header}\n{CALL}".encode(), "x.csv")


def test_a_file_without_header_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="colonnes manquantes"):
        read_call_file(CALL.encode(), "x.csv", "liveo")


def test_a_header_alone_is_a_file_of_no_call() -> None:
    parsed = read_call_file(HEADER.encode(), "x.csv")
    assert (parsed.lines, parsed.rows.height, parsed.problems) == (0, 0, ())


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("oui", True), ("OUI", True), ("true", True), ("1", True), ("non", False), ("false", False), ("0", False)],
)
def test_each_word_for_answered_is_read(answer: str, expected: bool) -> None:
    call = CALL.replace(";oui;", f";{answer};").replace(";61;", ";0;")
    assert read_call_file(f"{HEADER}\n{call}".encode(), "x.csv").rows["answered"].to_list() == [expected]


def test_the_broken_sample_says_line_and_reason() -> None:
    parsed = read_call_file(path_of("liveo_broken.csv"), "x.csv")
    assert parsed.rows["line"].to_list() == [2, 17]
    assert [(found.line, found.reason.value) for found in parsed.problems] == [
        (3, "wrong_field_count"),
        (4, "unreadable_time"),
        (5, "nonexistent_time"),
        (6, "time_out_of_range"),
        (7, "unreadable_duration"),
        (8, "negative_duration"),
        (9, "excessive_duration"),
        (10, "unknown_answer"),
        (11, "billed_unanswered"),
        (12, "unknown_kind"),
        (13, "unknown_direction"),
        (14, "missing_call_key"),
        (15, "duplicate_in_file"),
        (16, "unclosed_quote"),
    ]
    assert parsed.problems[1].text == lines_of("liveo_broken.csv")[3]
    assert parsed.problems[1].detail == "début : « 05/03/2026 09:12 »"


def test_a_doubled_call_with_other_values_says_so() -> None:
    parsed = read_call_file(f"{HEADER}\n{CALL}\n{CALL.replace(';61;', ';62;')}".encode(), "x.csv")
    assert [found.detail for found in parsed.problems] == ["déjà lu à la ligne 2, avec d’autres valeurs"]


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ufffd", "\ue000", "\t"])
def test_an_invisible_sign_in_a_kept_field_is_handed_back(sign: str) -> None:
    parsed = read_call_file(f"{HEADER}\n{CALL.replace('0612', f'06{sign}12')}\n".encode(), "x.csv")
    assert [found.reason.value for found in parsed.problems] == ["control_character"]


def test_thirty_days_are_the_longest_call() -> None:
    assert read_call_file(f"{HEADER}\n{CALL.replace(';61;', ';2592000;')}".encode(), "x.csv").rows.height == 1
