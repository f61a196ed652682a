"""Entities: who pays on which day, and what belongs to nobody given out by a key, to the cent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import OptionCode
from liveo.core.charges import Charge, OptionBasis
from liveo.core.company import Assignment, Entity, EntityId
from liveo.core.entities import (
    SHARING_RULES,
    EntityCalendar,
    SharingKey,
    refuse_overlapping_assignments,
    share_common,
    sharing_key_from_str,
)
from liveo.core.errors import OverlappingAssignments, SharesNotWhole, UnknownCode, UnknownEntity
from liveo.core.money import total
from liveo.core.periods import Period
from tests.core.builders import (
    ALICE,
    BRUNO,
    HEAD_OFFICE,
    LYON,
    MARCH,
    MENU,
    NANTES,
    QUEUE,
    account,
    assigned,
    entity,
    march,
    state,
    usage_charge,
)

THREE = (entity(HEAD_OFFICE), entity(LYON), entity(NANTES))
KEYS = pytest.mark.parametrize("key", list(SharingKey))
CENTS = st.integers(-20_000, 100_000).map(lambda cents: str(Decimal(cents).scaleb(-2)))
CHARGES = st.lists(
    st.builds(usage_charge, CENTS, st.sampled_from([HEAD_OFFICE, LYON, NANTES, None]), st.sampled_from([ALICE, BRUNO])),
    max_size=20,
)


def account_charge(subject_id: int, entity_id: EntityId | None) -> Charge:
    """Return the charge of one account for March 2026."""
    return Charge(MARCH, account(subject_id), OptionCode.ACCOUNT, entity_id, Decimal("31.00"), OptionBasis((), 31))


def paid(charges: Sequence[Charge]) -> dict[EntityId | None, Decimal]:
    """Return the sum that each entity pays."""
    return {
        owner: total([c.amount for c in charges if c.entity_id == owner]) for owner in {c.entity_id for c in charges}
    }


def shared(
    charges: Sequence[Charge], key: SharingKey, entities: Sequence[Entity] = THREE
) -> dict[EntityId | None, Decimal]:
    """Return the sum that each entity pays once nothing belongs to nobody any more."""
    return paid(share_common(charges, entities, key))


def test_an_account_belongs_to_its_entity_until_the_day_of_its_move_excluded() -> None:
    calendar = EntityCalendar(
        state(assignments=(assigned(ALICE, LYON, march(1, 12)), assigned(ALICE, NANTES, march(12))))
    )
    assert calendar.on(ALICE, date(2026, 3, 11)) == LYON
    assert calendar.on(ALICE, date(2026, 3, 12)) == NANTES
    assert calendar.moves(ALICE, MARCH.period) == [date(2026, 3, 12)]


def test_before_its_first_assignment_an_account_belongs_to_none() -> None:
    calendar = EntityCalendar(state(assignments=(assigned(ALICE, LYON, march(12)),)))
    assert calendar.on(ALICE, date(2026, 3, 11)) is None
    assert calendar.on(BRUNO, date(2026, 3, 12)) is None


def test_a_move_on_the_1st_does_not_cut_the_month() -> None:
    calendar = EntityCalendar(state(assignments=(assigned(ALICE, LYON, march(1)),)))
    assert calendar.moves(ALICE, MARCH.period) == []


def test_a_resource_follows_the_account_it_is_given_to() -> None:
    calendar = EntityCalendar(state(assignments=(assigned(ALICE, LYON, march(12)),)))
    assert calendar.on(QUEUE, date(2026, 3, 12)) == LYON
    assert calendar.moves(QUEUE, MARCH.period) == [date(2026, 3, 12)]
    assert calendar.on(MENU, date(2026, 3, 12)) is None


def test_a_resource_with_an_entity_of_its_own_does_not_follow() -> None:
    calendar = EntityCalendar(state(assignments=(assigned(ALICE, LYON), assigned(QUEUE, NANTES))))
    assert calendar.on(QUEUE, date(2026, 3, 12)) == NANTES


def test_an_assignment_to_an_entity_of_another_company_is_refused() -> None:
    stranger = Assignment(ALICE, EntityId(999), Period(MARCH.first))
    with pytest.raises(UnknownEntity, match="n'appartient pas"):
        EntityCalendar(state(assignments=(stranger,)))


@pytest.mark.parametrize("other", [LYON, NANTES], ids=["same entity", "another"])
def test_a_second_assignment_on_a_day_of_the_first_is_refused(other: EntityId) -> None:
    twice = (assigned(ALICE, LYON, march(1, 12)), assigned(ALICE, other, march(11, 20)))
    with pytest.raises(OverlappingAssignments, match=r"11/03/2026.*terminez le premier"):
        EntityCalendar(state(assignments=twice))


def test_assignments_that_touch_or_are_empty_or_of_different_people_do_not_overlap() -> None:
    EntityCalendar(
        state(
            assignments=(
                assigned(ALICE, LYON, march(1, 12)),
                assigned(ALICE, NANTES, march(12, 20)),
                assigned(ALICE, HEAD_OFFICE, march(15, 15)),
                assigned(BRUNO, LYON, march(5, 15)),
            )
        )
    )


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30), st.sampled_from([LYON, NANTES])), max_size=4))
def test_overlaps_are_refused_exactly_where_a_day_is_given_twice(spans: list[tuple[int, int, EntityId]]) -> None:
    given_out = [assigned(ALICE, owner, march(min(a, b), max(a, b))) for a, b, owner in spans]
    days = [day for a in given_out for day in range(a.period.start.day, a.period.end.day)]
    if len(days) == len(set(days)):
        refuse_overlapping_assignments(given_out)
    else:
        with pytest.raises(OverlappingAssignments):
            refuse_overlapping_assignments(given_out)


def test_by_default_the_head_office_pays_for_what_belongs_to_nobody() -> None:
    assert shared([usage_charge("10.00", None), usage_charge("5.00", LYON)], SharingKey.HEAD_OFFICE) == {
        HEAD_OFFICE: Decimal("10.00"),
        LYON: Decimal("5.00"),
    }


def test_equal_shares_are_between_the_entities_that_are_not_the_head_office() -> None:
    assert shared([usage_charge("10.01", None)], SharingKey.EQUAL) == {LYON: Decimal("5.01"), NANTES: Decimal("5.00")}


def test_shares_by_accounts_count_the_accounts_billed_in_each_entity() -> None:
    accounts = [account_charge(1, LYON), account_charge(2, LYON), account_charge(3, NANTES)]
    shares = share_common([*accounts, usage_charge("10.00", None)], THREE, SharingKey.ACCOUNTS)[3:]
    assert paid(shares) == {LYON: Decimal("6.67"), NANTES: Decimal("3.33")}
    assert [share.share for share in shares] == [Fraction(2, 3), Fraction(1, 3)]


def test_shares_by_consumption_follow_the_cents_of_calls() -> None:
    consumed = [usage_charge("30.00", LYON), usage_charge("10.00", NANTES)]
    shares = share_common([*consumed, usage_charge("1.00", None)], THREE, SharingKey.CONSUMPTION)[2:]
    assert paid(shares) == {LYON: Decimal("0.75"), NANTES: Decimal("0.25")}


def with_shares(*percents: str) -> list[Entity]:
    """Return the three entities with fixed shares in per cent."""
    return [replace(e, fixed_share=Decimal(percent)) for e, percent in zip(THREE, percents, strict=True)]


def test_fixed_shares_are_per_cents_that_the_head_office_may_take_part_in() -> None:
    assert shared([usage_charge("10.00", None)], SharingKey.FIXED_SHARES, with_shares("50", "33.33", "16.67")) == {
        HEAD_OFFICE: Decimal("5.00"),
        LYON: Decimal("3.33"),
        NANTES: Decimal("1.67"),
    }


@pytest.mark.parametrize(
    "percents", [("50", "30", "19.99"), ("50", "30", "20.01"), ("120", "-20", "0"), ("1", "0", "0")]
)
def test_fixed_shares_that_are_not_a_whole_are_refused(percents: tuple[str, str, str]) -> None:
    with pytest.raises(SharesNotWhole, match="pour faire 100 %"):
        shared([usage_charge("10.00", None)], SharingKey.FIXED_SHARES, with_shares(*percents))


def test_fixed_shares_that_are_not_a_whole_disturb_no_other_key() -> None:
    assert shared([usage_charge("10.00", None)], SharingKey.HEAD_OFFICE, with_shares("1", "0", "0")) == {
        HEAD_OFFICE: Decimal("10.00")
    }


def test_twenty_common_numbers_cost_equal_entities_the_same_to_the_cent() -> None:
    numbers = [usage_charge("1.55", None)] * 21
    assert shared(numbers, SharingKey.EQUAL) == {LYON: Decimal("16.28"), NANTES: Decimal("16.27")}


def test_calls_below_zero_give_an_entity_no_part_of_the_common_charges() -> None:
    charges = [usage_charge("-3.00", LYON), usage_charge("2.00", NANTES), usage_charge("1.00", None)]
    assert shared(charges, SharingKey.CONSUMPTION) == {LYON: Decimal("-3.00"), NANTES: Decimal("3.00")}


@KEYS
def test_with_nothing_to_weigh_by_the_head_office_pays(key: SharingKey) -> None:
    assert shared([usage_charge("10.00", None)], key, [entity(HEAD_OFFICE)]) == {HEAD_OFFICE: Decimal("10.00")}


@KEYS
@given(charges=CHARGES)
def test_sharing_keeps_the_total_and_leaves_nothing_to_nobody(key: SharingKey, charges: list[Charge]) -> None:
    given_out = share_common(charges, THREE, key)
    assert total([c.amount for c in given_out]) == total([c.amount for c in charges])
    assert all(c.entity_id is not None for c in given_out)


@KEYS
@given(charges=CHARGES)
def test_each_charge_is_shared_whole_and_what_has_an_entity_is_left_alone(
    key: SharingKey, charges: list[Charge]
) -> None:
    owned = [c for c in charges if c.entity_id is not None]
    common = [c for c in charges if c.entity_id is None]
    for one in common:
        parts = share_common([*owned, one], THREE, key)[len(owned) :]
        assert total([part.amount for part in parts]) == one.amount
        assert sum(part.share for part in parts) == 1
    assert share_common(owned, THREE, key) == owned


def test_every_sharing_key_has_its_rule() -> None:
    assert set(SHARING_RULES) == set(SharingKey)


def test_an_unknown_sharing_key_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownCode, match="head_office, equal, accounts, consumption, fixed_shares"):
        sharing_key_from_str("par_tete")
    assert sharing_key_from_str("accounts") is SharingKey.ACCOUNTS


@pytest.mark.parametrize("percents", [("100", "0", "0"), ("0.5", "99.5", "0"), ("0", "0", "100")])
def test_fixed_shares_may_leave_an_entity_with_nothing_or_with_less_than_one_per_cent(
    percents: tuple[str, str, str],
) -> None:
    paid_for = shared([usage_charge("200.00", None)], SharingKey.FIXED_SHARES, with_shares(*percents))
    expected = (HEAD_OFFICE, LYON, NANTES)
    assert paid_for == {e: 2 * Decimal(p) for e, p in zip(expected, percents, strict=True) if Decimal(p)}


def test_a_fixed_share_just_below_zero_is_refused() -> None:
    with pytest.raises(SharesNotWhole):
        shared([usage_charge("10.00", None)], SharingKey.FIXED_SHARES, with_shares("100.5", "-0.5", "0"))


def test_only_accounts_count_where_shares_go_by_accounts() -> None:
    option = replace(account_charge(2, NANTES), code=OptionCode.IVR_MENU)
    charges = [account_charge(1, LYON), option, usage_charge("10.00", None)]
    assert paid(share_common(charges, THREE, SharingKey.ACCOUNTS)[2:]) == {LYON: Decimal("10.00")}
