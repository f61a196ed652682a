"""A simulation drawn: from today's bill to the new one, by month, against a fixed fee; signs are written."""

from collections.abc import Sequence
from decimal import Decimal

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
    PALETTE,
    Numbers,
    amounts,
    bars,
    columns,
    figure,
    horizontal,
    hover,
    texts,
)
from liveo.rendering.french import euros, euros_signed, month_name, plural
from liveo.rendering.waterfall import FULL_MONTH, NEW_BILL, TODAY, waterfall_bars

MORE, LESS = PALETTE[2], PALETTE[1]
ROOM_FOR_TEXT = 0.3
LARGER, LARGE_TEXT = 1.5, 21
FEE_HEIGHT = 320


def waterfall(frame: pl.DataFrame, before: Decimal, full_month: Decimal) -> go.Figure:
    """Draw the way from today's bill through each step to the new bill, then what full-month billing would ask.

    Columns: ``label`` (short text), ``words`` (the whole sentence), ``amount`` (euros, Decimal with cents, signed).
    Small steps on a large bill would be invisible from zero: see ``waterfall_bars``.
    """
    found = waterfall_bars(before, frame["amount"].to_list(), full_month)
    labels = [TODAY, *frame["label"], NEW_BILL, FULL_MONTH]
    said = [euros_signed(bar.end - bar.start) if bar.is_change else euros(bar.end) for bar in found]
    hovers = [hover(words, text) for words, text in zip([TODAY, *frame["words"], *labels[-2:]], said, strict=True)]
    starts, ends = (np.array([getattr(bar, side) for bar in found], dtype=np.float64) for side in ("start", "end"))
    trace = bars(
        ends - starts,
        columns(labels, hovers),
        [NEUTRAL, *(MORE if bar.end > bar.start else LESS for bar in found[1:-2]), ACCENT, FAINT_ACCENT],
        base=starts,
        text=texts(said),
    )
    drawn = horizontal([trace], labels, ends, EURO_TICKS, rows_each=0.9, showlegend=False)
    floor, highest = float(starts[0]), float(np.maximum(starts, ends).max())
    room = ROOM_FOR_TEXT * (highest - floor) or 1.0
    lowest = float(np.minimum(starts, ends).min()) - room * bool((ends < starts).any())
    drawn.update_xaxes(range=[min(floor, lowest), highest + room])
    return drawn


def starts_near_the_bills(drawn: go.Figure) -> bool:
    """Whether bars do not start at zero, which whoever shows a waterfall then says."""
    return bool(drawn.data[0].base[0] > 0)


def enlarged(drawn: go.Figure) -> go.Figure:
    """Return a waterfall to be read from afar: larger texts, no axis of amounts, since each bar says its own."""
    drawn.update_layout(height=int(drawn.layout.height * LARGER), font_size=LARGE_TEXT)
    lowest, highest = drawn.layout.xaxis.range
    drawn.update_xaxes(visible=False, range=[lowest, highest + ROOM_FOR_TEXT * (highest - lowest)])
    drawn.update_yaxes(tickfont_size=LARGE_TEXT)
    drawn.update_traces(textfont_size=LARGE_TEXT)
    return drawn


def month_differences(frame: pl.DataFrame) -> go.Figure:
    """Draw what each month gains or loses, in time order.

    Columns: ``month`` (Date, the first day), ``amount`` (euros, Decimal with cents, signed).
    """
    names = [month_name(Month.of(day)) for day in frame["month"]]
    lengths = amounts(frame["amount"])
    words = [euros_signed(amount) for amount in frame["amount"]]
    hovers = [hover(name, text) for name, text in zip(names, words, strict=True)]
    colours = [MORE if length > 0 else LESS for length in lengths]
    trace = bars(lengths, columns(names, hovers), colours, text=texts(words))
    drawn = horizontal([trace], names, lengths, EURO_TICKS, rows_each=0.8, showlegend=False)
    return _roomy(drawn, lengths, lengths)


def cumulated_savings(frame: pl.DataFrame) -> go.Figure:
    """Draw what proration has saved until the end of each month: what the month itself saves, after those before it.

    Columns: ``month`` (Date, the first day), ``saved``, ``cumulated`` (euros, Decimal with cents).
    """
    names = [month_name(Month.of(day)) for day in frame["month"]]
    rows = zip(names, frame["saved"], frame["cumulated"], strict=True)
    hovers = [hover(name, f"Ce mois : {euros(month)}", f"En tout : {euros(so_far)}") for name, month, so_far in rows]
    cumulated, saved = amounts(frame["cumulated"]), amounts(frame["saved"])
    data = columns(names, hovers)
    traces = [
        bars(cumulated - saved, data, FAINT_ACCENT, name="Mois d'avant"),
        bars(saved, data, ACCENT, name="Ce mois", text=texts([euros(amount) for amount in frame["cumulated"]])),
    ]
    return horizontal(traces, names, cumulated, EURO_TICKS, barmode="stack", rows_each=0.8)


def fee_by_days(by_days: Sequence[Decimal], fee: Decimal) -> go.Figure:
    """Draw what each number of days costs beside a fixed fee; ``by_days`` from none to the whole month."""
    days = np.arange(len(by_days))
    hovers = [hover(plural(count, "jour actif", "jours actifs"), euros(amount)) for count, amount in enumerate(by_days)]
    prorated = go.Scatter(
        x=days,
        y=np.array(by_days, dtype=np.float64),
        mode="lines+markers",
        name="Au prorata",
        line={"color": ACCENT, "width": 2},
        marker={"size": 5},
        customdata=columns([str(count) for count in days], hovers),
        hovertemplate=HOVER,
    )
    fixed = go.Scatter(
        x=days[[0, -1]],
        y=np.full(2, float(fee)),
        mode="lines",
        name=f"Forfait de {euros(fee)}",
        line={"color": LESS, "width": 2, "dash": "dash"},
        hoverinfo="skip",
    )
    ticks = {"title": "Jours actifs dans le mois", "dtick": 5, "range": [-0.5, len(by_days) - 0.5]}
    return figure([prorated, fixed], height=FEE_HEIGHT, xaxis=ticks, yaxis={**EURO_TICKS, "rangemode": "tozero"})


def _roomy(drawn: go.Figure, lengths: Numbers, ends: Numbers) -> go.Figure:
    """Leave room for the texts, which stand left of a bar that takes away and right of one that adds."""
    lowest, highest = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    room = ROOM_FOR_TEXT * (highest - lowest) or 1.0
    drawn.update_xaxes(range=[lowest - room * bool((lengths < 0).any()), highest + room * bool((lengths >= 0).any())])
    return drawn
