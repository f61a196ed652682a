"""A waterfall on paper or on screen: today's bill, each change where the one before ended, the new bill, full months.

Geometry only: amounts in, amounts out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

TODAY, NEW_BILL, FULL_MONTH = "Aujourd'hui", "Nouvelle facture", "Au mois entier"

NEAR = Decimal("0.2")
"""Bills that differ by less than this part of the highest are drawn without the part that they share."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar from ``start`` to ``end``, in euros; a change that saves ends below its start."""

    start: Decimal
    end: Decimal
    is_change: bool = False


def waterfall_bars(before: Decimal, changes: Sequence[Decimal], full_month: Decimal) -> list[Bar]:
    """Return a bar for today, one for each change, one for the new bill and one for full-month billing.

    Bills start at zero, or near each other where changes would be invisible from there.
    """
    levels = list(accumulate(changes, initial=before))
    floor = _floor([*levels, full_month])
    steps = [Bar(start, end, is_change=True) for start, end in pairwise(levels)]
    return [Bar(floor, before), *steps, Bar(floor, levels[-1]), Bar(floor, full_month)]


def _floor(levels: Sequence[Decimal]) -> Decimal:
    lowest, highest = min(levels), max(levels)
    span = highest - lowest
    if not span or span >= NEAR * highest:
        return Decimal(0)
    return max(Decimal(0), lowest - span)
