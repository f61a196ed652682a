"""Many moves at once, as steps of the trial: in the table itself, by a rule, from a file or from what was pasted."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.catalogue import SubjectId
from liveo.core.company import CompanyState, EntityId
from liveo.core.errors import LiveoError
from liveo.rendering.assignment_table import assignments_csv
from liveo.rendering.french import plural
from liveo.services.allocation import NO_ENTITY
from liveo.services.allocation_trial import Trial, tried_state
from liveo.services.assignment_files import MOST_CHARACTERS, Problem, ReadTable, TableRefused, read_table
from liveo.services.assignment_rules import Rule, RuleField, RuleTest, matches
from liveo.services.moves import Move, move_changes
from liveo.ui.escape import md
from liveo.ui.imports import FRENCH_UPLOADER
from liveo.ui.repartition_places import plan_rows, show_places
from liveo.ui.state import PageContext
from liveo.ui.trial_state import try_steps
from liveo.ui.trial_words import NOWHERE, move_words

DATE_FORMAT: Final = "DD/MM/YYYY"
TABLE_ROWS: Final = 14
MOST_PROBLEMS: Final = 20
FIELDS: Final = {RuleField.NUMBER: "Poste ou numéro", RuleField.NAME: "Nom"}
RULE_TESTS: Final = {RuleTest.STARTS: "commence par", RuleTest.ENDS: "finit par", RuleTest.CONTAINS: "contient"}


def show_table_editor(context: PageContext, trial: Trial, state: CompanyState, frame: pl.DataFrame, day: date) -> None:
    """Let people change the entity of each row: typed, pasted over several rows, or pulled down from one."""
    names = entity_names(state, day)
    rows = frame.select(
        "name",
        "number",
        pl.col("tried_id").replace_strict(names, default=NOWHERE, return_dtype=pl.String).alias("entity"),
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        num_rows="fixed",
        height="content" if rows.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=f"saisie_{context.company.code}_{day}_{len(trial.steps)}_{rows.height}",
        disabled=("name", "number"),
        column_config={
            "name": "Nom",
            "number": st.column_config.TextColumn("Numéro", width="small"),
            "entity": st.column_config.SelectboxColumn("Entité", options=list(names.values()), required=True),
        },
        alt="Entité de chaque compte et ressource, modifiable",
    )
    st.caption("Tirez le coin d'une cellule vers le bas pour la recopier, ou collez une colonne d'un tableur.")
    changed = frame.with_columns(asked=edited["entity"], shown=rows["entity"]).filter(
        pl.col("asked") != pl.col("shown")
    )
    ids = {name: entity_id for entity_id, name in names.items()}
    moves = [
        Move(tuple(map(SubjectId, sorted(group["subject_id"]))), EntityId(ids[str(name)]) or None, day)
        for (name,), group in changed.group_by("asked", maintain_order=True)
    ]
    _offer(context, trial, state, moves)


def show_rule(context: PageContext, trial: Trial, state: CompanyState, frame: pl.DataFrame, day: date) -> None:
    """Choose by a rule; its matches are shown before it becomes a step."""
    names = entity_names(state, day)
    field_at, test_at, text_at, entity_at = st.columns([2, 2, 3, 3])
    field = field_at.selectbox("Ce qui", list(FIELDS), format_func=FIELDS.__getitem__, key="regle_champ")
    test = test_at.selectbox("Comment", list(RULE_TESTS), format_func=RULE_TESTS.__getitem__, key="regle_test")
    text = text_at.text_input("Texte", key="regle_texte", placeholder="40, ou Lyon, Nantes", max_chars=200)
    target = entity_at.selectbox(
        "Rattacher à", list(names), index=None, format_func=names.__getitem__, placeholder="Choisir", key="regle_cible"
    )
    if not text.strip():
        st.caption("Par exemple : poste qui commence par 40, ou nom qui finit par Lyon. Rien ne change avant l'essai.")
        return
    found = matches(frame, Rule(field, test, text))
    elsewhere = found.filter(pl.col("tried_id") != (NO_ENTITY if target is None else target))
    moving = elsewhere if target is not None else found
    st.caption(f"{plural(found.height, 'correspondance')}, dont {found.height - elsewhere.height} y sont déjà.")
    if moving.is_empty():
        return
    shown = moving.select(
        "name",
        "number",
        pl.col("tried_id").replace_strict(names, default=NOWHERE, return_dtype=pl.String).alias("entity"),
    )
    config = {"name": "Nom", "number": "Numéro", "entity": "Entité actuelle"}
    st.dataframe(
        shown,
        hide_index=True,
        height="content" if shown.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        column_config=config,
        key="regle_trouves",
        alt="Comptes et ressources que la règle déplacerait",
    )
    if target is not None:
        ids = tuple(map(SubjectId, sorted(moving["subject_id"])))
        _offer(context, trial, state, [Move(ids, EntityId(target) or None, day)])


def show_file(context: PageContext, trial: Trial, state: CompanyState, frame: pl.DataFrame, day: date) -> None:
    """Hand the table out as CSV, and read one back, from a file or pasted, with what it would change."""
    st.download_button(
        "Télécharger les rattachements (CSV)",
        lambda: assignments_csv(frame, {e.entity_id: e.name for e in state.entities}),
        f"rattachements-{context.company.code}-{day}.csv",
        "text/csv",
        icon=":material/download:",
        key="rattachements_csv",
        on_click="ignore",
    )
    left, right = st.columns(2)
    with left.container(key="depot_tableau"):
        st.html(FRENCH_UPLOADER)
        file = st.file_uploader("Reprendre un fichier CSV", type=["csv", "txt", "tsv"], key="rattachements_fichier")
    pasted = right.text_area(
        "Ou coller un tableau",
        key="rattachements_colle",
        height=120,
        max_chars=MOST_CHARACTERS,
        placeholder="Compte ; Entité ; Depuis\n4012 ; Lyon ; 15/10/2026",
    )
    try:
        text = _text(file.getvalue()) if file else pasted
        if text.strip():
            _show_read(context, trial, state, read_table(state, text, day))
    except LiveoError as refusal:
        st.error(md(refusal), icon=":material/error:")


def entity_names(state: CompanyState, day: date) -> dict[EntityId, str]:
    """Return the entities that can be given somebody on a day, by id; « Sans entité » first."""
    there = {entity.entity_id: entity.name for entity in state.entities if entity.head_office or day in entity.period}
    return {NO_ENTITY: NOWHERE, **there}


def _show_read(context: PageContext, trial: Trial, state: CompanyState, table: ReadTable) -> None:
    moves = [move for move in table.moves if move_changes(state, move)]
    st.markdown(
        f"**{plural(table.lines, 'ligne lue', 'lignes lues')}** : "
        f"{plural(sum(len(move.subject_ids) for move in moves), 'changement')}, "
        f"{plural(len(table.problems), 'ligne refusée', 'lignes refusées')}."
    )
    _show_problems(table.problems)
    if moves:
        st.markdown("\n".join(f"- {md(move_words(state, move))}" for move in moves))
        show_places(plan_rows(state, tried_state(state, Trial(tuple(moves)))), "differences")
    _offer(context, trial, state, moves)


def _show_problems(problems: Sequence[Problem]) -> None:
    if problems:
        lines = [f"- ligne {p.line} : {md(p.sentence)}" for p in problems[:MOST_PROBLEMS]]
        rest = len(problems) - MOST_PROBLEMS
        lines += [f"- et {plural(rest, 'autre')}"] if rest > 0 else []
        st.warning("Ces lignes ne seront pas reprises :\n" + "\n".join(lines), icon=":material/warning:")


def _offer(context: PageContext, trial: Trial, state: CompanyState, moves: Sequence[Move]) -> None:
    """Offer to try the moves that change something."""
    wanted = [move for move in moves if move_changes(state, move)]
    count = sum(len(move.subject_ids) for move in wanted)
    st.button(
        f"Essayer {plural(count, 'changement')}" if count else "Rien à essayer",
        key="essayer_plusieurs",
        type="primary",
        icon=":material/science:",
        disabled=not count,
        on_click=try_steps,
        args=(context, trial, tuple(wanted)),
    )


def _text(content: bytes) -> str:
    """Read a file as spreadsheets write it: UTF-8, else the Windows code page."""
    if len(content) > MOST_CHARACTERS:
        raise TableRefused("Le fichier dépasse 4 Mo : découpez-le.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
