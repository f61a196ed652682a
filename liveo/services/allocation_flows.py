"""Where the money of a month comes from and goes: accounts and resources, their entities, the documents.

A company of few accounts shows each of them. A larger one shows them together, and apart those who changed entity
within the month, since they pay in both.
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge
from liveo.core.company import Account, Entity, EntityId, Resource
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.invoicing import MonthlyBill
from liveo.core.money import ZERO
from liveo.services.modes import expected_charges

MOST_ACCOUNTS: Final = 12
"""Shown one by one; more are counted."""

_MONEY: Final = pl.Decimal(18, 2)
_FLOWS: Final = pl.Schema({"entity": pl.String(), "document": pl.Int64(), "recipient": pl.String(), "net": _MONEY})
_SOURCES: Final = pl.Schema(
    {"kind": pl.String(), "name": pl.String(), "entity": pl.String(), "subjects": pl.Int64(), "net": _MONEY}
)


class SourceKind(StrEnum):
    """Who pays, in the order of the diagram."""

    ACCOUNTS = "accounts"
    MOVED = "moved"
    RESOURCES = "resources"
    COMPANY = "company"
    COMMON = "common"


def flows(run: InvoiceRun, bill: MonthlyBill) -> pl.DataFrame:
    """Return who pays what on which document: entity, document (its number from 1), recipient, net (Decimal euros).

    ``recipient`` is the entity that receives the document, or the company.
    """
    nets: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    for charge in expected_charges(bill, run):
        nets[charge.entity_id] += charge.amount
    rows = [
        (entity.name, number, _receiver(invoice), nets[entity.entity_id])
        for number, invoice in enumerate(run.invoices, 1)
        for entity in _paid_on(invoice, bill.entities)
        if nets[entity.entity_id]
    ]
    return pl.DataFrame(rows, schema=_FLOWS, orient="row")


def sources(run: InvoiceRun, bill: MonthlyBill) -> pl.DataFrame:
    """Return what makes up the part of each entity: kind, name, entity, subjects (how many), net (Decimal euros).

    ``kind`` is a SourceKind; ``name`` is that of an account where few are shown one by one, else empty. Kinds come in
    order, entities in theirs; the rows of an entity add up to what it pays in ``flows``.
    """
    charges = [charge for charge in expected_charges(bill, run) if charge.amount]
    moved = _moved(charges)
    one_by_one = len({c.subject.subject_id for c in charges if isinstance(c.subject, Account)}) <= MOST_ACCOUNTS
    nets: dict[tuple[SourceKind, str, EntityId], Decimal] = defaultdict(lambda: ZERO)
    subjects: dict[tuple[SourceKind, str, EntityId], set[SubjectId]] = defaultdict(set)
    for charge in charges:
        assert charge.entity_id is not None
        key = (*_source(charge, moved, one_by_one=one_by_one), charge.entity_id)
        nets[key] += charge.amount
        subjects[key].add(charge.subject.subject_id)
    names = {entity.entity_id: entity.name for entity in bill.entities}
    places = {entity.entity_id: place for place, entity in enumerate(bill.entities)}
    kinds = [*SourceKind]
    order = sorted(nets, key=lambda key: (kinds.index(key[0]), key[1], places[key[2]]))
    rows = [(kind, name, names[e], len(subjects[kind, name, e]), nets[kind, name, e]) for kind, name, e in order]
    return pl.DataFrame(rows, schema=_SOURCES, orient="row")


def _source(charge: Charge, moved: frozenset[SubjectId], *, one_by_one: bool) -> tuple[SourceKind, str]:
    """Return the kind and the name of who owes a charge."""
    subject = charge.subject
    if charge.is_shared:
        return SourceKind.COMMON, ""
    if isinstance(subject, Resource):
        return SourceKind.RESOURCES, ""
    if isinstance(subject, Account):
        kind = SourceKind.MOVED if subject.subject_id in moved else SourceKind.ACCOUNTS
        return kind, subject.label if one_by_one else ""
    return SourceKind.COMPANY, ""


def _moved(charges: Sequence[Charge]) -> frozenset[SubjectId]:
    """Return who pays in more than one entity, shares of common charges aside."""
    entities: dict[SubjectId, set[EntityId | None]] = defaultdict(set)
    for charge in charges:
        if not charge.is_shared:
            entities[charge.subject.subject_id].add(charge.entity_id)
    return frozenset(subject_id for subject_id, found in entities.items() if len(found) > 1)


def _paid_on(invoice: Invoice, entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities whose charges stand on a document; one without sections is everybody's."""
    named = [section.entity for section in invoice.sections if section.entity]
    return named or list(entities)


def _receiver(invoice: Invoice) -> str:
    return invoice.recipient.entity.name if invoice.recipient.entity else invoice.company_name
