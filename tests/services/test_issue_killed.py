"""An issuing process may be killed at any moment; ``make kills`` does it 200 times, this a few."""

import shutil
from pathlib import Path

from tests.tools.kill_issuing import kill_again_and_again


def test_whatever_moment_it_is_killed_no_number_is_lost_skipped_or_given_twice(made_demo: Path, tmp_path: Path) -> None:
    base = Path(shutil.copy(made_demo, tmp_path / "liveo.duckdb"))
    seen = kill_again_and_again(base, kills=8, seed=20)
    assert seen.kills >= 8
    assert seen.documents + seen.during_a_transaction > 0
