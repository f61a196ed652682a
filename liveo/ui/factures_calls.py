"""The detail of an invoice's calls on the page Factures: in its forms, masked; whole for a reason that is kept."""

from functools import partial
from typing import Final

import streamlit as st

from liveo.core.documents import IssuedDocument
from liveo.core.people import Person, Right, may
from liveo.rendering.annex_files import ANNEX_FORMS
from liveo.services.annexes import WholeNumbers, annex_of, why_no_annex
from liveo.services.bases import Base
from liveo.services.clock import now
from liveo.ui.escape import md
from liveo.ui.state import PageContext

_TYPES: Final = {
    "pdf": "application/pdf",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_NAMES: Final = {"pdf": "PDF", "csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}


def show_calls(context: PageContext, document: IssuedDocument) -> None:
    """Offer the calls behind an invoice to who may see all of them, as long as they are kept."""
    if not sees_every_call(context.person):
        return
    if erased := why_no_annex(context.base, document.company, document.month):
        st.caption(md(erased))
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Détail des appels", width="content")
        for form in ANNEX_FORMS:
            _offer(context, document, form, None)
        if may(context.person, Right.SEE_WHOLE_NUMBERS):
            _offer_whole(context, document)


def sees_every_call(person: Person) -> bool:
    """Whether nobody restricted a person to some entities or to their own account."""
    return not (person.entities or person.subject_ids)


def annex_file(base: Base, document: IssuedDocument, form: str, whole: WholeNumbers | None = None) -> bytes:
    """Return the calls behind an invoice in one form; raises AnnexRefused."""
    found = annex_of(base, document, whole)
    return ANNEX_FORMS[form](found.head, found.calls)


def _offer_whole(context: PageContext, document: IssuedDocument) -> None:
    with st.popover("Numéros entiers…", icon=":material/visibility:"):
        st.caption("Les quatre derniers chiffres sont masqués. Pour les voir, dites pourquoi : le journal le garde.")
        reason = st.text_input("Motif", key=f"appels_motif_{document.number}", max_chars=300)
        if not reason or not reason.strip():
            return
        with st.container(horizontal=True):
            for form in ANNEX_FORMS:
                _offer(context, document, form, reason)


def _offer(context: PageContext, document: IssuedDocument, form: str, reason: str | None) -> None:
    """Offer a file that is made, and journaled where numbers are whole, when it is asked for."""
    whole = "_numeros-entiers" if reason else ""
    st.download_button(
        _NAMES[form],
        partial(_file, context.base, document, form, context.person, reason),
        f"annexe_{document.number}{whole}.{form}",
        _TYPES[form],
        key=f"telecharger_annexe{whole}_{form}",
        icon=":material/call:",
        on_click="ignore",
    )


def _file(base: Base, document: IssuedDocument, form: str, person: Person, reason: str | None) -> bytes:
    return annex_file(base, document, form, WholeNumbers(person, reason, now()) if reason else None)
