"""What people say of alerts: that they looked into one, what they found, and from what on they want to hear of any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, Protocol

from liveo.core.catalogue import SubjectId
from liveo.core.errors import LiveoError
from liveo.core.money import MICROS_PER_EURO
from liveo.core.people import Person, Right
from liveo.core.periods import Period
from liveo.services.alerts.rules import Finding, Threshold
from liveo.services.clock import now
from liveo.services.people import require
from liveo.store.alerts import ReviewRecord, add_review, keep_threshold, remove_review
from liveo.store.database import Base
from liveo.store.journal import Entry

LONGEST_NOTE: Final = 500
MOST_TIMES: Final = 100
MOST_EUROS: Final = 100_000
_GROWN: Final = 1.5
"""An alert whose cost has grown by half since somebody looked is to be seen again."""


class ReviewRefused(LiveoError):
    """What is said of an alert, or of thresholds, cannot be kept."""


class Reviewable(Protocol):
    """What a review is about."""

    @property
    def subject_id(self) -> SubjectId:
        """The account."""

    @property
    def days(self) -> Period:
        """Its days."""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why it deserves a look."""

    @property
    def calls(self) -> int:
        """All its calls on these days."""

    @property
    def amount_micros(self) -> int:
        """What they cost."""


@dataclass(frozen=True, slots=True)
class Review:
    """An alert as it was when somebody looked into it; ``reasons`` are codes, ``person`` a login."""

    review_id: int
    subject_id: SubjectId
    days: Period
    reasons: tuple[str, ...]
    calls: int
    amount_micros: int
    person: str
    reviewed_at: datetime
    note: str


def reviews(base: Base, company_id: SubjectId) -> tuple[Review, ...]:
    """Return every review of a company, the latest first."""
    return _reviews(base, base.version, company_id)


def review_of(alert: Reviewable, kept: Sequence[Review]) -> Review | None:
    """Return what was said of an alert; None where nobody looked, or its cost has grown by half since."""
    return next(
        (
            one
            for one in kept
            if one.subject_id == alert.subject_id
            and one.days.overlaps(alert.days)
            and alert.amount_micros <= _GROWN * one.amount_micros
        ),
        None,
    )


def review(base: Base, company_id: SubjectId, alert: Reviewable, person: Person, note: str = "") -> int:
    """Keep that a person looked into an alert; returns the number of the review, to take it back."""
    require(person, Right.ACKNOWLEDGE_ALERTS)
    said = note.strip()
    if len(said) > LONGEST_NOTE:
        raise ReviewRefused(f"La note compte {len(said)} caractères : raccourcissez-la à {LONGEST_NOTE} au plus.")
    moment = now()
    reasons = tuple(one.reason.value for one in alert.findings)
    record = ReviewRecord(
        *(company_id, alert.subject_id, alert.days, reasons, alert.calls, alert.amount_micros),
        *(person.login, moment, said),
    )
    detail = {"from": alert.days.start, "to": alert.days.end, "reasons": reasons, "note": said}
    with base.write() as tx:
        return add_review(
            tx, record, Entry(person.login, moment, "review_alert", str(alert.subject_id), company_id, detail)
        )


def take_back(base: Base, company_id: SubjectId, review_id: int, person: Person) -> None:
    """Forget a review, so that its alert is to be seen again; nothing happens where it is gone already."""
    require(person, Right.ACKNOWLEDGE_ALERTS)
    with base.write() as tx:
        remove_review(tx, company_id, review_id, Entry(person.login, now(), "reopen_alert", str(review_id), company_id))


def threshold_of(base: Base, company_id: SubjectId) -> Threshold:
    """Return from what on calls of a company are out of the ordinary."""
    rows = base.rows("alert_threshold_of_company", company_id=company_id)
    return Threshold(rows[0]["times"], rows[0]["least_micros"]) if rows else Threshold()


def set_threshold(base: Base, company_id: SubjectId, wanted: Threshold, person: Person) -> None:
    """Keep from what on calls are out of the ordinary; raises ReviewRefused for figures that find nothing or all."""
    require(person, Right.ACKNOWLEDGE_ALERTS)
    if not (1 < wanted.times <= MOST_TIMES and 0 < wanted.least_micros <= MOST_EUROS * MICROS_PER_EURO):
        raise ReviewRefused(
            f"Choisissez de 2 à {MOST_TIMES} fois l'habitude, et un coût d'un centime à {MOST_EUROS} €."
        )
    before = threshold_of(base, company_id)
    detail = {name: [getattr(side, name) for side in (before, wanted)] for name in ("times", "least_micros")}
    with base.write() as tx:
        entry = Entry(person.login, now(), "alert_threshold", "", company_id, detail)
        keep_threshold(tx, company_id, wanted.times, wanted.least_micros, entry)


@lru_cache(maxsize=32)
def _reviews(base: Base, version: int, company_id: SubjectId) -> tuple[Review, ...]:
    return tuple(
        Review(
            review_id=row["review_id"],
            subject_id=SubjectId(row["subject_id"]),
            days=Period(row["start_day"], row["end_day"]),
            reasons=tuple(row["reasons"]),
            calls=row["calls"],
            amount_micros=row["amount_micros"],
            person=row["person"],
            reviewed_at=row["reviewed_at"],
            note=row["note"],
        )
        for row in base.rows("alert_reviews_of_company", company_id=company_id)
    )
