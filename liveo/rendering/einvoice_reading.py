"""An e-invoice read back: what its XML says, whoever wrote it, for checks that do not trust the writer."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from lxml import etree

_NAMESPACES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
_SETTLEMENT = "//ram:ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_LINE_SETTLEMENT = "ram:SpecifiedLineTradeSettlement"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line (BG-25); ``start`` and ``end`` are its first and last day, None where not said."""

    rank: str
    quantity: Decimal
    price: Decimal
    base: Decimal
    net: Decimal
    vat_rate: Decimal
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class ReadVat:
    """The VAT of one rate (BG-23), and when it falls due (BT-8)."""

    rate: Decimal
    base: Decimal
    amount: Decimal
    due: str


@dataclass(frozen=True, slots=True)
class ReadParty:
    """The identifiers of a party; empty where not said."""

    name: str
    siren: str
    siret: str
    vat_number: str


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """What the checks need of an e-invoice; days are the first and the last."""

    number: str
    type_code: str
    issue_date: date | None
    due_date: date | None
    start: date | None
    end: date | None
    seller: ReadParty
    buyer: ReadParty
    iban: str
    origins: tuple[tuple[str, date | None], ...]
    lines: tuple[ReadLine, ...]
    vat: tuple[ReadVat, ...]
    line_total: Decimal
    net: Decimal
    vat_total: Decimal
    gross: Decimal
    due: Decimal


def read_einvoice(xml: bytes) -> ReadInvoice:
    """Read an e-invoice; raises ValueError for what is none."""
    try:
        tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise ValueError("no XML") from error
    document = "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument"
    origins = f"{_SETTLEMENT}/ram:InvoiceReferencedDocument"
    return ReadInvoice(
        number=_text(tree, f"{document}/ram:ID"),
        type_code=_text(tree, f"{document}/ram:TypeCode"),
        issue_date=_day(tree, f"{document}/ram:IssueDateTime"),
        due_date=_day(tree, f"{_SETTLEMENT}/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime"),
        start=_day(tree, f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:StartDateTime"),
        end=_day(tree, f"{_SETTLEMENT}/ram:BillingSpecifiedPeriod/ram:EndDateTime"),
        seller=_party(tree, "Seller"),
        buyer=_party(tree, "Buyer"),
        iban=_text(tree, "//ram:PayeePartyCreditorFinancialAccount/ram:IBANID"),
        origins=tuple(
            (_text(found, "ram:IssuerAssignedID"), _day(found, "ram:FormattedIssueDateTime"))
            for found in _nodes(tree, origins)
        ),
        lines=tuple(_line(node) for node in _nodes(tree, "//ram:IncludedSupplyChainTradeLineItem")),
        vat=tuple(_vat(node) for node in _nodes(tree, f"{_SETTLEMENT}/ram:ApplicableTradeTax")),
        line_total=_amount(tree, f"{_SUMS}/ram:LineTotalAmount"),
        net=_amount(tree, f"{_SUMS}/ram:TaxBasisTotalAmount"),
        vat_total=_amount(tree, f"{_SUMS}/ram:TaxTotalAmount"),
        gross=_amount(tree, f"{_SUMS}/ram:GrandTotalAmount"),
        due=_amount(tree, f"{_SUMS}/ram:DuePayableAmount"),
    )


def _party(tree: etree._Element, role: str) -> ReadParty:
    party = f"//ram:{role}TradeParty"
    return ReadParty(
        name=_text(tree, f"{party}/ram:Name"),
        siren=_text(tree, f"{party}/ram:SpecifiedLegalOrganization/ram:ID[@schemeID='0002']"),
        siret=_text(tree, f"{party}/ram:GlobalID[@schemeID='0009']"),
        vat_number=_text(tree, f"{party}/ram:SpecifiedTaxRegistration/ram:ID[@schemeID='VA']"),
    )


def _line(node: etree._Element) -> ReadLine:
    price = "ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice"
    period = f"{_LINE_SETTLEMENT}/ram:BillingSpecifiedPeriod"
    return ReadLine(
        rank=_text(node, "ram:AssociatedDocumentLineDocument/ram:LineID"),
        quantity=_amount(node, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"),
        price=_amount(node, f"{price}/ram:ChargeAmount"),
        base=Decimal(_text(node, f"{price}/ram:BasisQuantity") or 1),
        net=_amount(node, f"{_LINE_SETTLEMENT}//ram:LineTotalAmount"),
        vat_rate=_amount(node, f"{_LINE_SETTLEMENT}/ram:ApplicableTradeTax/ram:RateApplicablePercent"),
        start=_day(node, f"{period}/ram:StartDateTime"),
        end=_day(node, f"{period}/ram:EndDateTime"),
    )


def _vat(node: etree._Element) -> ReadVat:
    return ReadVat(
        rate=_amount(node, "ram:RateApplicablePercent"),
        base=_amount(node, "ram:BasisAmount"),
        amount=_amount(node, "ram:CalculatedAmount"),
        due=_text(node, "ram:DueDateTypeCode"),
    )


def _nodes(node: etree._Element, path: str) -> list[etree._Element]:
    found: list[etree._Element] = node.xpath(path, namespaces=_NAMESPACES)
    return found


def _text(node: etree._Element, path: str) -> str:
    found = _nodes(node, path)
    return (found[0].text or "").strip() if found else ""


def _amount(node: etree._Element, path: str) -> Decimal:
    text = _text(node, path)
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise ValueError(f"no amount at {path}: {text}") from error


def _day(node: etree._Element, path: str) -> date | None:
    text = _text(node, f"{path}/*")
    return datetime.strptime(text, "%Y%m%d").date() if text else None  # noqa: DTZ007 - a day has no zone
