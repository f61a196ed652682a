"""The Répartition's scenarios: its desk, and up to four of them beside what is, over a month or the last twelve."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.division_report import DivisionReport, DivisionVariant
from liveo.core.errors import LiveoError
from liveo.core.people import Right, may
from liveo.core.periods import Month
from liveo.rendering.division_pdf import division_file_name, modes_words, period_words, render_division
from liveo.rendering.french import euros, euros_signed, month_name, plural
from liveo.services.allocation_compare import compare_divisions
from liveo.services.allocation_trial import Trial, settled
from liveo.services.allocation_year import year_up_to
from liveo.services.billing import customer
from liveo.services.scenario_document import Scenario, ScenarioPage
from liveo.services.scenario_trial import scenario_of_trial, trial_of_scenario
from liveo.ui.escape import md
from liveo.ui.scenario_desk import Desk, is_modified, opened_on, resume
from liveo.ui.scenario_kept import MOST_COMPARED, chosen_scenarios, show_kept
from liveo.ui.state import PageContext
from liveo.ui.trial_state import set_trial, stored_trial
from liveo.ui.trial_words import trial_sentences

COMPUTING: Final = "Calcul des répartitions…"
TABLE_ROWS: Final = 13


class Span(StrEnum):
    """Over which months divisions are compared."""

    MONTH = "mois"
    YEAR = "douze"


SPANS: Final = {Span.MONTH: "Le mois affiché", Span.YEAR: "Les douze derniers mois"}


def _current(context: PageContext) -> Scenario:
    code = context.company.code
    return scenario_of_trial(context.base, code, context.month, stored_trial(code))


def _take(context: PageContext, scenario: Scenario) -> None:
    set_trial(context.company.code, trial_of_scenario(scenario))


ALLOCATION_DESK: Final = Desk(ScenarioPage.ALLOCATION, _current, _take)


def resume_trial(context: PageContext) -> None:
    """Take up what the address asks for, and what this browser tab was trying; before anything reads the trial."""
    resume(context, ALLOCATION_DESK)


def show_scenarios(context: PageContext) -> None:
    """Show what is open, and all that can be done with scenarios."""
    show_kept(context, ALLOCATION_DESK)


def show_comparison(context: PageContext, trial: Trial) -> None:
    """Offer to compare what is chosen and tried with what is, and to print it."""
    if not may(context.person, Right.SIMULATE):
        return
    trials = _trials(context, trial)
    if not trials:
        return
    title = f"Comparer avec aujourd'hui : {', '.join(md(name) for name, _ in trials)}"
    with st.expander(title, icon=":material/compare_arrows:", key="comparer", on_change="rerun") as shown:
        if shown.open:
            _show_report(context, trials)


def entity_rows(report: DivisionReport) -> pl.DataFrame:
    """Return one row per entity, then the whole: entity, then what it pays in each variant, named 0, 1, …"""
    rows = [(name, *report.paid(name)) for name in report.entities]
    rows.append(("Total HT", *(variant.net for variant in report.variants)))
    names = [str(rank) for rank in range(len(report.variants))]
    schema = pl.Schema({"entity": pl.String(), **dict.fromkeys(names, pl.Decimal(18, 2))})
    return pl.DataFrame(rows, schema=schema, orient="row")


def _trials(context: PageContext, trial: Trial) -> list[tuple[str, Trial]]:
    """Return what to compare by name: the scenarios that are chosen, and what is tried where it is none of them."""
    chosen = chosen_scenarios(context, ALLOCATION_DESK)
    opened = opened_on(context, ALLOCATION_DESK)
    saved = opened is not None and not is_modified(context, ALLOCATION_DESK)
    found = []
    if not trial.changes_nothing and not (
        saved and opened and opened.record.scenario_id in {one.record.scenario_id for one in chosen}
    ):
        found.append((opened.record.name if saved and opened else "Essai en cours", trial))
    for one in chosen:
        try:
            found.append((one.record.name, trial_of_scenario(one.scenario)))
        except LiveoError as refusal:
            st.warning(f"{md(one.record.name)} : {md(refusal)}", icon=":material/info:")
    return found[-MOST_COMPARED:]


def _show_report(context: PageContext, trials: Sequence[tuple[str, Trial]]) -> None:
    span = st.segmented_control(
        "Sur",
        list(SPANS),
        default=Span.MONTH,
        required=True,
        format_func=SPANS.__getitem__,
        key="comparer_sur",
        persist_state="session",
    )
    months = year_up_to(context.month, context.company.months) if span == Span.YEAR else [context.month]
    report = _report(context, months, trials)
    if report is None:
        return
    for place, variant in zip(st.columns(len(report.variants)), report.variants, strict=True):
        with place, st.container(border=True, height="stretch", gap=None):
            _show_variant(variant, report)
    _show_entities(report)
    if report.unpriced:
        names = ", ".join(map(month_name, report.unpriced))
        st.caption(f"Sans prix au catalogue, donc laissés de côté : {names}.")
    st.download_button(
        "Imprimer cette comparaison (PDF, une page)",
        partial(render_division, report),
        division_file_name(report),
        "application/pdf",
        key="comparer_pdf",
        icon=":material/print:",
        on_click="ignore",
    )


def _report(
    context: PageContext, months: Sequence[Month], trials: Sequence[tuple[str, Trial]]
) -> DivisionReport | None:
    """Return the comparison with what each trial changes in words; a trial that does not fit says so."""
    code = context.company.code
    bar = st.progress(0.0, COMPUTING)

    def show(done: float, _: str) -> None:
        bar.progress(done, COMPUTING)

    try:
        report = compare_divisions(context.base, code, months, trials, context.today, show)
        if not report.months:
            st.info("Aucun de ces mois n'a de prix au catalogue.", icon=":material/info:")
            return None
        state = customer(context.base, code).state
        words = [tuple(s.words for s in trial_sentences(state, settled(state, trial))) for _, trial in trials]
    except LiveoError as refusal:
        st.warning(md(refusal), icon=":material/info:")
        return None
    finally:
        bar.empty()
    variants = (replace(v, words=said) for v, said in zip(report.variants[1:], words, strict=True))
    return replace(report, variants=(report.today, *variants))


def _show_variant(variant: DivisionVariant, report: DivisionReport) -> None:
    st.metric(md(variant.name), euros(variant.gross))
    lines = [f"TTC, {plural(variant.documents, 'facture')}, {modes_words(variant)}", f"{euros(variant.net)} HT"]
    if variant is not report.today:
        lines.insert(1, f"**{euros_signed(variant.gross - report.today.gross)}** face à aujourd'hui")
    if variant.option:
        lines.append(f"dont option : {euros(variant.option)} HT")
    st.caption("  \n".join(lines))


def _show_entities(report: DivisionReport) -> None:
    rows = entity_rows(report)
    names = [f"{rank}. {variant.name}" if rank else variant.name for rank, variant in enumerate(report.variants)]
    st.dataframe(
        rows,
        hide_index=True,
        height="content" if rows.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key="comparer_entites",
        column_config={
            "entity": "Entité, HT",
            **{str(rank): st.column_config.NumberColumn(name, format="euro") for rank, name in enumerate(names)},
        },
        alt=f"Part de chaque entité dans chaque répartition, {period_words(report)}",
    )
    exact = all(variant.exact for variant in report.variants)
    proof = "Chaque charge y est facturée une fois, ni perdue ni doublée." if exact else "**À vérifier.**"
    st.caption(f"{period_words(report).capitalize()}. {proof}")
