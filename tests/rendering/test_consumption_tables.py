"""Consumption as tables and files: French names, masked numbers, exact money, and no formula in a spreadsheet."""

import csv
from datetime import datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.rendering.consumption_tables import (
    calls_lines,
    calls_table,
    country,
    daily_lines,
    phone,
    ranking_table,
    spreadsheet,
    week_table,
)

PARIS = ZoneInfo("Europe/Paris")
SUBJECTS = {SubjectId(11): "201 · Alice", SubjectId(12): "=cmd|' /C calc'!A0"}
ENTITIES = {EntityId(0): "Sans entité", EntityId(101): "+Siège"}
CALLS = pl.DataFrame(
    {
        "started_at": [datetime(2026, 10, 5, 9, 3, 7, tzinfo=PARIS), datetime(2026, 12, 5, 9, 3, 7, tzinfo=PARIS)],
        "subject_id": [11, 12],
        "entity_id": [101, 0],
        "direction": ["outbound", "inbound"],
        "kind": ["voice", "voice"],
        "destination": ["international_fixed", "inbound"],
        "country": ["BE", None],
        "number": ["+32255500••••", "+3361234••••"],
        "answered": [True, False],
        "seconds": [3_725, 0],
        "amount_micros": [1_234_567, 0],
    }
)


def lines(content: bytes) -> list[list[str]]:
    """Return the cells of a file for a spreadsheet."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("masked", "written"),
    [
        ("+3361234••••", "06 12 34 •• ••"),
        ("+26269212••••", "06 92 12 •• ••"),
        ("+32255500••••", "+32255500••••"),
        ("+441632960••••", "+441632960••••"),
        ("0044163296••••", "00 44 16 32 96 •• ••"),
        ("11••••", "11••••"),
        ("••••", "••••"),
        ("4123", "4123"),
        ("", "—"),
    ],
)
def test_numbers_are_written_as_people_write_them(masked: str, written: str) -> None:
    assert phone(masked) == written


def test_countries_have_french_names() -> None:
    assert [country(code) for code in ("MA", "DE", "ZZZ", None, "")] == ["Maroc", "Allemagne", "ZZZ", "", ""]


def test_a_page_of_calls_is_all_words() -> None:
    table = calls_table(CALLS, SUBJECTS, ENTITIES)
    first = [str(cell).replace("\xa0", " ") for cell in table.row(0)]
    assert first == [
        "05/10/2026 09:03",
        "201 · Alice",
        "+Siège",
        "Sortant",
        "+32255500••••",
        "International Fixe, Belgique",
        "1 h 02 min",
        "1,234567 €",
    ]
    assert table.row(1)[4:7] == ("06 12 34 •• ••", "Appels entrants", "Sans réponse")


def test_an_sms_has_no_duration() -> None:
    table = calls_table(CALLS.with_columns(kind=pl.lit("sms")), SUBJECTS, ENTITIES)
    assert table["Durée"].to_list() == ["SMS", "SMS"]


def test_calls_are_exported_with_exact_money_a_decimal_comma_and_no_formula() -> None:
    content = spreadsheet(calls_lines(CALLS, SUBJECTS, ENTITIES))
    assert content.startswith(b"\xef\xbb\xbf")
    header, first, second = lines(content)
    assert header[-3:] == ["Répondu", "Durée (s)", "Coût HT (€)"]
    assert first == [
        "05/10/2026", "09:03:07", "201 · Alice", "'+Siège", "Sortant", "International Fixe", "Belgique",
        "0032255500••••", "oui", "3725", "1,234567",
    ]  # fmt: skip
    assert second[2].startswith("'=cmd")
    assert second[5:] == ["Appels entrants", "", "06 12 34 •• ••", "non", "0", "0,000000"]


def test_days_are_exported_with_their_entities() -> None:
    days = pl.DataFrame(
        {
            "day": [datetime(2026, 10, 5).date()],  # noqa: DTZ001
            "entity_id": [0],
            "destination": ["sms_france"],
            "calls": [3],
            "answered": [3],
            "seconds": [0],
            "amount_micros": [135_000],
        }
    )
    assert lines(spreadsheet(daily_lines(days, ENTITIES)))[1] == [
        "05/10/2026",
        "Sans entité",
        "SMS France",
        "3",
        "3",
        "0",
        "0,135000",
    ]


def test_an_export_without_a_line_keeps_its_header() -> None:
    assert len(lines(spreadsheet(calls_lines(CALLS.clear(), SUBJECTS, ENTITIES)))) == 1


@given(st.text(max_size=20))
def test_no_cell_of_text_begins_as_a_formula(text: str) -> None:
    content = spreadsheet(pl.DataFrame({"nom": [text]})).decode("utf-8-sig")
    cell = content.removeprefix("nom\r\n").removeprefix('"')
    assert not cell.startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))


def test_a_ranking_shows_cost_difference_and_share() -> None:
    counts = {"calls": [4, 2], "answered": [3, 2], "seconds": [90, 30], "amount_micros": [3_004_999, 1_000_000]}
    frame = pl.DataFrame({"entity_id": [101, 0], **counts})
    before = pl.DataFrame({"entity_id": [101], "amount_micros": [4_000_000]})
    table = ranking_table(frame, before, "entity_id", "Entité", lambda number: ENTITIES[number])
    assert table["Entité"].to_list() == ["+Siège", "Sans entité"]
    assert table["Coût HT"].to_list() == [Decimal("3.00"), Decimal("1.00")]
    assert table["Écart HT"].to_list() == [Decimal("-1.00"), Decimal("1.00")]
    assert table["Sans réponse"].to_list() == [1, 0]
    assert table["Minutes"].to_list() == [2, 1]
    assert abs(table["Part"].sum() - 1) < 1e-9


def test_a_ranking_that_compares_nothing_shows_no_difference_and_free_calls_share_nothing() -> None:
    frame = pl.DataFrame({"key": ["a"], "calls": [1], "answered": [1], "seconds": [1], "amount_micros": [0]})
    table = ranking_table(frame, None, "key", "Clé", str)
    assert "Écart HT" not in table.columns
    assert table["Part"].to_list() == [0.0]


def test_an_empty_ranking_is_an_empty_table() -> None:
    frame = pl.DataFrame(
        schema={"key": pl.String, **dict.fromkeys(("calls", "answered", "seconds", "amount_micros"), pl.Int64)}
    )
    assert ranking_table(frame, frame, "key", "Clé", str).height == 0


def test_the_week_as_a_table_has_a_line_per_hour_and_a_column_per_day() -> None:
    table = week_table(pl.DataFrame({"weekday": [7], "hour": [23], "calls": [5]}), "calls", str)
    assert table.columns == ["Heure", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
    assert (table.height, table["dimanche"][23], table["lundi"][0]) == (24, "5", "0")
