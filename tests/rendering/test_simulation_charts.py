"""Charts of a simulation: each step starts where the one before ended, and every sign is written."""

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl
import pytest

from liveo.rendering.charts.simulation import LESS, MORE, TOTAL, month_differences, step_by_step
from liveo.rendering.charts.style import ACCENT
from tests.rendering.reading import plain

EVIL = "<b>Menu</b> $x$ %{y}"


def steps(*amounts: str, label: str = "1. Menu") -> pl.DataFrame:
    """Return steps with these amounts."""
    return pl.DataFrame(
        {
            "label": [label] * len(amounts),
            "words": ["Ajouter 1 menu"] * len(amounts),
            "amount": pl.Series([Decimal(a) for a in amounts], dtype=pl.Decimal(18, 2)),
        }
    )


def read(drawn: go.Figure) -> list[str]:
    """Return the texts on the bars."""
    return [plain(text) for text in drawn.data[0].text]


def test_each_step_starts_where_the_one_before_ended_and_the_total_at_zero() -> None:
    [bars] = step_by_step(steps("8.68", "48.30", "-153.76")).data
    assert [round(start, 2) for start in bars.base] == [0, 8.68, 56.98, 0]
    assert [round(length, 2) for length in bars.x] == [8.68, 48.30, -153.76, -96.78]


def test_signs_are_written_and_colours_follow_them() -> None:
    drawn = step_by_step(steps("8.68", "-153.76", "0.00"))
    assert read(drawn) == ["+8,68 €", "-153,76 €", "0,00 €", "-145,08 €"]
    assert list(drawn.data[0].marker.color) == [MORE, LESS, LESS, ACCENT]


def test_the_total_stands_last_and_adds_up_exactly() -> None:
    drawn = step_by_step(steps("0.10", "0.20"))
    assert drawn.layout.yaxis.ticktext[-1] == TOTAL
    assert read(drawn)[-1] == "+0,30 €"


@pytest.mark.parametrize("amounts", [("5.00",), ("-5.00",), ("5.00", "-5.00"), ("0.00",), ("5.00", "-9.00", "1.00")])
def test_bars_and_their_texts_lie_inside_the_axis(amounts: tuple[str, ...]) -> None:
    drawn = step_by_step(steps(*amounts))
    lowest, highest = drawn.layout.xaxis.range
    assert lowest < highest
    for start, length in zip(drawn.data[0].base, drawn.data[0].x, strict=True):
        end = start + length
        assert lowest < end if length < 0 else end < highest


def test_names_are_no_markup() -> None:
    drawn = step_by_step(steps("1.00", label=EVIL))
    assert "<b>Menu" not in drawn.layout.yaxis.ticktext[0]
    assert "$" not in drawn.layout.yaxis.ticktext[0]


def test_months_are_named_in_french_in_their_order() -> None:
    frame = pl.DataFrame(
        {
            "month": [date(2026, 11, 1), date(2026, 12, 1)],
            "amount": pl.Series([Decimal("12.50"), Decimal("-3.00")], dtype=pl.Decimal(18, 2)),
        }
    )
    drawn = month_differences(frame)
    assert list(drawn.layout.yaxis.ticktext) == ["novembre 2026", "décembre 2026"]
    assert read(drawn) == ["+12,50 €", "-3,00 €"]
