"""A simulation drawn: from today's bill to the new one, by month, against a fixed fee; signs are written."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.core.money import total
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

MORE, LESS = PALETTE[2], PALETTE[1]
ROOM_FOR_TEXT = 0.3
NEAR = 0.2
"""Bills that differ by less than this part of the highest are drawn without the part that they share."""

TODAY, NEW_BILL, FULL_MONTH = "Aujourd'hui", "Nouvelle facture", "Au mois entier"
FEE_HEIGHT = 320


def waterfall(frame: pl.DataFrame, before: Decimal, full_month: Decimal) -> go.Figure:
    """Draw the way from today's bill through each step to the new bill, then what full-month billing would ask.

    Columns: ``label`` (short text), ``words`` (the whole sentence), ``amount`` (euros, Decimal with cents, signed).
    Small steps on a large bill would be invisible from zero: see ``axis_start``.
    """
    steps = amounts(frame["amount"])
    levels = float(before) + np.append(0.0, np.cumsum(steps))
    wholes = np.array([levels[0], levels[-1], float(full_month)])
    floor = axis_start(np.append(levels, wholes))
    labels = [TODAY, *frame["label"], NEW_BILL, FULL_MONTH]
    said = [
        euros(before),
        *map(euros_signed, frame["amount"]),
        euros(before + total(frame["amount"].to_list())),
        euros(full_month),
    ]
    hovers = [hover(words, text) for words, text in zip([TODAY, *frame["words"], *labels[-2:]], said, strict=True)]
    lengths = np.concatenate([wholes[:1] - floor, steps, wholes[1:] - floor])
    trace = bars(
        lengths,
        columns(labels, hovers),
        [NEUTRAL, *(MORE if length > 0 else LESS for length in steps), ACCENT, FAINT_ACCENT],
        base=np.concatenate([[floor], levels[:-1], [floor, floor]]),
        text=texts(said),
    )
    drawn = horizontal([trace], labels, lengths, EURO_TICKS, rows_each=0.9, showlegend=False)
    highest = max(float(levels.max()), float(wholes.max()))
    room = ROOM_FOR_TEXT * (highest - floor) or 1.0
    drawn.update_xaxes(range=[min(floor, float(levels.min()) - room * bool((steps < 0).any())), highest + room])
    return drawn


def axis_start(levels: Numbers) -> float:
    """Return where the axis of a waterfall starts: at zero, or near the bills where they hardly differ."""
    lowest, highest = float(levels.min()), float(levels.max())
    span = highest - lowest
    if span >= NEAR * highest or not span:
        return 0.0
    return max(0.0, lowest - span)


def starts_near_the_bills(drawn: go.Figure) -> bool:
    """Whether bars do not start at zero, which whoever shows a waterfall then says."""
    return bool(drawn.data[0].base[0] > 0)


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
