"""Charts of the consumption page: all that a company's lines carry, inbound and internal calls included.

``chosen`` are the codes that people picked: their marks stay full, the others fade but stay there to be clicked.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.core.destinations import Destination
from liveo.rendering.charts.style import (
    ACCENT,
    COLOURS,
    FRAME_HEIGHT,
    HOVER,
    NEUTRAL,
    PALETTE,
    bars,
    cents_of,
    columns,
    figure,
    horizontal,
    hover,
    texts,
)
from liveo.rendering.charts.usage import MEASURES, Measure, MeasureRule
from liveo.rendering.french import duration, plural, weekday_name
from liveo.rendering.labels import CALLS, LABELS, counted_noun

FADED = 0.3
ROOM_FOR_TEXT = 1.4  # beside another card, with long names on its left, the longest bar still has its amount in sight
# Stated, not left to plotly: a click on bars with texts and without these two ends in an error inside plotly.js.
CLICKED: Mapping[str, object] = {
    "selected": {"marker": {"opacity": 1.0}},
    "unselected": {"marker": {"opacity": FADED}},
}
TIME_HEIGHT = 320
CHOSEN_CELL, HARDLY_SEEN = PALETTE[2], 0.01
HOUR_HEIGHT = 30
MOST_TICKS = 11
FEW_STEPS, WIDEST_BAR = 6, 0.12  # one day alone would fill the chart: each of few bars has a width of its own


@dataclass(frozen=True, slots=True)
class TrafficRule:
    """One row of the table of traffic: its name, its colour on every chart, what it is counted in."""

    label: str
    colour: str
    noun: tuple[str, str] = CALLS


TRAFFIC: Mapping[str, TrafficRule] = {
    **{code.value: TrafficRule(LABELS[Destination][code], COLOURS[code], counted_noun(code)) for code in Destination},
    "outbound": TrafficRule("Numéro non reconnu", NEUTRAL),
    "inbound": TrafficRule("Appels entrants", PALETTE[7]),
    "internal": TrafficRule("Appels internes", PALETTE[8]),
}
"""What a roll-up counts, in the order in which it is shown: destinations as invoiced, then what is free."""

IN_ORDER = pl.col("destination").cast(pl.Enum(list(TRAFFIC)))
"""A code that is in no row is refused rather than left out of a total."""


def bar_by_traffic(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT, chosen: Collection[str] = ()) -> go.Figure:
    """Draw consumption by destination, in the order of the invoice, then free calls.

    Columns: ``destination`` (a code of TRAFFIC), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    """
    ordered = frame.sort(IN_ORDER)
    codes = ordered["destination"].to_list()
    rules = [TRAFFIC[code] for code in codes]
    named = ordered.with_columns(code=pl.col("destination"), label=pl.Series([r.label for r in rules], dtype=pl.String))
    return _bars(named, measure, chosen, [r.noun for r in rules], [r.colour for r in rules])


def bar_by_rank(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT, chosen: Collection[str] = ()) -> go.Figure:
    """Draw consumption of entities or accounts, in the order given.

    Columns: ``code`` and ``label`` (text), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    """
    return _bars(frame, measure, chosen, [CALLS] * frame.height, [ACCENT] * frame.height)


def traffic_over_time(
    frame: pl.DataFrame,
    measure: Measure = Measure.AMOUNT,
    *,
    ticks: Mapping[str, str],
    chosen: Collection[str] = (),
) -> go.Figure:
    """Draw consumption stacked by destination, a bar for each step of time.

    Columns: ``step`` (code of the day or month), ``destination`` (a code of TRAFFIC), ``calls``, ``seconds``,
    ``amount_micros`` (Int64). ``ticks`` are the French names of all steps in order, with or without calls, each once;
    the axis bears their last word.
    """
    rule = MEASURES[measure]
    parts = frame.sort(IN_ORDER, "step").partition_by("destination", maintain_order=True)
    names = list(ticks.values())
    named = names[:: -(-len(names) // MOST_TICKS) or 1]
    axis = {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": names,
        "range": [-0.5, len(names) - 0.5],
        "tickmode": "array",
        "tickvals": named,
        "ticktext": [name.split()[-1] for name in named],
        "showgrid": False,
    }
    width = WIDEST_BAR * len(names) if len(names) < FEW_STEPS else None
    traces = [_stacked(part, TRAFFIC[part["destination"][0]], rule, ticks, width, chosen) for part in parts]
    return figure(
        traces, height=TIME_HEIGHT, barmode="stack", hovermode="x unified", xaxis=axis, yaxis=dict(rule.ticks)
    )


def week_map(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT, chosen: Collection[str] = ()) -> go.Figure:
    """Draw when in the week consumption happens; darker means more. A click gives the hour of the week as text.

    Columns: ``weekday`` (1 is Monday), ``hour`` (0 to 23), ``calls``, ``seconds``, ``amount_micros`` (Int64); absent
    pairs count as none.
    """
    rule = MEASURES[measure]
    cells = {(day, hour): counts for day, hour, *counts in _counts(frame, "weekday", "hour")}
    drawn = dict(zip(cells, rule.drawn(frame[rule.column]).tolist(), strict=True))
    trace = go.Heatmap(
        x=np.arange(24),
        y=np.arange(7),
        z=[[drawn.get((day + 1, hour), 0) for hour in range(24)] for day in range(7)],
        hoverinfo="skip",
        colorscale=[[0, "rgba(0,114,178,0.05)"], [1, ACCENT]],
        showscale=False,
        xgap=2,
        ygap=2,
    )
    hours = {"showgrid": False, "tickangle": 0, "tickvals": np.arange(0, 24, 3)}
    hours["ticktext"] = [f"{hour} h" for hour in range(0, 24, 3)]
    days = {"autorange": "reversed", "showgrid": False, "tickvals": np.arange(7)}
    days["ticktext"] = [weekday_name(day) for day in range(7)]
    height = 7 * HOUR_HEIGHT + FRAME_HEIGHT
    return figure([trace, _cells(cells, chosen)], height=height, yaxis=days, xaxis=hours, showlegend=False)


def _cells(cells: Mapping[tuple[int, int], list[int]], chosen: Collection[str]) -> go.Scatter:
    """Return a mark on each cell, since a heat map itself cannot be clicked: seen only where it is chosen."""
    places = [(day, hour) for day in range(7) for hour in range(24)]
    codes = [str(day * 24 + hour) for day, hour in places]
    words = [_cell(weekday_name(day), hour, cells.get((day + 1, hour), [0, 0, 0])) for day, hour in places]
    return go.Scatter(
        x=[hour for _, hour in places],
        y=[day for day, _ in places],
        mode="markers",
        marker={
            "symbol": "square-open",
            "size": 15,
            "color": CHOSEN_CELL,
            "line": {"width": 3},
            "opacity": [1.0 if code in chosen else HARDLY_SEEN for code in codes],
        },
        selected={"marker": {"opacity": 1.0}},
        unselected={"marker": {"opacity": HARDLY_SEEN}},
        customdata=columns(codes, words),
        hovertemplate=HOVER,
    )


def _bars(
    frame: pl.DataFrame,
    measure: Measure,
    chosen: Collection[str],
    nouns: list[tuple[str, str]],
    colours: list[str],
) -> go.Figure:
    rule = MEASURES[measure]
    codes, names = frame["code"].to_list(), frame["label"].to_list()
    hovers = [
        hover(name, plural(calls, *noun), duration(seconds), cents_of(amount))
        for name, noun, (calls, seconds, amount) in zip(names, nouns, _counts(frame), strict=True)
    ]
    drawn = rule.drawn(frame[rule.column])
    trace = bars(
        drawn,
        columns(codes, hovers),
        colours,
        text=texts([rule.words(value) for value in frame[rule.column]]),
        marker_opacity=[1.0 if not chosen or code in chosen else FADED for code in codes],
        **CLICKED,
    )
    made = horizontal([trace], names, drawn, rule.ticks, showlegend=False)
    return made.update_xaxes(range=[0.0, float(drawn.max(initial=0.0)) * ROOM_FOR_TEXT or 1.0])


def _stacked(
    part: pl.DataFrame,
    traffic: TrafficRule,
    rule: MeasureRule,
    ticks: Mapping[str, str],
    width: float | None,
    chosen: Collection[str],
) -> go.Bar:
    steps = part["step"].to_list()
    words = [f"{traffic.label} : {rule.words(value)}" for value in part[rule.column]]
    return go.Bar(
        name=traffic.label,
        x=texts([ticks[step] for step in steps]),
        y=rule.drawn(part[rule.column]),
        width=width,
        marker={
            "color": traffic.colour,
            "opacity": [1.0 if not chosen or step in chosen else FADED for step in steps],
        },
        customdata=columns(steps, words),
        hovertemplate=HOVER,
        **CLICKED,
    )


def _counts(frame: pl.DataFrame, *before: str) -> list[tuple[int, ...]]:
    return frame.select(*before, "calls", "seconds", "amount_micros").rows()


def _cell(day: str, hour: int, counts: list[int]) -> str:
    calls, seconds, amount = counts
    return hover(f"{day}, {hour} h à {hour + 1} h", plural(calls, *CALLS), duration(seconds), cents_of(amount))
