"""What each entity pays for which option and which destination."""

from enum import StrEnum

import polars as pl
import streamlit as st

from liveo.core.catalogue import OptionCode
from liveo.core.destinations import Destination
from liveo.core.money import ZERO
from liveo.rendering.french import euros, of_month
from liveo.rendering.labels import short_label
from liveo.services.allocation import entity_matrix
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.ui.state import PageContext


class Family(StrEnum):
    """Which columns a matrix has."""

    OPTIONS = "options"
    USAGE = "consommation"


FAMILIES = {Family.OPTIONS: "Options", Family.USAGE: "Consommation"}
COLUMNS: dict[Family, type[OptionCode] | type[Destination]] = {Family.OPTIONS: OptionCode, Family.USAGE: Destination}
MOST_ROWS = 27


def show_entities(context: PageContext, trial: Trial) -> None:
    """Show one matrix, entities by options or by destinations, with its totals."""
    bill = tried_bill(context.base, context.company.code, context.month, trial)
    family = st.segmented_control(
        "Montants HT",
        list(FAMILIES),
        default=Family.OPTIONS,
        required=True,
        format_func=FAMILIES.__getitem__,
        key="famille",
        persist_state="session",
    )
    frame = entity_matrix(bill, COLUMNS[family or Family.OPTIONS])
    if frame.height == 1:
        st.info(f"Rien à montrer {of_month(context.month)} : choisissez un autre mois.", icon=":material/info:")
        return
    _show_matrix(blank_zeros(frame), COLUMNS[family or Family.OPTIONS])
    st.caption(
        f"Total HT du mois : {euros(bill.net)}, options et consommation, charges communes partagées comprises. "
        "Les centimes sont arrondis une fois par compte et par option ou destination, comme sur les factures."
    )


def blank_zeros(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the matrix with nothing where nothing is owed, so that amounts stand out."""
    cells = pl.exclude("entity", "total")
    return frame.with_columns(pl.when(cells == ZERO).then(None).otherwise(cells).name.keep())


def _show_matrix(frame: pl.DataFrame, codes: type[OptionCode] | type[Destination]) -> None:
    money = st.column_config.NumberColumn(format="euro")
    names = {str(code): short_label(code) for code in codes if code in frame.columns}
    st.dataframe(
        frame.select("entity", "total", pl.exclude("entity", "total")),
        hide_index=True,
        height="content" if frame.height <= MOST_ROWS else 35 * (MOST_ROWS + 1) + 3,
        placeholder="",
        key=f"matrice_{codes.__name__}",
        column_config={
            "entity": st.column_config.TextColumn("Entité", pinned=True),
            **{code: {**money, "label": name} for code, name in names.items()},
            "total": {**money, "label": "Total"},
        },
        alt="Montants HT par entité",
    )
