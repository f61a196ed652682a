"""Ways to divide a bill side by side: each is what its own invoices say, and one page prints them."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from liveo.core.billing_modes import BillingMode
from liveo.core.changes.entities import AddEntity
from liveo.core.company import Entity, EntityId
from liveo.core.division_report import DivisionReport
from liveo.core.entities import SharingKey
from liveo.core.money import total
from liveo.core.periods import Month, Period
from liveo.rendering.division_pdf import division_file_name, render_division
from liveo.rendering.french import euros
from liveo.rendering.pdf_pages import page_count, page_text
from liveo.services.allocation_compare import TODAY, compare_divisions
from liveo.services.allocation_trial import Move, Trial
from liveo.services.allocation_year import year_up_to
from liveo.services.billing import billing_mode, customer, invoice_run
from liveo.services.companies import company_summaries
from liveo.services.modes import compare_modes
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

OCTOBER = Month(2026, 10)


def variants(base: Base, code: str) -> list[tuple[str, Trial]]:
    """Return three trials, two of which create an entity under the same id below zero."""
    state = customer(base, code).state
    people = tuple(sorted(account.subject_id for account in state.accounts[:9]))
    found = []
    for name in ("Lyon", "Nantes"):
        created = Entity(EntityId(-1), name.upper(), name, period=Period(OCTOBER.plus(-1).first))
        move = Move(people, created.entity_id, date(2026, 10, 15))
        found.append((name, Trial((AddEntity(created), move), billing_mode=BillingMode.PER_ENTITY)))
    return [*found, ("À parts égales", Trial(sharing_key=SharingKey.EQUAL))]


def lowest_text(pdf: bytes) -> float:
    """Return how high above the edge of the paper, in millimetres, the lowest line stands that is not the foot."""
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    boxes = [text.get_rect(i) for i in range(text.count_rects())]
    return min(bottom for _, bottom, _, _ in boxes if bottom > 30) / 72 * 25.4


def compared(base: Base, code: str, months: list[Month]) -> DivisionReport:
    return compare_divisions(base, code, months, variants(base, code), DEMO_TODAY)


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL", "ANSE"])
def test_each_variant_is_what_its_invoices_say(demo: Base, code: str) -> None:
    report = compared(demo, code, [OCTOBER])
    real = invoice_run(demo, code, OCTOBER, billing_mode(demo, code, OCTOBER))
    assert (report.today.name, report.today.net, report.today.gross) == (TODAY, real.net, real.gross)
    assert report.today.documents == len(real.invoices)
    for (_, trial), variant in zip(variants(demo, code), report.variants[1:], strict=True):
        answers = {answer.mode: answer.run for answer in compare_modes(demo, code, OCTOBER, trial)}
        [mode] = variant.modes
        assert mode is (trial.billing_mode or billing_mode(demo, code, OCTOBER))
        assert (variant.net, variant.gross) == (answers[mode].net, answers[mode].gross)
        assert variant.documents == len(answers[mode].invoices)
        assert variant.net - variant.option == report.today.net - report.today.option
        assert variant.exact


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_the_parts_of_entities_make_each_variant_and_new_entities_keep_apart(demo: Base, code: str) -> None:
    report = compared(demo, code, [OCTOBER])
    for rank, variant in enumerate(report.variants):
        assert total([report.paid(name)[rank] for name in report.entities]) == variant.net
    assert set(report.entities[-2:]) == {"Lyon", "Nantes"}
    assert [bool(net) for net in report.paid("Lyon")] == [False, True, False, False]
    assert [bool(net) for net in report.paid("Nantes")] == [False, False, True, False]


def test_a_year_is_its_months(demo: Base) -> None:
    [company] = [c for c in company_summaries(demo) if c.code == "ARMOR"]
    months = year_up_to(OCTOBER, company.months)
    told: list[float] = []
    year = compare_divisions(
        demo, "ARMOR", months, variants(demo, "ARMOR"), DEMO_TODAY, lambda done, _: told.append(done)
    )
    each = [compared(demo, "ARMOR", [month]) for month in months]
    assert year.months == tuple(months)
    assert told[-1] == 1
    for rank, variant in enumerate(year.variants):
        assert variant.gross == total([report.variants[rank].gross for report in each])
        assert variant.documents == sum(report.variants[rank].documents for report in each)


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_a_report_is_printed_on_one_page_with_every_total(demo: Base, code: str) -> None:
    others = [("Sans facture séparée", Trial(own_invoices=()))] if code == "FOURNIL" else []
    report = compare_divisions(demo, code, [OCTOBER], [*variants(demo, code), *others], DEMO_TODAY)
    worded = tuple(
        replace(variant, words=tuple(f"changement {n} de {variant.name}" for n in range(30)))
        for variant in report.variants[1:]
    )
    report = replace(report, variants=(report.today, *worded))
    pdf = render_division(report)
    assert page_count(pdf) == 1
    assert lowest_text(pdf) > 17, "nothing is written over the foot"
    text = page_text(pdf, 0)
    for variant in report.variants:
        assert euros(variant.gross) in text
        assert euros(variant.net) in text
    assert "n'est pas une facture" in text
    assert pdf == render_division(report)
    assert division_file_name(report) == f"repartition_{code}_2026-10_2026-11-23.pdf"
    assert {"Lyon", "Nantes"} <= set(text.splitlines()) | {line.split()[0] for line in text.splitlines() if line}
    assert "changement 0 de Lyon" in text
    if code == "ARMOR":
        assert all(name in text for name in report.entities)
