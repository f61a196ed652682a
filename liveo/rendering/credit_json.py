"""A credit note for machines, of the same shape as an invoice: sections, lines, VAT, totals."""

from itertools import groupby

from liveo.core.credit import CreditNote, OriginLine
from liveo.rendering.invoice_json import Json, recipient_document, reference_document


def credit_document(note: CreditNote) -> Json:
    """Return one whole credit note."""
    return {
        "kind": "credit_note",
        "number": note.number,
        "origin": reference_document(note.origin.reference),
        "reason": note.reason,
        "company": {"code": note.origin.company_code, "name": note.origin.company_name},
        "month": str(note.month),
        "issue_date": note.issue_date.isoformat(),
        "seller": {"name": note.seller.name, "siren": note.seller.siren, "vat_number": note.seller.vat_number},
        "recipient": recipient_document(note.recipient),
        "sections": [
            {"name": name or None, "lines": [_line(line) for line in lines]}
            for name, lines in groupby(note.lines, key=lambda line: line.section)
        ],
        "vat": [
            {"rate": str(vat.rate), "base": str(vat.base), "before": str(vat.before), "amount": str(vat.amount)}
            for vat in note.vat_lines
        ],
        "totals": {"net": str(note.net), "vat": str(note.vat), "gross": str(note.gross)},
        "currency": "EUR",
    }


def _line(line: OriginLine) -> Json:
    net = str(line.net)
    return {
        "rank": line.rank,
        "label": line.label,
        "vat_rate": str(line.vat_rate),
        "net": net,
        "charges": [{"net": net}],
    }
