"""The words of the page Consommation: one sentence in good French, changes with their sign."""

from datetime import date, timedelta

import pytest

from liveo.core.periods import Month, Period
from liveo.services.consumption import Answer, Direction
from liveo.services.consumption_calls import Ranking
from liveo.services.consumption_periods import Comparison, Preset
from liveo.ui.consommation_steps import by_month, days_of, steps_of
from liveo.ui.consommation_words import (
    CHOICES,
    calls_words,
    compared_words,
    period_sentence,
    restriction,
    signed_words,
    tenths_of_change,
)

TODAY = date(2026, 11, 23)


def days(first: str, last: str) -> Period:
    """Return a period by its first and last day, both included."""
    return Period(date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1))


def plain(text: str | None) -> str:
    """Return a text with ordinary spaces."""
    return str(text).replace("\xa0", " ").replace("\u202f", " ")


@pytest.mark.parametrize("kind", [Preset, Comparison, Direction, Answer, Ranking])
def test_every_choice_has_a_name_of_its_own(kind: type) -> None:
    assert len({CHOICES[code] for code in kind}) == len(list(kind))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (days("2026-10-01", "2026-10-31"), "d'octobre 2026"),
        (days("2026-11-01", "2026-11-30"), "de novembre 2026, jusqu'au 23 novembre"),
        (days("2026-12-01", "2026-12-31"), "de décembre 2026, à venir"),
        (days("2026-10-05", "2026-10-05"), "le 5 octobre 2026"),
        (days("2026-08-01", "2026-10-31"), "du 1er août au 31 octobre 2026"),
    ],
)
def test_a_period_is_said_with_what_has_passed_of_it(period: Period, words: str) -> None:
    assert period_sentence(period, TODAY) == words


def test_what_is_compared_is_named_as_a_noun() -> None:
    assert compared_words(days("2026-09-01", "2026-09-30")) == "septembre 2026"
    assert compared_words(days("2026-10-01", "2026-10-23")) == "la période du 1er au 23 octobre 2026"
    assert compared_words(days("2026-10-01", "2026-10-01")) == "la journée du 1er octobre 2026"


def test_calls_are_named_by_direction_and_answer() -> None:
    assert calls_words([Direction.OUTBOUND], Answer.ANY) == "Appels sortants"
    assert calls_words(Direction, Answer.UNANSWERED) == "Appels sortants, entrants et internes sans réponse"


def test_restrictions_name_three_at_most_and_escape_their_names() -> None:
    assert restriction("vers", [], "destination") == ""
    assert restriction("vers", ["France Fixe"], "destination") == ", vers **France Fixe**"
    assert restriction("pour", ["A*B", "C", "D"], "entité") == r", pour **A\*B, C et D**"
    assert plain(restriction("sur", "abcd", "compte")) == ", sur **4 comptes**"


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [(112, 100, "+12 %"), (999, 1000, "-0,1 %"), (100, 100, "0 %"), (0, 3, "-100 %"), (10_000, 3, "+333 233,3 %")],
)
def test_changes_carry_their_sign_and_one_decimal(now: int, before: int, words: str) -> None:
    tenths = tenths_of_change(now, before)
    assert tenths is not None
    assert plain(signed_words(tenths, "%")).replace("333233", "333 233") == words


def test_nothing_grows_from_nothing() -> None:
    assert tenths_of_change(5, 0) is None
    assert plain(signed_words(-12, "pt")) == "-1,2 pt"


def test_steps_have_no_gap_and_stop_today() -> None:
    november = days("2026-11-01", "2026-11-30")
    steps = steps_of(november, TODAY)
    assert len(steps) == 23
    assert steps["2026-11-23"] == "lun. 23/11"
    assert len(set(steps.values())) == 23


def test_a_long_period_is_read_by_month() -> None:
    assert not by_month(days("2026-08-01", "2026-10-01"))
    assert by_month(days("2026-08-01", "2026-10-02"))
    assert list(steps_of(days("2025-12-15", "2026-11-30"), TODAY))[::11] == ["2025-12", "2026-11"]


def test_a_step_leads_back_to_its_days() -> None:
    assert days_of("2026-10") == Month(2026, 10).period
    assert days_of("2026-10-06") == days("2026-10-06", "2026-10-06")
