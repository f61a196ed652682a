"""The base: one process holds the file, every call takes its own cursor, every change is one transaction.

A lock file of our own stands before DuckDB's: DuckDB's is lost when the same process opens the file by other means,
so nothing in this product ever opens, hashes or copies the base except through DuckDB.
"""

import logging
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from liveo.store.opening import TableContent, check_place, opened, table_contents, take_lock
from liveo.store.statements import copying_statement, inserts, query, statements

_log = logging.getLogger(__name__)


class StoreError(Exception):
    """DuckDB failed: a fault or a bug, never a refusal; its text is for the log."""


class Transaction:
    """Statements that take effect together, or not at all."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def execute(self, sql: str, params: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]:
        """Run one statement and return all its rows."""
        return self._cursor.execute(sql, dict(params or {})).fetchall()

    def frame(self, sql: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Run one query inside the transaction and return its rows as a frame."""
        found: pl.DataFrame = self._cursor.sql(sql, params=dict(params) if params else None).pl()
        return found

    def run(self, name: str, params: Mapping[str, object] | None = None) -> None:
        """Run the statements of ``liveo/store/<name>.sql`` in order; each takes the parameters it names."""
        for statement, names in statements(name):
            self._cursor.execute(statement, {key: (params or {})[key] for key in names})

    def insert(self, table: str, frame: pl.DataFrame) -> None:
        """Add the rows of a frame to a table, columns by name; raises KeyError for an unknown table."""
        statement = inserts()[table]
        with self.incoming(frame):
            self._cursor.execute(statement)

    @contextmanager
    def incoming(self, frame: pl.DataFrame) -> Iterator[None]:
        """Let statements read a frame under the name ``incoming``."""
        self._cursor.register("incoming", frame)
        try:
            yield
        finally:
            self._cursor.unregister("incoming")

    def next_ids(self, sequence: str, count: int) -> list[int]:
        """Take so many numbers from a sequence, rising."""
        rows = self.execute("select nextval($name) from range($count)", {"name": sequence, "count": count})
        return [number for (number,) in rows]


class Base:
    """One open base file. ``version`` grows with each committed change: what is cached by it is never stale."""

    def __init__(self, path: Path, *, wait_seconds: float = 0.0) -> None:
        check_place(path)
        self.path = path
        self.version = 0
        self._writing = threading.RLock()
        self._copying = threading.Lock()
        self._lock = take_lock(path, wait_seconds)
        try:
            self._root = opened(path)
        except BaseException:
            self._lock.close()
            raise

    def read(self, question: str, /, **params: object) -> pl.DataFrame:
        """Run ``queries/<question>.sql`` on a cursor of its own and return the rows as a frame."""
        return self.frame(query(question), params)

    def frame(self, sql: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
        """Run one query text and return the rows as a frame."""
        with self._cursor() as cursor:
            found: pl.DataFrame = cursor.sql(sql, params=dict(params) if params else None).pl()
            return found

    def rows(self, question: str, /, **params: object) -> list[dict[str, Any]]:
        """Run ``queries/<question>.sql`` and return the rows as dicts, for core records."""
        return self.read(question, **params).to_dicts()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Open the one writing transaction; commit at the end, roll back on any exception."""
        with self._writing:
            with self.jot() as tx:
                yield tx
            self.version += 1

    @contextmanager
    def jot(self) -> Iterator[Transaction]:
        """Write like ``write`` what no cached answer is made of: ``version`` stays, and nothing is computed anew."""
        with self._writing, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise

    @contextmanager
    def trial(self) -> Iterator[Transaction]:
        """Open a transaction that is always rolled back: what would happen, without its happening."""
        with self._writing, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor)
            finally:
                _roll_back(cursor)

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        with self._writing, self._cursor() as cursor:
            cursor.execute("checkpoint")

    def copy_to(self, file: Path) -> tuple[TableContent, ...]:
        """Copy everything, as of one instant, into a new file of ``backup_folder``; returns what was copied.

        Others read and write meanwhile. A copy that fails leaves no file.
        """
        with self._copying, self._cursor() as cursor:
            cursor.execute("attach $file as backup", {"file": str(file)})
            try:
                cursor.execute("begin")
                [(catalogue,)] = cursor.execute("select current_database()").fetchall()
                content = table_contents(cursor)
                cursor.execute(copying_statement(catalogue))
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                cursor.execute("detach backup")
                file.unlink(missing_ok=True)
                raise
            cursor.execute("detach backup")
            return content

    def close(self) -> None:
        """Close the file and let others have it."""
        self._root.close()
        self._lock.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Hand out a fresh cursor: a connection shared by threads returns another thread's rows."""
        cursor = self._root.cursor()
        try:
            yield cursor
        except duckdb.Error as error:
            raise StoreError(str(error)) from error
        finally:
            cursor.close()


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        _log.debug("the transaction was already rolled back by a conflict")
