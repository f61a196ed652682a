"""Prices, settings and the seller as core records."""

from liveo.core.catalogue import Catalogue, OptionCode, Price, SubjectId, day_count_from_str
from liveo.core.company import Address
from liveo.core.errors import MissingReference
from liveo.core.invoice import Seller
from liveo.core.periods import Period
from liveo.store.database import Base


def load_catalogue(base: Base, company_id: SubjectId | None) -> Catalogue:
    """Return the prices that a company pays, negotiated over standard; None asks for the standard ones only."""
    prices = [
        Price(
            option=OptionCode(row["option"]),
            monthly=row["monthly"],
            valid=Period(row["start_day"], row["end_day"]),
            company_id=None if row["company_id"] is None else SubjectId(row["company_id"]),
        )
        for row in base.rows("prices_for_company", company_id=company_id)
    ]
    return Catalogue(
        standard=tuple(p for p in prices if p.company_id is None),
        negotiated=tuple(p for p in prices if p.company_id is not None),
        day_count=day_count_from_str(setting(base, "day_count") or "half_open"),
    )


def setting(base: Base, name: str) -> str | None:
    """Return the value of a setting, or None where it was never set."""
    return next((row["value"] for row in base.rows("setting", name=name)), None)


def load_seller(base: Base) -> Seller:
    """Return who issues the invoices; raises MissingReference when the base holds nobody."""
    for row in base.rows("seller"):
        address = Address(row.pop("street"), row.pop("postcode"), row.pop("city"), row.pop("country"))
        return Seller(address=address, **row)
    raise MissingReference("La base ne dit pas qui émet les factures : importez data/seller.csv.")
