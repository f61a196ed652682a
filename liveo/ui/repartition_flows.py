"""The diagram of a division: accounts and resources, their entities, the invoices."""

from collections.abc import Mapping
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.billing_modes import BillingMode
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import MonthlyBill
from liveo.rendering.charts.allocation import sources_to_documents
from liveo.services.allocation_flows import SourceKind, flows, sources
from liveo.ui.mode_picker import mode_name

NAMES: Final[Mapping[str, str]] = {
    SourceKind.ACCOUNTS: "Comptes",
    SourceKind.MOVED: "Comptes qui changent d'entité",
    SourceKind.RESOURCES: "Ressources",
    SourceKind.COMPANY: "Entreprise",
    SourceKind.COMMON: "Charges communes partagées",
}


def show_flows(bill: MonthlyBill, run: InvoiceRun, mode: BillingMode) -> None:
    """Draw who pays in which entity and on which invoice, where there are entities to tell apart."""
    if len(bill.entities) == 1:
        return
    st.plotly_chart(
        sources_to_documents(named_sources(sources(run, bill)), flows(run, bill), ink=_ink()),
        key="flux",
        config={"displayModeBar": False},
        alt=f"Des comptes et ressources vers les entités, puis vers les factures, mode {mode_name(mode)}",
    )


def named_sources(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the sources under the names that people read: source, entity, subjects, net."""
    named = [name or NAMES[kind] for kind, name in frame.select("kind", "name").iter_rows()]
    return frame.select(pl.Series("source", named, pl.String), "entity", "subjects", "net")


def _ink() -> str | None:
    """Return the text colour of the theme in use."""
    colour = st.get_option(f"theme.{st.context.theme.type or 'light'}.textColor")
    return colour if isinstance(colour, str) else None
