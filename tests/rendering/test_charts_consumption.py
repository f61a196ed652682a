"""Charts of consumption: what is drawn is what was counted, chosen marks stand out, and every text is French."""

import polars as pl
import pytest

from liveo.core.destinations import Destination
from liveo.rendering.charts.consumption import (
    FADED,
    TRAFFIC,
    bar_by_rank,
    bar_by_traffic,
    traffic_over_time,
    week_map,
)
from liveo.rendering.charts.usage import Measure
from liveo.services.consumption import TRAFFIC as ROLLED_UP

COUNTS = {"calls": [3, 12, 7], "seconds": [0, 3_700, 59], "amount_micros": [0, 1_234_567, 10_000]}
BY_TRAFFIC = pl.DataFrame({"destination": ["inbound", "france_mobile", "france_fixed"], **COUNTS})
RANKED = pl.DataFrame({"code": ["7", "8", "9"], "label": ["<b>Anne</b>", "$x$ %{y}", "Zoé"], **COUNTS})
TICKS = {"2026-10-01": "jeu. 01/10", "2026-10-02": "ven. 02/10", "2026-10-03": "sam. 03/10"}


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_every_code_that_is_rolled_up_has_a_name_and_a_colour() -> None:
    assert set(TRAFFIC) == {code for codes in ROLLED_UP.values() for code in codes}
    assert len({rule.colour for rule in TRAFFIC.values()}) == len(TRAFFIC)
    assert list(TRAFFIC)[: len(Destination)] == list(Destination)


def test_destinations_stand_in_the_order_of_the_invoice_then_what_is_free() -> None:
    chart = bar_by_traffic(BY_TRAFFIC)
    assert list(chart.layout.yaxis.ticktext) == ["France Fixe", "France Mobile", "Appels entrants"]
    assert list(chart.data[0].x) == [0.01, 1.234567, 0]
    assert [row[0] for row in chart.data[0].customdata] == ["france_fixed", "france_mobile", "inbound"]
    assert [plain(text) for text in chart.data[0].text] == ["0,01 €", "1,23 €", "0,00 €"]


def test_a_hover_text_says_calls_duration_and_cost() -> None:
    hovers = [plain(row[1]) for row in bar_by_traffic(BY_TRAFFIC).data[0].customdata]
    assert hovers[1] == "<b>France Mobile</b><br>12 appels<br>1 h 02 min<br>1,23 €"


@pytest.mark.parametrize(
    ("measure", "drawn"), [(Measure.CALLS, [7, 12, 3]), (Measure.DURATION, [59 / 60, 3_700 / 60, 0])]
)
def test_bars_can_count_calls_or_time(measure: Measure, drawn: list[float]) -> None:
    assert list(bar_by_traffic(BY_TRAFFIC, measure).data[0].x) == drawn


def test_what_was_not_chosen_fades_and_can_still_be_clicked() -> None:
    assert list(bar_by_rank(RANKED, chosen=["8"]).data[0].marker.opacity) == [FADED, 1, FADED]
    assert list(bar_by_rank(RANKED).data[0].marker.opacity) == [1, 1, 1]


def test_bars_with_texts_say_how_a_selection_looks() -> None:
    bars = bar_by_rank(RANKED).data[0]
    assert bars.selected.marker.opacity == 1
    assert bars.unselected.marker.opacity == FADED


def test_names_from_files_are_text_and_never_markup() -> None:
    chart = bar_by_rank(RANKED)
    assert list(chart.layout.yaxis.ticktext) == ["&lt;b&gt;Anne&lt;/b&gt;", "&#36;x&#36; %&#123;y}", "Zoé"]
    assert chart.data[0].customdata[0][1].startswith("<b>&lt;b&gt;Anne&lt;/b&gt;</b><br>")


def test_the_room_for_texts_grows_with_the_longest_bar() -> None:
    assert bar_by_rank(RANKED).layout.xaxis.range[1] > 1.234567 * 1.3
    nothing = RANKED.with_columns(amount_micros=pl.lit(0))
    assert list(bar_by_rank(nothing).layout.xaxis.range) == [0, 1]


def test_time_is_stacked_in_order_without_gaps_and_names_its_step_when_clicked() -> None:
    steps = BY_TRAFFIC.with_columns(step=pl.Series(["2026-10-01", "2026-10-03", "2026-10-03"]))
    chart = traffic_over_time(steps, ticks=TICKS)
    assert [trace.name for trace in chart.data] == ["France Fixe", "France Mobile", "Appels entrants"]
    assert list(chart.layout.xaxis.categoryarray) == list(TICKS.values())
    assert list(chart.layout.xaxis.ticktext) == ["01/10", "02/10", "03/10"]
    assert list(chart.data[1].x) == ["sam. 03/10"]
    assert list(chart.data[1].customdata[0]) == ["2026-10-03", "France Mobile : 1,23\xa0€"]
    assert chart.layout.barmode == "stack"


def test_few_steps_keep_narrow_bars_and_many_steps_few_ticks() -> None:
    one = BY_TRAFFIC.with_columns(step=pl.lit("2026-10-01"))
    assert traffic_over_time(one, ticks={"2026-10-01": "jeu. 01/10"}).data[0].width < 0.2
    many = {f"2026-10-{day:02d}": f"x {day:02d}/10" for day in range(1, 32)}
    chart = traffic_over_time(one, ticks=many)
    assert chart.data[0].width is None
    assert len(chart.layout.xaxis.tickvals) <= 11


def test_the_week_has_seven_days_of_24_hours_monday_first() -> None:
    frame = pl.DataFrame(
        {"weekday": [1, 7], "hour": [0, 23], "calls": [2, 1], "seconds": [60, 0], "amount_micros": [5_000, 0]}
    )
    heat, marks = week_map(frame, Measure.CALLS, ["167"]).data
    assert len(heat.z) == 7
    assert {len(row) for row in heat.z} == {24}
    assert (heat.z[0][0], heat.z[6][23], sum(map(sum, heat.z))) == (2, 1, 3)
    assert plain(marks.customdata[0][1]) == "<b>lundi, 0 h à 1 h</b><br>2 appels<br>1 min<br>0,01 €"
    assert [row[0] for row in marks.customdata] == [str(hour) for hour in range(168)]
    assert list(marks.marker.opacity).index(1.0) == 167
    assert plain(marks.customdata[3 * 24 + 12][1]) == "<b>jeudi, 12 h à 13 h</b><br>0 appel<br>0 s<br>0,00 €"


def test_a_code_in_no_row_is_refused_rather_than_left_out() -> None:
    with pytest.raises(pl.exceptions.InvalidOperationError):
        bar_by_traffic(BY_TRAFFIC.with_columns(destination=pl.lit("moon")))
