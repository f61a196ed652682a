"""The base: one holder, cursors that never mix answers, transactions that happen whole or not at all."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import polars as pl
import pytest

from liveo.store.database import Base, StoreError
from liveo.store.opening import BaseHeld, NewerBase
from liveo.store.statements import query, statements


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    opened = Base(tmp_path / "test.duckdb")
    yield opened
    opened.close()


def _settings(name: str) -> pl.DataFrame:
    return pl.DataFrame({"name": [name], "value": ["x"]})


def test_what_was_committed_is_there_when_the_base_is_opened_again(tmp_path: Path) -> None:
    base = Base(tmp_path / "test.duckdb")
    with base.write() as tx:
        tx.insert("settings", _settings("kept"))
    base.close()
    again = Base(tmp_path / "test.duckdb")
    assert again.rows("setting", name="kept") == [{"value": "x"}]
    again.close()


def test_a_failed_transaction_leaves_nothing_and_the_base_usable(base: Base) -> None:
    with pytest.raises(StoreError), base.write() as tx:
        tx.insert("settings", _settings("lost"))
        tx.execute("select * from no_such_table")
    assert base.rows("setting", name="lost") == []
    assert base.version == 0
    with base.write() as tx:
        tx.insert("settings", _settings("next"))
    assert base.rows("setting", name="next")


def test_an_error_of_python_inside_a_transaction_rolls_it_back(base: Base) -> None:
    with pytest.raises(ZeroDivisionError), base.write() as tx:
        tx.insert("settings", _settings("lost"))
        _ = 1 // 0
    assert base.rows("setting", name="lost") == []


def test_an_unknown_table_is_refused_by_name(base: Base) -> None:
    with pytest.raises(KeyError), base.write() as tx:
        tx.insert("settings; drop table calls", _settings("x"))


def test_eight_threads_each_get_their_own_rows(base: Base) -> None:
    with base.write() as tx:
        for i in range(8):
            tx.insert("settings", _settings(str(i)).with_columns(pl.lit(str(i)).alias("value")))

    def ask(i: int) -> bool:
        return all(base.rows("setting", name=str(i)) == [{"value": str(i)}] for _ in range(100))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(8)))


def test_a_second_process_is_told_that_the_base_is_held(base: Base) -> None:
    program = "import sys; from pathlib import Path; from liveo.store.database import Base; Base(Path(sys.argv[1]))"
    ended = subprocess.run([sys.executable, "-c", program, str(base.path)], capture_output=True, text=True)
    assert "BaseHeld" in ended.stderr
    assert "déjà ouverte par un autre programme" in ended.stderr


def test_waiting_for_the_base_ends(base: Base) -> None:
    with pytest.raises(BaseHeld):
        Base(base.path, wait_seconds=0.1)


def test_the_base_reads_no_file_and_changes_no_setting(base: Base) -> None:
    for forbidden in ("select * from read_text('/etc/passwd')", "set threads = 1", "attach '/tmp/x.duckdb' as x"):
        with pytest.raises(StoreError):
            base.frame(forbidden)


def test_a_base_of_another_schema_is_refused_with_both_versions(tmp_path: Path) -> None:
    base = Base(tmp_path / "test.duckdb")
    with base.write() as tx:
        tx.execute("update schema_version set version = 99")
    base.close()
    with pytest.raises(NewerBase, match="format 99"):
        Base(tmp_path / "test.duckdb")


@pytest.mark.parametrize("path", sorted((Path("liveo/store/queries")).glob("*.sql")), ids=lambda path: path.stem)
def test_every_query_says_its_question_and_is_one_statement(path: Path) -> None:
    text = query(path.stem)
    assert text.startswith("-- "), "the first line is the question that the query answers"
    assert "Grain:" in text, "a query states its grain"
    assert len(duckdb.extract_statements(text)) == 1


def test_statements_know_the_parameters_they_take() -> None:
    names = {name for _, found in statements("new_calls") for name in found}
    assert names == {"import_id"}
