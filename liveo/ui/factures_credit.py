"""A credit note from the page Factures: why, of which lines, seen before it is issued."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from liveo.core.credit import Origin
from liveo.core.documents import IssuedDocument
from liveo.core.errors import LiveoError
from liveo.core.money import read_amount
from liveo.rendering.credit_pdf import render_credit_note
from liveo.rendering.french import euros
from liveo.rendering.frozen_document import frozen_credit_note
from liveo.services.clock import now
from liveo.services.crediting import Wish, credit_draft, issue_credit_note, load_origin
from liveo.ui.escape import md
from liveo.ui.pdf_view import show_pdf
from liveo.ui.state import PageContext

_MADE: Final = "_avoir_emis"
_WHOLE, _LINES = "En entier", "Par lignes"
_SHOWN: Final = ("rank", "section", "label", "net", "left")


def show_credit(context: PageContext, document: IssuedDocument) -> None:
    """Offer to take an invoice back, in all or by lines, while something is left of it."""
    origin = load_origin(context.base, document.number)
    if not any(origin.left(line) for line in origin.lines):
        return
    with st.expander("Faire un avoir", icon=":material/undo:", key=f"avoir_{document.number}"):
        reason = st.text_input("Motif", key=f"avoir_motif_{document.number}", max_chars=300)
        how = st.segmented_control(
            "Créditer", (_WHOLE, _LINES), default=_WHOLE, required=True, key=f"avoir_comment_{document.number}"
        )
        try:
            wanted = None if how == _WHOLE else _wanted_lines(origin)
            wish = Wish(document.number, reason or "(motif à donner)", wanted)
            _show_draft(context, wish, ready=bool(reason and reason.strip()))
        except LiveoError as refusal:
            st.warning(md(refusal), icon=":material/info:")


def show_made() -> None:
    """Say, once, that a credit note was issued, or why it was not."""
    if told := st.session_state.pop(_MADE, ""):
        st.info(md(told), icon=":material/task_alt:")


def credit_rows(origin: Origin) -> pl.DataFrame:
    """Return one row per line: rank, section, label, net, left (Decimal euros), amount (text to be typed)."""
    return pl.DataFrame(
        {
            "rank": [line.rank for line in origin.lines],
            "section": [line.section for line in origin.lines],
            "label": [line.label for line in origin.lines],
            "net": [line.net for line in origin.lines],
            "left": [origin.left(line) for line in origin.lines],
            "amount": ["" for _ in origin.lines],
        },
        schema_overrides={"section": pl.String, "amount": pl.String}
        | dict.fromkeys(("net", "left"), pl.Decimal(18, 2)),
    )


def wanted_amounts(origin: Origin, typed: Mapping[int, str]) -> dict[int, Decimal | None]:
    """Return what was typed, by rank; "tout" stands for all that is left. Raises InvalidAmount."""
    found: dict[int, Decimal | None] = {}
    for rank, text in typed.items():
        if text.strip():
            found[rank] = None if text.strip().lower() == "tout" else read_amount(text)
    return found


def _wanted_lines(origin: Origin) -> dict[int, Decimal | None]:
    st.caption("Dans « À créditer HT », tapez un montant, ou « tout » pour ce qui reste de la ligne.")
    edited = st.data_editor(
        credit_rows(origin),
        hide_index=True,
        disabled=list(_SHOWN),
        key=f"avoir_lignes_{origin.reference.number}",
        column_config={
            "rank": st.column_config.NumberColumn("Ligne", width="small"),
            "section": st.column_config.TextColumn("Section", width="small"),
            "label": st.column_config.TextColumn("Désignation", width="medium"),
            "net": st.column_config.NumberColumn("HT", format="euro", width="small"),
            "left": st.column_config.NumberColumn("Reste HT", format="euro", width="small"),
            "amount": st.column_config.TextColumn("À créditer HT", width="small"),
        },
    )
    typed: dict[int, str] = dict(edited.select("rank", pl.col("amount").fill_null("")).iter_rows())
    return wanted_amounts(origin, typed)


def _show_draft(context: PageContext, wish: Wish, *, ready: bool) -> None:
    if wish.lines is not None and not wish.lines:
        st.info("Aucune ligne choisie.", icon=":material/info:")
        return
    note = credit_draft(context.base, wish, context.today)
    st.markdown(f"Avoir de **{euros(note.gross)} TTC** ({euros(note.net)} HT + {euros(note.vat)} de TVA).")
    if st.toggle("Voir l'avoir avant de l'émettre", key=f"avoir_apercu_{wish.number}"):
        show_pdf(render_credit_note(note), f"avoir_page_{wish.number}", f"avoir sur {wish.number}")
    if not ready:
        st.caption("Donnez le motif pour pouvoir émettre : il est imprimé sur l'avoir.")
    st.button(
        f"Émettre l'avoir de {euros(note.gross)}",
        key="emettre_avoir",
        type="primary",
        icon=":material/send:",
        disabled=not ready,
        on_click=_issue,
        args=(context, wish),
    )


def _issue(context: PageContext, wish: Wish) -> None:
    """Issue it; a refusal is kept for the page to say."""
    try:
        issued, note = issue_credit_note(
            context.base, wish, context.person, today=context.today, instant=now(), write=frozen_credit_note
        )
        told = f"Avoir {issued.number} émis : {euros(note.gross)} TTC rendus sur {wish.number}."
    except LiveoError as refusal:
        told = str(refusal)
    st.session_state[_MADE] = told
