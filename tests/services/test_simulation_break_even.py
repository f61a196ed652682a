"""Proration against a fixed fee: what a number of days costs, and from where on the fee is cheaper."""

from datetime import date
from decimal import Decimal

import pytest

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import NegotiatePrice
from liveo.core.changes.subjects import AddSubjects
from liveo.core.periods import FOREVER, Month, Period
from liveo.services.billing import customer
from liveo.services.simulation import simulate
from liveo.services.simulation_break_even import BreakEven, break_even
from liveo.services.simulation_stages import PROSPECT, Step
from liveo.store.database import Base

NOVEMBER = Month(2026, 11)
ALWAYS = Period(date(2026, 1, 1))
THIRTY = NegotiatePrice(OptionCode.IVR_MENU, Decimal(30), ALWAYS)


def menus(count: int, period: Period) -> Step:
    """Return menus at 30 euros a month: a day of November costs one euro each."""
    ids = tuple(SubjectId(-rank) for rank in range(1, count + 1))
    return (THIRTY, AddSubjects(ids, OptionCode.IVR_MENU, "Menu", period))


def of_menus(demo: Base, count: int, period: Period) -> BreakEven:
    return break_even(demo, PROSPECT, NOVEMBER, (menus(count, period),))


def test_a_day_of_two_menus_at_30_euros_costs_two_euros_in_november(demo: Base) -> None:
    found = of_menus(demo, 2, Period(date(2026, 11, 1), date(2026, 11, 15)))
    assert found.by_days == tuple(Decimal(2 * days) for days in range(31))
    assert found.whole_month == 60
    assert found.added == 28


def test_a_fee_of_20_euros_is_reached_after_ten_days(demo: Base) -> None:
    found = of_menus(demo, 2, Period(date(2026, 11, 1), date(2026, 11, 15)))
    assert found.days_until(Decimal(20)) == 11
    assert found.days_until(Decimal(60)) is None
    assert found.days_until(Decimal(0)) == 1


def test_the_fee_that_costs_as_much_is_a_twelfth_of_what_the_months_add(demo: Base) -> None:
    found = of_menus(demo, 2, Period(date(2026, 11, 1), date(2026, 11, 15)))
    assert found.fee == Decimal("2.33")
    assert found.advantage(Decimal("2.33")) < 0 < found.advantage(Decimal("2.34"))
    always = of_menus(demo, 1, Period(date(2026, 11, 1), FOREVER))
    assert always.added == 360
    assert (always.fee, always.advantage(Decimal(30))) == (30, 0)


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_days_cost_what_a_simulation_of_them_says(demo: Base, code: str) -> None:
    lacking = [account.subject_id for account in customer(demo, code).state.accounts[-5:]]
    for days in (1, 14, 29):
        period = Period(date(2026, 11, 1), date(2026, 11, 1 + days))
        steps: tuple[Step, ...] = (
            (AddSubjects((SubjectId(-1), SubjectId(-2)), OptionCode.FAX, "Fax", period),),
            (SwitchOn(tuple(lacking), OptionCode.CALL_SUPERVISION, period),),
        )
        added = [g for g in simulate(demo, code, NOVEMBER, steps).groups if g.amount_after > g.amount_before]
        assert sum(g.amount_after for g in added) == break_even(demo, code, NOVEMBER, steps).by_days[days]


def test_steps_that_save_have_no_fee_and_switch_nothing_on(demo: Base) -> None:
    everybody = tuple(account.subject_id for account in customer(demo, "ARMOR").state.accounts)
    found = break_even(demo, "ARMOR", NOVEMBER, ((SwitchOff(everybody, OptionCode.ALIAS, date(2026, 11, 2)),),))
    assert found.added < 0
    assert found.fee is None
    assert found.whole_month == 0
