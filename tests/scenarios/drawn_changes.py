"""Changes of every kind as hypothesis draws them, on the small customer of March 2026."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import DayCount, OptionCode, Price, SubjectId
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import ONCE, Every, Repetition
from liveo.core.changes.subjects import AddSubjects, RemoveSubjects
from liveo.core.company import CompanyState, Division, Entity, EntityId, VatRegime
from liveo.core.divisions import divided, divisions_of
from liveo.core.entities import SharingKey
from liveo.core.periods import Period
from liveo.core.scenario import Change
from tests.core.builders import ALICE, BRUNO, COMPANY, HEAD_OFFICE, LYON, MARCH, MENU, NANTES, QUEUE
from tests.core.customers import DAYS, PERIODS, customers

SHOP = EntityId(-1)
NEW = tuple(SubjectId(-rank) for rank in range(1, 5))
PEOPLE = st.sampled_from([ALICE, BRUNO, *NEW])
ANYBODY = st.sampled_from([ALICE, BRUNO, MENU, QUEUE, *NEW])
SOMEWHERE = st.sampled_from([HEAD_OFFICE, LYON, NANTES, SHOP])
OF_ACCOUNTS = st.sampled_from(
    [OptionCode.ACCOUNT, OptionCode.ALIAS, OptionCode.CALL_RECORDING, OptionCode.CALL_SUPERVISION]
)
OF_RESOURCES = st.sampled_from([OptionCode.CALL_QUEUE, OptionCode.IVR_MENU, OptionCode.FAX, OptionCode.DID_NUMBER])
SPANS = PERIODS | DAYS.map(Period)
CENTS = st.integers(0, 5_000_000).map(lambda n: Decimal(n).scaleb(-4))


def several(one: st.SearchStrategy[SubjectId], most: int = 3) -> st.SearchStrategy[tuple[SubjectId, ...]]:
    """Draw a few of them, each once."""
    return st.sets(one, min_size=1, max_size=most).map(lambda found: tuple(sorted(found)))


@st.composite
def repeated(draw: st.DrawFn) -> tuple[Period, Repetition]:
    """Draw days, perhaps without end, perhaps coming again."""
    period = draw(SPANS)
    if period.open_ended or draw(st.booleans()):
        return period, ONCE
    return period, Repetition(draw(st.sampled_from([Every.MONTH, Every.YEAR])), draw(st.integers(2, 3)))


@st.composite
def switched_on(draw: st.DrawFn) -> SwitchOn:
    """Draw an option switched on for who can bear it."""
    subjects, options = draw(
        st.sampled_from(
            [
                (several(PEOPLE), OF_ACCOUNTS),
                (st.just((MENU,)), st.just(OptionCode.IVR_MENU)),
                (st.just((QUEUE,)), st.just(OptionCode.CALL_QUEUE)),
                (st.just((COMPANY,)), st.just(OptionCode.ENTITY_BILLING)),
            ]
        )
    )
    period, repetition = draw(repeated())
    return SwitchOn(draw(subjects), draw(options), period, repetition)


@st.composite
def added(draw: st.DrawFn) -> AddSubjects:
    """Draw new accounts with options, or new resources."""
    is_account = draw(st.booleans())
    extras = draw(st.sets(OF_ACCOUNTS.filter(lambda o: o is not OptionCode.ACCOUNT))) if is_account else ()
    first = draw(st.sampled_from([0, 2]))
    ids = NEW[first : first + draw(st.integers(1, 2))]
    option = OptionCode.ACCOUNT if is_account else draw(OF_RESOURCES)
    period, repetition = draw(repeated())
    return AddSubjects(ids, option, "Ajout", period, draw(st.none() | SOMEWHERE), tuple(sorted(extras)), repetition)


@st.composite
def priced(draw: st.DrawFn) -> NegotiatePrice | Discount:
    """Draw a price or a discount."""
    period, repetition = draw(repeated())
    if draw(st.booleans()):
        return NegotiatePrice(draw(st.sampled_from(OptionCode)), draw(CENTS), period, repetition)
    options = tuple(sorted(draw(st.sets(st.sampled_from(OptionCode), min_size=1))))
    percent = draw(st.sampled_from(["0.5", "10", "15", "33.33", "100"]))
    return Discount(options, Decimal(percent), period, repetition)


SHARES = st.integers(0, 100).map(lambda n: ((LYON, Decimal(n)), (NANTES, Decimal(100 - n))))
SHOPS = st.builds(
    lambda code, start, regime: AddEntity(Entity(SHOP, code, "Boutique", vat_regime=regime, period=Period(start))),
    st.sampled_from(["AAA", "MILIEU", "ZZZ"]),
    DAYS | st.just(date.min),
    st.sampled_from(VatRegime),
)
DESCRIBED = st.builds(
    lambda entity, name, regime: DescribeEntity(Entity(entity, name.upper(), name, vat_regime=regime)),
    st.sampled_from([LYON, NANTES]),
    st.sampled_from(["Amont", "Zone"]),
    st.sampled_from(VatRegime),
)
MERGES = st.builds(MergeEntities, st.sampled_from([(LYON,), (NANTES,), (LYON, NANTES), (SHOP,)]), SOMEWHERE, DAYS)
ANY_CHANGE = st.one_of(
    switched_on(),
    st.builds(SwitchOff, several(ANYBODY), OF_ACCOUNTS | OF_RESOURCES, DAYS),
    st.builds(SwitchOff, st.just((COMPANY,)), st.just(OptionCode.ENTITY_BILLING), DAYS),
    added(),
    st.builds(RemoveSubjects, several(ANYBODY), DAYS),
    priced(),
    st.builds(MoveTo, several(ANYBODY), SOMEWHERE | st.none(), DAYS),
    st.builds(MarkOwnInvoices, st.sets(SOMEWHERE).map(lambda found: tuple(sorted(found)))),
    st.builds(ShareBy, st.sampled_from(SharingKey), st.none() | SHARES),
    st.builds(BillIn, st.sampled_from(BillingMode)),
    SHOPS,
    DESCRIBED,
    MERGES,
    st.builds(CloseEntity, SOMEWHERE, DAYS | st.just(MARCH.first + timedelta(days=31))),
)


@st.composite
def changes(draw: st.DrawFn) -> list[Change]:
    """Draw changes of any kind, often of what the first of them add; one that does not fit is for others to leave."""
    first = draw(st.lists(SHOPS | added(), max_size=3))
    return [*first, *draw(st.lists(ANY_CHANGE, max_size=6))]


@dataclass(frozen=True)
class Setting:
    """What a bill is made from beside the customer: how days are counted, which prices are negotiated already."""

    day_count: DayCount
    negotiated: tuple[Price, ...]


@st.composite
def settings(draw: st.DrawFn) -> Setting:
    """Draw a day count and, for some options, a negotiated price that begins or ends somewhere."""
    options = sorted(draw(st.sets(st.sampled_from(OptionCode), max_size=3)))
    prices = [Price(option, draw(CENTS), draw(SPANS.filter(lambda p: p.days > 0)), COMPANY) for option in options]
    return Setting(draw(st.sampled_from(DayCount)), tuple(prices))


@st.composite
def divided_customers(draw: st.DrawFn) -> CompanyState:
    """Draw a customer whose bill may be divided otherwise from a month on."""
    known = draw(customers())
    if draw(st.booleans()):
        return known
    first = divisions_of(known)[0]
    since = draw(st.sampled_from([date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)]))
    later = Division(
        since,
        draw(st.sampled_from(BillingMode)),
        draw(st.sampled_from(SharingKey)),
        tuple(sorted(draw(st.sets(st.sampled_from([LYON, NANTES]))))),
        first.fixed_shares,
    )
    return replace(
        divided(known, later), divisions=(first, later) if replace(later, since=date.min) != first else (first,)
    )
