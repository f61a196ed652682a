"""Customers as hypothesis draws them: options, moves and calls around March 2026 in any combination."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import Assignment, CompanyState, Entity, VatRegime
from liveo.core.destinations import Destination
from liveo.core.entities import SharingKey
from liveo.core.periods import Period
from liveo.core.proration import Activation
from tests.core.builders import (
    ALICE,
    BRUNO,
    COMPANY,
    HEAD_OFFICE,
    LYON,
    MARCH,
    MENU,
    NANTES,
    QUEUE,
    calls,
    entity,
    state,
)

DAYS = st.integers(-10, 40).map(lambda n: MARCH.first + timedelta(days=n))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
SUBJECTS = st.sampled_from([ALICE, BRUNO, MENU, QUEUE])
OPTIONS = st.sampled_from([code for code in OptionCode if code is not OptionCode.ENTITY_BILLING])
ACTIVATIONS = st.builds(Activation, SUBJECTS, OPTIONS, PERIODS, st.integers(1, 3))
ENTITY_BILLING = st.builds(Activation, st.just(COMPANY), st.just(OptionCode.ENTITY_BILLING), PERIODS)
USAGE = st.lists(
    st.builds(
        calls,
        SUBJECTS,
        st.integers(0, 90_000_000) | st.sampled_from([0, -10_000, -3_333_333]),
        st.integers(0, 30).map(lambda n: MARCH.first + timedelta(days=n)),
        st.sampled_from(Destination),
    ),
    max_size=12,
)


@st.composite
def _moves(draw: st.DrawFn, subject: SubjectId) -> list[Assignment]:
    """Draw the assignments of one subject, one after the other, with or without gaps."""
    days = [date(2026, 1, 1), *sorted(draw(st.sets(DAYS, max_size=3))), date(2027, 1, 1)]
    owners = draw(st.lists(st.sampled_from([HEAD_OFFICE, LYON, NANTES, None]), min_size=len(days) - 1, max_size=4))
    spans = zip(days, days[1:], owners, strict=False)
    return [Assignment(subject, owner, Period(start, end)) for start, end, owner in spans if owner is not None]


@st.composite
def _entities(draw: st.DrawFn) -> tuple[Entity, ...]:
    """Draw the three entities: marks, VAT, and fixed shares that make 100 % or nothing."""
    first = draw(st.integers(0, 10_000))
    second = draw(st.integers(0, 10_000 - first))
    shares = draw(st.sampled_from([(first, second, 10_000 - first - second), (0, 0, 0)]))
    return tuple(
        replace(
            entity(entity_id, own_invoice=draw(st.booleans()), vat=draw(st.sampled_from(VatRegime))),
            fixed_share=Decimal(share).scaleb(-2),
        )
        for entity_id, share in zip((HEAD_OFFICE, LYON, NANTES), shares, strict=True)
    )


@st.composite
def customers(draw: st.DrawFn, *, entity_billing: bool | None = None) -> CompanyState:
    """Draw a customer; with or without an activation of the billing by entity, or either when not said."""
    paid_option = draw(st.booleans()) if entity_billing is None else entity_billing
    activations = draw(st.lists(ACTIVATIONS, max_size=10)) + ([draw(ENTITY_BILLING)] if paid_option else [])
    assignments = [a for subject in (ALICE, BRUNO, MENU, QUEUE) for a in draw(_moves(subject))]
    return state(
        *activations,
        assignments=tuple(assignments),
        entities=draw(_entities()),
        key=draw(st.sampled_from(SharingKey)),
    )
