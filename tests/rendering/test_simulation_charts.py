"""Charts of a simulation: each step starts where the one before ended, and every sign is written."""

from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl
import pytest

from liveo.rendering.charts.simulation import (
    LESS,
    MORE,
    cumulated_savings,
    fee_by_days,
    month_differences,
    starts_near_the_bills,
    waterfall,
)
from liveo.rendering.charts.style import ACCENT, FAINT_ACCENT, NEUTRAL
from liveo.rendering.waterfall import FULL_MONTH, NEW_BILL, TODAY
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


def drawn(*amounts: str, before: str = "100.00", full_month: str = "400.00", label: str = "1. Menu") -> go.Figure:
    """Return the waterfall of these steps on a bill."""
    return waterfall(steps(*amounts, label=label), Decimal(before), Decimal(full_month))


def test_each_step_starts_where_the_one_before_ended_and_bills_at_zero() -> None:
    [bars] = drawn("8.68", "48.30", "-53.76").data
    assert [round(start, 2) for start in bars.base] == [0, 100, 108.68, 156.98, 0, 0]
    assert [round(length, 2) for length in bars.x] == [100, 8.68, 48.30, -53.76, 103.22, 400]


def test_signs_are_written_and_colours_follow_them() -> None:
    figure = drawn("8.68", "-53.76", "0.00")
    assert read(figure) == ["100,00 €", "+8,68 €", "-53,76 €", "0,00 €", "54,92 €", "400,00 €"]
    assert list(figure.data[0].marker.color) == [NEUTRAL, MORE, LESS, LESS, ACCENT, FAINT_ACCENT]
    assert list(figure.layout.yaxis.ticktext) == [TODAY, "1. Menu", "1. Menu", "1. Menu", NEW_BILL, FULL_MONTH]


def test_small_steps_on_a_large_bill_are_drawn_near_it_and_it_is_told() -> None:
    assert not starts_near_the_bills(drawn("8.68"))
    figure = drawn("8.00", before="8000.00", full_month="8030.00")
    assert starts_near_the_bills(figure)
    [bars] = figure.data
    assert [start + length for start, length in zip(bars.base, bars.x, strict=True)] == [8000, 8008, 8008, 8030]
    assert bars.base[0] == 7970


@pytest.mark.parametrize("amounts", [("5.00",), ("-5.00",), ("5.00", "-5.00"), ("0.00",), ("5.00", "-9.00", "1.00")])
@pytest.mark.parametrize("before", ["0.00", "10.00", "1000.00"])
def test_bars_and_their_texts_lie_inside_the_axis(amounts: tuple[str, ...], before: str) -> None:
    figure = drawn(*amounts, before=before, full_month=before)
    lowest, highest = figure.layout.xaxis.range
    assert lowest < highest
    for start, length in zip(figure.data[0].base, figure.data[0].x, strict=True):
        end = start + length
        assert lowest < end if length < 0 else end < highest


def test_names_are_no_markup() -> None:
    names = drawn("1.00", label=EVIL).layout.yaxis.ticktext
    assert "<b>Menu" not in names[1]
    assert "$" not in names[1]


def test_savings_grow_month_after_month() -> None:
    frame = pl.DataFrame(
        {
            "month": [date(2026, 11, 1), date(2026, 12, 1)],
            "saved": pl.Series([Decimal("12.50"), Decimal("2.50")], dtype=pl.Decimal(18, 2)),
            "cumulated": pl.Series([Decimal("12.50"), Decimal("15.00")], dtype=pl.Decimal(18, 2)),
        }
    )
    before, month = cumulated_savings(frame).data
    assert list(before.x) == [0, 12.5]
    assert list(month.x) == [12.5, 2.5]
    assert [plain(text) for text in month.text] == ["12,50 €", "15,00 €"]


def test_a_fee_is_drawn_flat_beside_what_each_number_of_days_costs() -> None:
    prorated, fixed = fee_by_days([Decimal(0), Decimal("1.00"), Decimal("2.00")], Decimal("1.50")).data
    assert (list(prorated.x), list(prorated.y)) == ([0, 1, 2], [0, 1, 2])
    assert (list(fixed.x), list(fixed.y)) == ([0, 2], [1.5, 1.5])
    assert plain(fixed.name) == "Forfait de 1,50 €"
    assert "1 jour actif<" in plain(prorated.customdata[1][1])


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
