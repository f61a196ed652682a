"""The documents of a month on the page Factures: totals, notices, list, downloads, and the real PDF."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.destinations import UnratedReason
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import issue_date
from liveo.core.money import ZERO
from liveo.rendering.charge_words import unpriced_words
from liveo.rendering.french import NBSP, day_long, euros, euros_signed, month_name, of_month, plural
from liveo.rendering.invoice_pdf import file_name, unprintable
from liveo.rendering.labels import LABELS, label
from liveo.services.billing import invoice_run
from liveo.services.documents import is_provisional, issue_block, vat_gap, vat_roundings
from liveo.ui.escape import md
from liveo.ui.links import link_to
from liveo.ui.mode_picker import pick_mode
from liveo.ui.pdf_view import show_pdf
from liveo.ui.recipients import COLUMNS, height_of, recipient_rows
from liveo.ui.rendered import all_documents, document_json, document_pdf, print_of
from liveo.ui.state import PageContext


@dataclass(frozen=True, slots=True)
class MonthInView:
    """What the page shows: one company, month and mode, and its documents, of which there is one at least."""

    context: PageContext
    mode: BillingMode
    run: InvoiceRun

    @property
    def key(self) -> str:
        """Distinguishes the widgets of one run from those of another."""
        return f"{self.context.company.code}_{self.context.month}_{self.mode}"


def open_month(context: PageContext) -> MonthInView:
    """Let people choose the mode; a month without documents says so and ends the page."""
    mode = pick_mode(context, "Mode de facturation")
    run = invoice_run(context.base, context.company.code, context.month, mode)
    st.caption(_situation(context))
    if not run.invoices:
        st.info(
            f"Rien à facturer {of_month(context.month)} pour {md(context.company.name)} : aucune option active, aucun "
            "appel facturé. Choisissez un autre mois dans le menu de gauche.",
            icon=":material/info:",
        )
        st.stop()
    return MonthInView(context, mode, run)


def show_totals(shown: MonthInView) -> None:
    """Show how many documents there are and what they make together."""
    run = shown.run
    with st.container(horizontal=True):
        st.metric("Factures", str(len(run.invoices)), border=True, width=130)
        st.metric("Total HT", euros(run.net), border=True, width="stretch")
        st.metric("TVA", euros(run.vat), border=True, width="stretch")
        st.metric("Total TTC", euros(run.gross), border=True, width="stretch")


def show_notices(shown: MonthInView) -> None:
    """Say what is not as usual: calls without a price, an option that is not paid, cents of VAT, nobody to bill."""
    _show_block(shown)
    run = shown.run
    if run.entity_billing_added:
        option = label(OptionCode.ENTITY_BILLING)
        st.info(
            f"Ce mode demande l'option « {option} », que l'entreprise n'a pas activée : "
            f"elle ajoute {euros(run.entity_billing_added)} HT à ce mois.",
            icon=":material/add_circle:",
        )
    if run.unpriced is not None:
        st.warning(unpriced_words(run), icon=":material/warning:")
    notes = [*_vat_note(run), *_idle_note(run)]
    if notes:
        st.caption("  \n".join(notes))


def pick_document(shown: MonthInView) -> int:
    """List the documents and return the index of the chosen one; the first unless another row is clicked."""
    frame = recipient_rows(shown.run)
    event = st.dataframe(
        frame,
        hide_index=True,
        height=height_of(frame),
        key=f"documents_{shown.key}",
        on_select="rerun",
        selection_mode="single-row",
        column_config=COLUMNS,
        alt=f"Liste des factures {of_month(shown.context.month)}",
    )
    if frame.height > 1 and not event.selection.rows:
        st.caption("Cliquez à gauche d'une ligne pour ouvrir une autre facture.")
    return event.selection.rows[0] if event.selection.rows else 0


def show_downloads(shown: MonthInView, index: int) -> None:
    """Name the chosen document and offer its files, and those of the whole run."""
    context, invoice = shown.context, shown.run.invoices[index]
    chosen = (context.base, context.company.code, context.month, shown.mode)
    stem, mark = file_name(invoice).removesuffix(".pdf"), print_of(*chosen)
    st.header(md(invoice.recipient.name), anchor=False)
    st.markdown(f"**{euros(invoice.gross)} TTC**, à régler au plus tard le {day_long(invoice.due_date)}")
    if signs := unprintable(invoice):
        st.caption(
            f"La police du PDF n'a pas ces caractères, qui s'y impriment « ? » : {md(signs)}. "
            "La facture électronique, elle, les garde."
        )
    with st.container(horizontal=True):
        _download("Télécharger le PDF", partial(document_pdf, *chosen, index), f"{stem}.pdf", "pdf", primary=True)
        _download("JSON", partial(document_json, *chosen, index), f"{stem}_{mark}.json", "json")
        several = plural(len(shown.run.invoices), "facture")
        _download(
            f"Tout en ZIP ({several})", partial(all_documents, *chosen), f"factures_{shown.key}_{mark}.zip", "zip"
        )


def show_preview(shown: MonthInView, index: int) -> None:
    """Show the PDF itself, page by page, marked as a preview."""
    context = shown.context
    with st.spinner("Mise en page de la facture…"):
        pdf = document_pdf(context.base, context.company.code, context.month, shown.mode, index)
    recipient = shown.run.invoices[index].recipient.name
    told = f"{NBSP}: la facture, puis le détail par compte"
    show_pdf(pdf, f"page_{shown.key}_{index}", f"la facture de {recipient}", told)


def _situation(context: PageContext) -> str:
    issued = day_long(issue_date(context.month))
    if is_provisional(context.month, context.today):
        return (
            f":material/hourglass_top: **Provisoire** : {month_name(context.month)} n'est pas terminé. Appels connus "
            f"à ce jour, options comptées jusqu'à la fin du mois ; facture émise le {issued}."
        )
    return f"Aperçus {of_month(context.month)}, sans valeur comptable ; date d'émission : {issued}."


def _show_block(shown: MonthInView) -> None:
    context = shown.context
    block = issue_block(context.base, context.company.code, context.month)
    if not block.calls:
        return
    names = LABELS[UnratedReason]
    reasons = ", ".join(f"{names.get(code, md(code)).lower()} ({calls})" for code, calls in block.reasons)
    verb = "attend" if block.calls == 1 else "attendent"
    st.warning(
        f"**{plural(block.calls, 'appel')} sans prix** {verb} une correction : {reasons}. L'aperçu reste possible ; "
        "l'émission attendra que chaque appel ait un prix.",
        icon=":material/block:",
    )
    link_to("imports", "Voir ces appels", ":material/upload_file:")


def _vat_note(run: InvoiceRun) -> list[str]:
    """Explain the cents by which several documents differ from one."""
    gap = vat_gap(run)
    if gap == ZERO:
        return []
    return [
        f"TVA : {euros_signed(gap)} par rapport à une facture unique, car elle est arrondie au centime sur chaque "
        f"facture et chaque taux ({plural(vat_roundings(run), 'arrondi')} au lieu d'un par taux)."
    ]


def _idle_note(run: InvoiceRun) -> list[str]:
    if not run.nothing_to_pay:
        return []
    return [f"Rien à payer, donc aucune facture : {', '.join(md(entity.name) for entity in run.nothing_to_pay)}."]


def _download(title: str, make: Callable[[], bytes], name: str, kind: str, *, primary: bool = False) -> None:
    """Offer a file that is made when it is asked for."""
    st.download_button(
        title,
        make,
        file_name=name,
        mime=f"application/{kind}",
        key=f"telecharger_{kind}",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
    )
