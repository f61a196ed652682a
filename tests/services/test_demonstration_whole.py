"""The demonstration is there whole or not at all, however its making ends; and what is there is never replaced."""

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from liveo.core.errors import AlreadyFilled, InvalidPeriod
from liveo.services.companies import company_summaries, count_calls
from liveo.services.demonstration import build_demonstration, is_ready
from liveo.store.database import Base

TODAY, OTHER_DAY = date(2026, 11, 23), date(2026, 10, 23)
SMALL = 0.02
_KILLED_MIDWAY = """
import os, signal, sys
from datetime import date
from pathlib import Path
from liveo.services.demonstration import build_demonstration
from liveo.store.database import Base

def report(done, label):
    if label.startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

build_demonstration(Base(Path(sys.argv[1])), date(2026, 11, 23), report, scale=0.02)
"""


@pytest.mark.parametrize("step", ["Création des entreprises", "Tirage des appels", "Import de trafic-2026-03.csv"])
def test_a_killed_build_leaves_an_empty_base_that_can_be_filled(tmp_path: Path, step: str) -> None:
    path = tmp_path / "demo.duckdb"
    ended = subprocess.run([sys.executable, "-c", _KILLED_MIDWAY, str(path), step], env=dict(os.environ), check=False)
    assert ended.returncode == -signal.SIGKILL
    base = Base(path)
    assert (company_summaries(base), count_calls(base)) == ((), 0)
    assert not is_ready(base, TODAY)
    made = build_demonstration(base, TODAY, scale=SMALL)
    assert (len(company_summaries(base)), count_calls(base)) == (made.companies, made.calls)
    assert is_ready(base, TODAY)
    base.close()


def test_an_error_midway_leaves_an_empty_base(tmp_path: Path) -> None:
    base = Base(tmp_path / "demo.duckdb")

    def report(done: float, label: str) -> None:
        if label.startswith("Import de trafic-2026-03"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_demonstration(base, TODAY, report, scale=SMALL)
    assert (company_summaries(base), count_calls(base)) == ((), 0)
    base.close()


def test_a_demonstration_is_ready_for_its_own_day_and_never_replaced(demo: Base) -> None:
    assert is_ready(demo, TODAY)
    assert is_ready(demo, None)
    with pytest.raises(AlreadyFilled, match="démonstration du 23/11/2026"):
        is_ready(demo, OTHER_DAY)


def test_companies_of_somebody_are_never_mixed_with_the_demonstration(own_demo: Base) -> None:
    with own_demo.write() as tx:
        tx.execute("delete from settings where name = 'demonstration_today'")
    with pytest.raises(AlreadyFilled, match="contient déjà des entreprises"):
        is_ready(own_demo, None)


@pytest.mark.parametrize("day", [date.min, date(2000, 12, 31), date(2100, 1, 1), date.max])
def test_a_day_without_a_year_of_calls_before_it_is_refused(tmp_path: Path, day: date) -> None:
    base = Base(tmp_path / "demo.duckdb")
    with pytest.raises(InvalidPeriod, match="2001 à 2099"):
        build_demonstration(base, day, scale=SMALL)
    base.close()
