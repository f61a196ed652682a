"""The documents of a run as a table: who receives each, told apart in few words, then the amounts."""

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.core.invoice import InvoiceRun
from liveo.services.documents import document_rows

SHOWN: Final = ("recipient", "net", "vat", "gross", "sections")
MOST_ROWS: Final = 9
COLUMNS: Final[Mapping[str, Any]] = {
    "recipient": st.column_config.TextColumn("Destinataire", width="medium"),
    "net": st.column_config.NumberColumn("HT", format="euro", width="small"),
    "vat": st.column_config.NumberColumn("TVA", format="euro", width="small"),
    "gross": st.column_config.NumberColumn("TTC", format="euro", width="small"),
    "sections": st.column_config.NumberColumn("Sections", width="small"),
}


def recipient_rows(run: InvoiceRun) -> pl.DataFrame:
    """Return one row per document: recipient, net, vat, gross (Decimal euros), sections.

    An entity stands under its own name: the company's before it, as invoices say it, would push it out of sight.
    """
    names = [i.recipient.entity.name if i.recipient.entity else i.recipient.name for i in run.invoices]
    return document_rows(run).with_columns(recipient=pl.Series(names, dtype=pl.String)).select(SHOWN)


def height_of(frame: pl.DataFrame) -> Any:
    """Return a height that shows the first rows, and lets people scroll to the others."""
    return "content" if frame.height <= MOST_ROWS else 35 * (MOST_ROWS + 1) + 3
