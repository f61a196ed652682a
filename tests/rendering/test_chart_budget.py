"""The course of a budget: what is spent, what is expected, what was meant to be."""

from datetime import date
from decimal import Decimal

import polars as pl

from liveo.rendering.charts.budget import OVER, budget_course
from liveo.rendering.charts.style import ACCENT

_CENTS = pl.Decimal(18, 2)
SCHEMA = {"day": pl.Date, "spent": _CENTS, "expected": _CENTS, "budget": _CENTS}
ROWS = [
    (date(2026, 11, 1), Decimal("10.50"), None, Decimal("20.00")),
    (date(2026, 11, 2), Decimal("1234.56"), Decimal("1234.56"), Decimal("40.00")),
    (date(2026, 11, 3), None, Decimal("1300.00"), Decimal("60.00")),
]
FRAME = pl.DataFrame(ROWS, schema=SCHEMA, orient="row")


def test_each_line_covers_its_own_days() -> None:
    chart = budget_course(FRAME, over=False)
    assert [(line.name, len(line.x)) for line in chart.data] == [("Budget", 3), ("Prévu", 2), ("Dépensé", 2)]
    assert list(chart.data[2].y) == [10.5, 1234.56]


def test_an_overrun_is_seen_by_its_colour_too() -> None:
    assert budget_course(FRAME, over=True).data[1].line.color == OVER
    assert budget_course(FRAME, over=False).data[1].line.color == ACCENT


def test_without_budget_or_days_ahead_only_the_spending_is_drawn() -> None:
    known = FRAME.head(1).with_columns(budget=pl.lit(None, _CENTS))
    assert [line.name for line in budget_course(known, over=False).data] == ["Dépensé"]


def test_hover_texts_are_exact_and_french() -> None:
    text = budget_course(FRAME, over=False).data[2].customdata[1][1].replace("\u202f", " ").replace("\xa0", " ")
    assert text == "<b>2 novembre 2026</b><br>Dépensé : 1 234,56 €"
