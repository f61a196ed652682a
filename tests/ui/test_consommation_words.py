"""The words of the page Consommation: one sentence in good French, changes with their sign."""

from datetime import date, timedelta

import polars as pl
import pytest

from liveo.core.destinations import CallKind
from liveo.core.errors import InvalidPeriod
from liveo.core.periods import Month, Period
from liveo.services.consumption import Answer, Bounds, Direction
from liveo.services.consumption_calls import Ranking
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import Selection
from liveo.ui.consommation_state import Cause, Section
from liveo.ui.consommation_steps import Step, days_of, steps_of, usual_step, with_steps
from liveo.ui.consommation_words import (
    CHOICES,
    MOMENTS,
    calls_words,
    compared_words,
    hours_words,
    narrowing_words,
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


@pytest.mark.parametrize("kind", [Preset, Comparison, Direction, Answer, Ranking, CallKind, Step, Cause, Section])
def test_every_choice_has_a_name_of_its_own(kind: type) -> None:
    assert len({CHOICES[code] for code in kind}) == len(list(kind))


def test_no_code_is_that_of_two_choices() -> None:
    kinds = {type(code) for code in CHOICES}
    assert len(CHOICES) == sum(len(list(kind)) for kind in kinds)


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
    steps = steps_of(november, TODAY, Step.DAY)
    assert len(steps) == 23
    assert steps["2026-11-23"] == "lun. 23/11"
    assert len(set(steps.values())) == 23


def test_a_long_period_is_read_by_month() -> None:
    assert usual_step(days("2026-08-01", "2026-10-01")) is Step.DAY
    assert usual_step(days("2026-08-01", "2026-10-02")) is Step.MONTH
    assert list(steps_of(days("2025-12-15", "2026-11-30"), TODAY, Step.MONTH))[::11] == ["2025-12", "2026-11"]


def test_a_step_leads_back_to_its_days() -> None:
    assert days_of("2026-10") == Month(2026, 10).period
    assert days_of("2026-10-06") == days("2026-10-06", "2026-10-06")
    assert days_of("2026-W41") == days("2026-10-05", "2026-10-11")
    for nonsense in ("2026-99", "2026-10-99", "2026-W99", ""):
        with pytest.raises(InvalidPeriod):
            days_of(nonsense)


@pytest.mark.parametrize("step", Step)
def test_polars_and_python_cut_time_alike_over_the_end_of_a_year(step: Step) -> None:
    period = days("2025-12-20", "2026-01-12")
    frame = pl.DataFrame({"day": pl.date_range(period.start, period.end, closed="left", eager=True)})
    assert with_steps(frame, step)["step"].unique(maintain_order=True).to_list() == list(steps_of(period, TODAY, step))
    assert all(day in days_of(code) for day, code in with_steps(frame, step).iter_rows())


def test_hours_are_named_where_they_have_a_name() -> None:
    assert hours_words(MOMENTS["weekend"].hours) == "samedi et dimanche"
    assert hours_words([8]) == "lundi de 8 h à 9 h"
    assert plain(hours_words([8, 40])) == "2 heures de la semaine"


def test_a_narrowed_selection_is_said_in_words() -> None:
    chosen = Selection(
        kinds=(CallKind.FAX,), amounts=Bounds(500_000, None), durations=Bounds(60, 120), contains="06 *", hours=(8,)
    )
    assert plain(narrowing_words(chosen)) == (
        ", seulement **Fax**, **lundi de 8 h à 9 h**, **de 0,50 € au moins** l'appel, **de 1 min à 2 min**, "
        r"numéro contenant **06 \***"
    )
