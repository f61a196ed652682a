"""A look at a file before its import: what it holds, and whose calls they are."""

from datetime import date

import pytest

from liveo.core.errors import UnreadableFile
from liveo.services.import_check import FileCheck, check_file
from liveo.services.imports import import_history, sample_file
from liveo.store.database import Base

HEADER = "call_id;started_at;account;caller;dialled;kind;seconds;answered;direction"


def _file(*callers: tuple[str, str], dialled: str = "0199001122") -> bytes:
    lines = [
        f"X-{i};2026-11-0{i + 1}T09:00:00+01:00;{account};{caller};{dialled};voice;60;oui;"
        for i, (account, caller) in enumerate(callers)
    ]
    return "\n".join([HEADER, *lines]).encode()


def _check(base: Base, content: bytes) -> FileCheck:
    return check_file(base, content, "essai.csv", "auto")


def _of(base: Base, sql: str) -> tuple[str, ...]:
    [row] = base.frame(sql).rows()
    return tuple(map(str, row))


def test_a_file_is_counted_and_dated_and_nothing_is_written(demo: Base) -> None:
    version, imports = demo.version, import_history(demo).height
    check = _check(demo, _file(("", "1"), ("", "2")) + b"\nX-9;hier;;;;voice;1;oui;")
    assert (check.format, check.readable, check.refused) == ("liveo", 2, 1)
    assert (check.first_day, check.last_day) == (date(2026, 11, 1), date(2026, 11, 2))
    assert (demo.version, import_history(demo).height) == (version, imports)


def test_codes_of_accounts_say_whose_calls_they_are(demo: Base) -> None:
    code, extension = _of(demo, "select code, extension from accounts order by code limit 1")
    check = _check(demo, _file((code, extension), (code, extension)))
    assert (check.by_name, check.names_accounts, check.company, check.is_nobodys) == (2, True, None, False)


@pytest.mark.parametrize("written", ["+33{0}", "33{0}", "0{0}"])
def test_a_number_of_ours_says_whose_calls_they_are_however_it_is_written(demo: Base, written: str) -> None:
    [number] = _of(demo, "select number from resources where number like '+33%' order by code limit 1")
    check = _check(demo, _file(("", written.format(number.removeprefix("+33")))))
    assert (check.names_accounts, check.is_nobodys) == (True, False)


@pytest.mark.parametrize("place", ["account", "caller"])
def test_extensions_of_one_company_name_it(demo: Base, place: str) -> None:
    extensions = demo.frame(
        "select extension from accounts inner join companies on companies.subject_id = accounts.company_id "
        "where companies.code = 'FOURNIL' order by extension limit 3"
    )["extension"]
    callers = [(extension, "") if place == "account" else ("", extension) for extension in extensions]
    check = _check(demo, _file(*callers))
    assert (check.names_accounts, check.company, check.is_nobodys) == (False, "FOURNIL", False)


def test_extensions_that_two_companies_have_name_neither(own_demo: Base) -> None:
    with own_demo.write() as tx:
        tx.execute(
            "update accounts set extension = '777' where code in (select min(code) from accounts group by company_id)"
        )
    check = _check(own_demo, _file(("", "777")))
    assert len(check.by_extension) > 1
    assert (check.company, check.is_nobodys) == (None, True)


def test_strangers_belong_to_nobody(demo: Base) -> None:
    assert _check(demo, sample_file()).company is None
    assert _check(demo, _file(("", "98765"))).is_nobodys


def test_a_file_of_a_header_alone_is_nobodys_fault(demo: Base) -> None:
    check = _check(demo, HEADER.encode())
    assert (check.readable, check.refused, check.first_day, check.is_nobodys) == (0, 0, None, False)


def test_a_file_that_cannot_be_read_is_refused(demo: Base) -> None:
    with pytest.raises(UnreadableFile, match="vide"):
        _check(demo, b"")
