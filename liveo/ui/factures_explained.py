"""Why an invoice costs what it does: its lines, the charges behind one of them, and every step of a charge."""

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

import polars as pl
import streamlit as st

from liveo.core.charges import Charge, UsageBasis
from liveo.core.invoice import Invoice
from liveo.core.money import total
from liveo.rendering.charge_words import charge_line, line_price, line_quantity
from liveo.rendering.explanation import charge_steps, exact_euros
from liveo.rendering.french import euros, of_month, percent, plural
from liveo.rendering.labels import label
from liveo.rendering.line_explanation import line_sentence
from liveo.services.documents import charges_by_subject, charges_of_line
from liveo.ui.escape import md

TABLE_ROWS = 12
EURO = st.column_config.NumberColumn("HT", format="euro", width="small")


class View(StrEnum):
    """From which side people look at an invoice."""

    LINES = "lignes"
    SUBJECTS = "comptes"


VIEWS = {View.LINES: "Par ligne de facture", View.SUBJECTS: "Par compte ou ressource"}


def show_lines(invoice: Invoice) -> None:
    """Let people follow an amount from the invoice down to its days, its price and its rounding."""
    view = st.segmented_control(
        "Détailler", list(VIEWS), default=View.LINES, required=True, format_func=VIEWS.__getitem__, key="comprendre"
    )
    charges = _pick_subject(invoice) if view == View.SUBJECTS else _pick_line(invoice)
    if charges:
        _pick_charge(charges, _key(f"montants_{view}", invoice))
    _show_rounding(invoice)


def line_rows(invoice: Invoice) -> pl.DataFrame:
    """Return one row per line: section, line, quantity, price, vat (texts), net (Decimal euros)."""
    rows = [
        (
            section.entity.name if section.entity else "",
            label(line.code),
            line_quantity(line),
            line_price(line),
            percent(line.vat_rate),
            line.net,
        )
        for section in invoice.sections
        for line in section.lines
    ]
    names = ("section", "line", "quantity", "price", "vat")
    schema = pl.Schema({**dict.fromkeys(names, pl.String()), "net": pl.Decimal(18, 2)})
    return pl.DataFrame(rows, schema=schema, orient="row")


def charge_rows(charges: Sequence[Charge]) -> pl.DataFrame:
    """Return one row per charge: subject, code, words (texts), net (Decimal euros)."""
    rows = [(c.subject.label, label(c.code), charge_line(c), c.amount) for c in charges]
    names = ("subject", "code", "words")
    schema = pl.Schema({**dict.fromkeys(names, pl.String()), "net": pl.Decimal(18, 2)})
    return pl.DataFrame(rows, schema=schema, orient="row")


def rounding_words(invoice: Invoice) -> str:
    """Say what rounding did to consumption, which pages on usage show unrounded; empty where there is none."""
    usages = [charge for line in invoice.lines for charge in line.charges if isinstance(charge.basis, UsageBasis)]
    if not usages:
        return ""
    exact = sum((charge.basis.unrounded * charge.share for charge in usages), Fraction(0))
    billed = total([charge.amount for charge in usages])
    return (
        f"Consommation de cette facture : {exact_euros(exact)} avant arrondi, {euros(billed)} facturés, car l'arrondi "
        "au centime se fait une fois par compte et par destination."
    )


def _pick_line(invoice: Invoice) -> tuple[Charge, ...]:
    """Show the lines; return the charges of the one that is clicked, none before."""
    frame = line_rows(invoice)
    sectioned = len(invoice.sections) > 1
    event = st.dataframe(
        frame if sectioned else frame.drop("section"),
        hide_index=True,
        height="content" if frame.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=_key("lignes", invoice),
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "section": "Section",
            "line": "Désignation",
            "quantity": "Quantité",
            "price": st.column_config.TextColumn("Prix HT", width="small"),
            "vat": st.column_config.TextColumn("TVA", width="small"),
            "net": EURO,
        },
        alt=f"Lignes de la facture {of_month(invoice.month)}",
    )
    if not event.selection.rows:
        st.caption("Cliquez à gauche d'une ligne pour voir les comptes et les calculs qui la composent.")
        return ()
    line = invoice.lines[event.selection.rows[0]]
    st.markdown(f"{md(label(line.code))} : {md(line_sentence(line))}")
    return charges_of_line(line)


def _pick_subject(invoice: Invoice) -> tuple[Charge, ...]:
    by_subject = charges_by_subject(invoice)
    chosen = st.selectbox(
        "Compte ou ressource",
        list(by_subject),
        format_func=lambda key: by_subject[key][0].subject.label,
        index=None,
        placeholder="Tapez un nom ou un numéro de poste",
        key=_key("compte", invoice),
    )
    return () if chosen is None else by_subject[chosen]


def _pick_charge(charges: Sequence[Charge], key: str) -> None:
    """Show charges with their steps: at once when there is only one, else for the row that is clicked."""
    if len(charges) == 1:
        _show_steps(charges[0])
        return
    frame = charge_rows(charges)
    st.markdown(f"**{plural(len(charges), 'montant')}, {euros(total([c.amount for c in charges]))} HT**")
    event = st.dataframe(
        frame,
        hide_index=True,
        height="content" if frame.height <= TABLE_ROWS else 35 * (TABLE_ROWS + 1) + 3,
        key=f"{key}_{charges[0].subject.subject_id}_{charges[0].code}_{charges[0].entity_id}",
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "subject": "Compte ou ressource",
            "code": "Désignation",
            "words": st.column_config.TextColumn("Calcul", width="large"),
            "net": EURO,
        },
        alt="Montants qui composent cette ligne",
    )
    if event.selection.rows:
        _show_steps(charges[event.selection.rows[0]])
    else:
        st.caption("Cliquez à gauche d'un montant pour voir son calcul pas à pas.")


def _show_steps(charge: Charge) -> None:
    with st.container(border=True):
        st.markdown(f"**{md(charge.subject.label)} · {md(label(charge.code))} : {euros(charge.amount)} HT**")
        st.markdown("\n".join(f"{i}. {md(step)}" for i, step in enumerate(charge_steps(charge), 1)))


def _show_rounding(invoice: Invoice) -> None:
    words = rounding_words(invoice)
    if words:
        st.caption(words)


def _key(widget: str, invoice: Invoice) -> str:
    """A widget of one document: a selection never passes to another document."""
    entity = invoice.recipient.entity
    owner = entity.entity_id if entity else 0
    return f"{widget}_{invoice.company_code}_{invoice.month}_{invoice.mode}_{owner}"
