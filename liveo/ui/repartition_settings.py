"""What a manager may try for the whole company: how common charges are shared, who receives an invoice of its own."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import streamlit as st

from liveo.core.charges import Charge
from liveo.core.company import CompanyState
from liveo.core.entities import SharingKey
from liveo.core.money import total
from liveo.rendering.charge_words import charge_line
from liveo.rendering.french import euros, of_month, plural
from liveo.rendering.labels import label
from liveo.services.allocation import common_charges, key_effects
from liveo.services.allocation_trial import Trial, marked_entities, tried_in
from liveo.ui.escape import md
from liveo.ui.repartition_shares import show_shares
from liveo.ui.state import PageContext
from liveo.ui.trial_state import set_trial

TABLE_ROWS = 8
HELP = {
    SharingKey.HEAD_OFFICE: "Le siège paie tout ce qui n'appartient à aucune entité.",
    SharingKey.EQUAL: "Chaque entité, siège excepté, en paie autant que les autres.",
    SharingKey.ACCOUNTS: "Chaque entité paie selon le nombre de ses comptes facturés dans le mois.",
    SharingKey.CONSUMPTION: "Chaque entité paie selon ses appels du mois, en euros.",
    SharingKey.FIXED_SHARES: "Chaque entité paie la part fixe qui lui est donnée ; sans parts, le siège paie tout.",
}


def show_settings(context: PageContext, trial: Trial) -> None:
    """Let people try a sharing key and own invoices; a company without entities is told why there is nothing to try."""
    state = tried_in(context.base, context.company.code, context.month, trial)
    if len(state.entities) == 1:
        st.info(
            "Cette entreprise n'a qu'une entité, le siège : les modes 2 à 4 donnent la même facture que le mode 1.",
            icon=":material/info:",
        )
        return
    with st.container(border=True):
        _show_key(context, trial, state)
        _show_common(context, trial)
        _show_effects(context, trial)
        if state.company.sharing_key == SharingKey.FIXED_SHARES:
            show_shares(context, trial, state)
        _show_marks(context, trial, state)


def common_rows(charges: Sequence[Charge]) -> pl.DataFrame:
    """Return one row per common charge: subject, code, words (texts), net (Decimal euros)."""
    rows = [(c.subject.label, label(c.code), charge_line(c), c.amount) for c in charges]
    texts = dict.fromkeys(("subject", "code", "words"), pl.String())
    return pl.DataFrame(rows, schema=pl.Schema({**texts, "net": pl.Decimal(18, 2)}), orient="row")


def _show_key(context: PageContext, trial: Trial, state: CompanyState) -> None:
    code = context.company.code
    widget = f"cle_{code}"
    st.session_state[widget] = SharingKey(state.company.sharing_key)
    left, right = st.columns([2, 3], gap="medium", vertical_alignment="bottom")
    chosen = left.selectbox(
        "Partage des charges communes",
        list(SharingKey),
        format_func=label,
        key=widget,
        help="Ce qui n'appartient à aucune entité : l'entreprise elle-même, et ce qui n'est pas rattaché.",
        on_change=_key_chosen,
        args=(code, trial, widget),
    )
    right.caption(HELP[SharingKey(chosen or state.company.sharing_key)])


def _show_common(context: PageContext, trial: Trial) -> None:
    """Show what there is to share, in detail when it is asked for."""
    charges = common_charges(context.base, context.company.code, context.month, trial)
    if not charges:
        st.caption(f"Aucune charge commune {of_month(context.month)}.")
        return
    amount = euros(total([charge.amount for charge in charges]))
    with st.expander(
        f"{amount} HT de charges communes, qui n'appartiennent à aucune entité", key="communes", on_change="rerun"
    ) as shown:
        if shown.open:
            _show_rows(common_rows(charges))


def _show_effects(context: PageContext, trial: Trial) -> None:
    """Show what each key would make each entity pay, when it is asked for."""
    with st.expander("Comparer les clés", key="comparer_cles", on_change="rerun") as shown:
        if shown.open:
            frame = key_effects(context.base, context.company.code, context.month, trial)
            money = st.column_config.NumberColumn(format="euro")
            st.dataframe(
                frame,
                hide_index=True,
                height="content" if frame.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
                key="cles_tableau",
                column_config={
                    "entity": st.column_config.TextColumn("Entité", pinned=True),
                    **{str(key): {**money, "label": label(key)} for key in SharingKey},
                },
                alt="Part des charges communes que chaque clé donne à chaque entité",
            )


def _show_rows(frame: pl.DataFrame) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        height="content" if frame.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key="communes_tableau",
        column_config={
            "subject": "Compte ou ressource",
            "code": "Désignation",
            "words": "Calcul",
            "net": st.column_config.NumberColumn("HT", format="euro", width="small"),
        },
        alt="Charges qui n'appartiennent à aucune entité",
    )


def _show_marks(context: PageContext, trial: Trial, state: CompanyState) -> None:
    """Offer a switch per entity, the head office aside: its invoice is the company's."""
    code = context.company.code
    widget = f"factures_separees_{code}"
    names = {entity.entity_id: entity.name for entity in state.entities if not entity.head_office}
    st.session_state[widget] = [entity_id for entity_id in names if entity_id in marked_entities(state)]
    marked = st.pills(
        "Factures séparées du mode 4",
        list(names),
        selection_mode="multi",
        format_func=lambda entity_id: md(names[entity_id]),
        key=widget,
        wrap=True,
        help="Les entités allumées reçoivent leur propre facture dans le mode mixte ; les autres restent ensemble.",
        on_change=_marks_chosen,
        args=(code, trial, widget),
    )
    together = len(names) - len(marked) + 1
    st.caption(f"{plural(len(marked), 'facture séparée', 'factures séparées')}, {plural(together, 'entité')} ensemble.")


def _key_chosen(code: str, trial: Trial, widget: str) -> None:
    set_trial(code, replace(trial, sharing_key=SharingKey(st.session_state[widget])))


def _marks_chosen(code: str, trial: Trial, widget: str) -> None:
    set_trial(code, replace(trial, own_invoices=tuple(sorted(st.session_state[widget]))))
