"""What a month costs more than the one before: the differences add up, and the quantities explain them."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from liveo.core.catalogue import OptionCode
from liveo.core.destinations import Destination
from liveo.core.periods import Month, Period
from liveo.services.month_changes import (
    Cost,
    Difference,
    OptionQuantity,
    UsageQuantity,
    differences,
    month_change,
)
from liveo.services.overview import documents_of, month_figures
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

PRESENT, LAST = Month(2026, 11), Month(2026, 10)
PRICE = frozenset({Decimal("31.00")})


def _option(amount: str, subjects: int, months: Fraction) -> Cost:
    return Cost(Decimal(amount), OptionQuantity(subjects, months, PRICE))


def _usage(amount: str, calls: int, seconds: int) -> Cost:
    return Cost(Decimal(amount), UsageQuantity(calls, seconds))


def test_the_largest_difference_comes_first_either_way_and_none_is_left_out() -> None:
    before = {OptionCode.ALIAS: _option("10.00", 5, Fraction(5)), OptionCode.FAX: _option("5.00", 1, Fraction(1))}
    now = {OptionCode.ALIAS: _option("8.00", 4, Fraction(4)), Destination.FRANCE_FIXED: _usage("1.50", 3, 90)}
    found = differences(before, now, 30)
    assert [(one.code, one.amount) for one in found] == [
        (OptionCode.FAX, Decimal("-5.00")),
        (OptionCode.ALIAS, Decimal("-2.00")),
        (Destination.FRANCE_FIXED, Decimal("1.50")),
    ]


def test_what_costs_the_same_is_no_difference() -> None:
    same = {OptionCode.ALIAS: _option("10.00", 5, Fraction(5))}
    assert differences(same, same, 31) == ()


@pytest.mark.parametrize(
    ("before", "now", "days"),
    [
        (Fraction(3), Fraction(3), 0),
        (Fraction(3), Fraction(3) + Fraction(12, 31), 12),
        (Fraction(28, 31), Fraction(0), -28),
        (Fraction(10, 30), Fraction(14, 28), 5),
    ],
)
def test_days_more_are_told_at_the_length_of_the_later_month(before: Fraction, now: Fraction, days: int) -> None:
    one = Difference(OptionCode.ALIAS, _option("1.00", 3, before), _option("2.00", 3, now), 31)
    assert one.more_days == days


def test_calls_have_no_days() -> None:
    assert Difference(Destination.SMS_FRANCE, _usage("1.00", 2, 0), _usage("2.00", 4, 0), 31).more_days == 0


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
@pytest.mark.parametrize("month", [LAST, Month(2026, 8)])
def test_differences_of_finished_months_add_up_to_that_of_their_documents(demo: Base, code: str, month: Month) -> None:
    change = month_change(demo, code, month, month.period)
    before, now = documents_of(demo, code, month.plus(-1)), documents_of(demo, code, month)
    assert change is not None
    assert before is not None
    assert now is not None
    assert change.amount == now.net - before.net
    assert all(one.amount for one in change.differences)


def test_two_recordings_of_fourteen_days_explain_the_difference_of_october(demo: Base) -> None:
    change = month_change(demo, "ATELIER", LAST, LAST.period)
    assert change is not None
    recording = next(one for one in change.differences if one.code is OptionCode.CALL_RECORDING)
    assert recording.before.quantity == OptionQuantity()
    assert isinstance(recording.now.quantity, OptionQuantity)
    assert (recording.now.quantity.subjects, recording.more_days) == (2, 28)
    # 6.90 a month, 14 days of 31, for each of two accounts: 3.116... is 3.12.
    assert recording.amount == Decimal("6.24")


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_calls_of_a_month_in_progress_are_compared_over_the_same_days(demo: Base, code: str) -> None:
    observed = month_figures(demo, code, PRESENT, DEMO_TODAY).observed
    change = month_change(demo, code, PRESENT, observed)
    assert change is not None
    for one in change.differences:
        if isinstance(one.code, Destination):
            assert one.now.quantity == _calls(demo, code, one.code, observed)
            same_days = Period(LAST.first, LAST.first + timedelta(days=observed.days))
            assert one.before.quantity == _calls(demo, code, one.code, same_days)


def test_a_month_that_has_only_begun_is_compared_by_its_options_alone(demo: Base) -> None:
    change = month_change(demo, "ARMOR", PRESENT, Period(PRESENT.first, PRESENT.first))
    assert change is not None
    assert not any(isinstance(one.code, Destination) for one in change.differences)


def test_a_month_before_everything_cannot_be_compared(demo: Base) -> None:
    assert month_change(demo, "ATELIER", Month(2020, 3), Month(2020, 3).period) is None


def _calls(demo: Base, code: str, destination: Destination, days: Period) -> UsageQuantity:
    [row] = demo.frame(
        "select count(*)::bigint as calls, coalesce(sum(seconds), 0)::bigint as seconds from calls "
        "inner join companies on companies.subject_id = calls.company_id where companies.code = $code "
        "and calls.reason is null and destination = $destination and day >= $first and day < $end",
        {"code": code, "destination": destination, "first": days.start, "end": days.end},
    ).to_dicts()
    return UsageQuantity(row["calls"], row["seconds"])
