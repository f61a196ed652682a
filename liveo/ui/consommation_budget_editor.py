"""Setting budgets on the page Consommation: a table, the month from which they hold, and the way back."""

from decimal import Decimal
from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.core.company import EntityId
from liveo.core.errors import LiveoError
from liveo.core.money import from_cents
from liveo.core.periods import Month
from liveo.rendering.french import month_name, of_month
from liveo.services.budget_use import months_in_view
from liveo.services.budgets import COMPANY, BudgetSteps, budgets_in, put_back, set_budgets
from liveo.ui.consommation_filters import View

_MONTH, _TABLE, _BEFORE, _REFUSED = "_budget_mois", "_budget_table", "_budget_avant", "_budget_refus"
_AHEAD: Final = 12
_WHOLE: Final = "Toute l'entreprise"


def show_editor(view: View) -> None:
    """Let somebody set budgets from a month on, of the entities they may see; the last setting can be taken back."""
    context = view.context
    if refused := st.session_state.pop(_REFUSED, None):
        st.error(refused, icon=":material/error:")
    before: tuple[str, BudgetSteps] | None = st.session_state.get(_BEFORE)
    if before and before[0] == context.company.code:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(":material/check: Budgets enregistrés.", width="content")
            st.button(
                "Annuler", key="_budget_annuler", icon=":material/undo:", on_click=_put_back, args=(view, before[1])
            )
    with st.expander("Fixer les budgets", icon=":material/edit:", key="_budget_editeur"):
        month = _pick_month(view)
        wanted = _edit(view, month)
        st.button(
            f"Enregistrer à partir {of_month(month)}",
            key="_budget_enregistrer",
            type="primary",
            disabled=not wanted,
            on_click=_save,
            args=(view, month, wanted),
        )
        st.caption(
            "Un budget vaut jusqu'à ce qu'un autre le remplace. Sans budget pour toute l'entreprise, c'est la somme de "
            "ceux des entités qui compte."
        )


def _edit(view: View, month: Month) -> dict[EntityId, Decimal | None]:
    """Show the budgets in force in a month, to be changed; returns those that were, None for no budget any more."""
    ids = _entities(view)
    stood = budgets_in(view.context.base, view.asked.company_id, month)
    rows = pl.DataFrame(
        [(name, None if one not in stood else float(stood[one])) for one, name in ids.items()],
        schema={"name": pl.String, "budget": pl.Float64},
        orient="row",
    )
    edited = st.data_editor(
        rows,
        hide_index=True,
        num_rows="fixed",
        key=f"{_TABLE}_{view.context.company.code}_{month}_{view.context.base.version}",
        disabled=("name",),
        column_config={
            "name": "Entité",
            "budget": st.column_config.NumberColumn(
                "Budget HT par mois", format="euro", min_value=0, step=0.01, help="Vide : pas de budget."
            ),
        },
        placeholder="—",
        alt="Budget mensuel de chaque entité, modifiable",
    )
    asked = zip(ids, map(_amount, edited["budget"]), strict=True)
    return {one: amount for one, amount in asked if amount != stood.get(one)}


def _entities(view: View) -> dict[EntityId, str]:
    """Return whose budget may be set: the company as a whole, for whom sees all of it, then its entities."""
    entities = {one: name for one, name in view.names.entities.items() if one != COMPANY}
    if view.names.within_entities:
        return entities
    return {COMPANY: _WHOLE, **(entities if view.names.has_entities else {})}


def _pick_month(view: View) -> Month:
    first = months_in_view(view.asked)[0]
    known = [*view.context.company.months] or [first]
    last = known[-1].plus(_AHEAD)
    months = {str(month): month for month in [*known, *(known[-1].plus(i) for i in range(1, _AHEAD + 1))]}
    at_first = str(min(max(first, known[0]), last))
    text = st.selectbox(
        "À partir de",
        list(months),
        index=list(months).index(at_first),
        format_func=lambda text: month_name(months[text]),
        key=f"{_MONTH}_{view.context.company.code}_{at_first}",
        width=220,
    )
    return months[text]


def _amount(value: Any) -> Decimal | None:
    return None if value is None else from_cents(round(value * 100))


def _save(view: View, month: Month, wanted: dict[EntityId, Decimal | None]) -> None:
    try:
        before = set_budgets(view.context.base, view.context.company.code, month, wanted, view.context.person)
    except LiveoError as refused:
        st.session_state[_REFUSED] = str(refused)
    else:
        st.session_state[_BEFORE] = (view.context.company.code, before)


def _put_back(view: View, before: BudgetSteps) -> None:
    st.session_state.pop(_BEFORE, None)
    try:
        put_back(view.context.base, view.context.company.code, before, view.context.person)
    except LiveoError as refused:
        st.session_state[_REFUSED] = str(refused)
    else:
        st.toast("Les budgets sont comme avant.", icon=":material/undo:")
