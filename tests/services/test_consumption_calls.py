"""The list of calls: the same calls as the figures, page by page, and never the last four digits of anybody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.consumption import Answer, Direction, UsageFilter, by_day, totals
from liveo.services.consumption_calls import (
    PAGE_SIZE,
    CallQuestion,
    Ranking,
    all_calls,
    call_page,
)
from liveo.services.consumption_numbers import Sought, searched_number
from liveo.services.imports import import_file
from liveo.store.database import Base
from tests.services.test_consumption import COMPANIES, OCTOBER, filters

ALL_DIRECTIONS = tuple(Direction)
HIDDEN = "••••"


def october(base: Base, code: str) -> UsageFilter:
    """Every call of October, whichever way it went."""
    return UsageFilter(customer(base, code).state.company.subject_id, OCTOBER, ALL_DIRECTIONS)


@pytest.mark.parametrize("code", COMPANIES)
def test_the_list_holds_the_calls_that_the_figures_count(demo: Base, code: str) -> None:
    for name, asked in filters(demo, code).items():
        figures = totals(by_day(demo, asked))
        page = call_page(demo, CallQuestion(asked), 1)
        assert (page.calls, page.amount_micros) == (figures.calls, figures.amount_micros), name
        every = all_calls(demo, CallQuestion(asked))
        assert totals(every.with_columns(calls=1, answered=every["answered"].cast(int))) == figures, name


def test_pages_cut_the_whole_list_into_fifties(demo: Base) -> None:
    question = CallQuestion(october(demo, "ATELIER"))
    every = all_calls(demo, question)
    first = call_page(demo, question, 1)
    assert first.pages == -(-every.height // PAGE_SIZE) > 10
    assert first.rows.equals(every.head(PAGE_SIZE))
    assert call_page(demo, question, 3).rows.equals(every.slice(2 * PAGE_SIZE, PAGE_SIZE))
    assert call_page(demo, question, first.pages).rows.equals(every.slice((first.pages - 1) * PAGE_SIZE))


@pytest.mark.parametrize("page", [-3, 0, 10_000])
def test_a_page_that_does_not_exist_is_the_first(demo: Base, page: int) -> None:
    question = CallQuestion(october(demo, "ATELIER"))
    assert call_page(demo, question, page).rows.equals(call_page(demo, question, 1).rows)


def test_no_call_makes_one_empty_page(demo: Base) -> None:
    nothing = UsageFilter(customer(demo, "ATELIER").state.company.subject_id, Period(date(2030, 1, 1)))
    page = call_page(demo, CallQuestion(nothing), 4)
    assert (page.rows.height, page.calls, page.amount_micros, page.page, page.pages) == (0, 0, 0, 1, 1)


def test_rankings_are_kept_over_pages(demo: Base) -> None:
    asked = october(demo, "ATELIER")
    ranked = {ranking: all_calls(demo, CallQuestion(asked, ranking=ranking)) for ranking in Ranking}
    assert ranked[Ranking.LATEST]["started_at"].is_sorted(descending=True)
    assert ranked[Ranking.OLDEST]["started_at"].is_sorted()
    assert ranked[Ranking.DEAREST]["amount_micros"].is_sorted(descending=True)
    assert ranked[Ranking.LONGEST]["seconds"].is_sorted(descending=True)
    assert len({frame.height for frame in ranked.values()}) == 1


@pytest.mark.parametrize("code", COMPANIES)
def test_no_full_number_leaves_the_base(demo: Base, code: str) -> None:
    shown = set(all_calls(demo, CallQuestion(october(demo, code)))["number"])
    state = customer(demo, code).state
    outside = demo.frame(
        "select distinct unnest(case direction when 'inbound' then [caller] else [number, dialled] end) as number"
        " from calls where company_id = $id and direction != 'internal'",
        {"id": state.company.subject_id},
    )["number"]
    assert not shown & {number for number in outside if number}
    extensions = {account.extension for account in state.accounts}
    assert all(number.endswith(HIDDEN) or number in extensions | {""} for number in shown)


ODD_PARTIES = {
    "sip:0123456789@198.51.100.7:5060": "+3312345••••",
    "0123456789;ext=1234": "+3312345••••",
    '"Jean 42" <0123456789>': "42012345••••",
    "+441632960123": "+44163296••••",
    "00441632960123": "0044163296••••",
    "3114": HIDDEN,
    "15": HIDDEN,
    "anonymous": "",
    "": "",
}


@pytest.mark.parametrize(("written", "shown"), ODD_PARTIES.items())
def test_whatever_a_file_wrote_as_caller_is_masked(own_demo: Base, written: str, shown: str) -> None:
    state = customer(own_demo, "ATELIER").state
    line = [
        "X1",
        "2027-02-03T09:00:00+01:00",
        "",
        written,
        state.accounts[0].extension,
        "voice",
        "60",
        "oui",
        "inbound",
    ]
    header = "call_id;started_at;account;caller;dialled;kind;seconds;answered;direction"
    cells = ";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in line)
    report = import_file(own_demo, f"{header}\n{cells}\n".encode(), "un.csv", company_code="ATELIER")
    assert report.accepted == 1
    asked = UsageFilter(state.company.subject_id, Month(2027, 2).period, (Direction.INBOUND,))
    assert list(all_calls(own_demo, CallQuestion(asked))["number"]) == [shown]


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("", Sought()),
        ("Dupont", Sought()),
        ("612", Sought(digits="612")),
        ("+44 20", Sought(beginnings=("+4420",))),
        ("0044 20", Sought(beginnings=("+4420",))),
        ("06 12", Sought(beginnings=("+33612", "+262612", "+508612", "+590612", "+594612", "+596612"))),
        ("01 99 00 12 34", Sought(beginnings=("+33199001234",))),
        ("0692 12 34 56", Sought(beginnings=("+262692123456",))),
        ("3114", Sought(digits="3114")),
    ],
)
def test_a_number_is_looked_for_in_any_usual_writing(typed: str, sought: Sought) -> None:
    assert searched_number(typed) == sought


@given(st.text(max_size=40))
def test_any_text_can_be_typed(typed: str) -> None:
    sought = searched_number(typed)
    assert all(begun.startswith("+") or begun.isdigit() for begun in sought.beginnings)


@pytest.mark.parametrize("typed", ["01 99", "+33 1 99", "0033199", "1990", "01 99 00 77 77"])
def test_a_search_finds_numbers_by_their_visible_digits(demo: Base, typed: str) -> None:
    asked = october(demo, "FOURNIL")
    whole = all_calls(demo, CallQuestion(asked))
    found = all_calls(demo, CallQuestion(asked, typed))
    assert 0 < found.height < whole.height
    assert set(found["number"]) == {"+3319900" + HIDDEN}
    assert found.height == whole.filter(whole["number"] == "+3319900" + HIDDEN).height
    assert call_page(demo, CallQuestion(asked, typed), 1).calls == found.height


def test_a_search_cannot_find_out_hidden_digits(demo: Base) -> None:
    asked = october(demo, "FOURNIL")
    counts = {call_page(demo, CallQuestion(asked, f"019900{end:04d}"), 1).calls for end in range(0, 10_000, 997)}
    assert len(counts) == 1
    assert call_page(demo, CallQuestion(asked, "•"), 1).calls == call_page(demo, CallQuestion(asked), 1).calls


@pytest.mark.parametrize("typed", ["'; drop table calls; --", "%", "_", "06%", "$search", "\x00", "0" * 30, "+" * 30])
def test_a_search_is_never_more_than_a_text(demo: Base, typed: str) -> None:
    asked = october(demo, "ATELIER")
    assert call_page(demo, CallQuestion(asked, typed), 1).calls <= totals(by_day(demo, asked)).calls


def test_unanswered_calls_can_be_listed_alone(demo: Base) -> None:
    asked = UsageFilter(customer(demo, "ARMOR").state.company.subject_id, OCTOBER, answer=Answer.UNANSWERED)
    found = all_calls(demo, CallQuestion(asked))
    assert found.height > 100
    assert not found["answered"].any()
    assert found["amount_micros"].sum() == found["seconds"].sum() == 0
