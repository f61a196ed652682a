"""python -m liveo invoices"""

from collections.abc import Callable
from pathlib import Path

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import MODE, MONTH
from liveo.cli.session import Answer, Session, json_option, table
from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.errors import UnwritableFolder
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.periods import Month
from liveo.rendering.charge_words import unpriced_words
from liveo.rendering.french import euros
from liveo.rendering.invoice_json import run_document
from liveo.rendering.invoice_pdf import file_name, render_invoice
from liveo.rendering.labels import label
from liveo.services.billing import invoice_run
from liveo.services.documents import previous_invoice


@click.command(cls=FrenchCommand, help="Prépare les factures (aperçus) d'un mois, dans l'un des quatre modes.")
@click.option("--company", required=True, metavar="CODE", help="Code de l'entreprise.")
@click.option("--month", required=True, type=MONTH, help="Mois facturé, par exemple 2026-10.")
@click.option("--mode", required=True, type=MODE, help="single, single_by_entity, per_entity ou mixed.")
@click.option("--out", metavar="DIR", help="Dossier où écrire les PDF.")
@json_option
@click.pass_obj
def invoices(session: Session, company: str, month: Month, mode: BillingMode, out: str | None, as_json: bool) -> Answer:
    """Build the documents, and write their PDFs when a folder is named."""
    run = invoice_run(session.base, company, month, mode)

    def before(index: int) -> Invoice | None:
        return previous_invoice(session.base, company, month, mode, index)

    files = _write(session, run, before, session.path(out)) if out else []
    payload = {"company": company, "month": str(month), "mode": str(mode), **run_document(run), "files": files}
    return Answer(payload, _text(run, files), as_json)


def _write(session: Session, run: InvoiceRun, before: Callable[[int], Invoice | None], folder: Path) -> list[str]:
    """Write the same PDFs as the page Factures; ``before`` gives the document of the month before."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for i, invoice in enumerate(run.invoices):
            session.progress(i / len(run.invoices), f"Facture {i + 1} sur {len(run.invoices)}")
            path = folder / file_name(invoice)
            path.write_bytes(render_invoice(invoice, previous=before(i)))
            written.append(str(path))
    except OSError as error:
        raise UnwritableFolder(
            f"Impossible d'écrire les factures dans « {folder} » : choisissez un autre dossier avec --out, ou vérifiez "
            "les droits et la place libre."
        ) from error
    return written


def _text(run: InvoiceRun, files: list[str]) -> str:
    rows = [[i.recipient.name, str(len(i.sections)), euros(i.net), euros(i.vat), euros(i.gross)] for i in run.invoices]
    rows.append(["Total", "", euros(run.net), euros(run.vat), euros(run.gross)])
    lines = [table(["Destinataire", "Sections", "HT", "TVA", "TTC"], rows, right=(1, 2, 3, 4))]
    if run.entity_billing_added:
        option = label(OptionCode.ENTITY_BILLING)
        lines.append(f"Dont option « {option} », non souscrite : {euros(run.entity_billing_added)} HT.")
    if run.unpriced is not None:
        lines.append(unpriced_words(run))
    if run.nothing_to_pay:
        lines.append(f"Rien à payer : {', '.join(entity.name for entity in run.nothing_to_pay)}.")
    return "\n".join([*lines, *(f"Écrit : {path}" for path in files)])
