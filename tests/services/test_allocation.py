"""What a manager tries is what the base then holds, to the cent; each figure agrees with a recomputation apart."""

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import EntityId
from liveo.core.destinations import Destination
from liveo.core.entities import SharingKey
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.services.allocation import (
    NO_ENTITY,
    common_charges,
    count_without_entity,
    entity_matrix,
    entity_nets,
    matching,
    members,
)
from liveo.services.allocation_trial import Move, Trial, planned_change, save, settled, tried_bill, undo
from liveo.services.billing import customer, monthly_bill
from liveo.services.people import OWNER
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
OCTOBER = Month(2026, 10)
LAST = date(2026, 10, 31)
TWELFTH = date(2026, 10, 12)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")

# Apart from EntityCalendar: one row per account and resource, its own assignment first, else its account's.
MEMBERS = """
with own as (select distinct subject_id from assignments),
subjects as (
    select subject_id, company_id, subject_id as follows from accounts
    union all
    select
        subject_id, company_id,
        case when account_id is not null and subject_id not in (from own) then account_id else subject_id end
    from resources
)
select subjects.subject_id, coalesce(max(assignments.entity_id), 0) as entity_id
from subjects
left join assignments
    on assignments.subject_id = subjects.follows and $day >= start_day and $day < end_day
where subjects.company_id = $company_id
group by subjects.subject_id
order by subjects.subject_id
"""


def some_of(base: Base, code: str, count: int) -> tuple[tuple[SubjectId, ...], EntityId]:
    """Return subjects of two entities, resources among them, and another entity to move them to."""
    frame = members(base, code, TWELFTH, OCTOBER, Trial()).filter("active")
    entities = frame.filter(pl.col("entity_id") != NO_ENTITY)["entity_id"].unique().sort().to_list()
    chosen = frame.filter(pl.col("entity_id").is_in(entities[:2])).sort("subject_id")
    ids = [*chosen["subject_id"][:count], *chosen["subject_id"][-2:]]
    return tuple(sorted(set(ids))), entities[-1]


@pytest.mark.parametrize("code", COMPANIES)
def test_members_belong_where_the_base_says(demo: Base, code: str) -> None:
    company_id = customer(demo, code).state.company.subject_id
    for day in (TWELFTH, date(2026, 1, 1), DEMO_TODAY):
        expected = demo.frame(MEMBERS, {"company_id": company_id, "day": day})
        found = members(demo, code, day, OCTOBER, Trial()).sort("subject_id")
        assert found["subject_id"].to_list() == expected["subject_id"].to_list()
        assert found["entity_id"].to_list() == expected["entity_id"].to_list()
        assert found["tried_id"].to_list() == found["entity_id"].to_list()


@pytest.mark.parametrize("code", COMPANIES)
def test_the_amounts_of_members_and_of_the_company_make_the_whole_bill(demo: Base, code: str) -> None:
    bill = monthly_bill(demo, code, OCTOBER)
    of_company = [c.amount for c in bill.charges if c.subject == bill.state.company]
    found = members(demo, code, LAST, OCTOBER, Trial())
    assert total([*found["net"].to_list(), *of_company]) == bill.net


def test_a_search_finds_words_in_any_order_without_accents_or_capitals(demo: Base) -> None:
    frame = members(demo, "ARMOR", LAST, OCTOBER, Trial())
    [name, number] = frame.filter(pl.col("name").str.contains("é"))["name", "number"].row(0)
    first, last = name.split(" ", 1)
    asked = f"{last} {first}".upper().replace("É", "e")
    assert name in matching(frame, asked, (), with_inactive=True)["name"].to_list()
    assert name in matching(frame, number, (), with_inactive=True)["name"].to_list()
    assert matching(frame, "personne de ce nom", (), with_inactive=True).is_empty()


def test_those_of_no_entity_are_counted_and_filtered_alike(demo: Base) -> None:
    frame = members(demo, "FOURNIL", LAST, OCTOBER, Trial())
    alone = matching(frame, "", (NO_ENTITY,), with_inactive=False)
    assert alone.height == count_without_entity(frame) > 0
    assert set(alone["entity_id"]) == {NO_ENTITY}
    assert alone["active"].all()


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ANSE"])
@pytest.mark.parametrize("key", [None, *SharingKey])
def test_what_is_tried_is_what_the_base_holds_once_saved_and_undone_is_as_before(
    own_demo: Base, code: str, key: SharingKey | None
) -> None:
    subjects, target = some_of(own_demo, code, 5)
    before = {month: monthly_bill(own_demo, code, month) for month in (OCTOBER, OCTOBER.plus(-1), OCTOBER.plus(1))}
    moves = (Move(subjects, target, TWELFTH), Move(subjects[:2], None, date(2026, 10, 20)))
    trial = settled(before[OCTOBER].state, Trial(steps=moves, sharing_key=key))
    tried = {month: tried_bill(own_demo, code, month, trial) for month in before}
    assert all(bill.net == before[month].net for month, bill in tried.items())
    assert entity_nets(before[OCTOBER], tried[OCTOBER])["difference"].sum() == 0

    change = planned_change(own_demo, code, trial, DEMO_TODAY, OCTOBER.plus(-1))
    written = save(own_demo, change, OWNER, AT, ())

    for month, bill in tried.items():
        assert monthly_bill(own_demo, code, month).charges == bill.charges, month
    undo(own_demo, written, OWNER, AT)
    assert {month: monthly_bill(own_demo, code, month) for month in before} == before


def test_months_before_a_move_do_not_change(demo: Base) -> None:
    subjects, target = some_of(demo, "ARMOR", 5)
    trial = Trial(steps=(Move(subjects, target, TWELFTH),))
    september = monthly_bill(demo, "ARMOR", OCTOBER.plus(-1))
    assert tried_bill(demo, "ARMOR", OCTOBER.plus(-1), trial).charges == september.charges


def test_own_invoices_and_mode_move_no_charge(demo: Base) -> None:
    bill = monthly_bill(demo, "ARMOR", OCTOBER)
    marked = tuple(e.entity_id for e in bill.state.entities if not e.head_office)
    tried = tried_bill(demo, "ARMOR", OCTOBER, Trial(own_invoices=marked, billing_mode=BillingMode.MIXED))
    assert tried.charges == bill.charges
    assert {e.entity_id for e in tried.state.entities if e.own_invoice} == set(marked)


def test_a_trial_of_what_is_already_so_is_no_trial(demo: Base) -> None:
    state = customer(demo, "FOURNIL").state
    same = Trial(
        own_invoices=tuple(e.entity_id for e in state.entities if e.own_invoice),
        sharing_key=SharingKey.EQUAL,
        billing_mode=BillingMode.MIXED,
    )
    assert settled(state, same).changes_nothing
    assert tried_bill(demo, "FOURNIL", OCTOBER, settled(state, same)) is monthly_bill(demo, "FOURNIL", OCTOBER)


def test_a_mode_that_needs_the_option_switches_it_on_from_today(own_demo: Base) -> None:
    change = planned_change(own_demo, "ANSE", Trial(billing_mode=BillingMode.PER_ENTITY), DEMO_TODAY)
    [period] = change.after.entity_billing
    assert (period.start, period.open_ended, change.before.entity_billing) == (DEMO_TODAY, True, ())
    save(own_demo, change, OWNER, AT, ())
    codes = [c.code for c in monthly_bill(own_demo, "ANSE", Month.of(DEMO_TODAY)).charges]
    assert OptionCode.ENTITY_BILLING in codes
    assert customer(own_demo, "ANSE").state.company.billing_mode == "per_entity"


def test_a_mode_whose_option_is_active_adds_nothing(demo: Base) -> None:
    change = planned_change(demo, "ARMOR", Trial(billing_mode=BillingMode.PER_ENTITY), DEMO_TODAY)
    assert change.before.entity_billing == change.after.entity_billing != ()
    no_option = planned_change(demo, "ANSE", Trial(sharing_key=SharingKey.EQUAL), DEMO_TODAY)
    assert no_option.after.entity_billing == ()


@pytest.mark.parametrize("code", COMPANIES)
def test_the_two_matrices_make_the_whole_bill(demo: Base, code: str) -> None:
    bill = monthly_bill(demo, code, OCTOBER)
    options, usage = (entity_matrix(bill, kind) for kind in (OptionCode, Destination))
    assert options["total"][-1] + usage["total"][-1] == bill.net
    nets: dict[str, Decimal] = defaultdict(Decimal)
    names = {e.entity_id: e.name for e in bill.state.entities}
    for charge in bill.charges:
        nets[names[charge.entity_id], charge.code] += charge.amount
    for frame in (options, usage):
        for row in frame.to_dicts()[:-1]:
            cells = {name: value for name, value in row.items() if name not in ("entity", "total")}
            assert sum(cells.values()) == row["total"]
            assert all(value == nets[row["entity"], name] for name, value in cells.items())


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ANSE"])
def test_common_charges_are_those_of_subjects_without_entity(demo: Base, code: str) -> None:
    found = common_charges(demo, code, OCTOBER, Trial())
    bill = monthly_bill(demo, code, OCTOBER)
    own = total([c.amount for c in bill.charges if c.share == 1 and c.subject not in {f.subject for f in found}])
    rest = total([c.amount for c in bill.charges if c.subject in {f.subject for f in found}])
    assert own + rest == bill.net
    assert found
    assert [c.amount for c in found] == sorted((c.amount for c in found), reverse=True)
    if bill.state.company.sharing_key != "head_office":
        shared = total([c.amount for c in bill.charges if c.share < 1])
        assert shared == total([c.amount for c in found])
