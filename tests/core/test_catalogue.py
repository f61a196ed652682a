"""The catalogue: one price for each day, negotiated over standard, never two at once."""

from datetime import date
from decimal import Decimal

import pytest

from liveo.core.catalogue import (
    OPTION_TYPES,
    Catalogue,
    DayCount,
    OptionCode,
    SubjectId,
    day_count_from_str,
    option_from_str,
    refuse_overlaps,
)
from liveo.core.errors import InvalidAmount, MissingPrice, OverlappingPrices, UnknownCode
from liveo.core.periods import Period
from tests.core.builders import MARCH, march, price

ALIAS = OptionCode.ALIAS


def test_every_option_has_its_row() -> None:
    assert list(OPTION_TYPES) == list(OptionCode)
    assert all(code is row.code for code, row in OPTION_TYPES.items())


def test_a_period_is_cut_where_the_price_changes() -> None:
    prices = Catalogue((price(ALIAS, "10.00", march(1, 11)), price(ALIAS, "12.00", march(11))))
    assert [(part, p.monthly) for part, p in prices.priced(ALIAS, MARCH.period)] == [
        (march(1, 11), Decimal("10.00")),
        (Period(date(2026, 3, 11), date(2026, 4, 1)), Decimal("12.00")),
    ]


def test_the_price_of_one_option_is_not_that_of_another() -> None:
    prices = Catalogue((price(ALIAS, "10.00"), price(OptionCode.FAX, "20.00", march(5))))
    assert [p.monthly for _, p in prices.priced(ALIAS, MARCH.period)] == [Decimal("10.00")]


@pytest.mark.parametrize(
    "periods", [(march(1), march(11)), (march(1, 12), march(11, 20)), (march(1), march(5, 5), march(6, 7))]
)
def test_two_prices_on_the_same_day_are_refused(periods: tuple[Period, ...]) -> None:
    with pytest.raises(OverlappingPrices, match=r"alias.*terminez le premier"):
        Catalogue(tuple(price(ALIAS, "10.00", valid) for valid in periods))


def test_prices_of_different_companies_may_share_their_days() -> None:
    everybody = price(ALIAS, "10.00")
    refuse_overlaps([everybody, *(type(everybody)(ALIAS, Decimal(5), march(1), SubjectId(n)) for n in (1, 2))])


@pytest.mark.parametrize(("read", "known"), [(option_from_str, OptionCode), (day_count_from_str, DayCount)])
def test_an_unknown_code_is_answered_with_the_known_ones(read: object, known: type) -> None:
    assert callable(read)
    with pytest.raises(UnknownCode, match=", ".join(known)):
        read("inconnu")
    assert [read(str(code)) for code in known] == list(known)


def test_a_negative_price_is_refused_and_named_and_nothing_is_a_price() -> None:
    with pytest.raises(InvalidAmount, match=r"alias.*01/03/2026.*positif ou nul"):
        price(ALIAS, "-0.01", march(1))
    assert price(ALIAS, "0").monthly == 0


def test_a_gap_in_the_prices_is_refused_on_its_first_day_that_is_needed() -> None:
    prices = Catalogue((price(ALIAS, "10.00", march(1, 11)), price(ALIAS, "12.00", march(15))))
    assert len(prices.priced(ALIAS, march(15, 20))) == 1
    with pytest.raises(MissingPrice, match=r"alias.*11/03/2026") as refusal:
        prices.priced(ALIAS, MARCH.period)
    assert (refusal.value.option, refusal.value.day) == (ALIAS, date(2026, 3, 11))
