"""A trial of the Répartition is kept as a scenario, and comes back the same."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.changes.division import BillIn, MoveTo
from liveo.core.changes.options import SwitchOn
from liveo.core.company import CompanyState
from liveo.core.entities import SharingKey
from liveo.core.errors import LiveoError
from liveo.core.invoicing import MonthlyBill
from liveo.services.allocation_trial import Trial, settled, tried_bill, tried_state
from liveo.services.moves import Move
from liveo.services.scenario_document import (
    Scenario,
    ScenarioPage,
    ScenarioStep,
    plan_of_scenario,
    read_scenario,
    scenario_text,
)
from liveo.services.scenario_schema import ScenarioRefused
from liveo.services.scenario_trial import scenario_of_trial, trial_of_scenario
from liveo.services.simulation_bills import simulated_bill
from liveo.store.database import Base
from tests.core.builders import ALICE, LYON, MARCH, NANTES, QUEUE, active, assigned, march, state
from tests.core.customers import customers
from tests.scenarios.small_base import fill, prepare
from tests.services.test_random_divisions import trials


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    made = Base(tmp_path_factory.mktemp("trial") / "liveo.duckdb")
    prepare(made)
    yield made
    made.close()


def kept(base: Base, trial: Trial) -> Scenario:
    text = scenario_text(base, scenario_of_trial(base, "ACME", MARCH, trial))
    return read_scenario(base, text)


@given(customers(), trials())
def test_a_trial_comes_back_from_its_file(base: Base, customer: CompanyState, trial: Trial) -> None:
    fill(base, customer, [])
    found = kept(base, trial)
    assert found.page is ScenarioPage.ALLOCATION
    # Fixed shares are kept with the key under which they were tried: that of the company, where no other was.
    own_key = SharingKey(customer.company.sharing_key) if trial.fixed_shares is not None else None
    assert trial_of_scenario(found) == replace(trial, sharing_key=trial.sharing_key or own_key)
    try:
        tried_state(customer, trial)
        plan = plan_of_scenario(base, found)
    except LiveoError:
        return  # a step that cannot be
    wanted = settled(customer, trial)
    simulated = outcome(lambda: simulated_bill(base, "ACME", MARCH, plan.active_steps))
    assert simulated == outcome(lambda: tried_bill(base, "ACME", MARCH, wanted))


def outcome(bill: Callable[[], MonthlyBill]) -> object:
    """Return what a bill comes to, or the kind of its refusal: shares that do not make 100 %, for instance."""
    try:
        return bill().net
    except LiveoError as refusal:
        return type(refusal)


def test_fixed_shares_are_kept_under_the_key_of_the_company(base: Base) -> None:
    fill(base, state(key="accounts"), [])
    trial = Trial(fixed_shares=((LYON, Decimal(40)), (NANTES, Decimal(60))))
    assert trial_of_scenario(kept(base, trial)) == Trial(
        sharing_key=SharingKey.ACCOUNTS, fixed_shares=trial.fixed_shares
    )


def test_a_move_on_the_repartition_is_the_same_on_the_simulateur(base: Base) -> None:
    fill(base, state(active(QUEUE, march(1), OptionCode.CALL_QUEUE), assignments=(assigned(ALICE, LYON),)), [])
    trial = Trial((Move((QUEUE,), NANTES, date(2026, 3, 12)),), billing_mode=BillingMode.PER_ENTITY)
    plan = plan_of_scenario(base, kept(base, trial))
    simulated = {(c.entity_id, c.amount) for c in simulated_bill(base, "ACME", MARCH, plan.active_steps).charges}
    assert simulated == {(c.entity_id, c.amount) for c in tried_bill(base, "ACME", MARCH, trial).charges}
    assert len(simulated) == 2


def test_a_scenario_of_the_simulateur_that_only_divides_is_tried_on_the_repartition() -> None:
    steps = (
        ScenarioStep((MoveTo((ALICE,), LYON, date(2026, 3, 12)),)),
        ScenarioStep((BillIn(BillingMode.PER_ENTITY),), active=False),
    )
    assert trial_of_scenario(Scenario("ACME", MARCH, steps)) == Trial((Move((ALICE,), LYON, date(2026, 3, 12)),))


def test_a_scenario_that_changes_options_is_for_the_simulateur() -> None:
    step = ScenarioStep((SwitchOn((ALICE,), OptionCode.ALIAS, march(1)),))
    with pytest.raises(ScenarioRefused, match="Simulateur"):
        trial_of_scenario(Scenario("ACME", MARCH, (step,)))
