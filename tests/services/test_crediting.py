"""An issued invoice is credited and replaced; the chain holds all of it, and the month opens and closes again."""

from decimal import Decimal

import pytest

from liveo.core.credit import CreditNote, CreditRefused
from liveo.core.documents import Frozen
from liveo.core.errors import NotAllowed
from liveo.core.people import Person, PersonId, Role
from liveo.rendering.frozen_document import frozen_credit_note
from liveo.services.billing import customer
from liveo.services.crediting import Wish, credit_draft, issue_credit_note
from liveo.services.issuing import issue_plan
from liveo.services.people import COMMAND_LINE
from liveo.store.database import Base
from liveo.store.documents import document_content, issued_months
from tests.services.test_issuing import INSTANT, OCTOBER, TODAY, change, first_faults, issued, ready

REASON = "Erreur de tarif"


def credited(base: Base, wish: Wish, person: Person = COMMAND_LINE) -> tuple[str, CreditNote]:
    found, note = issue_credit_note(base, wish, person, today=TODAY, instant=INSTANT, write=frozen_credit_note)
    return found.number, note


def closed(base: Base, code: str) -> bool:
    return OCTOBER in issued_months(base, customer(base, code).state.company.subject_id)


def test_an_invoice_is_credited_whole_then_replaced_by_one_that_names_it(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    firsts = [found.number for found in issued(own_demo, code)]
    assert closed(own_demo, code)
    for rank, number in enumerate(firsts, start=1):
        assert credited(own_demo, Wish(number, REASON))[0] == f"AV-2026-{rank:06d}"
    assert not closed(own_demo, code)
    plan = issue_plan(own_demo, code, OCTOBER, TODAY)
    assert plan.blockers == ()
    assert [invoice.replaces.number for invoice in plan.invoices if invoice.replaces] == firsts
    assert {invoice.issue_date for invoice in plan.invoices} == {TODAY}
    seconds = issued(own_demo, code)
    assert [found.number for found in seconds] == [
        f"FA-2026-{len(firsts) + rank:06d}" for rank in range(1, len(firsts) + 1)
    ]
    assert closed(own_demo, code)
    assert first_faults(own_demo) == []


def test_a_line_is_credited_and_the_month_stays_closed(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    [first, *_] = issued(own_demo, code)
    number, note = credited(own_demo, Wish(first.number, REASON, {1: Decimal("0.01")}))
    assert note.net == Decimal("0.01")
    assert closed(own_demo, code)
    draft = credit_draft(own_demo, Wish(first.number, REASON), TODAY)
    assert draft.origin.credited == {1: Decimal("0.01")}
    with pytest.raises(CreditRefused, match="avoir"):
        credit_draft(own_demo, Wish(number, REASON), TODAY)
    change(own_demo, "update document_contents set origin = '' where series like 'AV%'")
    assert first_faults(own_demo) == [number]


def test_the_pdf_and_the_xml_name_the_invoice(own_demo: Base) -> None:
    [first, *_] = issued(own_demo, ready(own_demo)[0])
    found, _ = issue_credit_note(
        own_demo, Wish(first.number, REASON), COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen_credit_note
    )
    content = document_content(own_demo, found.document_id)
    assert content is not None
    assert "<ram:TypeCode>381</ram:TypeCode>" in content.einvoice
    assert f"<ram:IssuerAssignedID>{first.number}</ram:IssuerAssignedID>" in content.einvoice


def test_an_unknown_number_and_a_person_without_the_right_are_refused(own_demo: Base) -> None:
    with pytest.raises(CreditRefused, match="FA-2026-000009"):
        credit_draft(own_demo, Wish("FA-2026-000009", REASON), TODAY)
    [first, *_] = issued(own_demo, ready(own_demo)[0])
    sales = Person(PersonId(7), "vente", "Camille Vente", Role.SALES)
    with pytest.raises(NotAllowed):
        credited(own_demo, Wish(first.number, REASON), sales)


def test_a_failure_takes_no_number(own_demo: Base) -> None:
    [first, *_] = issued(own_demo, ready(own_demo)[0])

    def breaks(*_: object) -> Frozen:
        raise OSError("disk full")

    with pytest.raises(OSError):
        issue_credit_note(
            own_demo, Wish(first.number, REASON), COMMAND_LINE, today=TODAY, instant=INSTANT, write=breaks
        )
    assert credited(own_demo, Wish(first.number, REASON))[0] == "AV-2026-000001"
