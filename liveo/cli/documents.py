"""python -m liveo issue, documents and verify: numbered and frozen invoices, and the proof that they still are."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import MONTH
from liveo.cli.session import Answer, Session, json_option, table
from liveo.core.errors import LiveoError, UnwritableFolder
from liveo.core.periods import Month
from liveo.rendering.document_archive import archive_stream
from liveo.rendering.french import euros, plural
from liveo.rendering.frozen_document import frozen_invoice, inspected
from liveo.services.clock import now, today
from liveo.services.companies import company_summaries
from liveo.services.issued import Scope, handed_over
from liveo.services.issuing import IssuePlan, issue_month, issue_plan
from liveo.services.people import COMMAND_LINE
from liveo.services.verification import document_count, faults

SHOWN_FAULTS = 20


class DocumentsTampered(LiveoError):
    """What was issued is not what is stored any more."""


@click.command(cls=FrenchCommand, help="Émet les factures d'un mois : numérotées, enchaînées, définitives.")
@click.option("--month", required=True, type=MONTH, help="Mois facturé, par exemple 2026-10.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise ; toutes par défaut.")
@click.option("--dry-run", is_flag=True, help="Montre ce qui serait émis et ce qui l'empêche, sans rien émettre.")
@json_option
@click.pass_obj
def issue(session: Session, month: Month, company: str | None, dry_run: bool, as_json: bool) -> Answer:
    """Issue one company or all; those that are blocked are named with their remedy, and stop no other."""
    codes = [company] if company else [found.code for found in company_summaries(session.base)]
    outcomes = []
    for i, code in enumerate(codes):
        session.progress(i / len(codes), f"Factures {code}")
        plan = issue_plan(session.base, code, month, today(session.base), inspected)
        outcomes.append(_outcome(session, plan, dry_run=dry_run))
    return Answer(outcomes, "\n".join(map(_outcome_words, outcomes)), as_json)


@click.command(cls=FrenchCommand, help="Vérifie toutes les factures émises : chaîne, fichiers, numéros et totaux.")
@json_option
@click.pass_obj
def verify(session: Session, as_json: bool) -> Answer:
    """Check everything that was issued; raises DocumentsTampered."""
    found = list(islice(faults(session.base), SHOWN_FAULTS))
    if found:
        named = " ; ".join(f"{fault.subject}, {fault.what}" for fault in found)
        raise DocumentsTampered(f"Premier document altéré : {found[0].subject}. Constaté : {named}.")
    count = document_count(session.base)
    text = f"{plural(count, 'document vérifié', 'documents vérifiés')} : chaîne, fichiers, numéros et totaux exacts."
    return Answer({"documents": count, "faults": []}, text, as_json)


@click.command(cls=FrenchCommand, help="Redonne les factures émises, telles qu'elles ont été émises : PDF, ou ZIP.")
@click.option("--out", required=True, metavar="DIR|ZIP", help="Dossier où écrire les PDF, ou nom d'un fichier .zip.")
@click.option("--month", type=MONTH, help="Mois facturé ; tous par défaut.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise ; toutes par défaut.")
@click.option("--number", default="", metavar="NUMERO", help="Un seul document.")
@json_option
@click.pass_obj
def documents(
    session: Session, out: str, month: Month | None, company: str | None, number: str, as_json: bool
) -> Answer:
    """Write the frozen files, named by their numbers; a ZIP also holds the XML and a manifest."""
    target = session.path(out)
    codes = (company,) if company else tuple(found.code for found in company_summaries(session.base))
    scope = Scope(codes, month, number)
    try:
        written = list(_write(session, scope, target))
    except OSError as error:
        raise UnwritableFolder(
            f"Impossible d'écrire les factures dans « {target} » : choisissez un autre endroit avec --out, ou vérifiez "
            "les droits et la place libre."
        ) from error
    text = (
        "\n".join(f"Écrit : {path}" for path in written) or "Aucune facture émise : lancez « python -m liveo issue »."
    )
    return Answer({"files": written}, text, as_json)


def _write(session: Session, scope: Scope, target: Path) -> Iterator[str]:
    if target.suffix.lower() == ".zip":
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as archive:
            archive.writelines(archive_stream(handed_over(session.base, scope)))
        yield str(target)
        return
    target.mkdir(parents=True, exist_ok=True)
    for document, frozen in handed_over(session.base, scope):
        path = target / f"{document.number}.pdf"
        path.write_bytes(frozen.pdf)
        yield str(path)


def _outcome(session: Session, plan: IssuePlan, *, dry_run: bool) -> dict[str, Any]:
    numbers: list[str | None] = [None] * len(plan.invoices)
    if not plan.blockers and not dry_run:
        issued = issue_month(
            session.base,
            plan.company,
            plan.month,
            COMMAND_LINE,
            today=today(session.base),
            instant=now(),
            write=frozen_invoice,
        )
        numbers = [found.number for found in issued]
    return {
        "company": plan.company,
        "blockers": [why.words for why in plan.blockers],
        "issued": any(numbers),
        "documents": [
            {"number": number, "recipient": invoice.recipient.name, "gross": str(invoice.gross)}
            for number, invoice in zip(numbers, plan.invoices, strict=True)
        ],
    }


def _outcome_words(outcome: dict[str, Any]) -> str:
    if outcome["blockers"]:
        return "\n".join([f"{outcome['company']} : rien n'est émis.", *(f"  - {why}" for why in outcome["blockers"])])
    rows = [
        [found["number"] or "–", found["recipient"], euros(Decimal(found["gross"]))] for found in outcome["documents"]
    ]
    state = "émises" if outcome["issued"] else "prêtes, à émettre sans --dry-run"
    return f"{outcome['company']} : {state}.\n{table(['Numéro', 'Destinataire', 'TTC'], rows, right=(2,))}"
