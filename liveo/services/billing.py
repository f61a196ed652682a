"""What a company owes for a month: facts from the store, charges and documents from the core, computed once.

Answers are kept by the version of the base, so a page that asks again waits for nothing and never sees an old figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from liveo.core.billing_modes import BillingMode, billing_mode_from_str
from liveo.core.catalogue import Catalogue
from liveo.core.charges import Charge, compute_charges
from liveo.core.company import CompanyState
from liveo.core.divisions import division_in
from liveo.core.entities import EntityCalendar
from liveo.core.invoice import InvoiceRun, Seller
from liveo.core.invoicing import MonthlyBill, bill_of, build_invoices
from liveo.core.periods import Month
from liveo.store.customers import load_state
from liveo.store.database import Base
from liveo.store.tariffs import load_catalogue, load_seller
from liveo.store.usage import usage_slices


@dataclass(frozen=True, slots=True)
class Customer:
    """One company as the base knows it now: its dated facts, its prices, who bills it."""

    state: CompanyState
    catalogue: Catalogue
    seller: Seller


def customer(base: Base, code: str) -> Customer:
    """Return a company ready to be charged; raises UnknownCompany."""
    return _customer(base, base.version, code)


def charges_of(base: Base, code: str, month: Month) -> Sequence[Charge]:
    """Return what each account and resource of a company owes for a month, before any sharing key."""
    return _charges(base, base.version, code, month)


def billing_mode(base: Base, code: str, month: Month) -> BillingMode:
    """Return the mode in which a company is billed in a month."""
    return billing_mode_from_str(division_in(customer(base, code).state, month).billing_mode)


def monthly_bill(base: Base, code: str, month: Month) -> MonthlyBill:
    """Return the charges of a company for a month; raises MissingPrice where the catalogue has a gap."""
    return _monthly_bill(base, base.version, code, month)


def invoice_run(base: Base, code: str, month: Month, mode: BillingMode) -> InvoiceRun:
    """Return the documents of a company for a month in one mode, as previews."""
    return _invoice_run(base, base.version, code, month, mode)


@lru_cache(maxsize=32)
def _customer(base: Base, version: int, code: str) -> Customer:
    state = load_state(base, code)
    return Customer(state, load_catalogue(base, state.company.subject_id), load_seller(base))


@lru_cache(maxsize=64)
def _monthly_bill(base: Base, version: int, code: str, month: Month) -> MonthlyBill:
    known = _customer(base, version, code)
    return bill_of(known.state, month, _charges(base, version, code, month), known.catalogue)


@lru_cache(maxsize=64)
def _charges(base: Base, version: int, code: str, month: Month) -> Sequence[Charge]:
    known = _customer(base, version, code)
    usage = usage_slices(base, known.state.company.subject_id, month)
    return compute_charges(known.state, month, usage, known.catalogue, EntityCalendar(known.state))


@lru_cache(maxsize=128)
def _invoice_run(base: Base, version: int, code: str, month: Month, mode: BillingMode) -> InvoiceRun:
    known = _customer(base, version, code)
    return build_invoices(_monthly_bill(base, version, code, month), mode, known.seller)
