"""Alerts in words: why calls are out of the ordinary, as people say it."""

from collections.abc import Callable, Mapping
from typing import Final

from liveo.core.money import micros, round_cents
from liveo.core.periods import Period
from liveo.rendering.consumption_tables import country
from liveo.rendering.french import NBSP, days_words, euros, period_words, plural, weekday_name
from liveo.services.alerts.detection import EVENING, MORNING, Alert
from liveo.services.alerts.rules import Finding, Reason, Threshold

_BESIDE: Final[Mapping[Reason, Reason]] = {
    Reason.PREMIUM_WEEK: Reason.PREMIUM,
    Reason.HABIT_WEEK: Reason.HABIT,
    Reason.NEW_PLACE_COST: Reason.NEW_PLACE,
}
"""Reasons that may say little more than another one that stands beside them."""


def alert_days(alert: Alert) -> str:
    """Name the days of an alert: "le 2 août 2026", "du 7 au 14 septembre 2026"."""
    return period_words(alert.days)


def alert_total(alert: Alert) -> str:
    """Say how many calls an alert holds, and what they cost: "150 appels, 2 530,08 €"."""
    return f"{plural(alert.calls, 'appel')}, {_cents(alert.amount_micros)}"


def reasons(alert: Alert) -> list[str]:
    """Return why an alert deserves a look, the weightiest reason first, each in one sentence."""
    found = {one.reason: one.measured for one in alert.findings}
    told = [one for one in alert.findings if not _says_little(one, found)]
    return [_REASONS[one.reason](alert, one) for one in told]


def threshold_words(threshold: Threshold) -> str:
    """Say from what on calls are out of the ordinary."""
    return f"{threshold.times} fois l'habitude et {_cents(threshold.least_micros)} au moins"


def _says_little(one: Finding, found: Mapping[Reason, int]) -> bool:
    """Whether another reason says as much: the same place in calls, or a day that makes half of its week."""
    beside = _BESIDE.get(one.reason)
    return (
        beside is not None
        and beside in found
        and (one.reason is Reason.NEW_PLACE_COST or one.measured < 2 * found[beside])
    )


def _new_place(alert: Alert, found: Finding) -> str:
    names = [country(code) or "un réseau sans pays" for code in alert.countries]
    noun = "Pays jamais appelé" if len(names) == 1 else "Pays jamais appelés"
    measured = _cents(found.measured) if found.reason is Reason.NEW_PLACE_COST else plural(found.measured, "appel")
    return f"{noun} jusque-là : {', '.join(names)} ({measured})."


def _night(alert: Alert, found: Finding) -> str:
    calls = plural(alert.night_calls, "appel")
    return (
        f"La nuit, entre {EVENING}{NBSP}h et {MORNING}{NBSP}h : {calls} vers l'étranger et les numéros spéciaux, "
        f"pour {_cents(found.measured)} ; d'habitude {_habit(found)}."
    )


def _closed_day(alert: Alert, found: Finding) -> str:
    day = f"jour férié ({alert.holiday})" if alert.holiday else weekday_name(found.day.weekday())
    return f"Un {day} : {_cents(found.measured)} ; d'habitude {_habit(found)} ce genre de jour."


def _burst(alert: Alert, found: Finding) -> str:
    return (
        f"{plural(found.measured, 'appel')} en une heure, à {alert.busiest_hour}{NBSP}h {_on(found, alert)}; "
        f"d'habitude {found.usual or 'aucun'} au plus."
    )


def _premium(alert: Alert, found: Finding) -> str:
    return f"Numéros spéciaux : {_cents(found.measured)} {_spread(found, alert)}; d'habitude {_habit(found)}."


def _habit_exceeded(alert: Alert, found: Finding) -> str:
    return f"Bien plus que d'habitude : {_cents(found.measured)} {_spread(found, alert)}; d'habitude {_habit(found)}."


def _spread(found: Finding, alert: Alert) -> str:
    """Say over which days something was measured; with a space at the end."""
    if found.reason in (Reason.PREMIUM_WEEK, Reason.HABIT_WEEK):
        return "en sept jours "
    return f"en un jour{f', {_on(found, alert)}' if alert.days.days > 1 else ' '}"


def _on(found: Finding, alert: Alert) -> str:
    """Name the day of a finding where an alert has several; with a space at the end."""
    if alert.days.days == 1:
        return ""
    return f"{days_words(Period(found.day, found.day.fromordinal(found.day.toordinal() + 1)), with_month=False)} "


def _habit(found: Finding) -> str:
    return f"{_cents(found.usual)} au plus" if found.usual else "rien"


def _cents(amount_micros: int) -> str:
    return euros(round_cents(micros(amount_micros)))


_REASONS: Final[Mapping[Reason, Callable[[Alert, Finding], str]]] = {
    Reason.NEW_PLACE: _new_place,
    Reason.NEW_PLACE_COST: _new_place,
    Reason.NIGHT: _night,
    Reason.CLOSED_DAY: _closed_day,
    Reason.BURST: _burst,
    Reason.PREMIUM: _premium,
    Reason.PREMIUM_WEEK: _premium,
    Reason.HABIT: _habit_exceeded,
    Reason.HABIT_WEEK: _habit_exceeded,
}
