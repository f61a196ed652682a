"""python -m liveo explain option | call | invoice"""

from datetime import datetime
from decimal import Decimal
from typing import Any

import click

from liveo.cli.french_help import FrenchGroup
from liveo.cli.parameters import AMOUNT, DAY_COUNT, INSTANT, KIND, MODE, MONTH, PERIOD, RANK, SECONDS
from liveo.cli.session import Answer, Session, json_option
from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import DayCount
from liveo.core.destinations import CallKind
from liveo.core.periods import Month, Period, paris_day
from liveo.rendering.amounts import amount_document, amount_sentences
from liveo.rendering.explanation import call_sentences, option_sentences
from liveo.rendering.explanation_json import call_document, option_document
from liveo.services.clock import now
from liveo.services.explanation import explain_call, explain_option
from liveo.services.invoice_amounts import AmountAsked, explain_amount


@click.group(cls=FrenchGroup, help="Explique un montant : d'où il vient, jour par jour ou seconde par seconde.")
def explain() -> None:
    """Answer without any invoice."""


@explain.command("option", help="Ce que coûte une option au prorata des jours.")
@click.option("--price", required=True, type=AMOUNT, help="Prix mensuel en euros.")
@click.option("--month", required=True, type=MONTH, help="Mois facturé, par exemple 2026-03.")
@click.option(
    "--active", "actives", multiple=True, required=True, type=PERIOD, help="2026-03-15..2026-04-02, fin exclue."
)
@click.option("--day-count", default="half_open", type=DAY_COUNT, help="half_open (par défaut) ou touched.")
@json_option
def option(price: Decimal, month: Month, actives: tuple[Period, ...], day_count: DayCount, as_json: bool) -> Answer:
    """Explain a prorated price."""
    answer = explain_option(price, month, actives, day_count)
    text = "\n".join(option_sentences(answer.basis, answer.amount))
    return Answer(option_document(answer.basis, answer.amount), text, as_json)


@explain.command("call", help="Ce que coûte un appel, un fax ou un SMS.")
@click.option("--to", "dialled", required=True, metavar="NUMÉRO", help="Numéro tel qu'il est composé.")
@click.option("--seconds", required=True, type=SECONDS, help="Durée de la communication.")
@click.option("--at", "moment", type=INSTANT, help="Début, par exemple 2026-03-05T10:00 ; maintenant par défaut.")
@click.option("--kind", default="voice", type=KIND, help="voice (par défaut), fax ou sms.")
@click.option("--company", metavar="CODE", help="Entreprise dont la grille s'applique.")
@json_option
@click.pass_obj
def call(
    session: Session,
    dialled: str,
    seconds: int,
    moment: datetime | None,
    kind: CallKind,
    company: str | None,
    as_json: bool,
) -> Answer:
    """Explain the price of a call."""
    answer = explain_call(session.base, dialled, seconds, paris_day(moment or now()), kind, company)
    text = "\n".join(call_sentences(answer.classified, answer.rating))
    return Answer(call_document(answer.classified, answer.rating), text, as_json)


@explain.command("invoice", help="D'où vient un montant des factures : document, section, ligne, compte.")
@click.option("--company", required=True, metavar="CODE", help="Code de l'entreprise.")
@click.option("--month", required=True, type=MONTH, help="Mois facturé, par exemple 2026-10.")
@click.option("--mode", required=True, type=MODE, help="single, single_by_entity, per_entity ou mixed.")
@click.option("--document", type=RANK, help="Rang de la facture, à partir de 1 ; toutes par défaut.")
@click.option("--entity", metavar="CODE", help="Entité.")
@click.option("--line", metavar="CODE", help="Option ou destination, par exemple did_number.")
@click.option("--vat-rate", type=AMOUNT, help="Taux de TVA en pour cent, par exemple 20.")
@click.option("--subject", metavar="CODE", help="Compte ou ressource.")
@json_option
@click.pass_obj
def invoice(session: Session, /, company: str, month: Month, mode: BillingMode, as_json: bool, **asked: Any) -> Answer:
    """Explain an amount of an invoice."""
    answer = explain_amount(session.base, company, month, mode, AmountAsked(**asked))
    shown = (answer.run, answer.documents, answer.charges)
    return Answer(amount_document(*shown), "\n".join(amount_sentences(*shown)), as_json)
