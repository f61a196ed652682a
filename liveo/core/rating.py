"""Rating: one call and one row of a rate sheet make one price, in integer millionths of a euro, rounded once.

The numbering plan has said which destination a number belongs to; the sheet only says what that destination costs.
``store/rating.sql`` prices a whole import at once; this module is what it is tested against, and what explains it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from liveo.core.destinations import CallKind, Classified, Destination, UnratedReason
from liveo.core.errors import InvalidAmount
from liveo.core.money import round_half_up_int
from liveo.core.periods import Period

SECONDS_PER_MINUTE = 60
LONGEST_CALL_SECONDS = 30 * 24 * 3600
"""A longer call is a stuck counter. Thirty days exactly still pass."""


@dataclass(frozen=True, slots=True)
class RateRow:
    """One price of a rate sheet: what numbers of ``destination`` that start with ``prefix`` cost on ``valid`` days.

    Prices ending in ``_micros`` are millionths of a euro, never negative. ``first_increment`` and
    ``next_increment`` are seconds, at least 1: with 60/30, 61 seconds are billed as 90. ``service_micros`` is owed
    per call, ``unit_micros`` per SMS. ``minimum_micros`` is the least that a call with a duration costs.
    """

    prefix: str
    destination: Destination
    label: str
    connection_micros: int
    per_minute_micros: int
    first_increment: int
    next_increment: int
    minimum_micros: int
    service_micros: int
    unit_micros: int
    valid: Period

    def __post_init__(self) -> None:
        if min(self.first_increment, self.next_increment) < 1:
            raise InvalidAmount(f"Palier nul ou négatif ({self.label}) : écrivez au moins 1 seconde.")
        if min(self._prices) < 0:
            raise InvalidAmount(f"Prix négatif ({self.label}) : un prix est positif ou nul.")

    @property
    def _prices(self) -> tuple[int, ...]:
        return (
            self.connection_micros,
            self.per_minute_micros,
            self.minimum_micros,
            self.service_micros,
            self.unit_micros,
        )


@dataclass(frozen=True, slots=True)
class BilledTime:
    """Step: the duration became whole increments. All in seconds."""

    seconds: int
    first_increment: int
    next_increment: int
    billed_seconds: int


@dataclass(frozen=True, slots=True)
class IncludedTime:
    """Step: an allowance covers ``seconds`` of the billed ones, and nothing more is owed when it covers all."""

    seconds: int
    billed_seconds: int


@dataclass(frozen=True, slots=True)
class TimePrice:
    """Step: price per minute x billed seconds / 60 gives ``numerator`` / 60 micros, rounded half up to ``micros``.

    ``billed_seconds`` are those that no allowance covers.
    """

    per_minute_micros: int
    billed_seconds: int
    numerator: int
    micros: int


@dataclass(frozen=True, slots=True)
class ConnectionCharge:
    """Step: the connection charge was added."""

    micros: int


@dataclass(frozen=True, slots=True)
class ServicePrice:
    """Step: the price of the service called was added."""

    micros: int


@dataclass(frozen=True, slots=True)
class MinimumApplied:
    """Step: the computed price lay below the minimum, which replaces it."""

    computed_micros: int
    minimum_micros: int


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """Step: a message costs its unit price, whatever its length."""

    micros: int


@dataclass(frozen=True, slots=True)
class NothingOwed:
    """Step: no second was spoken, so nothing is owed."""


PriceStep = (
    BilledTime | IncludedTime | TimePrice | ConnectionCharge | ServicePrice | MinimumApplied | UnitPrice | NothingOwed
)


@dataclass(frozen=True, slots=True)
class RatedPrice:
    """What a call costs and why: ``steps`` in the order in which they were taken; steps of zero are left out."""

    billed_seconds: int
    amount_micros: int
    steps: tuple[PriceStep, ...]


FREE = RatedPrice(0, 0, (NothingOwed(),))


@dataclass(frozen=True, slots=True)
class Rating:
    """The end of one call: a price, with the row that made it unless the call is free, or the reason there is none."""

    price: RatedPrice | None
    row: RateRow | None = None
    reason: UnratedReason | None = None


def find_rate(rows: Iterable[RateRow], destination: Destination, number: str, day: date) -> RateRow | None:
    """Return the row of one sheet with the longest prefix for a number of a destination on a day, or None.

    ``number`` is E.164 with its plus, or a short code without.
    """
    fitting = (
        row for row in rows if row.destination == destination and day in row.valid and number.startswith(row.prefix)
    )
    return max(fitting, key=lambda row: len(row.prefix), default=None)


def choose_rate(
    sheets: Sequence[Iterable[RateRow]], destination: Destination, number: str, day: date
) -> RateRow | None:
    """Return the row of the first sheet that has one: the company's own sheet goes before the default sheet."""
    found = (find_rate(rows, destination, number, day) for rows in sheets)
    return next((row for row in found if row is not None), None)


def rate_call(row: RateRow, kind: CallKind, seconds: int, included: int = 0) -> RatedPrice:
    """Return the price of one answered call of so many seconds, or of one message.

    ``included`` are the billed seconds that an allowance covers; when it covers them all, only the price of the
    service called is owed. Example: 75 seconds at 0.010000 € per minute by the second are 0.012500 €; by 60/60 they
    are billed as 120 seconds, 0.020000 €. A call of 0 seconds costs nothing, whatever its connection charge.
    """
    if kind is CallKind.SMS:
        return RatedPrice(0, row.unit_micros, (UnitPrice(row.unit_micros),))
    if seconds == 0:
        return FREE
    billed = billed_seconds(row, seconds)
    steps: list[PriceStep] = [BilledTime(seconds, row.first_increment, row.next_increment, billed)]
    if included:
        steps.append(IncludedTime(min(included, billed), billed))
    if included >= billed:
        steps += [ServicePrice(row.service_micros)] if row.service_micros else []
        return RatedPrice(billed, row.service_micros, tuple(steps))
    priced = _priced(row, billed - included)
    return RatedPrice(
        billed, max(sum(s.micros for s in priced), row.minimum_micros), (*steps, *_with_minimum(row, priced))
    )


def _priced(row: RateRow, seconds: int) -> list[TimePrice | ConnectionCharge | ServicePrice]:
    """Return what so many billed seconds cost, part by part."""
    numerator = row.per_minute_micros * seconds
    time = TimePrice(row.per_minute_micros, seconds, numerator, round_half_up_int(numerator, SECONDS_PER_MINUTE))
    connection = [ConnectionCharge(row.connection_micros)] if row.connection_micros else []
    service = [ServicePrice(row.service_micros)] if row.service_micros else []
    return [time, *connection, *service]


def _with_minimum(row: RateRow, priced: Sequence[TimePrice | ConnectionCharge | ServicePrice]) -> Sequence[PriceStep]:
    computed = sum(step.micros for step in priced)
    return [*priced, MinimumApplied(computed, row.minimum_micros)] if computed < row.minimum_micros else priced


def billed_seconds(row: RateRow, seconds: int) -> int:
    """Return the seconds billed for a duration: the first increment, then whole next ones. 0 stays 0."""
    if seconds == 0:
        return 0
    beyond = max(seconds - row.first_increment, 0)
    return row.first_increment - (-beyond // row.next_increment) * row.next_increment


def rate(
    sheets: Sequence[Iterable[RateRow]],
    classified: Classified,
    *,
    day: date,
    kind: CallKind,
    seconds: int,
    answered: bool = True,
    internal: bool = False,
    account_known: bool = True,
) -> Rating:
    """Return what becomes of one call record; ``sheets`` are the company's own, if any, then the default.

    The switch's word that a call is internal, or was not answered, makes it free whatever was dialled; then the
    account must be known, the number must lead to a destination, and the destination must have a price that day.
    """
    if internal or not answered:
        return Rating(FREE)
    if not account_known:
        return Rating(None, reason=UnratedReason.UNKNOWN_ACCOUNT)
    if classified.destination is None or classified.number is None:
        return Rating(None, reason=classified.reason)
    row = choose_rate(sheets, classified.destination, classified.number, day)
    if row is None:
        return Rating(None, reason=UnratedReason.NO_RATE)
    return Rating(rate_call(row, kind, seconds), row)
