"""Why an invoice line, and the VAT under it, come to their amount: one readable sentence each."""

from decimal import Decimal
from fractions import Fraction

from liveo.core.explanation import LineExplanation, PriceUse, RowPart, VatGap, VatRounding, explain_line
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun, VatLine
from liveo.rendering.charge_words import WITHOUT_DURATION, line_quantity
from liveo.rendering.explanation import exact_euros
from liveo.rendering.french import NBSP, duration, euros, euros_signed, number, percent, plural, unit_price
from liveo.rendering.labels import label

MOST_ROWS = 3
MOST_PRICES = 3


def line_sentence(line: InvoiceLine, most_rows: int = MOST_ROWS) -> str:
    """Say how a line comes to its amount: "12,90 € × 5 422 j ÷ 31 = 2 256,25 €, soit 2 256,29 € arrondi …".

    ``most_rows`` are as many rows of the rate sheet as are named.
    """
    found = explain_line(line)
    told = _usage_words(line, found, most_rows) if found.rows else _prices_words(found)
    return f"{told}{_rounded(found)}."


def vat_sentence(vat: VatLine) -> str:
    """Say how the VAT of one rate comes to its amount."""
    rounded = "" if vat.unrounded == vat.amount else f", arrondi à {euros(vat.amount)}"
    return (
        f"TVA à {percent(vat.rate)} : {euros(vat.base)} × {percent(vat.rate)} = {exact_euros(vat.unrounded)}{rounded}."
    )


def total_sentence(invoice: Invoice) -> str:
    """Say what is due: without VAT, plus VAT."""
    return f"Total TTC : {euros(invoice.net)} HT + {euros(invoice.vat)} de TVA = {euros(invoice.gross)}."


def run_sentences(run: InvoiceRun) -> list[str]:
    """Say how the documents of a month come to their amount: line by line for one, document by document for several."""
    if len(run.invoices) != 1:
        return [f"{invoice.recipient.name} : {total_sentence(invoice)}" for invoice in run.invoices]
    [invoice] = run.invoices
    lines = [
        f"{section.entity.name + ' · ' if section.entity else ''}{label(line.code)} : {line_sentence(line)}"
        for section in invoice.sections
        for line in section.lines
    ]
    return [*lines, *map(vat_sentence, invoice.vat_lines), total_sentence(invoice)]


def vat_gap_sentences(gap: VatGap) -> list[str]:
    """Say, rounding by rounding, why the VAT of several documents is not that of one; nothing where it is the same."""
    if not gap.difference:
        return []
    return [
        f"Écart de TVA avec une facture unique : {euros_signed(gap.difference)}, par les arrondis seuls.",
        *(f"{part.recipient}, {_vat_rounding(part)}." for part in gap.several if part.rounding),
        *(f"Facture unique, {_vat_rounding(part)}." for part in gap.single if part.rounding),
    ]


def _vat_rounding(part: VatRounding) -> str:
    rate, vat = percent(part.vat.rate), part.vat
    return f"TVA à {rate} de {euros(vat.base)} : {exact_euros(vat.unrounded)}, arrondi à {euros(vat.amount)}"


def _prices_words(found: LineExplanation) -> str:
    shown, others = found.prices[:MOST_PRICES], found.prices[MOST_PRICES:]
    told = " + ".join(_price_words(use) for use in shown)
    if others:
        told += f" + {plural(len(others), 'autre prix', 'autres prix')}"
    return f"{told} = {exact_euros(found.unrounded)}"


def _price_words(use: PriceUse) -> str:
    return f"{unit_price(use.monthly_price)} × {_days(use.unit_days)}{NBSP}j ÷ {use.days_in_month}"


def _days(unit_days: Fraction) -> str:
    """Write days × quantity; of shared charges cut at two decimals and marked: "483,14…"."""
    whole, rest = divmod(unit_days, 1)
    return f"{number(int(whole))},{int(rest * 100):02d}…" if rest else number(int(whole))


def _usage_words(line: InvoiceLine, found: LineExplanation, most_rows: int) -> str:
    billed, real, included = (
        sum(seconds)
        for seconds in zip(*((p.billed_seconds, p.seconds, p.included_seconds) for p in found.rows), strict=True)
    )
    time = "" if line.code in WITHOUT_DURATION or billed == real else f", {duration(billed)} après paliers"
    time += f", dont {duration(included)} incluses" if included else ""
    priced = [part for part in found.rows if part.row]
    named = f" ({_rows_words(priced, found, most_rows)})" if priced and found.unrounded and most_rows else ""
    return f"{line_quantity(line)}{time}{named} = {exact_euros(found.unrounded)}"


def _rows_words(priced: list[RowPart], found: LineExplanation, most_rows: int) -> str:
    shown, others = priced[:most_rows], priced[most_rows:]
    words = [f"{part.row.label} {_share(part, found)}" for part in shown if part.row]
    if others:
        words.append(plural(len(others), "autre tarif", "autres tarifs"))
    return ", ".join(words)


def _share(part: RowPart, found: LineExplanation) -> str:
    """Write the part of a row of the sheet, in whole per cent."""
    return percent(Decimal(round(part.amount / found.unrounded * 100)))


def _rounded(found: LineExplanation) -> str:
    if not found.rounding:
        return ""
    each = "" if found.charges == 1 else f", chaque montant à part ({found.charges})"
    return f", arrondi au centime{each} : {euros(found.net)}"
