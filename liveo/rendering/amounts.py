"""The answer to "where does this amount come from?": whole documents, or the charges behind a part of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from liveo.core.charges import Charge
from liveo.core.explanation import explain_line, explain_vat
from liveo.core.invoice import Invoice, InvoiceRun
from liveo.core.money import total
from liveo.rendering.explanation import charge_steps
from liveo.rendering.french import euros, plural
from liveo.rendering.invoice_json import (
    charge_explanation_document,
    line_explanation_document,
    vat_document,
    vat_gap_document,
)
from liveo.rendering.invoice_lines import section_name
from liveo.rendering.labels import label
from liveo.rendering.line_explanation import line_sentence, total_sentence, vat_gap_sentences, vat_sentence

MOST_CHARGES = 20

Json = dict[str, Any]


def amount_document(run: InvoiceRun, documents: Sequence[Invoice], charges: Sequence[Charge]) -> Json:
    """Return the explanation for machines: of the charges where there are any, else of the documents."""
    if charges:
        return {"amount": str(_net(charges)), "charges": [_charge_document(charge) for charge in charges]}
    return {
        "amount": str(total([invoice.gross for invoice in documents])),
        "documents": [_invoice_document(invoice) for invoice in documents],
        "vat_gap": vat_gap_document(explain_vat(run)),
    }


def amount_sentences(run: InvoiceRun, documents: Sequence[Invoice], charges: Sequence[Charge]) -> list[str]:
    """Return the explanation for people: of the charges where there are any, else of the documents."""
    if charges:
        return _charge_sentences(charges)
    told = [sentence for invoice in documents for sentence in _invoice_sentences(invoice)]
    if len(documents) > 1:
        told.append(f"{plural(len(documents), 'facture')} : {euros(total([i.gross for i in documents]))} TTC.")
        told += vat_gap_sentences(explain_vat(run))
    return told


def _invoice_document(invoice: Invoice) -> Json:
    return {
        "recipient": invoice.recipient.name,
        "net": str(invoice.net),
        "vat": [vat_document(vat) for vat in invoice.vat_lines],
        "gross": str(invoice.gross),
        "sections": [
            {
                "entity": section.entity.code if section.entity else None,
                "net": str(section.net),
                "lines": [
                    {"code": str(line.code), "vat_rate": str(line.vat_rate)}
                    | line_explanation_document(explain_line(line))
                    for line in section.lines
                ],
            }
            for section in invoice.sections
        ],
    }


def _charge_document(charge: Charge) -> Json:
    return {
        "subject": {"code": charge.subject.code, "name": charge.subject.name},
        "code": str(charge.code),
        **charge_explanation_document(charge),
        "steps": charge_steps(charge),
    }


def _charge_sentences(charges: Sequence[Charge]) -> list[str]:
    told: list[str] = []
    for charge in charges[:MOST_CHARGES]:
        told.append(f"{charge.subject.label} · {label(charge.code)} : {euros(charge.amount)} HT")
        told += (f"  {step}" for step in charge_steps(charge))
    if len(charges) > MOST_CHARGES:
        rest = charges[MOST_CHARGES:]
        told.append(
            f"… et {plural(len(rest), 'autre montant', 'autres montants')}, {euros(_net(rest))} HT : précisez avec "
            "--subject, --line ou --entity, ou demandez --json."
        )
    return [*told, f"{plural(len(charges), 'montant')} : {euros(_net(charges))} HT."]


def _invoice_sentences(invoice: Invoice) -> list[str]:
    told = [invoice.recipient.name]
    for section in invoice.sections:
        told.append(f"  {section_name(section)} : {euros(section.net)} HT")
        told += (f"    {label(line.code)} : {line_sentence(line)}" for line in section.lines)
    return [*told, *(f"  {vat_sentence(vat)}" for vat in invoice.vat_lines), f"  {total_sentence(invoice)}"]


def _net(charges: Sequence[Charge]) -> Decimal:
    return total([charge.amount for charge in charges])
