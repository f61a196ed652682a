"""How a base is opened: its place, its lock, its hardening, its tables; and what tells two bases apart."""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import duckdb

from liveo.core.errors import LiveoError
from liveo.store.statements import fingerprint_statement, schema_statements

SCHEMA_VERSION: Final = 12
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


@dataclass(frozen=True, slots=True)
class TableContent:
    """What one table holds: ``fingerprint`` moves with any row that is changed, lost or doubled."""

    table: str
    rows: int
    fingerprint: str


def backup_folder(path: Path) -> Path:
    """Return the one folder, beside a base, that it may be copied into."""
    return path.parent / "sauvegardes"


def table_contents(connection: duckdb.DuckDBPyConnection) -> tuple[TableContent, ...]:
    """Return the content of every table, by name."""
    found = connection.execute("select table_name from duckdb_tables() where database_name = current_database()")
    tables = sorted(name for (name,) in found.fetchall())
    statement = fingerprint_statement()
    return tuple(
        TableContent(table, *connection.execute(statement, {"table": f"main.{table}"}).fetchall()[0])
        for table in tables
    )


def check_place(path: Path) -> None:
    """Raise UnusableBase where no base can be: a folder is never made, since LIVEO_DB may be mistyped."""
    if not path.parent.is_dir():
        raise UnusableBase(f"Le dossier « {path.parent} » n'existe pas : créez-le, ou corrigez LIVEO_DB.")
    if path.exists() and not path.is_file():
        raise UnusableBase(f"« {path} » n'est pas un fichier : corrigez LIVEO_DB.")


def take_lock(path: Path, wait_seconds: float) -> IO[bytes]:
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


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Hold a base that is not open, so that nobody opens it meanwhile; raises BaseHeld when somebody has it."""
    check_place(path)
    lock = take_lock(path, 0.0)
    try:
        yield
    finally:
        lock.close()


def opened(path: Path) -> duckdb.DuckDBPyConnection:
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
    """Open the file locked down: no file but its own and its backups, no extension, no change of settings.

    Raises BaseHeld when a program without our own lock has the file, UnusableBase for what is no base.
    """
    _drop_empty_file(path)
    try:
        root = duckdb.connect(str(path), config={**_HARDENED, "memory_limit": _memory_limit()})
    except duckdb.Error as error:
        _log.info("the base cannot be opened", exc_info=error)
        raise (_held(path) if "Conflicting lock" in str(error) else _unusable(path)) from error
    root.execute("set allowed_directories = $folders", {"folders": [f"{backup_folder(path)}/"]})
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
