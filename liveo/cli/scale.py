"""python -m liveo scale"""

from dataclasses import asdict
from datetime import date

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import DAY
from liveo.cli.session import Answer, Session, json_option
from liveo.core.periods import paris_day
from liveo.rendering.french import number
from liveo.services.clock import now
from liveo.services.scale import Scale, build_scaled


@click.command(cls=FrenchCommand, help="Fabrique une base de la taille voulue, pour mesurer ; reprend où il en était.")
@click.option("--accounts", type=int, default=8_500, show_default=True, help="Nombre de comptes, en tout.")
@click.option("--companies", type=int, default=400, show_default=True, help="Nombre d'entreprises.")
@click.option("--calls", type=int, default=1_000_000, show_default=True, help="Nombre d'appels, à quelques % près.")
@click.option("--months", type=int, default=13, show_default=True, help="Nombre de mois.")
@click.option("--today", type=DAY, help="Dernier jour ; aujourd'hui par défaut.")
@json_option
@click.pass_obj
def scale(
    session: Session, accounts: int, companies: int, calls: int, months: int, today: date | None, as_json: bool
) -> Answer:
    """Fill an empty base with companies and calls by the million."""
    asked = Scale(accounts, companies, calls, today or paris_day(now()), months)
    made = build_scaled(session.base, asked, session.progress)
    state = f"{number(made.files)} fichiers importés" if made.files else "déjà là, rien n'a changé"
    text = (
        f"Base prête ({state}) : {number(made.companies)} entreprises, {number(made.accounts)} comptes, "
        f"{number(made.calls)} appels."
    )
    return Answer(asdict(made), text, as_json)
