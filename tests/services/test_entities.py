"""What people write about an entity is checked before it is tried; what is tried is what is written, and undone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from liveo.core.changes.entities import AddEntity, DescribeEntity, MergeEntities, new_entity_id
from liveo.core.company import EntityId, VatRegime
from liveo.core.errors import NotAllowed
from liveo.core.invoicing import MonthlyBill
from liveo.core.people import Person, PersonId, Role
from liveo.core.periods import Month
from liveo.services.allocation import members
from liveo.services.allocation_trial import Move, Trial, planned_change, save, tried_bill, undo
from liveo.services.billing import billing_mode, customer, monthly_bill
from liveo.services.entities import Description, EntityRefused, described, description_of, entity_rows
from liveo.services.people import OWNER
from liveo.store.allocation import MonthInvoiced
from liveo.store.database import Base
from liveo.store.journal import broken_entries
from tests.conftest import DEMO_TODAY
from tests.core.builders import HEAD_OFFICE, LYON, state
from tests.services.test_corrections import invoice

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
OCTOBER = Month(2026, 10)
NOVEMBER = Month(2026, 11)
SHOP = Description(name="Boutique de Dinard", siret="099 384 620 00011", contact="compta@exemple.fr")


def test_a_description_becomes_an_entity_with_a_code_of_its_own() -> None:
    made = described(state(), EntityId(-1), replace(SHOP, name="  Lyón "), date(2026, 3, 1))
    assert (made.name, made.code, made.siret) == ("Lyón", "LYON2", "09938462000011")
    assert made.period.start == date(2026, 3, 1)
    assert made.address is None


def test_a_description_is_written_back_as_it_was_read() -> None:
    whole = Description("Lyon", "", "1 rue Haute", "69001", "Lyon", "France", VatRegime.OVERSEAS, "a@b.fr")
    made = described(state(), LYON, whole)
    assert (made.code, made.head_office, made.vat_rate) == ("LYON", False, Decimal("8.5"))
    assert description_of(made) == whole
    assert described(state(), HEAD_OFFICE, whole).head_office


def test_everything_that_is_wrong_with_a_description_is_said_at_once() -> None:
    wrong = Description(name=" ", siret="12345", street="1 rue Haute", contact="personne")
    with pytest.raises(EntityRefused) as refused:
        described(state(), LYON, wrong)
    for word in ("Nom", "SIRET", "Adresse", "Contact de facturation"):
        assert f"{word} : " in str(refused.value)


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_the_rows_of_entities_make_the_whole_bill_and_count_its_members(demo: Base, code: str) -> None:
    day = date(2026, 10, 31)
    rows = entity_rows(demo, code, OCTOBER, day, Trial())
    assert rows["net"].sum() == monthly_bill(demo, code, OCTOBER).net
    found = members(demo, code, day, OCTOBER, Trial()).filter(pl.col("active") & (pl.col("entity_id") != 0))
    assert sum([*rows["accounts"], *rows["resources"]]) == found.height
    assert rows["accounts"].sum() == found.filter(pl.col("kind") == "account").height


def paid(bill: MonthlyBill, new: EntityId) -> list[tuple[object, ...]]:
    """Return who pays what, in order; the new entity has another number once it is written."""
    rows = [(c.subject.subject_id, c.code, c.entity_id, c.amount) for c in bill.charges]
    return [(s, c, "new" if e == new else e, a) for s, c, e, a in rows]


def test_an_entity_is_created_filled_and_undone(own_demo: Base) -> None:
    before = customer(own_demo, "ARMOR").state
    bills = {month: monthly_bill(own_demo, "ARMOR", month) for month in (OCTOBER, NOVEMBER)}
    shop = described(before, new_entity_id(before), SHOP, NOVEMBER.first)
    people = tuple(sorted(account.subject_id for account in before.accounts[:5]))
    day = date(2026, 11, 12)
    trial = Trial((AddEntity(shop), Move(people, shop.entity_id, day)), own_invoices=(shop.entity_id,))
    tried = tried_bill(own_demo, "ARMOR", NOVEMBER, trial)
    assert tried.net == bills[NOVEMBER].net

    change = planned_change(own_demo, "ARMOR", trial, DEMO_TODAY, NOVEMBER)
    written = save(own_demo, change, OWNER, AT, ["créer, déplacer"])

    after = customer(own_demo, "ARMOR").state
    made = next(e for e in after.entities if e.name == SHOP.name)
    assert made.entity_id > 0
    assert (made.own_invoice, made.period.start, made.contact) == (True, NOVEMBER.first, "compta@exemple.fr")
    assert {a.subject_id for a in after.assignments if a.entity_id == made.entity_id} == set(people)
    assert paid(monthly_bill(own_demo, "ARMOR", NOVEMBER), made.entity_id) == paid(tried, shop.entity_id)
    assert monthly_bill(own_demo, "ARMOR", OCTOBER).charges == bills[OCTOBER].charges

    undo(own_demo, written, OWNER, AT)
    assert customer(own_demo, "ARMOR").state == before
    assert not list(broken_entries(own_demo))


def test_entities_are_merged_described_and_undone(own_demo: Base) -> None:
    before = customer(own_demo, "FOURNIL").state
    first, second, third = before.entities[1:4]
    told = described(before, third.entity_id, replace(description_of(third), name="Fournil réuni"))
    trial = Trial(
        (MergeEntities((first.entity_id, second.entity_id), third.entity_id, date(2026, 11, 15)), DescribeEntity(told))
    )
    tried = tried_bill(own_demo, "FOURNIL", NOVEMBER, trial)
    written = save(own_demo, planned_change(own_demo, "FOURNIL", trial, DEMO_TODAY), OWNER, AT, ())
    assert monthly_bill(own_demo, "FOURNIL", NOVEMBER).charges == tried.charges
    names = {e.entity_id: (e.name, e.period.open_ended) for e in customer(own_demo, "FOURNIL").state.entities}
    assert names[third.entity_id] == ("Fournil réuni", True)
    assert not names[first.entity_id][1]
    undo(own_demo, written, OWNER, AT)
    assert customer(own_demo, "FOURNIL").state == before


def test_a_mode_holds_from_its_month_and_leaves_the_months_before(own_demo: Base) -> None:
    mixed = billing_mode(own_demo, "FOURNIL", OCTOBER)
    trial = Trial(billing_mode=next(mode for mode in type(mixed) if mode is not mixed))
    save(own_demo, planned_change(own_demo, "FOURNIL", trial, DEMO_TODAY, NOVEMBER), OWNER, AT, ())
    assert billing_mode(own_demo, "FOURNIL", OCTOBER) is mixed
    assert billing_mode(own_demo, "FOURNIL", NOVEMBER) is trial.billing_mode
    assert billing_mode(own_demo, "FOURNIL", NOVEMBER.plus(5)) is trial.billing_mode


def test_an_invoiced_month_is_never_touched(own_demo: Base) -> None:
    code = "LENOIR"
    invoice(own_demo, code, OCTOBER.first)
    before = customer(own_demo, code).state
    shop = described(before, new_entity_id(before), SHOP, OCTOBER.first)
    for trial, since in (
        (Trial((AddEntity(shop),)), NOVEMBER),
        (Trial(own_invoices=(before.entities[0].entity_id,)), OCTOBER),
    ):
        with pytest.raises(MonthInvoiced, match="01/11/2026"):
            save(own_demo, planned_change(own_demo, code, trial, DEMO_TODAY, since), OWNER, AT, ())
    assert customer(own_demo, code).state == before
    later = described(before, new_entity_id(before), SHOP, NOVEMBER.first)
    save(own_demo, planned_change(own_demo, code, Trial((AddEntity(later),)), DEMO_TODAY), OWNER, AT, ())


def test_only_an_administrator_saves(demo: Base) -> None:
    manager = Person(PersonId(9), "manon", "Manon", Role.MANAGER)
    change = planned_change(demo, "ARMOR", Trial(own_invoices=()), DEMO_TODAY)
    with pytest.raises(NotAllowed):
        save(demo, change, manager, AT, ())
