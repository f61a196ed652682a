"""Makes the outlines of countries that maps are drawn with; run by hand, and only when a border has moved.

    python -m tests.tools.make_outlines countries-110m.json countries-50m.json iso3166-1.json

The first two come from the npm package world-atlas (TopoJSON of Natural Earth, which is in the public domain), the
third from the Python package pycountry, for the two letters of each country. Outlines are of the coarse file,
simplified arc by arc, so that neighbours still touch; a country's mark is of the fine one, which knows small islands.
"""

import csv
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parents[2] / "liveo" / "rendering" / "charts" / "outlines.csv"
TOLERANCE = 0.3
SMALLEST = 0.6
"""Degrees that a line may stray, and square degrees under which a part of a country is left out."""

UNNUMBERED = {"Kosovo": "XK"}
LEFT_OUT = {"AQ"}
# Overseas departments are parts of France there, and countries of their own in a numbering plan.
DEPARTMENTS = {
    "GP": (-61.5, 16.2),
    "MQ": (-61.0, 14.7),
    "GF": (-53.1, 4.0),
    "RE": (55.5, -21.1),
    "YT": (45.2, -12.8),
}
GUIANA_IS_WEST_OF = -50

Point = tuple[float, float]
Ring = list[Point]


def main(coarse: Path, fine: Path, codes: Path) -> None:
    """Write one line per country: two letters, longitude and latitude of its mark, its rings of longitude latitude."""
    letters = {row["numeric"]: row["alpha_2"] for row in json.loads(codes.read_text("utf-8"))["3166-1"]}
    outlines: dict[str, list[Ring]] = {}
    for code, rings in _countries(json.loads(coarse.read_text("utf-8")), letters, TOLERANCE):
        for ring in rings:
            if abs(_area(ring)) >= SMALLEST:
                place = "GF" if code == "FR" and ring[0][0] < GUIANA_IS_WEST_OF else code
                outlines.setdefault(place, []).append(ring)
    marks = dict(DEPARTMENTS)
    for code, rings in _countries(json.loads(fine.read_text("utf-8")), letters, 0.0):
        marks.setdefault(code, _middle(max(rings, key=lambda ring: abs(_area(ring)))))
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["country", "longitude", "latitude", "outline"])
        for code in sorted({*outlines, *marks} - LEFT_OUT):
            x, y = marks.get(code, (0.0, 0.0))
            lines.writerow([code, f"{x:.1f}", f"{y:.1f}", "|".join(map(_written, outlines.get(code, [])))])


def _countries(atlas: dict[str, Any], letters: dict[str, str], tolerance: float) -> Iterator[tuple[str, list[Ring]]]:
    arcs = [_simplified(arc, tolerance) for arc in _absolute(atlas)]
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = letters.get(shape.get("id", ""), UNNUMBERED.get(name, ""))
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        if code:
            yield code, [_ring(part[0], arcs) for part in parts]


def _absolute(atlas: dict[str, Any]) -> Iterator[Ring]:
    """Yield the arcs of a quantised topology as longitudes and latitudes."""
    (x_scale, y_scale), (x_start, y_start) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        x, y, points = 0, 0, []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * x_scale + x_start, y * y_scale + y_start))
        yield points


def _ring(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs, those with a negative index backwards; each begins where the one before ends."""
    points: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return _unbroken(points)


def _unbroken(points: Ring) -> Ring:
    """Let a ring that crosses the line of dates go on beyond 180 degrees instead of coming back around the world."""
    turns, ring = 0, points[:1]
    for (x0, _), (x, y) in pairwise(points):
        turns += (x - x0 < -180) - (x - x0 > 180)
        ring.append((x + 360 * turns, y))
    shift = 360 if sum(x for x, _ in ring) / len(ring) < -180 else 0
    return [(x + shift, y) for x, y in ring]


def _simplified(points: Ring, tolerance: float) -> Ring:
    """Leave out the points that a line strays from by less than the tolerance (Douglas and Peucker)."""
    if len(points) < 3 or not tolerance:
        return points
    first, last = points[0], points[-1]
    far, index = max((_distance(point, first, last), i) for i, point in enumerate(points[1:-1], 1))
    if far <= tolerance:
        return [first, last]
    return _simplified(points[: index + 1], tolerance)[:-1] + _simplified(points[index:], tolerance)


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if not length:
        return float(((x - x0) ** 2 + (y - y0) ** 2) ** 0.5)
    return float(abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length)


def _area(ring: Ring) -> float:
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _middle(ring: Ring) -> Point:
    """Return the centre of gravity of a ring."""
    area = _area(ring)
    x = y = 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        x, y = x + (x0 + x1) * cross, y + (y0 + y1) * cross
    return (x / (6 * area), y / (6 * area)) if area else ring[0]


def _written(ring: Ring) -> str:
    return " ".join(f"{x:.1f} {y:.1f}" for x, y in ring)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
