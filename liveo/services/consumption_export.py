"""Calls for a file, part by part: however many there are, a part is short, and somebody can be told how far it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import polars as pl

from liveo.core.periods import Period
from liveo.services.consumption import UsageFilter, sums
from liveo.services.consumption_calls import CallQuestion, Ranking, all_calls
from liveo.store.database import Base

PART: Final = 20_000
"""Calls of one part, roughly: a day is never cut."""


def call_parts(base: Base, question: CallQuestion) -> Iterator[tuple[float, pl.DataFrame]]:
    """Yield the calls of a question, each part with the share of all calls that it completes: the last says 1.0.

    Calls that make one part come in the order asked for; more of them by time.
    """
    runs = _runs_of_days(base, question.asked)
    if len(runs) < 2:
        yield 1.0, all_calls(base, question)
        return
    latest_first = question.ranking is Ranking.LATEST
    inner = replace(question, ranking=Ranking.LATEST if latest_first else Ranking.OLDEST)
    whole, done = sum(calls for _, calls in runs), 0
    for days, calls in reversed(runs) if latest_first else runs:
        done += calls
        yield done / whole, all_calls(base, replace(inner, asked=replace(question.asked, days=days)))


def _runs_of_days(base: Base, asked: UsageFilter) -> list[tuple[Period, int]]:
    """Return the days in view in runs of about PART calls, in order, with their calls."""
    runs: list[tuple[Period, int]] = []
    for day, calls in sums(base, asked, "day").select("day", "calls").iter_rows():
        end = day + timedelta(days=1)
        if runs and runs[-1][1] + calls <= PART:
            days, before = runs[-1]
            runs[-1] = (Period(days.start, end), before + calls)
        else:
            runs.append((Period(day, end), calls))
    return runs
