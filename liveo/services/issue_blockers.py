"""What stands in the way of issuing a month: each a sentence that says its remedy, and the page where that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from liveo.core.documents import DocumentKind
from liveo.core.invoice import InvoiceRun
from liveo.core.invoicing import issue_date
from liveo.core.mentions import missing_mentions
from liveo.core.periods import Month
from liveo.services.billing import customer
from liveo.services.documents import issue_block
from liveo.store.database import Base
from liveo.store.documents import Series, issued_months, refusal_of_series


@dataclass(frozen=True, slots=True)
class Blocker:
    """What stands in the way, as a French sentence with its remedy; ``page`` is where that is, empty for nowhere."""

    words: str
    page: str = ""


def blockers_of_month(base: Base, code: str, month: Month, today: date) -> Iterator[Blocker]:
    """Yield what is wrong with the month: invoiced already, not over, calls without a price."""
    company_id = customer(base, code).state.company.subject_id
    if month in issued_months(base, company_id):
        yield Blocker("Ce mois est déjà facturé : une facture émise se corrige par un avoir, puis se remplace.")
    if today < issue_date(month):
        yield Blocker(f"Le mois n'est pas terminé : émettez à partir du {issue_date(month):%d/%m/%Y}.")
    if waiting := issue_block(base, code, month).calls:
        yield Blocker(
            f"Appels sans prix : {waiting}. Corrigez-les dans Imports, ou par « python -m liveo unrated ».", "imports"
        )


def blockers_of_run(base: Base, run: InvoiceRun) -> Iterator[Blocker]:
    """Yield what is wrong with the documents: none, an option that is not paid, mentions, amounts, dates."""
    if not run.invoices:
        yield Blocker("Rien à payer ce mois-ci : il n'y a pas de facture à émettre.")
    if run.entity_billing_added or run.unpriced:
        yield Blocker(
            "Le mode de facturation demande l'option « Facturation par entité », non souscrite ce mois-là : "
            "souscrivez-la, ou choisissez le mode « single ».",
            "repartition",
        )
    for invoice in run.invoices:
        if missing := missing_mentions(invoice):
            yield Blocker(
                f"{invoice.recipient.name} : mention obligatoire absente ({', '.join(missing)}). Complétez la fiche du "
                "client, ou celle de l'émetteur (seller.csv)."
            )
        if invoice.net < 0:
            yield Blocker(f"{invoice.recipient.name} : le total est négatif, une facture ne peut pas le porter.")
    yield from _date_order(base, run)


def _date_order(base: Base, run: InvoiceRun) -> Iterator[Blocker]:
    """Numbers follow dates, and a series belongs to one issuer."""
    if not run.invoices:
        return
    first = run.invoices[0]
    series = Series.of(DocumentKind.INVOICE, first.seller, first.issue_date)
    if refusal := refusal_of_series(base, series, first.issue_date):
        yield Blocker(str(refusal))
