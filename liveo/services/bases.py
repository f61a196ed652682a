"""Which base this process works on: LIVEO_DB, or data/liveo.duckdb beside the program."""

import os
from functools import cache
from pathlib import Path

from liveo.store.database import Base
from liveo.store.opening import BaseHeld

__all__ = ["REFERENCE_FOLDER", "Base", "BaseHeld", "base_path", "open_base"]

ROOT = Path(__file__).resolve().parents[2]
REFERENCE_FOLDER = ROOT / "data"


def base_path() -> Path:
    """Return the path of the base."""
    return Path(os.environ.get("LIVEO_DB") or ROOT / "data" / "liveo.duckdb").absolute()


def open_base() -> Base:
    """Return the base of this process, opened once; raises BaseHeld when another process holds it."""
    return _open(base_path())


@cache
def _open(path: Path) -> Base:
    return Base(path, wait_seconds=2.0)
