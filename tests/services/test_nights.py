"""Abnormal nights: the fraud of the demonstration is found, and nothing else is."""

from datetime import date, timedelta

import pytest

from liveo.core.periods import Month
from liveo.services.billing import customer
from liveo.services.companies import company_summaries
from liveo.services.nights import HABIT_NIGHTS, Night, abnormal_nights, out_of_habit, usual_night
from liveo.store.database import Base

EVENING = date(2026, 6, 1)
EURO = 1_000_000


def _nights(amounts: dict[int, int]) -> list[Night]:
    """Return nights by how long before EVENING they are."""
    return [Night(EVENING - timedelta(days=back), 1, amount) for back, amount in sorted(amounts.items(), reverse=True)]


def test_ten_euros_where_nights_cost_nothing_are_abnormal() -> None:
    assert [one.night.evening for one in out_of_habit(_nights({0: 10 * EURO}))] == [EVENING]
    assert out_of_habit(_nights({0: 10 * EURO - 1})) == []


def test_a_company_that_calls_far_every_night_is_used_to_it() -> None:
    habit = dict.fromkeys(range(1, 91), 20 * EURO)
    told = {
        price: [one.night.evening for one in out_of_habit(_nights({**habit, 0: price * EURO}))] for price in (99, 100)
    }
    assert EVENING not in told[99]
    assert EVENING in told[100]


def test_nine_in_ten_nights_make_the_habit_so_that_one_fraud_does_not_hide_the_next() -> None:
    by_evening = {EVENING - timedelta(days=back): 1000 * EURO for back in range(1, 10)}
    assert usual_night(by_evening, EVENING) == 0
    by_evening[EVENING - timedelta(days=10)] = 3 * EURO
    assert usual_night(by_evening, EVENING) == 3 * EURO


def test_nights_before_the_three_months_do_not_count() -> None:
    old = {EVENING - timedelta(days=HABIT_NIGHTS + 1 + back): 50 * EURO for back in range(90)}
    assert usual_night(old, EVENING) == 0


def test_the_night_of_fraud_is_found_with_its_account_and_its_price(demo: Base) -> None:
    state = customer(demo, "ARMOR").state
    labels = {subject.subject_id: subject.label for subject in state.subjects}
    [found] = abnormal_nights(demo, state.company.subject_id, Month(2026, 8), labels)
    [call] = demo.frame(
        "select count(*) as calls, sum(amount_micros)::bigint as amount, any_value(accounts.extension) as extension, "
        "count(distinct calls.subject_id) as subjects from calls "
        "inner join accounts on accounts.subject_id = calls.subject_id where calls.company_id = $company "
        "and started_at >= '2026-08-01 22:00:00 Europe/Paris'::timestamptz "
        "and started_at < '2026-08-02 06:00:00 Europe/Paris'::timestamptz "
        "and (destination like 'international%' or destination = 'special_numbers')",
        {"company": state.company.subject_id},
    ).to_dicts()
    assert found.night == Night(date(2026, 8, 1), call["calls"], call["amount"])
    assert (call["subjects"], found.subject.split(" · ")[0]) == (1, call["extension"])


def test_no_other_night_of_the_demonstration_is_abnormal(demo: Base) -> None:
    found = [
        (company.code, one.night.evening)
        for company in company_summaries(demo)
        for month in company.months
        for one in abnormal_nights(demo, customer(demo, company.code).state.company.subject_id, month, {})
    ]
    assert found == [("ARMOR", date(2026, 8, 1))]


@pytest.mark.parametrize("month", [Month(2026, 7), Month(2026, 9)])
def test_the_neighbouring_months_do_not_tell_it_again(demo: Base, month: Month) -> None:
    assert abnormal_nights(demo, customer(demo, "ARMOR").state.company.subject_id, month, {}) == []
