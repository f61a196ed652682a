"""Backups: equal to the base table by table, made while others write, put back whole or not at all."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from liveo.services.backups import Backup, RestoreRefused, back_up, restore
from liveo.store.backups import BackupRefused, contents_of
from liveo.store.database import Base
from liveo.store.journal import Entry, record
from liveo.store.opening import backup_folder

AT = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def add_entry(base: Base, subject: str) -> None:
    with base.write() as tx:
        record(tx, Entry("camille", AT, "test", subject))


def subjects(path: Path) -> list[str]:
    base = Base(path)
    try:
        return base.read("journal")["subject"].to_list()
    finally:
        base.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed base with one entry in its journal."""
    base = Base(tmp_path / "it's a base.duckdb")
    add_entry(base, "before")
    base.close()
    return base.path


@pytest.fixture
def made(path: Path) -> Backup:
    """A backup of that base, which has changed since."""
    base = Base(path)
    backup = back_up(base, AT)
    add_entry(base, "after")
    base.close()
    return backup


def test_a_backup_of_the_demonstration_holds_every_table_and_row_of_it(own_demo: Base) -> None:
    backup = back_up(own_demo, AT)
    assert backup.file.parent == backup_folder(own_demo.path)
    assert backup.file.name == "liveo-2026-11-23-21h00m00.duckdb"
    held = {table.table: table.rows for table in backup.tables}
    assert held["calls"] == own_demo.rows("count_calls")[0]["calls"] > 100_000
    with duckdb.connect(str(backup.file), read_only=True) as copy:
        for table, rows in held.items():
            assert copy.table(table).count("*").fetchall() == [(rows,)]
        assert copy.execute("select count(*) from subject_entities").fetchall() > [(0,)]


def test_a_backup_goes_on_where_the_base_was_with_ids_that_nobody_has(own_demo: Base) -> None:
    backup = back_up(own_demo, AT)
    own_demo.close()
    restore(own_demo.path, backup.file, AT)
    base = Base(own_demo.path)
    with base.write() as tx:
        [number] = tx.next_ids("subject_ids", 1)
        taken = {row[0] for row in tx.execute("select subject_id from accounts union select subject_id from resources")}
    base.close()
    assert number > max(taken)


def test_a_restored_base_is_what_it_was_and_the_other_one_is_kept(path: Path, made: Backup) -> None:
    assert subjects(path) == ["before", "after"]
    kept = restore(path, made.file, AT)
    assert kept is not None
    assert subjects(path) == ["before"]
    assert subjects(kept) == ["before", "after"]


def test_a_base_that_is_lost_comes_back(path: Path, made: Backup) -> None:
    path.unlink()
    assert restore(path, made.file, AT) is None
    assert subjects(path) == ["before"]


def test_what_is_committed_during_a_backup_is_in_it_whole_or_not_at_all(path: Path) -> None:
    base = Base(path)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            with base.write() as tx:
                record(tx, Entry("camille", AT, "test", "one"))
                record(tx, Entry("camille", AT, "test", "two"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [back_up(base, AT + timedelta(seconds=second)) for second in range(8)]
    finally:
        stop.set()
        writer.join()
        base.close()
    rows = [next(table.rows for table in backup.tables if table.table == "journal") for backup in backups]
    assert rows == sorted(rows)
    assert rows[0] < rows[-1]
    assert all(count % 2 for count in rows)


def test_a_base_in_service_is_not_replaced(path: Path, made: Backup) -> None:
    base = Base(path)
    with pytest.raises(RestoreRefused, match="arrêtez le tableau de bord"):
        restore(path, made.file, AT)
    assert base.read("journal").height == 2
    base.close()
    assert subjects(path) == ["before", "after"]


def test_a_changed_backup_is_refused_and_the_base_stays(path: Path, made: Backup) -> None:
    with made.file.open("r+b") as content:
        content.seek(made.file.stat().st_size // 2)
        content.write(b"\xff" * 64)
    with pytest.raises(RestoreRefused, match="a changé depuis"):
        restore(path, made.file, AT)
    assert subjects(path) == ["before", "after"]
    assert sorted(found.suffix for found in path.parent.iterdir() if found.is_file()) == [".duckdb", ".lock"]


def test_a_backup_that_does_not_hold_what_its_sheet_says_is_refused(path: Path, made: Backup) -> None:
    sheet = json.loads(made.control.read_text(encoding="utf-8"))
    sheet["tables"][0]["rows"] += 1
    made.control.write_text(json.dumps(sheet), encoding="utf-8")
    with pytest.raises(BackupRefused, match="ce que dit son relevé"):
        restore(path, made.file, AT)
    assert subjects(path) == ["before", "after"]


@pytest.mark.parametrize("sheet", [None, "", "{}", "[]", '{"sha256": "", "tables": [1]}'])
def test_a_backup_without_a_sheet_that_can_be_read_is_refused(path: Path, made: Backup, sheet: str | None) -> None:
    made.control.unlink() if sheet is None else made.control.write_text(sheet, encoding="utf-8")
    with pytest.raises(RestoreRefused, match="relevé"):
        restore(path, made.file, AT)
    assert subjects(path) == ["before", "after"]


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    other.write_bytes(b"something else")
    with pytest.raises(BackupRefused, match="n'est pas une sauvegarde"):
        contents_of(other)


def test_a_backup_can_go_to_another_folder(path: Path, tmp_path: Path) -> None:
    base = Base(path)
    backup = back_up(base, AT, tmp_path / "disk" / "copies")
    base.close()
    assert backup.file.parent == backup.control.parent == tmp_path / "disk" / "copies"
    assert list(backup_folder(path).iterdir()) == []
    assert contents_of(backup.file) == backup.tables


def test_nothing_but_a_backup_can_be_written_beside_the_base(path: Path) -> None:
    base = Base(path)
    with pytest.raises(Exception, match="disabled by configuration"), base.write() as tx:
        tx.execute("copy (select 1) to $file", {"file": str(path.parent / "outside.csv")})
    base.close()
