"""What the law wants said on an invoice between businesses: what is not known stops its issue, by name.

Sources: art. 242 nonies A, annexe II CGI; art. L441-9 and L441-10 of the Code de commerce.
"""

from collections.abc import Iterator, Mapping

from liveo.core.company import Address
from liveo.core.invoice import Invoice

EXEMPTIONS: Mapping[str, str] = {"973": "294, 1", "976": "294, 1"}
"""The article of the CGI under which VAT does not apply, by the head of the postcode: Guyane and Mayotte.

Elsewhere 0 % has no article that the place alone would give: such an invoice can be previewed, not issued.
"""


def exemption_articles(invoice: Invoice) -> tuple[str | None, ...]:
    """Return the distinct articles of the lines at 0 %; None among them where the address gives none."""
    found = {
        EXEMPTIONS.get(_address(invoice, i).postcode[:3])
        for i, section in enumerate(invoice.sections)
        if any(not line.vat_rate for line in section.lines)
    }
    return tuple(sorted(found, key=str))


def missing_mentions(invoice: Invoice) -> tuple[str, ...]:
    """Return, in French, each mandatory mention that the invoice cannot bear."""
    return tuple(name for name, known in _mentions(invoice) if not known)


def _mentions(invoice: Invoice) -> Iterator[tuple[str, bool]]:
    seller, recipient = invoice.seller, invoice.recipient
    yield "nom de l'émetteur", bool(seller.name)
    yield "forme juridique et capital de l'émetteur", bool(seller.legal_form)
    yield "SIREN de l'émetteur", bool(seller.siren)
    yield "numéro de TVA de l'émetteur", bool(seller.vat_number)
    yield "RCS de l'émetteur", bool(seller.trade_register)
    yield "adresse de l'émetteur", _is_whole(seller.address)
    yield "taux des pénalités de retard", bool(seller.late_rate)
    yield "IBAN de l'émetteur", bool(seller.iban)
    yield "nom du client", bool(recipient.name)
    yield "SIREN du client", bool(recipient.siren)
    yield "adresse du client", _is_whole(recipient.address)
    yield "article du CGI qui fonde la TVA à 0 %", None not in exemption_articles(invoice)


def _is_whole(address: Address) -> bool:
    return all((address.street, address.postcode, address.city))


def _address(invoice: Invoice, index: int) -> Address:
    """Return where the services of a section are used: its entity's address, or that of who is billed."""
    entity = invoice.sections[index].entity or invoice.recipient.entity
    return (entity.address if entity else None) or invoice.recipient.address
