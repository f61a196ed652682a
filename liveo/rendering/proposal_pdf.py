"""A proposal as a PDF: what changes, before and after, what proration saves, and how proration works. No invoice.

Every figure comes from the simulation; the same record gives the same bytes.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

from liveo.core.charges import Charge
from liveo.core.comparison import ChargeGroup, CodeRow, EntityRow, Simulation
from liveo.core.destinations import Destination
from liveo.core.money import ZERO, total
from liveo.core.periods import Month
from liveo.core.proposal import Proposal, TwoWeeks
from liveo.rendering.charge_words import charge_line
from liveo.rendering.explanation import charge_steps
from liveo.rendering.french import day_long, euros, euros_signed, month_name, of_month, plural
from liveo.rendering.labels import counted_noun, label
from liveo.rendering.letterhead import PANEL_BOTTOM, Letterhead, draw_letterhead, draw_panel
from liveo.rendering.mentions import seller_identity
from liveo.rendering.proposal_tables import (
    NOTE,
    Row,
    draw_heading,
    draw_listed,
    draw_table,
    draw_text,
    draw_waterfall,
)
from liveo.rendering.scenario_words import Names, short_words, step_words
from liveo.rendering.sheet import Running, Sheet

TITLE, NO_INVOICE = "Proposition commerciale", "Simulation : ce document n'est pas une facture"
AMOUNTS = ("Avant", "Après", "Différence", "Au mois entier", "Économie")
MOST_GROUPS, MOST_ENTITIES = 15, 12
LONGEST_SLUG = 40
LONGEST_LINK_LINE = 80


def render_proposal(proposal: Proposal) -> bytes:
    """Return the PDF of a proposal."""
    sheet = Sheet(_running(proposal))
    sheet.add_page()
    _draw_head(sheet, proposal)
    _draw_changes(sheet, proposal)
    _draw_comparison(sheet, proposal.simulation)
    _draw_days(sheet, proposal.simulation)
    _draw_months(sheet, proposal)
    _draw_proration(sheet, proposal)
    _draw_conditions(sheet, proposal)
    return bytes(sheet.output())


def proposal_file_name(proposal: Proposal) -> str:
    """Return a plain ASCII name: "proposition_FOURNIL_2026-11_2026-11-23.pdf"."""
    return proposal_file_name_for(proposal.code or proposal.recipient.name, proposal.simulation.month, proposal.day)


def proposal_file_name_for(customer: str, month: Month, day: date) -> str:
    """Return the same from the code or name of the customer, before there is a proposal."""
    return f"proposition_{_slug(customer)}_{month}_{day}.pdf"


def _running(proposal: Proposal) -> Running:
    return Running(
        title=f"{TITLE}, {proposal.recipient.name}",
        author=proposal.seller.name,
        head=" · ".join([proposal.seller.name, TITLE, proposal.recipient.name, day_long(proposal.day)]),
        foot=seller_identity(proposal.seller),
        day=proposal.day,
        preview=False,
    )


def _draw_head(sheet: Sheet, proposal: Proposal) -> None:
    simulation = proposal.simulation
    dates = [
        ("Date", day_long(proposal.day)),
        ("Valable jusqu'au", day_long(proposal.valid_until)),
        ("Mois simulé", month_name(simulation.month)),
        *([("Code client", proposal.code)] if proposal.code else []),
        *([("Objet", proposal.title)] if proposal.title else []),
    ]
    draw_letterhead(sheet, Letterhead(proposal.seller, proposal.recipient, TITLE, NO_INVOICE, dates, "Proposé à"))
    sheet.bookmark("Montants")
    draw_panel(
        sheet,
        f"Facture HT {of_month(simulation.month)}, après changements",
        simulation.after.net,
        "Économie du prorata dans le mois",
        euros(simulation.saved),
        f"au lieu de {euros(simulation.full_month)} HT au mois entier",
    )
    sheet.cursor = PANEL_BOTTOM + 2


def _draw_changes(sheet: Sheet, proposal: Proposal) -> None:
    simulation = proposal.simulation
    names = Names(proposal.subjects, proposal.entities)
    draw_heading(sheet, "Ce qui change")
    if not proposal.steps:
        draw_text(sheet, "Rien : cette page montre la facture telle qu'elle est, au prorata et au mois entier.")
    for rank, (step, effect) in enumerate(zip(proposal.steps, simulation.effects, strict=True), start=1):
        draw_listed(sheet, rank, step_words(step, names), euros_signed(effect))
    draw_heading(sheet, "De la facture d'aujourd'hui à la nouvelle", room=60)
    effects = [
        (f"{rank}. {short_words(step[0])}", effect)
        for rank, (step, effect) in enumerate(zip(proposal.steps, simulation.effects, strict=True), start=1)
    ]
    sheet.cursor += 1
    draw_waterfall(sheet, simulation.before.net, effects, simulation.full_month)


def _draw_comparison(sheet: Sheet, simulation: Simulation) -> None:
    draw_heading(sheet, f"Avant et après, {month_name(simulation.month)}", room=40)
    rows = [Row(label(row.code), _amounts(row)) for row in simulation.rows if row.difference or row.saved]
    rest = [row for row in simulation.rows if not (row.difference or row.saved)]
    for name, kept in (
        ("Options inchangées", [row for row in rest if not isinstance(row.code, Destination)]),
        ("Consommation (appels, fax, SMS)", [row for row in rest if isinstance(row.code, Destination)]),
    ):
        if kept:
            same = total([row.after for row in kept])
            rows.append(Row(name, _texts(same, same, same)))
    before, after = simulation.before, simulation.after
    rows.append(Row("Total HT", _texts(before.net, after.net, simulation.full_month), strong=True))
    gross = [euros(before.gross), euros(after.gross), _signed(after.gross - before.gross)]
    rows.append(Row("Total TTC", [*gross, "", ""]))
    draw_table(sheet, "Montants HT", AMOUNTS, rows)
    changed = [row for row in simulation.entities if row.difference]
    if len(simulation.entities) > 1 and changed:
        sheet.cursor += 3
        draw_table(sheet, "Entités dont le montant change, HT", AMOUNTS[:3], _entity_lines(changed))


def _entity_lines(changed: Sequence[EntityRow]) -> list[Row]:
    """Return a row for each of the entities that change most, in their order, and one for all others together."""
    most = sorted(changed, key=lambda row: -abs(row.difference))[:MOST_ENTITIES]
    others = [row for row in changed if row not in most]
    lines = [(row.name, row.before, row.after) for row in changed if row in most]
    if others:
        before, after = total([row.before for row in others]), total([row.after for row in others])
        lines.append((plural(len(others), "autre entité", "autres entités"), before, after))
    return [Row(name, [euros(before), euros(after), _signed(after - before)]) for name, before, after in lines]


def _draw_days(sheet: Sheet, simulation: Simulation) -> None:
    if not simulation.groups:
        return
    draw_heading(sheet, "Les jours comptés", room=42)
    for rank, group in enumerate(simulation.groups[:MOST_GROUPS], start=1):
        draw_listed(sheet, rank, _group_words(group), euros(group.amount_after), _group_details(group))
    rest = simulation.groups[MOST_GROUPS:]
    if rest:
        draw_text(sheet, f"… et {plural(len(rest), 'autre cas', 'autres cas')}, comptés de même.", NOTE)


def _group_words(group: ChargeGroup) -> str:
    count = len(group.subjects)
    whom = group.subjects[0].label if count == 1 else plural(count, *counted_noun(group.code))
    return f"{label(group.code)} : {whom}"


def _group_details(group: ChargeGroup) -> list[str]:
    many = len(group.subjects)
    said = [f"Avant : {_priced(group.before, many)}", f"Après : {_priced(group.after, many)}"]
    if group.saved:
        full = total([group.amount_after, group.saved])
        said.append(f"Au mois entier : {euros(full)}, soit {euros(group.saved)} économisés")
    return said


def _priced(charge: Charge | None, many: int) -> str:
    if charge is None:
        return "rien à payer"
    one = f"{charge_line(charge)} = {euros(charge.amount)}"
    return f"{one} × {many} = {euros(charge.amount * many)}" if many > 1 else one


def _draw_months(sheet: Sheet, proposal: Proposal) -> None:
    months = proposal.months
    draw_heading(sheet, "Les douze mois à venir", room=40)
    cumulated = accumulate(row.saved for row in months)
    rows = [
        Row(
            month_name(row.month),
            [euros(row.before), euros(row.after), _signed(row.difference), _unless_none(row.saved), euros(so_far)],
        )
        for row, so_far in zip(months, cumulated, strict=True)
    ]
    before, after = total([row.before for row in months]), total([row.after for row in months])
    saved = total([row.saved for row in months])
    sums = [euros(before), euros(after), _signed(after - before), _unless_none(saved), ""]
    rows.append(Row("Douze mois", sums, strong=True))
    draw_table(sheet, "Options, HT", ["Avant", "Après", "Différence", "Économie", "En cumul"], rows)
    draw_text(sheet, "Options seules, aux prix connus à ce jour ; les appels à venir ne se prévoient pas.", NOTE)


def _draw_proration(sheet: Sheet, proposal: Proposal) -> None:
    draw_heading(sheet, "Le prorata, en clair", room=50)
    draw_text(
        sheet,
        "Une option se paie pour les seuls jours où elle est active : son prix mensuel, multiplié par ces jours, "
        "divisé par les jours du mois. Aucun jour n'est compté deux fois, et le montant s'arrondit une seule fois, "
        "au centime.",
    )
    if proposal.example is not None:
        _draw_example(sheet, proposal.example)


def _draw_example(sheet: Sheet, example: TwoWeeks) -> None:
    paid, full = example.prorated, example.full_month
    sheet.cursor += 1.5
    draw_text(
        sheet,
        f"Exemple, deux semaines : « {label(paid.code)} », activé le 1er et supprimé le 15 {month_name(paid.month)}.",
    )
    for sentence in charge_steps(paid):
        draw_text(sheet, sentence, NOTE, left=23.0)
    draw_text(
        sheet,
        f"Facturé au mois entier, il aurait coûté {euros(full.amount)} : le prorata économise "
        f"{euros(full.amount - paid.amount)}.",
    )


def _draw_conditions(sheet: Sheet, proposal: Proposal) -> None:
    draw_heading(sheet, "À savoir")
    month = of_month(proposal.simulation.month)
    known = " connue à ce jour" if proposal.day in proposal.simulation.month.period else ""
    said = [
        f"Proposition établie le {day_long(proposal.day)}, valable jusqu'au {day_long(proposal.valid_until)}.",
        "Ce document est une simulation. Ce n'est pas une facture : il ne porte aucun numéro, et rien n'est dû à son "
        "titre.",
        "Les montants sont hors taxes, sauf mention contraire.",
        "« Au mois entier » : toute option active ne serait-ce qu'un jour paierait tout le mois.",
    ]
    if proposal.code:
        said.append(
            f"La consommation {month} est celle{known} de la facture réelle : les changements portent sur les options."
        )
    for text in said:
        draw_text(sheet, text, NOTE)
    if proposal.link:
        draw_text(sheet, "La même simulation à l'écran, pour qui y a accès :", NOTE)
        for start in range(0, len(proposal.link), LONGEST_LINK_LINE):
            draw_text(sheet, proposal.link[start : start + LONGEST_LINK_LINE], NOTE)


def _amounts(row: CodeRow) -> list[str]:
    return _texts(row.before, row.after, row.full_month)


def _texts(before: Decimal, after: Decimal, full_month: Decimal) -> list[str]:
    return [euros(before), euros(after), _signed(after - before), euros(full_month), _unless_none(full_month - after)]


def _signed(amount: Decimal) -> str:
    return euros_signed(amount) if amount else "–"


def _unless_none(amount: Decimal) -> str:
    return euros(amount) if amount != ZERO else "–"


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "prospect"
