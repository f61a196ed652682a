"""python -m liveo simulate: the figures of the Simulateur from a file, and refusals in one sentence."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from liveo.cli import execute
from liveo.core.periods import Month
from liveo.services.handover import Outcome
from liveo.services.progress import silent
from liveo.services.scenario_document import plan_of_scenario, read_scenario
from liveo.services.simulation import simulate
from liveo.store.database import Base
from tests.rendering.reading import page_texts

EXAMPLE = Path(__file__).parents[2] / "docs" / "scenario.exemple.json"
HEAD = ["simulate", "--company", "FOURNIL", "--month", "2026-10", "--scenario"]
Run = Callable[..., Outcome]


@pytest.fixture
def run(demo: Base) -> Run:
    return lambda *words: execute(words, EXAMPLE.parent, silent, lambda: demo)


def answer(outcome: Outcome) -> dict[str, Any]:
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    found: dict[str, Any] = json.loads(outcome.stdout)
    return found


def test_the_example_of_the_documentation_costs_what_the_simulateur_shows(demo: Base, run: Run) -> None:
    found = answer(run(*HEAD, EXAMPLE.name, "--json"))
    steps = plan_of_scenario(demo, read_scenario(demo, EXAMPLE.read_bytes())).active_steps
    shown = simulate(demo, "FOURNIL", Month(2026, 10), steps)
    assert (found["before"]["net"], found["after"]["net"]) == (str(shown.before.net), str(shown.after.net))
    assert (found["saved"], found["difference"]) == (str(shown.saved), str(shown.difference))
    assert len(found["steps"]) == 2, "the third is switched off"
    effects = sum(Decimal(step["net"]) for step in found["steps"])
    assert Decimal(found["before"]["net"]) + effects == Decimal(found["after"]["net"])
    assert sum(Decimal(row["difference"]) for row in found["rows"]) == shown.difference
    assert sum(Decimal(row["difference"]) for row in found["entities"]) == shown.difference
    assert Decimal(found["invoices"]["totals"]["net"]) == shown.after.net
    assert [month["month"] for month in found["months"]][:2] == ["2026-10", "2026-11"]
    assert len(found["months"]) == 12


def test_it_answers_people_in_french(run: Run) -> None:
    text = run(*HEAD, str(EXAMPLE)).stdout.replace("\u202f", " ").replace("\xa0", " ")
    assert text.startswith("Rentrée des magasins, octobre 2026\n")
    assert "1. Ajouter 1 menu « Menu d'accueil », du 1er au 14 octobre 2026" in text
    assert "Total TTC" in text
    assert "Économie du prorata après ces changements" in text


def test_the_proposal_is_written_where_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "proposition.pdf"
    assert answer(run(*HEAD, str(EXAMPLE), "--pdf", str(file), "--json"))["file"] == str(file)
    assert "Menu d'accueil" in "\n".join(page_texts(file.read_bytes())).replace("’", "'")


def test_it_changes_nothing_in_the_base(demo: Base, run: Run) -> None:
    before = (demo.version, demo.frame("select count(*) from activations").rows())
    answer(run(*HEAD, str(EXAMPLE), "--json"))
    assert (demo.version, demo.frame("select count(*) from activations").rows()) == before


def test_a_scenario_of_a_prospect_needs_no_company(run: Run, tmp_path: Path) -> None:
    step = {"kind": "add_subjects", "new": [f"+{n}" for n in range(1, 41)], "option": "account", "name": "Compte"}
    step["period"] = {"start": str(date(2026, 10, 1))}
    document = {"format": "liveo-scenario", "version": 1, "company": "", "month": "2026-10"}
    file = tmp_path / "prospect.json"
    file.write_text(json.dumps(document | {"steps": [{"changes": [step]}]}))
    found = answer(run("simulate", "--company", "", "--month", "2026-10", "--scenario", str(file), "--json"))
    assert found["before"]["net"] == "0.00"
    assert Decimal(found["after"]["net"]) > 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nothing.json"], "n'existe pas"),
        ([str(EXAMPLE.parent)], "n'est pas un fichier"),
        (["scenario.md"], "n'est pas du JSON"),
        ([EXAMPLE.name, "--company", "ARMOR"], "celui de « FOURNIL », pas de « ARMOR »"),
        ([EXAMPLE.name, "--company", "NULLE"], "celui de « FOURNIL »"),
        ([EXAMPLE.name, "--month", "2026-13"], "Mois illisible"),
        ([EXAMPLE.name, "--pdf", "/nowhere/at/all.pdf"], "Impossible d'écrire la proposition"),
        ([], "--scenario"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run: Run, words: list[str], expected: str) -> None:
    outcome = run(*HEAD, *words)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert expected in outcome.stderr
    assert outcome.stderr.count("\n") == 1
