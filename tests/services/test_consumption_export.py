"""Calls for a file come in parts, none lost, none twice, whatever their number and their order."""

from dataclasses import replace

import polars as pl
import pytest

from liveo.core.periods import Month, Period
from liveo.services import consumption_export
from liveo.services.billing import customer
from liveo.services.consumption import Direction, UsageFilter
from liveo.services.consumption_calls import CallQuestion, Ranking, all_calls
from liveo.services.consumption_export import call_parts
from liveo.store.database import Base

OCTOBER = Month(2026, 10).period


def question_of(base: Base, ranking: Ranking, search: str = "", period: Period = OCTOBER) -> CallQuestion:
    asked = UsageFilter(customer(base, "ARMOR").state.company.subject_id, period, tuple(Direction))
    return CallQuestion(asked, search, ranking)


@pytest.mark.parametrize("ranking", list(Ranking))
def test_parts_hold_every_call_once(demo: Base, monkeypatch: pytest.MonkeyPatch, ranking: Ranking) -> None:
    monkeypatch.setattr(consumption_export, "PART", 3000)
    question = question_of(demo, ranking)
    shares, parts = zip(*call_parts(demo, question), strict=True)
    assert len(parts) > 3
    assert max(part.height for part in parts) <= 3000
    assert list(shares) == sorted(shares)
    assert shares[-1] == 1.0
    in_time = Ranking.LATEST if ranking is Ranking.LATEST else Ranking.OLDEST
    assert pl.concat(parts)["call_id"].sort().equals(all_calls(demo, question)["call_id"].sort())
    if ranking is in_time:
        assert pl.concat(parts)["started_at"].to_list() == all_calls(demo, question)["started_at"].to_list()


def test_few_calls_come_at_once_in_the_order_asked_for(demo: Base) -> None:
    question = replace(question_of(demo, Ranking.DEAREST), search="06")
    [(share, found)] = call_parts(demo, question)
    assert (share, found["call_id"].to_list()) == (1.0, all_calls(demo, question)["call_id"].to_list())


def test_no_call_is_one_part_without_a_row(demo: Base) -> None:
    far = Month(2031, 1).period
    [(share, found)] = call_parts(demo, question_of(demo, Ranking.LATEST, period=far))
    assert (share, found.height) == (1.0, 0)
