"""What moved on the home page: differences with the month before, events of the month, what needs attention."""

from collections.abc import Sequence
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.money import total
from liveo.rendering.french import days_words, euros_signed, month_name, of_month, plural
from liveo.rendering.labels import short_label
from liveo.services.attention import findings
from liveo.services.billing import customer
from liveo.services.month_changes import Difference, MonthChange, month_change
from liveo.services.month_events import move_events, option_events
from liveo.services.overview import MonthFigures
from liveo.ui.accueil_notices import Notice, notice
from liveo.ui.accueil_words import is_first_month, move_event, option_event, reason, without_year
from liveo.ui.links import link_to
from liveo.ui.state import COMPANY, MONTH, PageContext

DIFFERENCES_SHOWN: Final = 5
EVENTS_SHOWN: Final = 5
NOTICES_SHOWN: Final = 3


def show_attention(context: PageContext) -> None:
    """Show what needs somebody, each with the page where to act; or that all is well."""
    found = [notice(one) for one in findings(context.base, context.company.code, context.month, context.today)]
    st.markdown("## À surveiller")
    if not found:
        st.markdown(":green[:material/check_circle:] Rien à signaler : chaque appel a son prix, aucune nuit anormale.")
    for one in found[:NOTICES_SHOWN]:
        _show_notice(context, one)
    if found[NOTICES_SHOWN:]:
        with st.expander(f"Et {plural(len(found) - NOTICES_SHOWN, 'autre point')}"):
            for one in found[NOTICES_SHOWN:]:
                _show_notice(context, one)


def show_changes(context: PageContext, figures: MonthFigures) -> None:
    """Show the largest differences with the month before, each with its reason."""
    st.markdown(f"## Ce qui change depuis {without_year(month_name(context.month.plus(-1)))}")
    if is_first_month(context):
        st.caption("C'est le premier mois connu : il n'y a pas encore de quoi comparer.")
        return
    change = month_change(context.base, context.company.code, context.month, figures.observed)
    if change is None or not change.differences:
        st.caption("Rien : les mêmes options et les mêmes appels coûtent autant.")
        return
    st.table(_difference_table(change), border="horizontal", hide_header=True)
    st.caption(_what_is_compared(change))


def show_events(context: PageContext) -> None:
    """Tell what was switched on, switched off and moved in the month."""
    state = customer(context.base, context.company.code).state
    lines = [(event.day, option_event(event, context.today)) for event in option_events(state, context.month)]
    lines += [(event.day, move_event(event, context.today)) for event in move_events(state, context.month)]
    told = [text for _, text in sorted(lines, key=lambda line: line[0])]
    st.markdown(f"## Les mouvements {of_month(context.month)}")
    if not told:
        st.caption("Aucune option activée ni supprimée, personne n'a changé d'entité.")
    st.markdown(_bullets(told[:EVENTS_SHOWN]))
    if told[EVENTS_SHOWN:]:
        with st.expander(f"Et {plural(len(told) - EVENTS_SHOWN, 'autre')}"):
            st.markdown(_bullets(told[EVENTS_SHOWN:]))


def _show_notice(context: PageContext, one: Notice) -> None:
    query = {COMPANY: context.company.code, MONTH: str(context.month), **one.query}
    with st.container(gap="xxsmall"):
        st.markdown(f"{one.sign} {one.text}")
        link_to(one.page, one.link, one.icon, query)


def _difference_table(change: MonthChange) -> pl.DataFrame:
    """The largest differences, then what all the others come to: the rows add up to the whole."""
    shown, others = change.differences[:DIFFERENCES_SHOWN], change.differences[DIFFERENCES_SHOWN:]
    rows = [_difference_row(one) for one in shown]
    if others:
        rest = total([one.amount for one in others])
        rows.append((euros_signed(rest), plural(len(others), "autre poste", "autres postes"), ""))
    rows.append((f"**{euros_signed(change.amount)}**", "**En tout**", ""))
    return pl.DataFrame(rows, schema=["Écart", "Poste", "Pourquoi"], orient="row")


def _difference_row(one: Difference) -> tuple[str, str, str]:
    return euros_signed(one.amount), short_label(one.code), reason(one)


def _what_is_compared(change: MonthChange) -> str:
    if not change.observed.days:
        return "Options du mois entier ; aucun appel connu encore."
    if change.observed != change.before.plus(1).period:
        days = days_words(change.observed, with_month=False)
        return f"Options : mois entiers. Appels : les mêmes jours des deux mois, {days}."
    return "Montants hors taxes, mois entiers."


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
