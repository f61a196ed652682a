"""A change of the allocation is written whole, only over what it replaces, and its roll-ups follow the calls."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from liveo.core.company import EntityId
from liveo.core.entities import SharingKey
from liveo.services.allocation_trial import Move, Trial, planned_change
from liveo.services.billing import customer
from liveo.store.allocation import AllocationChange, AllocationChanged, write_allocation
from liveo.store.database import Base
from liveo.store.journal import Entry
from tests.conftest import DEMO_TODAY

DAY = date(2026, 9, 12)
DAILY_KEYS = ["entity_id", "subject_id", "day", "destination", "kind", "country", "rate_id"]
HOURLY_KEYS = ["entity_id", "day", "hour", "destination", "kind", "country"]
ENTRY = Entry("alix", datetime(2026, 11, 23, tzinfo=UTC), "divide_bill", "Répartition")

# Written apart from rollups.sql: each call looks its entity up, day by day, among its own or its account's assignments.
EXPECTED = """
select
    calls.subject_id,
    calls.day,
    calls.hour::integer as hour,
    coalesce(calls.destination, calls.direction) as destination,
    coalesce(calls.rate_id, 0) as rate_id,
    coalesce(
        (
            select any_value(entity_id) from assignments
            where assignments.subject_id = calls.subject_id and calls.day >= start_day and calls.day < end_day
        ),
        (
            select any_value(assignments.entity_id)
            from resources
            inner join assignments on assignments.subject_id = resources.account_id
            where
                resources.subject_id = calls.subject_id and calls.day >= start_day and calls.day < end_day
                and not exists (select 1 from assignments as own where own.subject_id = calls.subject_id)
        ),
        0
    ) as entity_id,
    calls.kind,
    coalesce(calls.country, '') as country,
    calls.seconds::bigint as seconds,
    calls.amount_micros
from calls
where company_id = $company_id and subject_id is not null and reason is null
"""


def sums(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return frame.group_by(keys).agg(pl.len().alias("calls"), pl.sum("seconds"), pl.sum("amount_micros")).sort(keys)


def stored(base: Base, table: str, keys: list[str], company_id: int) -> pl.DataFrame:
    text = f"select * from {table} where company_id = $company_id"
    found = base.frame(text, {"company_id": company_id})
    measures = [pl.col(name).cast(pl.Int64) for name in ("calls", "seconds", "amount_micros")]
    hours = [pl.col("hour").cast(pl.Int32)] if "hour" in keys else []
    return found.with_columns(*hours).select(*keys, *measures).sort(keys)


def assert_rollups_follow_calls(base: Base, company_id: int) -> None:
    calls = base.frame(EXPECTED, {"company_id": company_id})
    entity_keys = [key for key in HOURLY_KEYS if key != "hour"]
    for table, keys in (("usage_daily", DAILY_KEYS), ("usage_entities", entity_keys), ("usage_hourly", HOURLY_KEYS)):
        expected = sums(calls, keys).with_columns(pl.col("calls").cast(pl.Int64))
        assert stored(base, table, keys, company_id).equals(expected), table


def move_of(base: Base, code: str, origin: str, target: str, count: int = 7) -> tuple[Move, AllocationChange]:
    state = customer(base, code).state
    ids = {entity.code: entity.entity_id for entity in state.entities}
    subjects = [a.subject_id for a in state.assignments if a.entity_id == ids[origin] and DAY in a.period][:count]
    move = Move(tuple(subjects), ids[target], DAY)
    return move, planned_change(base, code, Trial(steps=(move,)), DEMO_TODAY)


def unrated_of(base: Base, company_id: int) -> pl.DataFrame:
    text = "select * from unrated_daily where company_id = $company_id order by all"
    return base.frame(text, {"company_id": company_id})


def test_rollups_follow_the_calls_after_a_move_and_after_its_undoing(own_demo: Base) -> None:
    company_id = customer(own_demo, "ARMOR").state.company.subject_id
    assert_rollups_follow_calls(own_demo, company_id)
    before = [stored(own_demo, "usage_daily", DAILY_KEYS, company_id), unrated_of(own_demo, company_id)]
    _, change = move_of(own_demo, "ARMOR", "CARDIO", "EHPAD")

    write_allocation(own_demo, change, ENTRY)

    assert_rollups_follow_calls(own_demo, company_id)
    moved = stored(own_demo, "usage_daily", DAILY_KEYS, company_id)
    assert not moved.equals(before[0])
    assert moved["amount_micros"].sum() == before[0]["amount_micros"].sum()
    assert moved["calls"].sum() == before[0]["calls"].sum()
    assert unrated_of(own_demo, company_id).equals(before[1])

    write_allocation(own_demo, change.mirrored, ENTRY)

    assert stored(own_demo, "usage_daily", DAILY_KEYS, company_id).equals(before[0])
    assert_rollups_follow_calls(own_demo, company_id)


def test_no_day_before_the_move_and_no_other_company_is_touched(own_demo: Base) -> None:
    text = "select * from usage_daily where company_id != $company_id or day < $day order by all"
    params = {"company_id": customer(own_demo, "ARMOR").state.company.subject_id, "day": DAY}
    before = own_demo.frame(text, params)
    write_allocation(own_demo, move_of(own_demo, "ARMOR", "CARDIO", "EHPAD")[1], ENTRY)
    assert own_demo.frame(text, params).equals(before)


def test_a_move_ends_the_current_assignment_and_starts_the_new_one(own_demo: Base) -> None:
    move, change = move_of(own_demo, "ARMOR", "CARDIO", "EHPAD", count=1)
    write_allocation(own_demo, change, ENTRY)
    [subject] = move.subject_ids
    after = sorted(
        (a for a in customer(own_demo, "ARMOR").state.assignments if a.subject_id == subject), key=lambda a: a.period
    )
    assert after[-2].period.end == DAY
    assert (after[-1].entity_id, after[-1].period.start, after[-1].period.open_ended) == (move.entity_id, DAY, True)


def test_a_change_over_something_else_than_it_replaces_is_refused_and_writes_nothing(own_demo: Base) -> None:
    change = move_of(own_demo, "ARMOR", "CARDIO", "EHPAD")[1]
    other = move_of(own_demo, "ARMOR", "CARDIO", "LABO", count=1)[1]
    write_allocation(own_demo, other, ENTRY)
    version = own_demo.version
    with pytest.raises(AllocationChanged, match="modifiée entre-temps"):
        write_allocation(own_demo, change, ENTRY)
    assert own_demo.version == version
    assert_rollups_follow_calls(own_demo, change.company_id)


def test_settings_are_written_for_one_company_and_undone(own_demo: Base) -> None:
    before = {code: customer(own_demo, code).state for code in ("ARMOR", "FOURNIL", "ANSE")}
    entities: tuple[EntityId, ...] = tuple(sorted(e.entity_id for e in before["ANSE"].entities if not e.head_office))
    change = planned_change(own_demo, "ANSE", Trial(own_invoices=entities, sharing_key=SharingKey.EQUAL), DEMO_TODAY)
    write_allocation(own_demo, change, ENTRY)
    after = customer(own_demo, "ANSE").state
    assert after.company.sharing_key == "equal"
    assert {e.entity_id for e in after.entities if e.own_invoice} == set(entities)
    assert customer(own_demo, "ARMOR").state == before["ARMOR"]
    assert customer(own_demo, "FOURNIL").state == before["FOURNIL"]
    write_allocation(own_demo, change.mirrored, ENTRY)
    assert customer(own_demo, "ANSE").state == before["ANSE"]
