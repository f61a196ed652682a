"""The budget of a period: what is spent day after day, what is expected, and the budget that it goes against."""

import plotly.graph_objects as go
import polars as pl

from liveo.rendering.charts.style import ACCENT, EURO_TICKS, HOVER, NEUTRAL, PALETTE, amounts, columns, figure, hover
from liveo.rendering.french import day_long, euros

HEIGHT = 320
OVER = PALETTE[2]


def budget_course(frame: pl.DataFrame, *, over: bool) -> go.Figure:
    """Draw sums from the first day on: spent, expected where it is not known yet, and budget.

    Columns: ``day`` (Date), ``spent``, ``expected``, ``budget`` (euros, Decimal with cents; null where there is none),
    in order of time. ``over`` tells that the budget will not do: what is expected is then drawn in another colour.
    """
    traces = []
    budget = frame.filter(pl.col("budget").is_not_null())
    if budget.height:
        traces.append(_line(budget, "budget", "Budget", NEUTRAL, "dot", "Budget à ce jour"))
    ahead = frame.filter(pl.col("expected").is_not_null())
    if ahead.height:
        traces.append(_line(ahead, "expected", "Prévu", OVER if over else ACCENT, "dash", "Prévu"))
    spent = frame.filter(pl.col("spent").is_not_null())
    traces.append(_line(spent, "spent", "Dépensé", ACCENT, "solid", "Dépensé", fill="tozeroy"))
    axis = {"type": "date", "tickformat": "%d/%m", "showgrid": False, "fixedrange": True}
    return figure(traces, height=HEIGHT, xaxis=axis, yaxis={**EURO_TICKS, "fixedrange": True, "rangemode": "tozero"})


def _line(
    frame: pl.DataFrame, column: str, name: str, colour: str, dash: str, words: str, **more: object
) -> go.Scatter:
    hovers = [
        hover(day_long(day), f"{words} : {euros(amount)}") for day, amount in frame.select("day", column).iter_rows()
    ]
    return go.Scatter(
        name=name,
        x=frame["day"].to_numpy(),
        y=amounts(frame[column]),
        mode="lines",
        line={"color": colour, "dash": dash, "width": 3 if column == "spent" else 2},
        customdata=columns([""] * frame.height, hovers),
        hovertemplate=HOVER,
        **more,
    )
