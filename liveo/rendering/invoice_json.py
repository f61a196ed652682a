"""An invoice for machines: amounts as decimal strings, dates ISO, each line with why it costs what it does."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from liveo.core.charges import Charge, OptionBasis, UsageBasis
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun, InvoiceSection, Recipient, VatLine
from liveo.core.proration import PricedDays
from liveo.rendering.labels import label

Json = dict[str, Any]


def run_document(run: InvoiceRun) -> Json:
    """Return all documents of a run with its totals."""
    return {
        "invoices": [invoice_document(invoice) for invoice in run.invoices],
        "nothing_to_pay": [entity.code for entity in run.nothing_to_pay],
        "entity_billing_added": str(run.entity_billing_added),
        "entity_billing_unpriced": _day(run.unpriced) if run.unpriced else None,
        "totals": _totals(run.net, run.vat, run.gross),
    }


def invoice_document(invoice: Invoice) -> Json:
    """Return one whole document."""
    return {
        "number": invoice.number,
        "preview": invoice.number is None,
        "company": {"code": invoice.company_code, "name": invoice.company_name},
        "month": str(invoice.month),
        "mode": str(invoice.mode),
        "issue_date": _day(invoice.issue_date),
        "due_date": _day(invoice.due_date),
        "seller": {"name": invoice.seller.name, "siren": invoice.seller.siren, "vat_number": invoice.seller.vat_number},
        "recipient": _recipient(invoice.recipient),
        "sections": [_section(section) for section in invoice.sections],
        "vat": [_vat(line) for line in invoice.vat_lines],
        "totals": _totals(invoice.net, invoice.vat, invoice.gross),
        "currency": "EUR",
    }


def exact(amount: Fraction) -> str:
    """Return an unrounded amount as "numerator/denominator", in euros: 17/1."""
    return f"{amount.numerator}/{amount.denominator}"


def span_document(span: PricedDays) -> Json:
    """Return days at one price; ``end`` is excluded."""
    return {
        "start": _day(span.period.start),
        "end": _day(span.period.end),
        "days": span.period.days,
        "quantity": span.quantity,
        "monthly_price": str(span.monthly_price),
    }


def _recipient(recipient: Recipient) -> Json:
    address = recipient.address
    return {
        "name": recipient.name,
        "entity": recipient.entity.code if recipient.entity else None,
        "siren": recipient.siren,
        "siret": recipient.siret,
        "vat_number": recipient.vat_number,
        "address": {
            "street": address.street,
            "postcode": address.postcode,
            "city": address.city,
            "country": address.country,
        },
    }


def _section(section: InvoiceSection) -> Json:
    return {
        "entity": section.entity.code if section.entity else None,
        "name": section.entity.name if section.entity else None,
        "net": str(section.net),
        "lines": [_line(line) for line in section.lines],
    }


def _line(line: InvoiceLine) -> Json:
    return {
        "code": str(line.code),
        "label": label(line.code),
        "vat_rate": str(line.vat_rate),
        "net": str(line.net),
        "charges": [_charge(charge) for charge in line.charges],
    }


def _charge(charge: Charge) -> Json:
    return {
        "subject": {"code": charge.subject.code, "name": charge.subject.name},
        "net": str(charge.amount),
        "unrounded": exact(charge.basis.unrounded),
        "carried": exact(charge.carried),
        "share": exact(charge.share),
        **_basis(charge),
    }


def _basis(charge: Charge) -> Json:
    match charge.basis:
        case OptionBasis() as days:
            return {
                "days": days.days,
                "days_in_month": days.days_in_month,
                "spans": [span_document(span) for span in days.segments],
                "assumed": days.assumed,
            }
        case UsageBasis() as usage:
            return {
                "calls": usage.calls,
                "seconds": usage.seconds,
                "billed_seconds": usage.billed_seconds,
                "amount_micros": usage.amount_micros,
            }


def _vat(line: VatLine) -> Json:
    return {"rate": str(line.rate), "base": str(line.base), "amount": str(line.amount)}


def _totals(net: Decimal, vat: Decimal, gross: Decimal) -> Json:
    return {"net": str(net), "vat": str(vat), "gross": str(gross)}


def _day(day: date) -> str:
    return day.isoformat()
