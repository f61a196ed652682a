"""Explanations for machines: exact figures as text, steps in order."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from liveo.core.charges import OptionBasis
from liveo.core.destinations import Classified
from liveo.core.rating import PriceStep, Rating
from liveo.rendering.invoice_json import exact, span_document

Json = dict[str, Any]


def option_document(basis: OptionBasis, amount: Decimal) -> Json:
    """Return days, exact and rounded amount of a prorated option."""
    return {
        "days": basis.days,
        "days_in_month": basis.days_in_month,
        "amount": str(amount),
        "unrounded": exact(basis.unrounded),
        "spans": [span_document(span) for span in basis.segments],
    }


def call_document(classified: Classified, rating: Rating) -> Json:
    """Return where a number leads and what the call costs in euros with six decimals, or the reason."""
    found: Json = {"number": classified.number, "country": classified.country or None}
    if rating.price is None or rating.row is None:
        return {"destination": None, "reason": str(rating.reason), **found}
    return {
        "destination": str(classified.destination),
        "label": rating.row.label,
        "prefix": rating.row.prefix,
        **found,
        "billed_seconds": rating.price.billed_seconds,
        "amount": str(Decimal(rating.price.amount_micros).scaleb(-6)),
        "steps": [_step(step) for step in rating.price.steps],
    }


def _step(step: PriceStep) -> Json:
    return {"step": type(step).__name__, **asdict(step)}
