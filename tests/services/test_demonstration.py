"""The demonstration tells the same story on the same day, and every part of it can be billed."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren, siret, tva

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OPTION_TYPES, OptionCode
from liveo.core.entities import EntityCalendar
from liveo.core.errors import ReferenceRefused
from liveo.core.periods import FOREVER, Month
from liveo.services.bases import REFERENCE_FOLDER
from liveo.services.billing import customer, invoice_run
from liveo.services.clock import today
from liveo.services.demonstration import build_demonstration
from liveo.services.demonstration.incidents import fraud_day
from liveo.services.demonstration.rhythms import RHYTHMS, public_holidays
from liveo.services.demonstration.sources import read_sources
from liveo.services.demonstration.window import Window
from liveo.store.customers import list_companies, load_state
from liveo.store.database import Base

TODAY = date(2026, 11, 23)
MONTHS = Window(TODAY).months
SMALL = 0.02
CODES = ["ANSE", "ARMOR", "ATELIER", "FOURNIL", "LENOIR"]
DAYS = st.dates(date(2021, 2, 1), date(2060, 12, 31))
ORDERED_CALLS = """
    select * exclude (call_id, import_id)
    from calls
    order by started_at, call_key
"""


def built(path: Path, day: date, scale: float = SMALL) -> Base:
    base = Base(path / f"demo-{day}.duckdb")
    build_demonstration(base, day, scale=scale)
    return base


def fingerprint(base: Base) -> tuple[int, int, str]:
    """How many calls, their price in micros, and the digest of all of them in order of time."""
    calls = base.frame(ORDERED_CALLS)
    return calls.height, calls["amount_micros"].sum(), hashlib.md5(calls.write_csv().encode()).hexdigest()


def one(base: Base, sql: str, **params: object) -> Any:
    return base.frame(sql, params).item()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A reduced demonstration; tests leave it as it was."""
    base = built(tmp_path_factory.mktemp("small"), TODAY)
    yield base
    base.close()


def test_the_same_day_makes_the_same_calls_to_the_last_amount(small: Base, tmp_path: Path) -> None:
    again = built(tmp_path, TODAY)
    assert fingerprint(again) == fingerprint(small)
    again.close()


def test_another_day_tells_another_story(small: Base, tmp_path: Path) -> None:
    other = built(tmp_path, date(2024, 2, 29))
    assert fingerprint(other) != fingerprint(small)
    assert one(other, "select count(*) from imports where lines < 100") == 3
    assert one(other, "select max(day) from calls") == date(2024, 2, 28)
    other.close()


def test_on_the_first_of_a_month_the_new_month_has_no_call_yet(tmp_path: Path) -> None:
    base = built(tmp_path, date(2026, 1, 1))
    assert one(base, "select count(distinct date_trunc('month', day)) from calls") == 12
    assert today(base) == date(2026, 1, 1)
    base.close()


def test_the_full_size_is_what_was_promised(demo: Base) -> None:
    assert one(demo, "select count(*) from calls") >= 330_000
    sizes = {row["code"]: (row["accounts"], row["entities"]) for row in list_companies(demo, TODAY).to_dicts()}
    assert sizes["ATELIER"] == (12, 0)
    assert sizes["ARMOR"] == (180, 6)
    assert sizes["FOURNIL"] == (900, 24)
    twelve_months = one(demo, "select count(*) from calls where day < $first", first=date(2026, 11, 1))
    assert twelve_months >= 300_000


def test_progress_rises_to_one(tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    base = Base(tmp_path / "demo.duckdb")
    build_demonstration(base, TODAY, lambda done, label: told.append((done, label)), scale=SMALL)
    base.close()
    shares = [done for done, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert "Import de trafic-2026-03.csv" in [label for _, label in told]


def test_a_base_in_use_is_refused_and_left_alone(small: Base) -> None:
    before = fingerprint(small)
    with pytest.raises(ReferenceRefused):
        build_demonstration(small, TODAY, scale=SMALL)
    assert fingerprint(small) == before


def test_calls_came_as_one_file_a_month_and_a_few_beside_them(small: Base) -> None:
    imports = small.frame("select * from imports order by import_id")
    names = imports["file_name"].to_list()
    assert [name for name in names if "complement" not in name] == [f"trafic-{month}.csv" for month in MONTHS]
    assert len(names) == 16
    assert imports["imported_at"].is_sorted()
    assert imports["imported_at"].max() < datetime.combine(TODAY + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    assert (imports["lines"] == imports["accepted"] + imports["known"] + imports["refused"]).all()
    [late] = imports.filter(imports["known"] > 0).to_dicts()
    assert (late["file_name"], late["known"], late["refused"]) == ("trafic-2026-09-complement-armor.csv", 12, 2)


def test_only_two_months_hold_calls_that_nobody_can_rate(small: Base) -> None:
    found = small.frame(
        "select day, reason, company_id, count(*) as calls from calls where reason is not null group by all"
    )
    assert {Month.of(day) for day in found["day"]} == {Month(2026, 9), Month(2026, 11)}
    assert found["calls"].sum() == 14
    assert found["company_id"].null_count() == 0
    assert set(found["reason"]) >= {"withheld_number", "unknown_prefix", "unknown_account", "incomplete_number"}


def test_nobody_calls_on_a_day_without_an_account(small: Base) -> None:
    silent = """
        select count(*)
        from calls
        where subject_id is not null and not exists (
            select 1
            from activations
            where activations.subject_id = calls.subject_id
                and option in ('account', 'fax')
                and calls.day >= start_day and calls.day < end_day
        )
    """
    assert one(small, silent) == 0
    assert one(small, "select max(day) from calls") < TODAY
    assert one(small, "select min(day) from calls") >= MONTHS[0].first


def test_the_fraud_is_one_account_in_one_night_and_dear(small: Base) -> None:
    night = small.frame(
        """
        select count(*) as calls, count(distinct subject_id) as accounts, sum(amount_micros)::bigint as micros,
            max(hour) as last_hour
        from calls
        where day = $day and hour < 5
        """,
        {"day": fraud_day(Window(TODAY))},
    ).to_dicts()[0]
    assert (night["calls"], night["accounts"], night["last_hour"]) == (150, 1, 4)
    assert night["micros"] > 1_000_000_000
    assert fraud_day(Window(TODAY)) == date(2026, 8, 2)


def test_traffic_has_a_shape(demo: Base) -> None:
    missed = one(demo, "select count(*) filter (where not answered) / count(*) from calls where kind = 'voice'")
    assert 0.15 < missed < 0.21
    assert one(demo, "select count(*) filter (where direction = 'inbound') / count(*) from calls") == pytest.approx(
        0.25, abs=0.03
    )
    by_month = demo.frame(
        """
        select month(day) as month, count(*) as calls
        from calls inner join companies on companies.subject_id = calls.company_id
        where code = 'FOURNIL' and day < '2026-11-01'
        group by all
        """
    )
    calls = dict(by_month.iter_rows())
    assert max(calls, key=calls.__getitem__) == 12
    assert min(calls, key=calls.__getitem__) == 8
    assert set(demo.frame("select distinct destination from calls where destination is not null")["destination"]) == {
        *("france_fixed", "france_mobile", "international_fixed", "international_mobile"),
        *("special_numbers", "fax_france", "sms_france"),
    }


def test_every_option_is_sold_to_somebody(small: Base) -> None:
    assert set(small.frame("select distinct option from activations")["option"]) == set(OPTION_TYPES)


@pytest.mark.parametrize("code", CODES)
def test_companies_and_entities_are_well_formed(demo: Base, code: str) -> None:
    state = load_state(demo, code)
    assert siren.is_valid(state.company.siren)
    assert tva.to_siren(state.company.vat_number) == state.company.siren
    assert sum(entity.head_office for entity in state.entities) == 1
    assert all(siret.is_valid(entity.siret) and entity.address for entity in state.entities)
    assert state.head_office.name == "Siège"
    assert len({entity.siret for entity in state.entities}) == len(state.entities)
    numbers = [resource.number for resource in state.resources if resource.number]
    assert len(set(numbers)) == len(numbers)


def test_names_codes_and_numbers_are_those_of_nobody_else(demo: Base) -> None:
    for sql in (
        "select siret from entities",
        "select siren from companies",
        "select number from resources where number != ''",
        "select code from accounts union all select code from resources",
        "select company_id || '/' || name from accounts",
    ):
        counted = Counter(demo.frame(sql).to_series())
        assert max(counted.values()) == 1, sql


@pytest.mark.parametrize("code", CODES)
def test_every_month_can_be_billed_and_every_mode_bills_the_same(small: Base, code: str) -> None:
    for month in MONTHS:
        runs = [invoice_run(small, code, month, mode) for mode in BillingMode]
        nets = {run.net - run.entity_billing_added for run in runs}
        assert len(nets) == 1
        assert nets.pop() > 0


def test_somebody_moves_on_a_12th_and_is_charged_in_two_entities(small: Base) -> None:
    calendar = EntityCalendar(load_state(small, "ARMOR"))
    moved = [
        account
        for account in load_state(small, "ARMOR").accounts
        if calendar.moves(account.subject_id, Month(2026, 10).period) == [date(2026, 10, 12)]
    ]
    assert moved


def test_some_option_lives_no_day_and_some_comes_back_in_its_month(demo: Base) -> None:
    assert one(demo, "select count(*) from activations where start_day = end_day") >= 1
    twice = """
        select count(*)
        from activations as one inner join activations as other using (subject_id, option)
        where other.start_day > one.end_day and date_trunc('month', other.start_day) = date_trunc('month', one.end_day)
    """
    assert one(demo, twice) >= 1
    assert one(demo, "select count(*) from activations where end_day between start_day + 3 and start_day + 15") > 20


def test_entities_have_their_ways(demo: Base) -> None:
    armor, fournil = load_state(demo, "ARMOR"), load_state(demo, "FOURNIL")
    assert [entity.vat_regime for entity in armor.entities].count("overseas") == 1
    assert sum(entity.own_invoice for entity in armor.entities) == 2
    assert sum(entity.own_invoice for entity in fournil.entities) > 12
    assert customer(demo, "FOURNIL").catalogue.negotiated
    assert one(demo, "select count(*) from rate_sheets where company_id is not null") == 1
    assert OptionCode.ENTITY_BILLING in {activation.option for activation in armor.activations}
    assigned = {assignment.subject_id for assignment in fournil.assignments}
    assert any(account.subject_id not in assigned for account in fournil.accounts)
    assert any(resource.account_id for resource in fournil.resources)


@given(DAYS)
def test_every_date_of_the_story_has_its_place_whatever_the_day(day: date) -> None:
    window = Window(day)
    assert len(window.months) == 13
    for line in _told_spans():
        period = window.span(*line)
        assert window.first <= period.start < window.months[12].first
        assert period.end == FOREVER or period.end < window.months[12].first + timedelta(days=366)


@given(DAYS)
def test_the_day_told_from_today_lies_in_its_month(day: date) -> None:
    window = Window(day)
    assert window.day("-1:31") == Month.of(day).first - timedelta(days=1)
    assert window.day("-12:01") == window.first
    assert (window.day("12-10").month, window.day("12-10").day) == (12, 10)


@cache
def _told_spans() -> set[tuple[str, str]]:
    sources = read_sources(REFERENCE_FOLDER)
    return {(line["start"], line["end"]) for line in (*sources.resources, *sources.campaigns)}


def test_holidays_are_those_of_the_calendar() -> None:
    assert set(public_holidays(2026)) >= {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 11, 11)}
    assert date(2038, 4, 26) in public_holidays(2038)


def test_rhythms_fit_in_a_day() -> None:
    for rhythm in RHYTHMS.values():
        assert (len(rhythm.week), len(rhythm.year)) == (7, 12)
        assert rhythm.opening + len(rhythm.hours) <= 24
