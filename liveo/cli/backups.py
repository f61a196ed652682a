"""python -m liveo backup, python -m liveo restore"""

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.session import Answer, Session, json_option
from liveo.rendering.french import number
from liveo.services.backups import back_up
from liveo.services.backups import restore as restored
from liveo.services.bases import base_path
from liveo.services.clock import now


@click.command(cls=FrenchCommand, help="Sauvegarde la base, même en service, et relit la copie table par table.")
@click.option("--to", "folder", metavar="DOSSIER", help="Dossier de la sauvegarde ; « sauvegardes » à côté de la base.")
@json_option
@click.pass_obj
def backup(session: Session, folder: str | None, as_json: bool) -> Answer:
    """Make a copy of the base and its control sheet."""
    made = back_up(session.base, now(), session.path(folder) if folder else None)
    text = f"Sauvegarde faite et relue : {made.file} ({len(made.tables)} tables, {number(made.rows)} lignes)."
    payload = {"file": str(made.file), "control": str(made.control), "tables": len(made.tables), "rows": made.rows}
    return Answer(payload, text, as_json)


@click.command(cls=FrenchCommand, help="Remet une sauvegarde en place, tableau de bord arrêté ; garde l'ancienne base.")
@click.argument("file", metavar="SAUVEGARDE")
@json_option
@click.pass_obj
def restore(session: Session, file: str, as_json: bool) -> Answer:
    """Put a backup in the place of the base."""
    kept = restored(base_path(), session.path(file), now())
    before = f" L'ancienne base est gardée : {kept}." if kept else ""
    return Answer({"kept": str(kept) if kept else None}, f"Sauvegarde remise en place.{before}", as_json)
