"""Days owed and their exact price: 31.00 € in a month of 31 days costs one euro a day."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import Catalogue, DayCount, OptionCode, Price
from liveo.core.charges import OptionBasis
from liveo.core.errors import InvalidQuantity, MissingPrice
from liveo.core.periods import FOREVER, Month, Period
from liveo.core.proration import Activation, billed_days, priced_days
from tests.core.builders import ALICE, APRIL, COMPANY, FOUR_LENGTHS, MARCH, active, catalogue, march, price

BOTH = pytest.mark.parametrize("day_count", list(DayCount))
MARCH_DAYS = st.integers(0, 45).map(lambda n: date(2026, 2, 22) + timedelta(days=n))
ACTIVE = st.tuples(MARCH_DAYS, MARCH_DAYS).map(lambda pair: Period(min(pair), max(pair)))


def owed(*actives: Period, month: Month = MARCH, day_count: DayCount = DayCount.HALF_OPEN) -> int:
    """Return the number of days owed."""
    return sum(period.days for period in billed_days(actives, month, day_count))


def cost(*activations: Activation, month: Month = MARCH, prices: Catalogue | None = None) -> Fraction:
    """Return the exact price in euros of activations of one option, 31.00 € a month unless said otherwise."""
    segments = priced_days(activations[0].option, activations, month, prices or catalogue())
    return OptionBasis(tuple(segments), month.days).unrounded


def counted_by_hand(start: date, end: date, month: Month, day_count: DayCount) -> int:
    """Count day by day, without any of the product's code."""
    last = end if day_count is DayCount.TOUCHED or end == start else end - timedelta(days=1)
    return sum(start <= month.first + timedelta(days=n) <= last for n in range(month.days))


@BOTH
@pytest.mark.parametrize("month", FOUR_LENGTHS, ids=str)
def test_every_pair_of_days_around_a_month_owes_what_a_hand_count_owes(month: Month, day_count: DayCount) -> None:
    around = [month.first + timedelta(days=n) for n in range(-3, month.days + 4)]
    for i, start in enumerate(around):
        for end in around[i:]:
            expected = counted_by_hand(start, end, month, day_count)
            assert owed(Period(start, end), month=month, day_count=day_count) == expected


@pytest.mark.parametrize("month", FOUR_LENGTHS, ids=str)
def test_the_days_before_and_after_a_removal_make_the_whole_month_and_its_whole_price(month: Month) -> None:
    for n in range(1, month.days):
        middle = month.first + timedelta(days=n)
        parts = (Period(month.first, middle), Period(middle, month.period.end))
        assert sum(cost(active(ALICE, part), month=month) for part in parts) == 31


def test_activated_on_the_1st_and_removed_on_the_15th_is_two_weeks() -> None:
    assert owed(march(1, 15)) == 14
    assert cost(active(ALICE, march(1, 15))) == 14


def test_an_option_started_on_the_15th_of_march_owes_17_days_of_31() -> None:
    assert owed(march(15)) == 17
    assert cost(active(ALICE, march(15))) == 17


@BOTH
def test_removed_on_the_day_of_its_activation_owes_one_day(day_count: DayCount) -> None:
    assert owed(march(9, 9), day_count=day_count) == 1


def test_an_operator_that_bills_touched_days_bills_the_day_of_removal_too() -> None:
    assert owed(march(1, 15), day_count=DayCount.TOUCHED) == 15
    assert owed(march(1, 1), day_count=DayCount.TOUCHED) == 1
    assert owed(Period(date(2026, 2, 3), date(2026, 3, 1)), day_count=DayCount.TOUCHED) == 1


@BOTH
def test_without_an_end_the_month_is_owed_to_its_last_day(day_count: DayCount) -> None:
    assert owed(Period(date(2020, 1, 1)), day_count=day_count) == 31


@BOTH
def test_switching_off_and_on_again_on_the_same_day_changes_nothing(day_count: DayCount) -> None:
    for day in range(2, 31):
        assert owed(march(1, day), march(day, 31), day_count=day_count) == owed(march(1, 31), day_count=day_count)


@BOTH
def test_a_day_on_which_several_activations_lie_is_owed_once(day_count: DayCount) -> None:
    assert owed(march(1, 20), march(10, 25), march(12, 12), day_count=day_count) == owed(
        march(1, 25), day_count=day_count
    )


@given(st.lists(ACTIVE, max_size=6), st.sampled_from(DayCount))
def test_several_activations_owe_the_union_of_their_days(actives: list[Period], day_count: DayCount) -> None:
    days = [MARCH.first + timedelta(days=n) for n in range(31)]
    expected = {
        d for d in days for a in actives if counted_by_hand(a.start, a.end, MARCH, day_count) and _on(d, a, day_count)
    }
    assert owed(*actives, day_count=day_count) == len(expected)


def _on(day: date, activation: Period, day_count: DayCount) -> bool:
    if day_count is DayCount.TOUCHED or activation.start == activation.end:
        return activation.start <= day <= activation.end
    return activation.start <= day < activation.end


def test_a_span_over_two_months_is_cut_by_month_before_it_is_divided() -> None:
    span = active(ALICE, Period(date(2026, 3, 30), date(2026, 4, 4)))
    assert cost(span, month=MARCH) == 2
    assert cost(span, month=APRIL) == Fraction(3 * 31, 30)


def test_three_whole_months_cost_three_times_the_price_whatever_their_length() -> None:
    quarter = active(ALICE, Period(date(2026, 1, 1), date(2026, 4, 1)))
    assert sum(cost(quarter, month=Month(2026, number)) for number in (1, 2, 3)) == 93


def test_a_price_that_changes_on_the_11th_is_applied_to_its_own_days() -> None:
    rising = Catalogue(
        (
            price(OptionCode.ALIAS, "31.00", Period(date.min, date(2026, 3, 11))),
            price(OptionCode.ALIAS, "62.00", march(11)),
        )
    )
    assert cost(active(ALICE, march(1)), prices=rising) == 10 * 1 + 21 * 2


def test_a_negotiated_price_stands_before_everybodys_on_its_own_days() -> None:
    negotiated = (price(OptionCode.ALIAS, "15.50", march(1, 11)),)
    prices = Catalogue(catalogue().standard, negotiated)
    assert cost(active(ALICE, march(1)), prices=prices) == Fraction(10, 2) + 21


def test_days_without_a_price_are_refused_and_named() -> None:
    late = Catalogue((price(OptionCode.ALIAS, "31.00", march(11)),))
    with pytest.raises(MissingPrice, match=r"alias.*01/03/2026"):
        cost(active(ALICE, march(1)), prices=late)


def test_three_aliases_cost_three_times_one_on_their_own_days() -> None:
    assert cost(active(ALICE, march(1, 11)), active(ALICE, march(11), quantity=3)) == 10 + 21 * 3


def test_on_a_day_with_two_quantities_the_larger_counts_once() -> None:
    assert cost(active(ALICE, march(1), quantity=2), active(ALICE, march(10, 20), quantity=5)) == 21 * 2 + 10 * 5


@pytest.mark.parametrize("day", range(1, 32))
def test_billing_by_entity_pays_the_full_month_for_any_one_day(day: int) -> None:
    one_day = active(COMPANY, Period(date(2026, 3, day), date(2026, 3, day)), OptionCode.ENTITY_BILLING)
    assert cost(one_day, prices=catalogue(entity_billing="9.00")) == 9


def test_billing_by_entity_pays_nothing_in_a_month_without_any_day() -> None:
    april = active(COMPANY, Period(APRIL.first), OptionCode.ENTITY_BILLING)
    until_march = active(COMPANY, Period(date(2026, 1, 1), MARCH.first), OptionCode.ENTITY_BILLING)
    assert cost(april) == cost(until_march) == 0


def test_the_full_month_is_paid_for_the_largest_quantity_of_the_month() -> None:
    twice = active(COMPANY, march(9, 10), OptionCode.ENTITY_BILLING, quantity=2)
    assert cost(twice, active(COMPANY, march(20, 21), OptionCode.ENTITY_BILLING)) == 18


@given(st.lists(ACTIVE, min_size=1, max_size=6), st.sampled_from(DayCount), st.integers(0, 10**6))
def test_no_option_ever_costs_more_than_its_month(actives: list[Period], day_count: DayCount, cents: int) -> None:
    prices = catalogue(str(Decimal(cents) / 100), day_count=day_count)
    assert 0 <= cost(*(active(ALICE, period) for period in actives), prices=prices) <= Fraction(cents, 100)


@given(st.lists(ACTIVE, min_size=1, max_size=6), st.sampled_from(DayCount))
def test_the_order_of_activations_changes_nothing(actives: list[Period], day_count: DayCount) -> None:
    prices = catalogue(day_count=day_count)
    forwards = [active(ALICE, period, quantity=1 + n % 3) for n, period in enumerate(actives)]
    assert cost(*forwards, prices=prices) == cost(*reversed(forwards), prices=prices)


def test_an_activation_that_lasts_for_ever_is_not_pushed_past_the_last_date() -> None:
    assert owed(Period(MARCH.first, FOREVER), day_count=DayCount.TOUCHED) == 31


@pytest.mark.parametrize("quantity", [0, -1])
def test_an_option_in_no_quantity_is_refused(quantity: int) -> None:
    with pytest.raises(InvalidQuantity, match="au moins 1"):
        active(ALICE, march(1), quantity=quantity)


@pytest.mark.parametrize("quantity", range(1, 5))
def test_the_same_quantity_on_every_day_is_paid_so_many_times(quantity: int) -> None:
    assert cost(active(ALICE, march(1, 15), quantity=quantity)) == 14 * quantity
    parts = (active(ALICE, march(1, 11), quantity=quantity), active(ALICE, march(21), quantity=quantity))
    assert cost(*parts) == 21 * quantity


CENTS = st.integers(0, 9_999).map(lambda cents: Decimal(cents) / 100)


@st.composite
def tariffs(draw: st.DrawFn) -> Catalogue:
    """Prices that change up to twice within March, and a negotiated one on some of its days."""
    cuts = sorted(draw(st.sets(st.integers(1, 30), max_size=2)))
    bounds = [date.min, *(MARCH.first + timedelta(days=cut) for cut in cuts), FOREVER]
    standard = tuple(Price(OptionCode.ALIAS, draw(CENTS), Period(start, end)) for start, end in pairwise(bounds))
    start, end = sorted(draw(st.tuples(MARCH_DAYS, MARCH_DAYS)))
    negotiated = (Price(OptionCode.ALIAS, draw(CENTS), Period(start, end), COMPANY),) if start < end else ()
    return Catalogue(standard, negotiated, draw(st.sampled_from(DayCount)))


@given(st.lists(st.tuples(ACTIVE, st.integers(1, 4)), min_size=1, max_size=5), tariffs())
def test_any_spans_quantities_and_prices_cost_what_a_count_day_by_day_gives(
    spans: list[tuple[Period, int]], prices: Catalogue
) -> None:
    def price_of(day: date) -> Decimal:
        rows = [p for p in (*prices.negotiated, *prices.standard) if p.valid.start <= day < p.valid.end]
        return rows[0].monthly

    expected = Fraction(0)
    for n in range(31):
        day = MARCH.first + timedelta(days=n)
        quantity = max((count for span, count in spans if _on(day, span, prices.day_count)), default=0)
        expected += Fraction(price_of(day)) * quantity / 31
    assert cost(*(active(ALICE, span, quantity=count) for span, count in spans), prices=prices) == expected


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_of_23_or_25_hours_is_a_day_like_any_other(day: date) -> None:
    month, following = Month.of(day), day + timedelta(days=1)
    assert owed(Period(day, following), month=month) == 1
    assert cost(active(ALICE, Period(day, following)), month=month) == 1
    assert owed(Period(month.first, day), Period(following, month.period.end), month=month) == month.days - 1


def test_a_span_over_the_end_of_a_year_is_cut_there() -> None:
    span = Period(date(2025, 12, 20), date(2026, 1, 5))
    assert owed(span, month=Month(2025, 12)) == 12
    assert owed(span, month=Month(2026, 1)) == 4
