"""What all charts share: colours that stay with their meaning, French separators, and texts that cannot be markup.

No text colour and no background is set: the page's theme gives them, in light and in dark. Each colour has a
contrast of 3:1 at least with both backgrounds and stays apart from the others for colour-blind eyes.
"""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
import polars as pl
from numpy.typing import NDArray

from liveo.core.destinations import Destination
from liveo.core.money import micros, round_cents
from liveo.rendering.french import THOUSANDS, euros

PALETTE = (
    "#0072b2",
    "#009e73",
    "#d55e00",
    "#a53e88",
    "#825c47",
    "#878cb4",
    "#bf74f2",
    "#7f61e4",
    "#d87183",
    "#c1291b",
)
COLOURS: Mapping[str, str] = dict(zip(Destination, PALETTE, strict=False))
"""The colour of each destination, the same on every chart."""

NEUTRAL = "#7d8794"
ACCENT = PALETTE[0]
FAINT_ACCENT = "rgba(0,114,178,0.28)"
GRID = "rgba(128,128,128,0.25)"
CLEAR = "rgba(0,0,0,0)"
SEPARATORS = f",{THOUSANDS}"
FONT = {"family": "'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"}
"""Of the machine, not of the page: a chart saved as a picture has no other, and its texts must keep their room."""

EURO_TICKS: Mapping[str, str] = {"tickformat": ",.2~f", "ticksuffix": " €"}
COUNT_TICKS: Mapping[str, str] = {"tickformat": ",.0f"}
MINUTE_TICKS: Mapping[str, str] = {"tickformat": ",.0f", "ticksuffix": " min"}

HOVER = "%{customdata[1]}<extra></extra>"
ROW_HEIGHT, FRAME_HEIGHT = 38, 70
ROOM_FOR_TEXT = 1.22
LONGEST_NAME = 36

_AXIS = {"automargin": True, "gridcolor": GRID, "zerolinecolor": GRID, "title": None}
TEMPLATE = go.layout.Template(
    layout={
        "colorway": PALETTE,
        "separators": SEPARATORS,
        "margin": {"t": 10, "r": 10, "b": 10, "l": 10},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "bargap": 0.25,
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {
            "orientation": "h",
            "traceorder": "normal",
            "yanchor": "bottom",
            "y": 1.0,
            "xanchor": "left",
            "x": 0,
        },
    }
)

Texts = NDArray[np.object_]
Numbers = NDArray[np.float64]


def figure(traces: Sequence[Any], **layout: Any) -> go.Figure:
    """Return a figure in the shared style; separators and background are set on it too, since pages bring their own."""
    return go.Figure(
        data=list(traces),
        layout={
            "template": TEMPLATE,
            "separators": SEPARATORS,
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {"t": 10, "r": 10, "b": 10, "l": 10},
            "font": FONT,
            **layout,
        },
    )


def verbatim(text: object) -> str:
    """Return a text that plotly shows as it is: no tag, no formula, no template."""
    return html.escape(str(text), quote=False).replace("$", "&#36;").replace("%{", "%&#123;")


def hover(title: str, *rows: str) -> str:
    """Return a hover text of our own making; title and rows are escaped."""
    return "<br>".join([f"<b>{verbatim(title)}</b>", *map(verbatim, rows)])


def texts(values: Sequence[str]) -> Texts:
    """Return texts as plotly takes them fastest."""
    return np.array(values, dtype=object)


def columns(*values: Sequence[str]) -> Texts:
    """Return several columns of texts, for ``customdata``."""
    return np.array(list(zip(*values, strict=True)), dtype=object).reshape(-1, len(values))


def amounts(column: pl.Series) -> Numbers:
    """Return euros as numbers to draw with; what is read is always made from the exact ones."""
    return column.cast(pl.Float64).to_numpy()


def micro_amounts(column: pl.Series) -> Numbers:
    """Return millionths of a euro as euros to draw with."""
    return column.cast(pl.Float64).to_numpy() / 1_000_000


def cents_of(amount_micros: int) -> str:
    """Write millionths of a euro as cents, rounded once."""
    return euros(round_cents(micros(amount_micros)))


def bars(lengths: Numbers, data: Texts, colour: str | list[str], **more: object) -> go.Bar:
    """Return horizontal bars, one for each row, known by their place: two rows may bear the same name."""
    return go.Bar(
        orientation="h",
        x=lengths,
        y=np.arange(len(lengths)),
        marker_color=colour,
        customdata=data,
        hovertemplate=HOVER,
        textposition="outside",
        cliponaxis=False,
        **more,
    )


def horizontal(
    traces: list[go.Bar],
    names: Iterable[str],
    lengths: Numbers,
    ticks: Mapping[str, str],
    *,
    rows_each: float = 1.0,
    **layout: object,
) -> go.Figure:
    """Return horizontal bars, the first row on top, as high as their number needs, with room for a text at the end."""
    labels = [verbatim(_shortened(name)) for name in names]
    return figure(
        traces,
        height=int(FRAME_HEIGHT + ROW_HEIGHT * rows_each * len(labels)),
        xaxis={**ticks, "range": _reach(lengths)},
        yaxis={
            "autorange": "reversed",
            "tickmode": "array",
            "tickvals": np.arange(len(labels)),
            "ticktext": labels,
            "showgrid": False,
        },
        **layout,
    )


def _reach(lengths: Numbers) -> list[float]:
    """Return where an axis starts and ends so that the text after the longest bar fits."""
    lowest, highest = float(lengths.min(initial=0.0)), float(lengths.max(initial=0.0))
    return [lowest * ROOM_FOR_TEXT, highest * ROOM_FOR_TEXT or 1.0]


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
