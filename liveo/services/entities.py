"""The entities of a company: what is known of each, and what people write about one, checked before it is tried."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liveo.core.company import Account, Address, CompanyState, Entity, EntityId, Resource, VatRegime
from liveo.core.entities import EntityCalendar
from liveo.core.errors import LiveoError
from liveo.core.money import ZERO
from liveo.core.periods import Month, Period
from liveo.services.allocation_trial import Trial, tried_bill, tried_in
from liveo.store.database import Base
from liveo.store.reference_columns import email, siret
from liveo.store.reference_files import Reader, text

_MONEY: Final = pl.Decimal(18, 2)


def _or_empty(reader: Reader) -> Reader:
    """Let a field be left empty."""
    return lambda cell: reader(cell) if cell else ""


_FIELDS: Final[Mapping[str, tuple[str, Reader]]] = {
    "name": ("Nom", text),
    "siret": ("SIRET", _or_empty(lambda cell: siret(cell.replace(" ", "")))),
    "street": ("Rue", str),
    "postcode": ("Code postal", str),
    "city": ("Ville", str),
    "country": ("Pays", str),
    "contact": ("Contact de facturation", _or_empty(email)),
}
"""What people write in text, with its title and how it is read."""

_ROWS: Final = pl.Schema(
    {
        "entity_id": pl.Int64(),
        "name": pl.String(),
        "accounts": pl.Int64(),
        "resources": pl.Int64(),
        "net": _MONEY,
        "own_invoice": pl.Boolean(),
        "fixed_share": pl.Decimal(5, 2),
        "siret": pl.String(),
        "city": pl.String(),
        "vat_rate": pl.Decimal(4, 1),
        "contact": pl.String(),
        "closed": pl.Date(),
    }
)


class EntityRefused(LiveoError):
    """What is written about an entity cannot stand; says everything that is wrong with it."""


@dataclass(frozen=True, slots=True)
class Description:
    """What people write about an entity, as they wrote it."""

    name: str
    siret: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "France"
    vat_regime: VatRegime = VatRegime.METROPOLITAN
    contact: str = ""


def entity_rows(base: Base, code: str, month: Month, day: date, trial: Trial) -> pl.DataFrame:
    """Return one row per entity under a trial, head office first.

    Columns: entity_id, name, accounts and resources (active and belonging to it on the day), net (Decimal euros of the
    month, common charges included), own_invoice, fixed_share (per cent), siret, city, vat_rate (per cent), contact,
    closed (the day from which it is no longer there, null while it is).
    """
    bill = tried_bill(base, code, month, trial)
    state = tried_in(base, code, month, trial)
    accounts, resources = _members(state, day)
    nets: dict[EntityId | None, Decimal] = defaultdict(lambda: ZERO)
    for charge in bill.charges:
        nets[charge.entity_id] += charge.amount
    rows = [
        (
            *(e.entity_id, e.name, accounts[e.entity_id], resources[e.entity_id], nets[e.entity_id]),
            *(e.own_invoice, e.fixed_share, e.siret, e.address.city if e.address else "", e.vat_rate, e.contact),
            None if e.period.open_ended else e.period.end,
        )
        for e in state.entities
    ]
    return pl.DataFrame(rows, schema=_ROWS, orient="row")


def described(state: CompanyState, entity_id: EntityId, written: Description, start: date | None = None) -> Entity:
    """Return the entity that a description makes, of an existing id or of a new one that begins on ``start``.

    Raises EntityRefused with every field that cannot stand.
    """
    found: dict[str, str] = {}
    problems = []
    for field, (title, read) in _FIELDS.items():
        try:
            found[field] = read(getattr(written, field).strip())
        except LiveoError as refusal:
            problems.append(f"{title} : {refusal}")
    problems += _incomplete(written)
    if problems:
        raise EntityRefused(" ".join(problems))
    known = next((e for e in state.entities if e.entity_id == entity_id), None)
    return Entity(
        entity_id=entity_id,
        code=known.code if known else _free_code(found["name"], {e.code for e in state.entities}),
        name=found["name"],
        head_office=bool(known and known.head_office),
        vat_regime=written.vat_regime,
        siret=found["siret"],
        address=_address(found),
        period=known.period if known else Period(start or date.min),
        contact=found["contact"],
    )


def description_of(entity: Entity) -> Description:
    """Return what is known of an entity, as people would write it."""
    place = entity.address or Address("", "", "")
    return Description(
        name=entity.name,
        siret=entity.siret,
        street=place.street,
        postcode=place.postcode,
        city=place.city,
        country=place.country,
        vat_regime=entity.vat_regime,
        contact=entity.contact,
    )


def _members(state: CompanyState, day: date) -> tuple[Counter[EntityId], Counter[EntityId]]:
    """Count the accounts and the resources that are active on a day, by their entity."""
    calendar = EntityCalendar(state)
    active = {a.subject_id for a in state.activations if day in a.period}
    counts: tuple[Counter[EntityId], Counter[EntityId]] = (Counter(), Counter())
    subjects: tuple[Account | Resource, ...] = (*state.accounts, *state.resources)
    for subject in subjects:
        entity_id = calendar.on(subject.subject_id, day) if subject.subject_id in active else None
        if entity_id is not None:
            counts[not isinstance(subject, Account)][entity_id] += 1
    return counts


def _incomplete(written: Description) -> Iterator[str]:
    """An address that is begun is an address that an invoice must bear whole."""
    place = (written.street.strip(), written.postcode.strip(), written.city.strip())
    if any(place) and not all(place):
        yield "Adresse : donnez la rue, le code postal et la ville, ou aucun des trois."


def _address(found: Mapping[str, str]) -> Address | None:
    if not found["street"]:
        return None
    return Address(found["street"], found["postcode"], found["city"], found["country"] or "France")


def _free_code(name: str, taken: set[str]) -> str:
    """Return a code made of the first letters of a name, with a number where that is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    stem = re.sub("[^A-Z0-9]+", "", plain)[:12] or "ENTITE"
    numbered = (f"{stem}{rank}" for rank in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)
