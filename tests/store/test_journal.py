"""The journal: whatever happens to one of its entries, or to their order, is found."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liveo.store.database import Base
from liveo.store.journal import COMMAND_LINE, Entry, broken_entries, record

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Base]:
    """A base with three entries in its journal."""
    made = Base(tmp_path / "journal.duckdb")
    with made.write() as tx:
        record(tx, Entry("camille", AT, "entity_renamed", "Lyon", 7, {"before": "Lyon", "after": "Lyon-Est"}))
        record(tx, Entry(COMMAND_LINE, AT, "calls_imported", "appels.csv"))
    with made.write() as tx:
        record(tx, Entry("camille", AT, "entity_renamed", "Nantes", 7, {"before": "é", "after": None}))
    yield made
    made.close()


def test_an_untouched_journal_is_whole(base: Base) -> None:
    assert base.read("journal").height == 3
    assert list(broken_entries(base)) == []


def test_the_first_entry_follows_none_and_each_other_one_follows_the_one_before(base: Base) -> None:
    rows = base.rows("journal")
    assert [row["previous_hash"] for row in rows] == ["", rows[0]["entry_hash"], rows[1]["entry_hash"]]


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("update journal set person = 'someone' where entry_id = 2", [2]),
        ("""update journal set detail = '{"after":"x"}' where entry_id = 1""", [1]),
        ("update journal set recorded_at = recorded_at + interval 1 microsecond where entry_id = 3", [3]),
        ("update journal set company_id = null where entry_id = 3", [3]),
        ("delete from journal where entry_id = 2", [3]),
        ("delete from journal where entry_id = 1", [2]),
        ("update journal set entry_hash = repeat('0', 64) where entry_id = 1", [1, 2]),
    ],
)
def test_what_was_changed_or_removed_is_named(base: Base, tampering: str, found: list[int]) -> None:
    with base.write() as tx:
        tx.execute(tampering)
    assert list(broken_entries(base)) == found


def test_an_entry_of_a_change_that_failed_is_not_kept(base: Base) -> None:
    with pytest.raises(ValueError), base.write() as tx:
        record(tx, Entry("camille", AT, "entity_renamed", "Brest"))
        raise ValueError
    assert base.read("journal").height == 3
