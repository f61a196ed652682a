"""The annex: the detail of the calls of an invoice, which calls it must not show, and how long it is kept.

A bill of every call would tell an employer who called for help. Calls that cost the subscriber nothing because the
number is free, calls to helplines among them, are not to be itemised (directive 2002/22/CE, annexe I, partie A, a):
emergency numbers, the social numbers 116 xxx, the free short numbers 30 xx and 31 xx, and 0800 to 0805.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from liveo.core.invoice import Seller
from liveo.core.periods import Month

_EMERGENCY: Final = ("15", "17", "18", "110", "112", "114", "115", "119", "191", "196", "197")
_SOCIAL: Final = ("3919", "3949", "3977")
_EUROPEAN: Final = tuple(f"116{rest:03d}" for rest in range(1000))
_FREE_SHORT: Final = tuple(f"3{rest:03d}" for rest in range(200))

NOT_ITEMISED: Final = frozenset((*_EMERGENCY, *_SOCIAL, *_EUROPEAN, *_FREE_SHORT))
"""Whole numbers."""
NOT_ITEMISED_HEADS: Final = tuple(f"+3380{digit}" for digit in range(6))
"""What other such numbers begin with, in E.164."""


@dataclass(frozen=True, slots=True)
class AnnexHead:
    """What an annex says of itself. ``entities`` are the names of those that it details, none for all.

    ``invoices`` are the numbers of the invoices it goes with, none while the month is not issued. ``day`` is the date
    of these invoices. ``unlisted_calls`` were left out; ``amount_micros`` is of all calls, these included.
    ``whole_numbers`` says that no digit is hidden; ``purge_day`` is the day from which the calls are erased.
    """

    seller: Seller
    company_code: str
    company_name: str
    month: Month
    entities: tuple[str, ...]
    invoices: tuple[str, ...]
    day: date
    unlisted_calls: int
    amount_micros: int
    whole_numbers: bool
    purge_day: date


def is_itemised(number: str) -> bool:
    """Whether an itemised bill may show a call to a number in its one form, E.164 or short."""
    return number not in NOT_ITEMISED and not number.startswith(NOT_ITEMISED_HEADS)


def purge_day(due_date: date) -> date:
    """Return the day from which the detail of an invoice's calls is erased: a year and a day after it is due.

    A bill can be contested for one year from its payment (art. L34-1, L34-2 and R10-14 CPCE); the invoice itself is
    kept ten years, without called numbers. Due on 1 December 2026: erased from 2 December 2027 on.
    """
    try:
        anniversary = due_date.replace(year=due_date.year + 1)
    except ValueError:  # 29 February
        anniversary = date(due_date.year + 1, 3, 1)
    return anniversary + timedelta(days=1)
