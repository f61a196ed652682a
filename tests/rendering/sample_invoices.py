"""Small invented customers and their invoices, built by the same functions as real ones."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import Catalogue, OptionCode, Price, SubjectId
from liveo.core.charges import UsageSlice
from liveo.core.company import (
    Account,
    Address,
    Assignment,
    Company,
    CompanyState,
    Entity,
    EntityId,
    Resource,
    VatRegime,
)
from liveo.core.destinations import Destination
from liveo.core.invoice import Invoice, InvoiceRun, Seller
from liveo.core.invoicing import build_invoices, compute_bill
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation

OCTOBER = Month(2026, 10)
SELLER = Seller(
    name="Livéo Télécom",
    legal_form="SAS au capital de 100 000 €",
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    trade_register="RCS Paris 732 829 320",
    address=Address("12 rue de la Paix", "75002", "Paris"),
    email="facturation@liveo.example",
    phone="+33 1 99 00 12 34",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    payment_days=30,
    late_rate="trois fois le taux d'intérêt légal",
    vat_on_debits=True,
)
CATALOGUE = Catalogue(
    standard=(
        *(
            Price(option, Decimal(monthly), Period(date(2020, 1, 1)))
            for option, monthly in {
                OptionCode.ACCOUNT: "15.50",
                OptionCode.ALIAS: "3.10",
                OptionCode.CALL_RECORDING: "6.20",
                OptionCode.CALL_SUPERVISION: "9.30",
                OptionCode.DID_NUMBER: "2.00",
                OptionCode.CALL_QUEUE: "31.00",
                OptionCode.CONFERENCE_BRIDGE: "12.40",
                OptionCode.FAX: "4.90",
                OptionCode.ENTITY_BILLING: "49.00",
            }.items()
        ),
        Price(OptionCode.IVR_MENU, Decimal("31.00"), Period(date(2020, 1, 1), date(2026, 10, 10))),
        Price(OptionCode.IVR_MENU, Decimal("37.20"), Period(date(2026, 10, 10))),
    )
)
NAMES = (
    "Camille Durand",
    "Nguyễn Thị Ánh",
    "Jean-Baptiste de La Rochefoucauld-Montmorency",
    "Œuvres & Fils",
    "Ștefan Łukasiewicz",
    "Accueil",
)


def company(code: str = "MERIDIEN", name: str = "Méridien Distribution", **fields: str) -> Company:
    """A customer in Lyon."""
    return Company(
        SubjectId(1),
        code,
        name,
        "552100554",
        "FR96552100554",
        Address("5 place Bellecour", "69002", "Lyon"),
        **fields,
    )


def entities(count: int, *, own_invoice: Sequence[int] = ()) -> tuple[Entity, ...]:
    """The head office, then so many entities; the second of them stands overseas."""
    places = ("Lyon", "Saint-Denis de la Réunion", "Marseille", "Lille", "Nantes", "Brest")
    return (
        Entity(EntityId(1), "SIEGE", "Siège", head_office=True, siret="55210055400013"),
        *(
            Entity(
                EntityId(i + 2),
                f"E{i + 1}",
                f"Agence de {places[i % len(places)]}",
                own_invoice=i in own_invoice,
                vat_regime=VatRegime.OVERSEAS if i == 1 else VatRegime.METROPOLITAN,
                siret="55210055400021" if i == 0 else "",
                address=Address("1 rue du Port", "13002", "Marseille") if i == 2 else None,
            )
            for i in range(count)
        ),
    )


def state(accounts: int, sites: int = 0, *, named: Company | None = None, **fields: Sequence[int]) -> CompanyState:
    """A customer with so many accounts, spread over its entities; each third account changed something."""
    ids = [SubjectId(100 + i) for i in range(accounts)]
    menu, queue, bridge = SubjectId(50), SubjectId(51), SubjectId(52)
    return CompanyState(
        company=named or company(),
        entities=entities(sites, **fields),
        accounts=tuple(Account(ids[i], f"A{i:04d}", NAMES[i % len(NAMES)], str(1001 + i)) for i in range(accounts)),
        resources=(
            Resource(menu, "R1", OptionCode.IVR_MENU, "Menu d'accueil"),
            Resource(queue, "R2", OptionCode.CALL_QUEUE, "File commerciale"),
            Resource(bridge, "R3", OptionCode.CONFERENCE_BRIDGE, "Pont de la direction"),
            *(
                Resource(SubjectId(20000 + i), f"D{i}", OptionCode.DID_NUMBER, f"SDA {1001 + i}", account_id=ids[i])
                for i in range(accounts)
            ),
        ),
        assignments=tuple(
            Assignment(ids[i], EntityId(2 + i % sites), Period(date(2020, 1, 1))) for i in range(accounts) if sites
        ),
        activations=(
            Activation(menu, OptionCode.IVR_MENU, Period(date(2026, 10, 1), date(2026, 10, 15))),
            Activation(queue, OptionCode.CALL_QUEUE, Period(date(2026, 1, 1))),
            Activation(bridge, OptionCode.CONFERENCE_BRIDGE, Period(date(2026, 10, 12), date(2026, 10, 12))),
            *(activation for i in range(accounts) for activation in _activations(i, ids[i])),
        ),
    )


def usage(accounts: int) -> list[UsageSlice]:
    """Calls of the month: each account to two destinations, some to more."""
    return [
        UsageSlice(SubjectId(100 + i), destination, OCTOBER.first, 3 + i % 40, 61 * (i % 50), 61 * (i % 50), 12500 * i)
        for i in range(accounts)
        for k, destination in enumerate(Destination)
        if k < 2 + i % 4
    ]


def run(accounts: int, sites: int, mode: BillingMode, **fields: Sequence[int]) -> InvoiceRun:
    """The invoices of October 2026."""
    customer = state(accounts, sites, **fields)
    return build_invoices(compute_bill(customer, OCTOBER, usage(accounts), CATALOGUE), mode, SELLER)


def single(accounts: int = 12) -> Invoice:
    """One invoice without entities."""
    [invoice] = run(accounts, 0, BillingMode.SINGLE).invoices
    return invoice


def _activations(i: int, account: SubjectId) -> list[Activation]:
    number = SubjectId(20000 + i)
    found = [
        Activation(account, OptionCode.ACCOUNT, Period(date(2025, 1, 1))),
        Activation(number, OptionCode.DID_NUMBER, Period(date(2025, 1, 1))),
    ]
    if i % 3 == 0:
        found.append(Activation(account, OptionCode.CALL_RECORDING, Period(date(2026, 10, 1), date(2026, 10, 15))))
    if i % 6 == 0:
        found.append(Activation(account, OptionCode.CALL_RECORDING, Period(date(2026, 10, 20))))
    if i % 4 == 0:
        found.append(Activation(account, OptionCode.ALIAS, Period(date(2026, 10, 17)), quantity=1 + i % 3))
    return found
