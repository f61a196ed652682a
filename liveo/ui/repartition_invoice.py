"""One invoice of a division, under a trial or not: its lines with their calculation, or the pages it would have."""

from enum import StrEnum
from functools import lru_cache

import streamlit as st

from liveo.core.billing_modes import BillingMode
from liveo.core.invoice import Invoice
from liveo.core.periods import Month
from liveo.rendering.invoice_pdf import render_invoice
from liveo.services.allocation_trial import Trial
from liveo.services.bases import Base
from liveo.services.modes import compare_modes
from liveo.ui.factures_explained import show_lines
from liveo.ui.pdf_view import show_pdf
from liveo.ui.rendered import document_pdf
from liveo.ui.state import PageContext


class Look(StrEnum):
    """How an invoice is looked at."""

    LINES = "lignes"
    PAGES = "pages"


LOOKS = {Look.LINES: "Lignes et calculs", Look.PAGES: "Aperçu de la facture"}


def show_invoice(context: PageContext, trial: Trial, mode: BillingMode, index: int) -> None:
    """Show one document of a mode, counted from 0."""
    base, code, month = context.base, context.company.code, context.month
    invoice = _invoice(base, code, month, trial, mode, index)
    with st.container(border=True):
        look = st.segmented_control(
            "Regarder",
            list(LOOKS),
            default=Look.LINES,
            required=True,
            format_func=LOOKS.__getitem__,
            key="regarder",
            persist_state="session",
            label_visibility="collapsed",
        )
        if look != Look.PAGES:
            show_lines(invoice)
            return
        with st.spinner("Mise en page de la facture…"):
            pdf = invoice_pdf(base, code, month, trial, mode, index)
        show_pdf(pdf, f"essai_{code}_{month}_{mode}_{index}", f"la facture de {invoice.recipient.name}")


def invoice_pdf(base: Base, code: str, month: Month, trial: Trial, mode: BillingMode, index: int) -> bytes:
    """Return the PDF of one document; without a trial it is the one that the page Factures shows."""
    if trial.changes_nothing:
        return document_pdf(base, code, month, mode, index)
    return _pdf(base, base.version, code, month, trial, mode, index)


@lru_cache(maxsize=8)
def _pdf(base: Base, version: int, code: str, month: Month, trial: Trial, mode: BillingMode, index: int) -> bytes:
    return render_invoice(_invoice(base, code, month, trial, mode, index))


def _invoice(base: Base, code: str, month: Month, trial: Trial, mode: BillingMode, index: int) -> Invoice:
    answers = compare_modes(base, code, month, trial)
    return next(answer.run for answer in answers if answer.mode is mode).invoices[index]
