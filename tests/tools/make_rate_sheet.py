"""Writes data/rate_sheet.csv: illustrative prices for every destination that the numbering plan can name.

Development only: ``python -m tests.tools.make_rate_sheet``, after ``make_numbering_plan``. Countries are priced by
zone; a country that shares its country code (Canada, Guernsey, Kazakhstan ...) gets the fewest prefixes that tell
it from its neighbours, as derived from the plan.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel import Locale
from phonenumbers.phonenumberutil import COUNTRY_CODE_TO_REGION_CODE

from tests.tools.make_numbering_plan import DATA, OTHER_WORLD, OVERSEAS, SATELLITE
from tests.tools.prefix_cover import Cover

FIRST_LINE = "# Grille tarifaire illustrative : aucun de ces prix n'est celui d'un opérateur. Euros hors taxes.\n"
COLUMNS = (
    "prefix",
    "destination",
    "label",
    "connection_charge",
    "price_per_minute",
    "first_increment",
    "next_increment",
    "minimum_charge",
    "service_price",
    "unit_price",
    "valid_from",
    "valid_to",
)
VALID_FROM: Final = "2010-01-01"
PRICE_CHANGE: Final = "2026-07-01"

FIXED: Final = frozenset({"foreign_fixed", "foreign_fixed_or_mobile", "overseas_fixed"})
MOBILE: Final = frozenset({"foreign_mobile", "foreign_fixed_or_mobile", "overseas_mobile"})
SPECIAL: Final = frozenset({"foreign_toll_free", "foreign_premium"})


@dataclass(frozen=True, slots=True)
class Zone:
    """Prices of a group of countries; euros as text, increments as first/next."""

    countries: frozenset[str]
    fixed: str
    mobile: str
    connection: str
    increments: tuple[int, int]


def _zone(countries: str, fixed: str, mobile: str, connection: str, increments: tuple[int, int]) -> Zone:
    return Zone(frozenset(countries.split()), fixed, mobile, connection, increments)


ZONES: Final = (
    _zone(
        "AD AT AX BE BG CA CH CY CZ DE DK EE ES FI GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT RO SE SI SJ "
        "SK SM US VA",
        "0.012000",
        "0.045000",
        "0.000000",
        (1, 1),
    ),
    _zone("BL GF GP MF MQ RE YT", "0.020000", "0.060000", "0.000000", (1, 1)),
    _zone(
        "AL AM AR AU BA BR BY CL CN FO GE GG GI GL GU HK IL IM IN JE JP KR KZ MD ME MK MX MY NZ PR RS RU SG TH TR "
        "TW UA VI XK",
        "0.035000",
        "0.080000",
        "0.000000",
        (1, 1),
    ),
    _zone("DZ EH MA NC PF PM TN WF", "0.180000", "0.350000", "0.000000", (30, 1)),
    _zone(
        "CF CK CU FK GW IO KI KP NR NU PG SB SH SO ST TA TD TK TO TV VU WS",
        "0.750000",
        "0.950000",
        "0.100000",
        (60, 60),
    ),
)
ELSEWHERE: Final = Zone(frozenset(), "0.220000", "0.320000", "0.050000", (60, 1))

# prefix; destination; label; connection; per minute; first/next; minimum; service; unit
FRENCH_ROWS: Final = """
+33;france_fixed;France fixe;0;0.006;1/1;0;0;0
+33;france_mobile;France mobile;0;0.01;1/1;0;0;0
+33;fax_france;Fax vers la France;0;0.015;60/1;0;0;0
+33;sms_france;SMS vers la France;0;0;1/1;0;0;0.045
+338;special_numbers;Autres numéros 08;0;0.15;60/1;0;0;0
+33800;special_numbers;Numéros verts 0800;0;0;1/1;0;0;0
+33801;special_numbers;Numéros verts 0801;0;0;1/1;0;0;0
+33802;special_numbers;Numéros verts 0802;0;0;1/1;0;0;0
+33803;special_numbers;Numéros verts 0803;0;0;1/1;0;0;0
+33804;special_numbers;Numéros verts 0804;0;0;1/1;0;0;0
+33805;special_numbers;Numéros verts 0805;0;0;1/1;0;0;0
+33806;special_numbers;Numéros banalisés 0806;0;0.006;1/1;0;0;0
+33807;special_numbers;Numéros banalisés 0807;0;0.006;1/1;0;0;0
+33808;special_numbers;Numéros banalisés 0808;0;0.006;1/1;0;0;0
+33809;special_numbers;Numéros banalisés 0809;0;0.006;1/1;0;0;0
+3381;special_numbers;Numéros gris 081;0;0.056;1/1;0;0;0
+33820;special_numbers;Numéros gris 0820;0;0.106;1/1;0;0;0
+33821;special_numbers;Numéros gris 0821;0;0.106;1/1;0;0;0
+33825;special_numbers;Numéros gris 0825;0;0.131;1/1;0;0;0
+33826;special_numbers;Numéros gris 0826;0;0.131;1/1;0;0;0
+33836;special_numbers;Numéros surtaxés 0836;0;0.289333;60/1;0;0.1;0
+3384;special_numbers;Numéros gris 084;0;0.056;1/1;0;0;0
+33890;special_numbers;Numéros surtaxés 0890;0;0.131;1/1;0;0;0
+33891;special_numbers;Numéros surtaxés 0891;0;0.1935;1/1;0;0;0
+33892;special_numbers;Numéros surtaxés 0892;0;0.339333;1/1;0;0;0
+33893;special_numbers;Numéros surtaxés 0893;0;0.506;1/1;0;0;0
+33895;special_numbers;Numéros surtaxés 0895;0;0.006;1/1;0;0.416667;0
+33897;special_numbers;Numéros surtaxés 0897;0;0.006;1/1;0;0.5;0
+33898;special_numbers;Numéros surtaxés 0898;0;0.006;1/1;0;1.25;0
+33899;special_numbers;Numéros surtaxés 0899;0;0.672667;1/1;0;2.5;0
10;special_numbers;Services d'opérateurs 10;0;0.05;60/1;0.05;0;0
15;special_numbers;Urgences 15;0;0;1/1;0;0;0
17;special_numbers;Urgences 17;0;0;1/1;0;0;0
18;special_numbers;Urgences 18;0;0;1/1;0;0;0
110;special_numbers;Urgences 110;0;0;1/1;0;0;0
112;special_numbers;Urgences 112;0;0;1/1;0;0;0
114;special_numbers;Urgences 114;0;0;1/1;0;0;0
115;special_numbers;Urgences 115;0;0;1/1;0;0;0
116;special_numbers;Numéros sociaux européens 116;0;0;1/1;0;0;0
118;special_numbers;Renseignements 118;0;2.006;1/1;0;2.491667;0
118712;special_numbers;Renseignements 118 712;0;1.756;1/1;0;2.083333;0
119;special_numbers;Urgences 119;0;0;1/1;0;0;0
191;special_numbers;Urgences 191;0;0;1/1;0;0;0
196;special_numbers;Urgences 196;0;0;1/1;0;0;0
197;special_numbers;Urgences 197;0;0;1/1;0;0;0
30;special_numbers;Numéros courts 30 et SMS 30;0;0;1/1;0;0;0.045
31;special_numbers;Numéros courts 31 et SMS 31;0;0;1/1;0;0;0.045
32;special_numbers;Numéros courts 32 et SMS 32;0;0.131;1/1;0;0;0.045
33;special_numbers;Numéros courts 33 et SMS 33;0;0.131;1/1;0;0;0.045
34;special_numbers;Numéros courts 34 et SMS 34;0;0.131;1/1;0;0;0.045
35;special_numbers;Numéros courts 35 et SMS 35;0;0.131;1/1;0;0;0.045
36;special_numbers;Numéros courts 36 et SMS 36;0;0.131;1/1;0;0.1;0.045
37;special_numbers;Numéros courts 37 et SMS 37;0;0.131;1/1;0;0;0.045
38;special_numbers;Numéros courts 38 et SMS 38;0;0.131;1/1;0;0;0.045
39;special_numbers;Numéros courts 39 et SMS 39;0;0.131;1/1;0;0;0.045
3919;special_numbers;Violences femmes info 3919;0;0;1/1;0;0;0
3949;special_numbers;France Travail 3949;0;0;1/1;0;0;0
4;special_numbers;SMS+ 4;0;0;1/1;0;0;0.086667
5;special_numbers;SMS+ 5;0;0;1/1;0;0;0.211667
6;special_numbers;SMS+ 6;0;0;1/1;0;0;0.461667
7;special_numbers;SMS+ 7;0;0;1/1;0;0;0.878333
8;special_numbers;SMS+ 8;0;0;1/1;0;0;2.545
"""
# Rows whose price changes on PRICE_CHANGE: (prefix, destination) -> price per minute from that day.
PRICE_CHANGES: Final = {("+33825", "special_numbers"): "0.156000", ("+33826", "special_numbers"): "0.156000"}

Row = dict[str, object]


def rows() -> Iterator[Row]:
    """Yield every row of the sheet, prices with six decimals."""
    yield from _french_rows()
    yield from _overseas_as_france()
    yield from _world_rows()
    with (DATA / "numbering_plan.csv").open(encoding="utf-8", newline="") as file:
        plan = list(csv.DictReader(file))
    for country_code, regions in sorted(COUNTRY_CODE_TO_REGION_CODE.items()):
        if f"+{country_code}" != "+33" and regions != ("001",):
            yield from _country_code_rows(country_code, [row for row in plan if _lies_in(row, country_code)])


def _lies_in(row: Mapping[str, str], country_code: int) -> bool:
    return row["prefix"].startswith(f"+{country_code}")


def _french_rows() -> Iterator[Row]:
    for line in FRENCH_ROWS.split("\n"):
        if not line:
            continue
        prefix, destination, label, connection, per_minute, increments, minimum, service, unit = line.split(";")
        first, _, following = increments.partition("/")
        row = _row(prefix, destination, label, per_minute, (int(first), int(following)), connection)
        row |= {"minimum_charge": _six(minimum), "service_price": _six(service), "unit_price": _six(unit)}
        changed = PRICE_CHANGES.get((prefix, destination))
        if changed:
            yield row | {"valid_to": PRICE_CHANGE}
            yield row | {"price_per_minute": changed, "valid_from": PRICE_CHANGE}
        else:
            yield row


def _overseas_as_france() -> Iterator[Row]:
    """Rows that wait for a policy under which the overseas departments are France."""
    for code in sorted(OVERSEAS):
        yield _row(f"+{code}", "france_fixed", "Outre-mer fixe", "0.020000")
        yield _row(f"+{code}", "france_mobile", "Outre-mer mobile", "0.060000")
        yield _row(f"+{code}", "fax_france", "Fax vers l'outre-mer", "0.030000", (60, 1))
        yield _row(f"+{code}", "sms_france", "SMS vers l'outre-mer", "0") | {"unit_price": "0.090000"}


def _world_rows() -> Iterator[Row]:
    for code, label in SATELLITE.items():
        yield _row(f"+{code}", "special_numbers", label, "6.500000", (60, 60), "0.250000")
    for code, (_, label, _) in OTHER_WORLD.items():
        price = "0.000000" if code == 800 else "1.200000"
        yield _row(f"+{code}", "special_numbers", label, price, (60, 60))


def _country_code_rows(country_code: int, plan: list[dict[str, str]]) -> Iterator[Row]:
    names = Locale("fr").territories
    for prefix, country in told_apart(country_code, plan, FIXED):
        zone = zone_of(country)
        yield _row(
            prefix, "international_fixed", f"{names[country]} fixe", zone.fixed, zone.increments, zone.connection
        )
    for prefix, country in told_apart(country_code, plan, MOBILE):
        zone = zone_of(country)
        label = f"{names[country]} mobile"
        yield _row(prefix, "international_mobile", label, zone.mobile, zone.increments, zone.connection)
    for prefix, country in told_apart(country_code, plan, SPECIAL):
        label = f"{names[country]}, numéros spéciaux"
        yield _row(prefix, "special_numbers", label, "1.200000", (60, 60), "0.100000")


def zone_of(country: str) -> Zone:
    """Return the zone of a country; ELSEWHERE when it is in no list."""
    return next((zone for zone in ZONES if country in zone.countries), ELSEWHERE)


Node = tuple[str, str | None]
"""(digits after the country code while rows of the plan lie below, the country of the numbers here)."""


def told_apart(country_code: int, plan: Iterable[Mapping[str, str]], classes: Collection[str]) -> list[tuple[str, str]]:
    """Return the fewest (prefix, country) that give every number of the classes its country."""
    start = f"+{country_code}"
    countries: defaultdict[str, list[str | None]] = defaultdict(list)
    for row in plan:
        counted = row["country"] if row["number_class"] in classes else None
        countries[row["prefix"].removeprefix(start)].append(counted)
    found = {digits: next(filter(None, listed), None) for digits, listed in countries.items()}
    if len(set(found.values()) - {None}) == 1:
        return [(start, next(filter(None, found.values())) or "")]
    depth = max(map(len, found), default=0)
    above = {digits[:length] for digits in found for length in range(len(digits))}

    def child(node: Node, digit: int) -> Node:
        digits = f"{node[0]}{digit}" if node[0] != "-" else "-"
        country = found.get(digits, node[1])
        return (digits if digits in above else "-", country)

    cover: Cover[Node, str] = Cover(child, lambda node: node[1], depth, exact_depth=-1)
    return [(start + digits, country) for digits, country in cover.rows(("", found.get(""))) if country]


def _row(
    prefix: str,
    destination: str,
    label: str,
    per_minute: str,
    increments: tuple[int, int] = (1, 1),
    connection: str = "0",
) -> Row:
    zero = _six("0")
    values = (prefix, destination, label, _six(connection), _six(per_minute), *increments, zero, zero, zero)
    return dict(zip(COLUMNS, (*values, VALID_FROM, ""), strict=True))


def _six(euros: str) -> str:
    whole, _, decimals = euros.partition(".")
    return f"{whole}.{decimals:0<6}"


def write(path: Path) -> None:
    """Write the sheet, its warning first, with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as sheet:
        sheet.write(FIRST_LINE)
        writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())


if __name__ == "__main__":
    write(DATA / "rate_sheet.csv")
