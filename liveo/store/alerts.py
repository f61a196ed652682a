"""What people said of alerts, written with its entry in the journal."""

from dataclasses import dataclass
from datetime import datetime

from liveo.core.catalogue import SubjectId
from liveo.core.periods import Period
from liveo.store.database import Transaction
from liveo.store.journal import Entry, record


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """An alert as it was when somebody looked into it; ``amount_micros`` in millionths of a euro."""

    company_id: SubjectId
    subject_id: SubjectId
    days: Period
    reasons: tuple[str, ...]
    calls: int
    amount_micros: int
    person: str
    reviewed_at: datetime
    note: str


def add_review(tx: Transaction, said: ReviewRecord, entry: Entry) -> int:
    """Keep what was said of an alert; returns its number."""
    [number] = tx.next_ids("alert_review_ids", 1)
    tx.execute(
        "insert into alert_reviews values ($review_id, $company_id, $subject_id, $start, $end, $reasons, $calls,"
        " $amount_micros, $person, $reviewed_at, $note)",
        {
            "review_id": number,
            "company_id": said.company_id,
            "subject_id": said.subject_id,
            "start": said.days.start,
            "end": said.days.end,
            "reasons": list(said.reasons),
            "calls": said.calls,
            "amount_micros": said.amount_micros,
            "person": said.person,
            "reviewed_at": said.reviewed_at,
            "note": said.note,
        },
    )
    record(tx, entry)
    return number


def remove_review(tx: Transaction, company_id: SubjectId, review_id: int, entry: Entry) -> None:
    """Take back what was said of an alert of a company; the journal speaks only where something was there."""
    gone = tx.execute(
        "delete from alert_reviews where review_id = $review_id and company_id = $company_id returning review_id",
        {"review_id": review_id, "company_id": company_id},
    )
    if gone:
        record(tx, entry)


def keep_threshold(tx: Transaction, company_id: SubjectId, times: int, least_micros: int, entry: Entry) -> None:
    """Keep from what on calls of a company are out of the ordinary."""
    tx.execute(
        "insert or replace into alert_thresholds values ($company_id, $times, $least_micros)",
        {"company_id": company_id, "times": times, "least_micros": least_micros},
    )
    record(tx, entry)
