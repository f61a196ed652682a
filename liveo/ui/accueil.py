"""The figures of the home page: the month in view, the invoice before it, and the months side by side."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Final

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from liveo.core.money import ZERO
from liveo.core.periods import Month, Period
from liveo.rendering.charts.accueil import month_costs
from liveo.rendering.french import (
    MINUS,
    day_long,
    days_words,
    euros,
    euros_signed,
    month_name,
    of_month,
    plural,
)
from liveo.rendering.line_explanation import run_sentences
from liveo.services.issued import issued_totals
from liveo.services.overview import MonthFigures, documents_of, month_figures, trend
from liveo.ui.accueil_words import about, about_signed, is_first_month, without_year
from liveo.ui.escape import md
from liveo.ui.links import link_to
from liveo.ui.state import COMPANY, MONTH, PageContext

INVOICES: Final = ":material/receipt_long:"
TREND: Final = "tendance"


def show_month(context: PageContext) -> MonthFigures:
    """Show what the month costs: its final figures, or those of today with what is still to come."""
    figures = month_figures(context.base, context.company.code, context.month, context.today)
    st.title(md(context.company.name), anchor=False)
    st.markdown(_situation(context, figures))
    if figures.finished:
        _show_final(context, figures)
    else:
        _show_so_far(context, figures)
    _show_issued(context, context.month)
    if figures.rounding:
        st.caption(
            "Appels : comme sur les factures, arrondis au centime par compte et par destination. La page Consommation "
            f"additionne leurs prix exacts : {euros_signed(-figures.rounding)} d'écart."
        )
    return figures


def show_links(context: PageContext) -> None:
    """Lead to the other pages, company and month kept."""
    with st.container(horizontal=True):
        query = {COMPANY: context.company.code, MONTH: str(context.month)}
        link_to("consommation", "Voir la consommation", ":material/bar_chart:", query)
        link_to("factures", f"Voir les factures {of_month(context.month)}", INVOICES, query)
        link_to("simulateur", "Simuler un changement", ":material/tune:", query)


def show_last_invoice(context: PageContext) -> None:
    """Show the documents of the month before, in the company's mode."""
    before = _before(context)
    run = None if is_first_month(context) else documents_of(context.base, context.company.code, before)
    st.markdown(f"## Facture {without_year(of_month(before))}")
    if run is None:
        st.caption("Aucune : rien n'était actif avant ce mois.")
        return
    st.metric(f"Total TTC, {plural(len(run.invoices), 'facture')}", euros(run.gross))
    st.markdown(f"{euros(run.net)} HT + {euros(run.vat)} de TVA")
    _show_issued(context, before)
    with st.popover("D'où vient ce montant ?", icon=":material/calculate:"):
        st.markdown("\n".join(f"- {md(sentence)}" for sentence in run_sentences(run)))
    link_to("factures", "Ouvrir", INVOICES, {COMPANY: context.company.code, MONTH: str(before)})


def show_trend(context: PageContext) -> None:
    """Show the months of the company side by side; a click opens one. Drawn last: it needs the bill of every month."""
    first = context.company.months[0] if context.company.months else context.month
    with st.spinner("Calcul des derniers mois…"):
        months = trend(context.base, context.company.code, first, context.today)
    issued = issued_totals(context.base, context.company.code)
    credited = {month: found.credited_net for month, found in issued.items()}
    frame = pl.DataFrame(
        {
            "month": [figures.month.first for figures in months],
            "options": [figures.options for figures in months],
            "usage": [figures.usage for figures in months],
            "to_come": [figures.to_come for figures in months],
            "credited": [-credited.get(figures.month, ZERO) for figures in months],
        },
        schema_overrides={"credited": pl.Decimal(18, 2)},
    )
    key = f"{TREND}_{context.company.code}_{context.month}"
    st.plotly_chart(
        month_costs(frame, context.month),
        key=key,
        on_select=partial(open_clicked_month, key),
        selection_mode="points",
        config={"displayModeBar": False},
        alt=f"Montant hors taxes des {len(months)} derniers mois de {context.company.name}, options et appels",
    )
    st.caption("Cliquez sur un mois pour l'ouvrir.")


def _show_issued(context: PageContext, month: Month) -> None:
    """Say what was issued for a month, and what credit notes took back of it; nothing where nothing was."""
    found = issued_totals(context.base, context.company.code).get(month)
    if found is None:
        return
    words = f"{plural(found.invoices, 'facture émise', 'factures émises')}, {euros(found.gross)} TTC"
    if found.notes:
        taken = plural(found.notes, "avoir")
        words += f"\N{NO-BREAK SPACE}; {taken}, {euros(-found.credited_gross)}"
        words += f"\N{NO-BREAK SPACE}; reste **{euros(found.left)}**"
    st.caption(f"{words}.")


def _situation(context: PageContext, figures: MonthFigures) -> str:
    month = month_name(context.month).capitalize()
    if figures.finished:
        return f"**{month}**, mois terminé."
    known = f"appels connus jusqu'au {day_long(figures.last_day)}" if figures.last_day else "aucun appel connu encore"
    return f"**{month}**, en cours : {known}, options comptées jusqu'à la fin du mois."


def _show_so_far(context: PageContext, figures: MonthFigures) -> None:
    """Four figures: the first is the sum of the others."""
    expected, options, usage, to_come = st.container(key="chiffres_accueil").columns(4)
    expected.metric(
        "Facture estimée HT",
        about(figures.expected),
        delta=_since_before(context, figures.expected, about_signed),
        delta_color="inverse",
        border=True,
        help="Si rien ne change : les options telles qu'elles sont réglées, les appels connus et, pour chaque jour à "
        "venir, la moyenne des mêmes jours de la semaine sur les quatre dernières semaines.",
    )
    _part(options, "Options du mois", euros(figures.options), f"jusqu'au {figures.month.days}")
    _part(usage, "Appels connus", euros(figures.usage), plural(figures.calls, "appel"))
    _part(to_come, "Appels à venir", about(figures.to_come), _days_to_come(figures))


def _show_final(context: PageContext, figures: MonthFigures) -> None:
    net, options, usage, gross = st.container(key="chiffres_accueil").columns(4)
    net.metric(
        "Facture HT",
        euros(figures.net),
        delta=_since_before(context, figures.net, euros_signed),
        delta_color="inverse",
        border=True,
    )
    _part(options, "Options", euros(figures.options), "au prorata des jours")
    _part(usage, "Appels", euros(figures.usage), plural(figures.calls, "appel"))
    run = documents_of(context.base, context.company.code, context.month)
    if run:
        _part(gross, "Total TTC", euros(run.gross), f"dont TVA {euros(run.vat)}")


def _since_before(context: PageContext, amount: Decimal, written: Callable[[Decimal], str]) -> str | None:
    """Say the difference with the month before. The sign is ASCII: the arrow of a metric follows it."""
    before = None if is_first_month(context) else documents_of(context.base, context.company.code, _before(context))
    if before is None:
        return None
    return f"{written(amount - before.net).replace(MINUS, '-')} depuis {without_year(month_name(_before(context)))}"


def _before(context: PageContext) -> Month:
    return context.month.plus(-1)


def _part(place: DeltaGenerator, name: str, amount: str, under: str) -> None:
    place.metric(name, amount, delta=under, delta_color="off", delta_arrow="off", border=True)


def _days_to_come(figures: MonthFigures) -> str:
    ahead = Period(figures.observed.end, figures.month.period.end)
    return days_words(ahead, with_month=False) if ahead.days else "mois complet"


def open_clicked_month(key: str) -> None:
    """Open the month that somebody clicked in the chart of this key; a chart that resets itself clicks on nothing."""
    points = st.session_state[key]["selection"]["points"]
    if points:
        st.session_state[MONTH] = points[0]["customdata"][0]
