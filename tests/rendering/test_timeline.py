"""The timeline: bars on the days billed, what they owe at their end, and boxes that choose rows and days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from liveo.core.catalogue import OptionCode
from liveo.core.periods import Month, Period
from liveo.rendering.charts.style import PALETTE
from liveo.rendering.charts.timeline import TimelineBand, TimelineLane, days_in_box, rows_in_box, timeline
from tests.rendering.reading import plain

FEBRUARY = Month(2026, 2)


def days(first: int, last: int) -> Period:
    """Return days of February, both included."""
    return Period(date(2026, 2, first), date(2026, 2, last) + timedelta(days=1))


BANDS = (
    TimelineBand(
        "201 · Anne <b>",
        (
            TimelineLane(OptionCode.ACCOUNT, (days(1, 28),), Decimal("12.90")),
            TimelineLane(OptionCode.ALIAS, (days(3, 4), days(10, 12)), Decimal("1.00"), touched=True),
        ),
    ),
    TimelineBand("Menu", (TimelineLane(OptionCode.IVR_MENU, (), Decimal("0.00")),)),
)


def test_bars_stand_on_their_days_in_the_colour_of_their_option() -> None:
    bars = [trace for trace in timeline(BANDS, FEBRUARY).data if trace.type == "bar"]
    assert [trace.name for trace in bars] == ["Compte Livéo", "Alias"]
    assert [(list(trace.base), list(trace.x)) for trace in bars] == [([0.5], [28]), ([2.5, 9.5], [2, 3])]
    assert [trace.marker.color for trace in bars] == [PALETTE[0], PALETTE[1]]
    assert [list(trace.marker.opacity) for trace in bars] == [[0.55], [1.0, 1.0]]


def test_each_lane_says_its_proration_and_names_are_no_markup() -> None:
    drawn = timeline(BANDS, FEBRUARY, days(3, 4))
    assert [plain(text) for text in drawn.data[-1].text] == ["28 j / 28 · 12,90 €", "<b>5 j / 28 · 1,00 €</b>", "–"]
    assert list(drawn.layout.yaxis.ticktext) == ["201 · Anne &lt;b&gt;", "Menu"]
    assert next(shape for shape in drawn.layout.shapes if shape.type == "rect").x0 == 2.5


@pytest.mark.parametrize(
    ("box", "first", "last"),
    [
        ([5, 20], 5, 20),
        ([20.4, 4.6], 5, 20),
        ([9.9, 10.2], 10, 10),
        ([-3, 1], 1, 1),
        ([27.8, 99], 28, 28),
        ([-9, 99], 1, 28),
    ],
)
def test_a_box_chooses_the_days_whose_columns_it_meets(box: list[float], first: int, last: int) -> None:
    assert days_in_box(box, FEBRUARY) == days(first, last)


@pytest.mark.parametrize(
    ("box", "rows"),
    [([0, 0.2], [0]), ([1.2, 0.8], [0]), ([0, 9], [0, 1]), ([2.4, 2.6], [1]), ([5, 9], []), ([-5, -1], [])],
)
def test_a_box_chooses_the_rows_it_meets(box: list[float], rows: list[int]) -> None:
    assert rows_in_box(box, BANDS) == rows


def test_no_row_is_an_empty_chart() -> None:
    assert timeline((), FEBRUARY).layout.height > 0
