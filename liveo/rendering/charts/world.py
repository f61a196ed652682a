"""Countries on a map, drawn from outlines that the product ships: no other host is asked for anything.

The outlines are those of Natural Earth, in the public domain, made coarse by tests/tools/make_outlines.py.
"""

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import plotly.graph_objects as go
import polars as pl

from liveo.rendering.charts.style import HOVER, Numbers, cents_of, columns, figure, hover
from liveo.rendering.charts.usage import MEASURES, Measure
from liveo.rendering.consumption_tables import country
from liveo.rendering.french import duration, plural
from liveo.rendering.labels import CALLS

HEIGHT: Final = 430
OUTLINES: Final = Path(__file__).with_name("outlines.csv")
LAND: Final = "rgba(128,136,148,0.22)"
BORDER: Final = "rgba(128,136,148,0.55)"
SHADES: Final = ("#9ecae9", "#62a6d6", "#2f86d1", "#0b5ea8", "#08407a")
"""From few to much; each five times as much as the one before, since a few countries make most of a bill."""

TIMES_AS_MUCH: Final = 5
MARK, MARK_COLOUR, CHOSEN_COLOUR = 11, "#d55e00", "#c1291b"
SOUTH, NORTH, WEST, EAST = -56.0, 80.0, -170.0, 191.0
"""The part of the world that has telephones, in degrees; the Far East of Russia lies beyond 180."""

AROUND, LEAST_HALF = 12.0, 16.0
"""How much is shown around the countries called, in degrees at the equator."""


@dataclass(frozen=True, slots=True)
class Outline:
    """Where a country is: its mark and its rings, as abscissae and heights of the map; an island may have no ring."""

    mark: tuple[float, float]
    rings: tuple[tuple[Numbers, Numbers], ...]


def world_map(frame: pl.DataFrame, measure: Measure = Measure.AMOUNT, chosen: Collection[str] = ()) -> go.Figure:
    """Draw countries darker the more they are called; each with a mark that says how much, and can be clicked.

    Columns: ``country`` (two letters; what is on no map is left out), ``calls``, ``seconds``, ``amount_micros``.
    """
    rule, world = MEASURES[measure], outlines()
    known = frame.filter(pl.col("country").is_in(list(world)))
    shades = dict(zip(known["country"], _shades(known[rule.column].to_list()), strict=True))
    traces = [_land([code for code in world if code not in shades], LAND)]
    traces += [
        _land([c for c, found in shades.items() if found == shade], SHADES[shade]) for shade in range(len(SHADES))
    ]
    across, upwards = _part_of_the_world([world[code].mark for code in known["country"]])
    return figure(
        [*traces, _marks(known, world, chosen)],
        height=HEIGHT,
        showlegend=False,
        hoverdistance=40,
        xaxis={"visible": False, "range": across, "fixedrange": True},
        yaxis={"visible": False, "range": upwards, "fixedrange": True, "scaleanchor": "x", "scaleratio": 1},
    )


@cache
def outlines() -> Mapping[str, Outline]:
    """Return where each country is, by its two letters."""
    with OUTLINES.open(encoding="utf-8", newline="") as file:
        return {row["country"]: _outline(row) for row in csv.DictReader(file)}


def _part_of_the_world(marks: Sequence[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """Return the reach of both axes that shows every mark with some land around, and the whole world at most."""
    bottom, top = (float(_projected(0.0, latitude)[1]) for latitude in (SOUTH, NORTH))
    world = ((WEST, EAST), (bottom, top))
    reaches = []
    for values, (low, high) in zip(zip(*(marks or zip(*world, strict=True)), strict=True), world, strict=True):
        middle, half = (min(values) + max(values)) / 2, max((max(values) - min(values)) / 2 + AROUND, LEAST_HALF)
        reaches.append([max(low, middle - half), min(high, middle + half)])
    across, upwards = reaches
    return across, upwards


def _outline(row: Mapping[str, str]) -> Outline:
    rings = [np.array(ring.split(), dtype=float).reshape(-1, 2) for ring in row["outline"].split("|") if ring]
    x, y = _projected(float(row["longitude"]), float(row["latitude"]))
    return Outline((float(x), float(y)), tuple(_projected(ring[:, 0], ring[:, 1]) for ring in rings))


def _projected(longitude: object, latitude: object) -> tuple[Numbers, Numbers]:
    """Return where a place is on a map after Miller, both in degrees at the equator."""
    radians = np.radians(np.asarray(latitude, dtype=float))
    return np.asarray(longitude, dtype=float), np.degrees(1.25 * np.log(np.tan(np.pi / 4 + 0.4 * radians)))


def _land(codes: Sequence[str], colour: str) -> go.Scatter:
    """Return several countries in one colour as one trace, their rings apart by a gap."""
    rings = [ring for code in codes for ring in outlines()[code].rings]
    gap = np.array([np.nan])
    return go.Scatter(
        x=np.concatenate([part for x, _ in rings for part in (x, gap)]) if rings else [],
        y=np.concatenate([part for _, y in rings for part in (y, gap)]) if rings else [],
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"width": 0.6, "color": BORDER},
        hoverinfo="skip",
    )


def _marks(frame: pl.DataFrame, world: Mapping[str, Outline], chosen: Collection[str]) -> go.Scatter:
    codes = frame["country"].to_list()
    hovers = [
        hover(country(code), plural(calls, *CALLS), duration(seconds), cents_of(amount))
        for code, calls, seconds, amount in frame.select("country", "calls", "seconds", "amount_micros").iter_rows()
    ]
    return go.Scatter(
        x=[world[code].mark[0] for code in codes],
        y=[world[code].mark[1] for code in codes],
        mode="markers",
        marker={
            "size": [MARK * 1.6 if code in chosen else MARK for code in codes],
            "color": [CHOSEN_COLOUR if code in chosen else MARK_COLOUR for code in codes],
            "line": {"width": 1.5, "color": "white"},
        },
        selected={"marker": {"size": MARK * 1.6, "opacity": 1}},
        unselected={"marker": {"opacity": 0.6}},
        customdata=columns(codes, hovers),
        hovertemplate=HOVER,
    )


def _shades(values: Sequence[int]) -> list[int]:
    """Return the index of each value's shade: the greatest is darkest, each fifth of it one shade lighter."""
    most = max(values, default=0)
    found = []
    for value in values:
        steps, limit = len(SHADES) - 1, most
        while steps and value * TIMES_AS_MUCH < limit:
            steps, limit = steps - 1, limit // TIMES_AS_MUCH
        found.append(steps)
    return found
