"""Fixed parts of the common charges: a per cent for each entity, of 100 together."""

from dataclasses import replace
from decimal import Decimal

import polars as pl
import streamlit as st

from liveo.core.company import CompanyState, EntityId, FixedShares
from liveo.core.divisions import entities_in
from liveo.rendering.french import percent
from liveo.services.allocation_trial import Trial
from liveo.ui.state import PageContext
from liveo.ui.trial_state import set_trial

TABLE_ROWS = 8
WHOLE = Decimal(100)


def show_shares(context: PageContext, trial: Trial, state: CompanyState) -> None:
    """Let people write the part of each entity; only parts of 100 % together can be tried."""
    code = context.company.code
    entities = entities_in(state, context.month)
    frame = pl.DataFrame(
        {"entity": [e.name for e in entities], "share": [float(e.fixed_share) for e in entities]},
        schema={"entity": pl.String, "share": pl.Float64},
    )
    edited = st.data_editor(
        frame,
        hide_index=True,
        num_rows="fixed",
        height="content" if frame.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=f"parts_{code}_{len(trial.fixed_shares or ())}",
        disabled=("entity",),
        column_config={
            "entity": "Entité",
            "share": st.column_config.NumberColumn(
                "Part (%)", min_value=0, max_value=100, step=0.01, format="localized", required=True
            ),
        },
        alt="Part fixe de chaque entité, modifiable",
    )
    shares = written_shares([e.entity_id for e in entities], edited["share"].to_list())
    whole = sum((share for _, share in shares), Decimal(0))
    missing = WHOLE - whole
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Essayer ces parts",
            key="essayer_parts",
            icon=":material/science:",
            disabled=bool(missing),
            on_click=set_trial,
            args=(code, replace(trial, fixed_shares=shares)),
        )
        st.caption(_words(whole, missing), width="content")


def written_shares(entity_ids: list[EntityId], written: list[float | None]) -> FixedShares:
    """Return the parts that are not zero, to the hundredth of a per cent, by rising id."""
    exact = (round(Decimal(str(share or 0)), 2) for share in written)
    return tuple(sorted((e, share) for e, share in zip(entity_ids, exact, strict=True) if share))


def _words(whole: Decimal, missing: Decimal) -> str:
    if not missing:
        return "Total : 100 %."
    return f"Total : {percent(whole)} ; il {'manque' if missing > 0 else 'y a en trop'} {percent(abs(missing))}."
