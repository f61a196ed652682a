"""python -m liveo annex: the calls behind the invoices of a month, in the four forms; and their erasure in time."""

from typing import Any

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import MONTH
from liveo.cli.session import Answer, Session, json_option
from liveo.core.errors import UnwritableFolder
from liveo.core.periods import Month
from liveo.rendering.annex_files import ANNEX_FORMS, annex_file_name
from liveo.rendering.annex_words import annex_sentences
from liveo.services.annexes import Annex, WholeNumbers, annex, purge
from liveo.services.clock import now, today
from liveo.services.people import COMMAND_LINE


@click.command("annex", cls=FrenchCommand, help="Détail des appels d'un mois : PDF, CSV, Excel ou Parquet.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise.")
@click.option("--month", type=MONTH, help="Mois facturé, par exemple 2026-10.")
@click.option("--entity", "entities", multiple=True, metavar="CODE", help="Entité ; toutes par défaut.")
@click.option(
    "--format", "forms", multiple=True, type=click.Choice(list(ANNEX_FORMS)), help="Forme ; les quatre par défaut."
)
@click.option("--out", metavar="DIR", help="Dossier où écrire les fichiers.")
@click.option("--whole", metavar="MOTIF", help="Numéros entiers, pour un motif que le journal garde.")
@click.option("--purge", "purging", is_flag=True, help="Efface les détails d'appels dont la durée est passée.")
@json_option
@click.pass_obj
def annex_command(
    session: Session,
    company: str | None,
    month: Month | None,
    entities: tuple[str, ...],
    forms: tuple[str, ...],
    out: str | None,
    whole: str | None,
    purging: bool,
    as_json: bool,
) -> Answer:
    """Show, write or erase; raises AnnexRefused."""
    if purging:
        erased = purge(session.base, COMMAND_LINE, today(session.base), now())
        return Answer({"erased": erased}, f"Détails d'appels effacés : {erased}.", as_json)
    if company is None or month is None:
        raise click.UsageError("Dites de quoi : --company CODE --month AAAA-MM, ou --purge.")
    wish = None if whole is None else WholeNumbers(COMMAND_LINE, whole, now())
    found = annex(session.base, company, month, entities, wish)
    files = _written(session, found, forms or tuple(ANNEX_FORMS), out) if out else []
    return Answer(_payload(found, files), _text(found, files), as_json)


def _written(session: Session, found: Annex, forms: tuple[str, ...], out: str) -> list[str]:
    folder = session.path(out)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for i, form in enumerate(forms):
            session.progress(i / len(forms), f"Annexe, {form}")
            path = folder / annex_file_name(found.head, form)
            path.write_bytes(ANNEX_FORMS[form](found.head, found.calls))
            written.append(str(path))
    except OSError as error:
        raise UnwritableFolder(
            f"Impossible d'écrire l'annexe dans « {folder} » : choisissez un autre dossier avec --out, ou vérifiez "
            "les droits et la place libre."
        ) from error
    return written


def _payload(found: Annex, files: list[str]) -> dict[str, Any]:
    head = found.head
    return {
        "company": head.company_code,
        "month": str(head.month),
        "entities": list(head.entities),
        "invoices": list(head.invoices),
        "calls": found.calls.height,
        "unlisted_calls": head.unlisted_calls,
        "amount_micros": head.amount_micros,
        "whole_numbers": head.whole_numbers,
        "purge_day": head.purge_day.isoformat(),
        "files": files,
    }


def _text(found: Annex, files: list[str]) -> str:
    return "\n".join([*annex_sentences(found.head, found.calls), *(f"Écrit : {path}" for path in files)])
