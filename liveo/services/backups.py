"""Backups of the base with their control sheet: made while it serves, restored when it does not."""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from liveo.core.errors import LiveoError, UnwritableFolder
from liveo.core.periods import PARIS
from liveo.services.bases import BaseHeld
from liveo.store.backups import BackupRefused, make_backup, put_back
from liveo.store.database import Base
from liveo.store.opening import TableContent, backup_folder

CONTROL_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup on disk: its file, its control sheet beside it, what it holds."""

    file: Path
    control: Path
    tables: tuple[TableContent, ...]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(table.rows for table in self.tables)


class RestoreRefused(LiveoError):
    """A backup is not put back: the base is in use, or the control sheet is missing or says something else."""


def back_up(base: Base, at: datetime, folder: Path | None = None) -> Backup:
    """Make a copy of a base while others use it; ``folder`` is the one beside the base unless another one is given.

    Raises BackupRefused, or UnwritableFolder; the base is untouched either way.
    """
    stem = f"{base.path.stem}-{at.astimezone(PARIS):%Y-%m-%d-%Hh%Mm%S}"
    made = backup_folder(base.path) / f"{stem}.duckdb"
    if made.exists():
        raise BackupRefused("Une sauvegarde vient d'être faite : recommencez dans une seconde.")
    try:
        tables = make_backup(base, made)
        target = _moved(made, folder)
        control = _control_of(target)
        control.write_text(_control_text(target, tables, at), encoding="utf-8")
    except OSError as error:
        made.unlink(missing_ok=True)
        raise UnwritableFolder(f"La sauvegarde ne peut pas être écrite dans « {folder or made.parent} ».") from error
    return Backup(target, control, tables)


def restore(path: Path, file: Path, at: datetime) -> Path | None:
    """Put a backup in the place of a base that nobody uses; returns where the base that was there is kept.

    Raises RestoreRefused or BackupRefused with what to do; the base is untouched then.
    """
    if not file.is_file():
        raise RestoreRefused(f"Il n'y a pas de sauvegarde « {file} » : vérifiez le chemin.")
    expected = _expected(file)
    kept = path.with_name(f"{path.name}.avant-{at.astimezone(PARIS):%Y-%m-%d-%Hh%Mm%S}")
    existed = path.exists()
    try:
        put_back(path, file, expected, kept)
    except BaseHeld as held:
        raise RestoreRefused(
            f"La base {path.name} est en service : arrêtez le tableau de bord, puis restaurez."
        ) from held
    except OSError as error:
        raise RestoreRefused(
            f"La sauvegarde n'a pas pu être mise en place ({error.strerror}) ; la base n'a pas été touchée."
        ) from error
    return kept if existed else None


def _moved(made: Path, folder: Path | None) -> Path:
    if folder is None:
        return made
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.move(made, folder / made.name))


def _control_of(file: Path) -> Path:
    return file.with_suffix(".json")


def _control_text(file: Path, tables: tuple[TableContent, ...], at: datetime) -> str:
    sheet = {
        "format": CONTROL_FORMAT,
        "made_at": at.isoformat(),
        "sha256": _sha256(file),
        "tables": [asdict(table) for table in tables],
    }
    return json.dumps(sheet, ensure_ascii=False, indent=2) + "\n"


def _expected(file: Path) -> tuple[TableContent, ...]:
    """Return what the control sheet says of a backup; raises RestoreRefused when it does not speak of this file."""
    control = _control_of(file)
    try:
        sheet = json.loads(control.read_text(encoding="utf-8"))
        told, tables = sheet["sha256"], tuple(TableContent(**table) for table in sheet["tables"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RestoreRefused(
            f"Le relevé « {control.name} » manque à côté de la sauvegarde, ou ne se lit pas : remettez-le."
        ) from error
    if told != _sha256(file):
        raise RestoreRefused(f"« {file.name} » a changé depuis sa sauvegarde : prenez-en une autre.")
    return tables


def _sha256(file: Path) -> str:
    """Hash a backup, never a base: a base that this process has open loses its lock when it is read as a file."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
