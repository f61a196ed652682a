"""Files of calls hold real values, text that stays text, and the sentence of their filters."""

from datetime import datetime
from io import BytesIO

import polars as pl
import pytest
from openpyxl import load_workbook

from liveo.rendering import consumption_files
from liveo.rendering.consumption_files import TooManyRows, calls_frame, csv, excel, parquet
from tests.rendering.test_consumption_tables import CALLS, ENTITIES, SUBJECTS

SAID = ["Appels sortants d'octobre 2026.", "=1+1"]


def test_a_name_that_begins_like_a_formula_is_text_in_excel() -> None:
    hostile = dict.fromkeys(SUBJECTS, '=HYPERLINK("http://x")')
    book = load_workbook(BytesIO(excel([calls_frame(CALLS, hostile, ENTITIES)], "Appels", SAID)))
    cells = [cell for row in book["Appels"].iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells if str(cell.value).startswith("=")} == {"s"}
    assert [row[0] for row in book["Filtres"].iter_rows(values_only=True)] == SAID
    assert book["Filtres"]["A2"].data_type == "s"


def test_excel_holds_dates_counts_and_exact_euros() -> None:
    frame = calls_frame(CALLS, SUBJECTS, ENTITIES)
    book = load_workbook(BytesIO(excel([frame], "Appels", SAID)))
    header, *rows = book["Appels"].iter_rows(values_only=True)
    assert header == tuple(frame.columns)
    for row, told in zip(rows, frame.iter_rows(), strict=True):
        assert isinstance(row[0], datetime)
        assert row[0] == told[0].replace(microsecond=0)
        assert (row[-2], row[-1]) == (told[-2], pytest.approx(float(told[-1]), abs=1e-9))
    assert book["Appels"].column_dimensions["A"].width > 15


def test_parquet_keeps_types_and_says_what_it_is() -> None:
    frame = calls_frame(CALLS, SUBJECTS, ENTITIES)
    content = BytesIO(parquet([frame], SAID))
    assert pl.read_parquet(content).equals(frame)
    assert pl.read_parquet_metadata(content)["filtres"] == "\n".join(SAID)


def test_a_sheet_that_cannot_hold_the_rows_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumption_files, "MOST_ROWS", 1)
    with pytest.raises(TooManyRows, match="CSV ou Parquet"):
        excel([calls_frame(CALLS, SUBJECTS, ENTITIES)] * 2, "Appels", SAID)


def test_no_calls_make_an_empty_sheet() -> None:
    book = load_workbook(BytesIO(excel([calls_frame(CALLS.clear(), SUBJECTS, ENTITIES)], "Appels", SAID)))
    assert book["Appels"].max_row == 1


def test_parts_make_one_file_of_each_kind() -> None:
    whole = calls_frame(CALLS, SUBJECTS, ENTITIES)
    parts = [whole.head(1), whole.clear(), whole.slice(1)]
    assert pl.read_parquet(BytesIO(parquet(parts, SAID))).equals(whole)
    assert csv(parts, SAID) == csv([whole], SAID)
    rows = [list(load_workbook(BytesIO(excel(found, "Appels", SAID)))["Appels"].values) for found in (parts, [whole])]
    assert rows[0] == rows[1]


def test_a_csv_says_what_it_is_before_its_header() -> None:
    text = csv([pl.DataFrame({"nom": ["=1"]})], ["Appels ; comparés", "Données"]).decode("utf-8-sig")
    assert text.split("\r\n") == ["# Appels , comparés", "# Données", "nom", "'=1", ""]
