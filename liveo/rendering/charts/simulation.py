"""A simulation drawn: what each step, or each month, adds or takes away; the sign is always written."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.core.periods import Month
from liveo.rendering.charts.style import (
    ACCENT,
    EURO_TICKS,
    PALETTE,
    Numbers,
    amounts,
    bars,
    columns,
    horizontal,
    hover,
    texts,
)
from liveo.rendering.french import euros_signed, month_name

MORE, LESS = PALETTE[2], PALETTE[1]
ROOM_FOR_TEXT = 0.3
TOTAL = "Écart total"


def step_by_step(frame: pl.DataFrame) -> go.Figure:
    """Draw steps that start where the one before ended, then their sum; what costs more and what saves differ in sign.

    Columns: ``label`` (short text), ``words`` (the whole sentence), ``amount`` (euros, Decimal with cents, signed).
    """
    lengths = amounts(frame["amount"])
    ends = np.cumsum(lengths)
    whole = frame["amount"].sum()
    labels = [*frame["label"], TOTAL]
    added = [*frame["amount"], whole]
    hovers = [hover(words, euros_signed(amount)) for words, amount in zip([*frame["words"], TOTAL], added, strict=True)]
    trace = bars(
        np.append(lengths, lengths.sum()),
        columns(labels, hovers),
        [*(MORE if length > 0 else LESS for length in lengths), ACCENT],
        base=np.append(ends - lengths, 0.0),
        text=texts([euros_signed(amount) for amount in added]),
    )
    return _roomy(horizontal([trace], labels, lengths, EURO_TICKS, showlegend=False), lengths, ends)


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


def _roomy(drawn: go.Figure, lengths: Numbers, ends: Numbers) -> go.Figure:
    """Leave room for the texts, which stand left of a bar that takes away and right of one that adds."""
    lowest, highest = min(0.0, float(ends.min())), max(0.0, float(ends.max()))
    room = ROOM_FOR_TEXT * (highest - lowest) or 1.0
    drawn.update_xaxes(range=[lowest - room * bool((lengths < 0).any()), highest + room * bool((lengths >= 0).any())])
    return drawn
