"""A month as a timeline: a band for each account or resource, a line for each of its options, a column for each day.

Bars are the days billed, in the colour of their option; at the right stands what they owe. A box drawn with the mouse
selects days of rows: ``days_in_box`` and ``rows_in_box`` say which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import plotly.graph_objects as go

from liveo.core.catalogue import OptionCode
from liveo.core.periods import Month, Period
from liveo.rendering.charts.style import CLEAR, GRID, HOVER, PALETTE, columns, figure, hover, texts, verbatim
from liveo.rendering.french import euros, period_words
from liveo.rendering.labels import short_label

OPTION_COLOURS: Mapping[OptionCode, str] = dict(zip(OptionCode, PALETTE, strict=True))
LANE_HEIGHT, BAND_GAP, FRAME = 19, 0.55, 96
ROOM_AT_RIGHT = 8.5
"""Columns of days for the amounts."""

LONGEST = 30


@dataclass(frozen=True, slots=True)
class TimelineLane:
    """One option of a row: its days billed within the month, and what they cost; ``touched`` by what is tried."""

    option: OptionCode
    periods: Sequence[Period]
    amount: Decimal
    touched: bool = False

    @property
    def days(self) -> int:
        """Days billed, each once."""
        return sum(period.days for period in self.periods)


@dataclass(frozen=True, slots=True)
class TimelineBand:
    """One row: who or what it is, and its options, one at least."""

    name: str
    lanes: Sequence[TimelineLane]


def timeline(bands: Sequence[TimelineBand], month: Month, chosen: Period | None = None) -> go.Figure:
    """Draw the days of a month; ``chosen`` days are shaded."""
    tops = _tops(bands)
    placed = [
        (band, lane, top + rank) for band, top in zip(bands, tops, strict=True) for rank, lane in enumerate(band.lanes)
    ]
    heights = [place for *_, place in placed]
    traces = [_days(heights, month), _rules(tops, month), *_bars(placed, month), _amounts(placed, month)]
    lowest = tops[-1] + len(bands[-1].lanes) if bands else 1.0
    return figure(
        traces,
        height=int(FRAME + LANE_HEIGHT * lowest),
        barmode="overlay",
        dragmode="select",
        selectdirection="any",
        xaxis=_day_axis(month),
        yaxis={
            "range": [lowest + 0.3, -0.8],
            "tickmode": "array",
            "tickvals": [top + (len(band.lanes) - 1) / 2 for band, top in zip(bands, tops, strict=True)],
            "ticktext": [verbatim(_short(band.name)) for band in bands],
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
        },
        legend={"orientation": "h", "yanchor": "top", "y": 0, "xanchor": "left", "x": 0, "itemclick": False},
        shapes=[_shade(chosen)] if chosen else [],
    )


def days_in_box(box: Sequence[float], month: Month) -> Period:
    """Return the days of a month whose columns a box meets, one at least; ``box`` are its two ends on the axis."""
    first, last = (min(max(1, int(np.floor(end + 0.5))), month.days) for end in sorted(box))
    return Period(month.first.replace(day=first), date.fromordinal(month.first.toordinal() + last))


def rows_in_box(box: Sequence[float], bands: Sequence[TimelineBand]) -> list[int]:
    """Return which bands a box meets, by their place; ``box`` are its two ends on the axis."""
    first, last = sorted(box)
    return [
        rank
        for rank, (band, top) in enumerate(zip(bands, _tops(bands), strict=True))
        if first < top + len(band.lanes) - 0.5 and last > top - 0.5
    ]


def _tops(bands: Sequence[TimelineBand]) -> list[float]:
    """Return where the first lane of each band stands."""
    tops, place = [], 0.0
    for band in bands:
        tops.append(place)
        place += len(band.lanes) + BAND_GAP
    return tops


def _day_axis(month: Month) -> dict[str, object]:
    days = range(1, month.days + 1)
    return {
        "range": [0.4, month.days + ROOM_AT_RIGHT],
        "tickmode": "array",
        "tickvals": list(days),
        "ticktext": [str(day) for day in days],
        "tickfont": {"size": 10},
        "tickangle": 0,
        "side": "top",
        "fixedrange": True,
        "showgrid": False,
    }


def _days(heights: Sequence[float], month: Month) -> go.Scatter:
    """Draw a faint dot for each day of each lane: a grid to aim at, and something that a box can hold."""
    days = np.arange(1, month.days + 1)
    return go.Scatter(
        x=np.tile(days, len(heights)),
        y=np.repeat(np.array(heights), month.days),
        mode="markers",
        marker={"size": 3, "color": GRID},
        unselected={"marker": {"opacity": 1}},
        hoverinfo="skip",
        showlegend=False,
    )


def _rules(tops: Sequence[float], month: Month) -> go.Scatter:
    """Draw a line between bands; one trace, since shapes are slow to make."""
    ends = np.tile([0.5, month.days + ROOM_AT_RIGHT, np.nan], max(0, len(tops) - 1))
    return go.Scatter(
        x=ends,
        y=np.repeat(np.array(tops[1:], dtype=np.float64) - (1 + BAND_GAP) / 2, 3),
        mode="lines",
        line={"color": GRID, "width": 1},
        hoverinfo="skip",
        showlegend=False,
    )


def _shade(chosen: Period) -> dict[str, object]:
    left, right = _edges(chosen)
    return {
        "type": "rect",
        "xref": "x",
        "yref": "paper",
        "x0": left,
        "x1": right,
        "y0": 0,
        "y1": 1,
        "fillcolor": "rgba(0,114,178,0.14)",
        "line": {"width": 0},
        "layer": "below",
    }


def _bars(placed: Sequence[tuple[TimelineBand, TimelineLane, float]], month: Month) -> list[go.Bar]:
    traces = []
    for option in OptionCode:
        found = [
            (band, lane, place, period)
            for band, lane, place in placed
            if lane.option is option
            for period in lane.periods
        ]
        if not found:
            continue
        edges = [_edges(period) for *_, period in found]
        hovers = [
            hover(band.name, short_label(option), period_words(period), lane_words(lane, month))
            for band, lane, _, period in found
        ]
        traces.append(
            go.Bar(
                orientation="h",
                name=short_label(option),
                y=[place for _, _, place, _ in found],
                base=[left for left, _ in edges],
                x=[right - left for left, right in edges],
                width=0.72,
                marker={
                    "color": OPTION_COLOURS[option],
                    "opacity": [1.0 if lane.touched else 0.55 for _, lane, _, _ in found],
                },
                unselected={"marker": {"opacity": 0.55}},
                customdata=columns([str(option)] * len(found), hovers),
                hovertemplate=HOVER,
            )
        )
    return traces


def _amounts(placed: Sequence[tuple[TimelineBand, TimelineLane, float]], month: Month) -> go.Scatter:
    return go.Scatter(
        x=np.full(len(placed), month.days + 0.9),
        y=np.array([place for *_, place in placed]),
        mode="text",
        text=texts([_bold(lane_words(lane, month), strong=lane.touched) for _, lane, _ in placed]),
        textposition="middle right",
        hoverinfo="skip",
        showlegend=False,
        marker={"color": CLEAR},
        cliponaxis=False,
    )


def lane_words(lane: TimelineLane, month: Month) -> str:
    """Say what a lane owes: "14 j / 30 · 8,68 €"; a dash where it owes nothing."""
    return f"{lane.days}\u00a0j / {month.days} · {euros(lane.amount)}" if lane.periods or lane.amount else "–"


def _bold(text: str, *, strong: bool) -> str:
    return f"<b>{verbatim(text)}</b>" if strong else verbatim(text)


def _edges(period: Period) -> tuple[float, float]:
    """Return where the columns of the first and the last day of a period begin and end."""
    return period.start.day - 0.5, period.start.day - 0.5 + period.days


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
