"""The head of the page Consommation: five figures, each with its change and its course, and what invoices bill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from liveo.core.money import MICROS_PER_EURO, micros, round_cents, round_half_up_int
from liveo.core.periods import Period
from liveo.rendering.charts.style import cents_of
from liveo.rendering.french import EURO, day_long, euros, euros_signed, number, plural
from liveo.rendering.sparkline import sparkline
from liveo.services.consumption import Answer, Totals, by_day, totals, unrated_calls
from liveo.services.consumption_billed import billed_months, billed_usage
from liveo.services.consumption_calls import Ranking
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import ANSWER, RANKING, SECTION, Section, clear_filters, start_again
from liveo.ui.consommation_steps import steps_of, usual_step, with_steps
from liveo.ui.consommation_words import compared_words, signed_words, tenths_of_change, tenths_words
from liveo.ui.links import link_to

_WIDTHS: Final = (1.25, 1, 1, 1.1, 1)


@dataclass(frozen=True, slots=True)
class FigureRule:
    """One row of the table of figures: its words, its change since the compared totals, its course, what it means.

    ``change`` is in tenths of ``unit``; from ``notable`` tenths on, more is shown as worse and less as better. None:
    more is neither. ``ranking`` puts first the calls that make the figure, those of ``answer``.
    """

    label: str
    words: Callable[[Totals], str]
    change: Callable[[Totals, Totals], int | None]
    course: Callable[[Totals], float]
    meaning: str
    ranking: Ranking
    unit: str = "%"
    notable: int | None = 100
    answer: Answer | None = None


FIGURES: Final = (
    FigureRule(
        "Coût HT",
        lambda found: cents_of(found.amount_micros),
        lambda now, then: tenths_of_change(now.amount_micros, then.amount_micros),
        lambda found: found.amount_micros / MICROS_PER_EURO,
        "Somme des prix des appels, chacun calculé au millionième d'euro.",
        Ranking.DEAREST,
    ),
    FigureRule(
        "Appels",
        lambda found: number(found.calls),
        lambda now, then: tenths_of_change(now.calls, then.calls),
        lambda found: found.calls,
        "Tous les appels de la sélection, répondus ou non, fax et SMS compris.",
        Ranking.LATEST,
        notable=None,
    ),
    FigureRule(
        "Minutes",
        lambda found: number(round_half_up_int(found.seconds, 60)),
        lambda now, then: tenths_of_change(now.seconds, then.seconds),
        lambda found: found.seconds / 60,
        "Durée de conversation, arrondie à la minute.",
        Ranking.LONGEST,
        notable=None,
    ),
    FigureRule(
        "Coût par appel",
        lambda found: _average_words(found),
        lambda now, then: tenths_of_change(now.average_micros or 0, then.average_micros or 0),
        lambda found: (found.average_micros or 0) / MICROS_PER_EURO,
        "Coût divisé par le nombre d'appels répondus : un appel sans réponse ne coûte rien.",
        Ranking.DEAREST,
    ),
    FigureRule(
        "Sans réponse",
        lambda found: tenths_words(_tenths(found)),
        lambda now, then: _tenths(now) - _tenths(then),
        lambda found: _tenths(found) / 10,
        "Part des appels auxquels personne n'a répondu.",
        Ranking.LATEST,
        unit="pt",
        notable=20,
        answer=Answer.UNANSWERED,
    ),
)


def show_figures(view: View) -> pl.DataFrame:
    """Show the five figures and return the daily frame behind them; where there is no call, say so and end the page."""
    days = by_day(view.context.base, view.asked)
    if not days.height:
        _show_nothing()
        st.stop()
    now, then, course = totals(days), compared_totals(view), _course(view, days)
    places = st.container(key="chiffres_consommation").columns(_WIDTHS, gap="small")
    for column, rule in zip(places, FIGURES, strict=True):
        with column:
            _show_figure(rule, now, then, course)
    _show_notes(view, then)
    return days


def show_billed(view: View, place: DeltaGenerator, days: pl.DataFrame) -> None:
    """Say in ``place`` what invoices bill for these calls, if they bill exactly these; may take a second when new."""
    if not billed_months(view.asked):
        return
    billed = billed_usage(view.context.base, view.context.company.code, view.asked)
    gap = billed - round_cents(micros(totals(days).amount_micros))
    place.caption(
        f"Facturé : **{euros(billed)}** (arrondi au centime par compte et par destination"
        f"{f', {euros_signed(gap)} par rapport au coût exact' if gap else ''})."
    )


def _show_figure(rule: FigureRule, now: Totals, then: Totals | None, course: Sequence[Totals]) -> None:
    change = rule.change(now, then) if then else None
    with st.container(border=True, gap="xsmall", height="stretch"):
        st.metric(
            rule.label,
            rule.words(now),
            None if change is None else signed_words(change, rule.unit),
            _colour(change, rule.notable),
            delta_arrow="auto" if change else "off",
            help=rule.meaning,
        )
        if len(course) > 1:
            # Not the chart of st.metric: it makes every browser warn of an infinite extent.
            st.image(sparkline([rule.course(step) for step in course]), width="stretch", alt=f"{rule.label}, évolution")
        st.button(
            "Voir les appels",
            key=f"_appels_de_{rule.label}",
            type="tertiary",
            icon=":material/list:",
            on_click=_show_calls_of,
            args=(rule,),
        )


def _show_calls_of(rule: FigureRule) -> None:
    st.session_state[SECTION], st.session_state[RANKING] = str(Section.CALLS), str(rule.ranking)
    if rule.answer:
        st.session_state[ANSWER] = rule.answer


def _colour(change: int | None, notable: int | None) -> Literal["blue", "red", "green"]:
    if change is None or notable is None or abs(change) < notable:
        return "blue"
    return "red" if change > 0 else "green"


def _show_notes(view: View, then: Totals | None) -> None:
    """Say what the changes are measured against, or why there are none; and what no figure counts."""
    if view.compared:
        st.caption(_comparison_note(view, view.compared, then))
    unrated = unrated_calls(view.context.base, view.asked)
    if unrated:
        waiting = f"{plural(unrated, 'appel')} sans tarif sur ces jours, hors de ces chiffres"
        link_to("imports", waiting, ":material/warning:")


def _comparison_note(view: View, compared: Period, then: Totals | None) -> str:
    words = compared_words(compared)
    if then:
        return f"Écarts par rapport à {words}."
    if view.before is None:
        start = day_long(view.history_start)
        return f"Aucun écart affiché : l'historique commence le {start} et ne couvre pas {words}."
    return f"Aucun écart affiché : pas d'appel de ce genre à comparer ({words})."


def _show_nothing() -> None:
    st.info(
        "Aucun appel ne correspond à cette sélection. Choisissez une autre période, ou retirez des filtres.",
        icon=":material/search_off:",
    )
    with st.container(horizontal=True):
        st.button("Retirer les filtres", key="_rien_filtres", on_click=clear_filters)
        st.button("Revenir au mois, sans filtre", key="_rien", on_click=start_again)


def compared_totals(view: View) -> Totals | None:
    """Return what the compared period holds; None where nothing is compared, or nothing was there."""
    found = totals(by_day(view.context.base, view.before)) if view.before else Totals()
    return found if found.calls else None


def _course(view: View, days: pl.DataFrame) -> list[Totals]:
    """Return the totals of each step of time, those without a call too."""
    step = usual_step(view.asked.span)
    parts = with_steps(days, step).partition_by("step", as_dict=True)
    steps = steps_of(view.asked.span, view.context.today, step)
    return [totals(parts[(step,)]) if (step,) in parts else Totals() for step in steps]


def _average_words(found: Totals) -> str:
    """Write the price of a call to the hundredth of a cent, always with four decimals: "0,0390 €"."""
    if found.average_micros is None:
        return "—"
    whole, rest = divmod(round_half_up_int(found.average_micros, 100), 10_000)
    return f"{number(whole)},{rest:04d}{EURO}"


def _tenths(found: Totals) -> int:
    """Return the share of unanswered calls in tenths of a per cent."""
    return round_half_up_int(found.unanswered * 1000, found.calls) if found.calls else 0
