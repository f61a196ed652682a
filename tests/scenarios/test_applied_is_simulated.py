"""A scenario that is applied bills what it simulated, in all four modes, and its undoing leaves nothing behind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from liveo.core.billing_modes import BILLING_MODES, BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState
from liveo.core.invoicing import build_invoices
from liveo.core.periods import Month
from liveo.core.scenario import Change
from liveo.services.applying import application_plan, applications, apply_scenario, undo_scenario
from liveo.services.billing import invoice_run
from liveo.services.people import OWNER
from liveo.services.simulation_bills import simulated_bill
from liveo.store.database import Base
from liveo.store.journal import broken_entries
from tests.core.builders import MARCH, SELLER
from tests.core.customers import USAGE
from tests.scenarios.drawn_changes import Setting, changes, divided_customers, settings
from tests.scenarios.small_base import fill, prepare
from tests.scenarios.test_simulated_is_real import figures, that_fit

AT = datetime(2026, 3, 20, 9, tzinfo=UTC)
TODAY = date(2026, 3, 20)
FEBRUARY = Month(2026, 2)
KEPT = "divisions entities accounts resources assignments prices usage_daily usage_hourly calls".split()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    made = Base(tmp_path_factory.mktemp("applied") / "liveo.duckdb")
    prepare(made)
    yield made
    made.close()


def content(base: Base) -> dict[str, list[tuple[object, ...]]]:
    """Return all that bills are made from; an activation is what it says, whatever its number."""
    found: dict[str, pl.DataFrame] = {table: base.frame(f"from {table} order by all") for table in KEPT}
    found["activations"] = base.frame("select distinct * exclude (activation_id) from activations order by all")
    return {table: frame.rows() for table, frame in found.items()}


@given(divided_customers(), USAGE, settings(), changes(), st.sampled_from([FEBRUARY, MARCH]))
def test_what_is_applied_is_what_was_simulated_and_can_be_undone(
    base: Base, customer: CompanyState, usage: list[UsageSlice], found: Setting, tried: list[Change], since: Month
) -> None:
    fill(base, customer, usage, found.day_count, found.negotiated)
    steps = that_fit(base, tried)
    before = content(base)
    bill = simulated_bill(base, "ACME", MARCH, steps)
    simulated = {mode: figures(build_invoices(bill, mode, SELLER)) for mode in BILLING_MODES}
    plan = application_plan(base, "ACME", steps, since, TODAY)
    event(f"{plan.changes_nothing=}")
    if plan.changes_nothing:
        assert {mode: figures(invoice_run(base, "ACME", MARCH, mode)) for mode in BILLING_MODES} == simulated
        return
    applied = apply_scenario(base, OWNER, "ACME", plan, "Essai", [str(change) for change in tried], AT)
    paid = any(charge.code is OptionCode.ENTITY_BILLING for charge in bill.charges)
    for mode in BILLING_MODES:
        real = figures(invoice_run(base, "ACME", MARCH, mode))
        # A mode that needs the option is applied with it: what was only assumed is then owed in every mode.
        if paid or not plan.after.allocation.entity_billing or mode is not BillingMode.SINGLE:
            assert real == simulated[mode], mode
    [kept] = [one for one in applications(base, OWNER, "ACME") if one.application_id == applied.application_id]
    assert kept == applied
    undo_scenario(base, OWNER, "ACME", kept, AT)
    assert content(base) == before
    assert list(broken_entries(base)) == []
