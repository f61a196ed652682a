"""What needs attention: each fact of the demonstration is found once, and a company without any is left in peace."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.entities import SharingKey
from liveo.core.periods import Month, paris_day
from liveo.services.attention import (
    AbnormalCalls,
    EntityBillingMissing,
    EntityBillingNeedless,
    Finding,
    RefusedLines,
    UnratedCalls,
    WithoutEntity,
    findings,
)
from liveo.services.clock import now
from liveo.services.imports import import_file
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

PRESENT = Month(2026, 11)
OFFICE = Path(__file__).parents[1] / "store" / "imports" / "samples" / "asterisk_office.csv"


def _found(base: Base, code: str, month: Month, kind: type[Finding]) -> list[Finding]:
    return [finding for finding in findings(base, code, month, DEMO_TODAY) if isinstance(finding, kind)]


def test_all_is_well_where_nothing_is_to_be_found(demo: Base) -> None:
    assert findings(demo, "LENOIR", PRESENT, DEMO_TODAY) == ()


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_calls_without_a_price_are_those_of_the_base(demo: Base, code: str) -> None:
    rows = demo.frame(
        "select date_trunc('month', day)::date as month, reason, count(*) as calls from calls "
        "inner join companies on companies.subject_id = calls.company_id "
        "where companies.code = $code and reason is not null group by all",
        {"code": code},
    )
    expected = {(Month.of(month), reason): calls for month, reason, calls in rows.iter_rows()}
    found = _found(demo, code, PRESENT, UnratedCalls)
    told = {
        (one.month, reason): calls for one in found if isinstance(one, UnratedCalls) for reason, calls in one.reasons
    }
    assert told == expected
    assert told


def test_the_month_in_view_comes_first_and_the_fraud_before_it(demo: Base) -> None:
    assert isinstance(findings(demo, "ARMOR", Month(2026, 8), DEMO_TODAY)[0], AbnormalCalls)
    [first] = _found(demo, "ARMOR", Month(2026, 9), UnratedCalls)
    assert isinstance(first, UnratedCalls)
    assert (first.month, first.calls) == (Month(2026, 9), 5)


@pytest.mark.parametrize(
    ("month", "told"), [(Month(2026, 8), 0), (Month(2026, 9), 1), (Month(2026, 10), 1), (PRESENT, 0)]
)
def test_refused_lines_are_told_in_the_month_of_the_import_and_the_one_before(
    demo: Base, month: Month, told: int
) -> None:
    found = _found(demo, "ARMOR", month, RefusedLines)
    assert len(found) == told
    for one in found:
        assert isinstance(one, RefusedLines)
        assert (one.refused, one.lines, one.imported_on) == (2, 19, date(2026, 10, 1))


def test_the_refused_lines_of_one_company_are_not_told_to_another(demo: Base) -> None:
    assert _found(demo, "FOURNIL", Month(2026, 10), RefusedLines) == []


def test_a_call_written_twice_in_its_file_hides_nothing(own_demo: Base) -> None:
    report = import_file(own_demo, OFFICE, OFFICE.name)
    assert {str(problem.reason) for problem in report.problems} == {"duplicate_in_file"}
    imported = Month.of(paris_day(now()))
    asked = findings(own_demo, "FOURNIL", imported, DEMO_TODAY)
    assert not any(isinstance(finding, RefusedLines) for finding in asked)


def test_who_belongs_to_no_entity_is_told_with_who_pays(demo: Base) -> None:
    [one] = _found(demo, "ARMOR", PRESENT, WithoutEntity)
    assert isinstance(one, WithoutEntity)
    assert (one.day, one.sharing_key) == (DEMO_TODAY, SharingKey.ACCOUNTS)
    rows = demo.frame(
        "select accounts.extension || ' · ' || accounts.name as label from accounts "
        "inner join companies on companies.subject_id = accounts.company_id and companies.code = 'ARMOR' "
        "where exists (select 1 from activations where activations.subject_id = accounts.subject_id "
        "and $day >= start_day and $day < end_day) and not exists (select 1 from assignments "
        "where assignments.subject_id = accounts.subject_id and $day >= start_day and $day < end_day)",
        {"day": DEMO_TODAY},
    )
    assert set(one.accounts) == set(rows["label"])


def test_a_company_without_entities_has_nobody_astray(demo: Base) -> None:
    assert _found(demo, "ATELIER", PRESENT, WithoutEntity) == []


@pytest.mark.parametrize("code", ["ATELIER", "ARMOR", "FOURNIL"])
def test_the_option_of_the_demonstration_fits_its_modes(demo: Base, code: str) -> None:
    assert _found(demo, code, PRESENT, EntityBillingMissing) == []
    assert _found(demo, code, PRESENT, EntityBillingNeedless) == []


def test_a_mode_by_entity_without_its_option_is_told_with_its_price(own_demo: Base) -> None:
    with own_demo.write() as tx:
        tx.execute(
            "update divisions set billing_mode = 'per_entity' from companies where company_id = subject_id"
            " and code = 'ANSE'"
        )
    assert _found(own_demo, "ANSE", PRESENT, EntityBillingMissing) == [
        EntityBillingMissing(BillingMode.PER_ENTITY, _monthly_price(own_demo))
    ]


def test_an_option_paid_for_nothing_is_told(own_demo: Base) -> None:
    with own_demo.write() as tx:
        tx.execute(
            "update divisions set billing_mode = 'single' from companies where company_id = subject_id"
            " and code = 'ARMOR'"
        )
    assert _found(own_demo, "ARMOR", PRESENT, EntityBillingNeedless) == [
        EntityBillingNeedless(BillingMode.SINGLE, _monthly_price(own_demo))
    ]


def _monthly_price(base: Base) -> Decimal:
    [row] = base.frame(
        "select monthly from prices where option = 'entity_billing' and company_id is null "
        "and start_day <= $day and end_day > $day",
        {"day": PRESENT.first},
    ).to_dicts()
    return Decimal(row["monthly"]).quantize(Decimal("0.01"))
