"""Scenarios: changes on top of the real state, billed by the same functions, with nothing written anywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import Catalogue, DayCount, OptionCode, SubjectId
from liveo.core.changes.division import MarkOwnInvoices, MoveTo
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState, EntityId
from liveo.core.errors import UnknownEntity, UnknownSubject
from liveo.core.periods import Period
from liveo.core.scenario import CHANGE_KINDS, Change, Outcome, Situation, StateChange, apply_changes, evaluate
from tests.core.builders import (
    ALICE,
    BRUNO,
    COMPANY,
    LYON,
    MARCH,
    NANTES,
    SELLER,
    active,
    assigned,
    calls,
    catalogue,
    march,
    state,
)
from tests.core.customers import USAGE, customers

ALIAS = OptionCode.ALIAS


def outcome(
    customer: CompanyState,
    *changes: Change,
    usage: Sequence[UsageSlice] = (),
    mode: BillingMode = BillingMode.SINGLE,
    prices: Catalogue | None = None,
) -> Outcome:
    """Return March 2026 before and after the changes."""
    billed = replace(customer, company=replace(customer.company, billing_mode=mode))
    return evaluate(Situation(billed, prices or catalogue()), changes, MARCH, usage, SELLER)


def difference(customer: CompanyState, *changes: Change, prices: Catalogue | None = None) -> Decimal:
    """Return what the changes add to the net amount of March 2026."""
    found = outcome(customer, *changes, prices=prices)
    return found.after.net - found.before.net


@given(customer=customers(), usage=USAGE, mode=st.sampled_from(BillingMode))
def test_a_scenario_without_changes_changes_nothing(
    customer: CompanyState, usage: list[UsageSlice], mode: BillingMode
) -> None:
    found = outcome(customer, usage=usage, mode=mode)
    assert found.before == found.after


@given(customer=customers(), usage=USAGE, day_count=st.sampled_from(DayCount))
def test_the_full_month_never_costs_less_than_prorata(
    customer: CompanyState, usage: list[UsageSlice], day_count: DayCount
) -> None:
    found = outcome(customer, usage=usage, prices=catalogue(day_count=day_count))
    assert found.full_month.net >= found.after.net


@given(customer=customers(), day=st.integers(1, 31).map(lambda n: date(2026, 3, n)), mode=st.sampled_from(BillingMode))
def test_moving_somebody_never_changes_the_net(customer: CompanyState, day: date, mode: BillingMode) -> None:
    found = outcome(customer, MoveTo((ALICE,), NANTES, day), mode=mode)
    assert found.before.net == found.after.net


def test_an_alias_switched_on_on_the_15th_adds_17_days() -> None:
    assert difference(state(), SwitchOn((ALICE,), ALIAS, march(15))) == Decimal("17.00")


def test_switching_on_for_a_fortnight_adds_14_days_for_each_account() -> None:
    assert difference(state(), SwitchOn((ALICE, BRUNO), ALIAS, march(1, 15))) == Decimal("28.00")


def test_switching_on_what_is_already_on_adds_nothing() -> None:
    assert difference(state(active(ALICE, march(1))), SwitchOn((ALICE,), ALIAS, march(10, 20))) == 0


def test_switching_off_on_the_15th_saves_17_days_and_leaves_others_alone() -> None:
    customer = state(
        active(ALICE, march(1)), active(BRUNO, march(1)), active(ALICE, march(1), OptionCode.CALL_RECORDING)
    )
    assert difference(customer, SwitchOff((ALICE,), ALIAS, date(2026, 3, 15))) == Decimal("-17.00")


@pytest.mark.parametrize("day_count", list(DayCount))
@pytest.mark.parametrize("day", range(1, 32))
def test_a_removal_that_is_simulated_costs_what_the_real_one_will(day: int, day_count: DayCount) -> None:
    removal = date(2026, 3, day)
    prices = catalogue(day_count=day_count)
    simulated = outcome(state(active(ALICE, march(9))), SwitchOff((ALICE,), ALIAS, removal), prices=prices).after
    if removal < date(2026, 3, 9):
        assert simulated.net == 0, "what would only start later does not start at all"
    else:
        real = state(active(ALICE, Period(date(2026, 3, 9), removal)))
        assert simulated == outcome(real, prices=prices).before


def test_switching_off_leaves_what_ended_before() -> None:
    assert difference(state(active(ALICE, march(1, 10))), SwitchOff((ALICE,), ALIAS, date(2026, 3, 20))) == 0


def test_switched_on_and_off_on_the_same_day_is_one_day() -> None:
    day = date(2026, 3, 15)
    assert difference(state(), SwitchOn((ALICE,), ALIAS, Period(day)), SwitchOff((ALICE,), ALIAS, day)) == 1


def test_changes_are_applied_in_order() -> None:
    on, off = SwitchOn((ALICE,), ALIAS, march(1)), SwitchOff((ALICE,), ALIAS, date(2026, 3, 15))
    assert difference(state(), on, off) == Decimal("14.00")
    assert difference(state(), off, on) == Decimal("31.00")


def test_a_move_on_the_12th_is_seen_on_both_invoices() -> None:
    customer = state(active(ALICE, march(1)), assignments=(assigned(ALICE, LYON),))
    paid_option = replace(
        customer, activations=(*customer.activations, active(COMPANY, march(1), OptionCode.ENTITY_BILLING))
    )
    moved = outcome(paid_option, MoveTo((ALICE,), NANTES, date(2026, 3, 12)), mode=BillingMode.PER_ENTITY)
    nets = {invoice.recipient.name: invoice.net for invoice in moved.after.invoices}
    assert nets == {"Acme": Decimal("9.00"), "Acme – Lyon": Decimal("11.00"), "Acme – Nantes": Decimal("20.00")}


def test_who_is_left_without_entity_is_paid_for_by_the_head_office() -> None:
    customer = state(active(ALICE, march(1)), assignments=(assigned(ALICE, LYON),))
    moved = outcome(customer, MoveTo((ALICE,), None, march(1).start), mode=BillingMode.PER_ENTITY).after
    assert [invoice.recipient.name for invoice in moved.invoices] == ["Acme"]


def test_the_last_of_two_moves_wins_from_its_day_on() -> None:
    twice = [MoveTo((ALICE,), NANTES, date(2026, 3, 20)), MoveTo((ALICE,), LYON, date(2026, 3, 10))]
    moved = apply_changes(state(assignments=(assigned(ALICE, NANTES),)), twice)
    assert moved.assignments == (
        assigned(ALICE, NANTES, Period(date.min, date(2026, 3, 10))),
        assigned(ALICE, LYON, march(10)),
    )


def test_marking_an_entity_gives_it_an_invoice_of_its_own_in_mode_4() -> None:
    customer = state(active(ALICE, march(1)), active(BRUNO, march(1)), assignments=(assigned(ALICE, LYON),))
    marked = outcome(customer, MarkOwnInvoices((LYON,)), mode=BillingMode.MIXED)
    assert [invoice.recipient.name for invoice in marked.before.invoices] == ["Acme"]
    assert [invoice.recipient.name for invoice in marked.after.invoices] == ["Acme", "Acme – Lyon"]


def test_fourteen_days_save_17_euros_against_full_month_billing() -> None:
    customer = state(active(ALICE, march(1, 15)))
    found = outcome(customer, usage=[calls(ALICE, 2_500_000)])
    assert found.full_month.net - found.after.net == Decimal("17.00")


def test_full_month_billing_leaves_out_what_was_not_active_in_the_month() -> None:
    customer = state(active(ALICE, Period(date(2026, 1, 1), MARCH.first)), active(BRUNO, Period(MARCH.period.end)))
    assert outcome(customer).full_month.net == 0


def test_a_scenario_leaves_the_real_state_as_it_was() -> None:
    customer = state(active(ALICE, march(1)), assignments=(assigned(ALICE, LYON),))
    before = replace(customer)
    outcome(
        customer,
        SwitchOff((ALICE,), ALIAS, date(2026, 3, 2)),
        MoveTo((ALICE,), NANTES, date(2026, 3, 2)),
        MarkOwnInvoices((LYON,)),
    )
    assert customer == before


@pytest.mark.parametrize(
    "change",
    [
        SwitchOn((ALICE, SubjectId(999)), ALIAS, march(1)),
        SwitchOff((SubjectId(999),), ALIAS, march(1).start),
        MoveTo((SubjectId(999),), LYON, march(1).start),
    ],
)
def test_a_change_to_an_account_of_another_company_is_refused(change: StateChange) -> None:
    with pytest.raises(UnknownSubject, match="n'appartient pas à l'entreprise"):
        apply_changes(state(), [change])


@pytest.mark.parametrize("change", [MoveTo((ALICE,), EntityId(999), march(1).start), MarkOwnInvoices((EntityId(999),))])
def test_a_change_to_an_entity_of_another_company_is_refused(change: StateChange) -> None:
    with pytest.raises(UnknownEntity, match="n'appartient pas à l'entreprise"):
        apply_changes(state(), [change])


def test_every_kind_of_change_has_its_row() -> None:
    assert set(CHANGE_KINDS.values()) == set(get_args(Change))
