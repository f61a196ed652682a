"""Any amount of any demonstration invoice, asked about by itself: the same one, by sums that anybody can do again."""

import json
import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from liveo.cli import execute
from liveo.core.billing_modes import BillingMode
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.rendering.amounts import amount_document
from liveo.rendering.invoice_json import run_document
from liveo.services.billing import customer, invoice_run
from liveo.services.companies import company_summaries
from liveo.services.explanation import explain_stored_call
from liveo.services.invoice_amounts import AmountAsked, NoSuchAmount, explain_amount, placed_charges
from liveo.services.progress import silent
from liveo.store.database import Base

COMPANIES = ("ATELIER", "LENOIR", "ANSE", "ARMOR", "FOURNIL")
OCTOBER = Month(2026, 10)
MOST_ASKED = 20


def by_hand(exact: Fraction) -> Decimal:
    """Round to the cent, half away from zero, without any of the product's code."""
    return (Decimal(abs(exact) * 200 // 1 + 1) // 2 * (1 if exact >= 0 else -1)).scaleb(-2)


def exact_sum(told: dict[str, Any]) -> Fraction:
    """Do the sum of an explanation again, from its text alone."""
    if "segments" in told:
        parts = [(s["monthly_price"], s["quantity"], s["days"]) for s in told["segments"]]
        return sum((Fraction(p) * q * d / told["days_in_month"] for p, q, d in parts), Fraction(0))
    return Fraction(sum(row["amount_micros"] for row in told["rows"]), 10**6)


def assert_explained(told: dict[str, Any]) -> None:
    """Check a charge from the exact figure to its cents."""
    found = exact_sum(told)
    assert Fraction(told["unrounded"]) == found
    carried, share = Fraction(told["carried"]), Fraction(told["share"])
    whole = by_hand(carried + found) - by_hand(carried)
    assert Decimal(told["whole"]) == whole
    if share == 1:
        assert Decimal(told["amount"]) == whole
    else:
        assert abs(Fraction(told["amount"]) - Fraction(whole) * share) < Fraction(1, 100)


@pytest.mark.parametrize("mode", BillingMode)
@pytest.mark.parametrize("code", COMPANIES)
def test_every_charge_line_and_vat_of_an_invoice_is_what_its_explanation_gives(
    demo: Base, code: str, mode: BillingMode
) -> None:
    document = run_document(invoice_run(demo, code, OCTOBER, mode))
    for invoice in document["invoices"]:
        for line in (line for section in invoice["sections"] for line in section["lines"]):
            for charge in line["charges"]:
                assert charge["explanation"]["amount"] == charge["net"]
                assert_explained(charge["explanation"])
            told = line["explanation"]
            priced = sum(
                (Fraction(p["monthly_price"]) * Fraction(p["unit_days"]) / p["days_in_month"] for p in told["prices"]),
                Fraction(0),
            )
            exact = priced + sum((Fraction(row["amount"]) for row in told["rows"]), Fraction(0))
            assert exact == Fraction(told["unrounded"])
            assert exact + Fraction(told["rounding"]) == Fraction(line["net"])
        for vat in invoice["vat"]:
            assert by_hand(Fraction(vat["base"]) * Fraction(vat["rate"]) / 100) == Decimal(vat["amount"])


@pytest.mark.parametrize("mode", BillingMode)
@pytest.mark.parametrize("code", COMPANIES)
def test_what_is_asked_about_is_what_the_invoices_of_every_month_say(demo: Base, code: str, mode: BillingMode) -> None:
    company = next(found for found in company_summaries(demo) if found.code == code)
    entities = {entity.entity_id: entity.code for entity in customer(demo, code).state.entities}
    for month in company.months:
        run = invoice_run(demo, code, month, mode)
        asked: dict[AmountAsked, Decimal] = defaultdict(Decimal)
        for placed in placed_charges(run, entities):
            charge, line = placed.charge, str(placed.charge.code)
            for question in (
                AmountAsked(document=placed.document, line=line),
                AmountAsked(entity=placed.entity),
                AmountAsked(line=line, vat_rate=placed.vat_rate),
                AmountAsked(subject=charge.subject.code),
                AmountAsked(placed.document, placed.entity, line, placed.vat_rate, charge.subject.code),
            ):
                asked[question] += charge.amount
        questions = sorted(asked, key=repr)
        for question in random.Random(f"{code}{month}{mode}").sample(questions, min(MOST_ASKED, len(questions))):
            assert explain_amount(demo, code, month, mode, question).net == asked[question], question
        for number, invoice in enumerate(run.invoices, 1):
            answer = explain_amount(demo, code, month, mode, AmountAsked(document=number))
            assert total([found.gross for found in answer.documents]) == invoice.gross


def test_the_command_says_what_the_invoice_says(demo: Base) -> None:
    def run(*words: str) -> Any:
        outcome = execute(["explain", "invoice", *words, "--json"], Path.cwd(), silent, lambda: demo)
        assert outcome.exit_code == 0, outcome.stderr
        return json.loads(outcome.stdout)

    common = ["--company", "ARMOR", "--month", "2026-10", "--mode", "per_entity"]
    invoices = invoice_run(demo, "ARMOR", OCTOBER, BillingMode.PER_ENTITY).invoices
    assert run(*common)["amount"] == str(total([invoice.gross for invoice in invoices]))
    for number, invoice in enumerate(invoices, 1):
        assert run(*common, "--document", str(number))["amount"] == str(invoice.gross)
        line = invoice.lines[-1]
        found = run(*common, "--document", str(number), "--line", str(line.code), "--vat-rate", str(line.vat_rate))
        assert found["amount"] == str(line.net)
        for charge in found["charges"]:
            assert_explained(charge)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--document", "99"], "Pas de facture n° 99"),
        (["--document", "0"], "Rang illisible"),
        (["--line", "wishes"], "Lignes présentes"),
        (["--subject", "NOBODY"], "Comptes et ressources"),
    ],
)
def test_an_amount_that_is_not_there_is_answered_with_those_that_are(demo: Base, words: list[str], told: str) -> None:
    common = ["explain", "invoice", "--company", "ARMOR", "--month", "2026-10", "--mode", "single"]
    outcome = execute([*common, *words], Path.cwd(), silent, lambda: demo)
    assert outcome.exit_code == 2
    assert told in outcome.stderr


def test_several_documents_say_what_splitting_did_to_the_vat(demo: Base) -> None:
    answer = explain_amount(demo, "FOURNIL", OCTOBER, BillingMode.PER_ENTITY, AmountAsked())
    gap = amount_document(answer.run, answer.documents, answer.charges)["vat_gap"]
    several = sum((Decimal(part["amount"]) for part in gap["several"]), Decimal(0))
    single = sum((Decimal(part["amount"]) for part in gap["single"]), Decimal(0))
    assert several - single == Decimal(gap["difference"])
    assert several == answer.run.vat


def test_a_month_without_anything_owed_is_told(demo: Base) -> None:
    with pytest.raises(NoSuchAmount, match="Rien n'est dû"):
        explain_amount(demo, "ATELIER", Month(2020, 1), BillingMode.SINGLE, AmountAsked())


@pytest.mark.parametrize("code", COMPANIES)
def test_each_call_of_a_sample_is_explained_to_the_price_it_was_given(demo: Base, code: str) -> None:
    company_id = customer(demo, code).state.company.subject_id
    rows = demo.frame(
        "select call_id, number, amount_micros, billed_seconds, included_seconds from calls"
        " where company_id = $company and reason is null order by hash(call_id) limit 400",
        {"company": company_id},
    ).to_dicts()
    split = demo.frame(
        "select call_id, number, amount_micros, billed_seconds, included_seconds from calls"
        " where company_id = $company and included_seconds > 0 order by hash(call_id) limit 100",
        {"company": company_id},
    ).to_dicts()
    assert len(rows) == 400
    for row in (*rows, *split):
        answer = explain_stored_call(demo, code, row["call_id"])
        assert answer.rating.price is not None
        assert answer.rating.price.amount_micros == row["amount_micros"]
        assert row["number"] is None or len(row["number"]) <= 6 or answer.classified.number != row["number"]
