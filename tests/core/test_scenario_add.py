"""Subjects that do not exist yet: priced like real ones, under ids that real ones never bear."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OPTION_TYPES, DayCount, OptionCode, Owner, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.company import CompanyState, EntityId, Resource
from liveo.core.errors import InvalidChange, UnknownEntity
from liveo.core.invoice import InvoiceRun
from liveo.core.periods import Period
from liveo.core.scenario import Change, Outcome, Situation, apply_changes, evaluate
from tests.core.builders import ALICE, COMPANY, LYON, MARCH, SELLER, active, catalogue, march, state

NEW, NEXT = SubjectId(-1), SubjectId(-2)
IVR, ACCOUNT, RECORDING = OptionCode.IVR_MENU, OptionCode.ACCOUNT, OptionCode.CALL_RECORDING
ADDABLE = [t.code for t in OPTION_TYPES.values() if t.owner is Owner.RESOURCE or t.code is ACCOUNT]


def outcome(
    customer: CompanyState,
    *changes: Change,
    mode: BillingMode = BillingMode.SINGLE,
    count: DayCount = DayCount.HALF_OPEN,
) -> Outcome:
    """Return March 2026 before and after the changes; every option costs 31.00 a month."""
    billed = replace(customer, company=replace(customer.company, billing_mode=mode))
    return evaluate(Situation(billed, catalogue(day_count=count)), changes, MARCH, (), SELLER)


def labels(run: InvoiceRun) -> list[str]:
    """Return who is charged, in the order of the invoices."""
    return [charge.subject.label for invoice in run.invoices for line in invoice.lines for charge in line.charges]


def test_a_second_menu_for_two_weeks_owes_14_days_of_31() -> None:
    menu = AddSubjects((NEW,), IVR, "Menu de Noël", march(1, 15))
    result = outcome(state(), menu)
    assert (result.before.net, result.after.net, result.full_month.net) == (
        Decimal("0.00"),
        Decimal("14.00"),
        Decimal("31.00"),
    )
    assert labels(result.after) == ["Menu de Noël"]


def test_five_new_accounts_with_recording_from_the_12th_owe_20_days_twice_each() -> None:
    ids = new_subject_ids((), 5)
    result = outcome(state(), AddSubjects(ids, ACCOUNT, "Agent", march(12), extras=(RECORDING,)))
    assert result.after.net == 5 * 2 * Decimal("20.00")
    assert labels(result.after)[:5] == [f"nouveau · Agent {n}" for n in range(1, 6)]


def test_a_new_account_of_an_entity_stands_on_the_invoice_of_that_entity() -> None:
    change = AddSubjects((NEW,), ACCOUNT, "Agent", march(15), entity_id=LYON)
    run = outcome(
        state(active(COMPANY, march(1), OptionCode.ENTITY_BILLING)), change, mode=BillingMode.PER_ENTITY
    ).after
    [lyon] = [invoice for invoice in run.invoices if invoice.recipient.entity is not None]
    assert (lyon.recipient.entity.entity_id, lyon.net) == (LYON, Decimal("17.00"))


def test_added_and_removed_on_the_same_day_owes_one_day() -> None:
    assert outcome(state(), AddSubjects((NEW,), IVR, "Essai", march(5, 5))).after.net == Decimal("1.00")


def test_the_touched_day_count_bills_the_removal_day_too() -> None:
    menu = AddSubjects((NEW,), IVR, "Menu", march(1, 15))
    assert outcome(state(), menu, count=DayCount.TOUCHED).after.net == Decimal("15.00")


def test_later_changes_apply_to_what_was_added() -> None:
    added = AddSubjects((NEW, NEXT), ACCOUNT, "Agent", march(1))
    recorded = SwitchOn((NEW,), RECORDING, march(1, 2))
    removed = SwitchOff((NEXT,), ACCOUNT, date(2026, 3, 11))
    assert outcome(state(), added, recorded, removed).after.net == Decimal("31.00") + Decimal("1.00") + Decimal("10.00")


def test_what_exists_already_is_left_as_it_is() -> None:
    customer = state(active(ALICE, march(1)))
    changed = apply_changes(customer, [AddSubjects((NEW,), ACCOUNT, "Agent", march(1))])
    assert changed.accounts[: len(customer.accounts)] == customer.accounts
    assert changed.activations[: len(customer.activations)] == customer.activations


def test_new_ids_follow_the_lowest_taken() -> None:
    assert new_subject_ids((), 2) == (-1, -2)
    assert new_subject_ids((ALICE, SubjectId(-3)), 2) == (-4, -5)
    assert new_subject_ids((ALICE,), 0) == ()


@pytest.mark.parametrize("option", [code for code in OptionCode if code not in ADDABLE])
def test_only_an_account_or_a_resource_can_be_added(option: OptionCode) -> None:
    with pytest.raises(InvalidChange, match="Seuls un compte ou une ressource"):
        AddSubjects((NEW,), option, "Impossible", march(1))


@pytest.mark.parametrize(("option", "extra"), [(IVR, RECORDING), (ACCOUNT, IVR), (ACCOUNT, OptionCode.ENTITY_BILLING)])
def test_only_options_of_accounts_come_with_a_new_account(option: OptionCode, extra: OptionCode) -> None:
    with pytest.raises(InvalidChange, match="options de compte"):
        AddSubjects((NEW,), option, "Impossible", march(1), extras=(extra,))


@pytest.mark.parametrize("ids", [(), (ALICE,), (NEW, SubjectId(0))])
def test_ids_at_or_above_zero_and_no_id_at_all_are_refused(ids: tuple[SubjectId, ...]) -> None:
    with pytest.raises(InvalidChange, match="au moins un"):
        AddSubjects(ids, IVR, "Impossible", march(1))


def test_an_id_cannot_be_added_twice() -> None:
    menu = AddSubjects((NEW,), IVR, "Menu", march(1))
    with pytest.raises(InvalidChange, match="reprend"):
        apply_changes(state(), [menu, menu])


def test_an_entity_of_somebody_else_is_refused() -> None:
    with pytest.raises(UnknownEntity):
        outcome(state(), AddSubjects((NEW,), ACCOUNT, "Agent", march(1), entity_id=EntityId(999)))


@given(
    st.sampled_from(ADDABLE), st.integers(1, 4), st.integers(0, 40), st.integers(0, 40), st.sampled_from(BillingMode)
)
def test_an_addition_costs_the_same_in_every_mode_as_the_same_days_on_a_real_subject(
    option: OptionCode, count: int, start: int, length: int, mode: BillingMode
) -> None:
    first = date(2026, 2, 20) + timedelta(days=start)
    period = Period(first, first + timedelta(days=length))
    customer = state(active(COMPANY, march(1), OptionCode.ENTITY_BILLING))
    real_one = SubjectId(99)
    customer = replace(customer, resources=(*customer.resources, Resource(real_one, "R99", option, "Ancien")))
    bearer = ALICE if option is ACCOUNT else real_one
    added = outcome(customer, AddSubjects(new_subject_ids((), count), option, "Essai", period), mode=mode)
    real = outcome(customer, SwitchOn((bearer,), option, period), mode=mode)
    assert added.after.net - added.before.net == count * (real.after.net - real.before.net)
    assert added.full_month.net >= added.after.net
