"""python -m liveo import"""

import click

from liveo.cli.french_help import FrenchCommand
from liveo.cli.session import Answer, Session, json_option
from liveo.core.errors import ImportStopped, LiveoError
from liveo.rendering.french import number, plural
from liveo.rendering.labels import PROBLEM_REASONS, code_label
from liveo.services.imports import ImportReport, Problem, import_file


@click.command(
    "import", cls=FrenchCommand, help="Importe des fichiers d'appels ; relancer la même commande ne change rien."
)
@click.argument("files", nargs=-1, required=True, metavar="FICHIER...")
@click.option("--format", "format_code", default="auto", help="auto, liveo, asterisk, freeswitch ou cdr_stats.")
@click.option("--company", metavar="CODE", help="Entreprise à laquelle les appels appartiennent.")
@json_option
@click.pass_obj
def import_calls(
    session: Session, files: tuple[str, ...], format_code: str, company: str | None, as_json: bool
) -> Answer:
    """Import each file in a transaction of its own."""
    reports: list[ImportReport] = []
    for file in files:
        path = session.path(file)
        try:
            reports.append(import_file(session.base, path, path.name, format_code, company, session.progress))
        except LiveoError as refusal:
            raise refusal if not reports else ImportStopped(refusal, [r.file_name for r in reports]) from refusal
    return Answer([_as_json(report) for report in reports], "\n".join(map(_text, reports)), as_json)


def _as_json(report: ImportReport) -> dict[str, object]:
    return {
        "file": report.file_name,
        "format": report.format,
        "already_imported": report.already_imported,
        "lines": report.lines,
        "accepted": report.accepted,
        "known": report.known,
        "refused": report.refused,
        "unrated": report.unrated,
        "amount_micros": report.amount_micros,
        "problems": [{"line": p.line, "reason": p.reason, "detail": p.detail, "text": p.text} for p in report.problems],
    }


def _text(report: ImportReport) -> str:
    if report.already_imported:
        return f"{report.file_name} : déjà importé, rien n'a changé."
    lines = [
        f"{report.file_name} ({report.format}) : {plural(report.lines, 'ligne')} : "
        f"{number(report.accepted)} importées, {number(report.known)} déjà connues, "
        f"{number(report.refused)} refusées, {number(report.unrated)} sans tarif."
    ]
    lines += [f"  ligne {p.line} : {_why(p)} | {p.text}" for p in report.problems[:20]]
    if len(report.problems) > 20:
        lines.append(f"  … et {number(len(report.problems) - 20)} autres, dans la page Imports.")
    return "\n".join(lines)


def _why(problem: Problem) -> str:
    return code_label(PROBLEM_REASONS, problem.reason) + (f" ({problem.detail})" if problem.detail else "")
