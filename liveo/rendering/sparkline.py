"""A small trend line as SVG, for under a figure: no axis, no text, one colour that reads on light and dark."""

from collections.abc import Sequence
from typing import Final

_WIDTH: Final = 200
_HEIGHT: Final = 40
_MARGIN: Final = 3
_COLOUR: Final = "#2f86d1"


def sparkline(values: Sequence[float]) -> str:
    """Return the line through values in time order, the least at the bottom; a flat line when they are all equal."""
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(_across(len(values)), _upwards(values), strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<polyline points="{points}" fill="none" stroke="{_COLOUR}" stroke-width="2" stroke-linejoin="round"'
        "/></svg>"
    )


def _across(count: int) -> list[float]:
    step = (_WIDTH - 2 * _MARGIN) / max(count - 1, 1)
    return [_MARGIN + i * step for i in range(count)]


def _upwards(values: Sequence[float]) -> list[float]:
    low, high = min(values, default=0.0), max(values, default=0.0)
    room = _HEIGHT - 2 * _MARGIN
    return [_HEIGHT - _MARGIN - (room * (value - low) / (high - low) if high > low else room / 2) for value in values]
