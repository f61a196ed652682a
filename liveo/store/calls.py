"""Calls come in here: one file, one transaction, each line accounted for, each call rated once and rolled up at once.

lines = accepted + known + refused. What is known came with an earlier import; the same file or the same call twice
changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.errors import MissingReference
from liveo.store.database import Base, Transaction
from liveo.store.imports import IMPORT_FORMATS, Problem
from liveo.store.statements import query
from liveo.store.usage_upkeep import add_usage

Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class CallFile:
    """A call file that was read: ``rows`` in the columns of ``imports.records.ROW_SCHEMA``, and what was refused.

    ``company_id`` is the company that the person importing named, if any; ``sha256`` is of the file's bytes.
    """

    name: str
    sha256: str
    format: str
    rows: pl.DataFrame
    problems: tuple[Problem, ...]
    lines: int
    company_id: SubjectId | None
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file. ``unrated`` counts the accepted calls that wait for a price."""

    import_id: int
    file_name: str
    format: str
    lines: int
    accepted: int
    known: int
    refused: int
    unrated: int
    amount_micros: int
    problems: tuple[Problem, ...] = ()
    already_imported: bool = False


def import_calls(base: Base, file: CallFile, report: Report = lambda done, label: None) -> ImportReport:
    """Store, rate and roll up the calls of a file, or nothing at all.

    A file whose bytes were imported before is answered with the report of that import, and nothing changes.
    """
    earlier = base.rows("import_of_file", sha256=file.sha256)
    if earlier:
        return ImportReport(**earlier[0], already_imported=True)
    with base.write() as tx:
        made = import_within(tx, file, report)
    report(1.0, "Terminé")
    return made


def import_within(tx: Transaction, file: CallFile, report: Report = lambda done, label: None) -> ImportReport:
    """Do the work of ``import_calls`` inside a transaction of the caller's; raises MissingReference without a plan.

    Asks again whether the file is there: another thread may have brought it while this one waited to write.
    """
    earlier = tx.frame(query("import_of_file"), {"sha256": file.sha256}).to_dicts()
    if earlier:
        return ImportReport(**earlier[0], already_imported=True)
    _refuse_without_plan(tx)
    [import_id] = tx.next_ids("import_ids", 1)
    params = {
        "import_id": import_id,
        "format": file.format,
        "company_id": file.company_id,
        "names_our_accounts": IMPORT_FORMATS[file.format].names_our_accounts,
    }
    report(0.1, "Recherche des appels déjà connus")
    with tx.incoming(file.rows):
        tx.run("fresh_calls", params)
    rate_fresh_calls(tx, params, report)
    report(0.7, "Enregistrement et cumuls")
    tx.run("new_calls", params)
    add_usage(tx)
    return _recorded(tx, import_id, file)


def _refuse_without_plan(tx: Transaction) -> None:
    """Every call would wait for a price, and be known when the file comes again."""
    if not tx.execute("select 1 from numbering_plan limit 1"):
        raise MissingReference.of_everything()


def rate_fresh_calls(tx: Transaction, params: dict[str, object], report: Report) -> None:
    """Classify, attribute and rate the calls of the temp table fresh_calls."""
    report(0.3, "Lecture des numéros")
    tx.run("classification", params)
    report(0.4, "Rattachement aux comptes")
    tx.run("attribution", params)
    report(0.5, "Calcul des prix")
    tx.run("rating", params)
    tx.run("pricing", params)


def _recorded(tx: Transaction, import_id: int, file: CallFile) -> ImportReport:
    """Write the import, its refused lines and its control totals."""
    [(accepted, unrated, amount)] = tx.execute(
        "select count(*), count(*) filter (where reason is not null), coalesce(sum(amount_micros), 0)::bigint"
        " from calls where import_id = $import_id",
        {"import_id": import_id},
    )
    made = ImportReport(
        import_id=import_id,
        file_name=file.name,
        format=file.format,
        lines=file.lines,
        accepted=accepted,
        known=file.rows.height - accepted,
        refused=len(file.problems),
        unrated=unrated,
        amount_micros=amount,
        problems=file.problems,
    )
    tx.insert("imports", _import_row(made, file))
    if file.problems:
        tx.insert("refused_lines", _refused_rows(import_id, file.problems))
    return made


def _import_row(made: ImportReport, file: CallFile) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "import_id": [made.import_id],
            "file_name": [file.name],
            "sha256": [file.sha256],
            "format": [file.format],
            "company_id": pl.Series([file.company_id], dtype=pl.Int64),
            "imported_at": [file.imported_at],
            "lines": [made.lines],
            "accepted": [made.accepted],
            "known": [made.known],
            "refused": [made.refused],
            "unrated": [made.unrated],
            "amount_micros": [made.amount_micros],
        }
    )


def _refused_rows(import_id: int, problems: tuple[Problem, ...]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "import_id": [import_id] * len(problems),
            "line": [p.line for p in problems],
            "reason": [str(p.reason) for p in problems],
            "detail": [p.detail for p in problems],
            "content": [p.text for p in problems],
        }
    )
