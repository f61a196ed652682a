"""A simulation for machines: amounts as decimal strings, each step in words with what it adds."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from liveo.core.comparison import CodeRow, EntityRow, MonthRow, Simulation, Totals
from liveo.rendering.labels import label

Json = dict[str, Any]


def simulation_document(
    simulation: Simulation, words: Sequence[str], months: Sequence[MonthRow], after: Json | None = None
) -> Json:
    """Return a month before and after the steps that count, their words in order, then the months to come.

    ``after`` are the documents after the steps, as ``invoice_json`` writes them.
    """
    return {
        "month": str(simulation.month),
        "mode": str(simulation.mode),
        "before": _totals(simulation.before),
        "after": _totals(simulation.after),
        "difference": str(simulation.difference),
        "full_month": str(simulation.full_month),
        "saved": str(simulation.saved),
        "saved_by_steps": str(simulation.saved_by_steps),
        "steps": [{"words": text, "net": str(effect)} for text, effect in zip(words, simulation.effects, strict=True)],
        "rows": [_code_row(row) for row in simulation.rows],
        "entities": [_entity_row(row) for row in simulation.entities],
        "months": [_month_row(row) for row in months],
        "invoices": after,
        "currency": "EUR",
    }


def _totals(totals: Totals) -> Json:
    tax: Decimal = totals.gross - totals.net
    return {"net": str(totals.net), "vat": str(tax), "gross": str(totals.gross), "documents": totals.documents}


def _code_row(row: CodeRow) -> Json:
    amounts = {"before": row.before, "after": row.after, "difference": row.difference, "full_month": row.full_month}
    return {"code": str(row.code), "label": label(row.code), **_texts(amounts), "saved": str(row.saved)}


def _entity_row(row: EntityRow) -> Json:
    return {"name": row.name, **_texts({"before": row.before, "after": row.after, "difference": row.difference})}


def _month_row(row: MonthRow) -> Json:
    amounts = {"before": row.before, "after": row.after, "difference": row.difference, "saved": row.saved}
    return {"month": str(row.month), **_texts(amounts)}


def _texts(amounts: dict[str, Decimal]) -> dict[str, str]:
    return {name: str(amount) for name, amount in amounts.items()}
