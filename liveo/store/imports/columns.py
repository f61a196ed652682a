"""From texts to typed columns, a batch at a time: a value that cannot be read keeps its line out, with its reason.

Every format brings the same texts (RAW_COLUMNS), so that a rule about times or durations is written once.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from liveo.core.rating import LONGEST_CALL_SECONDS
from liveo.store.imports.records import DIRECTIONS, KINDS, ROW_SCHEMA, ProblemReason
from liveo.store.imports.times import read_times

RAW_COLUMNS: Final = (
    "call_key",
    "account_code",
    "caller",
    "dialled",
    "context",
    "started_at",
    "seconds",
    "duration",
    "answer",
    "kind",
    "direction",
)
"""What a format brings as stripped text, beside the Boolean `answered` (null: its text is unknown).

`duration` is empty in formats without one. `answer` is what `answered` was read from.
"""

_WHOLE_NUMBER: Final = r"^-?[0-9]{1,15}$"
# Control, format (zero width, right to left), private use, line separators, and the mark of a lost character.
_INVISIBLE: Final = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\x{FFFD}]"
_KEPT_TEXTS: Final = ("call_key", "account_code", "caller", "dialled", "context")

_TIME_REASONS: Final = (
    ProblemReason.UNREADABLE_TIME,
    ProblemReason.TIME_OUT_OF_RANGE,
    ProblemReason.NONEXISTENT_TIME,
)

_SHOWN: Final = {
    ProblemReason.MISSING_CALL_KEY: ("identifiant de l’appel", "call_key"),
    ProblemReason.UNREADABLE_TIME: ("début", "started_at"),
    ProblemReason.TIME_OUT_OF_RANGE: ("début", "started_at"),
    ProblemReason.NONEXISTENT_TIME: ("début", "started_at"),
    ProblemReason.UNREADABLE_DURATION: ("durée facturée", "seconds"),
    ProblemReason.NEGATIVE_DURATION: ("durée facturée", "seconds"),
    ProblemReason.EXCESSIVE_DURATION: ("durée facturée", "seconds"),
    ProblemReason.BILLED_EXCEEDS_DURATION: ("durée totale", "duration"),
    ProblemReason.UNKNOWN_ANSWER: ("réponse", "answer"),
    ProblemReason.BILLED_UNANSWERED: ("durée facturée", "seconds"),
    ProblemReason.UNKNOWN_KIND: ("nature", "kind"),
    ProblemReason.UNKNOWN_DIRECTION: ("sens", "direction"),
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record of a batch that cannot be typed: its line, why, and the French detail."""

    line: int
    reason: ProblemReason
    detail: str


def typed(raw: pl.DataFrame, zone: str) -> tuple[pl.DataFrame, list[Rejection]]:
    """The records that read well, as rows of ROW_SCHEMA, and the others; `raw` has `line`, RAW_COLUMNS, `answered`."""
    times = read_times(raw["started_at"], zone)
    judged = raw.with_columns(
        times["time"],
        times["reason"].alias("time_reason"),
        _whole_number("seconds").alias("billed"),
        _whole_number("duration").alias("lasted"),
    ).with_columns(_reason().alias("reason"))
    rows = judged.filter(pl.col("reason").is_null()).select(_row())
    rejected = judged.filter(pl.col("reason").is_not_null())
    return rows, [_rejection(record) for record in rejected.iter_rows(named=True)]


def _row() -> list[pl.Expr]:
    columns = {name: pl.col(name) for name in ROW_SCHEMA.names()}
    columns |= {name: _null_if_empty(name) for name in ("account_code", "context", "direction")}
    columns |= {"started_at": pl.col("time"), "seconds": pl.col("billed")}
    return [column.cast(ROW_SCHEMA[name]).alias(name) for name, column in columns.items()]


def _null_if_empty(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != "").then(pl.col(name))


def _whole_number(name: str) -> pl.Expr:
    """A text of digits as a number; null for anything else, a fraction included: money is not rounded here."""
    return pl.when(pl.col(name).str.contains(_WHOLE_NUMBER)).then(pl.col(name)).cast(pl.Int64, strict=False)


def _reason() -> pl.Expr:
    """The first reason that applies, in the order of ProblemReason; null for a good record."""
    billed, lasted = pl.col("billed"), pl.col("lasted")
    conditions = {
        ProblemReason.CONTROL_CHARACTER: pl.any_horizontal(pl.col(_KEPT_TEXTS).str.contains(_INVISIBLE)),
        ProblemReason.MISSING_CALL_KEY: pl.col("call_key") == "",
        **{reason: pl.col("time_reason") == reason.value for reason in _TIME_REASONS},
        ProblemReason.UNREADABLE_DURATION: billed.is_null() | (lasted.is_null() & (pl.col("duration") != "")),
        ProblemReason.NEGATIVE_DURATION: (billed < 0) | (lasted < 0),
        ProblemReason.EXCESSIVE_DURATION: billed > LONGEST_CALL_SECONDS,
        # A switch that rounds up the seconds begun (Asterisk's initiatedseconds) may bill one more than it counts.
        ProblemReason.BILLED_EXCEEDS_DURATION: billed > lasted + 1,
        ProblemReason.UNKNOWN_ANSWER: pl.col("answered").is_null(),
        ProblemReason.BILLED_UNANSWERED: ~pl.col("answered") & (billed > 0),
        ProblemReason.UNKNOWN_KIND: ~pl.col("kind").is_in(KINDS),
        ProblemReason.UNKNOWN_DIRECTION: ~pl.col("direction").is_in(("", *DIRECTIONS)),
    }
    return pl.coalesce(
        *(pl.when(condition).then(pl.lit(reason.value)) for reason, condition in conditions.items()),
    )


def _rejection(record: dict[str, object]) -> Rejection:
    reason = ProblemReason(str(record["reason"]))
    label, column = _SHOWN.get(reason, ("", ""))
    detail = f"{label} : « {str(record[column])[:80]} »" if label else ""
    return Rejection(int(str(record["line"])), reason, detail)
