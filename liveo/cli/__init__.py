"""python -m liveo: the same services as the pages, from a terminal.

Exit codes: 0 done, 2 refused with one French sentence on stderr, 1 a bug, told with a reference.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path

import click

from liveo.cli.accounting import accounting
from liveo.cli.annex import annex_command
from liveo.cli.backups import backup, restore
from liveo.cli.companies import companies
from liveo.cli.corrections import rerate, tariff, unrated
from liveo.cli.credit import credit
from liveo.cli.demo import demo
from liveo.cli.documents import documents, issue, verify
from liveo.cli.explain import explain
from liveo.cli.french_help import FrenchGroup
from liveo.cli.imports import import_calls
from liveo.cli.invoices import invoices
from liveo.cli.parameters import french_sentence
from liveo.cli.scale import scale
from liveo.cli.session import Answer, Session
from liveo.cli.simulate import simulate_scenario
from liveo.core.errors import LiveoError
from liveo.services.bases import Base, BaseHeld, base_path, open_base
from liveo.services.failures import sentence_for
from liveo.services.handover import Outcome, hand_over
from liveo.services.progress import Progress

REFUSED, BROKEN = 2, 1
PATIENCE_SECONDS = 30.0
"""How long a command waits for another one to let go of the base."""


@click.group(
    cls=FrenchGroup,
    help="Livéo Facturation en ligne de commande.",
    context_settings={"help_option_names": ["-h", "--help"]},
)
def liveo() -> None:
    """The root of all commands."""


COMMANDS = (
    *(demo, companies, import_calls, invoices, issue, credit, documents, verify, annex_command, accounting, explain),
    *(unrated, rerate, tariff, backup, restore, scale, simulate_scenario),
)
for command in COMMANDS:
    liveo.add_command(command)


def main() -> None:
    """Run the command of this terminal, here or in the process that holds the base, and exit."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    words = sys.argv[1:]
    with _TerminalProgress() as progress:
        try:
            outcome = _here_or_there(words, progress)
        except KeyboardInterrupt:
            outcome = Outcome(REFUSED, stderr="Commande interrompue : rien n'a été fait à moitié.\n")
    sys.exit(_printed_out(outcome))


def _here_or_there(words: Sequence[str], progress: Progress) -> Outcome:
    """Run a command in this process, or where the base is held; waits for a holder that takes no commands.

    Such a holder is another command, or a dashboard that is only starting.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return execute(words, Path.cwd(), progress, open_base)
        except BaseHeld as held:
            outcome = hand_over(base_path(), words, progress)
            if outcome is not None:
                return outcome
            if time.monotonic() >= deadline:
                return Outcome(REFUSED, stderr=f"{held}\n")


def _printed_out(outcome: Outcome) -> int:
    """Print what a command leaves, whatever the terminal can show, and return the exit code."""
    for stream, text in ((sys.stdout, outcome.stdout), (sys.stderr, outcome.stderr)):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
        try:
            stream.write(text)
            stream.flush()
        except BrokenPipeError:  # `| head` has read enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return outcome.exit_code


def execute(words: Sequence[str], folder: Path, progress: Progress, opener: Callable[[], Base]) -> Outcome:
    """Run one command and return what it would print; raises only BaseHeld, for the caller to hand it over."""
    session = Session(opener, folder, progress)
    try:
        answer = liveo.main(list(words), prog_name="python -m liveo", standalone_mode=False, obj=session)
    except BaseHeld:
        raise
    except click.ClickException as error:
        return Outcome(REFUSED, stderr=f"{_one_line(french_sentence(error))}\n")
    except click.Abort:
        return Outcome(REFUSED, stderr="Commande interrompue : rien n'a été fait à moitié.\n")
    except LiveoError as refusal:
        return Outcome(REFUSED, stderr=f"{_one_line(str(refusal))}\n")
    except Exception as bug:  # noqa: BLE001 - the boundary of the command line: a bug becomes a sentence
        return Outcome(BROKEN, stderr=f"{sentence_for(bug)}\n")
    return Outcome(0, stdout=_printed(answer)) if isinstance(answer, Answer) else Outcome(0)


def _one_line(text: str) -> str:
    """A refusal is one line, also where it quotes a file name that holds a line break."""
    return " ".join(text.splitlines())


def _printed(answer: Answer) -> str:
    if answer.as_json:
        return json.dumps(answer.payload, ensure_ascii=False, indent=2) + "\n"
    return answer.text + "\n"


class _TerminalProgress:
    """A bar on a terminal, nothing anywhere else."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar = click.progressbar(length=1000, file=sys.stderr, item_show_func=lambda label: label or "", width=30)
        self._begun = False

    def __enter__(self) -> Progress:
        return self._report

    def __exit__(self, *_: object) -> None:
        if self._begun:
            self._bar.render_finish()

    def _report(self, done: float, label: str) -> None:
        if self._shown:
            self._begun = True
            self._bar.update(int(done * 1000) - self._bar.pos, label)
