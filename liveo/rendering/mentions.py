"""What the law wants printed on an invoice between businesses, as French sentences.

Sources: art. 242 nonies A, annexe II CGI (identifiers, category of the operation, option for debits); art. L441-9,
L441-10 and D441-5 of the Code de commerce (due date, discount, late rate, indemnity of 40 €).
"""

from liveo.core.invoice import Invoice, Recipient, Seller
from liveo.core.mentions import exemption_articles
from liveo.rendering.french import NBSP, day_long

SERVICES = "Prestations de services"
VAT_ON_DEBITS = "Option pour le paiement de la taxe d'après les débits"
NO_DISCOUNT = "Pas d'escompte pour paiement anticipé"
NO_VAT = f"Au taux de 0{NBSP}%{NBSP}: TVA non applicable, art.{NBSP}{{}} du CGI"
INDEMNITY = f"Indemnité forfaitaire de recouvrement en cas de retard{NBSP}: 40{NBSP}€"
NO_VAT_UNFOUNDED = f"Au taux de 0{NBSP}%{NBSP}: article du CGI à établir avant l'émission"


def seller_identity(seller: Seller) -> str:
    """Return the seller's name, form and numbers on one line, for the foot of each page."""
    return " · ".join(
        part
        for part in (
            f"{seller.name}, {seller.legal_form}" if seller.legal_form else seller.name,
            seller.trade_register,
            f"SIREN {spaced_siren(seller.siren)}" if seller.siren else "",
            f"TVA {seller.vat_number}" if seller.vat_number else "",
        )
        if part
    )


def recipient_identity(recipient: Recipient) -> list[str]:
    """Return the numbers of who is billed, one to a line; what is not known is left out."""
    lines = []
    if recipient.siret:
        lines.append(f"SIRET {spaced_siren(recipient.siret[:9])} {recipient.siret[9:]}")
    elif recipient.siren:
        lines.append(f"SIREN {spaced_siren(recipient.siren)}")
    if recipient.vat_number:
        lines.append(f"N° TVA {recipient.vat_number}")
    return lines


def legal_mentions(invoice: Invoice) -> list[str]:
    """Return the mentions of the first page, each a sentence without its full stop."""
    mentions = [SERVICES]
    if invoice.seller.vat_on_debits:
        mentions.append(VAT_ON_DEBITS)
    return [
        *mentions,
        *(NO_VAT.format(article) if article else NO_VAT_UNFOUNDED for article in exemption_articles(invoice)),
        NO_DISCOUNT,
        late_penalties(invoice.seller),
        INDEMNITY,
    ]


def no_vat_mention(invoice: Invoice) -> str:
    """Return why lines at 0 % bear no VAT; empty where there are none, or no article is known."""
    return " ; ".join(NO_VAT.format(article) for article in exemption_articles(invoice) if article)


def late_penalties(seller: Seller) -> str:
    """Say what a late payment costs, and that no reminder is needed."""
    return f"Pénalités de retard{NBSP}: {seller.late_rate}, exigibles sans rappel le lendemain de l'échéance"


def seller_registration(seller: Seller) -> str:
    """Return the legal form with its capital, and the entry in the trade register."""
    return " · ".join(part for part in (seller.name, seller.legal_form, seller.trade_register) if part)


def payment_lines(invoice: Invoice) -> list[tuple[str, str]]:
    """Return how to pay, as label and value."""
    return [
        ("Échéance", day_long(invoice.due_date)),
        ("IBAN", spaced_iban(invoice.seller.iban)),
        ("BIC", invoice.seller.bic),
        ("Référence", invoice.number or "aucune : aperçu"),
    ]


def spaced_siren(siren: str) -> str:
    """Write nine digits in threes."""
    return " ".join(siren[i : i + 3] for i in range(0, len(siren), 3))


def spaced_iban(iban: str) -> str:
    """Write an IBAN in fours."""
    bare = iban.replace(" ", "")
    return " ".join(bare[i : i + 4] for i in range(0, len(bare), 4))
