"""Charts: French words, colours that stay, and data that can never become markup."""

import json
import tomllib
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import polars as pl
import pytest

from liveo.core.destinations import Destination
from liveo.rendering.charts import (
    COLOURS,
    PALETTE,
    Measure,
    bar_by_destination,
    bar_by_entity,
    before_after,
    busy_hours,
    modes_compared,
    month_trend,
    savings,
    usage_over_time,
)
from liveo.rendering.charts.style import ACCENT, NEUTRAL, verbatim
from tests.rendering.colour_vision import VISIONS, contrast, distance
from tests.rendering.reading import plain

EVIL = '<b>Lyon</b> & $x$ %{y} <a href="http://x">A*B*C</a>'
THEME = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
BACKGROUNDS = [THEME[mode]["backgroundColor"] for mode in ("light", "dark")]


def usage(*codes: str) -> pl.DataFrame:
    """Return consumption by destination, in the order given."""
    rows = range(len(codes))
    return pl.DataFrame(
        {
            "destination": list(codes),
            "calls": [1234 + i for i in rows],
            "seconds": [7500 + i for i in rows],
            "amount_micros": [12_345_678 + i for i in rows],
        }
    )


def by_day() -> pl.DataFrame:
    """Return three days of two destinations, out of order."""
    days = [date(2026, 10, 3) - timedelta(days=i) for i in range(3)]
    rows = [(day, code) for code in ("sms_france", "france_fixed") for day in days]
    return pl.DataFrame(
        {
            "day": [day for day, _ in rows],
            "destination": [code for _, code in rows],
            "calls": [2] * 6,
            "seconds": [60] * 6,
            "amount_micros": [1_500_000] * 6,
        }
    )


def entities(*names: str) -> pl.DataFrame:
    """Return consumption by entity."""
    numbers = list(range(len(names)))
    return pl.DataFrame(
        {
            "code": [f"E{i}" for i in numbers],
            "entity": list(names),
            "calls": numbers,
            "seconds": numbers,
            "amount_micros": numbers,
        }
    )


def compared(**columns: str) -> pl.DataFrame:
    """Return one row, labelled with markup; columns are amounts."""
    return pl.DataFrame({"mode": ["single"], "label": [EVIL], **{k: [Decimal(v)] for k, v in columns.items()}})


FIGURES = {
    "destination": lambda: bar_by_destination(usage(*Destination)),
    "entity": lambda: bar_by_entity(entities(EVIL, "Siège")),
    "time": lambda: usage_over_time(by_day()),
    "before_after": lambda: before_after(compared(before="31.00", after="14.00")),
    "modes": lambda: modes_compared(compared(net="100.00", vat="20.00", gross="120.00")),
    "savings": lambda: savings(compared(prorated="14.00", full_month="31.00")),
    "trend": lambda: month_trend(pl.DataFrame({"month": [date(2026, 10, 1)], "amount": [Decimal("1234.50")]})),
    "hours": lambda: busy_hours(pl.DataFrame({"weekday": [0], "hour": [9], "calls": [3]})),
}
every_figure = pytest.mark.parametrize("name", list(FIGURES))


def spec(figure: go.Figure) -> dict[str, Any]:
    """Return a figure as the browser receives it, numbers as lists."""
    return json.loads(figure.to_json(engine="json"))


def texts_in(node: object) -> list[str]:
    """Return every text that a figure may draw; the keys behind its marks, never drawn, are left out."""
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        drawn = [[row[1:] for row in part] if key == "customdata" else part for key, part in node.items()]
    else:
        drawn = node if isinstance(node, list) else []
    return [text for part in drawn for text in texts_in(part)]


@every_figure
def test_a_figure_lets_the_theme_choose_colours_of_text_and_background(name: str) -> None:
    layout = spec(FIGURES[name]())["layout"]
    assert layout["separators"] == ",\u202f"
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert set(layout["font"]) == {"family"}  # a picture of the chart has the machine's typeface alone
    assert "font" not in layout["template"]["layout"]


@every_figure
def test_no_name_becomes_markup_in_a_figure(name: str) -> None:
    shown = " ".join(texts_in(spec(FIGURES[name]())))
    assert "<a " not in shown
    assert "<b>Lyon" not in shown
    assert "$x$" not in shown
    assert "%{y}" not in shown


def test_an_escaped_text_keeps_every_character_for_the_reader() -> None:
    assert verbatim("5 $ < 6 $ & %{y}") == "5 &#36; &lt; 6 &#36; &amp; %&#123;y}"


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("colour", [*PALETTE, NEUTRAL, ACCENT])
def test_every_colour_stands_out_in_both_themes(colour: str, background: str) -> None:
    assert contrast(colour, background) >= 3


@pytest.mark.parametrize("vision", list(VISIONS))
def test_destinations_stay_apart_for_every_eye(vision: str) -> None:
    assert len(PALETTE) == 10
    nearest = min(distance(one, other, vision) for one, other in combinations(COLOURS.values(), 2))
    assert nearest > 7.5


def test_destinations_come_in_the_order_of_the_invoice_with_their_own_colours() -> None:
    [trace] = bar_by_destination(usage("sms_france", "france_fixed", "france_mobile")).data
    assert [row[0] for row in trace.customdata] == ["france_fixed", "france_mobile", "sms_france"]
    assert list(trace.marker.color) == [COLOURS[code] for code in ("france_fixed", "france_mobile", "sms_france")]


@pytest.mark.parametrize("draw", [bar_by_destination, lambda frame: usage_over_time(frame.with_columns(day=date.min))])
def test_a_code_that_is_no_destination_is_refused_rather_than_left_out(draw: Any) -> None:
    with pytest.raises(pl.exceptions.InvalidOperationError):
        draw(usage("france_fixed", "internal"))


def test_a_hover_text_says_calls_duration_and_amount_in_french() -> None:
    [trace] = bar_by_destination(usage("france_mobile")).data
    assert plain(trace.customdata[0][1]) == "<b>France Mobile</b><br>1 234 appels<br>2 h 05 min<br>12,35 €"


@pytest.mark.parametrize(
    ("measure", "length", "words"),
    [(Measure.AMOUNT, 12.345678, "12,35 €"), (Measure.CALLS, 1234, "1 234"), (Measure.DURATION, 125, "2 h 05 min")],
)
def test_a_bar_is_as_long_as_its_measure(measure: Measure, length: float, words: str) -> None:
    [trace] = bar_by_destination(usage("france_mobile"), measure).data
    assert trace.x[0] == pytest.approx(length)
    assert plain(trace.text[0]) == words


def test_two_entities_of_the_same_name_keep_a_bar_each() -> None:
    figure = bar_by_entity(entities("Agence de Lyon", "Agence de Lyon"), Measure.CALLS)
    assert list(figure.data[0].y) == [0, 1]
    assert list(figure.layout.yaxis.ticktext) == ["Agence de Lyon", "Agence de Lyon"]


def test_a_long_name_is_cut_on_the_axis_and_whole_in_the_hover_text() -> None:
    name = "Établissement de " + "x" * 60
    figure = bar_by_entity(entities(name))
    assert figure.layout.yaxis.ticktext[0].endswith("…")
    assert name in figure.data[0].customdata[0][1]


def test_days_are_stacked_in_time_order_by_destination() -> None:
    figure = usage_over_time(by_day())
    assert [trace.name for trace in figure.data] == ["France Fixe", "SMS France"]
    assert [str(day)[:10] for day in figure.data[0].x] == ["2026-10-01", "2026-10-02", "2026-10-03"]
    assert plain(figure.data[0].customdata[0][1]) == "France Fixe : 1,50 €"


def test_months_are_named_in_figures_on_the_axis() -> None:
    assert usage_over_time(by_day(), by_month=True).layout.xaxis.tickformat == "%m/%Y"


def test_before_and_after_say_their_difference() -> None:
    figure = before_after(compared(before="31.00", after="14.00"))
    assert [trace.name for trace in figure.data] == ["Avant", "Après"]
    assert "Écart : -17,00 €" in plain(figure.data[0].customdata[0][1])


def test_modes_show_what_they_make_in_all() -> None:
    figure = FIGURES["modes"]()
    assert plain(figure.data[1].text[0]) == "120,00 €"
    assert "HT : 100,00 €<br>TVA : 20,00 €<br>TTC : 120,00 €" in plain(figure.data[0].customdata[0][1])


def test_savings_bear_a_minus() -> None:
    assert plain(FIGURES["savings"]().data[0].text[0]) == "-17,00 €"


def test_a_month_is_named_in_french() -> None:
    assert plain(FIGURES["trend"]().data[0].customdata[0][1]) == "<b>octobre 2026</b><br>1 234,50 €"


def test_hours_without_calls_count_as_none() -> None:
    [trace] = FIGURES["hours"]().data
    assert (trace.z[0][9], trace.z[6][23]) == (3, 0)
    assert plain(trace.text[0][9]) == "<b>lundi, 9 h à 10 h</b><br>3 appels"


def test_an_empty_frame_makes_an_empty_figure() -> None:
    assert len(bar_by_destination(usage()).data[0].x) == 0
    assert len(before_after(compared(before="1.00", after="1.00").clear()).data) == 2
    assert usage_over_time(by_day().clear()).data == ()
