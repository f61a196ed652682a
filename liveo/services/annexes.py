"""The annex of a month: every call that its invoices bill, account by account, as it was when they were issued.

Numbers lack their last four digits. An administrator may ask for them whole, with a reason that the journal keeps;
such an annex is made on the spot from the calls, and never kept.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import polars as pl

from liveo.core.annex import AnnexHead, purge_day
from liveo.core.documents import IssuedDocument
from liveo.core.errors import LiveoError
from liveo.core.invoicing import issue_date
from liveo.core.people import Person, Right
from liveo.core.periods import Month
from liveo.services.billing import customer
from liveo.services.issued import frozen_document
from liveo.services.people import require
from liveo.store.annexes import MonthOfCalls, annex_calls, erased_since, keep_annex, kept_annex, purge_annexes
from liveo.store.database import Base, Transaction
from liveo.store.documents import issued_months, numbers_of_month
from liveo.store.journal import Entry, record

WHOLE_NUMBERS = "whole_numbers"
PURGE = "purge_annexes"
"""The journal's actions."""


class AnnexRefused(LiveoError):
    """An annex cannot be had: erased, for an unknown entity, or whole without a reason."""


@dataclass(frozen=True, slots=True)
class Annex:
    """What it says of itself, and its calls, by account and time.

    Columns of ``calls``: account (code), account_name, entity (code), entity_name, started_at (Europe/Paris),
    destination, kind, country, number, seconds, included_seconds, amount_micros.
    """

    head: AnnexHead
    calls: pl.DataFrame


@dataclass(frozen=True, slots=True)
class WholeNumbers:
    """Who wants numbers with all their digits, why and when."""

    person: Person
    reason: str
    instant: datetime


def annex(
    base: Base, code: str, month: Month, entities: Sequence[str] = (), whole: WholeNumbers | None = None
) -> Annex:
    """Return the annex of a month, or of some entities by code: as it was kept with the invoices, else as of now.

    Raises AnnexRefused, NotAllowed.
    """
    known = customer(base, code).state
    names = {entity.code: entity.name for entity in known.entities}
    for unknown in [entity for entity in entities if entity not in names]:
        raise AnnexRefused(f"Entité inconnue : « {unknown} ». Connues : {', '.join(sorted(names))}.")
    if whole is not None:
        _journal(base, code, month, whole)
    found = _kept(base, code, month) if whole is None else None
    found = found or _drafted(base, code, month, whole_numbers=whole is not None)
    calls = found.calls.filter(pl.col("entity").is_in(list(entities))) if entities else found.calls
    unlisted = [counted for entity, counted in found.unlisted.items() if not entities or entity in entities]
    head = AnnexHead(
        seller=customer(base, code).seller,
        company_code=code,
        company_name=known.company.name,
        month=month,
        entities=tuple(names[entity] for entity in entities),
        invoices=numbers_of_month(base, known.company.subject_id, month),
        day=issue_date(month),
        unlisted_calls=sum(count for count, _ in unlisted),
        amount_micros=int(calls["amount_micros"].sum()) + sum(amount for _, amount in unlisted),
        whole_numbers=whole is not None,
        purge_day=found.purge_day,
    )
    return Annex(head, calls)


def annex_of(base: Base, document: IssuedDocument, whole: WholeNumbers | None = None) -> Annex:
    """Return the calls that one issued invoice bills: those of its entities, or all of the company."""
    figures = json.loads(frozen_document(base, document).figures)
    entities = [section["entity"] for section in figures["sections"]]
    recipient = figures["recipient"]["entity"]
    of = [recipient] if recipient else [] if None in entities else entities
    found = annex(base, document.company, document.month, of, whole)
    return replace(found, head=replace(found.head, invoices=(document.number,)))


def why_no_annex(base: Base, code: str, month: Month) -> str:
    """Say why the calls of an invoiced month cannot be had any more; empty when they can."""
    company_id = customer(base, code).state.company.subject_id
    since = erased_since(base, company_id, month)
    if since is None or month not in issued_months(base, company_id):
        return ""
    return (
        f"Le détail des appels de {month} pour {code} a été effacé : il se garde jusqu'au "
        f"{since - timedelta(days=1):%d/%m/%Y}. Les factures, elles, restent."
    )


def keep_month(tx: Transaction, base: Base, code: str, month: Month, due: date, instant: datetime) -> str:
    """Keep the annex of a month with the invoices that are being issued; returns the hash of its calls."""
    found = _drafted(base, code, month, whole_numbers=False)
    return keep_annex(tx, replace(found, purge_day=purge_day(due)), instant)


def purge(base: Base, person: Person, day: date, instant: datetime) -> int:
    """Erase the calls of every annex whose day has come, and journal it; returns how many annexes."""
    require(person, Right.ISSUE_INVOICES)
    with base.write() as tx:
        erased = purge_annexes(base, tx, day)
        if erased:
            months = [f"{row['company_id']} {row['month']:%Y-%m}" for row in erased]
            what = f"Annexes à effacer au {day:%d/%m/%Y}"
            record(tx, Entry(person.login, instant, PURGE, what, detail={"annexes": months}))
    return len(erased)


def _kept(base: Base, code: str, month: Month) -> MonthOfCalls | None:
    if erased := why_no_annex(base, code, month):
        raise AnnexRefused(erased)
    company_id = customer(base, code).state.company.subject_id
    return kept_annex(base, company_id, month) if month in issued_months(base, company_id) else None


def _drafted(base: Base, code: str, month: Month, *, whole_numbers: bool) -> MonthOfCalls:
    """Return the annex as the calls are now."""
    known = customer(base, code)
    company_id = known.state.company.subject_id
    calls = annex_calls(base, company_id, month, whole_numbers=whole_numbers)
    named = _named(base, code, calls)
    hidden = named.filter(~pl.col("listed")).group_by("entity").agg(pl.len(), pl.col("amount_micros").sum())
    due = issue_date(month) + timedelta(days=known.seller.payment_days)
    return MonthOfCalls(
        company_id=company_id,
        month=month,
        purge_day=purge_day(due),
        unlisted={entity: (count, amount) for entity, count, amount in hidden.sort("entity").iter_rows()},
        calls=named.filter("listed").drop("listed"),
    )


def _named(base: Base, code: str, calls: pl.DataFrame) -> pl.DataFrame:
    """Give each call the names that its account and entity bear now; what belongs to no entity, the head office's."""
    state = customer(base, code).state
    subjects = {subject.subject_id: subject for subject in state.subjects}
    entities = {0: state.head_office} | {entity.entity_id: entity for entity in state.entities}
    accounts, places = calls["subject_id"].to_list(), calls["entity_id"].to_list()
    named = calls.with_columns(
        account=pl.Series([subjects[of].code for of in accounts], dtype=pl.String),
        account_name=pl.Series([subjects[of].label for of in accounts], dtype=pl.String),
        entity=pl.Series([entities[of].code for of in places], dtype=pl.String),
        entity_name=pl.Series([entities[of].name for of in places], dtype=pl.String),
    )
    return named.drop("subject_id", "entity_id").sort("account_name", "account", maintain_order=True)


def _journal(base: Base, code: str, month: Month, whole: WholeNumbers) -> None:
    require(whole.person, Right.SEE_WHOLE_NUMBERS)
    if not whole.reason.strip():
        raise AnnexRefused("Les numéros entiers se demandent avec un motif, que le journal garde : donnez-le.")
    company_id = customer(base, code).state.company.subject_id
    detail = {"month": str(month), "reason": whole.reason.strip()}
    what = f"Annexe {code} {month}, numéros entiers"
    with base.write() as tx:
        record(tx, Entry(whole.person.login, whole.instant, WHOLE_NUMBERS, what, company_id, detail))
