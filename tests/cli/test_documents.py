"""python -m liveo issue and verify."""

import csv
import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from liveo.cli import execute
from liveo.services.companies import company_summaries
from liveo.services.handover import Outcome
from liveo.services.progress import silent
from liveo.store.database import Base
from liveo.store.documents import document_content, issued_documents


def run(base: Base, *words: str) -> Outcome:
    return execute(words, Path.cwd(), silent, lambda: base)


def as_json(outcome: Outcome) -> Any:
    assert outcome.exit_code == 0, outcome.stderr
    return json.loads(outcome.stdout)


def test_a_dry_run_issues_nothing(own_demo: Base) -> None:
    found = as_json(run(own_demo, "issue", "--month", "2026-10", "--dry-run", "--json"))
    assert len(found) == len(company_summaries(own_demo))
    assert not any(company["issued"] for company in found)
    assert issued_documents(own_demo) == []


def test_all_companies_are_issued_or_named_with_what_is_in_the_way_and_then_verified(own_demo: Base) -> None:
    found = as_json(run(own_demo, "issue", "--month", "2026-10", "--json"))
    assert all(company["issued"] != bool(company["blockers"]) for company in found)
    numbers = [document["number"] for company in found if company["issued"] for document in company["documents"]]
    rows = issued_documents(own_demo)
    assert numbers == [row["number"] for row in rows] != []
    content = document_content(own_demo, rows[0]["document_id"])
    assert content is not None
    assert content.pdf.startswith(b"%PDF-")
    assert as_json(run(own_demo, "verify", "--json")) == {"documents": len(numbers), "faults": []}
    assert "documents vérifiés" in run(own_demo, "verify").stdout
    with own_demo.write() as tx:
        tx.execute("update document_contents set pdf = 'x'::blob where rank = 1")
    outcome = run(own_demo, "verify")
    assert outcome.exit_code == 2
    assert "Premier document altéré : FA-2026-000001" in outcome.stderr


def test_a_text_answer_says_the_remedy(own_demo: Base) -> None:
    outcome = run(own_demo, "issue", "--month", "2026-11", "--company", "ATELIER")
    assert "rien n'est émis" in outcome.stdout
    assert "01/12/2026" in outcome.stdout


def test_the_files_that_were_issued_are_written_by_number(own_demo: Base, tmp_path: Path) -> None:
    as_json(run(own_demo, "issue", "--month", "2026-10", "--company", "ATELIER", "--json"))
    rows = issued_documents(own_demo)
    assert rows
    as_json(run(own_demo, "documents", "--out", str(tmp_path / "out"), "--month", "2026-10", "--json"))
    assert as_json(run(own_demo, "documents", "--out", str(tmp_path), "--month", "2026-09", "--json")) == {"files": []}
    for row in rows:
        content = document_content(own_demo, row["document_id"])
        assert content is not None
        assert (tmp_path / "out" / f"{row['number']}.pdf").read_bytes() == content.pdf
    [archive] = as_json(run(own_demo, "documents", "--out", str(tmp_path / "tout.zip"), "--json"))["files"]
    assert len(zipfile.ZipFile(archive).namelist()) == 2 * len(rows) + 1
    refused = run(own_demo, "documents", "--out", "README.md")
    assert refused.exit_code == 2
    assert "--out" in refused.stderr


def test_an_invoice_is_credited_line_by_line_or_whole(own_demo: Base) -> None:
    as_json(run(own_demo, "issue", "--month", "2026-10", "--company", "ATELIER", "--json"))
    credit = ("credit", "FA-2026-000001", "--reason", "Remise oubliée")
    shown = as_json(run(own_demo, *credit, "--line", "1=1,00", "--dry-run", "--json"))
    assert (shown["number"], shown["totals"]["net"]) == (None, "1.00")
    assert len(issued_documents(own_demo)) == 1
    assert "AV-2026-000001" in run(own_demo, *credit, "--line", "1=1,00").stdout
    assert as_json(run(own_demo, *credit, "--json"))["number"] == "AV-2026-000002"
    assert as_json(run(own_demo, "verify", "--json"))["documents"] == 3
    assert "Il ne reste rien" in run(own_demo, *credit).stderr
    assert "Ligne illisible" in run(own_demo, *credit, "--line", "x").stderr


def test_the_annex_is_written_in_the_forms_asked_for_and_purged_in_time(own_demo: Base, tmp_path: Path) -> None:
    of = ("annex", "--company", "ATELIER", "--month", "2026-10")
    found = as_json(run(own_demo, *of, "--format", "csv", "--format", "pdf", "--out", str(tmp_path), "--json"))
    assert [Path(name).name for name in found["files"]] == ["annexe_ATELIER_2026-10.csv", "annexe_ATELIER_2026-10.pdf"]
    assert len(Path(found["files"][0]).read_text("utf-8-sig").splitlines()) == found["calls"] + 1
    assert "masqués" in run(own_demo, *of).stdout
    whole = as_json(run(own_demo, *of, "--whole", "Litige", "--format", "csv", "--out", str(tmp_path), "--json"))
    assert whole["files"][0].endswith("_numeros-entiers.csv")
    assert as_json(run(own_demo, "annex", "--purge", "--json")) == {"erased": 0}
    for words in (("annex",), ("annex", "--company", "ATELIER"), (*of, "--entity", "X"), (*of, "--whole", "")):
        outcome = run(own_demo, *words)
        assert (outcome.exit_code, outcome.stderr.count("\n")) == (2, 1), words


def test_the_sales_journal_balances_and_agrees_with_what_was_issued(own_demo: Base, tmp_path: Path) -> None:
    as_json(run(own_demo, "issue", "--month", "2026-10", "--json"))
    first = issued_documents(own_demo)[0]
    as_json(run(own_demo, "credit", first["number"], "--reason", "Erreur", "--json"))
    found = as_json(run(own_demo, "accounting", "--out", str(tmp_path / "ventes.csv"), "--json"))
    with (tmp_path / "ventes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    amounts = [(row, Decimal(row["Debit"].replace(",", ".")), Decimal(row["Credit"].replace(",", "."))) for row in rows]
    assert sum(debit for _, debit, _ in amounts) == sum(credit for _, _, credit in amounts) == Decimal(found["debit"])
    owed = {row["PieceRef"]: debit - credit for row, debit, credit in amounts if row["CompteNum"] == "411000"}
    signs = {"invoice": 1, "credit_note": -1}
    documents = issued_documents(own_demo)
    assert owed == {one["number"]: signs[one["kind"]] * Decimal(one["gross_cents"]) / 100 for one in documents}
    undone: dict[str, Decimal] = {}
    for row, debit, credit in amounts:
        if row["PieceRef"] in (first["number"], "AV-2026-000001"):
            undone[row["CompteNum"]] = undone.get(row["CompteNum"], Decimal(0)) + debit - credit
    assert len(undone) > 3
    assert set(undone.values()) == {Decimal(0)}
    assert run(own_demo, "accounting", "--out", str(tmp_path)).exit_code == 2
