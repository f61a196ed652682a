"""The entities of a company: who they are, and the four things to try with them: add, describe, merge, close."""

from datetime import date, timedelta
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities, new_entity_id
from liveo.core.company import CompanyState, Entity, EntityId, VatRegime
from liveo.core.errors import LiveoError
from liveo.rendering.french import percent, plural
from liveo.rendering.labels import label
from liveo.services.allocation_trial import Trial, tried_in
from liveo.services.billing import customer
from liveo.services.budgets import budgets_in
from liveo.services.entities import Description, described, description_of, entity_rows
from liveo.ui.escape import md
from liveo.ui.links import link_to
from liveo.ui.state import COMPANY, MONTH, PageContext
from liveo.ui.trial_state import try_step

DATE_FORMAT: Final = "DD/MM/YYYY"
TABLE_ROWS: Final = 14
_ADDING: Final = "_repartition_nouvelle_entite_"


def show_directory(context: PageContext, trial: Trial) -> None:
    """Show every entity with what it has and pays; offer what fits the rows that are chosen."""
    code = context.company.code
    state = tried_in(context.base, code, context.month, trial)
    day = min(context.today, context.month.period.end - timedelta(days=1))
    frame = entity_rows(context.base, code, context.month, day, trial)
    chosen = _pick_rows(context, frame, trial)
    entities = [e for e in state.entities if e.entity_id in set(chosen["entity_id"])]
    _offer_new(context, trial, state)
    query = {COMPANY: code, MONTH: str(context.month), "vue": "budget"}
    link_to("consommation", "Fixer les budgets d'appels", ":material/savings:", query)
    if len(entities) == 1:
        _show_card(context, trial, state, entities[0])
    if entities:
        _show_end(context, trial, state, entities)
    elif frame.height > 1:
        st.caption("Cochez une entité pour modifier sa fiche ou la fermer ; plusieurs pour les fusionner.")


def directory_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the entities as people read them, the columns that say nothing of any left out."""
    shares = [percent(share) if share else "" for share in frame["fixed_share"]]
    rates = [percent(rate) for rate in frame["vat_rate"]]
    texts = (pl.Series("fixed_share", shares, pl.String), pl.Series("vat_rate", rates, pl.String))
    shown = frame.drop("entity_id").with_columns(*texts)
    silent = [name for name in ("contact", "closed", "siret", "city", "fixed_share") if _says_nothing(shown[name])]
    return shown.drop(silent)


def _says_nothing(column: pl.Series) -> bool:
    return bool((column.cast(pl.String).fill_null("") == "").all())


def _pick_rows(context: PageContext, frame: pl.DataFrame, trial: Trial) -> pl.DataFrame:
    rows = _with_budgets(context, frame)
    event = st.dataframe(
        rows,
        hide_index=True,
        height="content" if rows.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=f"entites_{context.company.code}_{len(trial.steps)}",
        placeholder="",
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "name": st.column_config.TextColumn("Entité", pinned=True),
            "accounts": st.column_config.NumberColumn("Comptes", width="small"),
            "resources": st.column_config.NumberColumn("Ressources", width="small"),
            "net": st.column_config.NumberColumn("HT du mois", format="euro", width="small"),
            "budget": st.column_config.NumberColumn(
                "Budget HT", format="euro", width="small", help="D'appels, par mois."
            ),
            "own_invoice": st.column_config.CheckboxColumn("Facture séparée", width=130),
            "fixed_share": st.column_config.TextColumn("Part fixe", width="small"),
            "siret": "SIRET",
            "city": "Ville",
            "vat_rate": st.column_config.TextColumn("TVA", width="small"),
            "contact": "Contact de facturation",
            "closed": st.column_config.DateColumn("Fermée le", format=DATE_FORMAT, width="small"),
        },
        alt="Entités de l'entreprise",
    )
    return frame[event.selection.rows] if event.selection.rows else frame.clear()


def _with_budgets(context: PageContext, frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows that people read, with the budget of each entity in the month in view, if any has one."""
    company_id = customer(context.base, context.company.code).state.company.subject_id
    budgets = budgets_in(context.base, company_id, context.month)
    column = pl.Series("budget", [budgets.get(one) for one in frame["entity_id"]], pl.Decimal(18, 2))
    rows = directory_rows(frame)
    return rows if column.null_count() == frame.height else rows.insert_column(rows.get_column_index("net") + 1, column)


def _offer_new(context: PageContext, trial: Trial, state: CompanyState) -> None:
    """Open the form of a new entity, and close it again."""
    key = _ADDING + context.company.code
    if not st.session_state.get(key):
        st.button("Nouvelle entité", key="nouvelle_entite", icon=":material/add:", on_click=_open, args=(key, True))
        return
    with st.container(border=True):
        st.markdown("**Nouvelle entité**")
        form = f"nouvelle_{context.company.code}_{len(trial.steps)}"
        start = st.date_input("Existe depuis le", context.month.first, format=DATE_FORMAT, key=f"{form}_debut")
        written = _form(form, Description(name=""), "Essayer cette entité")
        st.button("Fermer ce formulaire", key="fermer_formulaire", on_click=_open, args=(key, False), type="tertiary")
        if written is not None and isinstance(start, date):
            entity = _checked(state, new_entity_id(state), written, start)
            if entity is not None:
                try_step(context, trial, AddEntity(entity))
                st.session_state[key] = False
                st.rerun()


def _show_card(context: PageContext, trial: Trial, state: CompanyState, entity: Entity) -> None:
    with st.container(border=True):
        st.markdown(f"**Fiche de {md(entity.name)}**")
        st.caption("Une fiche corrigée vaut pour tous les mois qui ne sont pas encore facturés.")
        form = f"fiche_{context.company.code}_{entity.entity_id}_{len(trial.steps)}"
        written = _form(form, description_of(entity), "Essayer cette fiche")
        if written is not None:
            checked = _checked(state, entity.entity_id, written, None)
            if checked is not None:
                try_step(context, trial, DescribeEntity(checked))
                st.rerun()


def _form(key: str, known: Description, action: str) -> Description | None:
    """Ask for what describes an entity; returns it when it is sent."""
    with st.form(key, border=False):
        top, middle, bottom = st.columns(3), st.columns([4, 1, 2, 2]), st.columns([3, 3])
        name = top[0].text_input("Nom", known.name, key=f"{key}_nom", max_chars=120)
        siret = top[1].text_input("SIRET", known.siret, key=f"{key}_siret", placeholder="14 chiffres", max_chars=20)
        regime = top[2].selectbox(
            "TVA", list(VatRegime), list(VatRegime).index(known.vat_regime), format_func=label, key=f"{key}_tva"
        )
        street = middle[0].text_input("Rue", known.street, key=f"{key}_rue", max_chars=200)
        postcode = middle[1].text_input("Code postal", known.postcode, key=f"{key}_cp", max_chars=10)
        city = middle[2].text_input("Ville", known.city, key=f"{key}_ville", max_chars=100)
        country = middle[3].text_input("Pays", known.country, key=f"{key}_pays", max_chars=60)
        contact = bottom[0].text_input(
            "Contact de facturation",
            known.contact,
            key=f"{key}_contact",
            placeholder="comptabilite@exemple.fr",
            max_chars=254,
        )
        sent = st.form_submit_button(action, icon=":material/science:", type="primary")
    regime = regime or known.vat_regime
    return Description(name, siret, street, postcode, city, country, regime, contact) if sent else None


def _show_end(context: PageContext, trial: Trial, state: CompanyState, entities: list[Entity]) -> None:
    """Merge those chosen into another, or close the one that is: never the head office."""
    if any(entity.head_office for entity in entities):
        st.caption("Le siège existe toujours : il ne se ferme pas et ne se fusionne pas avec une autre entité.")
        return
    ids = tuple(entity.entity_id for entity in entities)
    names = {e.entity_id: e.name for e in state.entities if e.entity_id not in ids and e.period.open_ended}
    with st.container(border=True):
        st.markdown(f"**Fin de {md(', '.join(entity.name for entity in entities))}**")
        left, right = st.columns([3, 2], vertical_alignment="bottom")
        target = left.selectbox(
            "Tout donner à",
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder="Choisir l'entité qui reprend comptes et ressources",
            key=f"fusion_{context.company.code}",
        )
        day = right.date_input(
            "À partir du", context.month.first, format=DATE_FORMAT, key=f"fin_{context.company.code}"
        )
        if not isinstance(day, date):
            return
        with st.container(horizontal=True):
            merge = "Fusionner" if len(ids) == 1 else f"Fusionner {plural(len(ids), 'entité')}"
            st.button(
                merge,
                key="fusionner",
                icon=":material/merge:",
                disabled=target is None,
                on_click=try_step,
                args=(context, trial, MergeEntities(ids, EntityId(target or 0), day)),
            )
            if len(ids) == 1:
                help_text = "Possible quand plus personne ne lui appartient à partir de ce jour."
                close = CloseEntity(ids[0], day)
                st.button(
                    "Fermer sans reprise",
                    key="fermer",
                    icon=":material/block:",
                    help=help_text,
                    on_click=try_step,
                    args=(context, trial, close),
                )


def _checked(state: CompanyState, entity_id: EntityId, written: Description, start: date | None) -> Entity | None:
    """Return the entity that was described, or say what is wrong."""
    try:
        return described(state, entity_id, written, start)
    except LiveoError as refusal:
        st.error(md(refusal), icon=":material/error:")
        return None


def _open(key: str, asked: bool) -> None:
    st.session_state[key] = asked
