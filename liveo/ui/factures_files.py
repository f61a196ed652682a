"""The files of issued documents: the document itself, a ZIP of many, the accounting entries."""

from functools import partial

import streamlit as st

from liveo.core.documents import IssuedDocument
from liveo.rendering.accounting_csv import sales_journal
from liveo.rendering.document_archive import archive_stream
from liveo.rendering.french import plural
from liveo.services.accounting import sales_entries
from liveo.services.bases import Base
from liveo.services.issued import Scope, frozen_document, handed_over, issued_in
from liveo.ui.state import PageContext


def show_scope_files(context: PageContext, scope: Scope) -> None:
    """Offer all documents in view as one ZIP, and their entries for the accounts."""
    whose = scope.companies[0] if len(scope.companies) == 1 else "toutes"
    when = str(scope.month) if scope.month else "tous-les-mois"
    count = plural(len(issued_in(context.base, scope)), "document")
    with st.container(horizontal=True):
        offer_zip(f"Tout en ZIP ({count})", context, scope, f"emises_{whose}_{when}.zip")
        st.download_button(
            "Écritures comptables (CSV)",
            partial(journal_file, context.base, scope),
            f"ventes_{whose}_{when}.csv",
            "text/csv",
            key="telecharger_ecritures",
            icon=":material/account_balance:",
            on_click="ignore",
            help="Écritures de vente, équilibrées, dans les colonnes du FEC.",
        )


def show_document_files(context: PageContext, document: IssuedDocument) -> None:
    """Offer the document in its forms."""
    with st.container(horizontal=True):
        _offer("Télécharger le PDF", context, document, "pdf", primary=True)
        _offer("XML (Factur-X)", context, document, "xml")
        only = Scope((document.company,), document.month, document.number)
        offer_zip("ZIP", context, only, f"{document.number}.zip")


def zipped(base: Base, scope: Scope) -> bytes:
    """Return the ZIP of the documents of a scope."""
    return b"".join(archive_stream(handed_over(base, scope)))


def journal_file(base: Base, scope: Scope) -> bytes:
    """Return the sales journal of a scope."""
    return sales_journal(sales_entries(base, scope))


def offer_zip(title: str, context: PageContext, scope: Scope, name: str) -> None:
    """Offer the documents of a scope in one file."""
    st.download_button(
        title,
        partial(zipped, context.base, scope),
        name,
        "application/zip",
        key=f"telecharger_zip_{name}",
        icon=":material/folder_zip:",
        on_click="ignore",
        help="PDF et XML de chaque document, avec un manifeste : empreintes SHA-256 et totaux.",
    )


def _offer(title: str, context: PageContext, document: IssuedDocument, form: str, *, primary: bool = False) -> None:
    st.download_button(
        title,
        partial(_form, context.base, document, form),
        f"{document.number}.{form}",
        f"application/{form}",
        key=f"telecharger_emise_{form}",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
    )


def _form(base: Base, document: IssuedDocument, form: str) -> bytes:
    frozen = frozen_document(base, document)
    return frozen.pdf if form == "pdf" else frozen.einvoice.encode()
