"""Small customers to reason about: prices that divide (31.00 € in a month of 31 days), short names, plain ids."""

from datetime import date
from decimal import Decimal

from liveo.core.catalogue import Catalogue, DayCount, OptionCode, Price, SubjectId
from liveo.core.charges import Charge, UsageBasis, UsageSlice
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
from liveo.core.invoice import Seller
from liveo.core.periods import FOREVER, Month, Period
from liveo.core.proration import Activation

ALWAYS = Period(date.min)
MARCH = Month(2026, 3)
APRIL = Month(2026, 4)
FEBRUARY = Month(2026, 2)
LEAP_FEBRUARY = Month(2024, 2)
FOUR_LENGTHS = (FEBRUARY, LEAP_FEBRUARY, APRIL, MARCH)

COMPANY, ALICE, BRUNO, MENU, QUEUE = (SubjectId(n) for n in (1, 11, 12, 21, 22))
HEAD_OFFICE, LYON, NANTES = (EntityId(n) for n in (101, 102, 103))

ADDRESS = Address("1 rue de la Paix", "75002", "Paris")
SELLER = Seller(
    name="Livéo",
    legal_form="SAS au capital de 10 000 €",
    siren="732829320",
    siret="73282932000074",
    vat_number="FR44732829320",
    trade_register="RCS Paris",
    address=ADDRESS,
    email="facturation@liveo.example",
    phone="+33123456789",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    payment_days=30,
    late_rate="trois fois le taux d'intérêt légal",
    vat_on_debits=False,
)


def march(first: int, end: int | None = None) -> Period:
    """Return days of March 2026, the end excluded: march(1, 15) is the first fourteen; no end is for ever."""
    return Period(date(2026, 3, first), FOREVER if end is None else date(2026, 3, end))


def entity(entity_id: EntityId, *, own_invoice: bool = False, vat: VatRegime = VatRegime.METROPOLITAN) -> Entity:
    """Return one of the three entities; 101 is the head office."""
    name = {HEAD_OFFICE: "Siège", LYON: "Lyon", NANTES: "Nantes"}.get(entity_id, f"Entité {entity_id}")
    return Entity(entity_id, name.upper(), name, entity_id == HEAD_OFFICE, own_invoice=own_invoice, vat_regime=vat)


def account(subject_id: SubjectId) -> Account:
    """Return an account named after its id."""
    return Account(subject_id, f"C{subject_id}", f"Personne {subject_id}", str(subject_id))


def state(
    *activations: Activation,
    assignments: tuple[Assignment, ...] = (),
    entities: tuple[Entity, ...] = (entity(HEAD_OFFICE), entity(LYON), entity(NANTES)),
    mode: str = "single",
    key: str = "head_office",
) -> CompanyState:
    """Return a customer with two accounts, a menu given to nobody and a queue given to Alice."""
    return CompanyState(
        company=Company(COMPANY, "ACME", "Acme", "552100554", "FR50552100554", ADDRESS, mode, key),
        entities=entities,
        accounts=(account(ALICE), account(BRUNO)),
        resources=(
            Resource(MENU, "MENU", OptionCode.IVR_MENU, "Accueil"),
            Resource(QUEUE, "FILE", OptionCode.CALL_QUEUE, "Support", account_id=ALICE),
        ),
        assignments=assignments,
        activations=activations,
    )


def active(
    subject_id: SubjectId, period: Period, option: OptionCode = OptionCode.ALIAS, quantity: int = 1
) -> Activation:
    """Return an activation, of an alias unless said otherwise."""
    return Activation(subject_id, option, period, quantity)


def assigned(subject_id: SubjectId, entity_id: EntityId, period: Period = ALWAYS) -> Assignment:
    """Return an assignment, since always unless said otherwise."""
    return Assignment(subject_id, entity_id, period)


def price(option: OptionCode, monthly: str, valid: Period = ALWAYS) -> Price:
    """Return a price of everybody's catalogue, for ever unless said otherwise."""
    return Price(option, Decimal(monthly), valid)


def catalogue(
    monthly: str = "31.00", *, entity_billing: str = "9.00", day_count: DayCount = DayCount.HALF_OPEN
) -> Catalogue:
    """Return a catalogue in which every option costs the same, the billing by entity aside."""
    prices = (price(o, entity_billing if o is OptionCode.ENTITY_BILLING else monthly) for o in OptionCode)
    return Catalogue(tuple(prices), day_count=day_count)


def calls(
    subject_id: SubjectId,
    amount_micros: int,
    day: date = MARCH.first,
    destination: Destination = Destination.FRANCE_MOBILE,
    count: int = 1,
) -> UsageSlice:
    """Return the calls of one subject from a day on; each lasts a minute."""
    return UsageSlice(subject_id, destination, day, count, 60 * count, 60 * count, amount_micros)


def usage_charge(amount: str, entity_id: EntityId | None, subject_id: SubjectId = ALICE) -> Charge:
    """Return a ready-made charge for calls in March 2026."""
    basis = UsageBasis(calls=1, seconds=60, billed_seconds=60, amount_micros=int(Decimal(amount) * 1_000_000))
    return Charge(MARCH, account(subject_id), Destination.FRANCE_MOBILE, entity_id, Decimal(amount), basis)
