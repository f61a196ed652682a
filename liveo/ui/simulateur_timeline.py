"""The month as a timeline on which options are switched: rows and days chosen with the mouse, or by name and calendar.

A box drawn on the chart fills the two fields under it; what is switched there becomes an ordinary change of the plan.
"""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

import streamlit as st

from liveo.core.catalogue import SubjectId
from liveo.core.periods import FOREVER, Month, Period
from liveo.rendering.charts.timeline import TimelineBand, TimelineLane, days_in_box, rows_in_box, timeline
from liveo.rendering.french import month_name, plural
from liveo.services.simulation_choices import Candidate, matching
from liveo.services.simulation_timeline import TimelineRow, timeline_candidates, timeline_rows
from liveo.ui.simulateur import SimulatorView
from liveo.ui.simulateur_switches import show_switches

ROWS_PER_PAGE: Final = 12
CHART: Final = "calendrier"
WHO, EVERYBODY, DAYS = "calendrier_qui", "calendrier_tous", "calendrier_jours"
ENDLESS, CHANGED = "calendrier_sans_fin", "calendrier_change"


@st.fragment
def show_timeline(view: SimulatorView) -> None:
    """Show who has what on which days, and let people change it; only this block runs again until they do."""
    if st.session_state.pop(CHANGED, False):
        st.rerun()
    context = view.context
    with st.container(border=True):
        st.markdown(f"## Calendrier de {month_name(context.month)}")
        found = matching(
            timeline_candidates(context.base, context.company.code, context.month, view.steps),
            _search(context.company.code),
        )
        if not found:
            st.info("Aucun compte ni ressource à montrer.", icon=":material/info:")
            return
        rows = timeline_rows(
            context.base, context.company.code, context.month, view.steps, [c.subject_id for c in _page(found)]
        )
        _draw(view, rows)
        chosen, days = _selection(view, found)
        show_switches(view, chosen, days, CHANGED)


def _search(code: str) -> str:
    return (
        st.text_input(
            "Rechercher",
            key=f"calendrier_recherche_{code}",
            type="search",
            placeholder="nom, poste ou entité",
            live=True,
            label_visibility="collapsed",
            persist_state="session",
        )
        or ""
    )


def _page(found: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the rows of the page chosen; a chart of 900 rows is no chart."""
    pages = -(-len(found) // ROWS_PER_PAGE)
    if pages == 1:
        return found
    with st.container(horizontal=True, vertical_alignment="center"):
        page = st.pagination(pages, key=f"calendrier_page_{pages}")
        st.caption(plural(len(found), "ligne"))
    return found[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE]


def _draw(view: SimulatorView, rows: Sequence[TimelineRow]) -> None:
    month = view.context.month
    bands = [
        TimelineBand(
            row.subject.label,
            [TimelineLane(lane.option, lane.periods, lane.amount, lane.touched) for lane in row.lanes],
        )
        for row in rows
    ]
    ids = [row.subject.subject_id for row in rows]
    st.plotly_chart(
        timeline(bands, month, _chosen_days(view)),
        key=CHART,
        on_select=partial(_take_box, bands, ids, month, view.context.company.code),
        selection_mode="box",
        config={"displayModeBar": False},
        alt=f"Jours facturés en {month_name(month)}, par compte et ressource",
    )
    st.caption(
        "Chaque barre : les jours facturés d'une option, et ce qu'ils coûtent ; en couleur pleine, ce que touchent vos "
        "changements. Tracez un cadre sur des jours pour les choisir."
    )


def _take_box(bands: Sequence[TimelineBand], ids: Sequence[SubjectId], month: Month, code: str) -> None:
    """Fill the fields with the rows and days of the box just drawn."""
    boxes: Any = st.session_state[CHART].selection.box
    if not boxes:
        return
    box = boxes[0]
    days = days_in_box(box["x"], month)
    st.session_state[f"{EVERYBODY}_{code}"] = st.session_state[ENDLESS] = False
    st.session_state[f"{WHO}_{code}"] = [ids[rank] for rank in rows_in_box(box["y"], bands)]
    st.session_state[f"{DAYS}_{month}"] = (days.start, days.end - timedelta(days=1))


def _selection(view: SimulatorView, found: Sequence[Candidate]) -> tuple[tuple[SubjectId, ...], Period | None]:
    """Return who is chosen, one by one or all that is searched, and for which days; None while they are incomplete."""
    who, when = st.columns([3, 2])
    with who:
        everybody = st.checkbox(
            f"Tout prendre : {plural(len(found), 'ligne')}",
            key=f"{EVERYBODY}_{view.context.company.code}",
            persist_state="session",
        )
        # No list of a thousand names, which takes the browser seconds to draw.
        chosen = tuple(candidate.subject_id for candidate in found) if everybody else _pick_one_by_one(view)
    with when:
        return chosen, _pick_days(view.context.month)


def _pick_one_by_one(view: SimulatorView) -> tuple[SubjectId, ...]:
    code = view.context.company.code
    key = f"{WHO}_{code}"
    by_id = {c.subject_id: c for c in timeline_candidates(view.context.base, code, view.context.month, view.steps)}
    st.session_state[key] = [subject for subject in st.session_state.get(key, []) if subject in by_id]
    chosen = st.multiselect(
        "Comptes et ressources",
        list(by_id),
        format_func=lambda subject: by_id[subject].label,
        key=key,
        placeholder="à choisir ici, ou d'un cadre sur le calendrier",
        select_all=False,
        label_visibility="collapsed",
        persist_state="session",
    )
    return tuple(chosen)


def _pick_days(month: Month) -> Period | None:
    last = month.period.end - timedelta(days=1)
    key = f"{DAYS}_{month}"
    st.session_state.setdefault(key, (month.first, last))
    picked = st.date_input(
        "Jours",
        min_value=month.plus(-24).first,
        max_value=month.plus(24).period.end,
        key=key,
        format="DD/MM/YYYY",
        persist_state="session",
    )
    endless = st.checkbox("Sans date de fin", key=ENDLESS, persist_state="session")
    if not isinstance(picked, tuple) or len(picked) != 2:
        return None
    return Period(picked[0], FOREVER if endless else picked[1] + timedelta(days=1))


def _chosen_days(view: SimulatorView) -> Period | None:
    """Return the days to shade: those chosen for somebody."""
    month = view.context.month
    picked = st.session_state.get(f"{DAYS}_{month}")
    code = view.context.company.code
    is_anybody = any(st.session_state.get(f"{key}_{code}") for key in (WHO, EVERYBODY))
    if not is_anybody or not picked or len(picked) != 2:
        return None
    return Period(picked[0], picked[1] + timedelta(days=1)).clipped(month.period)
