"""Writes data/numbering_plan.csv and data/numbering_policy.csv from the phonenumbers metadata and French overrides.

Development only: ``python -m tests.tools.make_numbering_plan``. The plan answers every number that the metadata
calls valid as the metadata does, but for the overrides. A number that it calls invalid is refused when its area
is nobody's (the first two national digits, three in North America and overseas, all of them in France); inside an
area in service it is taken for its neighbours, because new blocks open faster than plans are renewed.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel import Locale
from phonenumbers import PhoneMetadata
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

from tests.tools.digit_automata import DEAD, Automaton, State, automaton, step
from tests.tools.prefix_cover import Cover

DATA = Path(__file__).parents[2] / "data"
PLAN_COLUMNS = ("prefix", "digits_min", "digits_max", "country", "number_class", "label")
POLICY_COLUMNS = ("number_class", "kind", "destination")
WORLD = "001"

FRANCE: Final = 33
OVERSEAS: Final = frozenset({262, 590, 594, 596})
SATELLITE: Final = {
    870: "Inmarsat",
    878: "Numéros personnels universels",
    881: "Satellite (Iridium, Globalstar)",
    882: "Réseaux internationaux",
    883: "Réseaux internationaux",
    888: "Réseaux internationaux de secours",
}
OTHER_WORLD: Final = {
    800: ("foreign_toll_free", "Numéros verts universels", 11),
    808: ("foreign_premium", "Numéros universels à coûts partagés", 11),
    979: ("foreign_premium", "Numéros universels surtaxés", 12),
}
EXACT_DEPTH: Final = {1: 3, FRANCE: 9} | dict.fromkeys(OVERSEAS, 3)
USUAL_EXACT_DEPTH: Final = 2

TYPES_IN_ORDER: Final = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
    "fixed_line",
    "mobile",
)
FRENCH: Final = {
    "fixed_line": "french_fixed",
    "voip": "french_fixed",
    "mobile": "french_mobile",
    "toll_free": "french_free",
}
FROM_OVERSEAS: Final = {
    "fixed_line": "overseas_fixed",
    "voip": "overseas_fixed",
    "fixed_or_mobile": "overseas_fixed",
    "mobile": "overseas_mobile",
    "toll_free": "foreign_toll_free",
}
ABROAD: Final = {
    "fixed_line": "foreign_fixed",
    "voip": "foreign_fixed",
    "fixed_or_mobile": "foreign_fixed_or_mobile",
    "mobile": "foreign_mobile",
    "toll_free": "foreign_toll_free",
}

# Ranges that the metadata ignores, or gives to metropolitan France: (country code, country, class, national pattern).
OVERRIDES: Final = (
    (33, "FR", "french_m2m", r"700\d{10}"),
    # Rewritten under their own country codes before the plan is asked: nobody's number here.
    (33, "", "", r"(?:26[239]|508|59[046]|639|69[0-467])\d{6}"),
    (33, "", "", r"(?:268[89]|598[789]|708[45]|709[0-3])\d{5}"),
    (262, "YT", "overseas_fixed", r"(?:269\d|2689)\d{5}"),
    (262, "RE", "overseas_fixed", r"(?:26[23]\d|2688)\d{5}"),
    (262, "YT", "overseas_mobile", r"(?:639\d|7093)\d{5}"),
    (262, "RE", "overseas_mobile", r"(?:69[23]\d|7092)\d{5}"),
    (590, "GP", "overseas_fixed", r"(?:590\d|5987)\d{5}"),
    (590, "GP", "overseas_mobile", r"(?:69[01]\d|7090)\d{5}"),
    (594, "GF", "overseas_fixed", r"(?:594\d|5988)\d{5}"),
    (594, "GF", "overseas_mobile", r"(?:694\d|7093)\d{5}"),
    (596, "MQ", "overseas_fixed", r"(?:596\d|5989)\d{5}"),
    (596, "MQ", "overseas_mobile", r"(?:69[67]\d|7091)\d{5}"),
    (508, "PM", "foreign_mobile", r"708[45]\d{5}"),
)

# (prefixes, digits, class, label) of the short codes, seen from France.
SHORT_CODES: Final = (
    ("15 17 18", 2, "free_short", "Urgences"),
    ("110 112 115 119 191 196 197", 3, "free_short", "Urgences et écoute"),
    ("114", 3, "free_short_with_sms", "Urgences par SMS (114)"),
    ("116", 6, "free_short", "Numéros sociaux européens 116"),
    ("30 31", 4, "free_short", "Numéros courts gratuits 30 et 31"),
    ("10", 4, "paid_short", "Numéros courts d'opérateurs 10"),
    ("118", 6, "paid_short", "Renseignements 118"),
    ("32 33 34 35 36 37 38 39", 4, "paid_short", "Numéros courts 32 à 39"),
    ("3 4 5 6 7 8", 5, "sms_short", "SMS+ à cinq chiffres"),
)

LABELS: Final = {
    "french_fixed": "{} fixe",
    "french_mobile": "{} mobile",
    "french_m2m": "{} mobile, objets connectés (0700)",
    "french_free": "{}, numéros gratuits",
    "french_special": "{}, numéros spéciaux",
    "overseas_fixed": "{} fixe",
    "overseas_mobile": "{} mobile",
    "foreign_fixed": "{} fixe",
    "foreign_mobile": "{} mobile",
    "foreign_fixed_or_mobile": "{} fixe ou mobile",
    "foreign_toll_free": "{}, numéros gratuits",
    "foreign_premium": "{}, numéros spéciaux",
    "unassigned": "Non attribué",
}

POLICY: Final = {
    "french_fixed": {"voice": "france_fixed", "fax": "fax_france"},
    "french_mobile": {"voice": "france_mobile", "fax": "france_mobile", "sms": "sms_france"},
    "french_m2m": {"voice": "france_mobile", "fax": "france_mobile", "sms": "sms_france"},
    "french_free": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "french_special": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "overseas_fixed": dict.fromkeys(("voice", "fax"), "international_fixed"),
    "overseas_mobile": dict.fromkeys(("voice", "fax"), "international_mobile"),
    "foreign_fixed": dict.fromkeys(("voice", "fax"), "international_fixed"),
    "foreign_mobile": dict.fromkeys(("voice", "fax"), "international_mobile"),
    "foreign_fixed_or_mobile": dict.fromkeys(("voice", "fax"), "international_fixed"),
    "foreign_toll_free": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "foreign_premium": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "satellite": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "free_short": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "free_short_with_sms": dict.fromkeys(("voice", "fax", "sms"), "special_numbers"),
    "paid_short": dict.fromkeys(("voice", "fax"), "special_numbers"),
    "sms_short": {"sms": "special_numbers"},
}

Outcome = tuple[str, str]
"""(country, class of numbers)."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A set of national numbers: digits and the lengths at which they count (all lengths when empty)."""

    digits: Automaton
    lengths: frozenset[int]


@dataclass(frozen=True, slots=True)
class Territory:
    """A country of a country code. ``leading`` decides the country alone; otherwise a type must match."""

    country: str
    leading: Automaton | None
    general: Pattern
    typed: tuple[tuple[str, Pattern], ...]


def territories(country_code: int) -> list[Territory]:
    """Return the territories of a country code, overrides first, then in the order of the metadata."""
    regions = COUNTRY_CODE_TO_REGION_CODE[country_code]
    shared = len(regions) > 1
    return [*_overrides(country_code), *(_from_metadata(region, shared=shared) for region in regions)]


def plan_rows(country_code: int) -> list[tuple[str, int, int, str, str]]:
    """Return (prefix, digits_min, digits_max, country, class) of a country code, in order."""
    found: dict[tuple[str, Outcome], list[int]] = {}
    known = territories(country_code)
    for length in sorted(_lengths(known)):
        for digits, outcome in _cover(country_code, known, length):
            found.setdefault((f"+{country_code}{digits}", outcome), []).append(length + len(str(country_code)))
    rows = [
        (prefix, least, most, *outcome)
        for (prefix, outcome), lengths in found.items()
        for least, most in _runs(lengths)
    ]
    return sorted(rows)


def _cover(country_code: int, known: list[Territory], length: int) -> Iterator[tuple[str, Outcome]]:
    tracked = _Tracked(country_code, known, length)
    depth = EXACT_DEPTH.get(country_code, USUAL_EXACT_DEPTH)
    cover: Cover[tuple[State, ...], Outcome] = Cover(tracked.child, tracked.outcome, length, depth)
    for digits, outcome in cover.rows(tracked.root):
        yield digits, outcome or ("", "unassigned")


class _Tracked:
    """All patterns of a country code that count at one length, read side by side."""

    def __init__(self, country_code: int, known: Iterable[Territory], length: int) -> None:
        self._country_code = country_code
        self._ends: list[int] = []
        start: list[State] = []

        def track(digits: Automaton) -> int:
            start.append(digits.start)
            self._ends.append(digits.end)
            return len(start) - 1

        self._territories = [
            (
                territory,
                track(territory.leading) if territory.leading else None,
                track(territory.general.digits),
                [(kind, track(p.digits)) for kind, p in territory.typed if not p.lengths or length in p.lengths],
            )
            for territory in known
        ]
        self.root = tuple(start)

    @staticmethod
    def child(node: tuple[State, ...], digit: int) -> tuple[State, ...]:
        return tuple(step(state, digit) if state else DEAD for state in node)

    def outcome(self, node: tuple[State, ...]) -> Outcome | None:
        """What phonenumbers answers for the number: its country and type, or None when it is invalid."""
        matches = [end in state for end, state in zip(self._ends, node, strict=True)]
        for territory, leading, general, typed in self._territories:
            kinds = {kind for kind, index in typed if matches[index]} if matches[general] else set()
            if (leading is not None and matches[leading]) or (leading is None and kinds):
                return self._named(territory.country, kinds)
        return None

    def _named(self, country: str, kinds: set[str]) -> Outcome | None:
        number_class = class_of(self._country_code, kinds)
        return (country, number_class) if number_class else None


def class_of(country_code: int, kinds: set[str]) -> str:
    """Return the class of a number that matches the given types; empty when it is nobody's."""
    kind = next((kind for kind in TYPES_IN_ORDER if kind in kinds), None)
    if kind is None:
        return next(iter(kinds), "")
    if kind == "fixed_line" and "mobile" in kinds:
        kind = "fixed_or_mobile"
    if country_code == FRANCE:
        return FRENCH.get(kind, "french_special")
    return (FROM_OVERSEAS if country_code in OVERSEAS else ABROAD).get(kind, "foreign_premium")


def _overrides(country_code: int) -> Iterator[Territory]:
    anything = Pattern(automaton(r"\d{4,15}"), frozenset())
    for code, country, number_class, pattern in OVERRIDES:
        if code == country_code:
            yield Territory(country, None, anything, ((number_class, Pattern(automaton(pattern), frozenset())),))


def _from_metadata(region: str, *, shared: bool) -> Territory:
    metadata = PhoneMetadata.metadata_for_region(region, None)
    leading = automaton(f"(?:{metadata.leading_digits})\\d{{0,20}}") if shared and metadata.leading_digits else None
    typed = ((kind, _pattern(getattr(metadata, kind))) for kind in TYPES_IN_ORDER)
    general = _pattern(metadata.general_desc)
    assert general is not None
    return Territory(region, leading, general, tuple((kind, pattern) for kind, pattern in typed if pattern))


def _pattern(description: object) -> Pattern | None:
    pattern = getattr(description, "national_number_pattern", None)
    if not pattern:
        return None
    return Pattern(automaton(pattern), frozenset(getattr(description, "possible_length", ())))


def _lengths(known: Iterable[Territory]) -> set[int]:
    declared = {length for territory in known for length in territory.general.lengths}
    return declared | ({13} if any(territory.country == "FR" for territory in known) else set())


def _runs(lengths: list[int]) -> Iterator[tuple[int, int]]:
    """Yield (first, last) of each run of consecutive numbers: 9, 10, 12 gives (9, 10) and (12, 12)."""
    start = previous = lengths[0]
    for length in lengths[1:]:
        if length != previous + 1:
            yield start, previous
            start = length
        previous = length
    yield start, previous


def all_rows() -> Iterator[tuple[str, int, int, str, str, str]]:
    """Yield every row of the plan, ready to be written."""
    names = Locale("fr").territories
    for prefixes, digits, number_class, label in SHORT_CODES:
        yield from ((prefix, digits, digits, "FR", number_class, label) for prefix in prefixes.split())
    for code, label in SATELLITE.items():
        yield f"+{code}", len(str(code)) + 5, 15, "", "satellite", label
    for code, (number_class, label, digits) in OTHER_WORLD.items():
        yield f"+{code}", digits, digits, "", number_class, label
    for country_code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        if regions != (WORLD,):
            for prefix, least, most, country, number_class in plan_rows(country_code):
                yield prefix, least, most, country, number_class, LABELS[number_class].format(names.get(country, ""))


def policy_rows(policy: Mapping[str, Mapping[str, str]] = POLICY) -> Iterator[tuple[str, str, str]]:
    """Yield (class, kind, destination)."""
    for number_class, destinations in policy.items():
        yield from ((number_class, kind, destination) for kind, destination in destinations.items())


def write(path: Path, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a CSV file with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    write(DATA / "numbering_plan.csv", PLAN_COLUMNS, all_rows())
    write(DATA / "numbering_policy.csv", POLICY_COLUMNS, policy_rows())
