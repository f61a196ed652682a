"""Amounts compared: before and after, the four modes, prorata and full month, one month and the next."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.core.periods import Month
from liveo.rendering.charts.style import (
    ACCENT,
    EURO_TICKS,
    FAINT_ACCENT,
    HOVER,
    NEUTRAL,
    amounts,
    bars,
    columns,
    figure,
    horizontal,
    hover,
    texts,
)
from liveo.rendering.french import euros, euros_signed, month_name

TREND_HEIGHT = 90


def before_after(frame: pl.DataFrame) -> go.Figure:
    """Draw a simulation: before and after side by side, by option, destination, entity or month.

    Columns: ``label`` (text), ``before``, ``after`` (euros, Decimal with cents).
    """
    rows = list(zip(frame["label"], frame["before"], frame["after"], strict=True))
    hovers = [
        hover(name, f"Avant : {euros(before)}", f"Après : {euros(after)}", f"Écart : {euros_signed(after - before)}")
        for name, before, after in rows
    ]
    data = columns([name for name, _, _ in rows], hovers)
    traces = [
        bars(amounts(frame[column]), data, colour, name=name, text=texts([euros(amount) for amount in frame[column]]))
        for name, column, colour in (("Avant", "before", NEUTRAL), ("Après", "after", ACCENT))
    ]
    longest = np.maximum(amounts(frame["before"]), amounts(frame["after"]))
    return horizontal(traces, frame["label"], longest, EURO_TICKS, barmode="group", rows_each=1.6)


def modes_compared(frame: pl.DataFrame) -> go.Figure:
    """Draw net and VAT of each billing mode, with what it makes in all.

    Columns: ``mode`` (code), ``label`` (text), ``net``, ``vat``, ``gross`` (euros, Decimal with cents).
    """
    rows = list(zip(frame["label"], frame["net"], frame["vat"], frame["gross"], strict=True))
    hovers = [
        hover(name, f"HT : {euros(net)}", f"TVA : {euros(vat)}", f"TTC : {euros(gross)}")
        for name, net, vat, gross in rows
    ]
    data = columns(frame["mode"].to_list(), hovers)
    totals = texts([euros(gross) for *_, gross in rows])
    traces = [
        bars(amounts(frame["net"]), data, ACCENT, name="HT"),
        bars(amounts(frame["vat"]), data, NEUTRAL, name="TVA", text=totals),
    ]
    return horizontal(traces, frame["label"], amounts(frame["gross"]), EURO_TICKS, barmode="stack")


def savings(frame: pl.DataFrame) -> go.Figure:
    """Draw what proration saves: the whole month in the back, the days really paid in front.

    Columns: ``label`` (text), ``prorated``, ``full_month`` (euros, Decimal with cents).
    """
    rows = list(zip(frame["label"], frame["prorated"], frame["full_month"], strict=True))
    hovers = [
        hover(name, f"Mois entier : {euros(full)}", f"Au prorata : {euros(paid)}", f"Économie : {euros(full - paid)}")
        for name, paid, full in rows
    ]
    data = columns([name for name, *_ in rows], hovers)
    saved = texts([euros_signed(paid - full) for _, paid, full in rows])
    full_month = amounts(frame["full_month"])
    traces = [
        bars(full_month, data, FAINT_ACCENT, name="Mois entier", text=saved, marker_line={"color": ACCENT, "width": 1}),
        bars(amounts(frame["prorated"]), data, ACCENT, name="Au prorata"),
    ]
    return horizontal(traces, frame["label"], full_month, EURO_TICKS, barmode="overlay")


def month_trend(frame: pl.DataFrame) -> go.Figure:
    """Draw a small line of months without axes, its last point marked.

    Columns: ``month`` (Date, the first day), ``amount`` (euros, Decimal with cents); in time order.
    """
    names = [month_name(Month.of(day)) for day in frame["month"]]
    hovers = [hover(name, euros(amount)) for name, amount in zip(names, frame["amount"], strict=True)]
    sizes = [0] * (frame.height - 1) + [9]
    line = go.Scatter(
        x=texts(names),
        y=amounts(frame["amount"]),
        mode="lines+markers",
        line={"color": ACCENT, "width": 2},
        marker={"size": sizes, "color": ACCENT, "opacity": 1},
        customdata=columns(names, hovers),
        hovertemplate=HOVER,
        cliponaxis=False,
    )
    hidden = {"visible": False, "fixedrange": True}
    return figure([line], height=TREND_HEIGHT, showlegend=False, xaxis=hidden, yaxis={**hidden, "rangemode": "tozero"})
