"""The only way an invoice is born: from charges, for previews, scenarios and real ones alike."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from liveo.core.billing_modes import BILLING_MODES, Bill, BillingMode
from liveo.core.catalogue import Catalogue, OptionCode
from liveo.core.charges import (
    CHARGE_ORDER,
    Charge,
    ChargeCode,
    OptionBasis,
    UsageSlice,
    compute_charges,
    option_charges,
)
from liveo.core.company import CompanyState, Entity, EntityId
from liveo.core.divisions import entities_in, in_month
from liveo.core.entities import EntityCalendar, share_common, sharing_key_from_str
from liveo.core.errors import MissingPrice
from liveo.core.invoice import Invoice, InvoiceLine, InvoiceRun, InvoiceSection, Recipient, Seller
from liveo.core.money import total
from liveo.core.periods import Month
from liveo.core.proration import Activation, MonthPricing


@dataclass(frozen=True, slots=True)
class MonthlyBill:
    """Everything that the invoices of one company and month are made from, in any mode.

    ``state`` is the company under the division of the month.
    ``charges`` are whole: each belongs to an entity, sharing key applied. ``entity_billing`` are the charges that a
    mode by entity adds because the company has not switched the option on; empty when it has. ``unpriced`` is the
    first day of the month on which that option, not switched on, has no price; None when it has one.
    """

    state: CompanyState
    month: Month
    charges: tuple[Charge, ...]
    entity_billing: tuple[Charge, ...]
    unpriced: date | None = None

    @property
    def entities(self) -> tuple[Entity, ...]:
        """The entities of the month, in their order: those that are there, and any other that owes something."""
        there = {e.entity_id for e in entities_in(self.state, self.month)} | {c.entity_id for c in self.charges}
        return tuple(entity for entity in self.state.entities if entity.entity_id in there)

    @property
    def net(self) -> Decimal:
        """The sum of the charges really owed."""
        return total([charge.amount for charge in self.charges])


def compute_bill(state: CompanyState, month: Month, usage: Iterable[UsageSlice], catalogue: Catalogue) -> MonthlyBill:
    """Compute the charges of a month once, under its division; raises MissingPrice where something has no price."""
    charges = compute_charges(state, month, usage, catalogue, EntityCalendar(state))
    return bill_of(state, month, charges, catalogue)


def bill_of(state: CompanyState, month: Month, charges: Sequence[Charge], catalogue: Catalogue) -> MonthlyBill:
    """Make the bill of a month from its charges, by giving out those that belong to no entity."""
    state = in_month(state, month)
    key = sharing_key_from_str(state.company.sharing_key)
    entities = entities_in(state, month)
    if any(charge.code is OptionCode.ENTITY_BILLING for charge in charges):
        return MonthlyBill(state, month, tuple(share_common(charges, entities, key)), ())
    try:
        assumed = _assumed_entity_billing(state, month, catalogue)
    except MissingPrice as missing:
        return MonthlyBill(state, month, tuple(share_common(charges, entities, key)), (), unpriced=missing.day)
    # Shared after all others, the option takes no cent from what they give to anybody.
    shared = share_common([*charges, *assumed], entities, key)
    owed = tuple(charge for charge in shared if charge.code is not OptionCode.ENTITY_BILLING)
    added = tuple(charge for charge in shared if charge.code is OptionCode.ENTITY_BILLING)
    return MonthlyBill(state, month, owed, added)


def build_invoices(bill: MonthlyBill, mode: BillingMode, seller: Seller) -> InvoiceRun:
    """Group the charges of a month into the documents of a mode, dated on the 1st of the month that follows.

    No empty invoice is made. An entity that owes nothing is listed in ``nothing_to_pay``, where the mode tells
    entities apart or there is no invoice at all.
    """
    return _run(bill, mode, seller, _Sections(bill, _added(bill, mode)))


def build_every_run(bill: MonthlyBill, seller: Seller) -> Mapping[BillingMode, InvoiceRun]:
    """Return what ``build_invoices`` makes of a month in each mode; a section that several modes have is made once."""
    sections: dict[tuple[Charge, ...], _Sections] = {}
    runs = {}
    for mode in BILLING_MODES:
        added = _added(bill, mode)
        if added not in sections:
            sections[added] = _Sections(bill, added)
        runs[mode] = _run(bill, mode, seller, sections[added])
    return runs


class _Sections:
    """The sections of the invoices of a bill, each made when it is first asked for."""

    def __init__(self, bill: MonthlyBill, added: Sequence[Charge]) -> None:
        self.entities = bill.entities
        self.added = total([charge.amount for charge in added])
        self._rates = {entity.entity_id: entity.vat_rate for entity in self.entities}
        self._by_entity = _by_entity([*bill.charges, *added])
        self._made: dict[EntityId, InvoiceSection] = {}

    def owing(self, draft: Bill) -> list[Entity]:
        """Return the entities of a draft that have something to pay."""
        return [entity for entity in draft.sections if _owes(self._by_entity.get(entity.entity_id, ()))]

    def of(self, draft: Bill) -> tuple[InvoiceSection, ...]:
        """Return the sections of a draft: one for each entity with charges, or one for all of them."""
        if draft.sectioned:
            return tuple(self._of_entity(e) for e in draft.sections if e.entity_id in self._by_entity)
        together = [charge for entity in draft.sections for charge in self._by_entity.get(entity.entity_id, [])]
        return (InvoiceSection(None, _lines(together, self._rates)),)

    def _of_entity(self, entity: Entity) -> InvoiceSection:
        key = entity.entity_id
        if key not in self._made:
            self._made[key] = InvoiceSection(entity, _lines(self._by_entity[key], self._rates))
        return self._made[key]


def _added(bill: MonthlyBill, mode: BillingMode) -> tuple[Charge, ...]:
    return bill.entity_billing if BILLING_MODES[mode].needs_entity_billing else ()


def _run(bill: MonthlyBill, mode: BillingMode, seller: Seller, sections: _Sections) -> InvoiceRun:
    rule = BILLING_MODES[mode]
    invoices: list[Invoice] = []
    idle: list[Entity] = []
    for draft in rule.group(sections.entities):
        owing = sections.owing(draft)
        if owing:
            invoices.append(_invoice(bill, mode, seller, draft, sections.of(draft)))
        if draft.sectioned or not owing:
            idle += [entity for entity in draft.sections if entity not in owing]
    return InvoiceRun(
        tuple(invoices),
        tuple(idle),
        entity_billing_added=sections.added,
        unpriced=bill.unpriced if rule.needs_entity_billing else None,
    )


def _assumed_entity_billing(state: CompanyState, month: Month, catalogue: Catalogue) -> list[Charge]:
    """Price the option as if it were active, marked as assumed."""
    active = Activation(state.company.subject_id, OptionCode.ENTITY_BILLING, month.period)
    charges = option_charges(state.company, [active], MonthPricing(month, catalogue), EntityCalendar(state))
    return [_assumed(charge) for charge in charges]


def _assumed(charge: Charge) -> Charge:
    assert isinstance(charge.basis, OptionBasis)
    return replace(charge, basis=replace(charge.basis, assumed=True))


def _by_entity(charges: Iterable[Charge]) -> Mapping[EntityId, list[Charge]]:
    grouped: dict[EntityId, list[Charge]] = defaultdict(list)
    for charge in charges:
        assert charge.entity_id is not None
        grouped[charge.entity_id].append(charge)
    return grouped


def _owes(charges: Iterable[Charge]) -> bool:
    return any(charge.amount for charge in charges)


def _lines(charges: Sequence[Charge], rates: Mapping[EntityId, Decimal]) -> tuple[InvoiceLine, ...]:
    """One line for each option or destination and VAT rate, in the order of the invoice."""
    grouped: dict[tuple[ChargeCode, Decimal], list[Charge]] = defaultdict(list)
    for charge in charges:
        assert charge.entity_id is not None
        grouped[charge.code, rates[charge.entity_id]].append(charge)
    keys = sorted(grouped, key=lambda key: (CHARGE_ORDER[key[0]], -key[1]))
    return tuple(InvoiceLine(code, rate, tuple(_rejoined(grouped[code, rate]))) for code, rate in keys)


def _rejoined(charges: Sequence[Charge]) -> list[Charge]:
    """Put the shares of one common charge together again where one line holds several of them."""
    joined: list[Charge] = []
    places: dict[tuple[object, ...], int] = {}
    for charge in charges:
        place = len(joined)
        if charge.is_shared:
            place = places.setdefault((charge.subject.subject_id, charge.basis, charge.carried), place)
        if place == len(joined):
            joined.append(charge)
        else:
            known = joined[place]
            joined[place] = replace(known, amount=known.amount + charge.amount, share=known.share + charge.share)
    return joined


def _invoice(
    bill: MonthlyBill, mode: BillingMode, seller: Seller, draft: Bill, sections: tuple[InvoiceSection, ...]
) -> Invoice:
    issued = issue_date(bill.month)
    return Invoice(
        number=None,
        seller=seller,
        recipient=_recipient(bill.state, draft.owner),
        company_name=bill.state.company.name,
        company_code=bill.state.company.code,
        month=bill.month,
        mode=mode,
        issue_date=issued,
        due_date=issued + timedelta(days=seller.payment_days),
        sections=sections,
    )


def issue_date(month: Month) -> date:
    """Months are billed in arrears: on the 1st of the month that follows."""
    return month.period.end


def company_recipient(state: CompanyState) -> Recipient:
    """Return whom a document for the whole company is addressed to."""
    return _recipient(state, None)


def _recipient(state: CompanyState, owner: Entity | None) -> Recipient:
    """The company, or an entity, which keeps the company's identifiers where it has none of its own."""
    company = state.company
    head_office = state.head_office
    if owner is None:
        return Recipient(
            company.name, company.siren, head_office.siret, company.vat_number, company.address, entity=None
        )
    return Recipient(
        name=f"{company.name} – {owner.name}",
        siren=owner.siret[:9] or company.siren,
        siret=owner.siret,
        vat_number=company.vat_number if owner.siret[:9] in ("", company.siren) else "",
        address=owner.address or company.address,
        entity=owner,
    )
