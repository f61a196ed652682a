"""A division holds from its month on: months before keep theirs, and no entity that is gone takes part."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities, new_entity_id
from liveo.core.company import CompanyState, Division, Entity, EntityId
from liveo.core.divisions import divided_since, division_in, divisions_of, entities_in, in_month, redivided
from liveo.core.entities import EntityCalendar, SharingKey
from liveo.core.errors import InvalidChange, SharesNotWhole, UnknownEntity
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.scenario import apply_changes
from tests.core.builders import (
    ALICE,
    APRIL,
    BRUNO,
    COMPANY,
    FEBRUARY,
    HEAD_OFFICE,
    LYON,
    MARCH,
    MENU,
    NANTES,
    SELLER,
    active,
    assigned,
    catalogue,
    entity,
    march,
    state,
)

EVER = Period(date(2020, 1, 1))
ACME = state(
    active(ALICE, EVER),
    active(BRUNO, EVER),
    active(MENU, EVER),
    assignments=(assigned(ALICE, LYON), assigned(BRUNO, NANTES)),
)
FROM_APRIL = Division(APRIL.first, "per_entity", "equal", (LYON,))
DIVIDED = divided_since(ACME, FROM_APRIL)


def nets(customer: CompanyState, month: Month) -> dict[str, Decimal]:
    """Return what each entity pays in a month."""
    bill = compute_bill(customer, month, [], catalogue())
    names = {e.entity_id: e.name for e in customer.entities}
    found: dict[str, Decimal] = {}
    for charge in bill.charges:
        assert charge.entity_id is not None
        found[names[charge.entity_id]] = found.get(names[charge.entity_id], Decimal(0)) + charge.amount
    return found


def test_a_state_without_divisions_is_divided_as_its_company_says_since_ever() -> None:
    assert divisions_of(ACME) == (Division(date.min, "single", "head_office"),)
    assert in_month(ACME, MARCH).company == ACME.company


@pytest.mark.parametrize(("month", "mode"), [(FEBRUARY, "single"), (MARCH, "single"), (APRIL, "per_entity")])
def test_a_division_holds_from_its_month_on(month: Month, mode: str) -> None:
    assert division_in(DIVIDED, month).billing_mode == mode
    assert in_month(DIVIDED, month).company.billing_mode == mode


def test_charges_of_months_before_a_division_are_shared_as_before() -> None:
    assert nets(DIVIDED, MARCH) == nets(ACME, MARCH) == {"Lyon": 31, "Nantes": 31, "Siège": 31}
    assert nets(DIVIDED, APRIL) == {"Lyon": Decimal("46.50"), "Nantes": Decimal("46.50")}


def test_a_later_division_is_given_up_for_an_earlier_one() -> None:
    again = divided_since(DIVIDED, replace(FROM_APRIL, since=MARCH.first))
    assert [d.since for d in again.divisions] == [date.min, MARCH.first]


def test_a_division_that_says_what_the_one_before_says_is_none() -> None:
    same = replace(divisions_of(ACME)[0], since=MARCH.first)
    assert divided_since(ACME, same).divisions == divisions_of(ACME)


def test_what_is_tried_is_tried_in_every_month() -> None:
    tried = apply_changes(
        DIVIDED, [BillIn(BillingMode.MIXED), MarkOwnInvoices((NANTES,)), ShareBy(SharingKey.CONSUMPTION)]
    )
    for month in (FEBRUARY, MARCH, APRIL):
        seen = division_in(tried, month)
        assert (seen.billing_mode, seen.sharing_key, seen.own_invoices) == ("mixed", "consumption", (NANTES,))


def test_a_change_from_a_month_on_leaves_the_months_before() -> None:
    changed = redivided(DIVIDED, lambda d: replace(d, own_invoices=(NANTES,)), since=MARCH)
    assert [division_in(changed, m).own_invoices for m in (FEBRUARY, MARCH, APRIL)] == [(), (NANTES,), (NANTES,)]
    assert [division_in(changed, m).billing_mode for m in (FEBRUARY, MARCH, APRIL)] == [
        "single",
        "single",
        "per_entity",
    ]


def test_fixed_shares_are_of_a_hundred_and_of_the_company() -> None:
    shares = ((HEAD_OFFICE, Decimal(60)), (LYON, Decimal(40)), (NANTES, Decimal(0)))
    shared = apply_changes(ACME, [ShareBy(SharingKey.FIXED_SHARES, shares)])
    assert nets(shared, MARCH) == {"Lyon": Decimal("43.40"), "Nantes": 31, "Siège": Decimal("18.60")}
    with pytest.raises(SharesNotWhole, match="90 %"):
        apply_changes(ACME, [ShareBy(SharingKey.FIXED_SHARES, ((LYON, Decimal(90)),))])
    with pytest.raises(UnknownEntity):
        apply_changes(ACME, [ShareBy(SharingKey.FIXED_SHARES, ((EntityId(9), Decimal(100)),))])


# --- entities --------------------------------------------------------------------------------------------------

SHOP = Entity(EntityId(-1), "BOUTIQUE", "Boutique", period=Period(APRIL.first))


def test_an_entity_that_begins_later_takes_no_part_before() -> None:
    equal = divided_since(ACME, Division(date.min, "single", "equal"))
    grown = apply_changes(equal, [AddEntity(SHOP)])
    assert [e.name for e in entities_in(grown, MARCH)] == ["Siège", "Lyon", "Nantes"]
    assert nets(grown, MARCH) == nets(equal, MARCH)
    assert nets(grown, APRIL) == {"Lyon": Decimal("41.33"), "Nantes": Decimal("41.33"), "Boutique": Decimal("10.34")}


def test_a_new_entity_bears_a_name_and_a_code_of_its_own() -> None:
    assert new_entity_id(ACME) == -1
    assert new_entity_id(apply_changes(ACME, [AddEntity(SHOP)])) == -2
    for refused in (replace(SHOP, name="LYON"), replace(SHOP, code="LYON"), replace(SHOP, name=" ")):
        with pytest.raises(InvalidChange):
            apply_changes(ACME, [AddEntity(refused)])
    for impossible in (replace(SHOP, entity_id=EntityId(4)), replace(SHOP, head_office=True)):
        with pytest.raises(InvalidChange):
            AddEntity(impossible)


def test_a_description_changes_neither_dates_nor_what_a_division_says() -> None:
    marked = apply_changes(ACME, [MarkOwnInvoices((LYON,))])
    told = replace(entity(LYON), name="Lyon Part-Dieu", siret="55210055400054", period=Period(APRIL.first))
    lyon = next(e for e in apply_changes(marked, [DescribeEntity(told)]).entities if e.entity_id == LYON)
    assert (lyon.name, lyon.siret) == ("Lyon Part-Dieu", "55210055400054")
    assert (lyon.own_invoice, lyon.period) == (True, entity(LYON).period)


@pytest.mark.parametrize("day", [1, 12])
def test_merged_entities_hand_everybody_over_from_the_day_on(day: int) -> None:
    merged = apply_changes(ACME, [MergeEntities((LYON,), NANTES, date(2026, 3, day))])
    calendar = EntityCalendar(merged)
    assert calendar.on(ALICE, date(2026, 3, day)) == calendar.on(ALICE, APRIL.first) == NANTES
    assert calendar.on(ALICE, date(2026, 2, 28)) == LYON
    assert sum(nets(merged, MARCH).values()) == sum(nets(ACME, MARCH).values())
    assert nets(merged, MARCH) == {
        name: amount
        for name, amount in {"Lyon": Decimal(day - 1), "Nantes": Decimal(63 - day), "Siège": Decimal(31)}.items()
        if amount
    }
    assert [e.name for e in entities_in(merged, APRIL)] == ["Siège", "Nantes"]


def test_a_merged_entity_gives_its_fixed_share_away_from_the_first_month_without_it() -> None:
    shares = ShareBy(SharingKey.FIXED_SHARES, ((LYON, Decimal(40)), (NANTES, Decimal(60))))
    merged = apply_changes(ACME, [shares, MergeEntities((LYON,), NANTES, date(2026, 3, 12))])
    assert division_in(merged, MARCH).fixed_shares == ((LYON, Decimal(40)), (NANTES, Decimal(60)))
    assert division_in(merged, APRIL).fixed_shares == ((NANTES, Decimal(100)),)
    assert nets(merged, APRIL) == {"Nantes": 93}
    with pytest.raises(InvalidChange, match="part fixe"):
        apply_changes(replace(ACME, assignments=()), [shares, CloseEntity(LYON, APRIL.first)])


def test_an_entity_closes_only_when_nobody_is_left() -> None:
    with pytest.raises(InvalidChange, match="appartiennent encore"):
        apply_changes(ACME, [CloseEntity(LYON, march(12).start)])
    left = replace(ACME, assignments=(assigned(ALICE, LYON, Period(date.min, march(12).start)),))
    closed = apply_changes(left, [CloseEntity(LYON, march(12).start)])
    assert LYON in {e.entity_id for e in entities_in(closed, MARCH)}
    assert LYON not in {e.entity_id for e in entities_in(closed, APRIL)}


@pytest.mark.parametrize(
    "change",
    [
        MergeEntities((HEAD_OFFICE,), LYON, MARCH.first),
        MergeEntities((LYON,), LYON, MARCH.first),
        CloseEntity(HEAD_OFFICE, MARCH.first),
    ],
)
def test_the_head_office_stays_and_no_entity_is_merged_with_itself(change: MergeEntities | CloseEntity) -> None:
    with pytest.raises(InvalidChange):
        apply_changes(ACME, [change])


@pytest.mark.parametrize("mode", BILLING_MODES)
def test_what_an_entity_owes_is_invoiced_even_if_it_was_closed_too_early(mode: BillingMode) -> None:
    """Whoever wrote such dates into a base: no amount is lost."""
    entities = (entity(HEAD_OFFICE), replace(entity(LYON), period=Period(date.min, MARCH.first)), entity(NANTES))
    customer = replace(ACME, entities=entities, activations=(*ACME.activations, active(COMPANY, EVER)))
    bill = compute_bill(customer, APRIL, [], catalogue())
    run = build_invoices(bill, mode, SELLER)
    assert run.net - run.entity_billing_added == bill.net == Decimal("124.00")


def test_nobody_is_given_to_an_entity_that_is_not_there_on_the_day() -> None:
    grown = apply_changes(ACME, [AddEntity(SHOP)])
    for change in (MoveTo((ALICE,), SHOP.entity_id, MARCH.first), MergeEntities((LYON,), SHOP.entity_id, MARCH.first)):
        with pytest.raises(InvalidChange, match="01/03/2026"):
            apply_changes(grown, [change])
