"""Budgets: from a month on, seen and set by those who may, and set against the very calls of the base."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liveo.core.company import EntityId
from liveo.core.errors import NotAllowed
from liveo.core.people import Person
from liveo.core.periods import Month, Period
from liveo.services.billing import customer
from liveo.services.budget_use import BudgetLine, budget_days, budget_lines, of_budget
from liveo.services.budgets import (
    COMPANY,
    BudgetRefused,
    budgets_in,
    budgets_over,
    company_budget,
    put_back,
    set_budgets,
)
from liveo.services.consumption import Direction, UsageFilter
from liveo.services.consumption_names import names_seen_by
from liveo.services.demonstration import build_demonstration
from liveo.services.people import OWNER, people
from liveo.store.database import Base
from liveo.store.journal import broken_entries
from tests.conftest import DEMO_TODAY

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A small demonstration that tests may write to."""
    base = Base(tmp_path_factory.mktemp("budgets") / "base.duckdb")
    build_demonstration(base, DEMO_TODAY, scale=0.02)
    yield base
    base.close()


def person(base: Base, login: str) -> Person:
    return next(one for one in people(base) if one.login == login)


def entity(base: Base, company: str, code: str) -> EntityId:
    return next(one.entity_id for one in customer(base, company).state.entities if one.code == code)


def test_a_budget_holds_until_the_next_and_the_past_keeps_its_own(small: Base) -> None:
    company_id = customer(small, "ANSE").state.company.subject_id
    found = {month: budgets_in(small, company_id, Month(2026, month)).get(COMPANY) for month in (7, 8, 11)}
    assert found == {7: Decimal("75.00"), 8: Decimal("70.00"), 11: Decimal("70.00")}
    assert budgets_over(small, company_id, [Month(2026, 7), Month(2026, 8)]) == {COMPANY: Decimal("145.00")}


def test_the_company_has_its_own_budget_or_the_sum_of_its_entities() -> None:
    parts = {EntityId(3): Decimal("10.00"), EntityId(4): Decimal("5.50")}
    assert company_budget(parts) == Decimal("15.50")
    assert company_budget({**parts, COMPANY: Decimal("12.00")}) == Decimal("12.00")
    assert company_budget({}) is None


def test_setting_taking_away_and_putting_back_leave_their_trace(small: Base) -> None:
    company_id, caen = customer(small, "FOURNIL").state.company.subject_id, entity(small, "FOURNIL", "CAEN")
    before = set_budgets(small, "FOURNIL", NOVEMBER, {caen: Decimal("99.90")}, OWNER)
    assert budgets_in(small, company_id, NOVEMBER)[caen] == Decimal("99.90")
    assert budgets_in(small, company_id, OCTOBER)[caen] == Decimal("8.00")
    set_budgets(small, "FOURNIL", NOVEMBER, {caen: None}, OWNER)
    assert caen not in budgets_in(small, company_id, NOVEMBER)
    put_back(small, "FOURNIL", before, OWNER)
    assert budgets_in(small, company_id, NOVEMBER)[caen] == Decimal("8.00")
    actions = [row["action"] for row in small.rows("journal")]
    assert actions[-3:] == ["set_budgets", "set_budgets", "put_back_budgets"]
    assert list(broken_entries(small)) == []


def test_what_stands_already_is_not_written_again(small: Base) -> None:
    version, caen = small.version, entity(small, "FOURNIL", "CAEN")
    assert set_budgets(small, "FOURNIL", NOVEMBER, {caen: Decimal("8.00")}, OWNER) == {}
    assert small.version == version


@pytest.mark.parametrize("amount", [Decimal("-0.01"), Decimal("10000000.01")])
def test_an_amount_that_cannot_be_is_refused_by_name(small: Base, amount: Decimal) -> None:
    with pytest.raises(BudgetRefused, match="Fournil de Caen"):
        set_budgets(small, "FOURNIL", NOVEMBER, {entity(small, "FOURNIL", "CAEN"): amount}, OWNER)


def test_an_entity_of_another_company_is_refused(small: Base) -> None:
    with pytest.raises(BudgetRefused, match="rechargez"):
        set_budgets(small, "FOURNIL", NOVEMBER, {entity(small, "ARMOR", "LABO"): Decimal(1)}, OWNER)


@pytest.mark.parametrize("login", ["noa.perrin", "sacha.morel", "lou.henry"])
def test_only_managers_and_administrators_set_budgets(small: Base, login: str) -> None:
    with pytest.raises(NotAllowed):
        set_budgets(small, "FOURNIL", NOVEMBER, {COMPANY: Decimal(1)}, person(small, login))


def test_a_manager_sets_them_for_their_own_company_only(small: Base) -> None:
    with pytest.raises(NotAllowed, match="périmètre"):
        set_budgets(small, "ARMOR", NOVEMBER, {COMPANY: Decimal(1)}, person(small, "alix.garnier"))


def test_who_sees_one_entity_sees_its_budget_and_no_other(demo: Base) -> None:
    supervisor = person(demo, "noa.perrin")
    names = names_seen_by(demo, "FOURNIL", supervisor)
    asked = UsageFilter(names.company_id, OCTOBER.period, within_entities=names.within_entities)
    whole, *parts = budget_lines(demo, "FOURNIL", asked, names, DEMO_TODAY)
    assert [(line.entity_id, line.budget) for line in parts] == [(names.within_entities[0], Decimal("12.00"))]
    assert (whole.budget, whole.spent) == (Decimal("12.00"), parts[0].spent)


def test_who_sees_an_account_sees_no_budget(demo: Base) -> None:
    names = names_seen_by(demo, "FOURNIL", person(demo, "lou.henry"))
    asked = UsageFilter(names.company_id, OCTOBER.period, within_subjects=names.within_subjects)
    assert all(line.budget is None for line in budget_lines(demo, "FOURNIL", asked, names, DEMO_TODAY))
    assert all(day.budget is None for day in budget_days(demo, "FOURNIL", asked, DEMO_TODAY))


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ANSE"])
def test_what_is_spent_is_the_sum_of_the_outbound_calls_of_the_month(demo: Base, code: str) -> None:
    names = names_seen_by(demo, code, OWNER)
    asked = UsageFilter(names.company_id, Period(date(2026, 10, 5), date(2026, 10, 9)), (Direction.INBOUND,))
    whole, *parts = budget_lines(demo, code, asked, names, DEMO_TODAY)
    rows = demo.frame(
        "select sum(amount_micros)::bigint from calls where company_id = $company and direction = 'outbound' "
        "and reason is null and day >= '2026-10-01' and day < '2026-11-01'",
        {"company": names.company_id},
    )
    assert whole.spent == whole.expected == Decimal(rows.item()).scaleb(-6).quantize(Decimal("0.01"))
    assert abs(sum(line.spent for line in parts) - whole.spent) <= Decimal("0.005") * len(parts)


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ATELIER"])
def test_the_course_ends_with_the_figures_above_it(demo: Base, code: str) -> None:
    names = names_seen_by(demo, code, OWNER)
    asked = UsageFilter(names.company_id, NOVEMBER.period)
    whole = budget_lines(demo, code, asked, names, DEMO_TODAY)[0]
    days = budget_days(demo, code, asked, DEMO_TODAY)
    assert len(days) == 30
    assert (days[-1].budget, days[-1].expected) == (whole.budget, whole.expected)
    last = [day for day in days if day.spent is not None][-1]
    assert last.spent == last.expected == whole.spent  # the dashes begin where the line ends


def test_months_together_need_a_budget_in_each(demo: Base) -> None:
    names = names_seen_by(demo, "LENOIR", OWNER)
    asked = UsageFilter(names.company_id, Period(date(2026, 9, 1), date(2026, 11, 1)))
    assert budget_lines(demo, "LENOIR", asked, names, DEMO_TODAY)[0].budget is None
    assert of_budget(asked).period == asked.period


def test_a_line_tells_what_is_left_used_and_too_much() -> None:
    line = BudgetLine(COMPANY, Decimal("10.00"), Decimal("12.00"), Decimal("15.00"))
    assert (line.left, line.used, line.overrun) == (Decimal("-2.00"), Fraction(6, 5), Decimal("5.00"))
    free = BudgetLine(COMPANY, None, Decimal("12.00"), Decimal("15.00"))
    assert (free.left, free.used, free.overrun) == (None, None, 0)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 24), st.none() | st.decimals(0, 10_000, places=2)), min_size=1, max_size=6))
def test_whatever_is_set_when_the_latest_word_on_a_month_holds(
    small: Base, said: list[tuple[int, Decimal | None]]
) -> None:
    company_id, caen = customer(small, "FOURNIL").state.company.subject_id, entity(small, "FOURNIL", "CAEN")
    start = Month(2030, 1)
    set_budgets(small, "FOURNIL", start, {caen: None}, OWNER)
    told: dict[int, Decimal | None] = {0: None}
    for months, amount in said:
        held = next(told[step] for step in sorted(told, reverse=True) if step <= months)
        if amount != held:
            told[months] = amount
        set_budgets(small, "FOURNIL", start.plus(months), {caen: amount}, OWNER)
    for months in range(26):
        expected = next(told[step] for step in sorted(told, reverse=True) if step <= months)
        assert budgets_in(small, company_id, start.plus(months)).get(caen) == expected
    put_back(small, "FOURNIL", {caen: ((Month(2025, 11), Decimal("8.00")),)}, OWNER)
