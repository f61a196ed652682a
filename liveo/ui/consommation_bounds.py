"""Between how much and how much: cost and duration of one call, typed as people write them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import streamlit as st

from liveo.core.money import MICROS_PER_EURO
from liveo.services.consumption import NO_BOUNDS, Bounds
from liveo.ui.consommation_state import LEAST_COST, LEAST_LENGTH, MOST_COST, MOST_LENGTH, SECONDS_PER_MINUTE

_TYPED: Final = re.compile(r"\d{1,7}([.,]\d{1,6})?")


@dataclass(frozen=True, slots=True)
class BoundsRule:
    """One row of the table of bounds: the words and keys of both ends, and what one of the unit typed is worth."""

    least: str
    most: str
    least_title: str
    most_title: str
    example: str
    unit: int


COST: Final = BoundsRule(LEAST_COST, MOST_COST, "Coût d'un appel, de (€)", "à (€)", "0,50", MICROS_PER_EURO)
LENGTH: Final = BoundsRule(LEAST_LENGTH, MOST_LENGTH, "Durée d'un appel, de (min)", "à (min)", "30", SECONDS_PER_MINUTE)


def pick_bounds(problems: list[str]) -> tuple[Bounds, Bounds]:
    """Offer both ends of cost and duration; adds a sentence to ``problems`` for what cannot be read."""
    places = iter(st.columns(4, vertical_alignment="bottom"))
    cost, length = (_pick(rule, lambda: next(places), problems) for rule in (COST, LENGTH))
    return cost, length


def _pick(rule: BoundsRule, place: Callable[[], object], problems: list[str]) -> Bounds:
    ends = []
    for key, title in ((rule.least, rule.least_title), (rule.most, rule.most_title)):
        with place():  # type: ignore[attr-defined]
            text = st.text_input(title, key=key, placeholder=rule.example, max_chars=14, persist_state="session")
        ends.append(_read(text, rule, problems))
    least, most = ends
    if least is not None and most is not None and least > most:
        problems.append(f"« {rule.least_title} » dépasse « {rule.most_title} » : les deux sont laissés de côté.")
        return NO_BOUNDS
    return Bounds(least, most)


def _read(text: str, rule: BoundsRule, problems: list[str]) -> int | None:
    """Return a typed number in the smallest unit; None for nothing, and for what is no number, with a sentence."""
    typed = re.sub(r"[\s€]", "", text)
    if not typed:
        return None
    if not _TYPED.fullmatch(typed):
        problems.append(f"« {text} » n'est pas un nombre : écrivez par exemple {rule.example}.")
        return None
    return int(Decimal(typed.replace(",", ".")) * rule.unit)
