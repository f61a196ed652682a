"""The months of a company side by side: options, calls, and what is still to come of a month that is not over."""

from collections.abc import Mapping
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl
from babel.dates import get_month_names

from liveo.core.periods import Month
from liveo.rendering.charts.style import (
    ACCENT,
    EURO_TICKS,
    HOVER,
    NEUTRAL,
    PALETTE,
    amounts,
    columns,
    figure,
    hover,
    texts,
)
from liveo.rendering.french import euros, month_name

HEIGHT = 290
TICK_SIZE = 10  # thirteen months stand side by side under half a page, or on a phone
FADED = 0.55
PARTS: Mapping[str, tuple[str, str]] = {
    "options": ("Options", ACCENT),
    "usage": ("Appels", PALETTE[2]),
    "to_come": ("À venir, estimés", PALETTE[2]),
    "credited": ("Avoirs", NEUTRAL),
}
_ALWAYS = ("options", "usage")

_TICKS = "jan fév mars avr mai juin juil août sep oct nov déc".split()
_SHORT_MONTHS = {number: str(name) for number, name in get_month_names("abbreviated", locale="fr").items()}


def month_costs(frame: pl.DataFrame, chosen: Month) -> go.Figure:
    """Draw the net of each month, stacked by part; the chosen month in full colour, the others faded.

    Columns: ``month`` (Date, the first day), ``options``, ``usage``, ``to_come``, ``credited`` (what credit notes took
    back, below zero; euros, Decimal with cents); in time order. A click gives the month as text, "2026-10", first in
    ``customdata``.
    """
    months = [Month.of(day) for day in frame["month"]]
    hovers = [_hover(*row) for row in zip(months, *(frame[part] for part in PARTS), strict=True)]
    data = columns([str(month) for month in months], hovers)
    opacity = [1 if month == chosen else FADED for month in months]
    traces = [
        go.Bar(
            name=name,
            x=texts([_short(month) for month in months]),
            y=amounts(frame[part]),
            marker={"color": colour, "opacity": opacity, "pattern": {"shape": "/" if part == "to_come" else ""}},
            customdata=data,
            hovertemplate=HOVER,
        )
        for part, (name, colour) in PARTS.items()
        if part in _ALWAYS or frame[part].sum()
    ]
    axis = {
        "type": "category",
        "fixedrange": True,
        "showgrid": False,
        "tickmode": "array",
        "tickvals": [_short(month) for month in months],
        "ticktext": [_tick(month, first=month == months[0]) for month in months],
        "tickangle": 0,
        "tickfont": {"size": TICK_SIZE},
    }
    return figure(
        traces, height=HEIGHT, barmode="relative", bargap=0.25, xaxis=axis, yaxis={**EURO_TICKS, "fixedrange": True}
    )


def _hover(month: Month, options: Decimal, usage: Decimal, to_come: Decimal, credited: Decimal) -> str:
    rows = [f"Options : {euros(options)}", f"Appels : {euros(usage)}"]
    if to_come:
        rows.append(f"Appels à venir : environ {euros(to_come)}")
    if credited:
        rows.append(f"Avoirs : {euros(credited)}")
    return hover(f"{month_name(month)} : {euros(options + usage + to_come + credited)} HT", *rows)


def _tick(month: Month, *, first: bool) -> str:
    """Write a month under its bar, its year under the first one and each January: "oct", "jan<br>2026"."""
    name = _TICKS[month.number - 1]
    return f"{name}<br>{month.year}" if first or month.number == 1 else name


def _short(month: Month) -> str:
    """Name a month on the axis, each once: "oct. 26"."""
    return f"{_SHORT_MONTHS[month.number]} {month.year % 100:02d}"
