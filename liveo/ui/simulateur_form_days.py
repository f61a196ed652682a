"""Days of a change: from when, how long, how often again; and what they mean in the month in view."""

from datetime import date, timedelta

import streamlit as st

from liveo.core.catalogue import OPTION_TYPES, ChargeRule, OptionCode
from liveo.core.changes.repetition import MAX_TIMES, ONCE, Every, Repetition
from liveo.core.periods import FOREVER, Period, union
from liveo.rendering.french import days_words, month_name, plural
from liveo.rendering.labels import label
from liveo.services.simulation_choices import days_in_month
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_words import DURATION_DAYS, DURATIONS, Duration

YEARS_AROUND = 2
FIRST_TIMES = 12
REPEAT = "essai_repeter"


def pick_period(view: SimulatorView, first: str = "Activer le", last: str = "Supprimer le") -> Period:
    """Return the days of an activation; the day of removal is the end, which a customer calls « supprimée le »."""
    left, right = st.columns(2)
    with left:
        start = pick_day(view, first, "activation", view.context.month.first)
    with right:
        duration = st.selectbox(
            "Pendant", list(DURATIONS), format_func=DURATIONS.__getitem__, key="essai_duree", persist_state="session"
        )
    if duration == Duration.CHOSEN:
        end = pick_day(view, last, "fin", view.context.month.first.replace(day=15))
        if end < start:
            st.warning("La suppression précède l'activation : la date d'activation est retenue pour les deux.")
        return Period(start, max(start, end))
    days = DURATION_DAYS.get(Duration(duration))
    return Period(start, start + timedelta(days=days) if days else FOREVER)


def pick_repetition(period: Period) -> Repetition:
    """Ask how often the days come again; days without end do not."""
    if period.open_ended:
        return ONCE
    left, right = st.columns(2)
    with left:
        every = (
            st.selectbox("Répéter", list(Every), 0, format_func=label, key=REPEAT, persist_state="session")
            or Every.ONCE
        )
    if every is Every.ONCE:
        return ONCE
    with right:
        times = st.number_input(
            "Combien de fois ?", 2, MAX_TIMES, FIRST_TIMES, key="essai_repeter_fois", persist_state="session"
        )
    return Repetition(every, int(times))


def pick_day(view: SimulatorView, title: str, name: str, default: date) -> date:
    """Ask for a day of the years around the month in view."""
    month = view.context.month
    chosen = st.date_input(
        title,
        default,
        min_value=date(month.year - YEARS_AROUND, 1, 1),
        max_value=date(month.year + YEARS_AROUND, 12, 31),
        key=f"essai_{name}_{month}",
        format="DD/MM/YYYY",
        persist_state="session",
    )
    return chosen or default


def say_days(view: SimulatorView, option: OptionCode, period: Period, repetition: Repetition) -> None:
    """Say how many days of the month will be billed."""
    context = view.context
    found = (
        days_in_month(context.base, context.company.code, context.month, days) for days in repetition.periods(period)
    )
    billed = union(days for days in found if days)
    month = month_name(context.month)
    if not billed:
        st.caption(f":material/event_busy: Aucun jour en {month} : ce mois-ci ne changera pas.")
    elif OPTION_TYPES[option].rule is ChargeRule.FULL_MONTH:
        st.caption(f":material/event: Facturée le mois entier dès qu'elle est active un jour de {month}.")
    else:
        count = plural(sum(days.days for days in billed), "jour")
        spans = ", ".join(map(days_words, billed))
        st.caption(f":material/event: En {month} : **{count} sur {context.month.days}**, {spans}.")
