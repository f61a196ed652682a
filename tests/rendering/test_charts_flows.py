"""Flows, changes and the map: what is drawn adds up, colours keep their meaning, nothing is asked of another host."""

import json

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.rendering.charts.consumption import FADED, TRAFFIC
from liveo.rendering.charts.flows import PAIR, entities_by_destination, flow_codes, flow_option, what_changed
from liveo.rendering.charts.style import COLOURS
from liveo.rendering.charts.usage import Measure
from liveo.rendering.charts.world import SHADES, outlines, world_map

NAMES = {"RENNES": "Rennes", "VITRE": "France Fixe", "-": "Sans entité"}
PAIRS = pl.DataFrame(
    {
        "entity": ["RENNES", "RENNES", "VITRE", "AILLEURS"],
        "destination": ["france_mobile", "france_fixed", "france_fixed", "france_fixed"],
        "calls": [3, 2, 1, 9],
        "seconds": [60, 120, 0, 9],
        "amount_micros": [30_000, 20_000, 0, 9],
    }
)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def test_each_entity_has_a_bar_cut_by_destination_in_the_colours_of_all_charts() -> None:
    chart = entities_by_destination(PAIRS, NAMES, Measure.CALLS, [f"RENNES{PAIR}france_fixed"])
    assert [trace.name for trace in chart.data] == ["France Fixe", "France Mobile"]
    assert [trace.marker.color for trace in chart.data] == [COLOURS["france_fixed"], COLOURS["france_mobile"]]
    assert [list(trace.x) for trace in chart.data] == [[2, 1], [3]]
    assert [list(trace.y) for trace in chart.data] == [[0, 1], [0]]
    assert list(chart.data[0].marker.opacity) == [1.0, FADED]
    assert chart.data[0].customdata[0][0] == "RENNES → france_fixed"
    assert plain(chart.data[0].customdata[0][1]) == "<b>Rennes → France Fixe</b><br>2 appels<br>2 min<br>0,02 €"


def test_a_flow_has_a_link_for_each_pair_and_no_two_nodes_of_one_name() -> None:
    option = flow_option(PAIRS.head(3), NAMES)
    [series] = option["series"]
    names = [node["name"] for node in series["data"]]
    assert len(set(names)) == len(names) == 4
    entities, destinations, pairs = flow_codes(PAIRS.head(3), NAMES)
    assert (entities, destinations) == (["RENNES", "VITRE"], ["france_fixed", "france_mobile"])
    assert [(link["source"], link["value"]) for link in series["links"]] == [
        ("Rennes", 0.02),
        ("Rennes", 0.03),
        ("France Fixe", 0.0),
    ]
    assert len(pairs) == len(series["links"])
    assert json.dumps(option), "plain values only"


@given(st.integers(0, 10**9), st.lists(st.integers(-(10**8), 10**8), max_size=8))
def test_each_change_starts_where_the_one_before_ends(before: int, changes: list[int]) -> None:
    codes = [str(i) for i in range(len(changes))]
    frame = pl.DataFrame(
        {"code": codes, "label": codes, "colour": ["#000000"] * len(codes), "change": changes},
        schema={"code": pl.String, "label": pl.String, "colour": pl.String, "change": pl.Int64},
    )
    after = before + sum(changes)
    [bar] = what_changed(frame, ("Avant", before), ("Après", after)).data
    tops = [base + height for base, height in zip(bar.base, bar.y, strict=True)]
    assert tops[0] == pytest.approx(before / 10**6)
    assert tops[:-2] == pytest.approx(list(bar.base[1:-1]))
    assert tops[-2] == pytest.approx(tops[-1])
    assert (bar.base[0], bar.base[-1]) == (0, 0)


def test_a_change_names_its_amount_with_its_sign() -> None:
    frame = pl.DataFrame(
        {"code": ["a"], "label": ["Une <b>"], "colour": [TRAFFIC["inbound"].colour], "change": [-7_000]}
    )
    [bar] = what_changed(frame, ("Avant", 1_000_000), ("Après", 993_000), ["a"]).data
    assert [plain(text) for text in bar.text] == ["1,00 €", "−0,01 €", "0,99 €"]
    assert plain(bar.customdata[1][1]) == "<b>Une &lt;b&gt;</b><br>−0,01 €"


def test_countries_are_darker_the_more_they_are_called_and_islands_have_a_mark() -> None:
    codes = ["FR", "ES", "PT", "RE", "ZZ"]
    frame = pl.DataFrame(
        {"country": codes, "calls": [1] * 5, "seconds": [60] * 5, "amount_micros": [10**9, 10**8, 1, 0, 5]}
    )
    chart = world_map(frame, chosen=["ES"])
    marks = chart.data[-1]
    assert [row[0] for row in marks.customdata] == ["FR", "ES", "PT", "RE"]
    assert plain(marks.customdata[1][1]) == "<b>Espagne</b><br>1 appel<br>1 min<br>100,00 €"
    assert len(set(marks.marker.size)) == 2
    by_shade = {trace.fillcolor: trace for trace in chart.data[1:-1]}
    x, _ = outlines()["FR"].rings[0]
    assert set(np.round(x, 3)) <= set(np.round(np.asarray(by_shade[SHADES[-1]].x, dtype=float), 3))
    assert not any(key in json.dumps(chart.to_plotly_json(), default=str) for key in ("geojson", "topojson", "mapbox"))


def test_no_outline_reaches_around_the_world() -> None:
    assert len(outlines()) > 230
    for code, outline in outlines().items():
        assert all(np.ptp(x) < 180 and len(x) == len(y) >= 3 for x, y in outline.rings), code
        assert -180 <= outline.mark[0] <= 195, code


def test_a_world_without_calls_is_a_map_all_the_same() -> None:
    nothing = pl.DataFrame(
        schema={"country": pl.String, **dict.fromkeys(("calls", "seconds", "amount_micros"), pl.Int64)}
    )
    assert len(world_map(nothing).data[-1].customdata) == 0
