"""Who is billed and what they have: dumb dated records of one customer, without behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, NewType

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.periods import Period
from liveo.core.proration import Activation

EntityId = NewType("EntityId", int)

FixedShares = tuple[tuple[EntityId, Decimal], ...]

ALWAYS: Final = Period(date.min)


class VatRegime(StrEnum):
    """The VAT that an entity is billed with, by the place where it stands."""

    METROPOLITAN = "metropolitan"
    OVERSEAS = "overseas"
    EXEMPT = "exempt"


VAT_RATES: Mapping[VatRegime, Decimal] = {
    VatRegime.METROPOLITAN: Decimal("20.0"),
    VatRegime.OVERSEAS: Decimal("8.5"),
    VatRegime.EXEMPT: Decimal("0.0"),
}
"""Per cent. Art. 278 CGI (20 %), art. 296 CGI (8.5 % in Guadeloupe, Martinique, Réunion), 0 % elsewhere."""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address."""

    street: str
    postcode: str
    city: str
    country: str = "France"


@dataclass(frozen=True, slots=True)
class Company:
    """A customer. ``billing_mode`` and ``sharing_key`` are codes of their tables, dated by ``Division``."""

    subject_id: SubjectId
    code: str
    name: str
    siren: str
    vat_number: str
    address: Address
    billing_mode: str = "single"
    sharing_key: str = "head_office"

    @property
    def label(self) -> str:
        """What an invoice line calls it."""
        return self.name


@dataclass(frozen=True, slots=True)
class Account:
    """A person or a phone; ``extension`` is the short number colleagues dial."""

    subject_id: SubjectId
    code: str
    name: str
    extension: str

    @property
    def label(self) -> str:
        """What an invoice line calls it."""
        return f"{self.extension} · {self.name}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A number, queue, bridge, fax or menu of the company, perhaps given to one account.

    ``number`` is its telephone number in E.164, empty where it has none.
    """

    subject_id: SubjectId
    code: str
    option: OptionCode
    name: str
    number: str = ""
    account_id: SubjectId | None = None

    @property
    def label(self) -> str:
        """What an invoice line calls it."""
        return self.name


Subject = Company | Account | Resource


@dataclass(frozen=True, slots=True)
class Entity:
    """A subdivision of a company. Each company has exactly one with ``head_office``, its « Siège ».

    ``fixed_share`` is the part of the common charges, in per cent, that it takes under fixed shares; it and
    ``own_invoice`` are dated by ``Division``. ``period`` are the days on which the entity is there: one that is closed
    takes no part in later months. ``contact`` is the e-mail address that its invoices go to.
    """

    entity_id: EntityId
    code: str
    name: str
    head_office: bool = False
    own_invoice: bool = False
    vat_regime: VatRegime = VatRegime.METROPOLITAN
    siret: str = ""
    address: Address | None = None
    fixed_share: Decimal = Decimal(0)
    period: Period = ALWAYS
    contact: str = ""

    @property
    def vat_rate(self) -> Decimal:
        """Per cent."""
        return VAT_RATES[self.vat_regime]


@dataclass(frozen=True, slots=True)
class Assignment:
    """A subject belongs to an entity on the days of ``period``."""

    subject_id: SubjectId
    entity_id: EntityId
    period: Period


@dataclass(frozen=True, slots=True)
class Division:
    """How the bill of a company is divided in the months from that of ``since``, a first day, until the next division.

    ``own_invoices`` are the entities that receive their own invoice in mode 4, rising; ``fixed_shares`` the parts of
    the common charges, in per cent, of the entities that have one, rising too.
    """

    since: date
    billing_mode: str
    sharing_key: str
    own_invoices: tuple[EntityId, ...] = ()
    fixed_shares: FixedShares = ()


@dataclass(frozen=True, slots=True)
class CompanyState:
    """All dated facts about one company that a bill is made from, its calls aside.

    What a division says also stands on the company and its entities: that of the last one, or of one month where the
    state is that of the month (``liveo.core.divisions``).
    """

    company: Company
    entities: tuple[Entity, ...]
    accounts: tuple[Account, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    activations: tuple[Activation, ...] = field(default=())
    divisions: tuple[Division, ...] = ()

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """The company itself, then its accounts, then its resources, in stable order."""
        return (self.company, *self.accounts, *self.resources)

    @property
    def head_office(self) -> Entity:
        """The entity that always exists."""
        return next(entity for entity in self.entities if entity.head_office)
