"""Issued invoices: numbers without gap in date order, all of a month or none, and any change afterwards is found."""

from datetime import UTC, date, datetime

import pytest

from liveo.core.documents import DocumentKind, Frozen
from liveo.core.errors import NotAllowed
from liveo.core.invoice import Invoice
from liveo.core.people import Person, PersonId, Role
from liveo.core.periods import Month
from liveo.rendering.einvoice import einvoice_xml
from liveo.rendering.frozen_document import frozen_figures, numbered
from liveo.services.billing import customer
from liveo.services.issuing import Issued, IssueRefused, issue_month, issue_plan
from liveo.services.people import COMMAND_LINE
from liveo.services.verification import document_count, faults
from liveo.store.database import Base
from liveo.store.documents import Draft, OutOfDateOrder, Series, add_document, document_content, issued_months

TODAY = date(2026, 11, 23)
INSTANT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SEPTEMBER, OCTOBER, NOVEMBER = Month.parse("2026-09"), Month.parse("2026-10"), Month.parse("2026-11")


def frozen(invoice: Invoice, _: Invoice | None, number: str) -> Frozen:
    document = numbered(invoice, number)
    return Frozen(frozen_figures(document), einvoice_xml(document).decode(), f"PDF {number}".encode())


def issued(base: Base, code: str, month: Month = OCTOBER, person: Person = COMMAND_LINE) -> tuple[Issued, ...]:
    return issue_month(base, code, month, person, today=TODAY, instant=INSTANT, write=frozen)


def ready(base: Base, month: Month = OCTOBER) -> list[str]:
    codes = [row["code"] for row in base.rows("companies", day=TODAY)]
    return [code for code in codes if not issue_plan(base, code, month, TODAY).blockers]


def first_faults(base: Base) -> list[str]:
    return [fault.subject for fault in faults(base)]


def change(base: Base, sql: str) -> None:
    with base.write() as tx:
        tx.execute(sql)


def test_numbers_follow_each_other_over_companies_and_the_chain_is_whole(own_demo: Base) -> None:
    codes = ready(own_demo)
    numbers = [found.number for code in codes for found in issued(own_demo, code)]
    assert len(codes) > 1
    assert numbers == [f"FA-2026-{rank:06d}" for rank in range(1, len(numbers) + 1)]
    assert document_count(own_demo) == len(numbers)
    assert first_faults(own_demo) == []
    assert issued_months(own_demo, customer(own_demo, codes[0]).state.company.subject_id) == {OCTOBER}


def test_a_month_is_issued_once(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    issued(own_demo, code)
    with pytest.raises(IssueRefused, match="déjà facturé"):
        issued(own_demo, code)


def test_an_earlier_month_cannot_follow_a_later_one(own_demo: Base) -> None:
    code = next(code for code in ready(own_demo) if code in ready(own_demo, SEPTEMBER))
    issued(own_demo, code)
    with pytest.raises(IssueRefused, match=r"01/11/2026.*01/10/2026"):
        issued(own_demo, code, SEPTEMBER)
    assert first_faults(own_demo) == []


def test_the_store_itself_takes_no_document_dated_before_the_last_one(own_demo: Base) -> None:
    issued(own_demo, ready(own_demo)[0])
    series = Series(DocumentKind.INVOICE, "099147209", "", 2026)
    draft = Draft(series, 1, SEPTEMBER, date(2026, 10, 1), "Personne", 0, 0, 0)
    with pytest.raises(OutOfDateOrder, match=r"01/11/2026.*01/10/2026"), own_demo.write() as tx:
        add_document(tx, draft, INSTANT, lambda number: Frozen("{}", "", b""))
    assert first_faults(own_demo) == []


def test_a_month_that_is_not_over_is_refused_with_the_day_it_can_be_issued(demo: Base) -> None:
    assert any("01/12/2026" in why.words for why in issue_plan(demo, "ATELIER", NOVEMBER, TODAY).blockers)


def test_only_who_has_the_right_issues(demo: Base) -> None:
    sales = Person(PersonId(7), "vente", "Camille Vente", Role.SALES)
    with pytest.raises(NotAllowed, match="Camille Vente"):
        issued(demo, "ATELIER", person=sales)


def test_a_missing_mention_stops_the_issue_by_its_name(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    change(own_demo, f"update companies set siren = '' where code = '{code}'")
    with pytest.raises(IssueRefused, match="SIREN du client"):
        issued(own_demo, code)
    assert document_count(own_demo) == 0


def test_a_failure_in_the_middle_takes_no_number(own_demo: Base) -> None:
    code = max(ready(own_demo), key=lambda code: len(issue_plan(own_demo, code, OCTOBER, TODAY).invoices))

    def breaks(*_: object) -> Frozen:
        raise OSError("disk full")

    with pytest.raises(OSError):
        issue_month(own_demo, code, OCTOBER, COMMAND_LINE, today=TODAY, instant=INSTANT, write=breaks)
    assert document_count(own_demo) == 0
    assert issued(own_demo, code)[0].number == "FA-2026-000001"


@pytest.mark.parametrize(
    "tampering",
    [
        "update document_contents set gross_cents = gross_cents + 1 where rank = 2",
        "update document_contents set pdf = 'x'::blob where rank = 2",
        "update document_contents set einvoice = '<x/>' where rank = 2",
        "update document_contents set figures = replace(figures, 'e', 'é') where rank = 2",
        "update documents set company_id = company_id + 1 where number = 'FA-2026-000002'",
        "update document_contents set previous_hash = '' where rank = 2",
        "delete from document_contents where rank = 2",
    ],
)
def test_the_first_document_tampered_with_is_named(own_demo: Base, tampering: str) -> None:
    for code in ready(own_demo):
        issued(own_demo, code)
    assert document_count(own_demo) >= 2
    change(own_demo, tampering)
    assert first_faults(own_demo)[0] == "FA-2026-000002"


def test_a_last_document_that_was_removed_is_missed_in_the_journal(own_demo: Base) -> None:
    last = [found.number for code in ready(own_demo) for found in issued(own_demo, code)][-1]
    change(own_demo, f"delete from document_contents where rank = {int(last[-6:])}")
    change(own_demo, f"delete from documents where number = '{last}'")
    assert first_faults(own_demo) == [last]


def test_what_is_stored_is_what_was_written(own_demo: Base) -> None:
    [first, *_] = issued(own_demo, ready(own_demo)[0])
    content = document_content(own_demo, first.document_id)
    assert content is not None
    assert content.pdf == f"PDF {first.number}".encode()
    assert f'"number":"{first.number}"' in content.figures
