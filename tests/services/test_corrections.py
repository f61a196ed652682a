"""Corrections: what is corrected afterwards ends up as if it had been right from the start, and nothing else moves."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from liveo.core.destinations import UnratedReason
from liveo.core.errors import NotAllowed, ReferenceRefused, UnknownCode
from liveo.core.people import Person, PersonId, Role
from liveo.services.bases import REFERENCE_FOLDER
from liveo.services.corrections import (
    Correction,
    GiveTo,
    LoadTariff,
    NothingToCorrect,
    RateAgain,
    ReadAs,
    TakeBack,
    Waive,
    correct,
    corrections_of,
    try_correction,
)
from liveo.services.demonstration import build_demonstration
from liveo.services.people import OWNER
from liveo.services.unrated import unrated_reasons
from liveo.store.database import Base
from liveo.store.journal import broken_entries
from tests.conftest import DEMO_TODAY

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
SALES = Person(PersonId(9), "sacha", "Sacha", Role.SALES)
Whole = dict[str, set[tuple[Any, ...]]]

OTHER_ROLL_UPS = ("usage_entities", "usage_hourly", "unrated_daily")


def made(folder: Path, reference: Path) -> Base:
    """Build a small demonstration from reference files."""
    folder.mkdir()
    base = Base(folder / "liveo.duckdb")
    build_demonstration(base, DEMO_TODAY, folder=reference, scale=0.03)
    return base


@pytest.fixture(scope="module")
def small_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = made(tmp_path_factory.mktemp("small") / "base", REFERENCE_FOLDER)
    base.close()
    return base.path


@pytest.fixture
def small(small_path: Path, tmp_path: Path) -> Iterator[Base]:
    base = Base(Path(shutil.copy(small_path, tmp_path / "liveo.duckdb")))
    yield base
    base.close()


@pytest.fixture
def reference(tmp_path: Path) -> Path:
    """Reference files that a test may change."""
    return Path(shutil.copytree(REFERENCE_FOLDER, tmp_path / "reference", ignore=shutil.ignore_patterns("*.duckdb*")))


def edit(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert content.count(old) == 1, content.count(old)
    file.write_text(content.replace(old, new), encoding="utf-8")


def whole(base: Base) -> Whole:
    """Return calls with what they cost and every roll-up, without numbers that depend on the order of writing."""
    rate = "rates.* exclude (rate_id, sheet_id, retired)"
    calls = f"select calls.* exclude (call_id, rate_id, import_id), {rate} from calls left join rates using (rate_id)"
    daily = f"select usage_daily.* exclude (rate_id), {rate} from usage_daily left join rates using (rate_id)"
    tables = {"calls": calls, "usage_daily": daily} | {table: f"from {table}" for table in OTHER_ROLL_UPS}
    rows = {table: base.frame(sql).rows() for table, sql in tables.items()}
    # several rows of a sheet may say the same: their usage is told apart by count
    return {table: set(Counter(found).items()) for table, found in rows.items()}


def differences(left: Whole, right: Whole) -> dict[str, list[tuple[Any, ...]]]:
    """Return rows of one of two bases that the other has not, a few of each table: none where they say the same."""
    return {table: list(left[table] ^ right[table])[:3] for table in left if left[table] != right[table]}


def amount(base: Base, where: str) -> int:
    [row] = base.frame(f"select coalesce(sum(amount_micros), 0)::bigint as amount from calls where {where}").to_dicts()
    return int(row["amount"])


def company_id(base: Base, code: str) -> int:
    return int(base.rows("company_by_code", code=code)[0]["subject_id"])


def invoice(base: Base, code: str, month: date) -> None:
    with base.write() as tx:
        tx.execute(
            "insert into documents by name select 1 as document_id, 'F1' as number, 'invoice' as kind,"
            " $company::bigint as company_id, $month::date as month, now() as issued_at",
            {"company": company_id(base, code), "month": month},
        )


def one_text(base: Base, code: str, reason: UnratedReason) -> str:
    rows = base.rows("unrated_groups", company_id=company_id(base, code), reasons=[str(reason)])
    return str(rows[0]["written"])


# --- tariffs ---------------------------------------------------------------------------------------------------


def rate_rows(reference: Path) -> list[str]:
    return (reference / "rate_sheet.csv").read_text(encoding="utf-8").splitlines()


def test_a_sheet_corrected_afterwards_makes_the_base_it_would_have_made(
    small: Base, reference: Path, tmp_path: Path
) -> None:
    sheet = reference / "rate_sheet.csv"
    rows = rate_rows(reference)
    france = next(row for row in rows if ",france_fixed," in row)
    cells = france.split(",")
    dearer = ",".join([*cells[:4], "0.0321", *cells[5:]])
    more = ",".join(["+3319900", "france_fixed", "Fiction", "0.01", "0.05", "60", "30", *cells[7:]])
    edit(sheet, france, f"{dearer}\n{more}")
    fresh = made(tmp_path / "fresh", reference)
    effect = correct(small, LoadTariff("rates", sheet), OWNER, AT)
    assert not differences(whole(small), whole(fresh))
    fresh.close()
    assert effect.tariff is not None
    assert (effect.tariff.added, effect.tariff.removed) == (2, 1)
    assert effect.rerating.calls > 100
    # where an allowance covers both, longer calls to one leave less for the other
    assert {shift.code for shift in effect.rerating.shifts if shift.company != "LENOIR"} == {"france_fixed"}


def test_exactly_the_calls_of_the_days_and_prefix_that_changed_are_rated_again(small: Base, reference: Path) -> None:
    sheet = reference / "rate_sheet.csv"
    france = next(row for row in rate_rows(reference) if ",france_fixed," in row and row.endswith(","))
    cells = france.split(",")
    until = ",".join([*cells[:-1], "2026-10-12"])
    since = ",".join([*cells[:4], "0.0321", *cells[5:-2], "2026-10-12", ""])
    edit(sheet, france, f"{until}\n{since}")
    before = {row["call_key"]: row for row in small.frame("from calls").to_dicts()}
    correct(small, LoadTariff("rates", sheet), OWNER, AT)
    moved = [
        row
        for row in small.frame("from calls").to_dicts()
        if row["amount_micros"] != before[row["call_key"]]["amount_micros"]
    ]
    assert moved
    assert {row["destination"] for row in moved} == {"france_fixed"}
    assert min(row["day"] for row in moved) >= date(2026, 10, 12)


def test_the_same_sheet_again_changes_nothing(small: Base, reference: Path) -> None:
    before = whole(small)
    effect = correct(small, LoadTariff("rates", reference / "rate_sheet.csv"), OWNER, AT)
    assert effect.tariff is not None
    assert effect.tariff.is_empty
    assert (effect.rerating.calls, effect.rerating.shifts) == (0, ())
    assert not differences(whole(small), before)


def test_an_invoiced_month_is_never_touched(small: Base, reference: Path) -> None:
    invoice(small, "ARMOR", date(2026, 10, 1))
    closed = f"company_id = {company_id(small, 'ARMOR')} and day between '2026-10-01' and '2026-10-31'"
    before = amount(small, closed)
    sheet = reference / "rate_sheet.csv"
    france = next(row for row in rate_rows(reference) if ",france_fixed," in row)
    edit(sheet, france, ",".join([*france.split(",")[:4], "0.09", *france.split(",")[5:]]))
    effect = correct(small, LoadTariff("rates", sheet), OWNER, AT)
    assert amount(small, closed) == before
    touched = {(shift.company, str(shift.month)) for shift in effect.rerating.shifts}
    assert ("ARMOR", "2026-10") not in touched
    assert {("ARMOR", "2026-09"), ("ANSE", "2026-10")} <= touched


def test_allowances_taken_away_and_given_back_leave_the_base_as_it_was(small: Base, reference: Path) -> None:
    before = whole(small)
    free = "select coalesce(sum(included_seconds), 0)::bigint as seconds from calls"
    assert small.frame(free)["seconds"][0] > 0
    file = reference / "demo_allowances_lenoir.csv"
    other = reference / "other.csv"
    other.write_text(
        "name;priority;destinations;minutes;valid_from;valid_to\nRien;1;fax_france;1;2020-01-01;\n", encoding="utf-8"
    )
    effect = correct(small, LoadTariff("allowances", other, "LENOIR"), OWNER, AT)
    assert effect.rerating.micros > 0
    assert small.frame(free)["seconds"][0] == 0
    back = correct(small, LoadTariff("allowances", file, "LENOIR"), OWNER, AT)
    assert back.rerating.micros == -effect.rerating.micros
    assert not differences(whole(small), before)


def test_a_company_gets_its_own_sheet_and_the_others_do_not(small: Base, tmp_path: Path, reference: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("\n".join([rate_rows(reference)[1], "+33,france_fixed,À nous,0,0.5,1,1,0,0,0,2010-01-01,"]) + "\n")
    effect = correct(small, LoadTariff("rates", own, "ANSE"), OWNER, AT)
    assert {shift.company for shift in effect.rerating.shifts} == {"ANSE"}
    assert effect.rerating.micros > 0


def test_a_tariff_with_a_fault_changes_nothing(small: Base, reference: Path) -> None:
    before = whole(small)
    sheet = reference / "rate_sheet.csv"
    sheet.write_text(sheet.read_text() + "+33,nowhere,France,0,0.006,1,1,0,0,0,2010-01-01,\n")
    with pytest.raises(ReferenceRefused, match=r"rate_sheet\.csv.*ligne \d+.*destination"):
        correct(small, LoadTariff("rates", sheet), OWNER, AT)
    with pytest.raises(UnknownCode, match="rates, prices, allowances, plan"):
        correct(small, LoadTariff("wishes", sheet), OWNER, AT)
    assert not differences(whole(small), before)
    assert small.read("journal").height == 0


# --- calls that wait for a price -------------------------------------------------------------------------------


def test_a_trial_says_what_doing_it_does_and_does_nothing(small: Base) -> None:
    text = one_text(small, "ATELIER", UnratedReason.INCOMPLETE_NUMBER)
    before = whole(small)
    correction = ReadAs("ATELIER", text, "01 99 00 11 22")
    tried = try_correction(small, correction)
    assert not differences(whole(small), before)
    assert corrections_of(small, "ATELIER") == []
    assert correct(small, correction, OWNER, AT) == tried
    assert tried.rerating.newly_rated > 0


def test_a_number_read_again_is_rated_and_taken_back_waits_again(small: Base) -> None:
    before = whole(small)
    text = one_text(small, "ATELIER", UnratedReason.INCOMPLETE_NUMBER)
    done = correct(small, ReadAs("ATELIER", text, "01 99 00 11 22"), OWNER, AT)
    assert dict(unrated_reasons(small, "ATELIER")).get(UnratedReason.INCOMPLETE_NUMBER, 0) == 0
    assert done.rerating.newly_rated == done.rerating.calls > 0
    [said] = corrections_of(small, "ATELIER")
    assert (said["kind"], said["written"], said["calls"]) == ("number", text, done.rerating.calls)
    correct(small, TakeBack("ATELIER", text), OWNER, AT)
    assert not differences(whole(small), before)
    assert corrections_of(small, "ATELIER") == []


def test_a_caller_given_to_an_account_pays_there_also_in_the_next_files(small: Base) -> None:
    text = one_text(small, "ATELIER", UnratedReason.UNKNOWN_ACCOUNT)
    code = small.rows("accounts_of_company", company_id=company_id(small, "ATELIER"))[0]["code"]
    done = correct(small, GiveTo("ATELIER", text, code), OWNER, AT)
    assert done.rerating.newly_rated > 0
    assert UnratedReason.UNKNOWN_ACCOUNT not in dict(unrated_reasons(small, "ATELIER"))
    correct(small, TakeBack("ATELIER", text), OWNER, AT)


def test_what_is_not_billed_costs_nothing_and_blocks_nothing_any_more(small: Base) -> None:
    text = one_text(small, "ATELIER", UnratedReason.WITHHELD_NUMBER)
    total = amount(small, "true")
    correct(small, Waive("ATELIER", text, "Geste commercial"), OWNER, AT)
    assert UnratedReason.WITHHELD_NUMBER not in dict(unrated_reasons(small, "ATELIER"))
    assert amount(small, "true") == total
    [entry] = small.rows("journal")
    assert "Geste commercial" in entry["detail"]
    assert list(broken_entries(small)) == []


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        (ReadAs("ATELIER", "0612", "anonymous"), "n'est pas un numéro"),
        (ReadAs("ATELIER", "nobody dialled this", "0199001122"), "Aucun appel"),
        (Waive("ATELIER", "0612", "  "), "pourquoi"),
        (Waive("ATELIER", "nobody dialled this", "parce que"), "Aucun appel"),
        (TakeBack("ATELIER", "nobody dialled this"), "Aucune correction"),
    ],
)
def test_what_corrects_nothing_is_refused(small: Base, correction: Correction, told: str) -> None:
    with pytest.raises(NothingToCorrect, match=told):
        correct(small, correction, OWNER, AT)
    assert small.read("journal").height == 0


def test_an_account_of_another_company_is_unknown(small: Base) -> None:
    code = small.rows("accounts_of_company", company_id=company_id(small, "ANSE"))[0]["code"]
    with pytest.raises(UnknownCode):
        correct(small, GiveTo("ATELIER", "whoever", code), OWNER, AT)


def test_only_those_who_may_correct(small: Base) -> None:
    with pytest.raises(NotAllowed):
        correct(small, RateAgain(), SALES, AT)


def test_rating_again_without_anything_new_changes_nothing(small: Base) -> None:
    before = whole(small)
    effect = correct(small, RateAgain(), OWNER, AT)
    assert (effect.rerating.calls, effect.rerating.shifts) == (0, ())
    assert not differences(whole(small), before)
