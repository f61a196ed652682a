"""A change on the page Répartition costs little of a whole month, in a company of 3,000 accounts too."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.entities import EntityCalendar
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.services.bases import open_base
from liveo.services.billing import customer
from liveo.services.companies import CompanySummary, company_summaries
from liveo.services.modes import prove
from liveo.services.scale import Scale, build_scaled
from liveo.store.database import Base
from liveo.store.usage import usage_slices
from tests.benchmarks.division_changes import CHANGES, TABS
from tests.conftest import DEMO_TODAY
from tests.pages.viewing import assert_sound, open_page, words


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """One company of 3,000 accounts, and the base that LIVEO_DB names."""
    path: Path = tmp_path_factory.mktemp("large") / "liveo.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVEO_DB", str(path))
        base = open_base()
        build_scaled(base, Scale(accounts=3_000, companies=1, calls=150_000, today=DEMO_TODAY))
        yield base
        base.close()


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def month_from_nothing(base: Base, company: CompanySummary) -> None:
    """Compute a month in the four modes, with its proof, as if nothing of it were known."""
    known, month = customer(base, company.code), company.months[-2]
    usage = usage_slices(base, known.state.company.subject_id, month, daily_for=EntityCalendar(known.state)._own)
    bill = compute_bill(known.state, month, usage, known.catalogue)
    for mode in BILLING_MODES:
        assert prove(bill, build_invoices(bill, mode, known.seller)).holds


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_costs_less_than_the_month_from_nothing(large: Base, name: str) -> None:
    [company] = company_summaries(large)
    month, state, draw = company.months[-2], customer(large, company.code).state, CHANGES[name]
    whole = min(seconds(lambda: month_from_nothing(large, company)) for _ in range(3))

    def change(page: AppTest, rank: int) -> None:
        page.session_state[f"_repartition_essai_{company.code}"] = draw(state, month, rank)
        page.run()
        assert_sound(page)

    for place, tab in enumerate((TABS[0], TABS[2])):
        page = open_page("repartition", company.code, str(month), onglet=tab)
        ranks = range(place * 3, place * 3 + 3)
        spent = min(seconds(partial(change, page, rank)) for rank in ranks)
        assert spent < whole, f"{tab}: {spent:.2f} s, the whole month {whole:.2f} s"
        assert "À l'essai" in words(page)
