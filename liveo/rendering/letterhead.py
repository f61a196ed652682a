"""The head of every document: who issues it, to whom, its number and dates, and the one amount that matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from liveo.core.documents import Reference
from liveo.core.invoice import Recipient, Seller
from liveo.rendering.french import day, euros
from liveo.rendering.mentions import recipient_identity
from liveo.rendering.sheet import ACCENT, GREY, LEFT, RIGHT, TINT, Sheet, Style
from liveo.rendering.typeface import fit_all, fitted, wrapped

RECIPIENT_LEFT = 112.0
PANEL_TOP, PANEL_HEIGHT = 88.0, 25.0
PANEL_BOTTOM = PANEL_TOP + PANEL_HEIGHT
DATES_TOP, DATES_BOTTOM = 66.0, 84.0

SELLER = Style(13, bold=True, colour=ACCENT)
TITLE = Style(19, bold=True)
NUMBER = Style(10.5, bold=True)
NAME = Style(10.5, bold=True)
BODY = Style(9.5)
SMALL = Style(8.5)
LABEL = Style(8.5, colour=GREY)
NOTE = Style(8, colour=GREY)
DUE = Style(25, bold=True)
DUE_DATE = Style(13, bold=True)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the top of page 1; ``dates`` are labels with their values, in order.

    ``addressed`` says what the recipient is to the document.
    """

    seller: Seller
    recipient: Recipient
    title: str
    number: str
    dates: Sequence[tuple[str, str]]
    addressed: str = "Facturé à"


def draw_letterhead(sheet: Sheet, head: Letterhead) -> None:
    """Draw who, to whom, which document and when."""
    sheet.band(0, 0, 210, 3.2, ACCENT)
    sheet.write_at(LEFT, 20, fitted(head.seller.name, 90, SELLER.size, bold=True), SELLER)
    sheet.write_lines(LEFT, 25, fit_all(_seller_lines(head.seller), 90, NOTE.size), NOTE, 3.9)
    sheet.write_at(LEFT, 51, head.title, TITLE)
    sheet.write_at(LEFT, 58, head.number, NUMBER)
    leading = min(4.8, (DATES_BOTTOM - DATES_TOP) / max(1, len(head.dates) - 1))
    for i, (name, value) in enumerate(head.dates):
        sheet.write_at(LEFT, DATES_TOP + i * leading, name, LABEL)
        sheet.write_at(LEFT + 30, DATES_TOP + i * leading, fitted(value, 62, SMALL.size), SMALL)
    _draw_recipient(sheet, head.addressed, head.recipient)


def draw_panel(sheet: Sheet, label: str, amount: Decimal, other: str, value: str, note: str) -> None:
    """Draw the amount, and beside it one more fact with a note under it."""
    sheet.band(LEFT, PANEL_TOP, RIGHT - LEFT, PANEL_HEIGHT, TINT)
    sheet.band(LEFT, PANEL_TOP, 1.6, PANEL_HEIGHT, ACCENT)
    sheet.write_at(LEFT + 7, PANEL_TOP + 7.5, label, LABEL)
    sheet.write_at(LEFT + 7, PANEL_TOP + 18.8, euros(amount), DUE)
    sheet.write_at(RECIPIENT_LEFT, PANEL_TOP + 7.5, other, LABEL)
    sheet.write_at(RECIPIENT_LEFT, PANEL_TOP + 14.6, value, DUE_DATE)
    sheet.write_at(RECIPIENT_LEFT, PANEL_TOP + 20.4, note, SMALL)


def address_lines(recipient: Recipient) -> list[str]:
    """Return the address as it stands on an envelope; the country only abroad."""
    address = recipient.address
    country = "" if address.country == "France" else address.country
    return [address.street, f"{address.postcode} {address.city}".strip(), country]


def reference_words(reference: Reference) -> str:
    """Name another document by number and date."""
    return f"{reference.number} du {day(reference.issue_date)}"


def _draw_recipient(sheet: Sheet, addressed: str, recipient: Recipient) -> None:
    width = RIGHT - RECIPIENT_LEFT
    sheet.write_at(RECIPIENT_LEFT, 44, addressed, LABEL)
    names = wrapped(recipient.name, width, NAME.size, bold=True)
    if len(names) > 2:
        names = [names[0], fitted(" ".join(names[1:]), width, NAME.size, bold=True)]
    y = sheet.write_lines(RECIPIENT_LEFT, 50, names, NAME, 5)
    y = sheet.write_lines(RECIPIENT_LEFT, y + 0.3, fit_all(address_lines(recipient), width, BODY.size), BODY, 4.7)
    sheet.write_lines(RECIPIENT_LEFT, y + 1.2, fit_all(recipient_identity(recipient), width, NOTE.size), NOTE, 4.1)


def _seller_lines(seller: Seller) -> list[str]:
    place = f"{seller.address.street}, {seller.address.postcode} {seller.address.city}"
    return [place, " · ".join(part for part in (seller.email, seller.phone) if part)]
