"""The report of the page Consommation: one PDF page with its figures and charts, made when somebody asks for it."""

from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.charts.style import cents_of
from liveo.rendering.consumption_report import (
    MOST_ROWS,
    ConsumptionReport,
    ReportBar,
    ReportFigure,
    ReportList,
    consumption_report,
)
from liveo.rendering.consumption_tables import country
from liveo.rendering.french import day_long, euros, plural
from liveo.services.budget_use import budget_lines
from liveo.services.consumption import by_day, ranked, sums, totals
from liveo.ui.consommation_alerts import NOTICED_DAYS, unseen_in_view
from liveo.ui.consommation_budget import outlook_words
from liveo.ui.consommation_chips import sentence
from liveo.ui.consommation_figures import FIGURES, compared_totals
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_steps import Step, steps_of, usual_step, with_steps
from liveo.ui.consommation_words import signed_words, traffic_name
from liveo.ui.escape import unmarked

_BY_STEP: Final = {Step.DAY: "Coût HT par jour", Step.WEEK: "Coût HT par semaine", Step.MONTH: "Coût HT par mois"}


def offer_report(view: View) -> None:
    """Offer what the page shows as one PDF page; it is made when somebody asks for it, not before."""
    period = view.asked.span
    st.download_button(
        "Rapport PDF",
        partial(_report_pdf, view),
        f"rapport_{view.context.company.code}_{period.start}_{period.end}.pdf",
        "application/pdf",
        key="_rapport",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
        help="Une page à emporter en réunion : la phrase des filtres, les chiffres et les graphiques.",
    )


def _report_pdf(view: View) -> bytes:
    return consumption_report(report_of(view))


def report_of(view: View) -> ConsumptionReport:
    """Return what the page shows as the report says it."""
    now, then = totals(by_day(view.context.base, view.asked)), compared_totals(view)
    figures = []
    for rule in FIGURES:
        change = rule.change(now, then) if then else None
        figures.append(ReportFigure(rule.label, rule.words(now), signed_words(change, rule.unit) if change else ""))
    return ConsumptionReport(
        company=view.context.company.name,
        sentence=unmarked(sentence(view)),
        figures=figures,
        course=_course(view),
        lists=[
            _destinations(view),
            *([_entities(view)] if view.names.has_entities else [_countries(view)]),
            _accounts(view),
        ],
        notes=_notes(view),
        foot=f"Montants hors taxes, aux prix exacts des appels. Données au {day_long(view.context.today)}.",
        day=view.context.today,
    )


def _course(view: View) -> ReportList:
    step = usual_step(view.asked.span)
    found = with_steps(by_day(view.context.base, view.asked), step)
    costs = dict(found.group_by("step").agg(pl.col("amount_micros").sum()).iter_rows())
    steps = steps_of(view.asked.span, view.context.today, step)
    bars = [ReportBar(tick, costs.get(code, 0), cents_of(costs.get(code, 0))) for code, tick in steps.items()]
    return ReportList(_BY_STEP[step], bars)


def _destinations(view: View) -> ReportList:
    found = dict(sums(view.context.base, view.asked, "destination").select("destination", "amount_micros").iter_rows())
    bars = [
        ReportBar(traffic_name(code), found[code], cents_of(found[code]), rule.colour)
        for code, rule in TRAFFIC.items()
        if code in found
    ]
    return ReportList("Par destination", bars)


def _entities(view: View) -> ReportList:
    frame = ranked(view.context.base, view.asked, "entity_id")
    return _ranking("Par entité", frame, [view.names.entity(one) for one in frame["entity_id"]])


def _countries(view: View) -> ReportList:
    frame = ranked(view.context.base, view.asked, "country")
    return _ranking("Par pays", frame, [country(one) or "Sans pays" for one in frame["country"]])


def _accounts(view: View) -> ReportList:
    frame = ranked(view.context.base, view.asked, "subject_id")
    return _ranking("Comptes en tête", frame, [view.names.subject(one) for one in frame["subject_id"]])


def _ranking(heading: str, frame: pl.DataFrame, names: list[str]) -> ReportList:
    """The first rows of a ranking; what is left is one row, so that the list adds up."""
    costs = frame["amount_micros"].to_list()
    kept = MOST_ROWS if len(costs) <= MOST_ROWS else MOST_ROWS - 1
    bars = [ReportBar(name, cost, cents_of(cost)) for name, cost in zip(names[:kept], costs[:kept], strict=True)]
    if len(costs) > kept:
        rest = sum(costs[kept:])
        bars.append(ReportBar(f"Les {len(costs) - kept} autres", 0, cents_of(rest)))
    return ReportList(heading, bars)


def _notes(view: View) -> list[str]:
    notes = [words for words in [unmarked(outlook_words(view))] if words]
    whole = budget_lines(view.context.base, view.context.company.code, view.asked, view.names, view.context.today)[0]
    if whole.budget is not None:
        left = whole.budget - whole.spent
        state = f"il reste {euros(left)}" if left >= 0 else f"dépassé de {euros(-left)}"
        notes.append(f"Budget : {euros(whole.budget)} pour les mois en vue, {euros(whole.spent)} dépensés, {state}.")
    if view.asked.span.days <= NOTICED_DAYS:
        unseen = unseen_in_view(view)
        notes.append(
            f"{plural(len(unseen), 'alerte')} à voir sur ces jours."
            if unseen
            else "Aucune alerte à voir sur ces jours."
        )
    if view.before:
        notes.append("Les évolutions sous les chiffres se mesurent à la période comparée, nommée en tête.")
    return notes
