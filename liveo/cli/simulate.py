"""python -m liveo simulate: what a scenario file would change, by the functions that make real invoices."""

from pathlib import Path

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.parameters import MONTH
from liveo.cli.session import Answer, Session, json_option, table
from liveo.core.comparison import Simulation
from liveo.core.errors import UnreadableFile, UnwritableFolder
from liveo.core.periods import Month
from liveo.core.proposal import Proposal
from liveo.rendering.french import euros, euros_signed, month_name
from liveo.rendering.invoice_json import run_document
from liveo.rendering.labels import label
from liveo.rendering.proposal_pdf import render_proposal
from liveo.rendering.scenario_words import Names, step_words
from liveo.rendering.simulation_json import simulation_document
from liveo.services.clock import today
from liveo.services.proposal import proposal
from liveo.services.scenario_document import Scenario, plan_of_scenario, read_scenario
from liveo.services.scenario_schema import MOST_BYTES
from liveo.services.simulation import months_ahead, simulate, simulated_run
from liveo.services.simulation_choices import names
from liveo.services.simulation_stages import Step


@click.command("simulate", cls=FrenchCommand, help="Calcule un scénario : avant, après, économie du prorata.")
@click.option("--company", required=True, metavar="CODE", help="Code de l'entreprise ; « » pour un prospect.")
@click.option("--month", required=True, type=MONTH, help="Mois facturé, par exemple 2026-10.")
@click.option("--scenario", "file", required=True, metavar="FICHIER", help="Scénario en JSON (docs/scenario.md).")
@click.option("--pdf", metavar="FICHIER", help="Proposition commerciale à écrire, en PDF.")
@json_option
@click.pass_obj
def simulate_scenario(
    session: Session, company: str, month: Month, file: str, pdf: str | None, as_json: bool
) -> Answer:
    """Evaluate a scenario and write nothing to the base; raises ScenarioRefused, UnreadableFile, UnwritableFolder."""
    base = session.base
    scenario = read_scenario(base, _content(session.path(file)), company)
    steps = plan_of_scenario(base, scenario).active_steps
    found = simulate(base, company, month, steps)
    known = Names(*names(base, company))
    words = [step_words(step, known) for step in steps]
    written = _write_pdf(session, pdf, company, month, steps, scenario) if pdf else None
    payload = {
        "company": company,
        "name": scenario.name,
        **simulation_document(
            found,
            words,
            months_ahead(base, company, month, steps),
            run_document(simulated_run(base, company, month, steps)),
        ),
        "file": written,
    }
    return Answer(payload, _text(scenario, found, words, written), as_json)


def _content(path: Path) -> bytes:
    """Read a file, no more of it than a scenario may hold."""
    try:
        if not path.is_file():
            raise UnreadableFile(f"Le scénario « {path} » n'existe pas, ou n'est pas un fichier : vérifiez son chemin.")
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"Le scénario « {path} » ne peut pas être lu : vérifiez les droits.") from error


def _write_pdf(
    session: Session, pdf: str, company: str, month: Month, steps: tuple[Step, ...], scenario: Scenario
) -> str:
    made: Proposal = proposal(session.base, company, month, steps, today(session.base), title=scenario.name)
    path = session.path(pdf)
    try:
        path.write_bytes(render_proposal(made))
    except OSError as error:
        raise UnwritableFolder(
            f"Impossible d'écrire la proposition dans « {path} » : choisissez un autre fichier avec --pdf."
        ) from error
    return str(path)


def _text(scenario: Scenario, found: Simulation, words: list[str], written: str | None) -> str:
    title = f"{scenario.name}, {month_name(found.month)}" if scenario.name else month_name(found.month).capitalize()
    steps = [
        [f"{rank}. {text}", euros_signed(net)]
        for rank, (text, net) in enumerate(zip(words, found.effects, strict=True), 1)
    ]
    rows = [
        [label(row.code), euros(row.before), euros(row.after), euros_signed(row.difference)]
        for row in found.rows
        if row.difference
    ]
    rows.append(["Total HT", euros(found.before.net), euros(found.after.net), euros_signed(found.difference)])
    gross = found.after.gross - found.before.gross
    rows.append(["Total TTC", euros(found.before.gross), euros(found.after.gross), euros_signed(gross)])
    parts = [
        title,
        table(["Changement", "Effet HT"], steps, right=(1,)) if steps else "Aucun changement actif.",
        table(["", "Avant", "Après", "Écart"], rows, right=(1, 2, 3)),
        f"Économie du prorata après ces changements : {euros(found.saved)} HT dans le mois.",
    ]
    return "\n\n".join(parts) + (f"\n\nÉcrit : {written}" if written else "")
