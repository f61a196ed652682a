"""A selection as the parameters of an address, and back: codes, never names, so that an old link stays right.

What an address says and nobody knows is left aside with a sentence; the rest of it is followed.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from liveo.core.destinations import CallKind
from liveo.core.errors import InvalidPeriod
from liveo.core.money import MICROS_PER_EURO
from liveo.core.periods import Period, parse_day
from liveo.services.consumption import NO_BOUNDS, TRAFFIC, Answer, Bounds, Direction
from liveo.services.consumption_names import Names
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import WEEK_HOURS, Selection

Address = Mapping[str, Sequence[str]]

LONGEST_NUMBER: Final = 30
"""How much of a number people may type."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""The days of which calls can be imported."""

_DESTINATIONS: Final = frozenset(code for codes in TRAFFIC.values() for code in codes)
_COUNTRY: Final = re.compile(r"[A-Z]{2}")
_NUMBER: Final = re.compile(r"\+?[0-9]{0,20}•{0,4}")
_TYPED: Final = re.compile(r"[-+0-9 ().]*")
_HOURS: Final = re.compile(r"([1-7])\.(\d{1,2})-(\d{1,2})")
_AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,6})?")
_SECONDS: Final = re.compile(r"\d{1,9}")


class _Nonsense(Exception):
    """A text of an address that means nothing."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table of parameters: the field of Selection, its texts in an address, and how they are read.

    ``read`` takes the texts and the names of the company; it raises _Nonsense for what it does not understand.
    """

    name: str
    field: str
    words: str
    write: Callable[[Any], Sequence[str]]
    read: Callable[[Sequence[str], Names], Any]


def address_of(selection: Selection) -> dict[str, list[str]]:
    """Return the parameters that lead to a selection; what is as at first is left out."""
    return {
        parameter.name: list(parameter.write(value))
        for parameter in PARAMETERS
        if (value := getattr(selection, parameter.field)) != _AT_FIRST[parameter.field]
    }


def selection_of(address: Address, names: Names) -> tuple[Selection, tuple[str, ...]]:
    """Return what an address asks for, and a sentence for each parameter that cannot be followed."""
    chosen: dict[str, Any] = {}
    problems = []
    for parameter in PARAMETERS:
        texts = address.get(parameter.name)
        if texts:
            with suppress(_Nonsense):
                chosen[parameter.field] = parameter.read(texts, names)
            if not _understood(chosen.get(parameter.field), texts):
                problems.append(f"Le lien demande {parameter.words} qui n'existe pas ici : le reste est suivi.")
    return Selection(**chosen), tuple(problems)


def _understood(value: object, texts: Sequence[str]) -> bool:
    """Whether nothing of a parameter was left aside: each text of a list became a value."""
    in_codes = isinstance(value, tuple) and value and isinstance(value[0], str)
    return value is not None and (not in_codes or len(value) == len(set(texts)))  # type: ignore[arg-type]


def runs_of_hours(hours: Iterable[int]) -> list[tuple[int, int, int]]:
    """Return hours of the week as runs within a day: weekday (1 is Monday), first hour, end (excluded); in order."""
    ordered = sorted(set(hours))
    starts = [hour for i, hour in enumerate(ordered) if not i or hour - ordered[i - 1] > 1 or hour % 24 == 0]
    bounds = [ordered.index(start) for start in starts]
    runs = [ordered[first:end] for first, end in pairwise([*bounds, len(ordered)])]
    return [(run[0] // 24 + 1, run[0] % 24, run[-1] % 24 + 1) for run in runs]


def _one_of(kind: type[StrEnum]) -> Callable[[Sequence[str], Names], Any]:
    def read(texts: Sequence[str], names: Names) -> StrEnum:
        if len(texts) != 1 or texts[0] not in list(kind):
            raise _Nonsense
        return kind(texts[0])

    return read


def _some_of(known: Container[str], made: Callable[[str], Any] = str) -> Callable[[Sequence[str], Names], Any]:
    return lambda texts, names: _each(texts, lambda text: made(text) if text in known else None)


def _each(texts: Sequence[str], read: Callable[[str], Any]) -> tuple[Any, ...]:
    """Read each text once, in order; one that means nothing spoils none of the others, all of them spoil the whole."""
    found = tuple(value for value in dict.fromkeys(map(read, texts)) if value is not None)
    if not found:
        raise _Nonsense
    return found


def _read_days(texts: Sequence[str], names: Names) -> Period:
    with suppress(InvalidPeriod):
        days = [parse_day(text) for text in texts]
        if len(days) == 2 and FIRST_DAY <= days[0] <= days[1] <= LAST_DAY:
            return Period(days[0], days[1] + timedelta(days=1))
    raise _Nonsense


def _write_days(days: Period) -> list[str]:
    return [days.start.isoformat(), (days.end - timedelta(days=1)).isoformat()]


def _read_hours(texts: Sequence[str], names: Names) -> tuple[int, ...]:
    hours: set[int] = set()
    for text in texts:
        found = _HOURS.fullmatch(text)
        if not found:
            raise _Nonsense
        weekday, first, end = map(int, found.groups())
        if not first < end <= 24:
            raise _Nonsense
        hours.update(range((weekday - 1) * 24 + first, (weekday - 1) * 24 + end))
    return tuple(sorted(hours)) if len(hours) < WEEK_HOURS else ()


def _write_hours(hours: Sequence[int]) -> list[str]:
    return [f"{weekday}.{first}-{end}" for weekday, first, end in runs_of_hours(hours)]


def _bounds(written: Callable[[int], str], pattern: re.Pattern[str], unit: int) -> dict[str, Any]:
    """Return how bounds are written, "0.5..", "..60" or "0.5..60", and read again, in whole ``unit``-ths."""

    def one(text: str) -> int | None:
        if text and not pattern.fullmatch(text):
            raise _Nonsense
        with suppress(InvalidOperation):
            return int(Decimal(text) * unit) if text else None
        raise _Nonsense

    def read(texts: Sequence[str], names: Names) -> Bounds:
        least, two_dots, most = texts[0].partition("..")
        found = Bounds(one(least), one(most))
        out_of_order = found.least is not None and found.most is not None and found.least > found.most
        if len(texts) != 1 or not two_dots or found == NO_BOUNDS or out_of_order:
            raise _Nonsense
        return found

    def write(bounds: Bounds) -> list[str]:
        return ["..".join("" if value is None else written(value) for value in (bounds.least, bounds.most))]

    return {"write": write, "read": read}


def _written_euros(amount_micros: int) -> str:
    return f"{(Decimal(amount_micros) / MICROS_PER_EURO).normalize():f}"


def _read_typed(texts: Sequence[str], names: Names) -> str:
    if len(texts) != 1 or len(texts[0]) > LONGEST_NUMBER or not _TYPED.fullmatch(texts[0]):
        raise _Nonsense
    return texts[0].strip()


def _single(value: str) -> list[str]:
    return [value]


PARAMETERS: Final = (
    Parameter("periode", "preset", "une période", _single, _one_of(Preset)),
    Parameter("dates", "dates", "des dates", _write_days, _read_days),
    Parameter("jours", "days", "des jours", _write_days, _read_days),
    Parameter("comparer", "comparison", "une comparaison", _single, _one_of(Comparison)),
    Parameter("sens", "directions", "un sens d'appel", list, _some_of(list(Direction), Direction)),
    Parameter("reponse", "answer", "une sorte de réponse", _single, _one_of(Answer)),
    Parameter("nature", "kinds", "une nature d'appel", list, _some_of(list(CallKind), CallKind)),
    Parameter("destinations", "destinations", "une destination", list, _some_of(_DESTINATIONS)),
    Parameter(
        "pays",
        "countries",
        "un pays",
        list,
        lambda texts, names: _each(texts, lambda text: text if _COUNTRY.fullmatch(text) else None),
    ),
    Parameter(
        "entites",
        "entities",
        "une entité",
        list,
        lambda texts, names: _each(texts, lambda text: text if text in names.entity_ids else None),
    ),
    Parameter(
        "comptes",
        "accounts",
        "un compte",
        list,
        lambda texts, names: _each(texts, lambda text: text if text in names.subject_ids else None),
    ),
    Parameter("heures", "hours", "des heures", _write_hours, _read_hours),
    Parameter("cout", "amounts", "un coût", **_bounds(_written_euros, _AMOUNT, MICROS_PER_EURO)),
    Parameter("duree", "durations", "une durée", **_bounds(str, _SECONDS, 1)),
    Parameter(
        "numeros",
        "numbers",
        "un numéro",
        list,
        lambda texts, names: _each(texts, lambda text: text if text and _NUMBER.fullmatch(text) else None),
    ),
    Parameter("contient", "contains", "un morceau de numéro", _single, _read_typed),
)
"""In the order in which sentences about them come. ``contains`` holds no space at its ends."""

_AT_FIRST: Final = {field.name: getattr(Selection(), field.name) for field in fields(Selection)}
