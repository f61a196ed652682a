"""Consumption: by destination, by entity, over time, by hour of the week."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import plotly.graph_objects as go
import polars as pl

from liveo.core.destinations import Destination
from liveo.rendering.charts.style import (
    ACCENT,
    COLOURS,
    COUNT_TICKS,
    EURO_TICKS,
    FRAME_HEIGHT,
    HOVER,
    MINUTE_TICKS,
    Numbers,
    amounts,
    bars,
    cents_of,
    columns,
    figure,
    horizontal,
    hover,
    micro_amounts,
    texts,
)
from liveo.rendering.french import duration, number, plural, weekday_name
from liveo.rendering.labels import CALLS, LABELS, counted_noun


class Measure(StrEnum):
    """What a consumption chart counts."""

    AMOUNT = "amount"
    CALLS = "calls"
    DURATION = "duration"


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """One row of the table of measures: the column, its numbers to draw, its words, the ticks of its axis."""

    column: str
    drawn: Callable[[pl.Series], Numbers]
    words: Callable[[int], str]
    ticks: Mapping[str, str]


MEASURES: Mapping[Measure, MeasureRule] = {
    Measure.AMOUNT: MeasureRule("amount_micros", micro_amounts, cents_of, EURO_TICKS),
    Measure.CALLS: MeasureRule("calls", amounts, number, COUNT_TICKS),
    Measure.DURATION: MeasureRule("seconds", lambda s: amounts(s) / 60, duration, MINUTE_TICKS),
}

IN_ORDER = pl.col("destination").cast(pl.Enum([code.value for code in Destination]))
"""The order of the invoice; a code that is no destination is refused rather than left out of a total."""


def bar_by_destination(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT) -> go.Figure:
    """Draw consumption by destination, in the order of the invoice.

    Columns: ``destination`` (code), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    """
    ordered = frame.sort(IN_ORDER)
    codes = ordered["destination"].to_list()
    names = [LABELS[Destination][code] for code in codes]
    nouns = [counted_noun(Destination(code)) for code in codes]
    return _usage_bars(ordered, measure, codes, names, nouns, [COLOURS[code] for code in codes])


def bar_by_entity(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT) -> go.Figure:
    """Draw consumption by entity.

    Columns: ``code`` and ``entity`` (text), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    """
    codes, names = frame["code"].to_list(), frame["entity"].to_list()
    return _usage_bars(frame, measure, codes, names, [CALLS] * frame.height, ACCENT)


def usage_over_time(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT, *, by_month: bool = False) -> go.Figure:
    """Draw consumption stacked by destination, a bar for each day, or each month given by its first day.

    Columns: ``day`` (Date), ``destination`` (code), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    """
    rule = MEASURES[measure]
    parts = frame.sort(IN_ORDER, "day").partition_by("destination", maintain_order=True)
    traces = [_stacked(part, Destination(part["destination"][0]), rule) for part in parts]
    ticks = {"tickformat": "%m/%Y", "dtick": "M1", "hoverformat": "%m/%Y"} if by_month else {"tickformat": "%d/%m"}
    axis = {"type": "date", "hoverformat": "%d/%m/%Y", "showgrid": False, **ticks}
    return figure(traces, barmode="stack", hovermode="x unified", xaxis=axis, yaxis=dict(rule.ticks))


def busy_hours(frame: pl.DataFrame) -> go.Figure:
    """Draw calls by day of the week and hour; darker means more.

    Columns: ``weekday`` (0 is Monday), ``hour`` (0 to 23), ``calls`` (Int64); absent pairs count as none.
    """
    counts = {(day, hour): calls for day, hour, calls in frame.select("weekday", "hour", "calls").iter_rows()}
    days = [weekday_name(day) for day in range(7)]
    grid = [[counts.get((day, hour), 0) for hour in range(24)] for day in range(7)]
    hovers = [
        [hover(f"{days[day]}, {hour} h à {hour + 1} h", plural(grid[day][hour], "appel")) for hour in range(24)]
        for day in range(7)
    ]
    trace = go.Heatmap(
        x=texts([f"{hour} h" for hour in range(24)]),
        y=texts(days),
        z=grid,
        text=hovers,
        hovertemplate="%{text}<extra></extra>",
        colorscale=[[0, "rgba(0,114,178,0.05)"], [1, ACCENT]],
        showscale=False,
        xgap=2,
        ygap=2,
    )
    hours = {"showgrid": False, "dtick": 2, "tickangle": 0}
    return figure(
        [trace], height=7 * 30 + FRAME_HEIGHT, yaxis={"autorange": "reversed", "showgrid": False}, xaxis=hours
    )


def _usage_bars(
    frame: pl.DataFrame,
    measure: Measure,
    codes: list[str],
    names: list[str],
    nouns: list[tuple[str, str]],
    colour: str | list[str],
) -> go.Figure:
    rule = MEASURES[measure]
    rows = frame.select("calls", "seconds", "amount_micros").iter_rows()
    hovers = [
        hover(name, plural(calls, *noun), duration(seconds), cents_of(amount))
        for name, noun, (calls, seconds, amount) in zip(names, nouns, rows, strict=True)
    ]
    drawn = rule.drawn(frame[rule.column])
    words = texts([rule.words(value) for value in frame[rule.column]])
    trace = bars(drawn, columns(codes, hovers), colour, text=words)
    return horizontal([trace], names, drawn, rule.ticks, showlegend=False)


def _stacked(part: pl.DataFrame, destination: Destination, rule: MeasureRule) -> go.Bar:
    name = LABELS[Destination][destination]
    words = [f"{name} : {rule.words(value)}" for value in part[rule.column]]
    return go.Bar(
        name=name,
        x=part["day"].to_numpy(),
        y=rule.drawn(part[rule.column]),
        marker={"color": COLOURS[destination]},
        customdata=columns([destination.value] * part.height, words),
        hovertemplate=HOVER,
    )
