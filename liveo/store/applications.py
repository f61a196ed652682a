"""A scenario really written: accounts, activations, prices and the division of the bill in one transaction.

A change carries what it replaces: the base refuses it when that is no longer true, and its mirror image undoes it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from typing import Final

import polars as pl

from liveo.core.catalogue import OptionCode, Price, SubjectId
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.store.allocation import put_allocation, refuse_invoiced
from liveo.store.application_records import (
    Application,
    ApplicationChange,
    change_from_json,
    change_json,
    with_real_subjects,
)
from liveo.store.database import Base, Transaction
from liveo.store.journal import Entry, record
from liveo.store.new_customers import add_activations, add_subjects
from liveo.store.statements import query


class ApplicationRefused(LiveoError):
    """What a scenario is to write, or its undoing to put back, does not fit the base as it is now."""


def load_applications(base: Base, company_id: SubjectId) -> tuple[Application, ...]:
    """Return what was applied to a company and not undone, the latest first."""
    rows = base.rows("applications_of_company", company_id=company_id)
    return tuple(Application(**{**row, "words": tuple(json.loads(row["words"]))}) for row in rows)


def write_application(
    base: Base, change: ApplicationChange, entry: Entry, name: str, words: tuple[str, ...]
) -> Application:
    """Write a change with its entry in the journal, or nothing; what it replaced is kept with it.

    Raises ApplicationRefused or AllocationChanged when ``before`` is no longer true, MonthInvoiced when a month that it
    touches is invoiced.
    """
    with base.write() as tx:
        written = _put(tx, with_real_subjects(change, _new_ids(tx, change)))
        [number] = tx.next_ids("application_ids", 1)
        found = Application(number, change.company_id, name, words, entry.recorded_at, entry.person)
        _keep(tx, found, written)
        detail = {**entry.detail, "application": number}
        record(tx, replace(entry, company_id=change.company_id, detail=detail))
    return found


def undo_application(base: Base, application: Application, entry: Entry) -> None:
    """Put back what an application had replaced, with its entry in the journal, or nothing; raises like the writing."""
    number = {"number": application.application_id}
    with base.write() as tx:
        kept = tx.execute("select change from applications where application_id = $number and not undone", number)
        if not kept:
            raise ApplicationRefused("Cette application a déjà été annulée : rechargez la page.")
        _put(tx, change_from_json(kept[0][0]).mirrored)
        tx.execute("update applications set undone = true where application_id = $number", number)
        detail = {**entry.detail, "application": application.application_id}
        record(tx, replace(entry, company_id=application.company_id, detail=detail))


def _put(tx: Transaction, change: ApplicationChange) -> ApplicationChange:
    _refuse_changed(tx, change)
    refuse_invoiced(tx, change.company_id, change.first_month)
    _replace_subjects(tx, change)
    _replace_activations(tx, change)
    _replace_prices(tx, change)
    allocation = put_allocation(tx, change.allocation)
    return replace(change, after=replace(change.after, allocation=allocation.after))


def _refuse_changed(tx: Transaction, change: ApplicationChange) -> None:
    if _current_activations(tx, change) != change.before.activations:
        raise ApplicationRefused("Des options ont été activées ou supprimées entre-temps : recommencez.")
    if _current_prices(tx, change) != change.before.prices:
        raise ApplicationRefused("Des prix négociés ont changé entre-temps : recommencez.")


def _current_activations(tx: Transaction, change: ApplicationChange) -> tuple[Activation, ...]:
    keys = frozenset(change.keys)
    subjects = sorted({subject for subject, _ in keys})
    asked = {"company_id": change.company_id, "subjects": subjects}
    rows = tx.frame(query("activations_of_subjects"), asked).rows()
    found = (
        Activation(SubjectId(subject), OptionCode(option), Period(start, end), quantity)
        for subject, option, start, end, quantity in rows
    )
    return tuple(a for a in found if (a.subject_id, a.option) in keys)


def _current_prices(tx: Transaction, change: ApplicationChange) -> tuple[Price, ...]:
    asked = {"company_id": change.company_id, "options": list(change.options)}
    rows = tx.frame(query("negotiated_prices"), asked).rows()
    return tuple(
        Price(OptionCode(o), monthly, Period(start, end), change.company_id) for o, monthly, start, end in rows
    )


def _replace_subjects(tx: Transaction, change: ApplicationChange) -> None:
    """Write who is new, take away who was; nobody goes who has calls, or whom something else names meanwhile."""
    gone = [subject.subject_id for subject in change.before.created]
    known = sum(a.subject_id in set(gone) for a in change.before.activations)
    ids = {"gone": gone}
    held = """
        select 1 from calls where list_contains($gone::bigint[], subject_id)
        union all
        select 1 from resources
        where list_contains($gone::bigint[], account_id) and not list_contains($gone::bigint[], subject_id)
        limit 1
    """
    count = "select count(*) from activations where list_contains($gone::bigint[], subject_id)"
    if gone and (tx.execute(held, ids) or tx.execute(count, ids) != [(known,)]):
        raise ApplicationRefused("Un compte ou une ressource à retirer a déjà servi : supprimez plutôt ses options.")
    tx.execute("delete from accounts where list_contains($gone::bigint[], subject_id)", ids)
    tx.execute("delete from resources where list_contains($gone::bigint[], subject_id)", ids)
    _refuse_taken_codes(tx, change)
    add_subjects(tx, change.company_id, change.after.accounts, change.after.resources)


def _refuse_taken_codes(tx: Transaction, change: ApplicationChange) -> None:
    after = change.after
    codes = {"accounts": [a.code for a in after.accounts], "resources": [r.code for r in after.resources]}
    for table, wanted in codes.items():
        if tx.execute(_TAKEN[table], {"codes": wanted}):
            raise ApplicationRefused("Un code prévu pour une création a été pris entre-temps : recommencez.")


_TAKEN: Final[Mapping[str, str]] = {
    "accounts": "select 1 from accounts where list_contains($codes::varchar[], code) limit 1",
    "resources": "select 1 from resources where list_contains($codes::varchar[], code) limit 1",
}


def _replace_activations(tx: Transaction, change: ApplicationChange) -> None:
    keys = pl.DataFrame(
        {"subject_id": [subject for subject, _ in change.keys], "option": [str(option) for _, option in change.keys]},
        schema={"subject_id": pl.Int64, "option": pl.String},
    )
    with tx.incoming(keys):
        tx.execute(
            "delete from activations where company_id = $company_id"
            " and (subject_id, option) in (select (subject_id, option) from incoming)",
            {"company_id": change.company_id},
        )
    add_activations(tx, change.company_id, change.after.activations)


def _replace_prices(tx: Transaction, change: ApplicationChange) -> None:
    tx.execute(
        "delete from prices where company_id = $company_id and list_contains($options::varchar[], option)",
        {"company_id": change.company_id, "options": [str(option) for option in change.options]},
    )
    rows = [
        {"option": str(p.option), "company_id": change.company_id, "monthly": p.monthly}
        | {"start_day": p.valid.start, "end_day": p.valid.end}
        for p in change.after.prices
    ]
    if rows:
        tx.insert("prices", pl.DataFrame(rows, schema_overrides={"monthly": pl.Decimal(12, 4)}))


def _keep(tx: Transaction, found: Application, written: ApplicationChange) -> None:
    tx.execute(
        "insert into applications values ($number, $company_id, $name, $words, $change, $applied_at, $person, false)",
        {
            "number": found.application_id,
            "company_id": found.company_id,
            "name": found.name,
            "words": json.dumps(found.words, ensure_ascii=False),
            "change": change_json(written),
            "applied_at": found.applied_at.astimezone(UTC),
            "person": found.person,
        },
    )


def _new_ids(tx: Transaction, change: ApplicationChange) -> list[SubjectId]:
    return [SubjectId(number) for number in tx.next_ids("subject_ids", len(change.after.created))]
