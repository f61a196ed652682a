"""What can be switched on, how it is charged, and what it costs on each day. No price stands in code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import NewType

from liveo.core.errors import InvalidAmount, MissingPrice, OverlappingPrices, UnknownCode
from liveo.core.periods import Period, cut

SubjectId = NewType("SubjectId", int)
"""Identifies a company, an account or a resource: whatever an option can be switched on for."""


class OptionCode(StrEnum):
    """The paid options, in the order of the invoice."""

    ACCOUNT = "account"
    ALIAS = "alias"
    CALL_RECORDING = "call_recording"
    CALL_SUPERVISION = "call_supervision"
    DID_NUMBER = "did_number"
    CALL_QUEUE = "call_queue"
    CONFERENCE_BRIDGE = "conference_bridge"
    FAX = "fax"
    IVR_MENU = "ivr_menu"
    ENTITY_BILLING = "entity_billing"


class Owner(StrEnum):
    """What an option is switched on for."""

    ACCOUNT = "account"
    RESOURCE = "resource"
    COMPANY = "company"


class ChargeRule(StrEnum):
    """How days become an amount."""

    PRORATED = "prorated"
    FULL_MONTH = "full_month"


class DayCount(StrEnum):
    """Whether the day of removal is billed: ``HALF_OPEN`` no, ``TOUCHED`` yes."""

    HALF_OPEN = "half_open"
    TOUCHED = "touched"


@dataclass(frozen=True, slots=True)
class OptionType:
    """One row of the option table."""

    code: OptionCode
    owner: Owner
    rule: ChargeRule = ChargeRule.PRORATED


OPTION_TYPES: Mapping[OptionCode, OptionType] = {
    row.code: row
    for row in (
        OptionType(OptionCode.ACCOUNT, Owner.ACCOUNT),
        OptionType(OptionCode.ALIAS, Owner.ACCOUNT),
        OptionType(OptionCode.CALL_RECORDING, Owner.ACCOUNT),
        OptionType(OptionCode.CALL_SUPERVISION, Owner.ACCOUNT),
        OptionType(OptionCode.DID_NUMBER, Owner.RESOURCE),
        OptionType(OptionCode.CALL_QUEUE, Owner.RESOURCE),
        OptionType(OptionCode.CONFERENCE_BRIDGE, Owner.RESOURCE),
        OptionType(OptionCode.FAX, Owner.RESOURCE),
        OptionType(OptionCode.IVR_MENU, Owner.RESOURCE),
        OptionType(OptionCode.ENTITY_BILLING, Owner.COMPANY, ChargeRule.FULL_MONTH),
    )
}


def option_from_str(code: str) -> OptionCode:
    """Return the option of a code; raises UnknownCode with the known ones."""
    try:
        return OptionCode(code)
    except ValueError:
        raise UnknownCode("Code d'option", code, list(OptionCode)) from None


def day_count_from_str(code: str) -> DayCount:
    """Return the day count of a code; raises UnknownCode with the known ones."""
    try:
        return DayCount(code)
    except ValueError:
        raise UnknownCode("Décompte des jours", code, list(DayCount)) from None


@dataclass(frozen=True, slots=True)
class Price:
    """The monthly price in euros of one option on the days of ``valid``, never negative.

    ``company_id`` is None in the catalogue of everybody, else the company that negotiated the price.
    """

    option: OptionCode
    monthly: Decimal
    valid: Period
    company_id: SubjectId | None = None

    def __post_init__(self) -> None:
        if self.monthly < 0:
            raise InvalidAmount(
                f"Prix négatif de « {self.option} » au {self.valid.start:%d/%m/%Y} : un prix est positif ou nul."
            )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The prices that one company pays, negotiated over standard, and the setting of the day count."""

    standard: tuple[Price, ...]
    negotiated: tuple[Price, ...] = ()
    day_count: DayCount = DayCount.HALF_OPEN

    def __post_init__(self) -> None:
        refuse_overlaps(self.standard)
        refuse_overlaps(self.negotiated)

    def priced(self, option: OptionCode, period: Period) -> list[tuple[Period, Price]]:
        """Cut a period at each change of price; raises MissingPrice where there is a gap."""
        rows = [p for p in (*self.negotiated, *self.standard) if p.option is option]
        bounds = [day for p in rows for day in (p.valid.start, p.valid.end)]
        return [(part, _price_on(rows, option, part)) for part in cut(period, bounds)]


def refuse_overlaps(prices: Iterable[Price]) -> None:
    """Raise OverlappingPrices when two prices of the same option and company share a day."""
    ordered = sorted((p for p in prices if p.valid.days), key=lambda p: (p.option, p.company_id or 0, p.valid))
    for one, other in pairwise(ordered):
        if (one.option, one.company_id) == (other.option, other.company_id) and one.valid.overlaps(other.valid):
            raise OverlappingPrices(
                f"Deux prix de « {one.option} » se recouvrent à partir du {other.valid.start:%d/%m/%Y} : "
                "terminez le premier avant de commencer le second."
            )


def _price_on(rows: list[Price], option: OptionCode, part: Period) -> Price:
    for price in rows:
        if part.start in price.valid:
            return price
    raise MissingPrice(option, part.start)
