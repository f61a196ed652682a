"""All chance of the demonstration comes from generators with a name: the same name draws the same things."""

from collections.abc import Sequence
from typing import Final, TypeVar
from zlib import crc32

import numpy as np

_SEED: Final = 20_240_301
Item = TypeVar("Item")


def chance(*name: str) -> np.random.Generator:
    """Return the generator of a name, at its beginning."""
    return np.random.default_rng([_SEED, crc32("/".join(name).encode())])


def pick(items: Sequence[Item], count: int, *name: str) -> list[Item]:
    """Return so many different items, or all there are, always the same ones under the same name."""
    order = chance(*name).permutation(len(items))[:count]
    return [items[place] for place in sorted(order.tolist())]


def scaled(count: int, scale: float, least: int = 1) -> int:
    """Return a count on the scale of a smaller demonstration, but not below ``least`` nor above the count."""
    return min(count, max(least, round(count * scale)))
