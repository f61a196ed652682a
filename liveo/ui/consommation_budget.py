"""The budget on the page Consommation: how much of it is spent, entity by entity, and what the month will cost."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.money import MICROS_PER_EURO, ZERO, round_cents, round_half_up_int
from liveo.core.people import Right, may
from liveo.core.periods import Month
from liveo.rendering.charts.budget import budget_course
from liveo.rendering.charts.usage import Measure
from liveo.rendering.french import days_words, euros, month_name, number, percent, period_words
from liveo.services.billing import customer
from liveo.services.budget_use import BudgetDay, BudgetLine, budget_days, budget_lines, months_in_view, of_budget
from liveo.services.consumption_periods import whole_months
from liveo.services.forecast import month_forecast
from liveo.ui.chart_toolbar import picture_toolbar
from liveo.ui.consommation_budget_editor import show_editor
from liveo.ui.consommation_cards import card
from liveo.ui.consommation_filters import View
from liveo.ui.escape import md

METHOD: Final = (
    "Chaque jour à venir compte pour la moyenne des mêmes jours de la semaine sur les quatre dernières semaines ; un "
    "jour férié compte comme un dimanche."
)
_EURO: Final = st.column_config.NumberColumn(format="euro")
_COLUMNS: Final = {
    **dict.fromkeys(("Budget HT", "Dépensé HT", "Prévu HT", "Reste HT"), _EURO),
    "Consommé": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1),
}
_CENTS: Final = pl.Decimal(18, 2)


def show_outlook(view: View) -> None:
    """Say under the figures what the calls in view will cost by the end of the month, and how sure that is."""
    words = outlook_words(view)
    if words:
        st.caption(words, help=METHOD)


def outlook_words(view: View) -> str:
    """Say, as markdown, what the calls in view will cost by the end of the present month; empty for other days."""
    month = Month.of(view.context.today)
    if whole_months(view.asked.span) != [month]:
        return ""
    postcode = customer(view.context.base, view.context.company.code).state.company.address.postcode
    found = month_forecast(view.context.base, view.asked, month, view.context.today, postcode)
    if not found.ahead.days or not found.whole:
        return ""
    error = found.usual_error
    sure = (
        f"\N{NO-BREAK SPACE}; à cette date des {len(found.errors)} mois d'avant, "
        f"l'écart médian était de {_per_cent(error)}"
        if error is not None
        else ""
    )
    return (
        f"Fin {month_name(month)}\N{NO-BREAK SPACE}: **≈ {euros(_euros(found.whole))}** attendus, dont "
        f"{euros(_euros(found.to_come))} {days_words(found.ahead)}{sure}."
    )


def show_budget(view: View, measure: Measure) -> None:
    """Show the budget of the months in view against what is spent, as a whole and by entity; and let it be set."""
    context = view.context
    with st.skeleton(height=300):
        lines = budget_lines(context.base, context.company.code, view.asked, view.names, context.today)
        days = budget_days(context.base, context.company.code, view.asked, context.today)
    whole, *parts = lines
    if whole.budget is None and all(part.budget is None for part in parts):
        _show_none(view)
    else:
        _show_whole(view, whole)
        _show_course(whole, days)
        if view.names.has_entities and parts:
            _show_parts(view, parts)
    if may(context.person, Right.KEEP_BUDGETS):
        show_editor(view)
    st.caption(
        f"Le budget porte sur tous les appels sortants {period_words(of_budget(view.asked).period)} ; comptent les "
        f"mois et les entités choisis, les autres filtres n'y changent rien. {METHOD}"
    )


def _show_none(view: View) -> None:
    months = months_in_view(view.asked)
    told = month_name(months[0]) if len(months) == 1 else period_words(of_budget(view.asked).period)
    hint = (
        "Fixez-en un ci-dessous : cette page dira chaque jour ce qu'il en reste."
        if may(view.context.person, Right.KEEP_BUDGETS)
        else "Un gestionnaire de l'entreprise peut en fixer un ici."
    )
    st.info(f"Aucun budget pour {told}. {hint}", icon=":material/savings:")


def _show_whole(view: View, whole: BudgetLine) -> None:
    over = whole.expected > whole.spent
    places = st.container(key="chiffres_budget").columns(4 if over else 3)
    places[0].metric(
        "Budget HT", euros(whole.budget) if whole.budget is not None else "—", border=True, height="stretch"
    )
    used = whole.used
    places[1].metric(
        "Dépensé HT",
        euros(whole.spent),
        f"{_per_cent(used)} du budget" if used is not None else None,
        delta_color="off",
        delta_arrow="off",
        border=True,
        height="stretch",
    )
    left = whole.left
    places[2].metric("Reste HT", euros(left) if left is not None else "—", border=True, height="stretch")
    if over:
        gap = None if whole.budget is None else whole.expected - whole.budget
        places[3].metric(
            "Prévu fin de mois HT",
            f"≈ {euros(whole.expected)}",
            None if gap is None else f"{'-' if gap < ZERO else '+'}{euros(abs(gap))} / budget",
            delta_color="inverse",
            border=True,
            height="stretch",
            help=METHOD,
        )


def _show_course(whole: BudgetLine, days: Sequence[BudgetDay]) -> None:
    frame = pl.DataFrame(
        [(one.day, one.spent, one.expected, one.budget) for one in days],
        schema={"day": pl.Date, "spent": _CENTS, "expected": _CENTS, "budget": _CENTS},
        orient="row",
    )
    with card("Dépense cumulée", "cumul_budget") as (chart, table):
        with chart:
            st.plotly_chart(
                budget_course(frame, over=bool(whole.overrun)),
                config=picture_toolbar("budget"),
                key="cumul_budget",
                alt=f"Dépense cumulée jour après jour, {euros(whole.spent)} à ce jour, à côté du budget",
            )
        with table:
            named = {"day": "Jour", "spent": "Dépensé HT", "expected": "Prévu HT", "budget": "Budget HT"}
            st.dataframe(
                frame.rename(named),
                hide_index=True,
                height=330,
                column_config={**_COLUMNS, "Jour": st.column_config.DateColumn(format="DD/MM/YYYY")},
            )


def _show_parts(view: View, parts: Sequence[BudgetLine]) -> None:
    """One row per entity, those that will exceed their budget first."""
    ordered = sorted(parts, key=lambda line: (-line.overrun, -(line.used or Fraction(0))))
    over = [line for line in ordered if line.overrun]
    with st.container(border=True):
        st.markdown("**Par entité**")
        if over:
            named = ", ".join(f"{md(view.names.entity(line.entity_id))} (+{euros(line.overrun)})" for line in over[:3])
            more = f" et {number(len(over) - 3)} de plus" if len(over) > 3 else ""
            st.markdown(f":material/warning: Dépassement prévu\N{NO-BREAK SPACE}: {named}{more}.")
        st.dataframe(
            pl.DataFrame(
                [
                    (
                        view.names.entity(line.entity_id),
                        line.budget,
                        line.spent,
                        None if line.used is None else float(line.used),
                        line.expected,
                        line.left,
                    )
                    for line in ordered
                ],
                schema={
                    "Entité": pl.String,
                    "Budget HT": _CENTS,
                    "Dépensé HT": _CENTS,
                    "Consommé": pl.Float64,
                    "Prévu HT": _CENTS,
                    "Reste HT": _CENTS,
                },
                orient="row",
            ),
            hide_index=True,
            column_config=_COLUMNS,
            placeholder="—",
            alt="Budget, dépense et prévision de chaque entité",
        )


def _euros(amount_micros: Fraction) -> Decimal:
    return round_cents(amount_micros / MICROS_PER_EURO)


def _per_cent(share: Fraction) -> str:
    return percent(Decimal(round_half_up_int(share.numerator * 100, share.denominator)))
