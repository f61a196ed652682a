"""The four billing modes of the month: side by side, who receives what in one of them, and the proof of all."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl
import streamlit as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.explanation import explain_vat
from liveo.core.invoice import InvoiceRun
from liveo.core.money import total
from liveo.rendering.charge_words import unpriced_words
from liveo.rendering.french import euros, euros_signed, number, of_month, plural
from liveo.rendering.labels import label
from liveo.rendering.line_explanation import vat_gap_sentences
from liveo.services.allocation_trial import Trial, tried_bill
from liveo.services.billing import billing_mode
from liveo.services.documents import vat_roundings
from liveo.services.modes import ModeAnswer, compare_modes
from liveo.ui.escape import md
from liveo.ui.links import link_to
from liveo.ui.mode_picker import mode_name, pick_mode
from liveo.ui.recipients import COLUMNS, height_of, recipient_rows
from liveo.ui.repartition_flows import show_flows
from liveo.ui.repartition_invoice import show_invoice
from liveo.ui.repartition_settings import show_settings
from liveo.ui.repartition_year import show_year
from liveo.ui.state import PageContext
from liveo.ui.trial_state import set_trial

TITLE_HEIGHT = 56
COUNTED = {"accounts": "Comptes", "resources": "Ressources", "calls": "Appels", "lines": "Lignes"}


def show_modes(context: PageContext, trial: Trial) -> None:
    """Compare the four modes, then open one of them."""
    answers = compare_modes(context.base, context.company.code, context.month, trial)
    if not any(answer.run.invoices for answer in answers):
        st.info(f"Rien à facturer {of_month(context.month)} : choisissez un autre mois.", icon=":material/info:")
        return
    own = billing_mode(context.base, context.company.code, context.month)
    cards = st.container(key="chiffres_modes").columns(4)
    for column, answer in zip(cards, answers, strict=True):
        with column:
            _show_card(answer, own, trial)
    st.caption(_gap_words(answers))
    for words in dict.fromkeys(unpriced_words(answer.run) for answer in answers if answer.run.unpriced):
        st.warning(words, icon=":material/warning:")
    show_settings(context, trial)
    _show_mode(context, trial, answers)
    _show_proof(answers)
    show_year(context, trial)


def proof_rows(answers: Sequence[ModeAnswer]) -> pl.DataFrame:
    """Return one row per mode: mode, verdict, counts (texts), owed, added, invoiced, difference (Decimal euros)."""
    proofs = [answer.proof for answer in answers]
    return pl.DataFrame(
        {
            "mode": [mode_name(answer.mode) for answer in answers],
            "verdict": ["✓ exact" if p.holds else "✗ à signaler" for p in proofs],
            "owed": [p.owed for p in proofs],
            "added": [p.added for p in proofs],
            "invoiced": [p.invoiced for p in proofs],
            "difference": [p.invoiced - p.owed - p.added for p in proofs],
            **{
                name: [_of(getattr(p.invoiced_counts, name), getattr(p.owed_counts, name)) for p in proofs]
                for name in COUNTED
            },
        }
    )


def option_price(run: InvoiceRun) -> Decimal:
    """Return what the documents ask for the option of an invoice by entity."""
    lines = [line for invoice in run.invoices for line in invoice.lines]
    return total([line.net for line in lines if line.code is OptionCode.ENTITY_BILLING])


def _of(invoiced: int, owed: int) -> str:
    """Say how many of those that owe something are invoiced: all of them are one number."""
    return number(owed) if invoiced == owed else f"{number(invoiced)} sur {number(owed)}"


def _show_card(answer: ModeAnswer, own: BillingMode, trial: Trial) -> None:
    run = answer.run
    with st.container(border=True, height="stretch", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**Mode {answer.number}**", width="content")
            _show_badge(answer.mode, own, trial)
        with st.container(height=TITLE_HEIGHT, border=False):
            st.markdown(label(answer.mode))
        st.metric(f"Total TTC, {plural(len(run.invoices), 'facture')}", euros(run.gross))
        lines = [f"{euros(run.net)} HT", f"{euros(run.vat)} de TVA"]
        if run.entity_billing_added:
            lines.append(f"dont {euros(run.entity_billing_added)} HT pour « {label(OptionCode.ENTITY_BILLING)} »")
        if answer.vat_gap:
            lines.append(f"arrondis de TVA : {euros_signed(answer.vat_gap)}")
        if run.nothing_to_pay:
            lines.append(f"{plural(len(run.nothing_to_pay), 'entité')} sans rien à payer")
        st.caption("  \n".join(lines))


def _show_badge(mode: BillingMode, own: BillingMode, trial: Trial) -> None:
    if mode is trial.billing_mode:
        st.badge("À l'essai", icon=":material/science:", color="orange")
    elif mode is own:
        st.badge("Actuel", icon=":material/check:", color="blue")


def _gap_words(answers: Sequence[ModeAnswer]) -> str:
    """Say that net amounts agree, and why the totals with VAT may not."""
    same = f"Même montant HT dans les quatre modes : {euros(answers[0].net_without_option)}"
    if any(answer.run.entity_billing_added for answer in answers):
        same += ", option « Facturation par entité » à part"
    elif paid := option_price(answers[0].run):
        same += f", dont {euros(paid)} pour l'option « Facturation par entité », activée"
    moved = [answer for answer in answers if answer.vat_gap]
    if not moved:
        return f"{same}."
    counts = " ; ".join(
        f"mode {answer.number} : {plural(vat_roundings(answer.run), 'arrondi')}, {euros_signed(answer.vat_gap)}"
        for answer in moved
    )
    return (
        f"{same}. Le TTC diffère de quelques centimes parce que la TVA est arrondie sur chaque facture et chaque taux, "
        f"au lieu d'une fois par taux sur une facture unique ({counts})."
    )


def _show_mode(context: PageContext, trial: Trial, answers: Sequence[ModeAnswer]) -> None:
    st.header("Qui reçoit quoi", anchor=False)
    mode = pick_mode(context, "Mode à regarder")
    run = next(answer.run for answer in answers if answer.mode is mode)
    _offer_mode(context, trial, mode)
    if not run.invoices:
        st.info("Ce mode ne fait aucune facture ce mois-ci : il n'y a rien à payer.", icon=":material/info:")
        return
    show_flows(tried_bill(context.base, context.company.code, context.month, trial), run, mode)
    chosen = _pick_recipient(recipient_rows(run), mode)
    if chosen is not None:
        show_invoice(context, trial, mode, chosen)
    _show_vat_roundings(run)
    if run.nothing_to_pay:
        names = ", ".join(md(entity.name) for entity in run.nothing_to_pay)
        st.caption(f"Rien à payer, donc aucune facture : {names}.")
    if trial.changes_nothing:
        link_to("factures", "Ouvrir ces factures", ":material/receipt_long:")
    else:
        st.caption("La page Factures montre la répartition en vigueur, sans cet essai.")


def _offer_mode(context: PageContext, trial: Trial, mode: BillingMode) -> None:
    """Let people try the mode in view as the company's own, when it is not."""
    code = context.company.code
    if mode is billing_mode(context.base, code, context.month) or mode is trial.billing_mode:
        return
    st.button(
        "En faire le mode de l'entreprise",
        key="adopter",
        icon=":material/check_circle:",
        help="S'ajoute à l'essai ; rien n'est écrit avant « Appliquer ».",
        on_click=set_trial,
        args=(code, replace(trial, billing_mode=mode)),
    )


def _pick_recipient(frame: pl.DataFrame, mode: BillingMode) -> int | None:
    """Show who receives what; return the place of the invoice that is clicked."""
    event = st.dataframe(
        frame,
        hide_index=True,
        height=height_of(frame),
        key=f"destinataires_{mode}",
        column_config=COLUMNS,
        on_select="rerun",
        selection_mode="single-row",
        alt="Factures de ce mode",
    )
    if not event.selection.rows:
        st.caption("Cliquez à gauche d'une facture pour voir son aperçu, ses lignes, et d'où vient chaque montant.")
        return None
    return int(event.selection.rows[0])


def _show_vat_roundings(run: InvoiceRun) -> None:
    """Say, rounding by rounding, why the VAT of these invoices is not that of a single one."""
    sentences = vat_gap_sentences(explain_vat(run))
    if sentences:
        with st.expander(md(sentences[0]), icon=":material/calculate:"):
            st.markdown("\n".join(f"- {md(sentence)}" for sentence in sentences[1:]))


def _show_proof(answers: Sequence[ModeAnswer]) -> None:
    exact = all(answer.proof.holds for answer in answers)
    mark = ":material/verified:" if exact else ":material/error:"
    with st.expander("La preuve : chaque montant dû est facturé une fois, ni perdu ni doublé", icon=mark, key="preuve"):
        money = st.column_config.NumberColumn(format="euro")
        names = {"owed": "Montants dus", "added": "Option ajoutée", "invoiced": "Factures", "difference": "Écart"}
        rows = proof_rows(answers)
        st.dataframe(
            rows if rows["added"].sum() else rows.drop("added"),
            hide_index=True,
            height="content",
            key="preuve_tableau",
            column_config={
                "mode": "Mode",
                **{name: {**money, "label": title} for name, title in names.items()},
                **COUNTED,
                "verdict": "Bilan",
            },
            alt="Montants dus et montants facturés, par mode",
        )
        st.caption(
            "Une ligne : un compte ou une ressource, pour une option ou une destination ; "
            "celles à 0,00 € ne sont pas comptées. Comptes, ressources et appels : ceux des factures, et « sur » ceux "
            "qui sont dus s'il en manquait."
        )
