"""Who belongs to which entity on a day, and what each entity pays: the questions of the page Répartition."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache

import polars as pl

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import CHARGE_ORDER, Charge
from liveo.core.company import Account, CompanyState, EntityId, Resource
from liveo.core.destinations import Destination
from liveo.core.divisions import entities_in
from liveo.core.entities import EntityCalendar, SharingKey, share_common
from liveo.core.errors import SharesNotWhole
from liveo.core.invoicing import MonthlyBill
from liveo.core.money import ZERO
from liveo.core.periods import Month
from liveo.services.allocation_trial import Trial, tried_charges, tried_company, tried_in
from liveo.services.billing import customer, monthly_bill
from liveo.store.database import Base

NO_ENTITY = EntityId(0)
"""Stands for « sans entité » in frames, as in the roll-ups."""

_MONEY = pl.Decimal(18, 2)
_MEMBERS = pl.Schema(
    {
        "subject_id": pl.Int64(),
        "code": pl.String(),
        "kind": pl.String(),
        "name": pl.String(),
        "number": pl.String(),
        "entity_id": pl.Int64(),
        "tried_id": pl.Int64(),
        "since": pl.Date(),
        "follows": pl.String(),
        "active": pl.Boolean(),
        "net": _MONEY,
    }
)
_NETS = pl.Schema(
    {"entity_id": pl.Int64(), "entity": pl.String(), "before": _MONEY, "after": _MONEY, "difference": _MONEY}
)


def members(base: Base, code: str, day: date, month: Month, trial: Trial) -> pl.DataFrame:
    """Return one row per account and resource, with its entity on a day; accounts first, in stable order.

    Columns: subject_id, code, kind (code of an option, "account" for accounts), name, number (extension or E.164),
    entity_id and tried_id (under the trial; 0 for none), since (first day there, null where there is no entity),
    follows (the account whose entity a resource has, else empty), active (on the day), net (Decimal euros of the
    month, whoever pays them).
    """
    return _members(base, base.version, code, day, month, trial)


def matching(frame: pl.DataFrame, text: str, entities: Collection[EntityId], *, with_inactive: bool) -> pl.DataFrame:
    """Keep the members whose name or number holds a text and who are in one of the entities; empty keeps all."""
    kept = frame if with_inactive else frame.filter(pl.col("active"))
    if entities:
        kept = kept.filter(pl.col("entity_id").is_in(list(entities)))
    words = plain_words(text).split()
    searched = kept.with_columns(_searched=pl.concat_str("name", "number", separator=" "))
    for word in words:
        searched = searched.filter(
            pl.col("_searched").map_elements(plain_words, return_dtype=pl.String).str.contains(word, literal=True)
        )
    return searched.drop("_searched")


def count_without_entity(frame: pl.DataFrame) -> int:
    """Count the active members of no entity."""
    return frame.filter(pl.col("active") & (pl.col("entity_id") == NO_ENTITY)).height


def entity_nets(before: MonthlyBill, after: MonthlyBill) -> pl.DataFrame:
    """Return one row per entity, head office first: entity_id, entity, before, after, difference (Decimal euros)."""
    nets = [_net_by_entity(bill.charges) for bill in (before, after)]
    rows = [
        (e.entity_id, e.name, nets[0][e.entity_id], nets[1][e.entity_id], nets[1][e.entity_id] - nets[0][e.entity_id])
        for e in before.entities
    ]
    return pl.DataFrame(rows, schema=_NETS, orient="row")


def entity_matrix(bill: MonthlyBill, codes: type[OptionCode] | type[Destination]) -> pl.DataFrame:
    """Return entity × option or destination: entity, one column per code that costs something, total; Decimal euros.

    The last row is « Total »; head office first.
    """
    amounts: dict[tuple[EntityId, str], Decimal] = defaultdict(lambda: ZERO)
    for charge in bill.charges:
        if isinstance(charge.code, codes) and charge.entity_id is not None:
            amounts[charge.entity_id, charge.code] += charge.amount
    used = [code for code in sorted(codes, key=CHARGE_ORDER.__getitem__) if any(code == c for _, c in amounts)]
    entities = [entity for entity in bill.entities if any(entity.entity_id == e for e, _ in amounts)]
    columns: dict[str, Sequence[object]] = {"entity": [*(entity.name for entity in entities), "Total"]}
    for code in used:
        cells = [amounts[entity.entity_id, code] for entity in entities]
        columns[code] = [*cells, sum(cells, ZERO)]
    whole = [sum((amounts[entity.entity_id, code] for code in used), ZERO) for entity in entities]
    columns["total"] = [*whole, sum(whole, ZERO)]
    return pl.DataFrame(columns, schema_overrides={name: _MONEY for name in columns if name != "entity"})


def common_charges(base: Base, code: str, month: Month, trial: Trial) -> tuple[Charge, ...]:
    """Return what belongs to no entity before the sharing key gives it out, the dearest first."""
    return _common(base, base.version, code, month, trial)


def key_effects(base: Base, code: str, month: Month, trial: Trial) -> pl.DataFrame:
    """Return what each entity pays of the common charges under each sharing key: entity, then a column per key.

    Decimal euros, the head office first. A key that has nothing to weigh by gives all to the head office; fixed shares
    that do not make 100 % have no column.
    """
    return _key_effects(base, base.version, code, month, trial)


@lru_cache(maxsize=16)
def _key_effects(base: Base, version: int, code: str, month: Month, trial: Trial) -> pl.DataFrame:
    state = tried_in(base, code, month, trial)
    charges = tried_charges(base, code, month, trial)
    entities, own = entities_in(state, month), _net_by_entity(charges)
    columns: dict[str, Sequence[object]] = {"entity": [entity.name for entity in entities]}
    for key in SharingKey:
        with suppress(SharesNotWhole):
            nets = _net_by_entity(share_common(charges, entities, key))
            columns[key] = [nets[entity.entity_id] - own[entity.entity_id] for entity in entities]
    return pl.DataFrame(columns, schema_overrides={name: _MONEY for name in columns if name != "entity"})


@lru_cache(maxsize=16)
def _members(base: Base, version: int, code: str, day: date, month: Month, trial: Trial) -> pl.DataFrame:
    state = customer(base, code).state
    calendar, tried = EntityCalendar(state), EntityCalendar(tried_company(base, code, trial))
    active = {a.subject_id for a in state.activations if day in a.period}
    starts = {a.subject_id: a.period.start for a in state.assignments if day in a.period}
    nets = _net_by_subject(monthly_bill(base, code, month).charges)
    follows = _followed(state)
    found: tuple[Account | Resource, ...] = (*state.accounts, *state.resources)
    rows = []
    for subject in found:
        subject_id, followed = subject.subject_id, follows.get(subject.subject_id)
        kind, number = _kind_and_number(subject)
        entity, other = calendar.on(subject_id, day), tried.on(subject_id, day)
        since = starts.get(followed.subject_id if followed else subject_id)
        place = (entity or NO_ENTITY, other or NO_ENTITY, since, followed.label if followed else "")
        rows.append(
            (subject_id, subject.code, kind, subject.name, number, *place, subject_id in active, nets[subject_id])
        )
    return pl.DataFrame(rows, schema=_MEMBERS, orient="row")


@lru_cache(maxsize=32)
def _common(base: Base, version: int, code: str, month: Month, trial: Trial) -> tuple[Charge, ...]:
    charges = tried_charges(base, code, month, trial)
    return tuple(sorted((c for c in charges if c.entity_id is None and c.amount), key=lambda c: -c.amount))


def _kind_and_number(subject: Account | Resource) -> tuple[str, str]:
    if isinstance(subject, Account):
        return str(OptionCode.ACCOUNT), subject.extension
    return str(subject.option), subject.number


def _followed(state: CompanyState) -> dict[SubjectId, Account]:
    """Return the account that each resource follows, for those without an assignment of their own."""
    accounts = {account.subject_id: account for account in state.accounts}
    assigned = {assignment.subject_id for assignment in state.assignments}
    return {
        r.subject_id: accounts[r.account_id]
        for r in state.resources
        if r.account_id in accounts and r.subject_id not in assigned
    }


def _net_by_entity(charges: Sequence[Charge]) -> dict[EntityId | None, Decimal]:
    nets: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    for charge in charges:
        nets[charge.entity_id] += charge.amount
    return nets


def _net_by_subject(charges: Sequence[Charge]) -> dict[SubjectId, Decimal]:
    nets: dict[SubjectId, Decimal] = defaultdict(lambda: ZERO)
    for charge in charges:
        nets[charge.subject.subject_id] += charge.amount
    return nets


def plain_words(text: str) -> str:
    """Write a text without accents and capitals, to be searched."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).casefold()
