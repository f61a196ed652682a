"""python -m liveo unrated, rerate and tariff: what waits for a price, and setting it right."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click

from liveo.cli.french_help import FrenchCommand, FrenchGroup
from liveo.cli.session import Answer, Session, json_option, table
from liveo.rendering.french import micro_euros, number, plural
from liveo.rendering.labels import label
from liveo.rendering.rerating_words import SHIFT_HEADINGS, shift_cells
from liveo.services.clock import now
from liveo.services.companies import company_summaries
from liveo.services.corrections import (
    Correction,
    Effect,
    GiveTo,
    LoadTariff,
    RateAgain,
    ReadAs,
    TakeBack,
    Waive,
    correct,
    try_correction,
)
from liveo.services.people import COMMAND_LINE
from liveo.services.unrated import UnratedGroup, unrated_groups

apply_option = click.option("--apply", "applied", is_flag=True, help="Écrit ; sans elle, montre seulement l'effet.")
company_option = click.option("--company", required=True, metavar="CODE", help="Code de l'entreprise.")


@click.group(cls=FrenchGroup, help="Les appels sans prix : les voir, les corriger.")
def unrated() -> None:
    """The group of what can be done about calls without a price."""


@unrated.command(name="list", cls=FrenchCommand, help="Liste ce qui empêche des appels d'avoir un prix.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise ; toutes par défaut.")
@json_option
@click.pass_obj
def list_groups(session: Session, company: str | None, as_json: bool) -> Answer:
    """List the texts that make calls wait."""
    base = session.base
    codes = [company] if company else [found.code for found in company_summaries(base)]
    found = [(code, group) for code in codes for group in unrated_groups(base, code)]
    text = _group_table(found) if found else "Chaque appel a son prix."
    return Answer([{"company": code} | _group_json(group) for code, group in found], text, as_json)


@unrated.command(cls=FrenchCommand, help="Donne à un compte ou une ressource les appels d'un appelant ou d'un code.")
@company_option
@click.option("--written", required=True, metavar="TEXTE", help="Appelant ou code de compte, tel que dans le fichier.")
@click.option("--account", required=True, metavar="CODE", help="Code du compte ou de la ressource qui paie.")
@apply_option
@json_option
@click.pass_obj
def give(session: Session, company: str, written: str, account: str, applied: bool, as_json: bool) -> Answer:
    """Say whose calls they are."""
    return _done(session, GiveTo(company, written, account), applied, as_json)


@unrated.command(cls=FrenchCommand, help="Dit quel numéro voulait dire un texte composé.")
@company_option
@click.option("--written", required=True, metavar="TEXTE", help="Numéro tel que dans le fichier.")
@click.option("--number", "meant", required=True, metavar="NUMÉRO", help="Numéro à comprendre.")
@apply_option
@json_option
@click.pass_obj
def read(session: Session, company: str, written: str, meant: str, applied: bool, as_json: bool) -> Answer:
    """Say which number was meant."""
    return _done(session, ReadAs(company, written, meant), applied, as_json)


@unrated.command(cls=FrenchCommand, help="Ne facture pas les appels vers un texte ; la raison est gardée au journal.")
@company_option
@click.option("--written", required=True, metavar="TEXTE", help="Numéro tel que dans le fichier.")
@click.option("--why", required=True, metavar="RAISON", help="Pourquoi ces appels ne sont pas facturés.")
@apply_option
@json_option
@click.pass_obj
def waive(session: Session, company: str, written: str, why: str, applied: bool, as_json: bool) -> Answer:
    """Leave calls out of the bill."""
    return _done(session, Waive(company, written, why), applied, as_json)


@unrated.command(name="undo", cls=FrenchCommand, help="Retire ce qui a été dit d'un texte.")
@company_option
@click.option("--written", required=True, metavar="TEXTE", help="Texte tel que dans le fichier.")
@apply_option
@json_option
@click.pass_obj
def take_back(session: Session, company: str, written: str, applied: bool, as_json: bool) -> Answer:
    """Forget a correction."""
    return _done(session, TakeBack(company, written), applied, as_json)


@click.command(cls=FrenchCommand, help="Valorise à nouveau les appels des mois non facturés.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise ; toutes par défaut.")
@apply_option
@json_option
@click.pass_obj
def rerate(session: Session, company: str | None, applied: bool, as_json: bool) -> Answer:
    """Rate again."""
    return _done(session, RateAgain(company or ""), applied, as_json)


@click.command(cls=FrenchCommand, help="Charge un tarif corrigé, et valorise à nouveau les appels concernés.")
@click.argument("file", metavar="FICHIER")
@click.option(
    "--kind",
    required=True,
    metavar="GENRE",
    help="rates : grille des appels ; prices : prix des options ; allowances : forfaits ; plan : numérotation.",
)
@click.option("--company", metavar="CODE", help="Entreprise qui l'a négocié ; toutes par défaut.")
@apply_option
@json_option
@click.pass_obj
def tariff(session: Session, file: str, kind: str, company: str | None, applied: bool, as_json: bool) -> Answer:
    """Load a tariff."""
    return _done(session, LoadTariff(kind, Path(session.path(file)), company or ""), applied, as_json)


def _done(session: Session, correction: Correction, applied: bool, as_json: bool) -> Answer:
    if applied:
        effect = correct(session.base, correction, COMMAND_LINE, now())
    else:
        effect = try_correction(session.base, correction)
    return Answer(_as_json(effect, applied), "\n".join(_sentences(effect, applied)), as_json)


def _as_json(effect: Effect, applied: bool) -> dict[str, object]:
    shifts = [asdict(shift) | {"month": str(shift.month)} for shift in effect.rerating.shifts]
    return {
        "applied": applied,
        "calls": effect.rerating.calls,
        "newly_rated": effect.rerating.newly_rated,
        "amount": str(Decimal(effect.rerating.micros).scaleb(-6)),
        "tariff": asdict(effect.tariff) if effect.tariff else None,
        "changes": shifts,
    }


def _sentences(effect: Effect, applied: bool) -> list[str]:
    done = effect.rerating
    lines = []
    if effect.tariff:
        rows = effect.tariff
        lines.append(
            f"Lignes du tarif : {rows.added} ajoutées, {rows.removed} retirées, {number(rows.kept)} inchangées."
        )
    lines.append(
        f"Appels revalorisés : {number(done.calls)}, dont {number(max(done.newly_rated, 0))} qui attendaient un prix ; "
        f"différence : {micro_euros(done.micros)}."
    )
    if done.shifts:
        lines.append(_shift_table(effect))
    lines.append("C'est écrit." if applied else "Rien n'est écrit : ajoutez --apply pour le faire.")
    return lines


def _shift_table(effect: Effect) -> str:
    return table(SHIFT_HEADINGS, [shift_cells(shift) for shift in effect.rerating.shifts], right=(3, 4))


def _group_json(group: UnratedGroup) -> dict[str, object]:
    return asdict(group) | {"first_day": group.first_day.isoformat(), "last_day": group.last_day.isoformat()}


def _group_table(found: Sequence[tuple[str, UnratedGroup]]) -> str:
    rows = [
        [code, label(group.reason), group.written, plural(group.calls, "appel"), f"{group.first_day:%d/%m/%Y}"]
        for code, group in found
    ]
    return table(["Entreprise", "Motif", "Texte", "Appels", "Depuis"], rows, right=(3,))
