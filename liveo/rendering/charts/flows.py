"""Where the money of each entity goes, and what made it change: entity by destination, flows, and steps of a change."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import plotly.graph_objects as go
import polars as pl

from liveo.core.money import micros, round_cents
from liveo.rendering.charts.consumption import CLICKED, FADED, TRAFFIC
from liveo.rendering.charts.style import (
    ACCENT,
    EURO_TICKS,
    FRAME_HEIGHT,
    HOVER,
    NEUTRAL,
    ROW_HEIGHT,
    cents_of,
    columns,
    figure,
    hover,
    micro_amounts,
    texts,
    verbatim,
)
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.french import duration, euros_signed, plural

LEAST_HEIGHT: Final = 230
FLOW_ROW: Final = 24
UP, DOWN = "#c1291b", "#009e73"
PAIR: Final = " → "
LONGEST_NAME: Final = 28


def entities_by_destination(
    frame: pl.DataFrame, names: Mapping[str, str], measure: Measure = Measure.AMOUNT, chosen: Collection[str] = ()
) -> go.Figure:
    """Draw what each entity calls, its bar cut by destination; a click gives "entity → destination" in codes.

    Columns: ``entity`` (code), ``destination`` (a code of TRAFFIC), ``calls``, ``seconds``, ``amount_micros`` (Int64).
    ``names`` are the entities to draw, code -> name, from top to bottom.
    """
    rule, places = MEASURES[measure], {code: place for place, code in enumerate(names)}
    parts = frame.filter(pl.col("entity").is_in(list(names))).partition_by("destination", as_dict=True)
    traces = []
    for destination, traffic in TRAFFIC.items():
        part = parts.get((destination,))
        if part is None:
            continue
        codes = [f"{entity}{PAIR}{destination}" for entity in part["entity"]]
        rows = part.select("entity", "calls", "seconds", "amount_micros").iter_rows()
        hovers = [
            hover(f"{names[code]}{PAIR}{traffic.label}", plural(calls, *traffic.noun), duration(sec), cents_of(amount))
            for code, calls, sec, amount in rows
        ]
        traces.append(
            go.Bar(
                name=traffic.label,
                orientation="h",
                x=rule.drawn(part[rule.column]),
                y=[places[entity] for entity in part["entity"]],
                marker={
                    "color": traffic.colour,
                    "opacity": [1.0 if not chosen or code in chosen else FADED for code in codes],
                },
                customdata=columns(codes, hovers),
                hovertemplate=HOVER,
                **CLICKED,
            )
        )
    axis = {
        "autorange": "reversed",
        "tickmode": "array",
        "tickvals": list(places.values()),
        "ticktext": [verbatim(_shortened(name)) for name in names.values()],
        "showgrid": False,
    }
    height = FRAME_HEIGHT + 40 + ROW_HEIGHT * max(len(names), 3)
    return figure(traces, height=height, barmode="stack", yaxis=axis, xaxis=dict(rule.ticks))


def flow_option(frame: pl.DataFrame, names: Mapping[str, str], measure: Measure = Measure.AMOUNT) -> dict[str, Any]:
    """Return the ECharts option of what flows from entities to destinations; columns as of entities_by_destination.

    Nodes and links stand in the order of ``flow_codes``, by which a click is understood.
    """
    rule = MEASURES[measure]
    entities, destinations, pairs = flow_codes(frame, names)
    values = {
        (entity, destination): float(drawn)
        for (entity, destination), drawn in zip(
            frame.select("entity", "destination").iter_rows(), rule.drawn(frame[rule.column]), strict=True
        )
    }
    # ECharts knows nodes by their names: an entity may bear that of a destination.
    ends = {code: TRAFFIC[code].label + (" " if TRAFFIC[code].label in names.values() else "") for code in destinations}
    nodes = [_node(names[code], ACCENT, "left") for code in entities]
    nodes += [_node(ends[code], TRAFFIC[code].colour, "right") for code in destinations]
    links = [
        {"source": names[entity], "target": ends[destination], "value": values[entity, destination]}
        for entity, destination in pairs
    ]
    series = {
        "type": "sankey",
        "data": nodes,
        "links": links,
        "selectedMode": "single",
        "nodeGap": 10,
        "nodeWidth": 14,
        "layoutIterations": 0,
        "left": 150,
        "right": 150,
        "top": 10,
        "bottom": 10,
        "label": {"width": 140, "overflow": "truncate"},
        "lineStyle": {"color": "target", "opacity": 0.32},
        "emphasis": {"focus": "adjacency"},
        "select": {"lineStyle": {"opacity": 0.75}, "itemStyle": {"borderWidth": 2}},
    }
    return {"tooltip": {"trigger": "item", "valueFormatter": _FORMATS[measure]}, "series": [series]}


def flow_codes(frame: pl.DataFrame, names: Mapping[str, str]) -> tuple[list[str], list[str], list[tuple[str, str]]]:
    """Return the codes of entities, of destinations and of the pairs that flow, in the order of a flow's marks."""
    pairs = set(frame.select("entity", "destination").iter_rows())
    destinations = [code for code in TRAFFIC if any(code == found for _, found in pairs)]
    ordered = [(entity, code) for entity in names for code in destinations if (entity, code) in pairs]
    return [entity for entity in names if any(entity == found for found, _ in pairs)], destinations, ordered


def flow_height(entities: int) -> int:
    """Return the height in pixels of a flow that so many entities begin."""
    return max(LEAST_HEIGHT, FLOW_ROW * entities + 60)


def what_changed(
    frame: pl.DataFrame, before: tuple[str, int], after: tuple[str, int], chosen: Collection[str] = ()
) -> go.Figure:
    """Draw the way from one cost to another, a bar for each part that changed; a click gives the part's code.

    Columns: ``code``, ``label`` and ``colour`` (text), ``change`` (millionths of a euro), in the order of the bars.
    ``before`` and ``after`` are names and amounts in millionths of a euro, the changes apart. The axis starts near the
    least amount, since changes are small beside a bill.
    """
    changes = frame["change"].to_list()
    starts = _running(before[1], changes)
    amounts = pl.Series([before[1], *changes, after[1]], dtype=pl.Int64)
    bases = pl.Series([0, *starts, 0], dtype=pl.Int64)
    names = [before[0], *frame["label"], after[0]]
    codes = ["", *frame["code"], ""]
    words = [
        cents_of(before[1]),
        *(euros_signed(round_cents(micros(change))) for change in changes),
        cents_of(after[1]),
    ]
    trace = go.Bar(
        x=list(range(len(names))),
        y=micro_amounts(amounts),
        base=micro_amounts(bases),
        text=texts(words),
        textposition="outside",
        cliponaxis=False,
        marker={
            "color": [NEUTRAL, *frame["colour"], NEUTRAL],
            "opacity": [1.0 if not chosen or not code or code in chosen else FADED for code in codes],
            "line": {"width": 2, "color": [NEUTRAL, *(UP if change > 0 else DOWN for change in changes), NEUTRAL]},
        },
        customdata=columns(codes, [hover(name, text) for name, text in zip(names, words, strict=True)]),
        hovertemplate=HOVER,
        **CLICKED,
    )
    axis = {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": [verbatim(_shortened(name)).replace(" ", "<br>", 1) for name in names],
        "showgrid": False,
        "fixedrange": True,
    }
    ends = micro_amounts(pl.Series([*starts, before[1], after[1]], dtype=pl.Int64))
    spread = float(ends.max() - ends.min()) or 1.0
    reach = [max(min(0.0, float(ends.min())), float(ends.min()) - spread), float(ends.max()) + spread / 4]
    return figure([trace], height=380, xaxis=axis, yaxis={**EURO_TICKS, "range": reach}, showlegend=False)


def _running(start: int, changes: Sequence[int]) -> list[int]:
    """Return what stands before each change."""
    found = []
    for change in changes:
        found.append(start)
        start += change
    return found


def _node(name: str, colour: str, side: str) -> dict[str, Any]:
    return {"name": name, "itemStyle": {"color": colour}, "label": {"position": side}}


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


_FORMATS: Final[Mapping[Measure, str]] = {
    Measure.AMOUNT: "euro",
    Measure.CALLS: "localized",
    Measure.DURATION: "localized",
}
