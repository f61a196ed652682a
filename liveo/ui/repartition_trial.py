"""What is tried on the page Répartition: said in words, with its effect on each entity, on top of every tab."""

from typing import Final

import polars as pl
import streamlit as st

from liveo.core.company import CompanyState
from liveo.core.entities import SharingKey
from liveo.core.invoicing import MonthlyBill
from liveo.rendering.charts import before_after
from liveo.rendering.french import euros, of_month
from liveo.rendering.labels import label
from liveo.services.allocation import entity_nets
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import customer, monthly_bill
from liveo.ui.escape import md
from liveo.ui.repartition_saving import show_confirmation, show_saved
from liveo.ui.state import PageContext
from liveo.ui.trial_state import confirm, is_confirming, set_trial, take_message
from liveo.ui.trial_words import trial_sentences

CHART_ENTITIES: Final = 6


def show_trial(context: PageContext, trial: Trial) -> None:
    """Show what is tried, its effect on each entity, and the two ways out of it; or the way back from the last save."""
    code = context.company.code
    message = take_message(code)
    if message:
        st.warning(message, icon=":material/info:")
    show_saved(context)
    if trial.changes_nothing:
        return
    with st.container(border=True, key="essai"):
        st.markdown(
            ":material/science: **À l'essai** : rien n'est écrit ; les chiffres de cette page en tiennent compte."
        )
        _show_sentences(code, customer(context.base, code).state, trial)
        if trial.changes_charges:
            _show_effect(context, trial)
        if is_confirming(code):
            show_confirmation(context, trial)
        else:
            _show_ways_out(code)


def effect_rows(before: MonthlyBill, after: MonthlyBill) -> pl.DataFrame:
    """Return the entities whose amount changes: label, before, after, difference (Decimal euros)."""
    changed = entity_nets(before, after).filter(pl.col("difference") != 0)
    return changed.select(pl.col("entity").alias("label"), "before", "after", "difference")


def _show_sentences(code: str, state: CompanyState, trial: Trial) -> None:
    for i, sentence in enumerate(trial_sentences(state, trial)):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"• {md(sentence.words)}", width="content")
            st.button(
                "Retirer",
                key=f"retirer_{code}_{i}",
                type="tertiary",
                icon=":material/close:",
                on_click=set_trial,
                args=(code, sentence.without),
            )


def _show_effect(context: PageContext, trial: Trial) -> None:
    before = monthly_bill(context.base, context.company.code, context.month)
    after = tried_bill(context.base, context.company.code, context.month, trial)
    rows = effect_rows(before, after)
    if rows.is_empty():
        st.caption(f"Sans effet sur les montants {of_month(context.month)}.")
        return
    with st.expander(f"Effet sur les montants {of_month(context.month)}, par entité", expanded=True, key="effet"):
        if rows.height <= CHART_ENTITIES:
            st.plotly_chart(
                before_after(rows),
                key="effet_graphique",
                config={"displayModeBar": False},
                alt="Avant et après, par entité",
            )
        else:
            _show_effect_table(rows)
        st.caption(_total_words(before, after, trial))


def _total_words(before: MonthlyBill, after: MonthlyBill, trial: Trial) -> str:
    """Say that the company pays the same, and why entities may change that nobody was moved from or to."""
    whole = euros(after.net)
    same = (
        f"Total inchangé : {whole} HT" if before.net == after.net else f"Total : {euros(before.net)}, puis {whole} HT"
    )
    key = SharingKey(after.state.company.sharing_key)
    if trial.steps and key in (SharingKey.ACCOUNTS, SharingKey.CONSUMPTION):
        return f"{same}. Les charges communes se partagent « {label(key)} » : un déplacement change la part de chacun."
    return f"{same}, charges communes comprises."


def _show_effect_table(rows: pl.DataFrame) -> None:
    money = st.column_config.NumberColumn(format="euro")
    names = {"before": "Avant", "after": "Après", "difference": "Écart"}
    st.dataframe(
        rows,
        hide_index=True,
        height="content" if rows.height <= 10 else 388,
        key="effet_tableau",
        column_config={"label": "Entité", **{name: {**money, "label": title} for name, title in names.items()}},
        alt="Avant et après, par entité",
    )


def _show_ways_out(code: str) -> None:
    with st.container(horizontal=True):
        st.button(
            "Appliquer…",
            key="appliquer",
            type="primary",
            icon=":material/task_alt:",
            on_click=confirm,
            args=(code, True),
        )
        st.button(
            "Tout abandonner", key="abandonner", icon=":material/delete:", on_click=set_trial, args=(code, Trial())
        )
