"""What every command is given and what it answers with: no command prints, opens the base or ends the program."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from liveo.services.bases import Base
from liveo.services.progress import Progress


@dataclass(frozen=True, slots=True)
class Session:
    """``open_base`` is called only by commands that need the base; relative paths start at ``folder``."""

    open_base: Callable[[], Base]
    folder: Path
    progress: Progress

    @property
    def base(self) -> Base:
        """The base; raises BaseHeld when another process has it."""
        return self.open_base()

    def path(self, text: str) -> Path:
        """Return a path given by the person who typed the command."""
        return (self.folder / text).resolve()


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a command: for machines as JSON values, for people as French text."""

    payload: Any
    text: str
    as_json: bool


json_option = click.option("--json", "as_json", is_flag=True, help="Réponse en JSON, pour les programmes.")


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Return aligned columns; those whose index is in ``right`` are aligned to the right, as figures are."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(headings))]
    return "\n".join(
        "  ".join(
            cell.rjust(widths[i]) if i in right else cell.ljust(widths[i]) for i, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )
