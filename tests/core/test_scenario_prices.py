"""Negotiated prices and discounts: over the catalogue, on their days only; and days that come again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import Catalogue, OptionCode
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import MAX_TIMES, Every, Repetition
from liveo.core.changes.subjects import RemoveSubjects
from liveo.core.errors import InvalidChange, UnknownSubject
from liveo.core.periods import FOREVER, Month, Period
from liveo.core.scenario import Change, Outcome, Situation, evaluate
from tests.core.builders import ALICE, BRUNO, COMPANY, MARCH, SELLER, active, catalogue, march, price, state
from tests.core.customers import PERIODS, customers

ALIAS, RECORDING = OptionCode.ALIAS, OptionCode.CALL_RECORDING
ALL_MONTH = state(active(ALICE, march(1)))


def outcome(*changes: Change, month: Month = MARCH, prices: Catalogue | None = None) -> Outcome:
    """Return a month of a customer with one alias, at 31.00 a month, before and after the changes."""
    return evaluate(Situation(ALL_MONTH, prices or catalogue()), changes, month, (), SELLER)


def test_a_negotiated_price_is_paid_on_its_days_only() -> None:
    found = outcome(NegotiatePrice(ALIAS, Decimal("15.50"), march(1, 11)))
    assert found.after.net == Decimal("5.00") + Decimal("21.00")


def test_a_discount_of_ten_per_cent_from_the_11th_takes_a_tenth_of_21_days() -> None:
    assert outcome(Discount((ALIAS,), Decimal(10), march(11))).after.net == Decimal("10.00") + Decimal("18.90")


def test_discounts_add_up_one_upon_the_other() -> None:
    half = Discount((ALIAS,), Decimal(50), march(1))
    assert outcome(half, half).after.net == Decimal("7.75")


def test_a_discount_counts_on_the_price_that_was_negotiated() -> None:
    negotiated = NegotiatePrice(ALIAS, Decimal("20.00"), march(1))
    assert outcome(negotiated, Discount((ALIAS,), Decimal(25), march(1))).after.net == Decimal("15.00")


def test_a_discount_of_everything_costs_nothing() -> None:
    assert outcome(Discount(tuple(OptionCode), Decimal(100), march(1))).after.net == 0


def test_a_reduced_price_is_rounded_to_what_a_catalogue_holds() -> None:
    reduced = Discount((ALIAS,), Decimal("33.33"), march(1)).repriced(catalogue("9.99"), COMPANY)
    assert [p.monthly for p in reduced.negotiated] == [Decimal("6.6603")]


def test_days_without_a_price_keep_none() -> None:
    gap = Catalogue((price(ALIAS, "31.00", Period(date(2026, 1, 1), march(10).start)),))
    reduced = Discount((ALIAS,), Decimal(50), Period(date(2026, 1, 1))).repriced(gap, COMPANY)
    assert [p.valid for p in reduced.negotiated] == [Period(date(2026, 1, 1), march(10).start)]


@given(PERIODS, PERIODS, st.integers(1, 100), st.integers(0, 60))
def test_prices_never_overlap_and_cover_what_they_covered(
    one: Period, other: Period, percent: int, monthly: int
) -> None:
    changed = NegotiatePrice(ALIAS, Decimal(monthly), one).repriced(catalogue(), COMPANY)
    changed = Discount((ALIAS, RECORDING), Decimal(percent), other).repriced(changed, COMPANY)
    assert changed.priced(ALIAS, MARCH.period), (
        "an overlap is refused by the catalogue, a gap by the price of the month"
    )


@pytest.mark.parametrize("percent", ["0", "-5", "100.01"])
def test_a_discount_outside_of_0_to_100_per_cent_is_refused(percent: str) -> None:
    with pytest.raises(InvalidChange, match="remise"):
        Discount((ALIAS,), Decimal(percent), march(1))


@pytest.mark.parametrize("monthly", ["-1", "100000", "1.00001"])
def test_an_absurd_price_is_refused(monthly: str) -> None:
    with pytest.raises(InvalidChange, match="prix négocié"):
        NegotiatePrice(ALIAS, Decimal(monthly), march(1))


def test_every_august_comes_again_each_year() -> None:
    august = Period(date(2026, 8, 1), date(2026, 9, 1))
    again = Repetition(Every.YEAR, 3).periods(august)
    assert [period.start.year for period in again] == [2026, 2027, 2028]
    assert all(period.days == 31 for period in again)


def test_a_day_that_a_month_lacks_is_its_last() -> None:
    found = Repetition(Every.MONTH, 3).periods(Period(date(2026, 1, 30), date(2026, 1, 31)))
    assert [(p.start.isoformat(), p.end.isoformat()) for p in found] == [
        ("2026-01-30", "2026-01-31"),
        ("2026-02-28", "2026-02-28"),
        ("2026-03-30", "2026-03-31"),
    ]


def test_an_option_switched_on_every_month_for_ten_days_costs_ten_days_in_each() -> None:
    change = SwitchOn((BRUNO,), ALIAS, march(1, 11), Repetition(Every.MONTH, 2))
    amounts = [outcome(change, month=MARCH.plus(n)) for n in range(3)]
    assert [found.after.net - found.before.net for found in amounts] == [Decimal("10.00"), Decimal("10.33"), 0]


@pytest.mark.parametrize(("every", "times"), [(Every.ONCE, 2), (Every.MONTH, 1), (Every.YEAR, MAX_TIMES + 1)])
def test_an_absurd_repetition_is_refused(every: Every, times: int) -> None:
    with pytest.raises(InvalidChange, match="répétition"):
        Repetition(every, times)


def test_days_without_end_do_not_come_again() -> None:
    with pytest.raises(InvalidChange, match="sans fin"):
        Repetition(Every.MONTH, 2).periods(Period(MARCH.first, FOREVER))


def test_who_goes_on_the_15th_pays_14_days_of_every_option() -> None:
    customer = state(active(ALICE, march(1)), active(ALICE, march(1), RECORDING), active(BRUNO, march(1)))
    found = evaluate(Situation(customer, catalogue()), [RemoveSubjects((ALICE,), march(15).start)], MARCH, (), SELLER)
    assert found.after.net == Decimal("14.00") * 2 + Decimal("31.00")


@given(customers(), st.integers(1, 31))
def test_nobody_pays_more_after_somebody_goes(customer: object, day: int) -> None:
    assert isinstance(customer, type(ALL_MONTH))
    gone = RemoveSubjects((ALICE, BRUNO), date(2026, 3, day))
    found = evaluate(Situation(customer, catalogue()), [gone], MARCH, (), SELLER)
    assert found.after.net <= found.before.net


def test_the_company_itself_and_strangers_cannot_be_removed() -> None:
    with pytest.raises(InvalidChange, match="ne se retire pas"):
        outcome(RemoveSubjects((COMPANY,), march(1).start))
    with pytest.raises(UnknownSubject):
        outcome(RemoveSubjects((ALICE, type(ALICE)(999)), march(1).start))


def test_an_option_of_something_else_is_refused() -> None:
    with pytest.raises(InvalidChange, match="ne peut pas être activée"):
        outcome(SwitchOn((ALICE,), OptionCode.IVR_MENU, march(1)))
