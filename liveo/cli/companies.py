"""python -m liveo companies"""

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.session import Answer, Session, json_option, table
from liveo.services.companies import CompanySummary, company_summaries


@click.command(cls=FrenchCommand, help="Liste les entreprises de la base.")
@json_option
@click.pass_obj
def companies(session: Session, as_json: bool) -> Answer:
    """List code, name, counts and months of every company."""
    found = company_summaries(session.base)
    rows = [[c.code, c.name, str(c.accounts), str(c.entities), c.first_month, c.last_month] for c in found]
    headings = ["Code", "Nom", "Comptes", "Entités", "Depuis", "Jusqu'à"]
    text = table(headings, rows, right=(2, 3)) if rows else "Aucune entreprise : lancez « python -m liveo demo »."
    return Answer([_as_json(c) for c in found], text, as_json)


def _as_json(company: CompanySummary) -> dict[str, object]:
    return {
        "code": company.code,
        "name": company.name,
        "accounts": company.accounts,
        "entities": company.entities,
        "months": [str(month) for month in company.months],
        "billing_mode": company.billing_mode,
    }
