"""Ways to divide a bill on one page: what each costs, who pays how much, and what is tried. No invoice.

The same record gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.division_report import DivisionReport, DivisionVariant
from liveo.rendering.french import NBSP, day_long, euros, euros_signed, month_name, plural
from liveo.rendering.proposal_tables import BASELINE, LEADING, NOTE, STRONG, Row, draw_heading, draw_table, draw_text
from liveo.rendering.sheet import ACCENT, BODY_BOTTOM, LEFT, RIGHT, Running, Sheet, Style
from liveo.rendering.typeface import fitted, wrapped

TITLE: Final = "Répartition de la facture : comparaison"
NO_INVOICE: Final = "Simulation : ce document n'est pas une facture"
NAME: Final = Style(19, bold=True)
MOST_ENTITIES: Final = 24
FEWER_EACH: Final = 2
"""Entities that make room for what the fourth variant and each further one change."""

COLUMN: Final = 27.0


def render_division(report: DivisionReport) -> bytes:
    """Return one page as PDF."""
    sheet = Sheet(_running(report))
    sheet.add_page()
    _draw_head(sheet, report)
    _draw_totals(sheet, report)
    _draw_entities(sheet, report)
    _draw_words(sheet, report.variants[1:])
    return bytes(sheet.output())


def division_file_name(report: DivisionReport) -> str:
    """Return a plain ASCII name: "repartition_FOURNIL_2026-10_2026-11-23.pdf"."""
    return f"repartition_{report.code}_{report.months[-1]}_{report.day}.pdf"


def period_words(report: DivisionReport) -> str:
    """Say which months: "octobre 2026", or "de novembre 2025 à octobre 2026"."""
    first, last = report.months[0], report.months[-1]
    if first == last:
        return month_name(first)
    return f"de {month_name(first)} à {month_name(last)} ({len(report.months)} mois)"


def modes_words(variant: DivisionVariant) -> str:
    """Say in which mode, or modes one after the other: "mode 3", "mode 2 puis 4"."""
    return f"mode{NBSP}{mode_numbers(variant)}"


def mode_numbers(variant: DivisionVariant) -> str:
    """Number the modes, one after the other: "3", "2 puis 4"."""
    return " puis ".join(str(BILLING_MODES[mode].number) for mode in variant.modes)


def _running(report: DivisionReport) -> Running:
    return Running(
        title=f"{TITLE}, {report.company}",
        author="Livéo",
        head=f"{TITLE} · {report.company} · {day_long(report.day)}",
        foot=f"{NO_INVOICE}. {report.company}, {day_long(report.day)}",
        day=report.day,
        preview=False,
    )


def _draw_head(sheet: Sheet, report: DivisionReport) -> None:
    sheet.band(0, 0, 210, 3.2, ACCENT)
    sheet.write_at(LEFT, 17, fitted(report.company, RIGHT - LEFT, NAME.size, bold=True), NAME)
    sheet.write_at(LEFT, 23.5, f"{TITLE}, {period_words(report)}", STRONG)
    sheet.write_at(LEFT, 28.2, f"Établi le {day_long(report.day)}. {NO_INVOICE}.", NOTE)
    sheet.cursor = 27.5


def _draw_totals(sheet: Sheet, report: DivisionReport) -> None:
    draw_heading(sheet, "Ce que coûte chaque répartition")
    heads = ["Mode", "Factures", "HT", "TVA", "TTC", "Écart TTC"]
    rows = [Row(*_totals(variant, report), strong=variant is report.today) for variant in report.variants]
    draw_table(sheet, "Répartition", heads, rows, 22.0)
    for sentence in _notes(report):
        draw_text(sheet, sentence, NOTE)


def _totals(variant: DivisionVariant, report: DivisionReport) -> tuple[str, list[str]]:
    difference = "" if variant is report.today else euros_signed(variant.gross - report.today.gross)
    amounts = [euros(variant.net), euros(variant.vat), euros(variant.gross), difference]
    return variant.name, [mode_numbers(variant), str(variant.documents), *amounts]


def _notes(report: DivisionReport) -> Iterator[str]:
    for variant in report.variants:
        if variant.option:
            yield f"{variant.name} : dont {euros(variant.option)} HT d'option « Facturation par entité »."
    nets = {variant.net - variant.option for variant in report.variants}
    same = "Même montant HT partout, option à part" if len(nets) == 1 else "Le montant HT diffère"
    proof = "chaque charge est facturée une fois" if all(v.exact for v in report.variants) else "à vérifier"
    yield f"{same} ; {proof}. La TVA est arrondie par facture et par taux : quelques centimes d'écart en viennent."
    if report.unpriced:
        yield f"Sans prix au catalogue, donc laissés de côté : {', '.join(map(month_name, report.unpriced))}."


def _draw_entities(sheet: Sheet, report: DivisionReport) -> None:
    draw_heading(sheet, "Ce que paie chaque entité, HT")
    # Where the page has no room for all, those stand on it whose part changes most.
    by_change = sorted(report.entities, key=lambda name: min(report.paid(name)) - max(report.paid(name)))
    most = MOST_ENTITIES - FEWER_EACH * max(0, len(report.variants) - 3)
    kept = set(by_change[:most])
    shown, others = [n for n in report.entities if n in kept], [n for n in report.entities if n not in kept]
    rows = [Row(name, [euros(net) for net in report.paid(name)]) for name in shown]
    if others:
        sums = [sum(nets) for nets in zip(*map(report.paid, others), strict=True)]
        rows.append(Row(f"{len(others)} autres entités", [euros(net) for net in sums]))
    rows.append(Row("Total HT", [euros(variant.net) for variant in report.variants], strong=True))
    names = [fitted(variant.name, COLUMN - 3, 8) for variant in report.variants]
    draw_table(sheet, "Entité", names, rows, COLUMN)


def _draw_words(sheet: Sheet, variants: Sequence[DivisionVariant]) -> None:
    """Say what is tried, as far as the page goes; each variant has its share of the room."""
    if not variants or BODY_BOTTOM - sheet.cursor < 24:
        return
    draw_heading(sheet, "Ce que chacune change")
    room = int((BODY_BOTTOM - sheet.cursor) / LEADING)
    for rank, variant in enumerate(variants):
        lines = [line for words in variant.words for line in _bullet(words)]
        most = room // (len(variants) - rank) - 1
        kept = lines if len(lines) <= most else [*lines[: most - 1], f"… et {plural(len(lines) - most + 1, 'ligne')}."]
        room -= 1 + len(kept[:most])
        sheet.write_at(LEFT, sheet.cursor + BASELINE, variant.name, STRONG)
        sheet.cursor += LEADING
        for line in kept[:most]:
            sheet.write_at(LEFT + 4, sheet.cursor + BASELINE, line, NOTE)
            sheet.cursor += LEADING


def _bullet(words: str) -> list[str]:
    first, *rest = wrapped(words, RIGHT - LEFT - 8, NOTE.size)
    return [f"• {first}", *(f"   {line}" for line in rest)]
