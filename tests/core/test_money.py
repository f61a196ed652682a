"""Money is exact until it is rounded, rounded half up in one place, and never lost when shared out."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.errors import InvalidAmount, NothingToShare
from liveo.core.money import (
    allocate,
    allocate_all,
    from_cents,
    micros,
    read_amount,
    round_cents,
    round_half_up_int,
    split_by_steps,
    to_cents,
    total,
)

CENTS = st.integers(-(10**12), 10**12).map(from_cents)
EXACT = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**6)
OWED = st.fractions(min_value=0, max_value=10**6, max_denominator=10**6)
WEIGHTS = st.lists(st.fractions(min_value=0, max_value=1000, max_denominator=1000), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("exact", "cents"),
    [
        ("1.005", "1.01"),  # DuckDB says 1.01, polars 1.00
        ("1.015", "1.02"),
        ("1.025", "1.03"),  # half to even would say 1.02
        ("2.674999", "2.67"),
        ("0.0049", "0.00"),
        ("-1.005", "-1.01"),
        ("-0.004", "0.00"),
    ],
)
def test_a_half_cent_goes_away_from_zero(exact: str, cents: str) -> None:
    assert str(round_cents(Decimal(exact))) == cents


def test_cents_always_show_two_decimals() -> None:
    assert [str(round_cents(n)) for n in (0, 3, Fraction(1, 3))] == ["0.00", "3.00", "0.33"]
    assert str(total([])) == "0.00"


@given(EXACT)
def test_rounding_moves_an_amount_by_half_a_cent_at_most(exact: Fraction) -> None:
    assert abs(Fraction(round_cents(exact)) - exact) <= Fraction(1, 200)


@given(EXACT)
def test_rounding_is_symmetric_so_that_a_credit_note_cancels_its_invoice(exact: Fraction) -> None:
    assert round_cents(-exact) == -round_cents(exact)


@given(CENTS)
def test_rounding_cents_changes_nothing(amount: Decimal) -> None:
    assert round_cents(amount) == amount
    assert from_cents(to_cents(amount)) == amount


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**9))
def test_integers_round_like_exact_fractions(numerator: int, denominator: int) -> None:
    rounded = round_half_up_int(numerator, denominator)
    gap = abs(Fraction(numerator, denominator) - rounded)
    assert gap < Fraction(1, 2) or (gap == Fraction(1, 2) and abs(rounded) * denominator > abs(numerator))


@pytest.mark.parametrize("denominator", [1, 2, 3])
@pytest.mark.parametrize("numerator", range(4))
def test_small_integers_round_below_zero_as_above(numerator: int, denominator: int) -> None:
    expected = [[0, 1, 2, 3], [0, 1, 1, 2], [0, 0, 1, 1]][denominator - 1][numerator]
    assert round_half_up_int(numerator, denominator) == expected
    assert round_half_up_int(-numerator, denominator) == -expected


def test_a_fraction_of_a_cent_is_not_taken_for_cents() -> None:
    with pytest.raises(InvalidAmount, match=r"12\.345"):
        to_cents(Decimal("12.345"))


def test_a_call_of_12500_micros_costs_1_cent_and_a_quarter() -> None:
    assert micros(12_500) == Fraction(5, 400)


def test_two_halves_of_a_cent_do_not_make_two_cents() -> None:
    assert split_by_steps([Fraction("10.005"), Fraction("10.005")]) == [Decimal("10.01"), Decimal("10.00")]


@given(st.lists(OWED, max_size=40))
def test_parts_rounded_by_steps_add_up_to_the_rounded_whole(parts: list[Fraction]) -> None:
    assert total(split_by_steps(parts)) == round_cents(sum(parts, Fraction(0)))


@given(st.lists(OWED, max_size=40))
def test_a_part_rounded_by_steps_is_never_negative_and_within_a_cent_of_its_exact_amount(parts: list[Fraction]) -> None:
    for part, amount in zip(parts, split_by_steps(parts), strict=True):
        assert amount >= 0
        assert abs(Fraction(amount) - part) <= Fraction(1, 100)


@given(CENTS, WEIGHTS)
def test_shares_add_up_to_the_amount_whatever_its_sign(amount: Decimal, weights: list[Fraction]) -> None:
    assert total(allocate(amount, weights)) == amount


@given(CENTS, WEIGHTS)
def test_a_share_lies_within_a_cent_of_its_exact_value(amount: Decimal, weights: list[Fraction]) -> None:
    whole = sum(weights, Fraction(0))
    for share, weight in zip(allocate(amount, weights), weights, strict=True):
        assert abs(Fraction(share) - Fraction(amount) * weight / whole) < Fraction(1, 100)


@given(CENTS, WEIGHTS)
def test_a_credit_is_shared_like_the_charge_that_it_cancels(amount: Decimal, weights: list[Fraction]) -> None:
    assert allocate(-amount, weights) == [-share for share in allocate(amount, weights)]


@given(CENTS, WEIGHTS)
def test_who_weighs_nothing_pays_nothing(amount: Decimal, weights: list[Fraction]) -> None:
    for share, weight in zip(allocate(amount, [*weights, 0]), [*weights, 0], strict=True):
        assert weight or not share


def test_the_odd_cent_of_ten_euros_in_three_goes_to_the_first() -> None:
    assert allocate(Decimal("10.00"), [1, 1, 1]) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_the_odd_cent_goes_to_the_largest_remainder() -> None:
    assert allocate(Decimal("0.01"), [1, 3]) == [Decimal("0.00"), Decimal("0.01")]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_key_without_weight_or_with_a_negative_one_is_refused(weights: list[int]) -> None:
    with pytest.raises(NothingToShare, match="clé de répartition"):
        allocate(Decimal("10.00"), weights)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12,50", "12.50"),
        ("12.50", "12.50"),
        ("12,50 €", "12.50"),
        (" 12 ", "12"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,50\xa0€", "1234.50"),
        ("0,0125", "0.0125"),
        ("0,125", "0.125"),
        ("0", "0"),
    ],
)
def test_an_amount_is_read_as_a_french_reader_would(text: str, amount: str) -> None:
    assert read_amount(text) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    ["", "€", "1,234", "1.234,50", "1 23", "12 345 6", "1e3", "NaN", "Infinity", "1_000", "+5", "12,", ",5", "--1"],
)
def test_an_amount_that_must_be_guessed_is_refused(text: str) -> None:
    with pytest.raises(InvalidAmount, match="illisible"):
        read_amount(text)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(InvalidAmount, match="négatif"):
        read_amount("-3,00")


@given(CENTS.map(abs))
def test_an_amount_written_with_a_comma_is_read_back(amount: Decimal) -> None:
    assert read_amount(f"{amount} €".replace(".", ",")) == amount


def test_three_cents_between_two_go_to_one_and_the_other_in_turn() -> None:
    cent, nothing = Decimal("0.01"), Decimal("0.00")
    assert allocate_all([cent, cent, cent], [1, 1]) == [[cent, nothing], [nothing, cent], [cent, nothing]]


def test_a_credit_takes_its_cent_back_from_whom_earlier_roundings_favoured() -> None:
    assert allocate_all([Decimal("0.01"), Decimal("-0.01")], [1, 1]) == [
        [Decimal("0.01"), Decimal("0.00")],
        [Decimal("-0.01"), Decimal("0.00")],
    ]


@given(st.lists(CENTS, max_size=30), WEIGHTS)
def test_each_of_several_amounts_adds_up_and_is_cut_to_the_cent_below_or_above(
    amounts: list[Decimal], weights: list[Fraction]
) -> None:
    whole = sum(weights)
    for amount, shares in zip(amounts, allocate_all(amounts, weights), strict=True):
        assert total(shares) == amount
        for share, weight in zip(shares, weights, strict=True):
            assert abs(Fraction(share) - Fraction(amount) * weight / whole) < Fraction(1, 100)
            assert weight or not share


@given(st.lists(CENTS, max_size=60), st.integers(1, 30))
def test_equal_shares_of_many_amounts_differ_by_a_cent_at_most(amounts: list[Decimal], places: int) -> None:
    together = [total(list(shares)) for shares in zip(*allocate_all(amounts, [1] * places), strict=True)]
    assert not together or max(together) - min(together) <= Decimal("0.01")


@given(st.lists(CENTS, max_size=60), WEIGHTS)
def test_many_roundings_take_less_than_a_cent_from_each_place_or_give_it(
    amounts: list[Decimal], weights: list[Fraction]
) -> None:
    whole = sum(weights)
    exact = sum(map(Fraction, amounts), Fraction(0))
    shared = allocate_all(amounts, weights)
    for i, weight in enumerate(weights):
        assert abs(sum(Fraction(shares[i]) for shares in shared) - exact * weight / whole) < Fraction(1, 100)


@given(st.lists(CENTS, max_size=10), st.lists(CENTS, max_size=10), WEIGHTS)
def test_what_comes_later_changes_no_earlier_share(
    amounts: list[Decimal], later: list[Decimal], weights: list[Fraction]
) -> None:
    assert allocate_all([*amounts, *later], weights)[: len(amounts)] == allocate_all(amounts, weights)


@pytest.mark.parametrize("finer", ["0.005", "0.016", "-0.005", "-0.014", "-0.016"])
def test_less_than_a_cent_is_refused_on_either_side_of_zero(finer: str) -> None:
    with pytest.raises(InvalidAmount):
        to_cents(Decimal(finer))
