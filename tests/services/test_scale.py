"""A base of any size: the same for the same request, finished where it was cut, never in the place of another."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import liveo.services.scale as scale_module
from liveo.core.errors import AlreadyFilled
from liveo.services.companies import company_summaries
from liveo.services.scale import InvalidScale, Scale, _sizes, build_scaled
from liveo.store.database import Base
from liveo.store.opening import table_contents

ASKED = Scale(accounts=130, companies=9, calls=6_000, today=date(2026, 11, 23), months=14)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    """A small base, whole."""
    base = Base(tmp_path_factory.mktemp("scale") / "scale.duckdb")
    build_scaled(base, ASKED)
    yield base
    base.close()


def contents(base: Base) -> dict[str, tuple[int, str]]:
    """Return what each table holds; calls without their number in the base, which follows no order."""
    with base._cursor() as cursor:
        found = {found.table: (found.rows, found.fingerprint) for found in table_contents(cursor)}
        cursor.execute("select count(*), sum(hash(c))::varchar from (select * exclude (call_id) from calls) c")
        [found["calls"]] = cursor.fetchall()
        return found


@given(companies=st.integers(1, 400), spare=st.integers(0, 9_000))
def test_companies_share_the_accounts_exactly_the_largest_first(companies: int, spare: int) -> None:
    sizes = _sizes(Scale(companies + spare, companies, 1, date(2026, 11, 23)))
    assert sum(sizes) == companies + spare
    assert len(sizes) == companies
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] >= 1


def test_a_base_holds_what_was_asked(built: Base) -> None:
    found = company_summaries(built)
    assert len(found) == ASKED.companies
    assert sum(company.accounts for company in found) == ASKED.accounts
    assert {len(company.months) for company in found} == {ASKED.months}
    [(calls,)] = built.frame("select count(*) as calls from calls where kind != 'fax'").rows()
    assert 0.8 * ASKED.calls < calls < 1.2 * ASKED.calls


def test_its_calls_are_all_of_somebody_and_rated_and_rolled_up(built: Base) -> None:
    [counted] = built.frame(
        """
        select
            count(*) filter (where company_id is null or subject_id is null) as of_nobody,
            count(*) filter (where reason is not null) as unrated,
            count(*) filter (where amount_micros > 0) as billed,
            sum(amount_micros)::bigint as amount,
            (select sum(amount_micros)::bigint from usage_daily) as rolled_up
        from calls
        """
    ).to_dicts()
    assert (counted["of_nobody"], counted["unrated"]) == (0, 0)
    assert counted["billed"] > 1_000
    assert counted["amount"] == counted["rolled_up"]


def test_a_second_run_finds_everything_there(built: Base) -> None:
    before = contents(built)
    assert build_scaled(built, ASKED).files == 0
    assert contents(built) == before


def test_a_run_that_was_cut_is_finished_by_the_next_one(
    built: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = Base(tmp_path / "cut.duckdb")
    taken = scale_module.import_calls
    imports = iter(range(5))

    def cut_after_a_few(*words: object) -> object:
        if next(imports) == 4:
            raise KeyboardInterrupt
        return taken(*words)  # type: ignore[arg-type]

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(scale_module, "import_calls", cut_after_a_few)
        build_scaled(base, ASKED)
    assert base.rows("count_calls")[0]["calls"] > 0
    build_scaled(base, ASKED)
    assert contents(base) == contents(built)
    base.close()


def test_another_base_is_not_built_upon(built: Base, own_demo: Base) -> None:
    with pytest.raises(AlreadyFilled):
        build_scaled(built, Scale(131, 9, 6_000, ASKED.today, 14))
    with pytest.raises(AlreadyFilled):
        build_scaled(own_demo, ASKED)


@pytest.mark.parametrize("wrong", [{"accounts": 8}, {"companies": 0}, {"calls": -1}, {"months": 12}, {"months": 61}])
def test_a_size_that_makes_no_base_is_refused(wrong: dict[str, int]) -> None:
    words = {"accounts": 130, "companies": 9, "calls": 6_000, "months": 14} | wrong
    with pytest.raises(InvalidScale):
        Scale(today=ASKED.today, **words)
