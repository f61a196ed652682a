"""A simulation drawn: what each step adds or takes away, one after the other, and what it comes to."""

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.rendering.charts.style import ACCENT, EURO_TICKS, PALETTE, amounts, bars, columns, horizontal, hover, texts
from liveo.rendering.french import euros_signed

MORE, LESS = PALETTE[2], PALETTE[1]
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
    return horizontal([trace], labels, np.append(ends, 0.0), EURO_TICKS, showlegend=False)
