"""An invoice for machines: amounts as decimal strings, dates ISO, each line with why it costs what it does."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from liveo.core.charges import Charge, OptionBasis, RowUse, UsageBasis
from liveo.core.documents import Reference
from liveo.core.explanation import LineExplanation, RowPart, VatGap, VatRounding, explain_line, explain_vat
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun, InvoiceSection, Recipient, VatLine
from liveo.core.proration import PricedDays
from liveo.core.rating import RateRow
from liveo.rendering.labels import label
from liveo.rendering.mentions import no_vat_mention

Json = dict[str, Any]


def run_document(run: InvoiceRun) -> Json:
    """Return all documents of a run with its totals."""
    return {
        "invoices": [invoice_document(invoice) for invoice in run.invoices],
        "nothing_to_pay": [entity.code for entity in run.nothing_to_pay],
        "entity_billing_added": str(run.entity_billing_added),
        "vat_gap": vat_gap_document(explain_vat(run)),
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
        "recipient": recipient_document(invoice.recipient),
        "replaces": reference_document(invoice.replaces) if invoice.replaces else None,
        "sections": [_section(section) for section in invoice.sections],
        "vat": [_vat(line) for line in invoice.vat_lines],
        "no_vat": no_vat_mention(invoice),
        "totals": _totals(invoice.net, invoice.vat, invoice.gross),
        "currency": "EUR",
    }


def reference_document(reference: Reference) -> Json:
    """Return another document by number and date."""
    return {"number": reference.number, "issue_date": _day(reference.issue_date)}


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


def line_explanation_document(found: LineExplanation) -> Json:
    """Return what a line adds up to before rounding; "rounding" is what its charges' roundings added."""
    return {
        "unrounded": exact(found.unrounded),
        "rounding": exact(found.rounding),
        "amount": str(found.net),
        "charges": found.charges,
        "prices": [
            {
                "monthly_price": str(use.monthly_price),
                "unit_days": exact(use.unit_days),
                "days_in_month": use.days_in_month,
                "amount": exact(use.amount),
            }
            for use in found.prices
        ],
        "rows": [_row_part(part, found.unrounded) for part in found.rows],
    }


def _row_part(part: RowPart, whole: Fraction) -> Json:
    figures = ("calls", "seconds", "billed_seconds", "included_seconds")
    counted = {name: getattr(part, name) for name in figures}
    return {**_row(part.row), **counted, "amount": exact(part.amount), "share": _share(part.amount, whole)}


def charge_explanation_document(charge: Charge) -> Json:
    """Return each step from days or calls to the cents of a charge, exact figures as "numerator/denominator"."""
    return {
        **_basis_steps(charge),
        "unrounded": exact(charge.basis.unrounded),
        "carried": exact(charge.carried),
        "whole": str(charge.whole),
        "share": exact(charge.share),
        "amount": str(charge.amount),
    }


def vat_document(line: VatLine) -> Json:
    """Return the VAT of one rate with its one rounding."""
    return {**_vat(line), "unrounded": exact(line.unrounded)}


def vat_gap_document(gap: VatGap) -> Json:
    """Return what splitting did to the VAT: every rounding of the documents, and of one single document."""
    return {
        "difference": str(gap.difference),
        "several": [_vat_rounding(part) for part in gap.several],
        "single": [_vat_rounding(part) for part in gap.single],
    }


def _vat_rounding(part: VatRounding) -> Json:
    return {"recipient": part.recipient or None, **vat_document(part.vat), "rounding": exact(part.rounding)}


def recipient_document(recipient: Recipient) -> Json:
    """Return who is billed."""
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
        "explanation": line_explanation_document(explain_line(line)),
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
        "explanation": charge_explanation_document(charge),
    }


def _basis_steps(charge: Charge) -> Json:
    match charge.basis:
        case OptionBasis() as days:
            length = days.days_in_month
            return {
                "days": days.days,
                "days_in_month": length,
                "segments": [{**span_document(s), "amount": exact(s.amount(length))} for s in days.segments],
            }
        case UsageBasis() as usage:
            return {
                "calls": usage.calls,
                "seconds": usage.seconds,
                "billed_seconds": usage.billed_seconds,
                "included_seconds": usage.included_seconds,
                "rows": [_row_use(use, usage) for use in usage.used],
            }


def _row_use(use: RowUse, usage: UsageBasis) -> Json:
    return {
        **_row(use.row),
        "calls": use.calls,
        "seconds": use.seconds,
        "billed_seconds": use.billed_seconds,
        "included_seconds": use.included_seconds,
        "amount_micros": use.amount_micros,
        "share": _share(Fraction(use.amount_micros), Fraction(usage.amount_micros)),
    }


def _row(row: RateRow | None) -> Json:
    """Return the row of the rate sheet; null where the calls are free or their row is not known."""
    if row is None:
        return {"row": None}
    prices = ("connection_micros", "per_minute_micros", "minimum_micros", "service_micros", "unit_micros")
    increments = ("first_increment", "next_increment")
    named = {"label": row.label, "prefix": row.prefix}
    return {"row": named | {name: getattr(row, name) for name in (*prices, *increments)}}


def _share(part: Fraction, whole: Fraction) -> str:
    """Return the part of the whole; nothing of nothing is nothing."""
    return exact(part / whole) if whole else "0/1"


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
                "included_seconds": usage.included_seconds,
                "amount_micros": usage.amount_micros,
            }


def _vat(line: VatLine) -> Json:
    return {"rate": str(line.rate), "base": str(line.base), "amount": str(line.amount)}


def _totals(net: Decimal, vat: Decimal, gross: Decimal) -> Json:
    return {"net": str(net), "vat": str(vat), "gross": str(gross)}


def _day(day: date) -> str:
    return day.isoformat()
