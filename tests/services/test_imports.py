"""Imports as people ask for them: twice the same file changes nothing, the sample can be imported, history adds up."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from liveo.core.errors import LiveoError
from liveo.services.billing import customer
from liveo.services.imports import (
    FORMAT_CODES,
    import_file,
    import_history,
    refused_lines,
    sample_file,
    unrated_of_import,
)
from liveo.store.database import Base
from liveo.store.imports import IMPORT_FORMATS, ParsedFile, liveo_csv, read_call_file
from liveo.store.imports.text import SourceText

SAMPLES = Path(__file__).parents[1] / "store" / "imports" / "samples"


def test_the_sample_is_read_without_a_problem_and_shows_every_kind_of_line() -> None:
    parsed = read_call_file(sample_file(), "exemple-liveo.csv")
    assert (parsed.format, parsed.lines, parsed.problems) == ("liveo", 5, ())
    assert set(parsed.rows["direction"]) == {"outbound", "inbound", "internal"}
    assert set(parsed.rows["answered"]) == {True, False}


def test_the_accounts_of_the_sample_are_nobodys(own_demo: Base) -> None:
    report = import_file(own_demo, sample_file(), "exemple-liveo.csv")
    assert (report.accepted, report.amount_micros) == (5, 0)
    assert {str(reason) for reason, _ in unrated_of_import(own_demo, report.import_id)} == {"unknown_account"}


def test_the_same_file_twice_is_answered_by_the_report_of_the_first_time(own_demo: Base) -> None:
    first = import_file(own_demo, sample_file(), "un.csv")
    version = own_demo.version
    second = import_file(own_demo, sample_file(), "deux.csv")
    assert (second.already_imported, second.import_id, second.file_name) == (True, first.import_id, "un.csv")
    assert own_demo.version == version


@pytest.mark.parametrize(
    "name", ["asterisk_broken.csv", "freeswitch_broken.csv", "liveo_broken.csv", "cdr_stats_broken.csv"]
)
def test_every_line_of_a_broken_file_is_accounted_for(own_demo: Base, name: str) -> None:
    report = import_file(own_demo, SAMPLES / name, name, company_code="ARMOR")
    assert report.lines == report.accepted + report.known + report.refused
    assert refused_lines(own_demo, report.import_id).height == report.refused > 0
    latest = import_history(own_demo).row(0, named=True)
    assert (latest["file_name"], latest["lines"], latest["refused"]) == (name, report.lines, report.refused)


def test_progress_never_goes_back_and_ends_whole(own_demo: Base) -> None:
    told: list[float] = []
    import_file(own_demo, SAMPLES / "asterisk_office.csv", "bureau.csv", progress=lambda done, label: told.append(done))
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0.0, 1.0)


def test_a_file_that_is_no_call_file_is_refused_with_a_sentence_and_leaves_no_trace(own_demo: Base) -> None:
    before = import_history(own_demo).height
    with pytest.raises(LiveoError, match="page web"):
        import_file(own_demo, b"<html></html>", "page.csv")
    assert import_history(own_demo).height == before


def test_calls_without_a_price_are_counted_by_import(demo: Base) -> None:
    history = import_history(demo)
    for import_id, unrated in history.select("import_id", "unrated").iter_rows():
        assert sum(calls for _, calls in unrated_of_import(demo, import_id)) == unrated


def test_the_automatic_format_is_offered_first() -> None:
    assert FORMAT_CODES == ("auto", "liveo", "asterisk", "freeswitch", "cdr_stats")


def test_the_same_file_by_two_threads_at_once_is_imported_once(own_demo: Base) -> None:
    content = sample_file()
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: import_file(own_demo, content, "un.csv"), range(4)))
    assert sorted(report.already_imported for report in reports) == [False, True, True, True]
    assert len({report.import_id for report in reports}) == 1


def test_lines_added_while_a_file_is_read_are_not_taken_for_read(
    own_demo: Base, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A switch appends to its file at any moment: the lines it adds must come in with the next import."""
    path = tmp_path / "Master.csv"
    first, second, *rest = sample_file().splitlines(keepends=True)
    path.write_bytes(first + second)
    read = liveo_csv.FORMAT.read

    def read_then_append(source: SourceText, zone: str) -> ParsedFile:
        parsed = read(source, zone)
        path.write_bytes(first + second + b"".join(rest))
        return parsed

    slow = replace(liveo_csv.FORMAT, read=read_then_append)
    monkeypatch.setitem(IMPORT_FORMATS, "liveo", slow)
    assert import_file(own_demo, path, path.name).accepted == 1
    again = import_file(own_demo, path, path.name)
    assert (again.already_imported, again.accepted, again.known) == (False, len(rest), 1)


HEADER = "call_id;started_at;account;caller;dialled;kind;seconds;answered;direction"


def test_an_account_that_nobody_has_is_never_billed_to_the_caller_of_that_extension(own_demo: Base) -> None:
    account = customer(own_demo, "ATELIER").state.accounts[0]
    named = f"n1;2026-11-20T10:00:00+01:00;NOBODY;{account.extension};0123456789;voice;60;oui;"
    unnamed = f"n2;2026-11-20T10:05:00+01:00;;{account.extension};0123456789;voice;60;oui;"
    content = "\n".join([HEADER, named, unnamed, ""]).encode()
    report = import_file(own_demo, content, "deux.csv", company_code="ATELIER")
    assert (report.accepted, report.unrated) == (2, 1)
    rows = own_demo.frame(
        "select line, subject_id, reason from calls where import_id = $id order by line", {"id": report.import_id}
    ).rows()
    assert rows == [(2, None, "unknown_account"), (3, account.subject_id, None)]
