"""Consumption as files for other programs: Excel with real dates and numbers, Parquet; each says what it holds.

A file never holds more than the page shows: numbers come masked, and the sentence of the filters goes with them.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

import polars as pl
from xlsxwriter import Workbook

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.errors import LiveoError
from liveo.rendering.consumption_tables import (
    COST,
    DIRECTION_NAMES,
    TRAFFIC_NAMES,
    countries_named,
    named,
    numbers_written,
)
from liveo.rendering.french import number

MOST_ROWS: Final = 1_000_000
"""An Excel sheet ends at 1 048 576 rows."""

_WIDEST, _MARGIN = 60, 2
_FORMATS: Final[Mapping[type[pl.DataType], str]] = {
    pl.Datetime: "dd/mm/yyyy hh:mm:ss",
    pl.Date: "dd/mm/yyyy",
    pl.Decimal: "#,##0.00####",
    pl.Int64: "#,##0",
}


class TooManyRows(LiveoError):
    """A sheet cannot hold so many rows."""


def calls_frame(
    calls: pl.DataFrame, subjects: Mapping[SubjectId, str], entities: Mapping[EntityId, str]
) -> pl.DataFrame:
    """Return one row per call, as the page lists them: Paris time, names, seconds, exact euros before tax."""
    return calls.select(
        pl.col("started_at").dt.replace_time_zone(None).dt.cast_time_unit("ms").alias("Début"),
        named(calls["subject_id"], subjects).alias("Compte"),
        named(calls["entity_id"], entities).alias("Entité"),
        DIRECTION_NAMES.alias("Sens"),
        TRAFFIC_NAMES.alias("Destination"),
        countries_named(calls).alias("Pays"),
        numbers_written(calls).alias("Numéro"),
        pl.when("answered").then(pl.lit("oui")).otherwise(pl.lit("non")).alias("Répondu"),
        pl.col("seconds").alias("Durée (s)"),
        COST,
    )


def daily_frame(days: pl.DataFrame, entities: Mapping[EntityId, str]) -> pl.DataFrame:
    """Return one row per day, entity and destination: counts, seconds, exact euros before tax."""
    return days.select(
        pl.col("day").alias("Jour"),
        named(days["entity_id"], entities).alias("Entité"),
        TRAFFIC_NAMES.alias("Destination"),
        pl.col("calls").alias("Appels"),
        pl.col("answered").alias("Répondus"),
        pl.col("seconds").alias("Durée (s)"),
        COST,
    )


def excel(frame: pl.DataFrame, sheet: str, said: Sequence[str]) -> bytes:
    """Return a workbook: a sheet with the rows, real dates and numbers, and « Filtres » with what they are.

    Text stays text, whatever it begins with. Raises TooManyRows for more than MOST_ROWS.
    """
    if frame.height > MOST_ROWS:
        raise TooManyRows(
            f"Une feuille Excel ne peut pas contenir ces {number(frame.height)} lignes : restreignez la période, ou "
            "prenez le fichier CSV ou Parquet."
        )
    written = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(written, options) as book:
        rows = book.add_worksheet(sheet)
        head = book.add_format({"bold": True, "bottom": 1})
        for place, (name, kind) in enumerate(frame.schema.items()):
            column, form = frame[name], _FORMATS.get(type(kind))
            style = book.add_format({"num_format": form}) if form else None
            rows.set_column(place, place, _width(name, column), style)
            rows.write_string(0, place, name, head)
            rows.write_column(1, place, column.to_list(), style)
        rows.freeze_panes(1, 0)
        rows.autofilter(0, 0, frame.height, frame.width - 1)
        filters = book.add_worksheet("Filtres")
        filters.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
        for line, sentence in enumerate(said):
            filters.write_string(line, 0, sentence)
    return written.getvalue()


def parquet(frame: pl.DataFrame, said: Sequence[str]) -> bytes:
    """Return a Parquet file whose metadata say, under « filtres », what its rows are."""
    written = BytesIO()
    frame.write_parquet(written, metadata={"filtres": "\n".join(said)})
    return written.getvalue()


def _width(name: str, column: pl.Series) -> int:
    longest = max(column.cast(pl.String).str.len_chars().to_list(), default=0)
    return min(_WIDEST, max(len(name), longest) + _MARGIN)
