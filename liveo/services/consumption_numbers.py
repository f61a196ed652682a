"""What people mean when they type a part of a number."""

import re
from dataclasses import dataclass
from typing import Final

from liveo.core.destinations import read_dialled

_FULL_NUMBER_DIGITS: Final = 10
_FRENCH_CODES: Final = ("+33", "+262", "+508", "+590", "+594", "+596")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a number must begin with, any of these if there are some; and the digits that it must hold."""

    beginnings: tuple[str, ...] = ()
    digits: str = ""


def searched_number(text: str) -> Sought:
    """Return what a text looks for among numbers as they are shown.

    A leading zero stands for France, overseas included, and two for abroad: "06 12" looks for numbers that begin with
    +33612, "0044" with +44. A full number is read as dialled ones are. "612" is found anywhere in a number; a text
    without digits looks for nothing.
    """
    digits = re.sub(r"[^0-9+]", "", text)
    full = read_dialled(text).number if len(digits) >= _FULL_NUMBER_DIGITS else None
    if full:
        return Sought(beginnings=(full,))
    if digits.startswith(("+", "00")):
        return Sought(beginnings=("+" + digits.removeprefix("00").lstrip("+"),))
    if digits.startswith("0"):
        return Sought(beginnings=tuple(f"{code}{digits[1:]}" for code in _FRENCH_CODES))
    return Sought(digits=digits)
