"""Cards of the page Consommation: a heading, a chart and its table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import polars as pl
import streamlit as st
from streamlit.elements.lib.mutable_tab_container import TabContainer

TABLE_HEIGHT: Final = 330
_COUNT: Final = st.column_config.NumberColumn(format="localized")
_COLUMNS: Final = {
    **dict.fromkeys(("Appels", "Sans réponse", "Minutes"), _COUNT),
    **dict.fromkeys(("Coût HT", "Avant", "Après"), st.column_config.NumberColumn(format="euro")),
    "Part": st.column_config.ProgressColumn(format="percent", min_value=0, max_value=1, help="Part du coût total."),
    "Écart HT": st.column_config.NumberColumn(format="euro", help="Coût moins celui de la période comparée."),
}


@contextmanager
def card(heading: str, key: str, *, told: bool = False) -> Iterator[tuple[TabContainer, TabContainer]]:
    """Open a card with a heading and two tabs, the chart and its table.

    ``told``: the script runs when somebody turns to the table, and hears of it by ``open``.
    """
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{heading}**")
        chart, table = st.tabs(["Graphique", "Tableau"], key=f"_vue_{key}", on_change="rerun" if told else "ignore")
        yield chart, table


def show_table(frame: pl.DataFrame) -> None:
    """Show the table of a chart; numbers and amounts follow the reader's language."""
    st.dataframe(frame, hide_index=True, column_config=_COLUMNS, height=TABLE_HEIGHT)
