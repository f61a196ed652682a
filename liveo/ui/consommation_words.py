"""The French words of the page Consommation: names of choices, and one sentence that says what is shown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from liveo.core.destinations import CallKind
from liveo.core.money import round_half_up_int
from liveo.core.periods import Period
from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.charts.usage import Measure
from liveo.rendering.french import (
    days_words,
    duration,
    micro_euros,
    month_name,
    of_month,
    percent,
    period_words,
    plural,
    weekday_name,
)
from liveo.services.consumption import Answer, Bounds, Direction
from liveo.services.consumption_address import runs_of_hours
from liveo.services.consumption_calls import Ranking
from liveo.services.consumption_periods import Comparison, Preset, elapsed, whole_months
from liveo.services.consumption_selection import Selection
from liveo.ui.consommation_state import Cause, Section
from liveo.ui.consommation_steps import Step
from liveo.ui.escape import md

CHOICES: Mapping[StrEnum, str] = {
    Preset.MONTH: "Mois",
    Preset.PREVIOUS_MONTH: "Mois préc.",
    Preset.QUARTER: "Trimestre",
    Preset.YEAR: "Année",
    Preset.TWELVE_MONTHS: "12 mois",
    Preset.MONTHS: "De mois à mois",
    Preset.CHOSEN: "Libre",
    Comparison.PREVIOUS: "Période précédente",
    Comparison.LAST_YEAR: "Un an plus tôt",
    Comparison.NONE: "Aucune comparaison",
    Direction.OUTBOUND: "Sortants",
    Direction.INBOUND: "Entrants",
    Direction.INTERNAL: "Internes",
    Answer.ANY: "Tous",
    Answer.ANSWERED: "Répondus",
    Answer.UNANSWERED: "Sans réponse",
    CallKind.VOICE: "Voix",
    CallKind.FAX: "Fax",
    CallKind.SMS: "SMS",
    Step.DAY: "Jour",
    Step.WEEK: "Semaine",
    Step.MONTH: "Mois",
    Cause.DESTINATION: "Destination",
    Cause.ENTITY: "Entité",
    Cause.ACCOUNT: "Compte",
    Cause.COUNTRY: "Pays",
    Section.OVERVIEW: "Vue d'ensemble",
    Section.FLOWS: "Entités et destinations",
    Section.CHANGES: "Ce qui a changé",
    Section.COUNTRIES: "Pays",
    Section.NUMBERS: "Comptes et numéros",
    Section.BUDGET: "Budget",
    Section.ALERTS: "Alertes",
    Section.CALLS: "Appels",
    Measure.AMOUNT: "Coût",
    Measure.CALLS: "Appels",
    Measure.DURATION: "Durée",
    Ranking.LATEST: "Les plus récents",
    Ranking.OLDEST: "Les plus anciens",
    Ranking.DEAREST: "Les plus chers",
    Ranking.LONGEST: "Les plus longs",
}
"""Codes of different kinds differ too, so that one table names them all."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Usual hours of the week, by name; no hours are all of them."""

    label: str
    hours: tuple[int, ...] = ()


def _week(days: Iterable[int], hours: Iterable[int]) -> tuple[int, ...]:
    kept = list(hours)
    return tuple(day * 24 + hour for day in days for hour in kept)


_OFFICE, _WORKING_DAYS, _WEEKEND = range(8, 19), range(5), (5, 6)
MOMENTS: Mapping[str, Moment] = {
    "all": Moment("Toute la semaine"),
    "office": Moment("Lundi-vendredi, 8 h-19 h", _week(_WORKING_DAYS, _OFFICE)),
    "nights": Moment("Nuits, 20 h-6 h", _week(range(7), (*range(6), *range(20, 24)))),
    "weekend": Moment("Samedi et dimanche", _week(_WEEKEND, range(24))),
}
"""Hours of the week, Monday from 0 o'clock on being 0."""

_MOST_NAMED = 3
_ADJECTIVES: Mapping[Direction, str] = {
    Direction.OUTBOUND: "sortants",
    Direction.INBOUND: "entrants",
    Direction.INTERNAL: "internes",
}
_ANSWERED: Mapping[Answer, str] = {Answer.ANY: "", Answer.ANSWERED: " répondus", Answer.UNANSWERED: " sans réponse"}


def choice(code: StrEnum) -> str:
    """Return what a choice is called on the page."""
    return CHOICES[code]


def traffic_name(code: str) -> str:
    """Return what a destination, or a free kind of call, is called."""
    return TRAFFIC[code].label


def calls_words(directions: Iterable[Direction], answer: Answer) -> str:
    """Name the calls: "Appels sortants et entrants sans réponse"."""
    return f"Appels {_listed(_ADJECTIVES[direction] for direction in directions)}{_ANSWERED[answer]}"


def period_sentence(period: Period, today: date) -> str:
    """Name a period after a noun: "d'octobre 2026", or "de novembre 2026, jusqu'au 23 novembre"."""
    months = whole_months(period)
    words = of_month(months[0]) if len(months) == 1 else period_words(period)
    begun = elapsed(period, today)
    if begun == period:
        return words
    if not begun.days:
        return f"{words}, à venir"
    last = days_words(Period(begun.end - timedelta(days=1), begun.end))
    return f"{words}, jusqu'au {last.removeprefix('le ')}"


def compared_words(period: Period) -> str:
    """Name what is compared with: "septembre 2026", or "la période du 1er au 23 octobre 2026"."""
    months = whole_months(period)
    if len(months) == 1:
        return month_name(months[0])
    words = period_words(period)
    return f"la journée du {words.removeprefix('le ')}" if period.days == 1 else f"la période {words}"


def restriction(before: str, names: Iterable[str], noun: str, several: str = "") -> str:
    """Say what calls are restricted to, as markdown: ", vers France Mobile", or ", pour 12 comptes"."""
    listed = list(names)
    if not listed:
        return ""
    if len(listed) > _MOST_NAMED:
        return f", {before} **{plural(len(listed), noun, several)}**"
    return f", {before} **{_listed(map(md, listed))}**"


def between_words(bounds: Bounds, written: Callable[[int], str]) -> str:
    """Say between how much and how much: "de 0,50 € à 2,00 €", "de 0,50 € au moins", "de 2,00 € au plus"."""
    if bounds.least is None:
        return f"de {written(bounds.most or 0)} au plus"
    if bounds.most is None:
        return f"de {written(bounds.least)} au moins"
    return f"de {written(bounds.least)} à {written(bounds.most)}"


def hours_words(hours: Sequence[int]) -> str:
    """Name hours of the week: "samedi et dimanche", "lundi de 8 h à 9 h", "12 heures de la semaine"."""
    named = next((moment.label for moment in MOMENTS.values() if moment.hours == tuple(hours)), "")
    runs = runs_of_hours(hours)
    if named or len(runs) > 1:
        return (named[:1].lower() + named[1:]) or plural(len(hours), "heure de la semaine", "heures de la semaine")
    [(weekday, first, end)] = runs
    return f"{weekday_name(weekday - 1)} de {first} h à {end} h"


def narrowing_words(selection: Selection) -> str:
    """Say how calls are narrowed down by their kind, hours, cost, duration and number, as markdown."""
    parts = [f"seulement **{_listed(choice(kind) for kind in selection.kinds)}**"] if selection.kinds else []
    if selection.hours:
        parts.append(f"**{hours_words(selection.hours)}**")
    if not selection.amounts.are_open:
        parts.append(f"**{between_words(selection.amounts, micro_euros)}** l'appel")
    if not selection.durations.are_open:
        parts.append(f"**{between_words(selection.durations, duration)}**")
    if selection.contains:
        parts.append(f"numéro contenant **{md(selection.contains)}**")
    return "".join(f", {part}" for part in parts)


def tenths_of_change(now: int, before: int) -> int | None:
    """Return a change in tenths of a per cent: from 100 to 112 is 120; None where there was nothing before."""
    return round_half_up_int((now - before) * 1000, before) if before else None


def signed_words(tenths: int, unit: str) -> str:
    """Write a change with its sign: "+12,3 %", "-1,2 pt".

    The minus is the plain one, by which a metric knows that its arrow points down.
    """
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{tenths_words(abs(tenths))}".replace("%", unit)


def tenths_words(tenths: int) -> str:
    """Write tenths of a per cent: 123 is "12,3 %"."""
    return percent(Decimal(tenths).scaleb(-1))


def _listed(words: Iterable[str]) -> str:
    """Join words as French does: "a, b et c"."""
    *before, last = words
    return f"{', '.join(before)} et {last}" if before else last
