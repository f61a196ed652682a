"""The simulator's figures: those of the core for the whole company, and a naive recomputation for what is touched."""

import time
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects
from liveo.core.comparison import Simulation
from liveo.core.errors import UnknownSubject
from liveo.core.invoice import InvoiceRun
from liveo.core.periods import Month, Period
from liveo.core.scenario import Outcome, Situation, evaluate
from liveo.services.billing import customer
from liveo.services.simulation import months_ahead, simulate
from liveo.services.simulation_stages import Step
from liveo.store.database import Base
from liveo.store.usage import usage_slices

NOVEMBER, OCTOBER = Month(2026, 11), Month(2026, 10)
COMPANIES = pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
MENU: Step = (
    AddSubjects((SubjectId(-1),), OptionCode.IVR_MENU, "Menu", Period(date(2026, 11, 1), date(2026, 11, 15))),
)


def accounts(base: Base, code: str, count: int | None = None) -> tuple[SubjectId, ...]:
    """Return the first accounts of a company, or all."""
    return tuple(account.subject_id for account in customer(base, code).state.accounts[:count])


def least_seconds(work: Callable[[], object]) -> float:
    """Return the least processor time of five runs: what others do on the machine only ever adds to it."""
    spent = []
    for _ in range(5):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def several_steps(base: Base, code: str) -> tuple[Step, ...]:
    """Return steps of every kind, some on the same subjects."""
    everybody, ten = accounts(base, code), accounts(base, code, 10)
    return (
        MENU,
        (SwitchOn(ten, OptionCode.CALL_RECORDING, Period(date(2026, 11, 10))),),
        (SwitchOn(everybody, OptionCode.CALL_SUPERVISION, Period(date(2026, 11, 3), date(2026, 11, 12))),),
        (SwitchOff(ten, OptionCode.CALL_RECORDING, date(2026, 11, 20)),),
        tuple(SwitchOff(ten[:3], option, date(2026, 11, 16)) for option in (OptionCode.ACCOUNT, OptionCode.ALIAS)),
        (SwitchOff((customer(base, code).state.company.subject_id,), OptionCode.ENTITY_BILLING, date(2026, 11, 1)),),
    )


def by_the_core(base: Base, code: str, month: Month, steps: Iterable[Step]) -> Outcome:
    """Return what the core makes of the same changes, from nothing kept."""
    known = customer(base, code)
    usage = usage_slices(base, known.state.company.subject_id, month)
    changes = [change for step in steps for change in step]
    return evaluate(Situation(known.state, known.catalogue), changes, month, usage, known.seller)


def figures(run: InvoiceRun) -> tuple[Decimal, Decimal, int]:
    """Return net, gross and number of documents."""
    return run.net, run.gross, len(run.invoices)


def shown(simulation: Simulation, *, after: bool) -> tuple[Decimal, Decimal, int]:
    """Return the same three of a simulation."""
    totals = simulation.after if after else simulation.before
    return totals.net, totals.gross, totals.documents


@COMPANIES
@pytest.mark.parametrize("month", [OCTOBER, NOVEMBER], ids=str)
def test_before_after_and_full_month_are_those_of_the_core(demo: Base, code: str, month: Month) -> None:
    steps = several_steps(demo, code)
    simulation, outcome = simulate(demo, code, month, steps), by_the_core(demo, code, month, steps)
    assert shown(simulation, after=False) == figures(outcome.before)
    assert shown(simulation, after=True) == figures(outcome.after)
    assert simulation.full_month == outcome.full_month.net
    assert simulation.full_month == sum(row.full_month for row in simulation.rows)


@COMPANIES
def test_steps_add_up_from_before_to_after(demo: Base, code: str) -> None:
    steps = several_steps(demo, code)
    simulation = simulate(demo, code, NOVEMBER, steps)
    assert len(simulation.effects) == len(steps)
    assert simulation.before.net + sum(simulation.effects) == simulation.after.net
    for count in range(len(steps)):
        assert simulate(demo, code, NOVEMBER, steps[:count]).difference == sum(simulation.effects[:count])


@COMPANIES
def test_rows_and_explanations_add_up_to_the_same_difference_and_saving(demo: Base, code: str) -> None:
    simulation = simulate(demo, code, NOVEMBER, several_steps(demo, code))
    assert sum(row.difference for row in simulation.rows) == simulation.difference
    assert sum(row.saved for row in simulation.rows) == simulation.saved
    assert sum(g.amount_after - g.amount_before for g in simulation.groups) == simulation.difference
    untouched = simulate(demo, code, NOVEMBER, ()).saved
    assert 0 <= simulation.saved_by_steps <= simulation.saved
    assert simulation.saved - simulation.saved_by_steps <= untouched


@COMPANIES
def test_nothing_planned_changes_nothing(demo: Base, code: str) -> None:
    simulation = simulate(demo, code, NOVEMBER, ())
    assert simulation.before == simulation.after
    assert (simulation.difference, simulation.effects, simulation.groups) == (0, (), ())
    assert simulation.saved >= 0


@COMPANIES
def test_a_menu_for_two_weeks_costs_14_days_of_30_of_its_price(demo: Base, code: str) -> None:
    [price] = demo.frame(
        """
        select prices.monthly
        from prices
        left join companies on prices.company_id = companies.subject_id
        where prices.option = 'ivr_menu' and prices.start_day <= '2026-11-01' and prices.end_day > '2026-11-15'
        and (prices.company_id is null or companies.code = $code)
        order by prices.company_id nulls last
        limit 1
        """,
        {"code": code},
    )["monthly"]
    simulation = simulate(demo, code, NOVEMBER, (MENU,))
    owed = (price * 14 / 30).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert simulation.difference == owed
    assert simulation.saved_by_steps == price.quantize(Decimal("0.01")) - owed


@COMPANIES
def test_recording_for_ten_accounts_costs_21_days_of_30_for_those_who_had_none(demo: Base, code: str) -> None:
    lacking = [
        SubjectId(row["subject_id"])
        for row in demo.frame(
            """
            select a.subject_id from accounts as a
            join companies as c on c.subject_id = a.company_id
            where c.code = $code and a.subject_id not in (
                select subject_id from activations
                where option = 'call_recording' and start_day < '2026-12-01' and end_day > '2026-11-01'
            ) order by a.subject_id limit 10
            """,
            {"code": code},
        ).to_dicts()
    ]
    step = (SwitchOn(tuple(lacking), OptionCode.CALL_RECORDING, Period(date(2026, 11, 10))),)
    simulation = simulate(demo, code, NOVEMBER, (step,))
    assert simulation.difference == 10 * Decimal("4.83")  # 6.90 × 21 ÷ 30
    [group] = simulation.groups
    assert (len(group.subjects), group.amount_before, group.saved) == (10, 0, Decimal("20.70"))


def test_a_month_that_no_step_touches_stays_as_it_is(demo: Base) -> None:
    simulation = simulate(demo, "ARMOR", OCTOBER, (MENU,))
    assert (simulation.difference, simulation.effects, simulation.groups) == (0, (0,), ())


def test_the_option_that_the_mode_asks_for_is_owed_even_when_switched_off(demo: Base) -> None:
    company = customer(demo, "FOURNIL").state.company.subject_id
    off = (SwitchOff((company,), OptionCode.ENTITY_BILLING, date(2026, 10, 1)),)
    assert simulate(demo, "FOURNIL", NOVEMBER, (off,)).difference == 0


@COMPANIES
def test_each_month_to_come_differs_as_its_own_simulation_says(demo: Base, code: str) -> None:
    steps = several_steps(demo, code)
    found = months_ahead(demo, code, OCTOBER, steps, 3)
    assert [row.month for row in found] == [OCTOBER, NOVEMBER, Month(2026, 12)]
    for row in found:
        simulation = simulate(demo, code, row.month, steps)
        assert (row.difference, row.saved) == (simulation.difference, simulation.saved)
        options = [line for line in simulation.rows if isinstance(line.code, OptionCode)]
        assert row.before == sum(line.before for line in options)
        assert row.full_month == sum(line.full_month for line in options)


def test_a_subject_of_somebody_else_is_refused(demo: Base) -> None:
    step = (SwitchOn(accounts(demo, "ARMOR", 1), OptionCode.ALIAS, Period(date(2026, 11, 1))),)
    with pytest.raises(UnknownSubject):
        simulate(demo, "FOURNIL", NOVEMBER, (step,))


@COMPANIES
def test_a_simulation_writes_nothing(demo: Base, code: str) -> None:
    count = (
        "select (select count(*) from accounts), (select count(*) from resources), (select count(*) from activations)"
    )
    before = (demo.version, demo.frame(count).rows())
    simulate(demo, code, NOVEMBER, several_steps(demo, code))
    assert (demo.version, demo.frame(count).rows()) == before


def test_a_toggle_on_900_accounts_answers_at_once(demo: Base) -> None:
    """The month and twelve ahead cost less than one month from nothing, about a quarter: little is redone."""
    everybody = (SwitchOn(accounts(demo, "FOURNIL"), OptionCode.ALIAS, Period(date(2026, 11, 7))),)
    simulate(demo, "FOURNIL", NOVEMBER, ())
    months_ahead(demo, "FOURNIL", NOVEMBER, ())
    from_nothing = least_seconds(lambda: by_the_core(demo, "FOURNIL", NOVEMBER, (MENU, everybody)))
    fresh = iter(date(2026, 11, day) for day in range(8, 13))

    def toggle() -> None:
        steps = (MENU, (SwitchOn(accounts(demo, "FOURNIL"), OptionCode.ALIAS, Period(next(fresh))),))
        simulate(demo, "FOURNIL", NOVEMBER, steps)
        months_ahead(demo, "FOURNIL", NOVEMBER, steps)

    assert least_seconds(toggle) < from_nothing
