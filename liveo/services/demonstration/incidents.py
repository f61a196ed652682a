"""What goes wrong in the demonstration: fraud, calls that nobody can rate, lines that say nothing; and honest peaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from liveo.core.periods import Month, Period
from liveo.services.closed_days import DayKind, kind_of_day
from liveo.services.demonstration.chance import chance
from liveo.services.demonstration.customers import Customer
from liveo.services.demonstration.numbers import draw_numbers, pool_of
from liveo.services.demonstration.people import Person
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage
from liveo.services.demonstration.traffic import Attempts, Integers, Use, frame_of_calls, moments_of
from liveo.services.demonstration.window import Window
from liveo.store.reference_files import Line

FRAUD_COMPANY: Final = "ARMOR"
_LATE_COMPANY: Final = "ARMOR"
_FRAUD: Final = Use("fraud", "voice", "outbound", share=0.0, missed=0.04, median_seconds=260)
_FRAUD_CALLS: Final = 150
_FRAUD_MONTHS_AGO: Final = 3
_FRAUD_HOURS: Final = (1, 5)
_LATE_MONTHS_AGO: Final = 2
_UNRATED: Final = Use("unrated", "voice", "outbound", share=0.0, missed=0.0, median_seconds=90)
_STRANGER: Final = "9999"
"""An extension, and the end of an account code, that no customer has."""

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Complement:
    """A second, small file of one customer: calls of one day that wait for a correction.

    A ``late`` one also holds calls that were sent before, and lines that no machine can read.
    """

    customer: Customer
    day: date
    calls: pl.DataFrame
    late: bool


def fraud_night(customer: Customer, stage: Stage) -> pl.DataFrame:
    """Return the calls of one account of a customer to far and dear places, in the small hours of one Sunday."""
    numbers = stage.sources.numbers
    sunday = fraud_day(stage.window)
    generator = chance(customer.line["code"], "fraud")
    person = _present(customer.people, sunday)
    start, end = (hour * 3600 for hour in _FRAUD_HOURS)
    return frame_of_calls(
        _FRAUD,
        np.repeat(person.account.code, _FRAUD_CALLS),
        pl.Series([person.account.extension] * _FRAUD_CALLS),
        draw_numbers(pool_of(numbers, customer.line["code"], "fraud"), generator, _FRAUD_CALLS),
        _moments(sunday, generator.integers(start, end, _FRAUD_CALLS)),
        generator,
    )


def fraud_day(window: Window) -> date:
    """Return the Sunday of the fraud: after the first Saturday of the third month before that of today."""
    first = Month.of(window.today).plus(-_FRAUD_MONTHS_AGO).first
    return first + timedelta(days=(_SATURDAY - first.weekday()) % 7 + 1)


def planted(customer: Customer, stage: Stage) -> Iterator[pl.DataFrame]:
    """Yield the calls of each incident that the file tells of a customer: some are abnormal, some an honest peak."""
    for line in of_company(stage.sources.incidents, customer.line["code"]):
        generator = chance(customer.line["code"], f"incident {line['name']}")
        days = incident_days(line, stage.window)
        present = [person for person in customer.people if all(day in person.life for day in days)]
        chosen = generator.permutation(len(present))[: line["accounts"]].tolist()
        use = Use(line["name"], "voice", "outbound", share=0.0, missed=0.04, median_seconds=line["median_seconds"])
        pool = pool_of(stage.sources.numbers, customer.line["code"], line["use"])
        for day in days:
            callers = [present[i].account for i in chosen for _ in range(line["calls"])]
            seconds = generator.integers(line["first_hour"] * 3600, line["end_hour"] * 3600, len(callers))
            yield frame_of_calls(
                use,
                np.array([account.code for account in callers], dtype=np.str_),
                pl.Series([account.extension for account in callers], dtype=pl.String),
                draw_numbers(pool, generator, len(callers)),
                _moments(day, seconds),
                generator,
            )


def incident_days(line: Line, window: Window) -> list[date]:
    """Return the days of an incident: the first of their kind from a day of the month on."""
    first = Month.of(window.today).plus(-line["months_ago"]).first + timedelta(days=line["from_day"] - 1)
    kind = DayKind(line["day_kind"])
    of_kind = (day for i in range(62) if kind_of_day(day := first + timedelta(days=i)) is kind)
    return list(islice(of_kind, line["days"]))


def complements(customers: Sequence[Customer], stage: Stage) -> Iterator[Complement]:
    """Yield the complements of the customers for whom the numbers' file holds numbers that nobody can rate.

    The late one is of two months ago, the others are of yesterday: every other month can be invoiced.
    """
    for customer in customers:
        code = customer.line["code"]
        lines = of_company(stage.sources.numbers, code)
        dialled = [line["pattern"] for line in lines if line["use"] == "unrated"]
        if dialled:
            late = code == _LATE_COMPANY
            day = (
                Month.of(stage.window.today).plus(-_LATE_MONTHS_AGO).first + timedelta(days=14)
                if late
                else stage.window.eve
            )
            yield Complement(customer, day, _unrated(customer, dialled, day, stage), late)


def _unrated(customer: Customer, dialled: Sequence[str], day: date, stage: Stage) -> pl.DataFrame:
    """Return calls of somebody present to these numbers, and one call of an account that nobody knows."""
    person = _present(customer.people, day)
    generator = chance(customer.line["code"], "unrated")
    count = len(dialled) + 1
    everyday = draw_numbers(pool_of(stage.sources.numbers, "", "outbound"), generator, 1)
    stranger = f"{customer.line['prefix']}-{_STRANGER}"
    return frame_of_calls(
        _UNRATED,
        np.array([*[person.account.code] * len(dialled), stranger]),
        pl.Series([*[person.account.extension] * len(dialled), _STRANGER]),
        pl.Series([*dialled, *everyday]),
        _moments(day, np.arange(count) * 911 + 36_000),
        generator,
    )


def _present(people: Sequence[Person], day: date) -> Person:
    return next(person for person in people if day in person.life)


def _moments(day: date, seconds: Integers) -> npt.NDArray[np.datetime64]:
    nobody = np.zeros(len(seconds), dtype=np.int64)
    return moments_of(Attempts(who=nobody, day=nobody, second=seconds), Period(day))
