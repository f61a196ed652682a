"""The command line answers as documented: JSON for machines, French for people, 0 done, 2 refused in one sentence."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from liveo.cli import execute
from liveo.services.handover import Outcome
from liveo.services.progress import silent
from liveo.store.database import Base

Run = Callable[..., Outcome]
CODES = ["ATELIER", "ARMOR", "FOURNIL"]
MODES = ["single", "single_by_entity", "per_entity", "mixed"]
SAMPLES = Path(__file__).parents[1] / "store" / "imports" / "samples"


def _refuses_the_base() -> Base:
    raise AssertionError("this command must not open the base")


@pytest.fixture
def run(demo: Base) -> Run:
    return lambda *words: execute(words, Path.cwd(), silent, lambda: demo)


def without_base(*words: str) -> Outcome:
    return execute(words, Path.cwd(), silent, _refuses_the_base)


def as_json(outcome: Outcome) -> Any:
    assert outcome.exit_code == 0, outcome.stderr
    assert outcome.stderr == ""
    return json.loads(outcome.stdout)


def test_17_days_of_march_at_31_euros_are_17_euros() -> None:
    answer = as_json(
        without_base(
            *["explain", "option", "--price", "31.00", "--month", "2026-03"],
            *["--active", "2026-03-15..2026-04-02", "--json"],
        )
    )
    assert answer["days"] == 17
    assert answer["days_in_month"] == 31
    assert answer["amount"] == "17.00"
    assert answer["unrounded"] == "17/1"
    assert answer["spans"] == [
        {"start": "2026-03-15", "end": "2026-04-01", "days": 17, "quantity": 1, "monthly_price": "31.00"}
    ]


def test_the_day_of_removal_is_billed_when_every_touched_day_is() -> None:
    words = ["explain", "option", "--price", "31,00", "--month", "2026-03", "--active", "2026-03-01..2026-03-15"]
    assert as_json(without_base(*words, "--json"))["amount"] == "14.00"
    assert as_json(without_base(*words, "--day-count", "touched", "--json"))["amount"] == "15.00"


def test_several_activations_are_a_union_of_days() -> None:
    words = ["explain", "option", "--price", "31.00", "--month", "2026-03"]
    spans = ["--active", "2026-03-01..2026-03-10", "--active", "2026-03-05..2026-03-12", "--active", "2026-03-31.."]
    answer = as_json(without_base(*words, *spans, "--json"))
    assert (answer["days"], len(answer["spans"])) == (12, 2)


def test_75_seconds_to_a_mobile_cost_0_012500(run: Run) -> None:
    answer = as_json(run("explain", "call", "--to", "0612345678", "--seconds", "75", "--json"))
    assert answer["destination"] == "france_mobile"
    assert answer["amount"] == "0.012500"
    assert answer["billed_seconds"] == 75
    assert {"label", "prefix", "steps"} <= set(answer)


def test_a_call_that_cannot_be_rated_says_why(run: Run) -> None:
    answer = as_json(run("explain", "call", "--to", "anonymous", "--seconds", "75", "--json"))
    assert answer["destination"] is None
    assert answer["reason"] == "withheld_number"


def test_fax_and_sms_have_their_own_destinations(run: Run) -> None:
    words = ["explain", "call", "--seconds", "60", "--at", "2026-03-05T10:00", "--json"]
    assert as_json(run(*words, "--to", "0123456789", "--kind", "fax"))["destination"] == "fax_france"
    assert as_json(run(*words, "--to", "0612345678", "--kind", "sms"))["destination"] == "sms_france"


def test_companies_are_listed_with_their_counts_and_months(run: Run) -> None:
    found = {company["code"]: company for company in as_json(run("companies", "--json"))}
    assert set(found) >= set(CODES)
    assert (found["ATELIER"]["accounts"], found["ATELIER"]["entities"]) == (12, 0)
    assert (found["ARMOR"]["accounts"], found["ARMOR"]["entities"]) == (180, 6)
    assert (found["FOURNIL"]["accounts"], found["FOURNIL"]["entities"]) == (900, 24)
    assert all(company["months"][-1] == "2026-11" and len(company["months"]) >= 13 for company in found.values())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("code", CODES)
def test_documents_add_up_from_lines_to_totals(run: Run, code: str, mode: str) -> None:
    answer = as_json(run("invoices", "--company", code, "--month", "2026-10", "--mode", mode, "--json"))
    assert answer["invoices"], "every demonstration company has something to pay"
    for invoice in answer["invoices"]:
        lines = [line for section in invoice["sections"] for line in section["lines"]]
        net = sum(Decimal(line["net"]) for line in lines)
        assert invoice["number"] is None
        assert Decimal(invoice["totals"]["net"]) == net == sum(Decimal(vat["base"]) for vat in invoice["vat"])
        assert all(Decimal(line["net"]) == sum(Decimal(c["net"]) for c in line["charges"]) for line in lines)
        vat = sum(Decimal(vat["amount"]) for vat in invoice["vat"])
        assert Decimal(invoice["totals"]["gross"]) == net + vat
    assert Decimal(answer["totals"]["net"]) == sum(Decimal(i["totals"]["net"]) for i in answer["invoices"])


def test_pdfs_are_written_where_asked(run: Run, tmp_path: Path) -> None:
    words = ["invoices", "--company", "ARMOR", "--month", "2026-10", "--mode", "mixed", "--out", str(tmp_path / "pdf")]
    answer = as_json(run(*words, "--json"))
    written = sorted((tmp_path / "pdf").iterdir())
    assert len(written) == len(answer["invoices"]) == len(answer["files"])
    assert all(path.read_bytes().startswith(b"%PDF-") for path in written)


def test_an_import_is_reported_and_repeating_it_changes_nothing(own_demo: Base) -> None:
    words = ["import", str(SAMPLES / "asterisk_office.csv"), "--company", "ATELIER", "--json"]
    run = lambda: as_json(execute(words, Path.cwd(), silent, lambda: own_demo))  # noqa: E731
    [first], [again] = run(), run()
    assert first["lines"] == first["accepted"] + first["known"] + first["refused"] == 218
    assert not first["already_imported"]
    assert again["already_imported"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["invoices", "--company", "NOBODY", "--month", "2026-10", "--mode", "single"], "Entreprise inconnu"),
        (["invoices", "--company", "ATELIER", "--month", "2026-13", "--mode", "single"], "Mois illisible"),
        (["invoices", "--company", "ATELIER", "--month", "2026-10", "--mode", "five"], "single_by_entity"),
        (["invoices", "--company", "ATELIER", "--mode", "single"], "--month"),
        (["explain", "option", "--price", "1,234", "--month", "2026-03", "--active", "2026-03-01.."], "1,234"),
        (["explain", "option", "--price", "-3", "--month", "2026-03", "--active", "2026-03-01.."], "négatif"),
        (
            ["explain", "option", "--price", "3", "--month", "2026-03", "--active", "2026-03-09..2026-03-01"],
            "précède le début",
        ),
        (["explain", "call", "--to", "15", "--seconds", "-4"], "--seconds"),
        (["import", "/no/such/file.csv"], "aucun fichier de ce nom"),
        (["import", "/no/such\nfile.csv"], "such file.csv"),
        (["import", "/tmp"], "dossier"),
        (["import", "README.md", "--company", ""], "Entreprise inconnue"),
        (["invoices", "--company", "ATELIER", "--month", "9999-12", "--mode", "single"], "Mois illisible"),
        (
            ["invoices", "--company", "ATELIER", "--month", "2026-10", "--mode", "single", "--out", "README.md"],
            "Impossible d'écrire les factures",
        ),
        (["explain", "option", "--price", "9" * 13, "--month", "2026-03", "--active", "2026-03-01.."], "illisible"),
        (["explain", "call", "--to", "15", "--seconds", "1e3"], "Durée illisible"),
        (["explain", "call", "--to", "15", "--seconds", "2592001"], "trente jours"),
        (["explain", "call", "--to", "15", "--seconds", "5", "--at", "9999-12-31T23:59-12:00"], "Instant illisible"),
        (["explain", "call", "--to", "15", "--seconds", "5", "--at", "0001-01-01T00:00+14:00"], "Instant illisible"),
        (["explain", "call", "--to", "15", "--seconds", "5", "--company", ""], "Entreprise inconnue"),
        (["explain", "option", "--price"], "Il manque une valeur après --price"),
        (["companies", "--json=oui"], "Pas de valeur admise"),
        (["companies", "tout"], "Un mot de trop"),
        (["explain"], "Il manque le nom d'une commande"),
        ([], "Il manque le nom d'une commande"),
        (["demo", "--today", "2026-10-01"], "n'est pas remplacée"),
        (["import", "README.md", "--format", "morse"], "morse"),
        (["dance"], "Commande inconnue"),
        (["companies", "--loud"], "--loud"),
    ],
)
def test_a_refusal_is_one_french_sentence_and_exit_code_2(run: Run, words: list[str], part: str) -> None:
    outcome = run(*words)
    assert outcome.exit_code == 2
    assert outcome.stdout == ""
    assert part in outcome.stderr
    assert outcome.stderr.count("\n") == 1
    assert "Traceback" not in outcome.stderr


def test_a_bug_is_told_with_a_reference_and_exit_code_1() -> None:
    outcome = without_base("companies")
    assert outcome.exit_code == 1
    assert "référence" in outcome.stderr
    assert "AssertionError" not in outcome.stderr


@pytest.mark.parametrize("words", [[], ["import"], ["invoices"], ["explain"], ["explain", "option"], ["demo"]])
def test_help_is_french(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert without_base(*words, "--help").exit_code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Utilisation : python -m liveo")
    assert not any(word in shown for word in ("Usage", "Show this message", "COMMAND ", "required"))


def test_the_demonstration_asked_for_again_changes_nothing_and_says_so(demo: Base, run: Run) -> None:
    before = demo.version
    for words in (["demo"], ["demo", "--if-missing"], ["demo", "--today", "2026-11-23"]):
        assert "déjà là" in run(*words).stdout
    assert as_json(run("demo", "--json"))["companies"]
    assert demo.version == before


def test_a_base_without_prices_answers_with_one_sentence(tmp_path: Path) -> None:
    base = Base(tmp_path / "empty.duckdb")
    for words in (
        ["explain", "call", "--to", "0612345678", "--seconds", "5"],
        ["invoices", "--company", "ARMOR", "--month", "2026-10", "--mode", "single"],
        ["import", str(SAMPLES / "asterisk_office.csv")],
    ):
        outcome = execute(words, Path.cwd(), silent, lambda: base)
        assert (outcome.exit_code, outcome.stdout, outcome.stderr.count("\n")) == (2, "", 1)
        assert "python -m liveo demo" in outcome.stderr
    assert as_json(execute(["companies", "--json"], Path.cwd(), silent, lambda: base)) == []
    assert base.rows("count_calls") == [{"calls": 0}]
    base.close()


def test_a_refused_file_tells_which_files_before_it_are_in(own_demo: Base) -> None:
    words = ["import", str(SAMPLES / "asterisk_good.csv"), "/no/such.csv", str(SAMPLES / "freeswitch_good.csv")]
    outcome = execute(words, Path.cwd(), silent, lambda: own_demo)
    assert outcome.exit_code == 2
    assert "Importés avant lui : asterisk_good.csv" in outcome.stderr


def test_a_refused_line_is_shown_with_its_number_and_reason_in_french(own_demo: Base) -> None:
    outcome = execute(["import", str(SAMPLES / "liveo_broken.csv")], Path.cwd(), silent, lambda: own_demo)
    assert outcome.exit_code == 0
    assert "Durée illisible (durée facturée" in outcome.stdout
    assert "_" not in outcome.stdout.replace("liveo_broken", "").split("|")[0]
