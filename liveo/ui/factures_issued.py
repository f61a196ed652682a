"""The issued documents on the page Factures: list, files, the document itself, and the way to a credit note."""

from typing import Any, Final

import polars as pl
import streamlit as st

from liveo.core.documents import DocumentKind, IssuedDocument, IssueState
from liveo.core.money import ZERO, total
from liveo.core.people import Right, may
from liveo.rendering.french import day, day_long, euros, month_name, of_month, plural
from liveo.rendering.labels import label
from liveo.services.issued import Scope, frozen_document, issued_in
from liveo.ui.escape import md
from liveo.ui.factures_calls import show_calls
from liveo.ui.factures_credit import show_credit, show_made
from liveo.ui.factures_files import show_document_files, show_scope_files
from liveo.ui.factures_stage import pick_companies
from liveo.ui.pdf_view import show_pdf
from liveo.ui.recipients import height_of
from liveo.ui.state import PageContext

_EVERY_MONTH: Final = "emises_tous_les_mois"
_COLUMNS: Final[dict[str, Any]] = {
    "number": st.column_config.TextColumn("Numéro", width=125),
    "state": st.column_config.TextColumn("État", width="medium"),
    "issue_date": st.column_config.DateColumn("Date", format="DD/MM/YYYY", width="small"),
    "month": st.column_config.TextColumn("Mois", width=120),
    "recipient": st.column_config.TextColumn("Destinataire", width="medium"),
    "net": st.column_config.NumberColumn("HT", format="euro", width="small"),
    "vat": st.column_config.NumberColumn("TVA", format="euro", width="small"),
    "gross": st.column_config.NumberColumn("TTC", format="euro", width="small"),
}


def show_issued(context: PageContext) -> None:
    """Show the whole stage."""
    with st.container(horizontal=True):
        codes = pick_companies(context, "emises_toutes")
        every_month = st.toggle("Tous les mois", key=_EVERY_MONTH, persist_state="session")
    show_made()
    scope = Scope(codes, None if every_month else context.month)
    documents = issued_in(context.base, scope)
    if not documents:
        when = "" if every_month else f" {of_month(context.month)}"
        st.info(f"Aucun document émis{when}. L'étape « Émission » dit ce qui peut l'être.", icon=":material/info:")
        return
    _show_totals(documents)
    show_scope_files(context, scope)
    document = _pick(documents, f"{'-'.join(codes[:1])}_{scope.month}")
    _show_document(context, document)


def document_rows(documents: tuple[IssuedDocument, ...]) -> pl.DataFrame:
    """Return one row per document, the newest first; what a credit note gives back is negative."""
    return pl.DataFrame(
        {
            "number": [one.number for one in documents],
            "state": [state_words(one) for one in documents],
            "issue_date": [one.issue_date for one in documents],
            "month": [month_name(one.month) for one in documents],
            "recipient": [_short_recipient(one) for one in documents],
            "net": [one.sign * one.net for one in documents],
            "vat": [one.sign * one.vat for one in documents],
            "gross": [one.sign * one.gross for one in documents],
        },
        schema_overrides=dict.fromkeys(("net", "vat", "gross"), pl.Decimal(18, 2)),
    )


def state_words(document: IssuedDocument) -> str:
    """Say what became of a document: "Émise", "Créditée", "Créditée de 12,00 €", "Avoir sur FA-2026-000001"."""
    if document.kind is DocumentKind.CREDIT_NOTE:
        return f"{label(document.kind)} sur {document.origin}"
    if document.state is IssueState.ISSUED and document.credited > ZERO:
        return f"Créditée de {euros(document.credited)}"
    replaced = f", remplace {document.origin}" if document.origin else ""
    return f"{label(document.state)}{replaced}"


def _short_recipient(document: IssuedDocument) -> str:
    """An entity stands under its own name, as in the list of previews."""
    return document.recipient.removeprefix(f"{document.company_name} – ")


def _show_totals(documents: tuple[IssuedDocument, ...]) -> None:
    invoices = [one for one in documents if one.kind is DocumentKind.INVOICE]
    notes = [one for one in documents if one.kind is DocumentKind.CREDIT_NOTE]
    invoiced, credited = total([one.gross for one in invoices]), total([one.gross for one in notes])
    with st.container(horizontal=True):
        st.metric("Factures", str(len(invoices)), border=True, width=130)
        st.metric("Facturé TTC", euros(invoiced), border=True, width="stretch")
        st.metric(f"Avoirs TTC ({len(notes)})", euros(credited), border=True, width="stretch")
        st.metric("Reste dû TTC", euros(invoiced - credited), border=True, width="stretch")


def _pick(documents: tuple[IssuedDocument, ...], key: str) -> IssuedDocument:
    frame = document_rows(documents)
    one_month = frame["month"].n_unique() == 1
    event = st.dataframe(
        frame,
        hide_index=True,
        height=height_of(frame),
        key=f"emises_{key}_{frame.height}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=_COLUMNS,
        column_order=[name for name in _COLUMNS if not (one_month and name == "month")],
        alt="Documents émis",
    )
    if frame.height > 1 and not event.selection.rows:
        st.caption(f"Cliquez à gauche d'une ligne pour ouvrir l'un des {plural(frame.height, 'document')}.")
    return documents[event.selection.rows[0] if event.selection.rows else 0]


def _show_document(context: PageContext, document: IssuedDocument) -> None:
    st.header(f"{label(document.kind)} {document.number}", anchor=False)
    st.markdown(
        f"**{euros(document.gross)} TTC**, {md(document.recipient)}, {day_long(document.issue_date)}. "
        f"{md(state_words(document))}."
    )
    show_document_files(context, document)
    if document.kind is DocumentKind.INVOICE:
        show_calls(context, document)
    if document.kind is DocumentKind.INVOICE and may(context.person, Right.ISSUE_INVOICES):
        show_credit(context, document)
    frozen = frozen_document(context.base, document)
    what = f"{label(document.kind).lower()} {document.number} du {day(document.issue_date)}"
    show_pdf(frozen.pdf, f"page_{document.number}", what)
