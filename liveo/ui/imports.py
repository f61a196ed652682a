"""Files in: people drop them, see what they hold, and import them; what became of each stays in view.

Each file is imported whole or refused with a sentence; a refused file does not stop the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.services.companies import company_summaries
from liveo.services.import_check import FileCheck, check_file
from liveo.services.imports import AUTOMATIC, FORMAT_CODES, ImportReport, import_file
from liveo.services.progress import Progress
from liveo.ui.escape import md
from liveo.ui.imports_words import format_name, what_it_holds, whose_it_is
from liveo.ui.state import PageContext

FRENCH_UPLOADER: Final = Path(__file__).with_name("imports.css")
ROUND: Final = "_import_round"
OUTCOMES: Final = "_import_outcomes"
CHECKS: Final = "_import_checks"
FORMAT: Final = "import_format"
COMPANY_OF_FILES: Final = "import_entreprise"


class DroppedFile(Protocol):
    """What the page uses of a file that somebody dropped."""

    name: str
    file_id: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: its report, or the sentence of its refusal."""

    name: str
    report: ImportReport | None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What people chose beside the files. ``company`` None means: as each file says."""

    format_code: str
    company: str | None


def outcomes() -> tuple[Outcome, ...]:
    """Return what became of the files imported last in this session."""
    found: tuple[Outcome, ...] = st.session_state.get(OUTCOMES, ())
    return found


def show_drop_zone(context: PageContext) -> None:
    """Let people drop files, show what each holds, and import them on demand."""
    files_side, choices_side = st.columns([2, 1])
    with files_side.container(key="depot"):
        st.html(FRENCH_UPLOADER)
        files = st.file_uploader(
            "Relevés d'appels (CSV ou texte), un ou plusieurs",
            type=["csv", "txt"],
            accept_multiple_files=True,
            key=f"fichiers_{st.session_state.get(ROUND, 0)}",
        )
    with choices_side:
        choice = _choices(context)
    if not files:
        return
    checks = [(file, _checked(context, file, choice.format_code)) for file in files]
    for file, check in checks:
        _show_check(context, file.name, check, choice)
    readable = [check for _, check in checks if isinstance(check, FileCheck)]
    if not choice.company and any(check.is_nobodys for check in readable):
        st.warning(
            "Sans compte reconnu, des appels n'appartiendraient à personne : choisissez l'entreprise avant d'importer.",
            icon=":material/help:",
        )
    label = "Importer ce fichier" if len(readable) == 1 else f"Importer ces {len(readable)} fichiers"
    if st.button(label, type="primary", icon=":material/upload:", key="importer", disabled=not readable):
        _import_all(context, checks, choice)


def _choices(context: PageContext) -> Choice:
    names = _company_names(context)
    company = st.selectbox(
        "Entreprise",
        ["", *names],
        format_func=lambda code: names.get(code, "D'après les fichiers"),
        key=COMPANY_OF_FILES,
        help="À préciser quand un fichier ne nomme que des numéros de poste, communs à plusieurs entreprises.",
    )
    format_code = st.selectbox("Format", FORMAT_CODES, format_func=format_name, key=FORMAT)
    return Choice(format_code or AUTOMATIC, company or None)


def _company_names(context: PageContext) -> dict[str, str]:
    return {company.code: company.name for company in company_summaries(context.base)}


def _checked(context: PageContext, file: DroppedFile, format_code: str) -> FileCheck | str:
    """Look at a file once, however often the page is drawn; a file that cannot be read is answered by its sentence."""
    kept: dict[tuple[str, str, int], FileCheck | str] = st.session_state.setdefault(CHECKS, {})
    key = (file.file_id, format_code, context.base.version)
    if key not in kept:
        with st.spinner(f"Lecture de {file.name}…"):
            try:
                kept[key] = check_file(context.base, file.getvalue(), file.name, format_code)
            except LiveoError as refusal:
                kept[key] = str(refusal)
    return kept[key]


def _show_check(context: PageContext, name: str, check: FileCheck | str, choice: Choice) -> None:
    if isinstance(check, str):
        st.error(md(check), icon=":material/block:")
        return
    whose = "" if choice.company else whose_it_is(check, _company_names(context))
    st.markdown(f":material/description: **{md(name)}** · {what_it_holds(check)}. {whose}")


def _import_all(context: PageContext, files: Sequence[tuple[DroppedFile, FileCheck | str]], choice: Choice) -> None:
    """Import the files one after the other, then forget them: the page starts afresh with what became of them."""
    bar = st.progress(0, "Import en cours…")
    found = []
    for number, (file, check) in enumerate(files):

        def advance(done: float, label: str, before: int = number, name: str = file.name) -> None:
            bar.progress(min((before + done) / len(files), 1), f"{md(name)} : {label}")

        found.append(_imported(context, file, check, choice, advance))
    st.session_state[OUTCOMES] = tuple(found)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state.pop(CHECKS, None)
    st.rerun()


def _imported(
    context: PageContext, file: DroppedFile, check: FileCheck | str, choice: Choice, progress: Progress
) -> Outcome:
    if isinstance(check, str):
        return Outcome(file.name, None, check)
    try:
        company = choice.company or check.company
        report = import_file(context.base, file.getvalue(), file.name, check.format, company, progress)
    except LiveoError as refusal:
        return Outcome(file.name, None, str(refusal))
    return Outcome(file.name, replace(report, problems=()))
