"""A change of prices: a negotiated price of one option, or a discount on some or all of them, on chosen days."""

from decimal import Decimal
from enum import StrEnum

import streamlit as st

from liveo.core.catalogue import OptionCode
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.rendering.french import day_long, unit_price
from liveo.rendering.labels import label
from liveo.services.simulation_choices import price_on
from liveo.services.simulation_stages import Step
from liveo.ui.escape import md
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_form_days import pick_period, pick_repetition

HIGHEST = 99_999.0
PRICE_DAYS = ("À partir du", "Jusqu'au, non compris")


class PriceKind(StrEnum):
    """How a price changes."""

    DISCOUNT = "discount"
    NEGOTIATED = "negotiated"


KINDS = {PriceKind.DISCOUNT: "Remise", PriceKind.NEGOTIATED: "Prix négocié"}


def price_form(view: SimulatorView) -> Step | None:
    """Ask what costs otherwise and when; None before it is complete. What cannot be is said."""
    kind = st.segmented_control(
        "Quel tarif ?",
        list(KINDS),
        default=PriceKind.DISCOUNT,
        required=True,
        format_func=KINDS.__getitem__,
        key="essai_tarif",
        persist_state="session",
    )
    asked = _discount if kind == PriceKind.DISCOUNT else _negotiated
    try:
        return asked(view)
    except LiveoError as refusal:
        st.warning(md(refusal), icon=":material/info:")
        return None


def _discount(view: SimulatorView) -> Step | None:
    options = st.multiselect(
        "Sur quelles options",
        list(OptionCode),
        format_func=label,
        key="essai_remise_options",
        placeholder="toutes",
        select_all=False,
        persist_state="session",
    )
    percent = st.number_input("Remise, en %", 0.0, 100.0, 10.0, 1.0, key="essai_remise", persist_state="session")
    period = pick_period(view, *PRICE_DAYS)
    repetition = pick_repetition(period)
    if not percent:
        return None
    chosen = tuple(OptionCode(option) for option in options) or tuple(OptionCode)
    return (Discount(chosen, _exact(percent), period, repetition),)


def _negotiated(view: SimulatorView) -> Step | None:
    option = (
        st.selectbox("Option", list(OptionCode), 0, format_func=label, key="essai_prix_option", persist_state="session")
        or OptionCode.ACCOUNT
    )
    typed = st.number_input(
        "Prix par mois, en euros HT",
        0.0,
        HIGHEST,
        None,
        0.1,
        format="%.2f",
        key=f"essai_prix_{option}",
        persist_state="session",
    )
    period = pick_period(view, *PRICE_DAYS)
    repetition = pick_repetition(period)
    _say_price(view, option, period)
    return None if typed is None else (NegotiatePrice(option, _exact(typed), period, repetition),)


def _say_price(view: SimulatorView, option: OptionCode, period: Period) -> None:
    context = view.context
    price = price_on(context.base, context.company.code, view.steps, option, period.start)
    known = "sans prix au catalogue" if price is None else f"{unit_price(price)} par mois"
    st.caption(f"Le {day_long(period.start)}, sans ce changement : {known}.")


def _exact(typed: float) -> Decimal:
    """Return what was typed, as text says it: 0.1 is a tenth."""
    return Decimal(str(typed))
