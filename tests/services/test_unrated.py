"""Calls that wait for a price: counted by reason, listed by page, and no full number among them."""

import pytest

from liveo.core.destinations import UnratedReason
from liveo.services import unrated
from liveo.services.imports import import_file, sample_file
from liveo.services.unrated import strays, unrated_page, unrated_reasons
from liveo.store.database import Base


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL", "LENOIR"])
def test_reasons_and_calls_agree_with_the_base(demo: Base, code: str) -> None:
    rows = demo.frame(
        "select reason, count(*) as calls from calls inner join companies on companies.subject_id = calls.company_id "
        "where companies.code = $code and reason is not null group by reason",
        {"code": code},
    )
    assert {str(reason): calls for reason, calls in unrated_reasons(demo, code)} == dict(rows.iter_rows())
    listed = unrated_page(demo, code, [], 1)
    assert listed.height == rows["calls"].sum()
    assert listed["started_at"].is_sorted(descending=True)


def test_one_reason_lists_only_its_calls(demo: Base) -> None:
    listed = unrated_page(demo, "ARMOR", [UnratedReason.INCOMPLETE_NUMBER], 1)
    assert set(listed["reason"]) == {"incomplete_number"}
    assert listed.height == 2


def test_pages_follow_one_another_without_a_gap(demo: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = unrated_page(demo, "ARMOR", [], 1)
    monkeypatch.setattr(unrated, "PAGE_SIZE", 2)
    pages = [unrated_page(demo, "ARMOR", [], page) for page in (1, 2, 3, 4)]
    assert [page.height for page in pages] == [2, 2, 1, 0]
    assert [line for page in pages for line in page["line"]] == whole["line"].to_list()


def test_the_last_four_digits_of_a_full_number_never_leave_the_base(demo: Base) -> None:
    shown = unrated_page(demo, "FOURNIL", [UnratedReason.UNKNOWN_ACCOUNT], 1)["dialled"].to_list()
    [dialled] = demo.frame(
        "select dialled from calls inner join companies on companies.subject_id = calls.company_id "
        "where companies.code = 'FOURNIL' and reason = 'unknown_account'"
    )["dialled"]
    assert shown == [f"{dialled[:-4]}••••"]


def test_what_is_no_full_number_is_shown_as_it_was_dialled(demo: Base) -> None:
    shown = unrated_page(demo, "ARMOR", [UnratedReason.INCOMPLETE_NUMBER], 1)["dialled"]
    assert not shown.str.contains("•").any()


def test_an_unknown_account_has_no_name(demo: Base) -> None:
    listed = unrated_page(demo, "ATELIER", [], 1)
    unknown = listed["reason"] == "unknown_account"
    assert set(listed.filter(unknown)["subject"]) == {""}
    assert "" not in set(listed.filter(~unknown)["subject"])


def test_calls_of_nobody_are_told_by_import(own_demo: Base) -> None:
    assert strays(own_demo) == ()
    report = import_file(own_demo, sample_file(), "exemple.csv")
    [stray] = strays(own_demo)
    assert (stray.import_id, stray.file_name, stray.calls) == (report.import_id, "exemple.csv", report.unrated)
