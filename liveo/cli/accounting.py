"""python -m liveo accounting: the sales journal of what was issued, for accounting software."""

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import MONTH
from liveo.cli.session import Answer, Session, json_option
from liveo.core.errors import UnwritableFolder
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.rendering.accounting_csv import sales_journal
from liveo.rendering.french import euros, plural
from liveo.services.accounting import sales_entries
from liveo.services.companies import company_summaries
from liveo.services.issued import Scope


@click.command(cls=FrenchCommand, help="Écritures de vente des documents émis, au format du FEC (CSV).")
@click.option("--out", required=True, metavar="FICHIER", help="Fichier CSV à écrire.")
@click.option("--month", type=MONTH, help="Mois facturé ; tous par défaut.")
@click.option("--company", metavar="CODE", help="Code de l'entreprise ; toutes par défaut.")
@json_option
@click.pass_obj
def accounting(session: Session, out: str, month: Month | None, company: str | None, as_json: bool) -> Answer:
    """Write the entries, and say that they balance."""
    codes = (company,) if company else tuple(found.code for found in company_summaries(session.base))
    rows = tuple(sales_entries(session.base, Scope(codes, month)))
    debit, credit = total([row.debit for row in rows]), total([row.credit for row in rows])
    path = session.path(out)
    try:
        path.write_bytes(sales_journal(rows))
    except OSError as error:
        raise UnwritableFolder(
            f"Impossible d'écrire « {path} » : choisissez un autre fichier avec --out, ou vérifiez les droits."
        ) from error
    payload = {"entries": len(rows), "debit": str(debit), "credit": str(credit), "file": str(path)}
    text = f"{plural(len(rows), 'écriture')}, débit {euros(debit)}, crédit {euros(credit)}.\nÉcrit : {path}"
    return Answer(payload, text, as_json)
