"""The set-based twins: for every text and every call, classification.sql and rating.sql say what the core says."""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import phonenumbers
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveo.core.allowances import Allowance, TimedCall, included_seconds
from liveo.core.destinations import (
    UNASSIGNED,
    CallKind,
    Destination,
    NumberingPlan,
    PlanRow,
    UnratedReason,
    numbering_plan,
)
from liveo.core.periods import FOREVER, Period
from liveo.core.rating import RateRow, rate, rate_call
from liveo.store.database import Transaction
from liveo.store.statements import schema_statements
from liveo.store.usage_upkeep import use_allowances
from tests.tools import reference_files

STORE = Path(__file__).parents[2] / "liveo" / "store"
CASES = json.loads((Path(__file__).parents[1] / "vectors" / "numbering_cases.json").read_text(encoding="utf-8"))
TWINS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Base = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def base() -> Base:
    """A base in memory with the shipped plan and policy."""
    connection = duckdb.connect()
    make_tables(connection)
    load_plan(connection, reference_files.plan_rows(), reference_files.shipped_policy())
    return connection


def make_tables(base: Base) -> None:
    for statement in schema_statements():
        base.execute(statement)


def run(base: Base, name: str) -> None:
    base.execute((STORE / f"{name}.sql").read_text(encoding="utf-8"))


def fill(base: Base, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put rows in a table, in the order of its columns, in place of what it holds."""
    base.execute(f"delete from {table}")
    if rows:
        columns = list(zip(*rows, strict=True))
        base.register("incoming", pl.DataFrame([pl.Series(f"c{i}", c, strict=False) for i, c in enumerate(columns)]))
        base.execute(f"insert into {table} select * from incoming")
        base.unregister("incoming")


def load_plan(base: Base, rows: Iterable[PlanRow], policy: dict[tuple[str, CallKind], Destination]) -> None:
    fill(
        base,
        "numbering_plan",
        [(r.prefix, r.digits_min, r.digits_max, r.country, r.number_class, r.label) for r in rows],
    )
    fill(base, "numbering_policy", [(c, k.value, d.value) for (c, k), d in policy.items()])


def classify_as_a_set(base: Base, texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Any, ...]]:
    base.execute("create or replace temp table dialled_numbers (dialled varchar, kind varchar)")
    fill(base, "dialled_numbers", sorted(set(texts)))
    run(base, "classification")
    rows = base.execute(
        "select dialled, kind, number, country, number_class, prefix, destination, reason, label from classified"
    ).fetchall()
    assert len(rows) == len(set(texts))
    return {(dialled, kind): tuple(answer) for dialled, kind, *answer in rows}


def one_by_one(plan: NumberingPlan, texts: Iterable[tuple[str, str]]) -> dict[tuple[str, str], tuple[Any, ...]]:
    found = {(text, kind): plan.classify(text, CallKind(kind)) for text, kind in texts}
    return {
        key: (c.number, c.country, c.number_class, c.prefix, c.destination, c.reason, c.label)
        for key, c in found.items()
    }


def assert_same(base: Base, texts: Sequence[tuple[str, str]], plan: NumberingPlan | None = None) -> None:
    assert classify_as_a_set(base, texts) == one_by_one(plan or reference_files.shipped_plan(), texts)


# --- classification --------------------------------------------------------------------------------------------


def test_the_given_numbers_lead_to_the_same_place(base: Base) -> None:
    assert_same(base, [(case["dialled"], kind) for case in CASES for kind in CallKind])


def test_the_example_numbers_of_every_country_lead_to_the_same_place(base: Base) -> None:
    numbers = (
        phonenumbers.example_number_for_type(region, kind)
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in range(11)
    )
    formats = phonenumbers.PhoneNumberFormat
    texts = [
        (phonenumbers.format_number(number, layout), kind)
        for number in numbers
        if number is not None
        for layout in (formats.E164, formats.INTERNATIONAL, formats.RFC3966, formats.NATIONAL)
        for kind in ("voice", "sms")
    ]
    assert len(texts) > 5000
    assert_same(base, texts)


def test_every_number_of_ten_digits_of_the_national_plan_leads_to_the_same_place(base: Base) -> None:
    assert_same(base, [(f"0{range_:05d}1234", "voice") for range_ in range(100_000)])


def test_every_short_number_leads_to_the_same_place(base: Base) -> None:
    assert_same(base, [(str(number), kind) for number in range(100_000) for kind in ("voice", "sms")])


def test_every_character_is_dropped_or_kept_alike(base: Base) -> None:
    characters = [chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000]
    assert_same(base, [(f"0123{character}456789", "voice") for character in characters])


BEFORE = [
    "",
    " ",
    "tel:",
    "SIP:",
    "sips:",
    "<sip:",
    "Sms:",
    "fax:",
    "callto:",
    "#31#",
    "*31#",
    "*31*",
    "3651",
    "sip:#31#",
    "'",
]
OPENINGS = ["0", "+33", "0033", "+0033", "33", "+33(0)", "33 (0)", "+330", "%2B33", "%2b33", "+39", "+39(0)", "39(0)"]
OPENINGS += ["+44(0)", "+262", "+262 (0)", "+2620", "00590", "5960", "", "(0)", "000", "%23"]
MIDDLES = [
    "123456789",
    "692123456",
    "596701234",
    "508551234",
    "708412345",
    "709351234",
    "7001234567890",
    "612345",
    "15",
]
MIDDLES += ["39 49", "2079460000", "", "anonymous", "Masqué"]
AFTER = ["", "#", "##", "@host", ";ext=1", "?x", "#@host", ")", "a"]


def test_every_combination_of_what_surrounds_a_number_is_read_alike(base: Base) -> None:
    assert_same(base, [("".join(parts), "voice") for parts in product(BEFORE, OPENINGS, MIDDLES, AFTER)])


PIECES = [
    *"0123456789+*#()@;?.-/ %&',",
    *"\u00a0\u202f\u2009\u200b\u2212\ufeff\u0085\u2028\u2029٣３＋\t\n\r\x0b\x0c\x1c\x1f\\ſK",
    *("00", "+33", "0033", "(0)", "#31#", "*31#", "3651", "tel:", "SIP:", "sips:", "Sms:", "%2B", "%2b", "%23"),
    *("anonymous", "MASQUÉ", "privé", "+39", "+262", "+508", "0508", "0700", "0596", "708", "709", "@host", ";ext=1"),
]


@TWINS
@given(texts=st.lists(st.tuples(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from(CallKind)), max_size=80))
def test_texts_made_of_what_people_and_switches_write(base: Base, texts: list[tuple[list[str], CallKind]]) -> None:
    assert_same(base, [("".join(pieces), kind.value) for pieces, kind in texts])


@TWINS
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=80))
def test_any_text_at_all(base: Base, texts: list[str]) -> None:
    assert_same(base, [(text, "voice") for text in texts])


@TWINS
@given(texts=st.lists(st.from_regex(r"\A(\+|00|0|0033|\+33|)[0-9]{0,18}\Z"), max_size=80))
def test_any_digits(base: Base, texts: list[str]) -> None:
    assert_same(base, [(text, "voice") for text in texts])


PREFIXES = st.from_regex(r"\A\+?[12]{1,4}\Z")
RANGES = st.builds(
    lambda prefix, digits, number_class: PlanRow(prefix, digits, digits, "", number_class, prefix),
    PREFIXES,
    st.integers(1, 7),
    st.sampled_from(["open", "closed", UNASSIGNED]),
)


@TWINS
@given(
    rows=st.lists(RANGES, unique_by=lambda row: (row.prefix, row.digits_min), min_size=1, max_size=15),
    numbers=st.lists(st.from_regex(r"\A\+?[12]{1,8}\Z"), max_size=60),
)
def test_any_plan(rows: list[PlanRow], numbers: list[str]) -> None:
    policy = {("open", CallKind.VOICE): Destination.SPECIAL_NUMBERS}
    with duckdb.connect() as base:
        make_tables(base)
        load_plan(base, rows, policy)
        assert_same(base, [(number, "voice") for number in numbers], numbering_plan(rows, policy))


def test_an_absent_text_is_unreadable(base: Base) -> None:
    base.execute("create or replace temp table dialled_numbers (dialled varchar, kind varchar)")
    base.execute("insert into dialled_numbers values (null, 'voice')")
    run(base, "classification")
    assert base.execute("select reason from classified").fetchall() == [(UnratedReason.UNREADABLE_NUMBER,)]


# --- rating ----------------------------------------------------------------------------------------------------

DIALLED = (
    "0123456789 0612345678 0612999999 0825123456 3949 36665 15 114 +442079460000 +447911123456 +441481234567 "
    "+12125550123 +14165550123 0262201234 0692123456 +870773123456 +999123456 0612 anonymous 1234"
).split()
COMPANIES = (1, 2, 3)
DAYS = [date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2), date(2031, 1, 1)]
CLASSIFIED = [reference_files.shipped_plan().classify(text, kind) for text in DIALLED for kind in CallKind]
SELLABLE = sorted(
    {
        (found.number[:length], found.destination)
        for found in CLASSIFIED
        if found.number and found.destination
        for length in (0, 1, 2, 3, 4, 5, 7, len(found.number))
    }
)
PERIOD_CHOICES = [
    [Period(date(2010, 1, 1), FOREVER)],
    [Period(date(2010, 1, 1), DAYS[2]), Period(DAYS[2], FOREVER)],
    [Period(DAYS[1], DAYS[2])],
    [Period(date(2010, 1, 1), DAYS[1]), Period(DAYS[3], FOREVER)],
]
PERIODS = st.sampled_from(PERIOD_CHOICES)
MICROS = st.integers(0, 20_000_000)
RATE_ROWS = st.builds(
    RateRow,
    prefix=st.just(""),
    destination=st.just(Destination.FRANCE_FIXED),
    label=st.just(""),
    connection_micros=MICROS,
    per_minute_micros=MICROS,
    first_increment=st.integers(1, 120),
    next_increment=st.integers(1, 120),
    minimum_micros=MICROS,
    service_micros=MICROS,
    unit_micros=MICROS,
    valid=st.just(Period(date(2010, 1, 1))),
)


@st.composite
def sheets(draw: st.DrawFn) -> list[RateRow]:
    """A sheet that knows many of the numbers: each prefix and destination at most once a day."""
    keys = draw(st.lists(st.sampled_from(SELLABLE), unique=True, min_size=1, max_size=40))
    drawn = [(prefix, destination, draw(RATE_ROWS), draw(PERIODS)) for prefix, destination in keys]
    return [
        replace(row, prefix=prefix, destination=destination, per_minute_micros=row.per_minute_micros + i, valid=valid)
        for prefix, destination, row, periods in drawn
        for i, valid in enumerate(periods)
    ]


CALLS = st.tuples(
    st.sampled_from([*COMPANIES, None]),
    st.sampled_from([7, None]),
    st.sampled_from(DAYS),
    st.sampled_from([*[CallKind.VOICE] * 3, CallKind.FAX, CallKind.SMS]),
    st.sampled_from(DIALLED),
    st.one_of(st.integers(0, 200), st.integers(0, 3_000_000)),
    st.sampled_from([True, True, True, False]),
    st.sampled_from([False, False, False, True]),
)


def load_sheets(base: Base, by_company: dict[int | None, list[RateRow]]) -> dict[int, RateRow]:
    """Write the sheets; return the rows by their rate_id."""
    fill(base, "rate_sheets", [(i, company, "") for i, company in enumerate(by_company, 1)])
    listed = [(sheet, row) for sheet, rows in enumerate(by_company.values(), 1) for row in rows]
    numbered = dict(enumerate(listed, 1))
    fill(base, "rates", [_as_columns(rate_id, sheet, row) for rate_id, (sheet, row) in numbered.items()])
    return {rate_id: row for rate_id, (_, row) in numbered.items()}


def _as_columns(rate_id: int, sheet: int, row: RateRow) -> tuple[Any, ...]:
    return (
        rate_id,
        sheet,
        row.prefix,
        row.destination.value,
        row.label,
        row.connection_micros,
        row.per_minute_micros,
        row.first_increment,
        row.next_increment,
        row.minimum_micros,
        row.service_micros,
        row.unit_micros,
        row.valid.start,
        row.valid.end,
        False,
    )


def rate_as_a_set(base: Base, calls: Sequence[tuple[Any, ...]]) -> dict[int, tuple[Any, ...]]:
    base.execute(
        "create or replace temp table calls_to_rate (call_id bigint, company_id bigint, subject_id bigint, day date, "
        "kind varchar, dialled varchar, seconds integer, answered boolean, internal boolean)"
    )
    fill(base, "calls_to_rate", [(call_id, *call) for call_id, call in enumerate(calls)])
    run(base, "rating")
    run(base, "pricing")
    rows = base.execute("select call_id, rate_id, billed_seconds, amount_micros, reason from rated").fetchall()
    assert len(rows) == len(calls)
    return {call_id: tuple(answer) for call_id, *answer in rows}


def rate_one(
    by_company: dict[int | None, list[RateRow]], rate_ids: dict[int, int], call: tuple[Any, ...]
) -> tuple[Any, ...]:
    company, subject, day, kind, dialled, seconds, answered, internal = call
    rating = rate(
        [by_company[key] for key in dict.fromkeys((company, None)) if key in by_company],
        reference_files.shipped_plan().classify(dialled, kind),
        day=day,
        kind=kind,
        seconds=seconds,
        answered=answered,
        internal=internal,
        account_known=company is not None and subject is not None,
    )
    rate_id = rate_ids[id(rating.row)] if rating.row else None
    if rating.price is None:
        return None, 0, 0, rating.reason
    return rate_id, rating.price.billed_seconds, rating.price.amount_micros, None


@TWINS
@given(
    common=sheets(),
    own=st.dictionaries(st.sampled_from(COMPANIES), sheets(), max_size=2),
    calls=st.lists(CALLS, min_size=1, max_size=120),
)
def test_any_call_costs_the_same_one_by_one_and_as_a_set(
    base: Base, common: list[RateRow], own: dict[int, list[RateRow]], calls: list[tuple[Any, ...]]
) -> None:
    classify_as_a_set(base, [(text, kind.value) for text in DIALLED for kind in CallKind])
    by_company: dict[int | None, list[RateRow]] = {None: common, **own}
    rate_ids = {id(row): rate_id for rate_id, row in load_sheets(base, by_company).items()}
    assert rate_as_a_set(base, calls) == {i: rate_one(by_company, rate_ids, call) for i, call in enumerate(calls)}


@pytest.mark.parametrize("seed", range(8))
def test_thousands_of_calls_cost_the_same_one_by_one_and_as_a_set(base: Base, seed: int) -> None:
    draw = random.Random(seed)
    classify_as_a_set(base, [(text, kind.value) for text in DIALLED for kind in CallKind])
    by_company: dict[int | None, list[RateRow]] = {None: random_sheet(draw, 150), 1: random_sheet(draw, 40), 3: []}
    rate_ids = {id(row): rate_id for rate_id, row in load_sheets(base, by_company).items()}
    calls = [random_call(draw) for _ in range(2000)]
    expected = {i: rate_one(by_company, rate_ids, call) for i, call in enumerate(calls)}
    assert rate_as_a_set(base, calls) == expected
    assert len({rate_id for rate_id, *_ in expected.values()}) > 20


def random_sheet(draw: random.Random, size: int) -> list[RateRow]:
    """Return a sheet for so many of the keys that calls ask for; small odd prices, so that halves are met."""
    rows = []
    for prefix, destination in draw.sample(SELLABLE, min(size, len(SELLABLE))):
        periods = draw.choice(PERIOD_CHOICES)
        for valid in periods:
            prices = [draw.choice((0, 0, draw.randrange(50), draw.randrange(2_000_000))) for _ in range(5)]
            increments = draw.choice([(1, 1), (60, 1), (30, 6), (60, 60), (7, 3)])
            rows.append(RateRow(prefix, destination, "", *prices[:2], *increments, *prices[2:], valid))
    return rows


def random_call(draw: random.Random) -> tuple[Any, ...]:
    return (
        draw.choice([*COMPANIES, *COMPANIES, None]),
        draw.choice([7, 7, 7, None]),
        draw.choice(DAYS),
        draw.choice(list(CallKind)),
        draw.choice(DIALLED),
        draw.choice([0, 1, 29, 30, 31, 60, 61, 90, draw.randrange(3_000_000)]),
        draw.random() < 0.9,
        draw.random() < 0.1,
    )


def test_the_shipped_sheet_rates_75_seconds_to_a_mobile_at_12_500_millionths(base: Base) -> None:
    classify_as_a_set(base, [(text, "voice") for text in DIALLED])
    load_sheets(base, {None: list(reference_files.rate_rows())})
    call = (1, 7, DAYS[0], "voice", "0612345678", 75, True, False)
    assert rate_as_a_set(base, [call])[0][1:] == (75, 12_500, None)


def test_a_free_call_keeps_its_destination_and_an_unrated_one_has_none(base: Base) -> None:
    classify_as_a_set(base, [(text, "voice") for text in DIALLED])
    load_sheets(base, {None: []})
    first = (1, 7, DAYS[0], "voice", "0612345678", 75)
    rate_as_a_set(base, [(*first, False, False), (*first, True, True), (*first, True, False)])
    found = base.execute("select number, destination, amount_micros, reason from rated order by call_id").fetchall()
    assert found == [
        ("+33612345678", "france_mobile", 0, None),
        ("+33612345678", None, 0, None),
        ("+33612345678", None, 0, "no_rate"),
    ]


# --- allowances ------------------------------------------------------------------------------------------------

SUBJECTS = (11, 12)
MONTHS = [Period(date(2026, 3, 1), date(2026, 4, 1)), Period(date(2026, 4, 1)), Period(date(2025, 1, 1))]
ALLOWANCES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, None]),
        st.builds(
            Allowance,
            allowance_id=st.integers(1, 1000),
            name=st.just(""),
            destinations=st.frozensets(st.sampled_from(list(Destination)[:3]), min_size=1),
            seconds=st.integers(0, 5000),
            priority=st.integers(1, 3),
            valid=st.sampled_from(MONTHS),
        ),
    ),
    max_size=6,
    unique_by=lambda found: found[1].allowance_id,
)
TALKS = st.lists(
    st.tuples(
        st.sampled_from([1, 2]),  # company
        st.sampled_from(SUBJECTS),
        st.sampled_from([date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]),
        st.integers(6, 20),  # hour: several calls at the same instant
        st.sampled_from(list(Destination)[:4]),
        st.integers(0, 3000),
        st.sampled_from([CallKind.VOICE, CallKind.VOICE, CallKind.SMS]),
    ),
    max_size=40,
)


@TWINS
@given(given_=ALLOWANCES, talks=TALKS)
def test_any_call_is_included_for_the_same_time_one_by_one_and_as_a_set(
    base: Base, given_: list[tuple[int | None, Allowance]], talks: list[tuple[Any, ...]]
) -> None:
    rated = row_of_prices()
    load_sheets(base, {None: [rated]})
    fill(
        base,
        "allowances",
        [
            (a.allowance_id, owner, a.name, a.priority, sorted(a.destinations), a.seconds, a.valid.start, a.valid.end)
            for owner, a in given_
        ],
    )
    fill(base, "calls", [stored_call(order, talk) for order, talk in enumerate(talks)])
    base.execute(
        "create or replace temp table concerned_months as "
        "select distinct company_id, date_trunc('month', day)::date as month from calls"
    )
    use_allowances(Transaction(base))
    found = dict(base.execute("select call_id, (included_seconds, amount_micros) from calls").fetchall())
    assert found == expected_prices(given_, talks, rated)


def row_of_prices() -> RateRow:
    return RateRow("", Destination.FRANCE_FIXED, "", 5, 61_000, 7, 3, 900, 11, 45_000, Period(date(2010, 1, 1)))


def stored_call(order: int, talk: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a row of calls, rated without any allowance."""
    company, subject, day, hour, destination, seconds, kind = talk
    priced = rate_call(row_of_prices(), kind, seconds)
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    named = ("outbound", kind.value, None, "", "", "", "", "", destination.value)
    return (
        # an account belongs to one company
        *(order, 1, order, order, company, 10 * company + subject, at, day, hour, *named, True, seconds),
        *(priced.billed_seconds, 0, 1, priced.amount_micros, None),
    )


def expected_prices(
    given_: list[tuple[int | None, Allowance]], talks: list[tuple[Any, ...]], rated: RateRow
) -> dict[int, tuple[int, int]]:
    groups: dict[tuple[Any, ...], list[tuple[int, TimedCall]]] = defaultdict(list)
    for order, (company, subject, day, hour, destination, seconds, kind) in enumerate(talks):
        at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
        billed = 0 if kind is CallKind.SMS else rate_call(rated, kind, seconds).billed_seconds
        timed = TimedCall(at, order, day, destination, billed)
        groups[company, subject, day.year, day.month].append((order, timed))
    found = {}
    for (company, *_), members in groups.items():
        own = [allowance for owner, allowance in given_ if owner in (None, company)]
        included = included_seconds([call for _, call in members], own)
        for order, call in members:
            *_, seconds, kind = talks[order]
            found[order] = (included[call], rate_call(rated, kind, seconds, included[call]).amount_micros)
    return found
