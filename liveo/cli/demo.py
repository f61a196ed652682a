"""python -m liveo demo"""

from datetime import date

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import DAY
from liveo.cli.session import Answer, Session, json_option
from liveo.core.periods import paris_day
from liveo.rendering.french import number
from liveo.services.clock import now
from liveo.services.companies import company_summaries, count_calls
from liveo.services.demonstration import build_demonstration, is_ready


@click.command(cls=FrenchCommand, help="Fabrique la base de démonstration, toujours la même pour un jour donné.")
@click.option("--today", "today", type=DAY, help="Dernier jour de la démonstration ; aujourd'hui par défaut.")
@click.option("--if-missing", is_flag=True, help="Ne fait rien si la base contient déjà des entreprises.")
@json_option
@click.pass_obj
def demo(session: Session, today: date | None, if_missing: bool, as_json: bool) -> Answer:
    """Fill an empty base with the demonstration companies; one that has them already is left as it is."""
    base = session.base
    made = not (if_missing and company_summaries(base)) and not is_ready(base, today)
    if made:
        build_demonstration(base, today or paris_day(now()), session.progress)
    found = company_summaries(base)
    calls = count_calls(base)
    state = "prête" if made else "déjà là, rien n'a changé"
    text = f"Base de démonstration {state} : {len(found)} entreprises, {number(calls)} appels."
    return Answer({"companies": [c.code for c in found], "calls": calls}, text, as_json)
