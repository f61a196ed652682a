"""Every answer about consumption equals the one made by adding up calls one by one, whatever the filter."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import polars as pl
import pytest

from liveo.core.company import EntityId
from liveo.core.destinations import Destination
from liveo.core.periods import Period
from liveo.services.billing import customer
from liveo.services.consumption import (
    COUNTS,
    NO_ENTITY,
    TRAFFIC,
    Answer,
    Direction,
    Totals,
    UsageFilter,
    by_day,
    by_entity,
    by_hour,
    by_subject,
    daily_aggregates,
    totals,
    unrated_calls,
    without,
)
from liveo.services.consumption_names import names_of
from liveo.store.database import Base
from tests.services.naive_usage import NaiveCall, added_up, asked_for, every_call

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
THIRTEEN_MONTHS = Period(date(2025, 11, 1), date(2026, 12, 1))
ALL_DIRECTIONS = tuple(Direction)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")

QUESTIONS: dict[str, tuple[Callable[[Base, UsageFilter], pl.DataFrame], list[str], Callable[[NaiveCall], object]]] = {
    "day": (by_day, ["day", "destination"], lambda c: (c.day, c.destination)),
    "entity": (by_entity, ["entity_id"], lambda c: (c.entity_id,)),
    "subject": (by_subject, ["subject_id"], lambda c: (c.subject_id,)),
    "hour": (by_hour, ["weekday", "hour"], lambda c: (c.day.isoweekday(), c.hour)),
    "export": (
        daily_aggregates,
        ["day", "entity_id", "destination"],
        lambda c: (c.day, c.entity_id, c.destination),
    ),
}


def filters(base: Base, code: str) -> dict[str, UsageFilter]:
    """One filter of each sort, and all at once."""
    state = customer(base, code).state
    company_id = state.company.subject_id
    some = tuple(account.subject_id for account in state.accounts[:5])
    entities = (NO_ENTITY, *(entity.entity_id for entity in state.entities[:3]))
    mobile = (Destination.FRANCE_MOBILE, Destination.INTERNATIONAL_MOBILE)
    return {
        "month": UsageFilter(company_id, OCTOBER),
        "all directions": UsageFilter(company_id, OCTOBER, ALL_DIRECTIONS),
        "inbound": UsageFilter(company_id, OCTOBER, (Direction.INBOUND,)),
        "destinations": UsageFilter(company_id, OCTOBER, destinations=mobile),
        "entities": UsageFilter(company_id, OCTOBER, entities=entities),
        "accounts": UsageFilter(company_id, THIRTEEN_MONTHS, ALL_DIRECTIONS, subjects=some),
        "answered": UsageFilter(company_id, OCTOBER, ALL_DIRECTIONS, answer=Answer.ANSWERED),
        "unanswered": UsageFilter(company_id, OCTOBER, ALL_DIRECTIONS, answer=Answer.UNANSWERED),
        "all at once": UsageFilter(
            company_id,
            Period(date(2026, 8, 28), date(2026, 11, 12)),
            (Direction.OUTBOUND, Direction.INTERNAL),
            (*mobile, "internal"),
            entities,
            some,
            Answer.ANSWERED,
        ),
    }


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("code", COMPANIES)
def test_answers_are_the_sums_of_calls(demo: Base, code: str, question: str) -> None:
    ask, keys, key = QUESTIONS[question]
    for name, asked in filters(demo, code).items():
        expected = added_up((call for call in every_call(demo, code) if asked_for(call, asked)), key)
        found = ask(demo, asked)
        answered = {row[: len(keys)]: row[len(keys) :] for row in found.select(*keys, *COUNTS).iter_rows()}
        assert answered == expected, name
        assert len(answered) == found.height, name


@pytest.mark.parametrize("code", COMPANIES)
def test_every_split_of_a_filter_has_the_same_totals(demo: Base, code: str) -> None:
    for name, asked in filters(demo, code).items():
        splits = [totals(ask(demo, asked)) for ask, _, _ in QUESTIONS.values()]
        assert splits == [splits[0]] * len(splits), name


def test_days_and_rankings_come_in_order(demo: Base) -> None:
    asked = filters(demo, "FOURNIL")["all directions"]
    assert by_day(demo, asked)["day"].is_sorted()
    assert by_entity(demo, asked)["amount_micros"].is_sorted(descending=True)
    assert by_subject(demo, asked)["amount_micros"].is_sorted(descending=True)


def test_a_filter_without_a_dimension_asks_for_all_of_it(demo: Base) -> None:
    asked = filters(demo, "ARMOR")["all at once"]
    assert without(asked, "entities").entities == ()
    assert without(asked, "entities").subjects == asked.subjects
    assert totals(by_entity(demo, without(asked, "entities"))).calls >= totals(by_entity(demo, asked)).calls


def test_a_destination_of_a_direction_that_is_not_asked_for_finds_nothing(demo: Base) -> None:
    company_id = customer(demo, "ARMOR").state.company.subject_id
    asked = UsageFilter(company_id, OCTOBER, (Direction.INBOUND,), (Destination.FRANCE_FIXED,))
    assert asked.traffic == ()
    assert totals(by_day(demo, asked)) == Totals()


def test_the_roll_ups_hold_nothing_but_known_traffic(demo: Base) -> None:
    known = [code for codes in TRAFFIC.values() for code in codes]
    found = demo.frame("select distinct destination from usage_daily")["destination"].to_list()
    assert set(found) <= set(known)


def test_a_company_sees_nothing_of_another(demo: Base) -> None:
    armor = customer(demo, "ARMOR").state.company.subject_id
    strangers = tuple(account.subject_id for account in customer(demo, "FOURNIL").state.accounts[:50])
    asked = UsageFilter(armor, THIRTEEN_MONTHS, ALL_DIRECTIONS, subjects=strangers)
    assert all(ask(demo, asked).height == 0 for ask, _, _ in QUESTIONS.values())


@pytest.mark.parametrize("code", COMPANIES)
def test_calls_without_a_price_are_counted_apart(demo: Base, code: str) -> None:
    company_id = customer(demo, code).state.company.subject_id
    asked = UsageFilter(company_id, THIRTEEN_MONTHS)
    [(waiting,)] = demo.frame(
        "select count(*) from calls where company_id = $id and reason is not null", {"id": company_id}
    ).rows()
    assert unrated_calls(demo, asked) == waiting


def test_averages_and_shares_are_exact() -> None:
    found = Totals(calls=8, answered=6, seconds=100, amount_micros=100_001)
    assert found.unanswered == 2
    assert found.unanswered_share == Fraction(1, 4)
    assert found.average_micros == 16_667
    assert Totals(calls=3).average_micros is None
    assert Totals().unanswered_share is None


@pytest.mark.parametrize("code", COMPANIES)
def test_no_two_names_are_the_same(demo: Base, code: str) -> None:
    names = names_of(demo, code)
    assert len(set(names.subjects.values())) == len(names.subjects)
    assert len(set(names.entities.values())) == len(names.entities)
    assert names.entity(NO_ENTITY) == "Sans entité"


def test_every_id_of_the_roll_ups_has_a_name(demo: Base) -> None:
    for code in COMPANIES:
        names = names_of(demo, code)
        asked = UsageFilter(names.company_id, THIRTEEN_MONTHS, ALL_DIRECTIONS)
        assert set(by_subject(demo, asked)["subject_id"]) <= set(names.subjects)
        assert set(by_entity(demo, asked)["entity_id"]) <= set(names.entities)


def test_an_id_that_is_gone_keeps_a_name(demo: Base) -> None:
    assert names_of(demo, "ATELIER").entity(EntityId(-1)) == "Entité n° -1"
