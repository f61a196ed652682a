"""Money: exact ratios in, cents out; the only place where anything is rounded, half up.

Three exact forms exist: ``Fraction`` (an unrounded amount in euros), ``Decimal`` (cents, always with two
decimals) and ``int`` micros (millionths of a euro, the price of one call).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from liveo.core.errors import InvalidAmount, NothingToShare

MICROS_PER_EURO = 1_000_000
ZERO = Decimal("0.00")

# Twelve digits before the comma: more would be lost to the precision of Decimal, and is no price.
_PLAIN = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_SPACED = re.compile(r"-?[0-9]{1,3}(?: [0-9]{3}){1,3}(?:[.,][0-9]{1,6})?")


def round_half_up_int(numerator: int, denominator: int) -> int:
    """Return numerator ÷ denominator as the nearest integer; a half goes away from zero."""
    quotient, remainder = divmod(abs(numerator), denominator)
    rounded = quotient + (2 * remainder >= denominator)
    return rounded if numerator >= 0 else -rounded


def round_cents(amount: Fraction | Decimal | int) -> Decimal:
    """Return an exact amount in euros as cents, half up: 12.345 becomes 12.35, -12.345 becomes -12.35."""
    exact = Fraction(amount)
    return from_cents(round_half_up_int(exact.numerator * 100, exact.denominator))


def from_cents(cents: int) -> Decimal:
    """Return whole cents as euros with two decimals: 1235 becomes 12.35."""
    return Decimal(cents).scaleb(-2)


def to_cents(amount: Decimal) -> int:
    """Return an amount that holds whole cents as their number; raises InvalidAmount for anything finer."""
    cents = amount.scaleb(2)
    if cents != cents.to_integral_value():
        raise InvalidAmount(f"Le montant {amount} n'est pas un nombre entier de centimes.")
    return int(cents)


def micros(amount: int) -> Fraction:
    """Return millionths of a euro as an exact amount in euros."""
    return Fraction(amount, MICROS_PER_EURO)


def total(amounts: Sequence[Decimal]) -> Decimal:
    """Return the sum of amounts in cents; 0.00 when there are none."""
    return sum(amounts, ZERO)


def split_by_steps(parts: Sequence[Fraction]) -> list[Decimal]:
    """Round exact parts so that they add up to the rounded whole.

    Each part is the difference of two cumulative amounts, each rounded once. Example: 10.005 and 10.005 make
    10.01 and 10.00, and 20.01 together, where rounding each would make 20.02.
    """
    rounded: list[Decimal] = []
    running, before = Fraction(0), ZERO
    for part in parts:
        running += part
        after = round_cents(running)
        rounded.append(after - before)
        before = after
    return rounded


def allocate(amount: Decimal, weights: Sequence[Fraction | int]) -> list[Decimal]:
    """Share out an amount in cents by weights >= 0, to the exact cent, by largest remainder.

    On equal remainders the first comes first, so that the result never depends on chance. Raises NothingToShare
    when no weight is above zero.
    """
    return allocate_all([amount], weights)[0]


def allocate_all(amounts: Sequence[Decimal], weights: Sequence[Fraction | int]) -> list[list[Decimal]]:
    """Share out several amounts by the same weights: each adds up, and no place is favoured by all the roundings.

    Each amount goes by largest remainder, where what earlier roundings took from a place counts for it. Example: three
    amounts of 0.01 between two make 0.01 + 0.00, 0.00 + 0.01, 0.01 + 0.00, where each for itself would leave the
    second with nothing. Raises NothingToShare when no weight is above zero.
    """
    parts = _whole_numbers(weights)
    whole = sum(parts)
    if whole <= 0 or any(part < 0 for part in parts):
        raise NothingToShare("La clé de répartition ne donne aucune part : choisissez une autre clé.")
    owed = [0] * len(parts)
    shares: list[list[Decimal]] = []
    for amount in amounts:
        cents = to_cents(amount)
        exact = [cents * part for part in parts]
        given = _by_largest_remainder(cents, exact, owed, whole)
        owed = [before + part - got * whole for before, part, got in zip(owed, exact, given, strict=True)]
        shares.append([from_cents(got) for got in given])
    return shares


def _whole_numbers(weights: Sequence[Fraction | int]) -> list[int]:
    """Return weights in the same ratio that are integers: exact like fractions, and many times as fast."""
    exact = [Fraction(weight) for weight in weights]
    common = lcm(*(weight.denominator for weight in exact))
    return [weight.numerator * (common // weight.denominator) for weight in exact]


def _by_largest_remainder(cents: int, exact: Sequence[int], owed: Sequence[int], whole: int) -> list[int]:
    """Cut each exact part towards zero; the cents that are left go to those who have a remainder and are owed most.

    ``exact`` and ``owed`` are counted in the ``whole``-th part of a cent.
    """
    sign = -1 if cents < 0 else 1
    given = [sign * (abs(part) // whole) for part in exact]
    remainders = [part - got * whole for part, got in zip(exact, given, strict=True)]
    waiting = [i for i, remainder in enumerate(remainders) if remainder]
    waiting.sort(key=lambda i: (-sign * (remainders[i] + owed[i]), i))
    for i in waiting[: abs(cents - sum(given))]:
        given[i] += sign
    return given


def read_amount(text: str) -> Decimal:
    """Read a French or plain amount in euros, not negative: "12,50", "12.50 €", "1 234,5".

    Raises InvalidAmount where a reader would have to guess ("1,234" may be one or one thousand) or for a negative.
    """
    cleaned = text.strip().removesuffix("€").replace("\u202f", " ").replace("\xa0", " ").strip()
    if not (_PLAIN.fullmatch(cleaned) or _SPACED.fullmatch(cleaned)) or re.fullmatch(
        r"-?[1-9][0-9]{0,2},[0-9]{3}", cleaned
    ):
        raise InvalidAmount(f"Montant illisible : « {text} ». Écrivez par exemple 12,50 ou 1234.50.")
    if cleaned.startswith("-"):
        raise InvalidAmount(f"Montant négatif : « {text} ». Un prix est positif ou nul.")
    return Decimal(cleaned.replace(" ", "").replace(",", "."))
