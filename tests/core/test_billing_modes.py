"""A billing mode only groups: each entity is on exactly one bill, whatever the marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BILLING_MODES, Bill, BillingMode, billing_mode_from_str
from liveo.core.company import Entity, EntityId
from liveo.core.errors import UnknownCode
from tests.core.builders import HEAD_OFFICE, LYON, NANTES, entity

MODES = pytest.mark.parametrize("mode", list(BillingMode))
MARKS = st.lists(st.booleans(), min_size=1, max_size=12)


def marked(*own_invoices: bool) -> list[Entity]:
    """Return so many entities, the head office first, those marked that receive their own invoice."""
    return [entity(EntityId(HEAD_OFFICE + n), own_invoice=own) for n, own in enumerate(own_invoices)]


def grouped(mode: BillingMode, entities: list[Entity]) -> list[Bill]:
    """Return the bills of a mode that have something in them."""
    return [bill for bill in BILLING_MODES[mode].group(entities) if bill.sections]


def ids(bill: Bill) -> list[EntityId]:
    """Return the entities that a bill pays for."""
    return [section.entity_id for section in bill.sections]


@MODES
@given(marks=MARKS)
def test_each_entity_is_on_exactly_one_bill(mode: BillingMode, marks: list[bool]) -> None:
    entities = marked(*marks)
    found = [entity_id for bill in grouped(mode, entities) for entity_id in ids(bill)]
    assert sorted(found) == [e.entity_id for e in entities]


@MODES
@given(marks=MARKS)
def test_the_sections_of_a_bill_keep_the_order_of_the_entities(mode: BillingMode, marks: list[bool]) -> None:
    assert all(ids(bill) == sorted(ids(bill)) for bill in grouped(mode, marked(*marks)))


@MODES
@given(marks=MARKS)
def test_a_bill_with_an_owner_pays_for_its_owner_alone(mode: BillingMode, marks: list[bool]) -> None:
    for bill in grouped(mode, marked(*marks)):
        assert bill.owner is None or bill.sections == (bill.owner,)


def test_the_single_mode_makes_one_bill_that_knows_no_entities() -> None:
    [bill] = grouped(BillingMode.SINGLE, marked(False, True, False))
    assert (bill.owner, bill.sectioned) == (None, False)


def test_the_single_mode_by_entity_makes_one_bill_with_a_section_each() -> None:
    [bill] = grouped(BillingMode.SINGLE_BY_ENTITY, marked(False, True, False))
    assert (bill.owner, bill.sectioned, ids(bill)) == (None, True, [HEAD_OFFICE, LYON, NANTES])


def test_the_mode_by_entity_addresses_the_head_office_as_the_company() -> None:
    bills = grouped(BillingMode.PER_ENTITY, marked(False, False, False))
    assert [bill.owner and bill.owner.entity_id for bill in bills] == [None, LYON, NANTES]


def test_the_mixed_mode_separates_the_marked_entities_from_the_others() -> None:
    together, alone = grouped(BillingMode.MIXED, marked(False, True, False))
    assert (together.owner, ids(together)) == (None, [HEAD_OFFICE, NANTES])
    assert (alone.owner and alone.owner.entity_id, ids(alone)) == (LYON, [LYON])


@given(st.integers(1, 12))
def test_mixed_with_nobody_separate_is_one_invoice_with_sections(count: int) -> None:
    nobody = marked(*[False] * count)
    assert grouped(BillingMode.MIXED, nobody) == grouped(BillingMode.SINGLE_BY_ENTITY, nobody)


@given(st.integers(1, 12))
def test_mixed_with_everybody_separate_is_one_invoice_per_entity(count: int) -> None:
    everybody = marked(*[True] * count)
    assert grouped(BillingMode.MIXED, everybody) == grouped(BillingMode.PER_ENTITY, everybody)


def test_every_mode_has_its_row_and_its_number() -> None:
    assert set(BILLING_MODES) == set(BillingMode)
    assert [rule.number for rule in BILLING_MODES.values()] == [1, 2, 3, 4]
    assert all(code is rule.code for code, rule in BILLING_MODES.items())


def test_only_the_single_mode_does_without_the_paid_option() -> None:
    assert [rule.code for rule in BILLING_MODES.values() if not rule.needs_entity_billing] == [BillingMode.SINGLE]


def test_an_unknown_mode_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownCode, match="single, single_by_entity, per_entity, mixed"):
        billing_mode_from_str("par_site")
    assert billing_mode_from_str("mixed") is BillingMode.MIXED
