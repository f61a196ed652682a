"""Consumption as files for other programs: Excel with real dates and numbers, Parquet; each says what it holds.

A file never holds more than the page shows: numbers come masked, and the sentence of the filters goes with them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, Final

import polars as pl
from xlsxwriter import Workbook

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.errors import LiveoError
from liveo.rendering.consumption_tables import (
    BOM,
    COST,
    DIRECTION_NAMES,
    TRAFFIC_NAMES,
    countries_named,
    named,
    numbers_written,
    spreadsheet_lines,
)

MOST_ROWS: Final = 1_000_000
"""An Excel sheet ends at 1 048 576 rows."""

_WIDEST, _MARGIN = 60, 2
_FORMATS: Final[Mapping[type[pl.DataType], str]] = {
    pl.Datetime: "dd/mm/yyyy hh:mm:ss",
    pl.Date: "dd/mm/yyyy",
    pl.Decimal: "#,##0.00####",
    pl.Int64: "#,##0",
}


Parts = Iterable[pl.DataFrame]
"""The rows of a file, a frame after another, all of the same columns; one at least, which may hold no row."""


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


def csv(parts: Parts, said: Sequence[str]) -> bytes:
    """Return a CSV for a French spreadsheet: what it is in lines that begin with "#", the header, the rows."""
    written = BytesIO()
    written.write(BOM)
    for sentence in said:
        written.write(f"# {sentence.replace(';', ',')}\r\n".encode())
    for place, frame in enumerate(parts):
        written.write(spreadsheet_lines(frame, header=not place))
    return written.getvalue()


def excel(parts: Parts, sheet: str, said: Sequence[str]) -> bytes:
    """Return a workbook: a sheet with the rows, real dates and numbers, and « Filtres » with what they are.

    Text stays text, whatever it begins with. Rows go to the disk as they come. Raises TooManyRows for more than
    MOST_ROWS.
    """
    written = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(written, {**options, "strings_to_numbers": False}) as book:
        rows, filters = book.add_worksheet(sheet), book.add_worksheet("Filtres")
        filters.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
        for line, sentence in enumerate(said):
            filters.write_string(line, 0, sentence)
        head, line = book.add_format({"bold": True, "bottom": 1}), 0
        styles: list[Any] = []
        for frame in parts:
            if not line:
                styles = [_style(book, kind) for kind in frame.dtypes]
                for place, (name, style) in enumerate(zip(frame.columns, styles, strict=True)):
                    rows.set_column(place, place, _width(name, frame[name]), style)
                    rows.write_string(0, place, name, head)
                rows.freeze_panes(1, 0)
            if line + frame.height > MOST_ROWS:
                raise TooManyRows(
                    "Une feuille Excel ne peut pas contenir autant de lignes : restreignez la période, ou prenez le "
                    "fichier CSV ou Parquet."
                )
            _write_rows(rows, max(1, line + 1), frame, styles)
            line += frame.height
            rows.autofilter(0, 0, max(1, line), frame.width - 1)
    return written.getvalue()


def parquet(parts: Parts, said: Sequence[str]) -> bytes:
    """Return a Parquet file whose metadata say, under « filtres », what its rows are."""
    written = BytesIO()
    pl.concat(parts).write_parquet(written, metadata={"filtres": "\n".join(said)})
    return written.getvalue()


def _write_rows(rows: Any, first: int, frame: pl.DataFrame, styles: Sequence[Any]) -> None:
    writers = [_writer(rows, kind) for kind in frame.dtypes]
    for line, values in enumerate(frame.iter_rows(), first):
        for place, (write, value, style) in enumerate(zip(writers, values, styles, strict=True)):
            if value is not None:
                write(line, place, value, style)


def _writer(rows: Any, kind: pl.DataType) -> Callable[..., object]:
    """Return how a column is written: its type is known, so that no cell is looked at twice."""
    if isinstance(kind, pl.Datetime | pl.Date):
        return rows.write_datetime  # type: ignore[no-any-return]
    return rows.write_string if isinstance(kind, pl.String) else rows.write_number  # type: ignore[no-any-return]


def _style(book: Any, kind: pl.DataType) -> Any:
    form = _FORMATS.get(type(kind))
    return book.add_format({"num_format": form}) if form else None


def _width(name: str, column: pl.Series) -> int:
    """Wide enough for the rows that come first, which are like those that follow."""
    longest = max(column.cast(pl.String).str.len_chars().to_list(), default=0)
    return min(_WIDEST, max(len(name), longest) + _MARGIN)
