"""The months of a company: exact texts, the chosen month in full colour, and a click that names its month."""

from datetime import date
from decimal import Decimal

import polars as pl

from liveo.core.periods import Month
from liveo.rendering.charts.accueil import FADED, month_costs

FRAME = pl.DataFrame(
    {
        "month": [date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)],
        "options": [Decimal("100.00"), Decimal("110.00"), Decimal("111.11")],
        "usage": [Decimal("20.00"), Decimal("1234.56"), Decimal("10.00")],
        "to_come": [Decimal("0.00"), Decimal("0.00"), Decimal("5.00")],
        "credited": [Decimal("0.00"), Decimal("0.00"), Decimal("0.00")],
    }
)


def test_parts_are_stacked_and_named() -> None:
    chart = month_costs(FRAME, Month(2026, 10))
    assert [trace.name for trace in chart.data] == ["Options", "Appels", "À venir, estimés"]
    assert list(chart.data[0].y) == [100, 110, 111.11]
    assert list(chart.data[0].x) == ["sept. 26", "oct. 26", "nov. 26"]
    assert chart.layout.barmode == "relative"


def test_the_chosen_month_alone_is_in_full_colour() -> None:
    assert list(month_costs(FRAME, Month(2026, 10)).data[0].marker.opacity) == [FADED, 1, FADED]


def test_a_click_names_the_month_and_the_hover_text_is_exact() -> None:
    data = month_costs(FRAME, Month(2026, 10)).data[1].customdata
    assert [row[0] for row in data] == ["2026-09", "2026-10", "2026-11"]
    october = data[1][1].replace("\xa0", " ").replace("\u202f", " ")
    assert october == "<b>octobre 2026 : 1 344,56 € HT</b><br>Options : 110,00 €<br>Appels : 1 234,56 €"
    assert "environ" in data[2][1]


def test_months_that_are_over_need_no_estimate() -> None:
    assert [trace.name for trace in month_costs(FRAME.head(2), Month(2026, 10)).data] == ["Options", "Appels"]


def test_what_credit_notes_took_back_lies_below_zero_and_lessens_the_month() -> None:
    credited = FRAME.with_columns(credited=pl.Series([Decimal("-20.00"), Decimal("0.00"), Decimal("0.00")]))
    chart = month_costs(credited, Month(2026, 10))
    assert [trace.name for trace in chart.data] == ["Options", "Appels", "À venir, estimés", "Avoirs"]
    assert list(chart.data[3].y) == [-20, 0, 0]
    september = chart.data[0].customdata[0][1].replace("\xa0", " ").replace("\u202f", " ")
    assert september.startswith("<b>septembre 2026 : 100,00 € HT</b>")
    assert september.endswith("Avoirs : −20,00 €")
