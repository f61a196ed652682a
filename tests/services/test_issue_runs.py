"""A run over companies: where each stands, what is issued, what is in the way, and what is handed over afterwards."""

from decimal import Decimal

import pytest

from liveo.core.documents import DocumentKind, IssueState
from liveo.core.money import total
from liveo.services.companies import company_summaries
from liveo.services.crediting import Wish
from liveo.services.issue_runs import issue_run, standing
from liveo.services.issued import Scope, handed_over, issued_in
from liveo.services.people import COMMAND_LINE
from liveo.store.database import Base
from tests.services.test_crediting import REASON, credited
from tests.services.test_issuing import INSTANT, NOVEMBER, OCTOBER, TODAY, change, first_faults, frozen


def codes(base: Base) -> tuple[str, ...]:
    return tuple(company.code for company in company_summaries(base))


def run_all(base: Base) -> dict[str, list[str]]:
    """Issue October for everybody; returns the numbers, or the refusal, of each company."""
    wanted = [standing(base, code, OCTOBER, TODAY) for code in codes(base)]
    outcomes = issue_run(base, wanted, OCTOBER, COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen)
    return {one.standing.company: [f.number for f in one.issued] or [one.refusal] for one in outcomes}


def test_a_month_goes_from_ready_to_issued_to_credited_and_back(own_demo: Base) -> None:
    before = standing(own_demo, "ATELIER", OCTOBER, TODAY)
    assert (before.state, before.can_be_issued) == (IssueState.READY, True)
    assert standing(own_demo, "ATELIER", NOVEMBER, TODAY).state is IssueState.DRAFT
    numbers = run_all(own_demo)["ATELIER"]
    after = standing(own_demo, "ATELIER", OCTOBER, TODAY)
    assert (after.state, after.can_be_issued) == (IssueState.ISSUED, False)
    assert (after.net, after.vat, after.documents) == (before.net, before.vat, len(numbers))
    credited(own_demo, Wish(numbers[0], REASON, {1: Decimal("1.00")}))
    assert standing(own_demo, "ATELIER", OCTOBER, TODAY).net == before.net - 1
    for number in numbers:
        credited(own_demo, Wish(number, REASON))
    again = standing(own_demo, "ATELIER", OCTOBER, TODAY)
    assert (again.state, again.can_be_issued, again.net) == (IssueState.CREDITED, True, before.net)


def test_a_company_that_is_blocked_stops_no_other(own_demo: Base) -> None:
    change(own_demo, "update companies set siren = '' where code = 'ANSE'")
    found = standing(own_demo, "ANSE", OCTOBER, TODAY)
    assert (found.state, found.can_be_issued) == (IssueState.DRAFT, False)
    outcomes = run_all(own_demo)
    assert "SIREN du client" in outcomes["ANSE"][0]
    assert outcomes["ATELIER"][0].startswith("FA-2026-")
    assert first_faults(own_demo) == []


def test_what_was_refused_by_the_writer_is_told_and_the_next_company_goes_on(own_demo: Base) -> None:
    standings = [standing(own_demo, code, OCTOBER, TODAY) for code in ("ATELIER", "LENOIR")]
    change(own_demo, "update companies set siren = '' where code = 'ATELIER'")
    outcomes = list(issue_run(own_demo, standings, OCTOBER, COMMAND_LINE, today=TODAY, instant=INSTANT, write=frozen))
    assert "SIREN du client" in outcomes[0].refusal
    assert [found.number for found in outcomes[1].issued] == ["FA-2026-000001"]


def test_everything_issued_is_listed_once_and_handed_over_in_order(own_demo: Base) -> None:
    numbers = [number for listed in run_all(own_demo).values() for number in listed]
    note, _ = credited(own_demo, Wish(numbers[0], REASON))
    scope = Scope(codes(own_demo), OCTOBER)
    listed = issued_in(own_demo, scope)
    assert sorted(one.number for one in listed) == sorted([*numbers, note])
    assert [document.number for document, _ in handed_over(own_demo, scope)] == [one.number for one in listed[::-1]]
    by_number = {one.number: one for one in listed}
    assert by_number[numbers[0]].state is IssueState.CREDITED
    assert by_number[note].kind is DocumentKind.CREDIT_NOTE
    parts = [standing(own_demo, code, OCTOBER, TODAY) for code in codes(own_demo)]
    issued_net = total([one.net for one in parts if one.state is IssueState.ISSUED])
    assert total([one.sign * one.net for one in listed]) == issued_net
    assert issued_in(own_demo, Scope(codes(own_demo), NOVEMBER)) == ()
    assert [one.number for one in issued_in(own_demo, Scope(codes(own_demo), None, note))] == [note]


@pytest.mark.parametrize("code", ["ATELIER", "FOURNIL"])
def test_a_company_sees_its_own_documents_only(own_demo: Base, code: str) -> None:
    run_all(own_demo)
    assert {one.company for one in issued_in(own_demo, Scope((code,)))} == {code}


def test_a_mode_without_its_option_is_corrected_on_the_page_of_divisions_and_calls_without_price_on_imports(
    own_demo: Base,
) -> None:
    change(own_demo, "update divisions set billing_mode = 'per_entity'")
    change(own_demo, "delete from activations where option = 'entity_billing'")
    pages = {why.page for code in codes(own_demo) for why in standing(own_demo, code, OCTOBER, TODAY).blockers}
    assert pages == {"repartition"}
    pages = {why.page for code in codes(own_demo) for why in standing(own_demo, code, NOVEMBER, TODAY).blockers}
    assert "imports" in pages
