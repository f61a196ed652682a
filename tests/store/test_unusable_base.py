"""Whatever LIVEO_DB names, the answer is a base or one French sentence; nothing that is not ours is touched."""

import fcntl
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from liveo.store.database import Base
from liveo.store.opening import BaseHeld, UnusableBase

_HOLD = "import duckdb, sys, time; c = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(60)"


def test_a_missing_folder_is_named_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(UnusableBase, match="n'existe pas"):
        Base(tmp_path / "none" / "x.duckdb")
    assert not (tmp_path / "none").exists()


def test_a_folder_is_no_base(tmp_path: Path) -> None:
    with pytest.raises(UnusableBase, match="n'est pas un fichier"):
        Base(tmp_path)


def test_a_place_where_nothing_can_be_written_is_refused() -> None:
    with pytest.raises(UnusableBase, match="Impossible d'écrire"):
        Base(Path("/proc/liveo.duckdb"))


@pytest.mark.parametrize("content", [b"not a base", b"\0" * 50_000, b"DUCK" * 5_000])
def test_another_kind_of_file_is_refused_untouched_and_the_lock_given_back(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.duckdb"
    path.write_bytes(content)
    with pytest.raises(UnusableBase, match="ne peut pas être ouvert"):
        Base(path)
    assert path.read_bytes() == content
    with (tmp_path / "x.duckdb.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_the_tables_of_another_product_are_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("create table schema_version (number integer)")
    with pytest.raises(UnusableBase, match="pas celle de Livéo"):
        Base(path)
    with duckdb.connect(str(path)) as other:
        assert other.execute("select table_name from duckdb_tables()").fetchall() == [("schema_version",)]


def test_an_empty_file_becomes_a_base(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    path.touch()
    base = Base(path)
    assert base.rows("count_calls") == [{"calls": 0}]
    base.close()


def test_a_program_without_our_lock_holds_the_base_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "x.duckdb"
    Base(path).close()
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(BaseHeld, match="déjà ouverte par un autre programme"):
                Base(path)
        finally:
            holder.kill()
