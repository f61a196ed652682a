"""The report of the page Consommation: one page, all its words, the same bytes for the same report."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from liveo.rendering.consumption_report import (
    ConsumptionReport,
    ReportBar,
    ReportFigure,
    ReportList,
    consumption_report,
)

REPORT = ConsumptionReport(
    company="Fournil & Compagnie",
    sentence="Appels sortants de Fournil & Compagnie, d'octobre 2026.",
    figures=[ReportFigure("Coût HT", "132,55 €", "-2,5 %"), ReportFigure("Appels", "7 291")],
    course=ReportList("Coût HT par jour", [ReportBar(f"jour {i}", i % 7, f"{i} €") for i in range(31)]),
    lists=[
        ReportList("Par destination", [ReportBar("France Fixe", 3, "3,00 €", "#0072b2")]),
        ReportList("Par entité", [ReportBar("Caen", 3, "3,00 €"), ReportBar("Les 2 autres", 0, "1,00 €")]),
        ReportList("Comptes en tête", []),
    ],
    notes=["Budget : 199,00 €."],
    foot="Montants hors taxes.",
    day=date(2026, 11, 23),
)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    return str(document[0].get_textpage().get_text_bounded()).replace("\u202f", " ").replace("\xa0", " ")


def test_every_word_stands_on_one_page() -> None:
    text = text_of(consumption_report(REPORT))
    for words in (
        "Fournil & Compagnie",
        "132,55 €",
        "-2,5 %",
        "France Fixe",
        "Les 2 autres",
        "Aucun appel.",
        "À retenir",
    ):
        assert words in text
    assert "Maximum : 6 € (jour 6)" in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert consumption_report(REPORT) == consumption_report(REPORT)


@pytest.mark.parametrize("steps", [0, 1, 12, 62])
def test_any_number_of_steps_keeps_to_the_page(steps: int) -> None:
    bars = [ReportBar(f"lun. {i:02d}/11", 0, "0,00 €") for i in range(steps)]
    assert "Coût HT par jour" in text_of(
        consumption_report(replace(REPORT, course=ReportList("Coût HT par jour", bars)))
    )


def test_long_and_strange_texts_are_cut_not_lost_in_the_margin() -> None:
    odd = "Société 🥖 " + "très longue " * 60
    lists = [ReportList("Par entité", [ReportBar(odd, 5, "123 456 789,00 €")] * 30)] * 4
    report = replace(REPORT, company=odd, sentence=odd * 3, lists=lists, notes=[odd] * 20)
    text = text_of(consumption_report(report))
    assert text.count("123 456 789,00 €") == 8 * 4
    assert "…" in text
