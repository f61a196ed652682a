"""Copies of a base: proved table by table before they count, and put back whole or not at all."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

import duckdb

from liveo.core.errors import LiveoError
from liveo.store.database import Base
from liveo.store.opening import SCHEMA_VERSION, TableContent, held_alone, table_contents


class BackupRefused(LiveoError):
    """A copy cannot be made, or is not what was copied."""


def make_backup(base: Base, file: Path) -> tuple[TableContent, ...]:
    """Copy a base in use into a new file of its backup folder, and read the copy back; returns what it holds.

    Raises BackupRefused, leaving no file, when the copy does not hold what the base held.
    """
    file.parent.mkdir(exist_ok=True)
    copied = base.copy_to(file)
    if contents_of(file) != copied:
        file.unlink()
        raise BackupRefused("La copie relue ne contient pas ce que la base contenait : vérifiez le disque.")
    return copied


def contents_of(file: Path) -> tuple[TableContent, ...]:
    """Return what a backup holds; raises BackupRefused for a file that is none of this version."""
    try:
        with duckdb.connect(str(file), read_only=True) as backup:
            [(version,)] = backup.execute("select version from schema_version").fetchall()
            found = table_contents(backup)
    except duckdb.Error as error:
        raise BackupRefused(f"« {file} » n'est pas une sauvegarde de Livéo, ou est abîmée.") from error
    if version != SCHEMA_VERSION:
        raise BackupRefused(
            f"« {file} » est au format {version}, cette version de Livéo lit le format {SCHEMA_VERSION} : "
            "restaurez-la avec la version qui l'a écrite."
        )
    return found


def put_back(path: Path, file: Path, expected: tuple[TableContent, ...], kept: Path) -> None:
    """Make a backup the base of ``path``; the base that was there is kept as ``kept``.

    The copy is complete and read back before it takes the place of the base, in one step that cannot be cut in two.
    Raises BaseHeld when the base is in use, BackupRefused when the copy does not hold what is expected.
    """
    waiting = path.with_name(path.name + ".restauration")
    with held_alone(path):
        try:
            shutil.copyfile(file, waiting)
            if contents_of(waiting) != expected:
                raise BackupRefused(f"« {file} » ne contient pas ce que dit son relevé : elle a changé depuis.")
            _keep(path, kept)
            os.replace(waiting, path)
        finally:
            waiting.unlink(missing_ok=True)


def _keep(path: Path, kept: Path) -> None:
    """Give the present base a second name; its write-ahead log is folded in, or goes with it when it is damaged."""
    if not path.exists():
        return
    with suppress(duckdb.Error):
        duckdb.connect(str(path)).close()
    os.link(path, kept)
    wal = path.with_name(path.name + ".wal")
    if wal.exists():
        wal.rename(kept.with_name(kept.name + ".wal"))
