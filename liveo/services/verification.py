"""Is every issued document still what was issued? Chain, files, totals and kept calls are all computed again."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from liveo.core.invoice import VatLine
from liveo.core.money import to_cents
from liveo.services.crediting import CREDIT
from liveo.services.issuing import ISSUE
from liveo.store.database import Base
from liveo.store.documents import document_content, document_hash, issued_documents
from liveo.store.journal import broken_entries

_XML_TOTAL = re.compile(r"<ram:(TaxBasisTotalAmount|TaxTotalAmount|GrandTotalAmount)[^>]*>([-0-9.]+)<")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document, by number, or with the journal."""

    subject: str
    what: str


def document_count(base: Base) -> int:
    """Return how many documents were issued."""
    return len(issued_documents(base))


def faults(base: Base) -> Iterator[Fault]:
    """Yield everything that is wrong, in the order of the chain: the first is the first that was tampered with."""
    previous = ""
    last: dict[str, tuple[int, date, str]] = {}
    known: dict[str, str] = {}
    for row in issued_documents(base):
        content = document_content(base, row["document_id"])
        if content is None:
            yield Fault(row["number"], "son contenu a été enlevé")
            continue
        whole = row | {"figures": content.figures, "einvoice": content.einvoice, "pdf": content.pdf}
        known[row["number"]] = row["document_hash"]
        for what in (*_chain_faults(whole, previous), *_series_faults(row, last), *_figure_faults(whole)):
            yield Fault(row["number"], what)
        previous = row["document_hash"]
        last[row["series"]] = (row["rank"], row["issue_date"], row["issuer"])
    for annex in base.rows("broken_annexes"):
        yield Fault(
            f"appels {annex['company']} {annex['month']:%Y-%m}", "le détail gardé n'est plus celui de l'émission"
        )
    yield from _journal_faults(base, known)


def _chain_faults(row: Mapping[str, Any], previous: str) -> Iterator[str]:
    if document_hash(row) != row["document_hash"]:
        yield "le document a été modifié depuis son émission"
    if row["previous_hash"] != previous:
        yield "il ne suit pas le document qui le précède dans la chaîne"


def _series_faults(row: Mapping[str, Any], last: Mapping[str, tuple[int, date, str]]) -> Iterator[str]:
    rank, day, issuer = last.get(row["series"], (0, row["issue_date"], row["issuer"]))
    if row["rank"] != rank + 1 or row["number"] != f"{row['series']}-{row['rank']:06d}":
        yield "son numéro ne suit pas le précédent de sa série"
    if row["issue_date"] < day:
        yield "il est daté d'avant le précédent de sa série"
    if row["issuer"] != issuer:
        yield "sa série est celle d'un autre émetteur"


def _figure_faults(row: Mapping[str, Any]) -> Iterator[str]:
    """Tell whether the document adds up, whatever its stored text has become."""
    try:
        agrees = _adds_up(row, json.loads(row["figures"]))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        yield "ses chiffres ne se lisent plus"
        return
    if not agrees:
        yield "ses montants ne s'additionnent pas, ou son numéro n'est pas le sien"
    if not _einvoice_agrees(row):
        yield "sa facture électronique dit autre chose"


def _adds_up(row: Mapping[str, Any], figures: Mapping[str, Any]) -> bool:
    """Add up the document again, from its charges to what is due."""
    lines = [line for section in figures["sections"] for line in section["lines"]]
    net = _sum(charge["net"] for line in lines for charge in line["charges"])
    vat = sum((_vat_line(told).amount for told in figures["vat"]), Decimal(0))
    bases = _sum(vat["base"] for vat in figures["vat"])
    found = (net, bases, vat, net + vat)
    stated = (row["net_cents"], row["net_cents"], row["vat_cents"], row["gross_cents"])
    return figures["number"] == row["number"] and tuple(map(to_cents, found)) == stated


def _vat_line(told: Mapping[str, str]) -> VatLine:
    return VatLine(Decimal(told["rate"]), Decimal(told["base"]), Decimal(told.get("before", "0")))


def _einvoice_agrees(row: Mapping[str, Any]) -> bool:
    """Tell whether the XML states the number and the totals of the document."""
    found = {name: to_cents(Decimal(amount)) for name, amount in _XML_TOTAL.findall(row["einvoice"])}
    stated = {
        "TaxBasisTotalAmount": row["net_cents"],
        "TaxTotalAmount": row["vat_cents"],
        "GrandTotalAmount": row["gross_cents"],
    }
    return found == stated and f"<ram:ID>{row['number']}</ram:ID>" in row["einvoice"]


def _journal_faults(base: Base, known: Mapping[str, str]) -> Iterator[Fault]:
    """The journal remembers every document: one removed from the end of the chain is missed here."""
    for line in broken_entries(base):
        yield Fault(f"journal, ligne {line}", "l'écriture a été modifiée")
    told: dict[str, str] = {}
    for entry in base.rows("journal"):
        if entry["action"] in (ISSUE, CREDIT):
            told |= json.loads(entry["detail"])["documents"]
    for number in sorted(told.keys() | known.keys()):
        if told.get(number) != known.get(number):
            yield Fault(number, "le journal des émissions dit autre chose")


def _sum(amounts: Iterator[str]) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))
