"""Clicks in charts: each becomes the choice of a filter at once, and the chart shows what is chosen.

The browser marks what is clicked in a chart by itself, as long as the chart is not drawn anew: a click replaces the
choice, one with the shift key adds to it, a double click empties it. A chart is drawn anew, with the choice in full
colours, when something else changes it; a click on what was drawn as chosen then takes it away.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from liveo.rendering.charts import Figure
from liveo.ui.chart_toolbar import picture_toolbar


@dataclass(frozen=True, slots=True)
class Drawing:
    """How a chart was last drawn: what it is about, what was chosen then, what was clicked since, the how manieth."""

    subject: object
    chosen: tuple[str, ...]
    clicked: tuple[str, ...]
    times: int = 0


def clickable(
    name: str,
    subject: object,
    chosen: Collection[str],
    draw: Callable[[Collection[str]], Figure],
    act: Callable[[list[str]], None],
    alternative: str,
) -> None:
    """Draw a chart that chooses when clicked: ``act`` takes all codes chosen. ``subject`` tells what is drawn."""
    drawing = last_drawing(name, subject, tuple(sorted(chosen)))
    figure = draw(drawing.chosen)
    figure.update_layout(meta=drawing.times)  # tells a chart that is drawn anew from the same one, clicked
    key = f"_clic_{name}"
    st.plotly_chart(
        figure,
        key=key,
        on_select=partial(act_on_click, name, act),
        selection_mode="points",
        config=picture_toolbar(name),
        alt=alternative,
    )


def act_on_click(name: str, act: Callable[[list[str]], None]) -> None:
    """Act on the codes behind the marks that are selected in the browser."""
    points = st.session_state[f"_clic_{name}"]["selection"]["points"]
    codes = [code for code in dict.fromkeys(point["customdata"][0] for point in points) if code]
    last: Drawing = st.session_state[_key(name)]
    untouched = last.clicked == last.chosen
    if untouched and len(codes) == 1 and codes[0] in last.chosen:
        act([code for code in last.chosen if code != codes[0]])
        return
    note_click(name, codes)
    act(codes)


def note_click(name: str, codes: Collection[str]) -> None:
    """Remember what the browser marks as chosen in a chart, so that the chart is not drawn anew for it."""
    st.session_state[_key(name)] = replace(st.session_state[_key(name)], clicked=tuple(sorted(codes)))


def last_drawing(name: str, subject: object, chosen: tuple[str, ...]) -> Drawing:
    """Return the drawing that still shows a chart with these choices, a new one where none does."""
    last: Drawing | None = st.session_state.get(_key(name))
    if last and (last.subject, last.clicked) == (subject, chosen):
        return last
    drawing = Drawing(subject, chosen, chosen, last.times + 1 if last else 0)
    st.session_state[_key(name)] = drawing
    return drawing


def _key(name: str) -> str:
    return f"_dessin_{name}"
