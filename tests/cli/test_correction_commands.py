"""unrated, rerate and tariff, as typed: the effect first, and nothing written without --apply."""

import json
from pathlib import Path
from typing import Any

import pytest

from liveo.cli import execute
from liveo.services.bases import REFERENCE_FOLDER
from liveo.services.handover import Outcome
from liveo.services.progress import silent
from liveo.store.database import Base


def run(base: Base, *words: str) -> Outcome:
    return execute(words, Path.cwd(), silent, lambda: base)


def answer(base: Base, *words: str) -> Any:
    outcome = run(base, *words, "--json")
    assert outcome.exit_code == 0, outcome.stderr
    return json.loads(outcome.stdout)


def waiting(base: Base) -> int:
    return sum(group["calls"] for group in answer(base, "unrated", "list", "--company", "ATELIER"))


def test_what_waits_is_listed_for_one_company_or_all(demo: Base) -> None:
    every = answer(demo, "unrated", "list")
    assert {group["company"] for group in every} == {"ATELIER", "ARMOR", "FOURNIL"}
    assert [group for group in every if group["company"] == "ATELIER"] == answer(
        demo, "unrated", "list", "--company", "ATELIER"
    )
    assert "Numéro masqué" in run(demo, "unrated", "list").stdout
    assert run(demo, "unrated", "list", "--company", "LENOIR").stdout == "Chaque appel a son prix.\n"


def test_nothing_is_written_without_apply_and_what_was_shown_is_written_with_it(own_demo: Base) -> None:
    before = waiting(own_demo)
    words = ["unrated", "read", "--company", "ATELIER", "--written", "0699", "--number", "0199001122"]
    shown = answer(own_demo, *words)
    assert (shown["applied"], shown["calls"], waiting(own_demo)) == (False, 1, before)
    assert "ajoutez --apply" in run(own_demo, *words).stdout
    done = answer(own_demo, *words, "--apply")
    assert done == shown | {"applied": True}
    assert waiting(own_demo) == before - 1
    undo = answer(own_demo, "unrated", "undo", "--company", "ATELIER", "--written", "0699", "--apply")
    assert undo["calls"] == 1
    assert waiting(own_demo) == before


def test_calls_are_given_and_waived(own_demo: Base) -> None:
    account = own_demo.frame("select min(code) as code from accounts where code like 'ATE-%'")["code"][0]
    given = ["unrated", "give", "--company", "ATELIER", "--written", "ATE-9999", "--account", account, "--apply"]
    assert answer(own_demo, *given)["newly_rated"] == 1
    waived = ["unrated", "waive", "--company", "ATELIER", "--written", "anonymous", "--why", "essai", "--apply"]
    assert answer(own_demo, *waived)["newly_rated"] == 1


def test_the_tariff_in_force_changes_nothing(demo: Base) -> None:
    for kind, name in (("rates", "rate_sheet.csv"), ("prices", "catalogue.csv"), ("plan", "numbering_plan.csv")):
        shown = answer(demo, "tariff", str(REFERENCE_FOLDER / name), "--kind", kind)
        assert (shown["calls"], shown["tariff"]["added"], shown["tariff"]["removed"]) == (0, 0, 0)
    assert answer(demo, "rerate")["calls"] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["tariff", "absent.csv", "--kind", "rates"], "manque"),
        (["tariff", str(REFERENCE_FOLDER / "rate_sheet.csv"), "--kind", "wishes"], "allowances"),
        (["unrated", "give", "--company", "ATELIER", "--written", "x", "--account", "y"], "inconnu"),
        (["unrated", "read", "--company", "NOBODY", "--written", "x", "--number", "0199001122"], "NOBODY"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(demo: Base, words: list[str], told: str) -> None:
    outcome = run(demo, *words)
    assert outcome.exit_code == 2
    assert told in outcome.stderr
    assert outcome.stderr.count("\n") == 1
