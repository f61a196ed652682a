"""The scenarios of a company on a page: save, open, duplicate, delete and have back; link and file to share one."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from liveo.core.errors import LiveoError
from liveo.core.people import Right, may
from liveo.core.periods import paris_day
from liveo.rendering.french import day_long, month_name, plural
from liveo.services.people import name_of
from liveo.services.scenario_document import Scenario, scenario_text
from liveo.services.scenario_ground import GroundPart
from liveo.services.scenario_schema import MOST_BYTES
from liveo.services.scenarios import (
    LONGEST_NAME,
    OpenedScenario,
    ScenarioRecord,
    history,
    open_scenario,
    saved_scenarios,
)
from liveo.ui.escape import md
from liveo.ui.scenario_acts import (
    CHOSEN,
    DELETED,
    FILE,
    VERSION,
    delete_one,
    duplicate_one,
    guarded,
    have_back,
    key_of,
    name_key,
    open_one,
    save_as_new,
    save_over,
    take_file,
)
from liveo.ui.scenario_desk import SCENARIO, Desk, is_modified, opened_on, take_said
from liveo.ui.state import COMPANY, MONTH, PageContext

MOST_COMPARED: Final = 4
PARTS: Final[Mapping[GroundPart, str]] = {
    GroundPart.SUBJECTS: "comptes et ressources",
    GroundPart.ACTIVATIONS: "options actives",
    GroundPart.ENTITIES: "entités et réglages",
    GroundPart.ASSIGNMENTS: "rattachements",
    GroundPart.PRICES: "prix",
    GroundPart.CALLS: "appels du mois",
}


def show_kept(context: PageContext, desk: Desk) -> None:
    """Show what is open, what the base says otherwise since, and all that can be done with scenarios."""
    if not may(context.person, Right.SIMULATE):
        return
    records = saved_scenarios(context.base, context.person, context.company.code, desk.page)
    opened = opened_on(context, desk)
    _show_said()
    with st.container(horizontal=True, vertical_alignment="center", key="scenarios"):
        st.markdown(_situation(context, desk, opened), width="stretch")
        _show_saving(context, desk, opened)
        _show_records(context, desk, records)
        _show_sharing(context, desk, opened)
    if opened and opened.changed:
        _show_changed(context, opened)


def chosen_scenarios(context: PageContext, desk: Desk) -> list[OpenedScenario]:
    """Return the scenarios chosen to be compared; one that cannot be read any more is said and left out."""
    found = []
    for number in st.session_state.get(key_of(CHOSEN, context, desk), []):
        try:
            found.append(open_scenario(context.base, context.person, number))
        except LiveoError as refusal:
            st.warning(md(refusal), icon=":material/info:")
    return found


def _show_said() -> None:
    said = take_said()
    if said is None:
        return
    text, refused = said
    if refused:
        st.warning(md(text), icon=":material/info:")
    else:
        st.toast(md(text), icon=":material/check:")


def _situation(context: PageContext, desk: Desk, opened: OpenedScenario | None) -> str:
    steps = desk.current(context).steps
    if opened is None:
        return ":gray[Essai non enregistré]" if steps else ":gray[Aucun scénario ouvert]"
    record = opened.record
    older = f", la dernière est la {record.versions}" if record.version < record.versions else ""
    modified = " · :orange[modifié depuis]" if is_modified(context, desk) else ""
    saved = f"version {record.version} du {day_long(paris_day(record.saved_at))}{older}"
    return f":material/bookmark: **{md(record.name)}** · :gray[{saved}]{modified}"


def _show_changed(context: PageContext, opened: OpenedScenario) -> None:
    record = opened.record
    parts = ", ".join(PARTS[part] for part in opened.changed)
    st.warning(
        f"La base a changé depuis que {md(name_of(context.base, record.person))} a enregistré ce scénario, le "
        f"{day_long(paris_day(record.saved_at))} : **{parts}**. Tous les montants ci-dessous sont ceux d'aujourd'hui.",
        icon=":material/update:",
    )


def _show_saving(context: PageContext, desk: Desk, opened: OpenedScenario | None) -> None:
    with st.popover("Enregistrer", icon=":material/save:", key=key_of("scenario_enregistrer_", context, desk)):
        st.text_input(
            "Nom du scénario",
            opened.record.name if opened else "",
            key=name_key(context, desk),
            max_chars=LONGEST_NAME,
            placeholder="Rentrée des magasins",
        )
        if opened:
            st.button(
                f"Enregistrer la version {opened.record.versions + 1}",
                key="scenario_version",
                icon=":material/save:",
                type="primary",
                width="stretch",
                on_click=guarded(save_over, context, desk, opened),
            )
        st.button(
            "Enregistrer un nouveau scénario" if opened else "Enregistrer",
            key="scenario_nouveau",
            icon=":material/bookmark_add:",
            type="secondary" if opened else "primary",
            width="stretch",
            on_click=guarded(save_as_new, context, desk),
        )
        st.caption("Les versions précédentes restent. Qui peut simuler pour cette entreprise voit ses scénarios.")


def _show_records(context: PageContext, desk: Desk, records: tuple[ScenarioRecord, ...]) -> None:
    by_number = {record.scenario_id: record for record in records}
    key = key_of(CHOSEN, context, desk)
    st.session_state[key] = [number for number in st.session_state.get(key, []) if number in by_number]
    title = f"Scénarios ({len(records)})" if records else "Scénarios"
    with st.popover(title, icon=":material/folder_open:", key=key_of("scenario_liste_", context, desk)):
        chosen = st.multiselect(
            "Scénarios enregistrés",
            list(by_number),
            format_func=lambda number: _record_words(context, by_number[number]),
            key=key,
            max_selections=MOST_COMPARED,
            placeholder="un à ouvrir, ou plusieurs à comparer" if records else "aucun pour l'instant",
            select_all=False,
            persist_state="session",
        )
        record = by_number[chosen[0]] if len(chosen) == 1 else None
        _show_versions(context, desk, record)
        with st.container(horizontal=True):
            for name, (label, icon, act) in _ACTS.items():
                st.button(
                    label,
                    key=f"scenario_{name}",
                    icon=icon,
                    disabled=record is None,
                    on_click=guarded(act, context, desk, record),
                )
        gone: ScenarioRecord | None = st.session_state.get(key_of(DELETED, context, desk))
        if gone:
            st.button(
                f"Rétablir «\N{NO-BREAK SPACE}{md(gone.name)}\N{NO-BREAK SPACE}»",
                key="scenario_retablir",
                icon=":material/undo:",
                type="tertiary",
                on_click=guarded(have_back, context, desk, gone),
            )
        st.caption(f"Choisissez-en jusqu'à {MOST_COMPARED} : ils se comparent côte à côte sous les chiffres.")


def _show_versions(context: PageContext, desk: Desk, record: ScenarioRecord | None) -> None:
    """Offer the earlier versions of the one that is chosen."""
    if record is None or record.versions == 1:
        return
    found = {one.version: one for one in history(context.base, context.person, record.scenario_id)}
    st.selectbox(
        "Version",
        list(found),
        format_func=lambda version: f"{version} · {_record_words(context, found[version])}",
        key=f"{VERSION}{record.scenario_id}",
    )


def _record_words(context: PageContext, record: ScenarioRecord) -> str:
    steps = plural(record.steps, "changement")
    who = name_of(context.base, record.person)
    return f"{record.name} · {month_name(record.month)}, {steps} · {paris_day(record.saved_at):%d/%m/%Y}, {who}"


def _show_sharing(context: PageContext, desk: Desk, opened: OpenedScenario | None) -> None:
    with st.popover("Partager", icon=":material/share:", key=key_of("scenario_partager_", context, desk)):
        if opened:
            st.markdown("**Lien**, pour qui peut simuler pour cette entreprise :")
            st.code(link_of(opened), language=None, wrap_lines=True)
        else:
            st.caption("Enregistrez l'essai : il aura un lien, que qui peut simuler pour cette entreprise ouvrira.")
        scenario = desk.current(context)
        st.download_button(
            "Exporter en JSON",
            partial(_exported, context, scenario, opened.record.name if opened else ""),
            f"scenario-{context.company.code or 'prospect'}-{context.month}.json",
            "application/json",
            key="scenario_exporter",
            icon=":material/download:",
            disabled=not scenario.steps,
            on_click="ignore",
            width="stretch",
        )
        key = key_of(FILE, context, desk)
        st.file_uploader(
            "Reprendre un fichier",
            type=["json"],
            key=key,
            on_change=guarded(take_file, context, desk),
            max_upload_size=1 + MOST_BYTES // 1_000_000,
            help="Un scénario exporté d'ici, de 2 Mo au plus ; il remplace l'essai, et « Annuler » le rend.",
        )


def link_of(opened: OpenedScenario) -> str:
    """Return the address that opens a scenario, for who may simulate for its company."""
    where = (st.context.url or "").partition("?")[0]
    scenario = opened.scenario
    company = {COMPANY: scenario.company} if scenario.company else {}
    query = company | {MONTH: str(scenario.month), SCENARIO: opened.link}
    return f"{where}?{urlencode(query)}"


def _exported(context: PageContext, scenario: Scenario, name: str) -> bytes:
    return scenario_text(context.base, replace(scenario, name=name)).encode()


_ACTS: Final[Mapping[str, tuple[str, str, Callable[[PageContext, Desk, ScenarioRecord | None], None]]]] = {
    "ouvrir": ("Ouvrir", ":material/folder_open:", open_one),
    "dupliquer": ("Dupliquer", ":material/content_copy:", duplicate_one),
    "supprimer": ("Supprimer", ":material/delete:", delete_one),
}
"""What can be done with the one scenario that is chosen."""
