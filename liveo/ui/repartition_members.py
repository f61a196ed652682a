"""Who belongs to which entity on a day: search, filter, choose, and try a move."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import polars as pl
import streamlit as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import CompanyState, EntityId
from liveo.rendering.french import plural
from liveo.rendering.labels import short_label
from liveo.services.allocation import NO_ENTITY, count_without_entity, matching, members
from liveo.services.allocation_trial import Move, Trial, tried_in
from liveo.ui.escape import md
from liveo.ui.repartition_board import show_board
from liveo.ui.repartition_bulk import entity_names, show_file, show_rule, show_table_editor
from liveo.ui.state import PageContext
from liveo.ui.trial_state import try_step
from liveo.ui.trial_words import NOWHERE

TABLE_ROWS = 14
MOST_NAMES = 8
DATE_FORMAT = "DD/MM/YYYY"


class Way(StrEnum):
    """How people say who goes where."""

    ROWS = "lignes"
    BOARD = "planche"
    TABLE = "tableau"
    RULE = "regle"
    FILE = "fichier"


WAYS = {
    Way.ROWS: "Cocher",
    Way.BOARD: "Déplacer entre entités",
    Way.TABLE: "Saisir dans le tableau",
    Way.RULE: "Règle",
    Way.FILE: "Fichier ou collage",
}
BULK = {Way.BOARD: show_board, Way.TABLE: show_table_editor, Way.RULE: show_rule, Way.FILE: show_file}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which members are shown: as they belong on a day, by words, entities (none: all), and whether active then.

    ``start`` is from when a move is usually meant: the day, or the first of the month where nobody chose one.
    """

    day: date
    start: date
    text: str
    entities: tuple[EntityId, ...]
    with_inactive: bool


def show_members(context: PageContext, trial: Trial) -> None:
    """Show the table of members, and the form that tries a move of those chosen."""
    state = tried_in(context.base, context.company.code, context.month, trial)
    asked = _pick(context, state)
    frame = members(context.base, context.company.code, asked.day, context.month, trial)
    _offer_alone(context, frame)
    found = matching(frame, asked.text, asked.entities, with_inactive=asked.with_inactive)
    if found.is_empty():
        st.info("Personne ne correspond à ces filtres : effacez la recherche ou choisissez d'autres entités.")
        return
    if len(state.entities) == 1:
        _pick_members(context, state, found, f"{asked}_{len(trial.steps)}")
        st.caption("Un rattachement ne se change que si l'entreprise a plusieurs entités : créez-en dans « Entités ».")
        return
    left, right = st.columns([5, 2], vertical_alignment="bottom")
    way = left.segmented_control(
        "Changer des rattachements",
        list(WAYS),
        default=Way.ROWS,
        required=True,
        format_func=WAYS.__getitem__,
        key="methode",
        persist_state="session",
    )
    if way in BULK:
        start = right.date_input("À partir du", asked.start, format=DATE_FORMAT, key=f"des_{asked.day}")
        BULK[way](context, trial, state, found, start if isinstance(start, date) else asked.start)
        return
    chosen = _pick_members(context, state, found, f"{asked}_{len(trial.steps)}")
    _show_form(context, trial, state, chosen, asked.start)


def member_rows(frame: pl.DataFrame, state: CompanyState) -> pl.DataFrame:
    """Return members in words: name, number, kind, entity, tried (empty where it is the same), since, follows, net."""
    names = {**{entity.entity_id: entity.name for entity in state.entities}, NO_ENTITY: NOWHERE}
    kinds = {str(code): short_label(code) for code in OptionCode} | {str(OptionCode.ACCOUNT): "Compte"}
    moved = pl.col("tried_id") != pl.col("entity_id")
    return frame.select(
        "name",
        "number",
        pl.col("kind").replace_strict(kinds, return_dtype=pl.String),
        pl.col("entity_id").replace_strict(names, return_dtype=pl.String).alias("entity"),
        pl.when(moved).then(pl.col("tried_id").replace_strict(names, return_dtype=pl.String)).alias("tried"),
        "since",
        "follows",
        "net",
    )


def _pick(context: PageContext, state: CompanyState) -> Filters:
    """Offer a day, a search, the entities, and who is not active."""
    key = _entities_key(context)
    names = {NO_ENTITY: NOWHERE, **{entity.entity_id: entity.name for entity in state.entities}}
    last = min(context.today, context.month.period.end - timedelta(days=1))
    first, left, middle, right = st.columns([2, 3, 4, 2], vertical_alignment="bottom")
    day = first.date_input("Rattachements au", last, format=DATE_FORMAT, key=f"jour_{context.month}")
    text = left.text_input("Rechercher", placeholder="Nom ou numéro", key="recherche", icon=":material/search:")
    chosen = middle.multiselect(
        "Entités", list(names), format_func=names.__getitem__, placeholder="Toutes", key=key, persist_state="session"
    )
    inactive = "Comptes et ressources qui ne sont pas facturés ce jour-là."
    with_inactive = right.toggle("Inactifs", key="inactifs", help=inactive)
    shown = day if isinstance(day, date) else last
    return Filters(shown, context.month.first if shown == last else shown, text, tuple(chosen), with_inactive)


def _offer_alone(context: PageContext, frame: pl.DataFrame) -> None:
    """Show those of no entity at one click."""
    alone = count_without_entity(frame)
    if alone:
        key = _entities_key(context)
        icon = ":material/person_alert:"
        st.button(f"Sans entité : {alone}", key="sans_entite", icon=icon, on_click=_filter_alone, args=(key,))


def _pick_members(context: PageContext, state: CompanyState, found: pl.DataFrame, filters: str) -> pl.DataFrame:
    """Show the members and return those chosen; another filter begins another choice, as rows are known by place."""
    rows = member_rows(found, state)
    shown = rows if rows["tried"].is_not_null().any() else rows.drop("tried")
    # The amount before whom a resource follows: it is what must stay in sight when a trial adds a column.
    ordered = shown.select(pl.exclude("follows"), "follows")
    event = st.dataframe(
        ordered if shown["follows"].str.len_chars().sum() else ordered.drop("follows"),
        hide_index=True,
        height="content" if rows.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=f"membres_{context.company.code}_{context.month}_{filters}",
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "name": "Nom",
            "kind": st.column_config.TextColumn("Type", width="small"),
            "number": st.column_config.TextColumn("Numéro", width="small"),
            "entity": st.column_config.TextColumn("Entité", width="medium"),
            "tried": st.column_config.TextColumn("À l'essai", width="medium"),
            "since": st.column_config.DateColumn("Depuis le", format=DATE_FORMAT, width="small"),
            "follows": "Suit le compte",
            "net": st.column_config.NumberColumn("HT du mois", format="euro", width="small"),
        },
        alt="Comptes et ressources avec leur entité",
    )
    return found[event.selection.rows] if event.selection.rows else found.clear()


def _show_form(context: PageContext, trial: Trial, state: CompanyState, chosen: pl.DataFrame, day: date) -> None:
    """Try a move of those chosen; without anybody chosen, say how."""
    if chosen.is_empty():
        st.caption("Cochez des lignes pour essayer de les rattacher à une autre entité.")
        return
    names = entity_names(state, day)
    with st.container(border=True):
        st.markdown(f"**{plural(chosen.height, 'ligne choisie', 'lignes choisies')}** : {md(_names(chosen))}")
        target, start, action = st.columns([3, 2, 2], vertical_alignment="bottom")
        entity_id = target.selectbox(
            "Rattacher à",
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder="Choisir une entité",
            key=f"cible_{context.company.code}",
        )
        since = start.date_input("À partir du", day, format=DATE_FORMAT, key=f"depuis_{day}")
        if not isinstance(since, date):
            return
        subjects = tuple(SubjectId(subject_id) for subject_id in sorted(chosen["subject_id"]))
        move = Move(subjects, entity_id or None, since)
        action.button(
            "Essayer",
            key="essayer",
            type="primary",
            icon=":material/science:",
            width="stretch",
            disabled=entity_id is None,
            on_click=try_step,
            args=(context, trial, move),
        )


def _names(chosen: pl.DataFrame) -> str:
    names = chosen["name"].to_list()
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" et {plural(more, 'autre')}" if more > 0 else "")


def _entities_key(context: PageContext) -> str:
    return f"entites_{context.company.code}"


def _filter_alone(key: str) -> None:
    st.session_state[key] = [NO_ENTITY]
