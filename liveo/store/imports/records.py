"""The contract of every reader of call files: each line read is a row or a problem, never both, never nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from liveo.store.imports.text import SourceText

PROBLEM_TEXT_CHARS = 500
"""A faulty line is handed back cut to this many characters."""

KINDS = ("voice", "fax", "sms")
DIRECTIONS = ("outbound", "inbound", "internal")

ROW_SCHEMA = pl.Schema(
    {
        "line": pl.Int64(),  # physical line, counted from 1, on which the record starts
        "call_key": pl.String(),  # identity of the call within its source format, the same in every file
        "account_code": pl.String(),  # null: the file names no account
        "caller": pl.String(),
        "dialled": pl.String(),  # as dialled; may be unreadable as a number, which rating reports
        "context": pl.String(),
        "started_at": pl.Datetime("us", "UTC"),
        "seconds": pl.Int64(),  # what is billed; 0 when unanswered
        "answered": pl.Boolean(),
        "kind": pl.String(),  # one of KINDS
        "direction": pl.String(),  # one of DIRECTIONS; null: the file does not say
    }
)


class ProblemReason(StrEnum):
    """Why a line was handed back. A line has one reason, the first that applies in this order."""

    LINE_TOO_LONG = "line_too_long"
    CONTROL_CHARACTER = "control_character"
    UNCLOSED_QUOTE = "unclosed_quote"
    WRONG_FIELD_COUNT = "wrong_field_count"
    MISSING_CALL_KEY = "missing_call_key"
    UNREADABLE_TIME = "unreadable_time"
    TIME_OUT_OF_RANGE = "time_out_of_range"
    NONEXISTENT_TIME = "nonexistent_time"
    UNREADABLE_DURATION = "unreadable_duration"
    NEGATIVE_DURATION = "negative_duration"
    EXCESSIVE_DURATION = "excessive_duration"
    BILLED_EXCEEDS_DURATION = "billed_exceeds_duration"
    UNKNOWN_ANSWER = "unknown_answer"
    BILLED_UNANSWERED = "billed_unanswered"
    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_DIRECTION = "unknown_direction"
    DUPLICATE_IN_FILE = "duplicate_in_file"


REASON_LABELS = {
    ProblemReason.LINE_TOO_LONG: "ligne trop longue pour être un appel",
    ProblemReason.CONTROL_CHARACTER: "caractère invisible ou de contrôle",
    ProblemReason.UNCLOSED_QUOTE: "guillemet mal fermé",
    ProblemReason.WRONG_FIELD_COUNT: "nombre de champs inattendu",
    ProblemReason.MISSING_CALL_KEY: "identifiant de l’appel absent",
    ProblemReason.UNREADABLE_TIME: "date ou heure illisible",
    ProblemReason.TIME_OUT_OF_RANGE: "date hors des années 2000 à 2100",
    ProblemReason.NONEXISTENT_TIME: "heure qui n’existe pas (passage à l’heure d’été)",
    ProblemReason.UNREADABLE_DURATION: "durée illisible",
    ProblemReason.NEGATIVE_DURATION: "durée négative",
    ProblemReason.EXCESSIVE_DURATION: "durée de plus de trente jours",
    ProblemReason.BILLED_EXCEEDS_DURATION: "durée facturée plus longue que l’appel",
    ProblemReason.UNKNOWN_ANSWER: "issue de l’appel inconnue",
    ProblemReason.BILLED_UNANSWERED: "durée facturée sans réponse",
    ProblemReason.UNKNOWN_KIND: "nature d’appel inconnue",
    ProblemReason.UNKNOWN_DIRECTION: "sens d’appel inconnu",
    ProblemReason.DUPLICATE_IN_FILE: "appel déjà présent dans le fichier",
}
"""What people read, beside the line number and the detail."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One line handed back: where it starts (from 1), why, what stood there, and the French detail."""

    line: int
    reason: ProblemReason
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """What a file held: `lines` data lines, as `rows` (ROW_SCHEMA, by line) and `problems` (by line).

    The header and blank lines are not counted. A quoted record over several lines counts once.
    """

    format: str
    lines: int
    rows: pl.DataFrame
    problems: tuple[Problem, ...]
    sha256: str = ""  # of the file's bytes; a reader leaves it to read_call_file

    def __post_init__(self) -> None:
        """Stop the import on the spot if a reader lost or doubled a line: that would be a bug, not bad input."""
        if self.lines != self.rows.height + len(self.problems):
            raise ValueError(f"{self.lines} lines read, {self.rows.height} rows and {len(self.problems)} problems")


@dataclass(frozen=True, slots=True)
class ImportFormat:
    """One row of IMPORT_FORMATS.

    `detect` looks at the first lines of a file; `read(source, zone)` reads it, times without a zone of their
    own being civil times of `zone`. `names_our_accounts` says that the account of a line is a code of ours: one
    that nobody has is then unknown, where a switch's own code would be passed over for the caller's number.
    """

    code: str
    label: str
    detect: Callable[[str], bool]
    read: Callable[[SourceText, str], ParsedFile]
    names_our_accounts: bool = False


def problem(line: int, reason: ProblemReason, text: str, detail: str = "") -> Problem:
    """A problem with its line cut to PROBLEM_TEXT_CHARS."""
    return Problem(line, reason, text[:PROBLEM_TEXT_CHARS], detail)
