"""Numbers dialled: what was typed becomes one number, and one number belongs to at most one destination.

Three steps, each of which may end with a reason instead: clean the text, give the number its one form (E.164 with
its plus, or a short code without), find the longest prefix of the numbering plan that allows its length. What a
class of numbers is billed as stands in the policy, which is a table and not code. ``store/classification.sql``
gives the same answers for a whole import at once; the suite compares them text by text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from liveo.core.errors import UnknownCode


class Destination(StrEnum):
    """What consumption is invoiced as, in the order of the invoice."""

    FRANCE_FIXED = "france_fixed"
    FRANCE_MOBILE = "france_mobile"
    INTERNATIONAL_FIXED = "international_fixed"
    INTERNATIONAL_MOBILE = "international_mobile"
    SPECIAL_NUMBERS = "special_numbers"
    FAX_FRANCE = "fax_france"
    SMS_FRANCE = "sms_france"


class CallKind(StrEnum):
    """What the record says was sent; never guessed from the number."""

    VOICE = "voice"
    FAX = "fax"
    SMS = "sms"


class UnratedReason(StrEnum):
    """Why a call has no price. Such a call stays visible, can be corrected, and blocks the issue of the invoice."""

    WITHHELD_NUMBER = "withheld_number"
    UNREADABLE_NUMBER = "unreadable_number"
    INCOMPLETE_NUMBER = "incomplete_number"
    UNKNOWN_SHORT_NUMBER = "unknown_short_number"
    UNKNOWN_PREFIX = "unknown_prefix"
    NO_TARIFF_FOR_KIND = "no_tariff_for_kind"
    NO_RATE = "no_rate"
    UNKNOWN_ACCOUNT = "unknown_account"


def call_kind_from_str(code: str) -> CallKind:
    """Return the kind of a code; raises UnknownCode with the known ones."""
    try:
        return CallKind(code)
    except ValueError:
        raise UnknownCode("Genre d'appel", code, list(CallKind)) from None


UNASSIGNED: Final = "unassigned"
"""The class of ranges that belong to nobody inside a range that belongs to somebody."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One range of the numbering plan.

    ``prefix`` starts with a plus for E.164, without for short codes. ``digits_min`` and ``digits_max``, both
    included, count all digits of the number, country code included, plus excluded. ``country`` is the ISO code of
    two letters, empty where there is none. ``number_class`` is the key of the policy.
    """

    prefix: str
    digits_min: int
    digits_max: int
    country: str
    number_class: str
    label: str

    def allows(self, digits: int) -> bool:
        """Whether a number of so many digits may lie in this range."""
        return self.digits_min <= digits <= self.digits_max


@dataclass(frozen=True, slots=True)
class Reading:
    """What a dialled text says: ``number`` in E.164 or a short code, None together with the reason."""

    number: str | None
    reason: UnratedReason | None = None


@dataclass(frozen=True, slots=True)
class Classified:
    """Where a dialled text leads. Either ``destination`` or ``reason`` is set, never both.

    ``number`` is kept whenever it could be read, so that people see what was refused. ``country``,
    ``number_class``, ``prefix`` and ``label`` are those of the plan row, empty when no row fits.
    """

    number: str | None
    country: str
    number_class: str
    prefix: str
    destination: Destination | None
    reason: UnratedReason | None
    label: str = ""


Policy = Mapping[tuple[str, CallKind], Destination]
"""(class of numbers, kind of call) -> destination; what is absent has no tariff."""


@dataclass(frozen=True, slots=True)
class NumberingPlan:
    """The plan and the policy, ready for look-ups; made by ``numbering_plan()`` and never changed.

    ``beginnings`` holds every strict beginning of every prefix: a number that is one of them stops too early.
    """

    ranges: Mapping[str, tuple[PlanRow, ...]]
    beginnings: frozenset[str]
    longest: int
    policy: Policy

    def classify(self, dialled: str, kind: CallKind) -> Classified:
        """Return where a dialled text leads when sent as ``kind``.

        Example: "01 23 45 67 89" is +33123456789, in France; voice leads to france_fixed, fax to fax_france, and
        sms nowhere, with the reason no_tariff_for_kind.
        """
        reading = read_dialled(dialled)
        if reading.number is None:
            return _refused(reading.number, reading.reason)
        row = self.find_range(reading.number)
        if row is None or row.number_class == UNASSIGNED:
            return _refused(reading.number, self._why_no_range(reading.number))
        destination = self.policy.get((row.number_class, kind))
        reason = None if destination else UnratedReason.NO_TARIFF_FOR_KIND
        return Classified(reading.number, row.country, row.number_class, row.prefix, destination, reason, row.label)

    def find_range(self, number: str) -> PlanRow | None:
        """Return the row of the longest prefix that allows the length of ``number``, or None."""
        digits = _digits(number)
        for length in range(min(len(number), self.longest), 0, -1):
            for row in self.ranges.get(number[:length], ()):
                if row.allows(digits):
                    return row
        return None

    def _why_no_range(self, number: str) -> UnratedReason:
        if not number.startswith("+"):
            return UnratedReason.UNKNOWN_SHORT_NUMBER
        if number in self.beginnings or self._waits_for_more(number):
            return UnratedReason.INCOMPLETE_NUMBER
        return UnratedReason.UNKNOWN_PREFIX

    def _waits_for_more(self, number: str) -> bool:
        digits = _digits(number)
        heads = (number[:length] for length in range(1, min(len(number), self.longest) + 1))
        rows = (row for head in heads for row in self.ranges.get(head, ()))
        return any(row.digits_min > digits and row.number_class != UNASSIGNED for row in rows)


def numbering_plan(rows: Iterable[PlanRow], policy: Policy) -> NumberingPlan:
    """Return the plan of the given rows under the given policy."""
    ranges: dict[str, tuple[PlanRow, ...]] = {}
    for row in rows:
        ranges[row.prefix] = (*ranges.get(row.prefix, ()), row)
    beginnings = frozenset(prefix[:length] for prefix in ranges for length in range(1, len(prefix)))
    return NumberingPlan(ranges, beginnings, max(map(len, ranges), default=0), dict(policy))


# Everything below is written a second time in store/classification.sql: change both, the suite compares them.
# Only plain ASCII classes are used, because \d, \s and case-folding differ between the two engines.
_FULL_WIDTH = str.maketrans({0xFF10 + i: str(i) for i in range(10)} | {0xFF0B: "+"})
_SEPARATORS = re.compile(
    "[\t\n\v\f\r ./'<>\\-\u0085\u00a0\u00ad\u2000-\u2015\u2028-\u202f\u205f-\u2064\u2066-\u2069\u2212\u3000\ufeff]"
)
_SCHEME = re.compile("^(?:[Tt][Ee][Ll]|[Ss][Ii][Pp][Ss]?|[Ss][Mm][Ss]|[Ff][Aa][Xx]|[Cc][Aa][Ll][Ll][Tt][Oo]):")
_AFTER_NUMBER = re.compile("[@;?].*$")
_ASCII_LOWER = str.maketrans({65 + i: 97 + i for i in range(26)} | {"É": "é"})
_WITHHELD = frozenset(
    "anonymous anonyme restricted withheld private privé prive masqué masque unavailable unknown inconnu".split()
)
_CALLER_HIDING = re.compile("^(?:[*#]31[#*]|3651(0[0-9]{9,}|[+][0-9]+)$)")
_ABROAD = re.compile("^[+]?00")
_TRUNK_ZERO = re.compile("^([+]?[1-9][0-9]{0,2})[(]0[)]")
_CLOSING_HASH = re.compile("([0-9])#$")
_NUMBER = re.compile("^[+]?[0-9]+$")
_FRENCH_TRUNK_ZERO = re.compile("^[+](33|262|590|594|596)0([1-9])")
# National digits of the overseas territories -> their own country code (numbering decisions of the French regulator).
_OVERSEAS: Final = (
    ("+262", re.compile("^[+]33((?:26[239]|268[89]|639|69[23]|7092|7093[5-7])[0-9]*)$")),
    ("+590", re.compile("^[+]33((?:590|5987|69[01]|7090)[0-9]*)$")),
    ("+594", re.compile("^[+]33((?:594|5988|694|7093)[0-9]*)$")),
    ("+596", re.compile("^[+]33((?:596|5989|69[67]|7091)[0-9]*)$")),
    ("+508", re.compile("^[+]33(708[45][0-9]*)$")),
    ("+508", re.compile("^[+]33508([0-9]*)$")),  # six digits of its own: 508 is its area code and its country code
)
_FRENCH_DIGITS: Final = len("+33123456789")
_LONGEST_SHORT_CODE: Final = 6
_SHORTEST_WITHOUT_PLUS: Final = 10


def read_dialled(dialled: str) -> Reading:
    """Return the number that a dialled text means, seen from France, or why it means none.

    "+33 (0)1 23 45 67 89", "sip:0123456789@host", "#31#0123456789" and "0033123456789" are all +33123456789;
    "0262 20 12 34" is +262262201234; "3949" stays a short code. Fewer than ten digits that start neither with
    0 nor with + and are no short code could be two different numbers: they are refused as incomplete.
    """
    cleaned = _clean(dialled)
    if cleaned.translate(_ASCII_LOWER) in _WITHHELD:
        return Reading(None, UnratedReason.WITHHELD_NUMBER)
    digits = _bare_number(cleaned)
    if not _NUMBER.match(digits):
        return Reading(None, UnratedReason.UNREADABLE_NUMBER)
    if digits.startswith("+"):
        return Reading(_in_its_territory(digits))
    if digits.startswith("0"):
        return Reading(_in_its_territory("+33" + digits[1:]))
    if len(digits) <= _LONGEST_SHORT_CODE:
        return Reading(digits)
    if len(digits) < _SHORTEST_WITHOUT_PLUS:
        return Reading(None, UnratedReason.INCOMPLETE_NUMBER)
    return Reading(_in_its_territory("+" + digits))


def _clean(dialled: str) -> str:
    """Drop separators, the scheme and whatever follows the number in an address."""
    text = _SEPARATORS.sub("", dialled.translate(_FULL_WIDTH))
    text = text.replace("%2B", "+").replace("%2b", "+").replace("%23", "#")
    return _AFTER_NUMBER.sub("", _SCHEME.sub("", text))


def _bare_number(text: str) -> str:
    """Drop the codes around the number and write its international prefix as a plus."""
    text = _CALLER_HIDING.sub(r"\1", text)
    text = _ABROAD.sub("+", text)
    # In Italy the zero belongs to the number, also where somebody put it between parentheses.
    if not text.startswith(("+39", "39")):
        text = _TRUNK_ZERO.sub(r"\1", text)
    return _CLOSING_HASH.sub(r"\1", text.replace("(", "").replace(")", ""))


def _in_its_territory(number: str) -> str:
    """Write a number of the French national plan under the country code it is billed under."""
    number = _FRENCH_TRUNK_ZERO.sub(r"+\1\2", number)
    if len(number) != _FRENCH_DIGITS:
        return number
    for country_code, range_ in _OVERSEAS:
        found = range_.match(number)
        if found:
            return country_code + found[1]
    return number


def _refused(number: str | None, reason: UnratedReason | None) -> Classified:
    return Classified(number, "", "", "", None, reason)


def _digits(number: str) -> int:
    return len(number.removeprefix("+"))
