"""Alerts on the page Consommation: a short list of what deserves a look, why, and what somebody found."""

from enum import StrEnum
from typing import Final

import streamlit as st

from liveo.core.money import MICROS_PER_EURO, micros
from liveo.core.people import Right, may
from liveo.rendering.charts.usage import Measure
from liveo.rendering.french import day_long, plural
from liveo.services.alerts.detection import Alert, alerts
from liveo.services.alerts.reviews import (
    LONGEST_NOTE,
    MOST_EUROS,
    MOST_TIMES,
    ReviewRefused,
    review,
    set_threshold,
    take_back,
    threshold_of,
)
from liveo.services.alerts.rules import Threshold
from liveo.services.consumption_calls import Ranking
from liveo.services.consumption_periods import Comparison, Preset
from liveo.services.consumption_selection import Selection
from liveo.ui.alert_words import alert_days, alert_total, reasons, threshold_words
from liveo.ui.consommation_filters import View
from liveo.ui.consommation_state import RANKING, SECTION, Section, keep
from liveo.ui.escape import md

_SHOWN, _MORE, _REFUSED = "_alertes_montrees", "_alertes_de_plus", "_alertes_refus"
_PAGE: Final = 10
NOTICED_DAYS: Final = 62
"""The head of the page looks for alerts where that takes a moment only; the section looks whatever the period."""


class Shown(StrEnum):
    """Which alerts are listed."""

    UNSEEN = "À voir"
    SEEN = "Vues"
    ALL = "Toutes"


def show_alert_notice(view: View, section: Section) -> None:
    """Say at the head of the page how many alerts wait to be seen, and lead to them; nothing where there are none."""
    if view.asked.span.days > NOTICED_DAYS or section is Section.ALERTS:
        return
    unseen = unseen_in_view(view)
    if unseen:
        st.button(
            f"{plural(len(unseen), 'alerte')} à voir sur ces jours",
            key="_voir_alertes",
            type="tertiary",
            icon=":material/notifications_active:",
            on_click=st.session_state.update,
            args=({SECTION: str(Section.ALERTS)},),
        )


def show_alerts(view: View, measure: Measure) -> None:
    """Show the alerts on the days in view; each with its reasons, its calls one click away, and what was found."""
    with st.skeleton(height=200):
        found = _found(view)
    unseen = [one for one in found if one.review is None]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown = Shown(
            st.segmented_control(
                "Alertes", list(Shown), default=Shown.UNSEEN, required=True, key=_SHOWN, label_visibility="collapsed"
            )
        )
        _show_threshold(view)
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(refused, icon=":material/error:")
    listed = {Shown.UNSEEN: unseen, Shown.SEEN: [one for one in found if one.review], Shown.ALL: list(found)}[shown]
    st.markdown(f"**{plural(len(unseen), 'alerte')} à voir**, {plural(len(found) - len(unseen), 'vue')}.")
    if not listed:
        _show_calm(view, shown, len(found) - len(unseen))
    most = st.session_state.get(_MORE, _PAGE)
    for place, alert in enumerate(listed[:most]):
        _show_alert(view, alert, place)
    if len(listed) > most:
        st.button("Afficher la suite", key="_suite_alertes", on_click=_choose_more, args=(most + _PAGE,))
    st.caption(
        "Chaque compte est comparé à ses propres quatre-vingt-dix jours d'avant, un appel anormal n'y change rien : "
        "nuits, samedis, dimanches et jours fériés, pays jamais appelés, rafales, numéros spéciaux, coût du jour et de "
        "la semaine. Comptent la période, les entités et les comptes choisis ; les autres filtres n'y changent rien."
    )


def unseen_in_view(view: View) -> list[Alert]:
    """Return the alerts on the days in view that nobody looked into."""
    return [one for one in _found(view) if one.review is None]


def _found(view: View) -> tuple[Alert, ...]:
    return alerts(view.context.base, view.asked, view.context.company.code, _threshold(view))


def _threshold(view: View) -> Threshold:
    return threshold_of(view.context.base, view.asked.company_id)


def _show_calm(view: View, shown: Shown, seen: int) -> None:
    if shown is Shown.SEEN:
        st.info("Aucune alerte vue sur ces jours.", icon=":material/visibility:")
    elif seen:
        st.success("Toutes les alertes de ces jours ont été vues.", icon=":material/done_all:")
    else:
        st.success(
            f"Rien d'anormal sur ces jours : aucun compte ne dépasse {threshold_words(_threshold(view))}, "
            "ni n'appelle de pays nouveau.",
            icon=":material/verified_user:",
        )


def _show_alert(view: View, alert: Alert, place: int) -> None:
    mark = f"{alert.subject_id}_{alert.days.start}_{alert.days.end}"
    with st.container(border=True, key=f"alerte_{place}"):
        entity = f" · {md(view.names.entity(alert.entity_id))}" if view.names.has_entities else ""
        head, total = st.columns([3, 1.2], vertical_alignment="center")
        head.markdown(f"**{md(view.names.subject(alert.subject_id))}**{entity}  \n{alert_days(alert)}")
        total.markdown(f"**{alert_total(alert)}**")
        st.markdown("\n".join(f"- {md(reason)}" for reason in reasons(alert)))
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                "Voir ces appels",
                key=f"_appels_alerte_{mark}",
                icon=":material/list:",
                on_click=_show_calls,
                args=(view, alert),
            )
            _show_review(view, alert, mark)


def _show_calls(view: View, alert: Alert) -> None:
    """Leave nothing in the filter but the account and the days of an alert, so that its sum is the one shown."""
    code = view.names.subject_codes.get(alert.subject_id, "")
    keep(
        Selection(preset=Preset.CHOSEN, dates=alert.days, comparison=Comparison.NONE, accounts=(code,) if code else ())
    )
    st.session_state.update({SECTION: str(Section.CALLS), RANKING: str(Ranking.DEAREST)})


def _show_review(view: View, alert: Alert, mark: str) -> None:
    allowed = may(view.context.person, Right.ACKNOWLEDGE_ALERTS)
    if alert.review:
        said, note = alert.review, f" : {md(alert.review.note)}" if alert.review.note else ""
        st.caption(f"Vue par {md(said.person)} le {day_long(said.reviewed_at.date())}{note}")
        if allowed:
            st.button(
                "Remettre à voir",
                key=f"_revoir_{mark}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_take_back,
                args=(view, said.review_id),
            )
        return
    if not allowed:
        return
    with st.popover("Marquer comme vue", icon=":material/check:"), st.form(f"_vu_{mark}", border=False):
        st.text_area(
            "Ce que vous avez trouvé (facultatif)",
            key=f"_note_{mark}",
            max_chars=LONGEST_NOTE,
            placeholder="Le poste a été piraté, son mot de passe est changé.",
        )
        st.form_submit_button("C'est vu", on_click=_review, args=(view, alert, f"_note_{mark}"))


def _show_threshold(view: View) -> None:
    current = _threshold(view)
    words = f"Seuil : {threshold_words(current)}"
    if not may(view.context.person, Right.ACKNOWLEDGE_ALERTS):
        st.caption(words)
        return
    with st.popover(words, icon=":material/tune:"), st.form("_seuil", border=False):
        st.number_input("Fois l'habitude", 2, MOST_TIMES, current.times, key="_seuil_fois")
        st.number_input(
            "Coût à partir duquel une alerte vaut la peine (€ HT)",
            1.0,
            float(MOST_EUROS),
            float(micros(current.least_micros)),
            step=5.0,
            format="%.2f",
            key="_seuil_euros",
        )
        st.caption("Plus bas, plus d'alertes ; plus haut, moins. Le seuil vaut pour toute l'entreprise.")
        st.form_submit_button("Appliquer", on_click=_set_threshold, args=(view,))
    if current != Threshold():
        st.button(
            "Seuil d'origine",
            key="_seuil_origine",
            type="tertiary",
            icon=":material/undo:",
            on_click=_keep_threshold,
            args=(view, Threshold()),
        )


def _review(view: View, alert: Alert, note: str) -> None:
    try:
        review(view.context.base, view.asked.company_id, alert, view.context.person, st.session_state.get(note) or "")
    except ReviewRefused as refused:
        st.session_state[_REFUSED] = str(refused)
    else:
        st.toast("Alerte vue. « Vues » la montre encore, et permet de la remettre à voir.", icon=":material/check:")


def _take_back(view: View, review_id: int) -> None:
    take_back(view.context.base, view.asked.company_id, review_id, view.context.person)


def _set_threshold(view: View) -> None:
    state = st.session_state
    _keep_threshold(view, Threshold(int(state["_seuil_fois"]), round(state["_seuil_euros"] * 100) * _CENT))


def _keep_threshold(view: View, wanted: Threshold) -> None:
    try:
        set_threshold(view.context.base, view.asked.company_id, wanted, view.context.person)
    except ReviewRefused as refused:
        st.session_state[_REFUSED] = str(refused)


def _choose_more(most: int) -> None:
    st.session_state[_MORE] = most


_CENT: Final = MICROS_PER_EURO // 100
