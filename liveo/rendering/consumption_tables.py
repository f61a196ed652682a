"""Consumption as tables with French columns, for a page and for a spreadsheet: the same rows, the same names.

A name in a file for a spreadsheet never begins as a formula would; money keeps all its decimals there.
"""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, Final

import polars as pl
from babel import Locale

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import CallKind
from liveo.core.money import MICROS_PER_EURO, micros, round_cents, round_half_up_int
from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.french import duration, micro_euros, weekday_name
from liveo.rendering.labels import DIRECTIONS

BOM: Final = b"\xef\xbb\xbf"
"""Without it, a spreadsheet takes UTF-8 for something else."""

HIDDEN: Final = "•"
_COUNTRIES: Final = Locale("fr").territories
_FORMULA: Final = r"^([=+\-@\t\r\n＝＋－＠])"
_CENTS: Final = pl.Decimal(18, 2)
DIRECTION_NAMES: Final = pl.col("direction").replace_strict(DIRECTIONS)
TRAFFIC_NAMES: Final = pl.col("destination").replace_strict({code: rule.label for code, rule in TRAFFIC.items()})
COST: Final = (pl.col("amount_micros").cast(pl.Decimal(24, 6)) / MICROS_PER_EURO).alias("Coût HT (€)")


def phone(masked: str) -> str:
    """Write a masked number as people write it: "+3361234••••" is "06 12 34 •• ••", others stay international.

    Overseas departments count as France: they are dialled with a leading zero too. An empty number is a dash.
    """
    national = re.sub(r"^\+(33|262|590|594|596)(?=.{9}$)", "0", masked)
    if not national.startswith("0"):
        return national or "—"
    return " ".join(national[i : i + 2] for i in range(0, len(national), 2))


def country(code: str | None) -> str:
    """Return the French name of a country of two letters: "Maroc"; an unknown one stays as it is."""
    return str(_COUNTRIES.get(code, code)) if code else ""


def ranking_table(
    frame: pl.DataFrame,
    before: pl.DataFrame | None,
    key: str,
    title: str,
    name: Callable[[object], str],
    *,
    whole: int | None = None,
) -> pl.DataFrame:
    """Return one row per value of ``key``, in the order given: its name under ``title``, then what it counts.

    "Coût HT" and "Écart HT", its difference from ``before``, are euros rounded to the cent for reading; "Part" is a
    part of 1, of ``whole``, the cost of all values where the frame holds the first only. Without ``before`` there is no
    "Écart HT".
    """
    total = frame["amount_micros"].sum() if whole is None else whole
    same = None if before is None else before.filter(pl.col(key).is_in(frame[key].implode()))
    earlier = dict(same.select(key, "amount_micros").iter_rows()) if same is not None else {}
    costs = dict(frame.select(key, "amount_micros").iter_rows())
    table = pl.DataFrame(
        {
            title: [name(value) for value in costs],
            "Coût HT": [round_cents(micros(cost)) for cost in costs.values()],
            "Écart HT": [round_cents(micros(cost - earlier.get(value, 0))) for value, cost in costs.items()],
            "Appels": frame["calls"],
            "Part": [cost / total if total else 0.0 for cost in costs.values()],
            "Sans réponse": frame["calls"] - frame["answered"],
            "Minutes": [round_half_up_int(seconds, 60) for seconds in frame["seconds"]],
        },
        schema_overrides={title: pl.String, "Coût HT": _CENTS, "Écart HT": _CENTS, "Part": pl.Float64},
    )
    return table if before is not None else table.drop("Écart HT")


def changes_table(frame: pl.DataFrame, key: str, name: Callable[[Any], str]) -> pl.DataFrame:
    """Return one row per part of a change of cost, in the order given: what it cost before and after, and its calls."""
    return pl.DataFrame(
        {
            "Ce qui a changé": [name(value) for value in frame[key]],
            "Avant": [round_cents(micros(cost)) for cost in frame["before"]],
            "Après": [round_cents(micros(cost)) for cost in frame["after"]],
            "Écart HT": [round_cents(micros(cost)) for cost in frame["change"]],
            "Appels avant": frame["calls_before"],
            "Appels après": frame["calls_after"],
        },
        schema_overrides={"Ce qui a changé": pl.String, **dict.fromkeys(("Avant", "Après", "Écart HT"), _CENTS)},
    )


def cross_table(
    frame: pl.DataFrame,
    rows: Mapping[str, str],
    places: Mapping[str, str],
    column: str,
    written: Callable[[int], object],
) -> pl.DataFrame:
    """Return one row per entity and a column per destination that has calls, holding one count in words."""
    found = {
        (entity, place): value for entity, place, value in frame.select("entity", "destination", column).iter_rows()
    }
    called = [code for code in places if any(code == place for _, place in found)]
    columns = {places[code]: [str(written(found.get((row, code), 0))) for row in rows] for code in called}
    return pl.DataFrame({"Entité": list(rows.values()), **columns}, schema_overrides={"Entité": pl.String})


def week_table(frame: pl.DataFrame, column: str, written: Callable[[int], object]) -> pl.DataFrame:
    """Return one row per hour and a column per weekday, holding one count in words."""
    found = {(hour, day): value for day, hour, value in frame.select("weekday", "hour", column).iter_rows()}
    hours = range(24)
    days = {weekday_name(day): [str(written(found.get((hour, day + 1), 0))) for hour in hours] for day in range(7)}
    return pl.DataFrame({"Heure": [f"{hour} h" for hour in hours], **days})


def calls_table(
    calls: pl.DataFrame, subjects: Mapping[SubjectId, str], entities: Mapping[EntityId, str]
) -> pl.DataFrame:
    """Return calls as people read them, every cell in words; columns as of a page of calls."""
    return pl.DataFrame(
        {
            "Date": calls["started_at"].dt.to_string("%d/%m/%Y %H:%M"),
            "Compte": named(calls["subject_id"], subjects),
            "Entité": named(calls["entity_id"], entities),
            "Sens": calls.select(DIRECTION_NAMES).to_series(),
            "Numéro": [phone(number) for number in calls["number"]],
            "Destination": [_where(*place) for place in calls.select("destination", "country").iter_rows()],
            "Durée": [_how_long(*talk) for talk in calls.select("kind", "answered", "seconds").iter_rows()],
            "Coût HT": [micro_euros(amount) for amount in calls["amount_micros"]],
        }
    )


def calls_lines(
    calls: pl.DataFrame, subjects: Mapping[SubjectId, str], entities: Mapping[EntityId, str]
) -> pl.DataFrame:
    """Return calls for a spreadsheet: one line per call, numbers masked, seconds and exact euros as numbers."""
    return calls.select(
        pl.col("started_at").dt.to_string("%d/%m/%Y").alias("Date"),
        pl.col("started_at").dt.to_string("%H:%M:%S").alias("Heure"),
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


def daily_lines(days: pl.DataFrame, entities: Mapping[EntityId, str]) -> pl.DataFrame:
    """Return consumption for a spreadsheet: one line per day, entity and destination."""
    return days.select(
        pl.col("day").dt.to_string("%d/%m/%Y").alias("Jour"),
        named(days["entity_id"], entities).alias("Entité"),
        TRAFFIC_NAMES.alias("Destination"),
        pl.col("calls").alias("Appels"),
        pl.col("answered").alias("Répondus"),
        pl.col("seconds").alias("Durée (s)"),
        COST,
    )


def spreadsheet(frame: pl.DataFrame) -> bytes:
    """Return a frame as a CSV that a French spreadsheet opens: BOM, semicolons, decimal comma, no formula."""
    return BOM + spreadsheet_lines(frame)


def spreadsheet_lines(frame: pl.DataFrame, *, header: bool = True) -> bytes:
    """Return the lines of such a CSV, without the mark that begins a file."""
    guarded = frame.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'${1}"))
    written = BytesIO()
    guarded.write_csv(written, include_header=header, separator=";", decimal_comma=True, line_terminator="\r\n")
    return written.getvalue()


def countries_named(calls: pl.DataFrame) -> pl.Series:
    """Return the French name of the country of each call; empty without one."""
    codes = {code: country(code) for code in calls["country"].unique() if code}
    return calls["country"].replace_strict(codes, default="", return_dtype=pl.String)


def numbers_written(calls: pl.DataFrame) -> pl.Series:
    """Return the number of each call as people dial it: no cell begins with a plus, as a formula would."""
    numbers = {number: _without_plus(phone(number)) for number in calls["number"].unique()}
    return calls["number"].replace_strict(numbers, return_dtype=pl.String)


def named(ids: pl.Series, names: Mapping[Any, str]) -> pl.Series:
    """Return the name of each id; one that is gone stays visible as its number."""
    known = {number: names.get(number, f"n° {number}") for number in ids.unique()}
    return ids.replace_strict(known, return_dtype=pl.String)


def _without_plus(number: str) -> str:
    """Write an international number as it is dialled: a cell that begins with a plus would be a formula."""
    return f"00{number[1:]}" if number.startswith("+") else number


def _how_long(kind: str, answered: bool, seconds: int) -> str:
    if kind == CallKind.SMS:
        return "SMS"
    return duration(seconds) if answered else "Sans réponse"


def _where(traffic: str, code: str | None) -> str:
    """Name where a call went, with the country where the destination does not say it: "International Fixe, Suisse"."""
    name = TRAFFIC[traffic].label
    return f"{name}, {country(code)}" if code not in (None, "", "FR") else name
