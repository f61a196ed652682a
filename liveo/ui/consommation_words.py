"""The French words of the page Consommation: names of choices, and one sentence that says what is shown."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from liveo.core.money import round_half_up_int
from liveo.core.periods import Month, Period
from liveo.rendering.charts.consumption import TRAFFIC
from liveo.rendering.charts.usage import Measure
from liveo.rendering.french import days_words, month_name, of_month, percent, period_words, plural
from liveo.services.consumption import Answer, Direction
from liveo.services.consumption_calls import Ranking
from liveo.services.consumption_periods import Comparison, Preset, elapsed, whole_months
from liveo.ui.escape import md

CHOICES: Mapping[StrEnum, str] = {
    Preset.MONTH: "Mois",
    Preset.PREVIOUS_MONTH: "Mois préc.",
    Preset.THREE_MONTHS: "3 mois",
    Preset.TWELVE_MONTHS: "12 mois",
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
    Measure.AMOUNT: "Coût",
    Measure.CALLS: "Appels",
    Measure.DURATION: "Durée",
    Ranking.LATEST: "Les plus récents",
    Ranking.OLDEST: "Les plus anciens",
    Ranking.DEAREST: "Les plus chers",
    Ranking.LONGEST: "Les plus longs",
}
"""Codes of different kinds differ too, so that one table names them all."""

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


def restriction(before: str, names: Iterable[str], several: str) -> str:
    """Say what calls are restricted to, as markdown: ", vers France Mobile", or ", pour 12 comptes"."""
    listed = list(names)
    if not listed:
        return ""
    if len(listed) > _MOST_NAMED:
        return f", {before} **{plural(len(listed), several)}**"
    return f", {before} **{_listed(map(md, listed))}**"


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


def day_tick(day: date) -> str:
    """Write a day on an axis: "lun. 05/10"."""
    return f"{_WEEKDAYS[day.weekday()]} {day:%d/%m}"


def month_tick(month: Month) -> str:
    """Write a month on an axis: "10/2026"."""
    return f"{month.number:02d}/{month.year}"


_WEEKDAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")


def _listed(words: Iterable[str]) -> str:
    """Join words as French does: "a, b et c"."""
    *before, last = words
    return f"{', '.join(before)} et {last}" if before else last
