"""The base: one process holds the file, every call takes its own cursor, every change is one transaction.

A lock file of our own stands before DuckDB's: DuckDB's is lost when the same process opens the file by other means,
so nothing in this product ever opens, hashes or copies the base except through DuckDB.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import duckdb
import polars as pl

from liveo.core.errors import LiveoError
from liveo.store.statements import inserts, query, schema_statements, statements

SCHEMA_VERSION: Final = 2
_OWN_TABLES: Final = {"schema_version", "companies", "calls"}
_HARDENED: Final = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
_log = logging.getLogger(__name__)


class BaseHeld(LiveoError):
    """Another process holds the base."""


class NewerBase(LiveoError):
    """The base was written by a version of the product with another schema."""


class UnusableBase(LiveoError):
    """What LIVEO_DB names cannot be a base: no folder, no right to write, another kind of file, a damaged one."""


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
        _check_place(path)
        self.path = path
        self.version = 0
        self._writing = threading.RLock()
        self._lock = _take_lock(path, wait_seconds)
        try:
            self._root = _opened(path)
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
        with self._writing, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor)
                cursor.execute("commit")
            except BaseException:
                _roll_back(cursor)
                raise
            self.version += 1

    def checkpoint(self) -> None:
        """Fold the write-ahead log into the file."""
        with self._writing, self._cursor() as cursor:
            cursor.execute("checkpoint")

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


def _check_place(path: Path) -> None:
    """Raise UnusableBase where no base can be: a folder is never made, since LIVEO_DB may be mistyped."""
    if not path.parent.is_dir():
        raise UnusableBase(f"Le dossier « {path.parent} » n'existe pas : créez-le, ou corrigez LIVEO_DB.")
    if path.exists() and not path.is_file():
        raise UnusableBase(f"« {path} » n'est pas un fichier : corrigez LIVEO_DB.")


def _take_lock(path: Path, wait_seconds: float) -> IO[bytes]:
    """Take our own lock beside the base, waiting at most so long; raises BaseHeld, or UnusableBase."""
    try:
        lock = path.with_name(path.name + ".lock").open("ab")
    except OSError:
        raise UnusableBase(
            f"Impossible d'écrire dans « {path.parent} » : vérifiez les droits, ou corrigez LIVEO_DB."
        ) from None
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= deadline:
                lock.close()
                raise _held(path) from None
            time.sleep(0.05)
        else:
            return lock


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file with its tables ready; nothing stays open when it is refused."""
    root = _connect(path)
    try:
        _prepare_schema(root)
    except duckdb.IOException as error:
        root.close()
        raise _unusable(path) from error
    except BaseException:
        root.close()
        raise
    return root


def _held(path: Path) -> BaseHeld:
    return BaseHeld(f"La base {path.name} est déjà ouverte par un autre programme : fermez-le, puis recommencez.")


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the file locked down: no file but its own, no extension, no change of settings.

    Raises BaseHeld when a program without our own lock has the file, UnusableBase for what is no base.
    """
    _drop_empty_file(path)
    try:
        root = duckdb.connect(str(path), config={**_HARDENED, "memory_limit": _memory_limit()})
    except duckdb.Error as error:
        _log.info("the base cannot be opened", exc_info=error)
        raise (_held(path) if "Conflicting lock" in str(error) else _unusable(path)) from error
    for setting in (
        "set enable_progress_bar = false",
        "set global TimeZone = 'Europe/Paris'",
        "set enable_external_access = false",
        "set lock_configuration = true",
    ):
        root.execute(setting)
    return root


def _drop_empty_file(path: Path) -> None:
    """Remove a file of no bytes, as mktemp or a creation cut short leaves it: DuckDB takes it for damaged."""
    wal = path.with_name(path.name + ".wal")
    if path.is_file() and path.stat().st_size == 0 and not wal.exists():
        path.unlink()


def _unusable(path: Path) -> UnusableBase:
    return UnusableBase(
        f"« {path} » ne peut pas être ouvert comme base de Livéo (autre fichier, base abîmée ou droits insuffisants) : "
        "corrigez LIVEO_DB, ou remettez une sauvegarde en place."
    )


def _memory_limit() -> str:
    """Half of the machine's memory, at most 4 GB: the dashboard is not alone on a laptop."""
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{min(installed // 2, 4_000_000_000) // 1_000_000}MB"


def _prepare_schema(root: duckdb.DuckDBPyConnection) -> None:
    """Create the tables in a new file; refuse a file of another schema, or of another product."""
    tables = {name for (name,) in root.execute("select table_name from duckdb_tables()").fetchall()}
    if tables and not tables >= _OWN_TABLES:
        raise UnusableBase("Cette base DuckDB n'est pas celle de Livéo, et n'a pas été touchée : corrigez LIVEO_DB.")
    if not tables:
        root.execute("begin")
        for statement in schema_statements():
            root.execute(statement)
        root.execute("insert into schema_version values ($version)", {"version": SCHEMA_VERSION})
        root.execute("commit")
    [(version,)] = root.execute("select version from schema_version").fetchall()
    if version != SCHEMA_VERSION:
        raise NewerBase(
            f"Cette base est au format {version}, cette version de Livéo lit le format {SCHEMA_VERSION} : "
            "utilisez la version qui l'a écrite, ou recréez la base de démonstration."
        )


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.execute("rollback")
    except duckdb.Error:
        _log.debug("the transaction was already rolled back by a conflict")
