"""Whatever is chosen together, figures, charts and lists are the sums of the same calls, added up one by one."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveo.core.catalogue import SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import CallKind
from liveo.core.people import Person, PersonId, Role
from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.consumption import (
    COUNTS,
    NO_BOUNDS,
    NO_ENTITY,
    SOURCES,
    TRAFFIC,
    Answer,
    Bounds,
    Direction,
    UsageFilter,
    by_day,
    source_of,
    sums,
    totals,
)
from liveo.services.consumption_calls import CallQuestion, all_calls, call_page
from liveo.services.consumption_changes import cost_change
from liveo.services.consumption_names import accounts_found, names_of, names_seen_by
from liveo.services.consumption_selection import Selection, question_of
from liveo.store.database import Base
from tests.services.naive_usage import NaiveCall, added_up, asked_for, every_call

CODE = "ARMOR"
START = date(2026, 8, 1)
KEYS: dict[str, Callable[[NaiveCall, bool], object]] = {
    "day": lambda call, whole: call.day,
    "weekday": lambda call, whole: call.day.isoweekday(),
    "hour": lambda call, whole: call.hour,
    "entity_id": lambda call, whole: call.entity_id,
    "subject_id": lambda call, whole: call.subject_id,
    "destination": lambda call, whole: call.destination,
    "kind": lambda call, whole: call.kind,
    "country": lambda call, whole: call.country or "",
    "number": lambda call, whole: call.shown(whole=whole),
}
CLERK = Person(PersonId(1), "clerk", "Clerk", Role.SUPERVISOR)


@cache
def offered(base: Base) -> dict[str, list[object]]:
    """What there is to choose from in one company."""
    state = customer(base, CODE).state
    calls = every_call(base, CODE)
    return {
        "entities": [NO_ENTITY, *(entity.entity_id for entity in state.entities)],
        "subjects": [account.subject_id for account in state.accounts],
        "countries": sorted({call.country for call in calls if call.country}),
        "masked": sorted({call.shown(whole=False) for call in calls})[::50],
        "whole": sorted({call.shown(whole=True) for call in calls})[::200],
    }


def some(values: list[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    """Mostly no restriction, so that what is chosen together still finds calls."""
    chosen = st.lists(st.sampled_from(values), unique=True, min_size=1, max_size=most).map(tuple)
    return st.one_of(st.just(()), st.just(()), chosen)


def bounds(most: int) -> st.SearchStrategy[Bounds]:
    ends = st.tuples(st.none() | st.integers(0, most), st.none() | st.integers(0, most))
    return st.just(NO_BOUNDS) | ends.map(lambda found: Bounds(*found))


@st.composite
def filters(draw: st.DrawFn, base: Base) -> UsageFilter:
    there, whole = offered(base), draw(st.booleans())
    first = START + timedelta(days=draw(st.integers(0, 60)))
    period = Period(first, first + timedelta(days=draw(st.integers(1, 45))))
    part = Period(first, first + timedelta(days=draw(st.integers(1, period.days))))
    return UsageFilter(
        company_id=customer(base, CODE).state.company.subject_id,
        period=period,
        directions=draw(st.lists(st.sampled_from(Direction), unique=True, min_size=1).map(tuple)),
        destinations=draw(some([str(code) for codes in TRAFFIC.values() for code in codes])),  # type: ignore[arg-type]
        entities=draw(some(there["entities"])),  # type: ignore[arg-type]
        subjects=draw(some(there["subjects"], 40)),  # type: ignore[arg-type]
        answer=draw(st.sampled_from(Answer)),
        days=draw(st.none() | st.just(part)),
        countries=draw(some(there["countries"])),  # type: ignore[arg-type]
        kinds=draw(some(list(CallKind))),  # type: ignore[arg-type]
        hours=draw(some(list(range(168)), 80)),  # type: ignore[arg-type]
        amounts=draw(bounds(200_000)),
        durations=draw(bounds(600)),
        numbers=draw(some(there["whole" if whole else "masked"])),  # type: ignore[arg-type]
        contains=draw(st.sampled_from(["", "", "", "99", "1"])),
        within_entities=draw(some(there["entities"])),  # type: ignore[arg-type]
        within_subjects=draw(some(there["subjects"], 40)),  # type: ignore[arg-type]
        whole_numbers=whole,
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_any_split_of_any_filter_is_the_sum_of_its_calls(demo: Base, drawn: st.DataObject) -> None:
    asked = drawn.draw(filters(demo))
    keys = tuple(drawn.draw(st.lists(st.sampled_from(sorted(KEYS)), unique=True, max_size=3)))
    expected = added_up(
        (call for call in every_call(demo, CODE) if asked_for(call, asked)),
        lambda call: tuple(KEYS[key](call, asked.whole_numbers) for key in keys),
    )
    found = sums(demo, asked, *keys)
    rows = {row[: len(keys)]: row[len(keys) :] for row in found.select(*keys, *COUNTS).iter_rows() if row[-4]}
    assert rows == {key: counts for key, counts in expected.items() if counts[0]}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=st.data())
def test_the_list_behind_any_filter_makes_its_figures(demo: Base, drawn: st.DataObject) -> None:
    asked = drawn.draw(filters(demo))
    figures, question = totals(by_day(demo, asked)), CallQuestion(asked)
    page = call_page(demo, question, 1)
    assert (page.calls, page.amount_micros) == (figures.calls, figures.amount_micros)
    listed = all_calls(demo, question)
    assert totals(listed.with_columns(calls=1, answered=listed["answered"].cast(int))) == figures
    visible = set(page.rows["number"]) if asked.whole_numbers else set(page.rows["number"]) | set(listed["number"])
    assert asked.whole_numbers or all(number.endswith("••••") or len(number) <= 6 for number in visible)


def test_roll_ups_answer_what_they_know_and_calls_the_rest() -> None:
    plain = UsageFilter(SubjectId(1), Month(2026, 10).period, countries=("MA",), kinds=(CallKind.FAX,))
    several = UsageFilter(SubjectId(1), Month(2026, 10).period, subjects=(SubjectId(2),))
    dear = UsageFilter(SubjectId(1), Month(2026, 10).period, amounts=Bounds(1, None))
    named = UsageFilter(SubjectId(1), Month(2026, 10).period, contains="06")
    expected = {
        "usage_by_entity": [(plain, ("day", "entity_id", "country"))],
        "usage_by_day": [(plain, ("day", "subject_id", "country")), (several, ("day",))],
        "usage_by_hour": [(plain, ("weekday", "hour"))],
        "usage_of_calls": [(several, ("weekday", "hour")), (dear, ("day",))],
        "usage_of_numbers": [(plain, ("number",)), (named, ("day",))],
    }
    assert [source.query for source in SOURCES] == list(expected)
    for query, questions in expected.items():
        assert {source_of(*question).query for question in questions} == {query}


@pytest.mark.parametrize("key", ["destination", "entity_id", "subject_id", "country"])
@pytest.mark.parametrize("most", [0, 3, 10_000])
def test_the_changes_of_a_cost_add_up_to_its_difference(demo: Base, key: str, most: int) -> None:
    company_id = customer(demo, CODE).state.company.subject_id
    september, october = (UsageFilter(company_id, Month(2026, number).period) for number in (9, 10))
    found = cost_change(demo, september, october, key, most)
    assert found.before == totals(by_day(demo, september)).amount_micros
    assert found.before + int(found.parts["change"].sum()) == found.after == totals(by_day(demo, october)).amount_micros
    apart = found.parts.filter(found.parts[key].is_not_null())
    assert apart["change"].abs().is_sorted(descending=True)
    assert int(found.parts["calls_after"].sum()) == totals(by_day(demo, october)).calls


def test_a_person_is_shown_nothing_beyond_their_entities_and_accounts(demo: Base) -> None:
    state = customer(demo, CODE).state
    own = state.entities[1]
    boss = Person(PersonId(2), "boss", "Boss", Role.SUPERVISOR, entities=frozenset({own.code, "ELSEWHERE"}))
    names = names_seen_by(demo, CODE, boss)
    assert set(names.entities) == {own.entity_id}
    for selection in (Selection(), Selection(entities=(state.entities[2].code,)), Selection(entities=(own.code,))):
        found = sums(demo, question_of(selection, names, Month(2026, 10), boss), "entity_id")
        assert set(found["entity_id"]) == {own.entity_id}
    account = state.accounts[3]
    user = Person(PersonId(3), "user", "User", Role.USER, subject_ids=frozenset({account.subject_id}))
    names = names_seen_by(demo, CODE, user)
    asked = question_of(Selection(accounts=(state.accounts[4].code,)), names, Month(2026, 10), user)
    assert set(sums(demo, asked, "subject_id")["subject_id"]) <= {account.subject_id}
    assert list(names.subject_ids) == [account.code]


def test_choosing_beyond_what_may_be_seen_finds_nothing(demo: Base) -> None:
    company_id = customer(demo, CODE).state.company.subject_id
    asked = UsageFilter(
        company_id, Month(2026, 10).period, entities=(EntityId(1),), within_entities=(EntityId(2), EntityId(3))
    )
    assert totals(by_day(demo, asked)).calls == 0


def test_only_the_right_to_see_them_shows_whole_numbers(demo: Base) -> None:
    names = names_of(demo, CODE)
    administrator = Person(PersonId(4), "admin", "Admin", Role.ADMINISTRATOR)
    whole = question_of(Selection(), names, Month(2026, 10), administrator)
    masked = question_of(Selection(), names, Month(2026, 10), CLERK)
    assert not any("•" in number for number in call_page(demo, CallQuestion(whole), 1).rows["number"])
    assert all(number.endswith("••••") for number in call_page(demo, CallQuestion(masked), 1).rows["number"])
    assert all(number.endswith("••••") for number in all_calls(demo, CallQuestion(whole))["number"]), "in a file"


def test_accounts_are_found_a_few_at_a_time_by_any_word(demo: Base) -> None:
    names = names_of(demo, "FOURNIL")
    every, count = accounts_found(names, "", [], 50)
    assert (len(every), count) == (50, len(names.subject_ids))
    last = list(names.subject_ids)[-1]
    found, count = accounts_found(names, "sophie baron", [last], 50)
    assert found[0] == last
    assert 1 <= count == len(found) - 1 < 10
    assert all({"sophie", "baron"} <= set(names.account_of_code(code).casefold().split()) for code in found[1:])
    assert accounts_found(names, "zzzz", [], 50) == ([], 0)
