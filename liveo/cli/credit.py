"""python -m liveo credit: an issued invoice is taken back, whole or by lines."""

from decimal import Decimal

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.session import Answer, Session, json_option, table
from liveo.core.credit import CreditNote, CreditRefused
from liveo.core.money import read_amount
from liveo.rendering.credit_json import credit_document
from liveo.rendering.french import euros
from liveo.rendering.frozen_document import frozen_credit_note
from liveo.services.clock import now, today
from liveo.services.crediting import Wish, credit_draft, issue_credit_note
from liveo.services.people import COMMAND_LINE


@click.command(cls=FrenchCommand, help="Émet un avoir sur une facture émise : en entier, ou par lignes.")
@click.argument("number", metavar="NUMÉRO")
@click.option("--reason", required=True, metavar="TEXTE", help="Motif, imprimé sur l'avoir.")
@click.option(
    "--line",
    "lines",
    multiple=True,
    metavar="RANG[=MONTANT]",
    help="Ligne de la facture, comptée depuis 1, en entier ou pour un montant HT : --line 3 --line 5=12,50.",
)
@click.option("--dry-run", is_flag=True, help="Montre l'avoir sans rien émettre.")
@json_option
@click.pass_obj
def credit(session: Session, number: str, reason: str, lines: tuple[str, ...], dry_run: bool, as_json: bool) -> Answer:
    """Show or issue one credit note; raises CreditRefused."""
    wish = Wish(number, reason, dict(map(_line, lines)) if lines else None)
    day = today(session.base)
    if dry_run:
        note = credit_draft(session.base, wish, day)
        return Answer(credit_document(note), f"Avoir prêt, à émettre sans --dry-run.\n{_words(note)}", as_json)
    issued, note = issue_credit_note(
        session.base, wish, COMMAND_LINE, today=day, instant=now(), write=frozen_credit_note
    )
    payload = {**credit_document(note), "number": issued.number}
    return Answer(payload, f"Avoir émis : {issued.number}, sur {number}.\n{_words(note)}", as_json)


def _line(text: str) -> tuple[int, Decimal | None]:
    rank, _, amount = text.partition("=")
    if not (rank.isascii() and rank.isdigit()):
        raise CreditRefused(
            f"Ligne illisible : « {text} ». Écrivez son rang, ou son rang et un montant : 3 ou 3=12,50."
        )
    return int(rank), read_amount(amount) if amount else None


def _words(note: CreditNote) -> str:
    rows = [[str(line.rank), line.label, line.section, euros(line.net)] for line in note.lines]
    sums = (("Total HT", note.net), ("TVA", note.vat), ("Total TTC", note.gross))
    rows += [["", name, "", euros(amount)] for name, amount in sums]
    return table(["Ligne", "Désignation", "Section", "HT"], rows, right=(3,))
