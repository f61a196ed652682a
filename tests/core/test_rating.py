"""Rating: prices checked by hand, increments by counting, the shipped rate sheet against the shipped plan."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.destinations import UNASSIGNED, CallKind, Classified, Destination, PlanRow, UnratedReason
from liveo.core.errors import InvalidAmount
from liveo.core.periods import FOREVER, Period
from liveo.core.rating import (
    LONGEST_CALL_SECONDS,
    BilledTime,
    ConnectionCharge,
    MinimumApplied,
    NothingOwed,
    RatedPrice,
    RateRow,
    ServicePrice,
    TimePrice,
    UnitPrice,
    billed_seconds,
    choose_rate,
    find_rate,
    rate,
    rate_call,
)
from tests.tools import make_rate_sheet, reference_files

DAY = date(2026, 3, 15)
ALWAYS = Period(date(2010, 1, 1), FOREVER)


def row(
    prefix: str = "+33",
    destination: Destination = Destination.FRANCE_MOBILE,
    *,
    per_minute: int = 0,
    connection: int = 0,
    increments: tuple[int, int] = (1, 1),
    minimum: int = 0,
    service: int = 0,
    unit: int = 0,
    valid: Period = ALWAYS,
) -> RateRow:
    first, following = increments
    return RateRow(prefix, destination, prefix, connection, per_minute, first, following, minimum, service, unit, valid)


def price(seconds: int, **prices: object) -> int:
    return rate_call(row(**prices), CallKind.VOICE, seconds).amount_micros  # type: ignore[arg-type]


def test_75_seconds_by_the_second_at_one_cent_per_minute_cost_0_012500() -> None:
    assert rate_call(row(per_minute=10_000), CallKind.VOICE, 75) == RatedPrice(
        75, 12_500, (BilledTime(75, 1, 1, 75), TimePrice(10_000, 75, 750_000, 12_500))
    )


def test_a_whole_first_minute_is_owed_with_60_and_1() -> None:
    per_second = 60_000_000
    assert price(1, per_minute=per_second, increments=(60, 1)) == 60_000_000
    assert price(60, per_minute=per_second, increments=(60, 1)) == 60_000_000
    assert price(85, per_minute=per_second, increments=(60, 1)) == 85_000_000


def test_30_and_6_at_0_006_per_minute() -> None:
    assert price(32, per_minute=6_000, increments=(30, 6)) == 3_600
    assert price(75, per_minute=6_000, increments=(30, 6)) == 7_800


def test_40_seconds_beyond_the_first_30_are_42_by_steps_of_7() -> None:
    assert billed_seconds(row(increments=(30, 7)), 70) == 72


def test_a_price_is_rounded_once_and_not_by_increment() -> None:
    assert price(180, per_minute=100_000) == 300_000
    assert price(24, per_minute=50_000, connection=150_000) == 170_000


@pytest.mark.parametrize(("seconds", "micros"), [(1, 0), (29, 0), (30, 1), (31, 1), (89, 1), (90, 2)])
def test_half_a_millionth_goes_up(seconds: int, micros: int) -> None:
    assert price(seconds, per_minute=1) == micros


def test_every_part_of_a_price_is_a_step() -> None:
    rated = rate_call(row(per_minute=60_000, connection=5, service=7, increments=(60, 30)), CallKind.FAX, 61)
    assert rated == RatedPrice(
        90,
        90_012,
        (BilledTime(61, 60, 30, 90), TimePrice(60_000, 90, 5_400_000, 90_000), ConnectionCharge(5), ServicePrice(7)),
    )


def test_a_cheap_call_costs_the_minimum_and_a_dear_one_its_price() -> None:
    cheap = rate_call(row(per_minute=60_000, minimum=50_000), CallKind.VOICE, 10)
    assert cheap.amount_micros == 50_000
    assert cheap.steps[-1] == MinimumApplied(10_000, 50_000)
    assert price(200, per_minute=60_000, minimum=50_000) == 200_000


def test_a_call_of_no_second_costs_nothing_whatever_its_charges() -> None:
    full = row(per_minute=60_000, connection=5, service=7, minimum=9, increments=(60, 60))
    assert rate_call(full, CallKind.VOICE, 0) == RatedPrice(0, 0, (NothingOwed(),))


def test_no_second_has_no_billed_second() -> None:
    assert billed_seconds(row(increments=(60, 30)), 0) == 0


def test_a_price_that_is_the_minimum_already_is_not_replaced() -> None:
    rated = rate_call(row(per_minute=60_000, minimum=10_000), CallKind.VOICE, 10)
    assert rated.amount_micros == 10_000
    assert not [step for step in rated.steps if isinstance(step, MinimumApplied)]


def test_a_row_may_have_every_kind_of_price_at_once() -> None:
    assert price(60, per_minute=5, connection=4, minimum=3, service=2, unit=1) == 11


@pytest.mark.parametrize("other", [found for found in Destination if found is not Destination.FRANCE_MOBILE])
def test_a_longer_prefix_of_another_destination_prices_nothing(other: Destination) -> None:
    own, strange = row("+336"), row("+33612", other)
    for rows in ([own, strange], [strange, own]):
        assert find_rate(rows, Destination.FRANCE_MOBILE, "+33612345678", DAY) is own
    assert find_rate([strange], Destination.FRANCE_MOBILE, "+33612345678", DAY) is None


def test_a_number_that_can_be_read_and_leads_nowhere_keeps_its_own_reason() -> None:
    read = Classified("+33612345678", "FR", "mobile", "+336", None, UnratedReason.NO_TARIFF_FOR_KIND)
    found = rate([[row("")]], read, day=DAY, kind=CallKind.SMS, seconds=0)
    assert (found.price, found.reason) == (None, UnratedReason.NO_TARIFF_FOR_KIND)


def test_thirty_days_are_the_longest_call() -> None:
    assert timedelta(seconds=LONGEST_CALL_SECONDS) == timedelta(days=30)


def test_a_message_costs_its_unit_price_whatever_its_length() -> None:
    for seconds in (0, 1, 600):
        assert rate_call(row(unit=45_000, per_minute=1, connection=1), CallKind.SMS, seconds) == RatedPrice(
            0, 45_000, (UnitPrice(45_000),)
        )


@pytest.mark.parametrize("increments", [(1, 1), (60, 1), (60, 60), (30, 6), (30, 30), (1, 60), (7, 3)])
def test_increments_are_counted_up_to_twenty_minutes(increments: tuple[int, int]) -> None:
    first, following = increments
    counted, rated_row = first, row(increments=increments)
    for seconds in range(1, 1200):
        while counted < seconds:
            counted += following
        assert billed_seconds(rated_row, seconds) == counted


@given(
    st.builds(
        row,
        per_minute=st.integers(0, 10_000_000),
        connection=st.integers(0, 1_000_000),
        service=st.integers(0, 3_000_000),
        minimum=st.integers(0, 1_000_000),
        increments=st.tuples(st.integers(1, 120), st.integers(1, 120)),
    ),
    st.integers(1, 100_000),
)
def test_the_price_is_the_nearest_millionth_of_the_exact_one_and_its_steps_explain_it(
    rated_row: RateRow, seconds: int
) -> None:
    rated = rate_call(rated_row, CallKind.VOICE, seconds)
    exact = Fraction(rated_row.per_minute_micros * rated.billed_seconds, 60)
    fixed = rated_row.connection_micros + rated_row.service_micros
    assert seconds <= rated.billed_seconds < seconds + max(rated_row.first_increment, rated_row.next_increment)
    if rated.amount_micros != rated_row.minimum_micros:
        assert abs(rated.amount_micros - fixed - exact) <= Fraction(1, 2)
    assert rated.amount_micros >= rated_row.minimum_micros
    added = sum(s.micros for s in rated.steps if isinstance(s, TimePrice | ConnectionCharge | ServicePrice))
    minimum = [s.minimum_micros for s in rated.steps if isinstance(s, MinimumApplied)]
    assert rated.amount_micros == (minimum[0] if minimum else added)


@given(st.integers(1, 120), st.integers(1, 120), st.integers(0, 5000), st.integers(0, 10_000_000))
def test_a_longer_call_never_costs_less(first: int, following: int, seconds: int, per_minute: int) -> None:
    prices = {"per_minute": per_minute, "increments": (first, following), "minimum": 500_000}
    assert price(seconds, **prices) <= price(seconds + 1, **prices)


# --- choosing the row ------------------------------------------------------------------------------------------


def test_the_longest_prefix_of_the_destination_wins() -> None:
    rows = [
        row("+44", Destination.INTERNATIONAL_FIXED),
        row("+441481", Destination.INTERNATIONAL_FIXED),
        row("+44148", Destination.INTERNATIONAL_MOBILE),
        row("+4414812", Destination.INTERNATIONAL_FIXED, valid=Period(date(2027, 1, 1))),
    ]
    found = find_rate(rows, Destination.INTERNATIONAL_FIXED, "+441481234567", DAY)
    assert found is rows[1]


def test_a_short_code_and_a_country_code_of_the_same_digits_are_different() -> None:
    rows = [row("+39", Destination.SPECIAL_NUMBERS), row("39", Destination.SPECIAL_NUMBERS)]
    assert find_rate(rows, Destination.SPECIAL_NUMBERS, "3949", DAY) is rows[1]
    assert find_rate(rows, Destination.SPECIAL_NUMBERS, "+39199123", DAY) is rows[0]


def test_a_price_change_takes_effect_on_its_day() -> None:
    change = date(2026, 7, 1)
    rows = [row(valid=Period(date(2020, 1, 1), change)), row(valid=Period(change))]
    answers = [find_rate(rows, Destination.FRANCE_MOBILE, "+33612345678", change + timedelta(d)) for d in (-1, 0)]
    assert answers == rows
    assert find_rate(rows, Destination.FRANCE_MOBILE, "+33612345678", date(2019, 12, 31)) is None


def test_the_sheet_of_the_company_goes_first_whatever_the_length_of_its_prefix() -> None:
    own, common = [row("+4")], [row("+44", per_minute=1), row("+1", per_minute=2)]
    assert choose_rate([own, common], Destination.FRANCE_MOBILE, "+447911123456", DAY) is own[0]
    assert choose_rate([own, common], Destination.FRANCE_MOBILE, "+12125550123", DAY) is common[1]
    assert choose_rate([own, common], Destination.FRANCE_MOBILE, "+861012345678", DAY) is None


@pytest.mark.parametrize("wrong", [{"increments": (0, 1)}, {"increments": (1, 0)}, {"connection": -1}, {"unit": -1}])
def test_a_row_that_cannot_be_right_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidAmount):
        row(**wrong)  # type: ignore[arg-type]


MOBILE = Classified("+33612345678", "FR", "french_mobile", "+336", Destination.FRANCE_MOBILE, None)
NOWHERE = Classified(None, "", "", "", None, UnratedReason.UNREADABLE_NUMBER)


def test_what_is_internal_or_unanswered_is_free_whatever_was_dialled() -> None:
    for freed in ({"internal": True}, {"answered": False}):
        for classified in (MOBILE, NOWHERE):
            found = rate([], classified, day=DAY, kind=CallKind.VOICE, seconds=60, account_known=False, **freed)
            assert (found.price, found.reason) == (RatedPrice(0, 0, (NothingOwed(),)), None)


@pytest.mark.parametrize(
    ("classified", "account_known", "reason"),
    [
        (NOWHERE, True, UnratedReason.UNREADABLE_NUMBER),
        (MOBILE, False, UnratedReason.UNKNOWN_ACCOUNT),
        (NOWHERE, False, UnratedReason.UNKNOWN_ACCOUNT),
        (MOBILE, True, UnratedReason.NO_RATE),
    ],
)
def test_a_call_without_price_says_why(classified: Classified, account_known: bool, reason: UnratedReason) -> None:
    found = rate([[]], classified, day=DAY, kind=CallKind.VOICE, seconds=60, account_known=account_known)
    assert (found.price, found.row, found.reason) == (None, None, reason)


# --- the shipped sheet -----------------------------------------------------------------------------------------


def shipped(dialled: str, seconds: int, kind: CallKind = CallKind.VOICE, day: date = DAY) -> int:
    classified = reference_files.shipped_plan().classify(dialled, kind)
    found = rate([reference_files.rate_rows()], classified, day=day, kind=kind, seconds=seconds)
    assert found.price is not None, found.reason
    return found.price.amount_micros


def test_the_shipped_prices_that_other_tests_rely_on() -> None:
    assert shipped("0612345678", 75) == 12_500
    assert shipped("0123456789", 60) == 6_000
    assert shipped("0612345678", 0, CallKind.SMS) == 45_000
    assert shipped("0123456789", 10, CallKind.FAX) == 15_000
    assert shipped("112", 600) == shipped("0800123456", 600) == shipped("3919", 600) == 0
    assert shipped("36665", 0, CallKind.SMS) == 45_000


def test_0825_changes_its_price_on_the_first_of_july_2026() -> None:
    assert shipped("0825123456", 60, day=date(2026, 6, 30)) == 131_000
    assert shipped("0825123456", 60, day=date(2026, 7, 1)) == 156_000


def test_two_rows_of_one_prefix_and_destination_never_share_a_day() -> None:
    by_key = defaultdict(list)
    for shipped_row in reference_files.rate_rows():
        by_key[shipped_row.prefix, shipped_row.destination].append(shipped_row.valid)
    for periods in by_key.values():
        assert not any(one.overlaps(other) for one, other in combinations(periods, 2))


def test_the_shipped_sheet_is_what_its_tool_writes(tmp_path: Path) -> None:
    make_rate_sheet.write(tmp_path / "sheet.csv")
    shipped_sheet = reference_files.DATA / "rate_sheet.csv"
    assert (tmp_path / "sheet.csv").read_text(encoding="utf-8") == shipped_sheet.read_text(encoding="utf-8")


def test_all_seven_destinations_have_prices() -> None:
    assert set(Counter(r.destination for r in reference_files.rate_rows())) == set(Destination)


@pytest.mark.parametrize("policy", [reference_files.shipped_policy(), reference_files.overseas_as_france()])
def test_whatever_the_plan_names_has_a_price_of_its_own_country(
    policy: dict[tuple[str, CallKind], Destination],
) -> None:
    """Numbers just long enough of every range: a price exists, and its label names the country of the range."""
    by_destination = defaultdict(list)
    for rate_row in reference_files.rate_rows():
        by_destination[rate_row.destination].append(rate_row)
    strangers = []
    for plan_row, number in numbers_of_every_range():
        for destination in {policy.get((plan_row.number_class, kind)) for kind in CallKind} - {None}:
            found = find_rate(by_destination[destination], destination, number, DAY)
            assert found is not None, (plan_row, destination)
            abroad = destination in (Destination.INTERNATIONAL_FIXED, Destination.INTERNATIONAL_MOBILE)
            if abroad and country_of(found.label) != country_of(plan_row.label):
                strangers.append((plan_row, found.label))
    assert not strangers


def numbers_of_every_range() -> Iterator[tuple[PlanRow, str]]:
    """Yield each range with a number that lies in it, and in no longer one."""
    plan = reference_files.shipped_plan()
    for plan_row in plan_rows_in_service():
        missing = plan_row.digits_min - len(plan_row.prefix.lstrip("+"))
        numbers = (plan_row.prefix + digit * missing for digit in "0123456789"[: 10 if missing else 1])
        lying = [number for number in numbers if plan.find_range(number) is plan_row]
        if lying:
            yield plan_row, lying[0]


def plan_rows_in_service() -> list[PlanRow]:
    return [plan_row for plan_row in reference_files.plan_rows() if plan_row.number_class != UNASSIGNED]


def country_of(label: str) -> str:
    return label.removesuffix(" fixe ou mobile").removesuffix(" mobile").removesuffix(" fixe")


def test_nearly_every_range_was_asked_for_its_price() -> None:
    asked = sum(1 for _ in numbers_of_every_range())
    assert asked > 0.99 * len(plan_rows_in_service())
