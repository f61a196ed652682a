"""The annex agrees with the invoice to the millionth, hides what it must, and is erased when its day has come."""

import json
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction

import pytest

from liveo.core.annex import is_itemised
from liveo.core.billing_modes import BillingMode
from liveo.core.charges import UsageBasis
from liveo.core.errors import NotAllowed
from liveo.core.people import Person, PersonId, Role
from liveo.services.annexes import AnnexRefused, WholeNumbers, annex, annex_of, purge, why_no_annex
from liveo.services.billing import customer, invoice_run
from liveo.services.issued import Scope, issued_in
from liveo.services.people import COMMAND_LINE
from liveo.store.database import Base
from tests.services.test_issuing import INSTANT, OCTOBER, change, first_faults, issued, ready

WISH = WholeNumbers(COMMAND_LINE, "Litige du client", INSTANT)
COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")


@pytest.mark.parametrize("code", COMPANIES)
def test_calls_add_up_to_what_each_account_is_billed_for_each_destination(demo: Base, code: str) -> None:
    """Free numbers are billed at nothing, so what is left out changes no sum."""
    billed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    [invoice] = invoice_run(demo, code, OCTOBER, BillingMode.SINGLE).invoices
    for line in invoice.lines:
        for charge in line.charges:
            if isinstance(charge.basis, UsageBasis):
                billed[charge.subject.code, str(line.code)] += charge.share * charge.basis.amount_micros
    found = annex(demo, code, OCTOBER)
    listed: dict[tuple[str, str], int] = defaultdict(int)
    for account, destination, amount in found.calls.select("account", "destination", "amount_micros").iter_rows():
        listed[account, destination] += amount
    assert {key: amount for key, amount in billed.items() if amount} == {k: v for k, v in listed.items() if v}
    assert found.head.amount_micros == sum(billed.values()) > 0


def test_what_must_not_be_itemised_is_left_out_and_counted(demo: Base) -> None:
    found = annex(demo, "ARMOR", OCTOBER, whole=None)
    company_id = customer(demo, "ARMOR").state.company.subject_id
    rows = demo.frame(
        "select number from counted_calls where company_id = $company_id and direction = 'outbound'"
        " and day >= '2026-10-01' and day < '2026-11-01' and (answered or amount_micros != 0)",
        {"company_id": company_id},
    )
    shown = [number for number in rows["number"] if is_itemised(number)]
    assert found.head.unlisted_calls == rows.height - len(shown) > 0
    assert sorted(found.calls["number"]) == sorted(f"{number[:-4]}••••" for number in shown)


def test_entities_share_the_calls_without_one_lost_or_doubled(demo: Base) -> None:
    whole = annex(demo, "ARMOR", OCTOBER).calls
    codes = [entity.code for entity in customer(demo, "ARMOR").state.entities]
    parts = [annex(demo, "ARMOR", OCTOBER, [code]) for code in codes]
    assert sum(part.calls.height for part in parts) == whole.height
    assert sum(part.head.amount_micros for part in parts) == whole["amount_micros"].sum()
    with pytest.raises(AnnexRefused, match="ANGERS"):
        annex(demo, "FOURNIL", OCTOBER, ["NULLEPART"])


def test_whole_numbers_want_a_right_and_a_reason_that_is_journaled(own_demo: Base) -> None:
    masked, whole = annex(own_demo, "ATELIER", OCTOBER), annex(own_demo, "ATELIER", OCTOBER, whole=WISH)
    assert [f"{number[:-4]}••••" for number in whole.calls["number"]] == masked.calls["number"].to_list()
    assert not any("•" in number for number in whole.calls["number"])
    entry = own_demo.rows("journal")[-1]
    assert entry["action"] == "whole_numbers"
    assert json.loads(entry["detail"]) == {"month": "2026-10", "reason": "Litige du client"}
    with pytest.raises(AnnexRefused, match="motif"):
        annex(own_demo, "ATELIER", OCTOBER, whole=WholeNumbers(COMMAND_LINE, " ", INSTANT))
    sales = Person(PersonId(7), "vente", "Camille Vente", Role.SALES)
    with pytest.raises(NotAllowed):
        annex(own_demo, "ATELIER", OCTOBER, whole=WholeNumbers(sales, "Curiosité", INSTANT))


def test_the_annex_of_an_issued_month_stays_as_it_was(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    before = annex(own_demo, code, OCTOBER)
    assert before.head.invoices == ()
    numbers = tuple(found.number for found in issued(own_demo, code))
    change(own_demo, "update accounts set name = 'Personne'")
    after = annex(own_demo, code, OCTOBER)
    assert after.calls.equals(before.calls)
    assert (after.head.invoices, after.head.unlisted_calls) == (numbers, before.head.unlisted_calls)
    assert first_faults(own_demo) == []


def test_an_annex_is_erased_on_its_day_and_the_invoice_stays(own_demo: Base) -> None:
    code = ready(own_demo)[0]
    issued(own_demo, code)
    day = annex(own_demo, code, OCTOBER).head.purge_day
    assert day == date(2027, 12, 2)
    assert why_no_annex(own_demo, code, OCTOBER) == ""
    assert purge(own_demo, COMMAND_LINE, day - timedelta(days=1), INSTANT) == 0
    assert purge(own_demo, COMMAND_LINE, day, INSTANT) == 1
    assert purge(own_demo, COMMAND_LINE, day, INSTANT) == 0
    with pytest.raises(AnnexRefused, match="effacé"):
        annex(own_demo, code, OCTOBER)
    assert "jusqu'au 01/12/2027" in why_no_annex(own_demo, code, OCTOBER)
    assert own_demo.rows("journal")[-1]["action"] == "purge_annexes"
    assert first_faults(own_demo) == []


def test_each_invoice_of_several_has_the_calls_of_its_own_entities(own_demo: Base) -> None:
    issued(own_demo, "FOURNIL")
    documents = issued_in(own_demo, Scope(("FOURNIL",), OCTOBER))
    parts = [annex_of(own_demo, document) for document in documents]
    whole = annex(own_demo, "FOURNIL", OCTOBER)
    assert len(parts) > 10
    assert sum(part.calls.height for part in parts) == whole.calls.height
    assert sum(part.head.amount_micros for part in parts) == whole.head.amount_micros
    assert sum(part.head.unlisted_calls for part in parts) == whole.head.unlisted_calls > 0
    for part, document in zip(parts, documents, strict=True):
        assert part.head.invoices == (document.number,)
        assert part.calls["entity_name"].n_unique() <= len(part.head.entities)


def test_kept_calls_that_were_changed_are_found(own_demo: Base) -> None:
    issued(own_demo, ready(own_demo)[0])
    assert first_faults(own_demo) == []
    change(own_demo, "update annex_calls set calls = 'x'::blob")
    assert first_faults(own_demo) == [f"appels {ready_code(own_demo)} 2026-10"]


def ready_code(base: Base) -> str:
    [code] = {document.company for document in issued_in(base, Scope((*COMPANIES, "LENOIR", "ANSE")))}
    return code
