"""Applying a scenario on the demonstration: what is shown is what is written, once, by who may, and can be undone."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo
from liveo.core.changes.entities import AddEntity
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.company import Entity, EntityId
from liveo.core.errors import LiveoError, NotAllowed
from liveo.core.invoicing import build_invoices
from liveo.core.people import Person
from liveo.core.periods import Month, Period
from liveo.services.applying import (
    Application,
    ApplicationRefused,
    application_plan,
    applications,
    apply_scenario,
    undo_scenario,
)
from liveo.services.applying_names import following_codes
from liveo.services.billing import charges_of, customer, invoice_run
from liveo.services.people import people
from liveo.services.simulation_bills import simulated_bill
from liveo.services.simulation_stages import PROSPECT, Step
from liveo.store.allocation import AllocationChanged, MonthInvoiced
from liveo.store.database import Base
from liveo.store.journal import broken_entries
from tests.services.test_issuing import issued, ready
from tests.store.test_allocation import assert_rollups_follow_calls

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
TODAY = date(2026, 11, 23)
NOVEMBER, DECEMBER = Month(2026, 11), Month(2026, 12)
FIRST = date(2026, 11, 1)
RECORDING = OptionCode.CALL_RECORDING


def who(base: Base, login: str) -> Person:
    return next(person for person in people(base) if person.login == login)


def accounts(base: Base, code: str, count: int) -> tuple[SubjectId, ...]:
    return tuple(account.subject_id for account in customer(base, code).state.accounts[:count])


def story(base: Base, code: str) -> tuple[Step, ...]:
    """Return changes of every matter."""
    ten = accounts(base, code, 10)
    shop = EntityId(-1)
    return (
        (
            AddSubjects(
                new_subject_ids((), 2), OptionCode.ACCOUNT, "Agent", Period(date(2026, 11, 12)), None, (RECORDING,)
            ),
        ),
        (AddSubjects((SubjectId(-3),), OptionCode.IVR_MENU, "Menu", Period(FIRST, date(2026, 11, 15))),),
        (SwitchOn(ten, RECORDING, Period(date(2026, 11, 10))),),
        (SwitchOff(ten[:3], OptionCode.ACCOUNT, date(2026, 11, 20)),),
        (NegotiatePrice(OptionCode.FAX, Decimal("5.5"), Period(FIRST)),),
        (Discount((OptionCode.ACCOUNT,), Decimal(10), Period(FIRST)),),
        (AddEntity(Entity(shop, "ZBOUTIQUE", "Boutique")),),
        (MoveTo(ten[4:8], shop, date(2026, 11, 12)),),
        (BillIn(BillingMode.PER_ENTITY),),
        (MarkOwnInvoices((shop,)),),
    )


def applied(base: Base, code: str, steps: tuple[Step, ...], since: Month = NOVEMBER) -> Application:
    plan = application_plan(base, code, steps, since, TODAY)
    return apply_scenario(base, who(base, "camille.roux"), code, plan, "Rentrée", ["Activer"], AT)


def figures(base: Base, code: str) -> list[tuple[Decimal, Decimal, int]]:
    runs = [invoice_run(base, code, NOVEMBER, mode) for mode in BILLING_MODES]
    return [(run.net, run.gross, len(run.invoices)) for run in runs]


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_the_whole_story_bills_what_it_simulated_and_is_undone(own_demo: Base, code: str) -> None:
    steps, known = story(own_demo, code), customer(own_demo, code)
    before = figures(own_demo, code)
    bill = simulated_bill(own_demo, code, NOVEMBER, steps)
    runs = [build_invoices(bill, mode, known.seller) for mode in BILLING_MODES]
    found = applied(own_demo, code, steps)
    after = figures(own_demo, code)
    # In mode 1 the option that the new mode needs is owed now; elsewhere it was counted already.
    assert after[1:] == [(run.net, run.gross, len(run.invoices)) for run in runs][1:]
    assert after != before
    assert_rollups_follow_calls(own_demo, known.state.company.subject_id)
    undo_scenario(own_demo, who(own_demo, "camille.roux"), code, found, AT)
    assert figures(own_demo, code) == before
    assert customer(own_demo, code).state == known.state
    assert customer(own_demo, code).catalogue == known.catalogue
    assert_rollups_follow_calls(own_demo, known.state.company.subject_id)


def test_what_is_created_has_the_next_code_and_extension(own_demo: Base) -> None:
    applied(own_demo, "FOURNIL", story(own_demo, "FOURNIL"))
    state = customer(own_demo, "FOURNIL").state
    assert [(a.code, a.extension, a.name) for a in state.accounts[-2:]] == [
        ("FOU-0901", "4901", "Agent 1"),
        ("FOU-0902", "4902", "Agent 2"),
    ]
    menus = [resource for resource in state.resources if resource.option is OptionCode.IVR_MENU]
    assert menus[-1].name == "Menu"
    assert menus[-1].code > menus[-2].code
    assert min(s.subject_id for s in state.subjects) > 0
    assert min(e.entity_id for e in state.entities) > 0


def test_months_before_the_application_are_as_they_were(own_demo: Base) -> None:
    october = Month(2026, 10)
    before = [invoice_run(own_demo, "ARMOR", october, mode) for mode in BILLING_MODES]
    applied(own_demo, "ARMOR", story(own_demo, "ARMOR"))
    after = [invoice_run(own_demo, "ARMOR", october, mode) for mode in BILLING_MODES]
    assert [(r.net, r.gross, len(r.invoices)) for r in after] == [(r.net, r.gross, len(r.invoices)) for r in before]


def test_another_company_is_not_touched(own_demo: Base) -> None:
    before = (customer(own_demo, "FOURNIL"), charges_of(own_demo, "FOURNIL", NOVEMBER))
    applied(own_demo, "ARMOR", story(own_demo, "ARMOR"))
    assert (customer(own_demo, "FOURNIL"), charges_of(own_demo, "FOURNIL", NOVEMBER)) == before


def test_only_an_administrator_applies_and_undoes(own_demo: Base) -> None:
    steps = story(own_demo, "FOURNIL")
    plan = application_plan(own_demo, "FOURNIL", steps, NOVEMBER, TODAY)
    found = applied(own_demo, "FOURNIL", steps)
    for login in ("sacha.morel", "alix.garnier", "noa.perrin", "lou.henry"):
        person = who(own_demo, login)
        with pytest.raises(NotAllowed):
            apply_scenario(own_demo, person, "FOURNIL", plan, "", [], AT)
        with pytest.raises(NotAllowed):
            undo_scenario(own_demo, person, "FOURNIL", found, AT)
        with pytest.raises(NotAllowed):
            applications(own_demo, person, "FOURNIL")


def test_a_prospect_cannot_be_applied(demo: Base) -> None:
    step = (AddSubjects(new_subject_ids((), 2), OptionCode.ACCOUNT, "Agent", Period(FIRST)),)
    with pytest.raises(ApplicationRefused, match="prospect"):
        application_plan(demo, PROSPECT, (step,), NOVEMBER, TODAY)


def test_nothing_is_applied_twice_nor_undone_twice(own_demo: Base) -> None:
    admin = who(own_demo, "camille.roux")
    plan = application_plan(own_demo, "ARMOR", story(own_demo, "ARMOR"), NOVEMBER, TODAY)
    found = apply_scenario(own_demo, admin, "ARMOR", plan, "", [], AT)
    with pytest.raises(LiveoError, match="entre-temps"):
        apply_scenario(own_demo, admin, "ARMOR", plan, "", [], AT)
    assert applications(own_demo, admin, "ARMOR") == (found,)
    undo_scenario(own_demo, admin, "ARMOR", found, AT)
    with pytest.raises(ApplicationRefused, match="déjà été annulée"):
        undo_scenario(own_demo, admin, "ARMOR", found, AT)
    assert applications(own_demo, admin, "ARMOR") == ()


MEANWHILE = {
    "an activation": "update activations set end_day = '2026-12-24' where option = 'account' and subject_id ="
    " (select min(subject_id) from accounts where code like 'ARM-%')",
    "a price": "insert into prices select 'fax', subject_id, 9, '2027-01-01', '9999-12-31' from companies"
    " where code = 'ARMOR'",
    "an assignment": "delete from assignments where subject_id in"
    " (select subject_id from accounts where code in ('ARM-0005', 'ARM-0006'))",
    "a division": "update divisions set sharing_key = 'fixed_shares'",
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_was_changed_meanwhile_is_not_written_over(own_demo: Base, what: str) -> None:
    admin = who(own_demo, "camille.roux")
    plan = application_plan(own_demo, "ARMOR", story(own_demo, "ARMOR"), NOVEMBER, TODAY)
    with own_demo.write() as tx:
        tx.execute(MEANWHILE[what])
    version = own_demo.version
    with pytest.raises((ApplicationRefused, AllocationChanged), match="entre-temps"):
        apply_scenario(own_demo, admin, "ARMOR", plan, "", [], AT)
    assert own_demo.version == version
    assert len(customer(own_demo, "ARMOR").state.accounts) == 180
    assert applications(own_demo, admin, "ARMOR") == ()


LATER = {
    "an option of a new account": "insert into activations select 999999, company_id, subject_id, 'alias',"
    " '2026-11-20', '9999-12-31', 1 from accounts where code = 'ARM-0181'",
    "a call of a new account": "insert into calls by name select one.* replace (new.subject_id as subject_id)"
    " from (select * from calls limit 1) as one, (select subject_id from accounts where code = 'ARM-0181') as new",
}


@pytest.mark.parametrize("what", LATER)
def test_a_new_account_that_has_served_is_not_taken_away(own_demo: Base, what: str) -> None:
    found = applied(own_demo, "ARMOR", story(own_demo, "ARMOR"))
    with own_demo.write() as tx:
        tx.execute(LATER[what])
    with pytest.raises(ApplicationRefused, match="a déjà servi"):
        undo_scenario(own_demo, who(own_demo, "camille.roux"), "ARMOR", found, AT)
    assert len(customer(own_demo, "ARMOR").state.accounts) == 182


def test_an_invoiced_month_is_never_touched(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    issued(own_demo, code)
    october = (SwitchOn(accounts(own_demo, code, 3), OptionCode.CALL_SUPERVISION, Period(date(2026, 10, 30))),)
    with pytest.raises(MonthInvoiced, match="01/11/2026"):
        applied(own_demo, code, (october,))
    november = (SwitchOn(accounts(own_demo, code, 3), OptionCode.CALL_SUPERVISION, Period(FIRST)),)
    assert application_plan(own_demo, code, (november,), NOVEMBER, TODAY).first_month == NOVEMBER
    applied(own_demo, code, (november,))
    assert applications(own_demo, who(own_demo, "camille.roux"), code)


def test_an_end_counts_from_its_day_and_not_from_the_start(own_demo: Base) -> None:
    off = (SwitchOff(accounts(own_demo, "ARMOR", 3), OptionCode.ACCOUNT, date(2026, 12, 5)),)
    assert application_plan(own_demo, "ARMOR", (off,), NOVEMBER, TODAY).first_month == DECEMBER


def test_settings_hold_from_the_month_that_is_chosen(own_demo: Base) -> None:
    applied(own_demo, "ATELIER", ((BillIn(BillingMode.PER_ENTITY),),), DECEMBER)
    divisions = customer(own_demo, "ATELIER").state.divisions
    assert [(d.since, d.billing_mode) for d in divisions][-1] == (DECEMBER.first, "per_entity")
    assert divisions[-2].billing_mode != "per_entity"


def test_an_application_is_undone_from_its_own_company_only(own_demo: Base) -> None:
    found = applied(own_demo, "ARMOR", story(own_demo, "ARMOR"))
    with pytest.raises(ApplicationRefused, match="autre entreprise"):
        undo_scenario(own_demo, who(own_demo, "camille.roux"), "FOURNIL", found, AT)


def test_the_journal_says_who_applied_what_and_stays_whole(own_demo: Base) -> None:
    found = applied(own_demo, "ARMOR", story(own_demo, "ARMOR"))
    undo_scenario(own_demo, who(own_demo, "camille.roux"), "ARMOR", found, AT)
    entries = [(row["action"], row["person"], row["subject"]) for row in own_demo.rows("journal")]
    assert entries[-2:] == [
        ("apply_scenario", "camille.roux", "Rentrée"),
        ("undo_scenario", "camille.roux", "Rentrée"),
    ]
    assert list(broken_entries(own_demo)) == []


def test_what_changes_nothing_is_not_applied(own_demo: Base) -> None:
    plan = application_plan(own_demo, "ARMOR", (), NOVEMBER, TODAY)
    with pytest.raises(ApplicationRefused, match="ne changent rien"):
        apply_scenario(own_demo, who(own_demo, "camille.roux"), "ARMOR", plan, "", [], AT)


def test_an_application_can_be_undone_after_the_dashboard_was_restarted(own_demo: Base, tmp_path: Path) -> None:
    found = applied(own_demo, "FOURNIL", story(own_demo, "FOURNIL"))
    own_demo.close()
    again = Base(own_demo.path)
    [kept] = applications(again, who(again, "camille.roux"), "FOURNIL")
    assert replace(kept, applied_at=found.applied_at) == found
    undo_scenario(again, who(again, "camille.roux"), "FOURNIL", kept, AT)
    assert len(customer(again, "FOURNIL").state.accounts) == 900
    again.close()


def test_codes_follow_in_the_order_of_texts() -> None:
    assert following_codes("FOU-0900", 2) == ["FOU-0901", "FOU-0902"]
    assert following_codes("X-9", 2) == ["X-9-001", "X-9-002"]
    assert following_codes("FILE", 1) == ["FILE-001"]
    assert all(code > "X-98" for code in following_codes("X-98", 5))
