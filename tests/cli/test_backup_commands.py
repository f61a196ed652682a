"""backup and restore, as typed: what they print, and that a base in service is never replaced."""

import json
from pathlib import Path

import pytest

from liveo.cli import execute
from liveo.services.handover import Outcome
from liveo.services.progress import silent
from liveo.store.backups import contents_of
from liveo.store.database import Base


def run(base: Base, *words: str, folder: Path) -> Outcome:
    return execute(words, folder, silent, lambda: base)


def test_a_backup_says_where_it_is_and_how_much_it_holds(own_demo: Base, tmp_path: Path) -> None:
    outcome = run(own_demo, "backup", "--to", "copies", "--json", folder=tmp_path)
    assert outcome.exit_code == 0, outcome.stderr
    answer = json.loads(outcome.stdout)
    assert Path(answer["file"]).parent == tmp_path / "copies"
    held = contents_of(Path(answer["file"]))
    assert (answer["tables"], answer["rows"]) == (len(held), sum(table.rows for table in held))


def test_the_base_that_serves_is_not_replaced_and_a_stopped_one_is(own_demo: Base, tmp_path: Path) -> None:
    made = json.loads(run(own_demo, "backup", "--json", folder=tmp_path).stdout)["file"]
    refused = run(own_demo, "restore", made, folder=tmp_path)
    assert refused.exit_code == 2
    assert "arrêtez le tableau de bord" in refused.stderr
    own_demo.close()
    done = run(own_demo, "restore", made, folder=tmp_path)
    assert done.exit_code == 0, done.stderr
    assert "L'ancienne base est gardée" in done.stdout


@pytest.mark.parametrize("words", [["restore", "absent.duckdb"], ["restore"]])
def test_what_cannot_be_restored_is_refused_in_a_sentence(own_demo: Base, tmp_path: Path, words: list[str]) -> None:
    outcome = run(own_demo, *words, folder=tmp_path)
    assert outcome.exit_code == 2
    assert outcome.stderr.count("\n") == 1
    assert "Traceback" not in outcome.stderr


def test_a_folder_that_cannot_be_written_is_refused_and_leaves_nothing_behind(own_demo: Base, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    outcome = run(own_demo, "backup", "--to", "file/copies", folder=tmp_path)
    assert outcome.exit_code == 2
    assert "ne peut pas être écrite" in outcome.stderr
    assert list((own_demo.path.parent / "sauvegardes").iterdir()) == []
