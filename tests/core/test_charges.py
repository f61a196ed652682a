"""Charges: rounded once for each subject and option or destination; moves and shares never gain or lose a cent."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import DayCount, OptionCode, SubjectId
from liveo.core.charges import CHARGE_ORDER, Charge, OptionBasis, UsageBasis, UsageSlice, compute_charges
from liveo.core.company import Assignment, CompanyState
from liveo.core.destinations import Destination
from liveo.core.entities import EntityCalendar
from liveo.core.errors import UnknownSubject
from liveo.core.money import round_cents, total
from liveo.core.periods import Period
from tests.core.builders import (
    ALICE,
    BRUNO,
    COMPANY,
    HEAD_OFFICE,
    LYON,
    MARCH,
    MENU,
    NANTES,
    QUEUE,
    active,
    assigned,
    calls,
    catalogue,
    march,
    state,
)

ENTITIES = st.sampled_from([HEAD_OFFICE, LYON, NANTES, None])
MICROS = st.integers(0, 50_000_000)


def charged(
    customer: CompanyState,
    usage: Sequence[UsageSlice] = (),
    monthly: str = "31.00",
    day_count: DayCount = DayCount.HALF_OPEN,
) -> list[Charge]:
    """Return the charges of March 2026."""
    return compute_charges(customer, MARCH, usage, catalogue(monthly, day_count=day_count), EntityCalendar(customer))


def amounts(charges: Sequence[Charge]) -> dict[object, Decimal]:
    """Return what each entity pays."""
    return {charge.entity_id: charge.amount for charge in charges}


def moving_on(days: Sequence[int], entities: Sequence[int | None]) -> tuple[Assignment, ...]:
    """Return Alice's assignments when she goes to the next entity on each of the days of March."""
    bounds = [date(2026, 1, 1), *(date(2026, 3, day) for day in days), date(2027, 1, 1)]
    spans = zip(bounds, bounds[1:], entities, strict=False)
    return tuple(Assignment(ALICE, entity, Period(start, end)) for start, end, entity in spans if entity is not None)


def test_fourteen_days_of_an_option_at_31_euros_are_14_euros() -> None:
    [charge] = charged(state(active(ALICE, march(1, 15))))
    assert (charge.amount, charge.basis.unrounded) == (Decimal("14.00"), 14)
    assert isinstance(charge.basis, OptionBasis)
    assert charge.basis.days == 14


def test_a_third_of_a_cent_is_kept_unrounded_beside_the_cents() -> None:
    [charge] = charged(state(active(ALICE, march(1, 2))), monthly="10.00")
    assert charge.amount == Decimal("0.32")
    assert charge.basis.unrounded == Fraction(10, 31)


def test_an_option_of_the_1st_alone_is_charged_its_day() -> None:
    first = Period(MARCH.first, MARCH.first)
    assert [charge.amount for charge in charged(state(active(ALICE, first)))] == [Decimal("1.00")]


def test_a_removal_on_the_1st_is_charged_that_day_where_touched_days_count() -> None:
    customer = state(active(ALICE, Period(date(2026, 1, 1), MARCH.first)))
    assert charged(customer) == []
    assert [c.amount for c in charged(customer, day_count=DayCount.TOUCHED)] == [Decimal("1.00")]


def test_calls_are_added_in_millionths_and_rounded_once() -> None:
    one_call = calls(ALICE, 5_000)
    [charge] = charged(state(), [one_call, one_call, one_call])
    assert charge.amount == Decimal("0.02"), "three calls of half a cent are 1.5 cents, not three cents"
    assert isinstance(charge.basis, UsageBasis)
    assert (charge.basis.calls, charge.basis.seconds) == (3, 180)


def test_free_calls_are_kept_and_cost_nothing() -> None:
    [charge] = charged(state(), [calls(ALICE, 0, count=12)])
    assert (charge.amount, charge.is_usage) == (Decimal("0.00"), True)


def test_charges_come_by_subject_then_in_the_order_of_the_invoice() -> None:
    customer = state(
        active(BRUNO, march(1), OptionCode.ACCOUNT),
        active(ALICE, march(1), OptionCode.CALL_RECORDING),
        active(ALICE, march(1), OptionCode.ACCOUNT),
        active(MENU, march(1), OptionCode.IVR_MENU),
    )
    usage = [calls(ALICE, 10_000, destination=destination) for destination in reversed(Destination)]
    found = [(charge.subject.subject_id, charge.code) for charge in charged(customer, usage)]
    alice = [OptionCode.ACCOUNT, OptionCode.CALL_RECORDING, *Destination]
    assert found == [
        *((ALICE, code) for code in alice),
        (BRUNO, OptionCode.ACCOUNT),
        (MENU, OptionCode.IVR_MENU),
    ]


def test_every_option_and_destination_has_its_place_on_the_invoice() -> None:
    assert list(CHARGE_ORDER) == [*OptionCode, *Destination]


def test_an_account_that_moves_on_the_12th_pays_11_days_here_and_20_there() -> None:
    customer = state(active(ALICE, march(1)), assignments=moving_on([12], [LYON, NANTES]))
    assert amounts(charged(customer)) == {LYON: Decimal("11.00"), NANTES: Decimal("20.00")}


def test_its_calls_follow_their_day() -> None:
    customer = state(assignments=moving_on([12], [LYON, NANTES]))
    usage = [calls(ALICE, 1_000_000, date(2026, 3, 1)), calls(ALICE, 3_000_000, date(2026, 3, 12))]
    assert amounts(charged(customer, usage)) == {LYON: Decimal("1.00"), NANTES: Decimal("3.00")}


def test_who_comes_back_to_an_entity_has_one_charge_there() -> None:
    customer = state(active(ALICE, march(1)), assignments=moving_on([11, 21], [LYON, NANTES, LYON]))
    assert amounts(charged(customer)) == {LYON: Decimal("21.00"), NANTES: Decimal("10.00")}


def test_what_belongs_to_nobody_is_charged_to_no_entity_yet() -> None:
    assert amounts(charged(state(active(MENU, march(1), OptionCode.IVR_MENU)))) == {None: Decimal("31.00")}


def test_a_queue_given_to_alice_follows_her_until_it_has_an_entity_of_its_own() -> None:
    queue = active(QUEUE, march(1), OptionCode.CALL_QUEUE)
    followed = state(queue, assignments=moving_on([12], [LYON, NANTES]))
    own = state(queue, assignments=(*moving_on([12], [LYON, NANTES]), assigned(QUEUE, HEAD_OFFICE)))
    assert amounts(charged(followed)) == {LYON: Decimal("11.00"), NANTES: Decimal("20.00")}
    assert amounts(charged(own)) == {HEAD_OFFICE: Decimal("31.00")}


@given(
    st.lists(st.integers(2, 31), max_size=6, unique=True).map(sorted),
    st.lists(ENTITIES, min_size=7, max_size=7),
    st.integers(1, 10**5),
)
def test_the_parts_of_an_option_that_moves_add_up_to_the_whole(
    days: list[int], entities: list[int | None], cents: int
) -> None:
    option = active(ALICE, march(3, 29))
    monthly = str(Decimal(cents) / 100)
    [whole] = charged(state(option), monthly=monthly)
    parts = charged(state(option, assignments=moving_on(days, entities)), monthly=monthly)
    assert total([part.amount for part in parts]) == whole.amount
    assert sum(part.basis.unrounded for part in parts) == whole.basis.unrounded


@given(
    st.lists(st.integers(2, 31), max_size=6, unique=True).map(sorted),
    st.lists(ENTITIES, min_size=7, max_size=7),
    st.lists(MICROS, min_size=31, max_size=31),
)
def test_the_parts_of_calls_that_move_add_up_to_the_whole(
    days: list[int], entities: list[int | None], daily: list[int]
) -> None:
    usage = [calls(ALICE, micros, MARCH.first + timedelta(days=n)) for n, micros in enumerate(daily)]
    parts = charged(state(assignments=moving_on(days, entities)), usage)
    assert total([part.amount for part in parts]) == round_cents(Fraction(sum(daily), 1_000_000))


@given(st.lists(st.integers(2, 31), max_size=6, unique=True).map(sorted), st.lists(ENTITIES, min_size=7, max_size=7))
def test_a_part_is_explained_by_what_was_carried_before_it(days: list[int], entities: list[int | None]) -> None:
    customer = state(active(ALICE, march(1)), assignments=moving_on(days, entities))
    for part in charged(customer, monthly="9.99"):
        assert part.amount == round_cents(part.carried + part.basis.unrounded) - round_cents(part.carried)


@given(st.permutations([calls(ALICE, n * 1_234, date(2026, 3, n)) for n in range(1, 29)]))
def test_the_order_of_calls_changes_nothing(usage: list[UsageSlice]) -> None:
    customer = state(assignments=moving_on([12], [LYON, NANTES]))
    assert charged(customer, usage) == charged(customer, sorted(usage, key=lambda piece: piece.start))


def test_the_company_itself_is_charged_for_the_billing_by_entity() -> None:
    [charge] = charged(state(active(COMPANY, march(31), OptionCode.ENTITY_BILLING)))
    assert (charge.subject.subject_id, charge.amount) == (COMPANY, Decimal("9.00"))


def test_calls_of_nobody_are_refused_rather_than_left_out() -> None:
    with pytest.raises(UnknownSubject, match="Acme"):
        charged(state(), [calls(SubjectId(999), 1_000_000)])


def test_options_of_nobody_are_refused_rather_than_left_out() -> None:
    with pytest.raises(UnknownSubject, match="Acme"):
        charged(state(active(SubjectId(999), march(1))))


def test_a_part_carries_exactly_what_earlier_entities_owed_and_is_neither_shared_nor_assumed() -> None:
    parts = charged(state(active(ALICE, march(1)), assignments=moving_on([12], [LYON, NANTES])), monthly="9.99")
    assert [part.carried for part in parts] == [0, Fraction(999 * 11, 3100)]
    assert [(part.share, part.basis.assumed) for part in parts] == [(1, False)] * 2
    [whole] = charged(state(active(ALICE, march(1))))
    assert (whole.carried, whole.share, whole.basis.assumed) == (0, 1, False)
