"""One process holds the base; the commands of the others run there, and their answers come back whole."""

import stat
from collections.abc import Sequence
from pathlib import Path

from liveo.services.handover import Outcome, hand_over, listen, socket_path
from liveo.services.progress import Progress, silent


def test_nobody_listening_is_answered_with_none(tmp_path: Path) -> None:
    assert hand_over(tmp_path / "base.duckdb", ["companies"], silent) is None


def test_words_folder_progress_and_outcome_pass_through_the_socket(tmp_path: Path) -> None:
    seen: list[tuple[list[str], Path]] = []
    reported: list[tuple[float, str]] = []

    def run(words: Sequence[str], folder: Path, progress: Progress) -> Outcome:
        seen.append((list(words), folder))
        progress(0.5, "à moitié")
        return Outcome(2, "sortie é\n", "refus\n")

    stop = listen(tmp_path / "base.duckdb", run)
    try:
        outcome = hand_over(tmp_path / "base.duckdb", ["import", "été.csv"], lambda d, t: reported.append((d, t)))
    finally:
        stop()
    assert outcome == Outcome(2, "sortie é\n", "refus\n")
    assert seen == [(["import", "été.csv"], Path.cwd())]
    assert reported == [(0.5, "à moitié")]


def test_only_this_user_can_open_the_socket(tmp_path: Path) -> None:
    stop = listen(tmp_path / "base.duckdb", lambda words, folder, progress: Outcome(0))
    try:
        assert stat.S_IMODE(socket_path(tmp_path / "base.duckdb").stat().st_mode) == 0o600
    finally:
        stop()


def test_a_holder_that_stops_leaves_no_socket_behind(tmp_path: Path) -> None:
    listen(tmp_path / "base.duckdb", lambda words, folder, progress: Outcome(0))()
    assert hand_over(tmp_path / "base.duckdb", ["companies"], silent) is None
