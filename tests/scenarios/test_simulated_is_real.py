"""The rule of simulations: what is shown *after* is what the base bills once the same changes are really made.

Whatever the changes, in all four modes, to the cent, document by document and line by line.
"""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.catalogue import OptionCode
from liveo.core.changes.division import MoveTo
from liveo.core.changes.entities import AddEntity
from liveo.core.changes.subjects import AddSubjects
from liveo.core.charges import UsageSlice
from liveo.core.company import CompanyState, Entity
from liveo.core.entities import SharingKey
from liveo.core.errors import LiveoError
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import build_invoices
from liveo.core.periods import Month
from liveo.core.scenario import CHANGE_KINDS, Change
from liveo.services.billing import invoice_run
from liveo.services.simulation_bills import simulated_bill
from liveo.services.simulation_stages import Step, stages
from liveo.store.database import Base
from tests.core.builders import ALICE, APRIL, MARCH, MENU, SELLER, active, march, state
from tests.core.customers import USAGE
from tests.scenarios.drawn_changes import NEW, SHOP, Setting, changes, divided_customers, settings
from tests.scenarios.real_changes import REAL_CHANGES, RealCompany
from tests.scenarios.small_base import fill, prepare, recount


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    made = Base(tmp_path_factory.mktemp("real") / "liveo.duckdb")
    prepare(made)
    yield made
    made.close()


def that_fit(base: Base, tried: list[Change]) -> tuple[Step, ...]:
    """Return each change as a step, without those that are refused where they stand."""
    steps: tuple[Step, ...] = ()
    for change in tried:
        try:
            stages(base, "ACME", (*steps, (change,)))
        except LiveoError:
            continue
        steps = (*steps, (change,))
    return steps


def figures(run: InvoiceRun) -> object:
    """Return all that a customer reads, save the extension of an account that has none yet."""
    return [document(invoice) for invoice in run.invoices], [entity.name for entity in run.nothing_to_pay]


def document(invoice: Invoice) -> object:
    sections = [
        (
            section.entity and section.entity.name,
            [
                (line.code, line.vat_rate, line.net, sorted((c.subject.name, c.amount) for c in line.charges))
                for line in section.lines
            ],
        )
        for section in invoice.sections
    ]
    return invoice.recipient.name, invoice.net, invoice.vat_lines, invoice.gross, sections


def make_real(base: Base, steps: tuple[Step, ...], company_id: int) -> None:
    with base.write() as tx:
        real = RealCompany(tx, company_id)
        for change in (change for step in steps for change in step):
            REAL_CHANGES[type(change)](real, change)
        recount(tx, company_id)


def assert_real(base: Base, steps: tuple[Step, ...], month: Month) -> None:
    """Compare what is simulated in the four modes with what the base bills once the steps are really made."""
    bill = simulated_bill(base, "ACME", month, steps)
    simulated = {mode: figures(build_invoices(bill, mode, SELLER)) for mode in BILLING_MODES}
    make_real(base, steps, bill.state.company.subject_id)
    for mode in BILLING_MODES:
        assert simulated[mode] == figures(invoice_run(base, "ACME", month, mode)), mode


@given(divided_customers(), USAGE, settings(), changes(), st.sampled_from([MARCH, APRIL]))
def test_what_is_simulated_is_what_is_billed_once_the_changes_are_real(
    base: Base, customer: CompanyState, usage: list[UsageSlice], found: Setting, tried: list[Change], month: Month
) -> None:
    fill(base, customer, usage, found.day_count, found.negotiated)
    assert_real(base, that_fit(base, tried), month)


@pytest.mark.parametrize("key", SharingKey)
@pytest.mark.parametrize("code", ["AAA", "MILIEU", "ZZZ"])
def test_who_takes_the_last_cent_of_common_charges_is_the_same(base: Base, code: str, key: SharingKey) -> None:
    own = tuple(active(MENU, march(1, day), OptionCode.IVR_MENU) for day in (2, 9))
    fill(base, state(*own, active(ALICE, march(3), OptionCode.ACCOUNT), key=key), [])
    steps: tuple[Step, ...] = (
        (AddEntity(Entity(SHOP, code, "Boutique")),),
        (AddSubjects(NEW[:2], OptionCode.FAX, "Fax", march(4, 11)),),
        (AddSubjects(NEW[2:], OptionCode.CALL_QUEUE, "File", march(5, 20)),),
        (MoveTo((ALICE,), SHOP, march(12).start),),
    )
    assert_real(base, steps, MARCH)


def test_every_kind_of_change_is_made_real() -> None:
    assert set(REAL_CHANGES) == set(CHANGE_KINDS.values())
