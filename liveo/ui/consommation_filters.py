"""Which calls the page Consommation looks at: every choice is a widget that the address carries, and a click in a
chart writes to the same widget, so that there is one state, shown as chips that can be taken away.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import streamlit as st

from liveo.core.destinations import CallKind
from liveo.core.periods import Period
from liveo.rendering.consumption_tables import country
from liveo.rendering.french import plural
from liveo.services.consumption import NO_BOUNDS, TRAFFIC, Answer, Bounds, Direction, UsageFilter, ranked
from liveo.services.consumption_names import Names, accounts_found, names_seen_by
from liveo.services.consumption_periods import Comparison, compared_with
from liveo.services.consumption_selection import Selection, question_of
from liveo.ui.consommation_bounds import pick_bounds
from liveo.ui.consommation_period import pick_dates, pick_preset
from liveo.ui.consommation_state import (
    ACCOUNTS,
    ANSWER,
    COMPARED,
    CONTAINS,
    COUNTRIES,
    DAYS,
    DESTINATIONS,
    DIRECTIONS,
    ENTITIES,
    HOURS,
    KINDS,
    follow_address,
    kept,
    start,
    write_address,
)
from liveo.ui.consommation_words import MOMENTS, choice, traffic_name
from liveo.ui.state import PageContext

MOST_ACCOUNTS: Final = 50
_SOUGHT, _MOMENT = "_compte_cherche", "_moment"
_OTHER_HOURS: Final = "other"
_STAYS: Final[dict[str, Any]] = {"persist_state": "session"}


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: one filter, what it is compared with, and how names are written."""

    context: PageContext
    names: Names
    selection: Selection
    asked: UsageFilter
    compared: Period | None

    @property
    def history_start(self) -> date:
        """The first day on which the company used or had anything."""
        months = self.context.company.months
        return months[0].first if months else self.context.today

    @property
    def before(self) -> UsageFilter | None:
        """The same question about the compared days; None where nothing is compared, or history does not reach back."""
        if self.compared is None or self.compared.start < self.history_start:
            return None
        return replace(self.asked, period=self.compared, days=None)


def pick_view(context: PageContext) -> View:
    """Draw the bar of filters and return what it asks for."""
    names = names_seen_by(context.base, context.company.code, context.person)
    start()
    problems = [*follow_address(names)]
    pick_preset()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dates = pick_dates(context)
        days = _days_within(dates, context)
        st.selectbox("Comparer avec", list(Comparison), format_func=choice, key=COMPARED, width=185, **_STAYS)
    # Not a popover: what is drawn in a closed one does not hear of values that clicks and chips set, and undoes them.
    with st.expander("Filtrer les appels", icon=":material/filter_alt:", key="_filtres"):
        seen = question_of(kept(dates, days, NO_BOUNDS, NO_BOUNDS), names, context.month, context.person)
        amounts, durations = _pick_filter(context, names, seen, problems)
    for problem in problems:
        st.warning(problem, icon=":material/link_off:")
    selection = kept(dates, days, amounts, durations)
    write_address(selection)
    asked = question_of(selection, names, context.month, context.person)
    return View(context, names, selection, asked, compared_with(asked.span, selection.comparison, context.today))


def _days_within(dates: Period | None, context: PageContext) -> Period | None:
    """Return the days that are looked at closely, as far as the period holds them."""
    period = kept(dates, None, NO_BOUNDS, NO_BOUNDS).period(context.month)
    days: Period | None = st.session_state[DAYS]
    part = days.clipped(period) if days else None
    st.session_state[DAYS] = None if part == period else part
    return st.session_state[DAYS]  # type: ignore[no-any-return]


def _pick_filter(context: PageContext, names: Names, seen: UsageFilter, problems: list[str]) -> tuple[Bounds, Bounds]:
    """Draw every filter; returns the bounds of cost and duration, and adds a sentence for what cannot be read."""
    with st.container(horizontal=True):
        directions = _pick_directions()
        st.segmented_control("Réponse", list(Answer), format_func=choice, required=True, key=ANSWER, **_STAYS)
        st.pills("Nature", list(CallKind), selection_mode="multi", format_func=choice, key=KINDS, **_STAYS)
        _pick_moment()
    where, abroad, who = st.columns(3)
    with where:
        offered = [code for direction in directions for code in TRAFFIC[direction]]
        _pick_list("Destinations", DESTINATIONS, offered, traffic_name)
    with abroad:
        _pick_list("Pays", COUNTRIES, _countries(context, seen), country)
    with who:
        if names.has_entities:
            _pick_list("Entités", ENTITIES, list(names.entity_ids), names.entity_of_code)
    sought, accounts, number = st.columns([1, 2, 1], vertical_alignment="bottom")
    _pick_accounts(names, sought, accounts)
    with number:
        st.text_input("Numéro contenant", key=CONTAINS, max_chars=30, placeholder="06 12, 0044, 118…", **_STAYS)
    return pick_bounds(problems)


def _pick_directions() -> tuple[Direction, ...]:
    """Offer the three directions; without any, outbound calls are meant."""
    picked = st.pills(
        "Sens des appels", list(Direction), selection_mode="multi", format_func=choice, key=DIRECTIONS, **_STAYS
    )
    return tuple(direction for direction in Direction if direction in picked) or (Direction.OUTBOUND,)


def _pick_moment() -> None:
    """Offer the usual hours of the week by name; those of a click or an address are "other" ones."""
    hours = tuple(st.session_state[HOURS])
    named = next((code for code, found in MOMENTS.items() if found.hours == hours), _OTHER_HOURS)
    st.session_state[_MOMENT] = named
    st.selectbox(
        "Moment",
        [*MOMENTS, *([_OTHER_HOURS] if named == _OTHER_HOURS else [])],
        format_func=lambda code: MOMENTS[code].label if code in MOMENTS else "Heures choisies",
        key=_MOMENT,
        width=190,
        on_change=_moment_was_chosen,
    )


def _moment_was_chosen() -> None:
    code = st.session_state[_MOMENT]
    if code in MOMENTS:
        st.session_state[HOURS] = MOMENTS[code].hours


def _pick_list(title: str, key: str, offered: Sequence[Any], name: Any) -> None:
    """Offer a list to search in. What is no longer offered (another company, another direction) is forgotten."""
    st.session_state[key] = [value for value in st.session_state[key] if value in offered]
    st.multiselect(title, offered, format_func=name, placeholder="Sans restriction", key=key, **_STAYS)


def _countries(context: PageContext, seen: UsageFilter) -> list[str]:
    """Return the countries called in the days in view, and those chosen, by name."""
    called = ranked(context.base, UsageFilter(seen.company_id, seen.span, seen.directions), "country")["country"]
    return sorted({*called, *st.session_state[COUNTRIES]} - {""}, key=country)


def _pick_accounts(names: Names, sought: Any, accounts: Any) -> None:
    """Offer the accounts that a search finds, a few at a time: there may be thousands."""
    with sought:
        text = st.text_input("Chercher un compte", key=_SOUGHT, placeholder="Nom, poste ou code", max_chars=60)
    chosen = [code for code in st.session_state[ACCOUNTS] if code in names.subject_ids]
    offered, found = accounts_found(names, text, chosen, MOST_ACCOUNTS)
    hint = f"{plural(found, 'compte trouvé', 'comptes trouvés')}" if text else "Comptes"
    title = f"{hint}, les {MOST_ACCOUNTS} premiers ci-dessous" if found > MOST_ACCOUNTS and text else hint
    with accounts:
        _pick_list(title, ACCOUNTS, offered, names.account_of_code)
