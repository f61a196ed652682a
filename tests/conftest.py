"""What all tests share: how hard properties are tried, and the demonstration base, made once.

``pytest --hypothesis-profile=long`` tries each property fifty times as often: for a night, or before a release.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from liveo.services.bases import open_base
from liveo.services.demonstration import build_demonstration
from liveo.services.progress import silent
from liveo.store.database import Base

DEMO_TODAY = date(2026, 11, 23)

settings.register_profile("short", deadline=None, max_examples=200)
settings.register_profile("long", deadline=None, max_examples=10_000)
settings.load_profile("short")


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration base, built by whichever worker comes first; nobody opens this file again."""
    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "liveo-demonstration"
    shared.mkdir(exist_ok=True)
    made, ready = shared / "demo.duckdb", shared / "ready"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            base = Base(made)
            build_demonstration(base, DEMO_TODAY, silent)
            base.checkpoint()
            base.close()
            ready.touch()
    return made


@pytest.fixture(scope="session")
def demo_path(made_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This worker's own copy of the demonstration base, closed."""
    return Path(shutil.copy(made_demo, tmp_path_factory.mktemp("demo") / "liveo.duckdb"))


@pytest.fixture(scope="session")
def demo(demo_path: Path) -> Iterator[Base]:
    """This worker's demonstration base, open, and the one that LIVEO_DB names. Tests leave it as it was."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LIVEO_DB", str(demo_path))
        yield open_base()


@pytest.fixture
def own_demo(made_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Base]:
    """A demonstration base that a test may change."""
    monkeypatch.setenv("LIVEO_DB", str(shutil.copy(made_demo, tmp_path / "liveo.duckdb")))
    base = open_base()
    yield base
    base.close()
