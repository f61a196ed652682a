"""French numbers, amounts, days and durations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.errors import InvalidAmount
from liveo.core.periods import FOREVER, Month, Period
from liveo.rendering.french import (
    day,
    day_long,
    days_words,
    duration,
    euros,
    euros_signed,
    micro_euros,
    month_name,
    number,
    of_month,
    percent,
    period_words,
    plural,
    unit_price,
    weekday_name,
)

CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents).scaleb(-2))
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))


def plain(text: str) -> str:
    """Return the text with ordinary spaces and an ordinary minus."""
    return text.replace("\u202f", " ").replace("\xa0", " ").replace("−", "-")


@given(CENTS)
def test_an_amount_reads_as_the_french_locale_writes_it(amount: Decimal) -> None:
    assert plain(euros(amount)) == plain(format_currency(amount, "EUR", locale="fr_FR"))


def test_thousands_are_kept_together_by_a_narrow_space_and_the_euro_by_a_wide_one() -> None:
    assert euros(Decimal("1234567.80")) == "1\u202f234\u202f567,80\xa0€"


def test_an_amount_finer_than_cents_is_refused_rather_than_rounded() -> None:
    with pytest.raises(InvalidAmount):
        euros(Decimal("12.345"))


@pytest.mark.parametrize(
    ("amount", "written"), [("12.00", "+12,00 €"), ("-0.05", "-0,05 €"), ("0.00", "0,00 €"), ("-0.00", "0,00 €")]
)
def test_a_difference_bears_its_sign(amount: str, written: str) -> None:
    assert plain(euros_signed(Decimal(amount))) == written


@pytest.mark.parametrize(
    ("price", "written"),
    [
        ("31", "31,00 €"),
        ("31.00", "31,00 €"),
        ("0.0125", "0,0125 €"),
        ("1234.5", "1 234,50 €"),
        ("0", "0,00 €"),
        ("1E+2", "100,00 €"),
        ("-0.01", "-0,01 €"),
    ],
)
def test_a_unit_price_shows_all_its_decimals_and_two_at_least(price: str, written: str) -> None:
    assert plain(unit_price(Decimal(price))) == written


@given(st.integers(-(10**12), 10**12))
def test_no_millionth_of_a_euro_is_lost_in_words(amount: int) -> None:
    digits = plain(micro_euros(amount)).removesuffix(" €").replace(" ", "").replace(",", ".")
    assert Decimal(digits).scaleb(6) == amount


def test_whole_numbers_and_rates() -> None:
    assert plain(number(1234567)) == "1 234 567"
    assert plain(number(-1234)) == "-1 234"
    assert [plain(percent(Decimal(rate))) for rate in ("20.0", "8.5", "0.0", "100")] == [
        "20 %",
        "8,5 %",
        "0 %",
        "100 %",
    ]


@given(DAYS)
def test_a_day_in_words_is_what_the_locale_writes(value: date) -> None:
    assert day_long(value).replace("1er ", "1 ") == format_date(value, "d MMMM y", locale="fr")
    assert day(value) == format_date(value, "dd/MM/y", locale="fr")


def test_the_first_of_a_month_is_an_ordinal() -> None:
    assert day_long(date(2026, 3, 1)) == "1er mars 2026"
    assert day(date(2026, 3, 5)) == "05/03/2026"


def test_months_after_a_noun() -> None:
    after = [of_month(Month(2026, m)).partition(" 2026")[0] for m in range(1, 13)]
    assert after[3] == "d'avril"
    assert after[7] == "d'août"
    assert after[9] == "d'octobre"
    assert sum(word.startswith("de ") for word in after) == 9
    assert month_name(Month(2026, 10)) == "octobre 2026"


def test_weeks_start_on_monday() -> None:
    assert [weekday_name(i) for i in (0, 6)] == ["lundi", "dimanche"]


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2026, 3, 15), date(2026, 4, 1), "du 15 au 31 mars 2026"),
        (date(2026, 3, 1), date(2026, 3, 15), "du 1er au 14 mars 2026"),
        (date(2026, 3, 15), date(2026, 4, 3), "du 15 mars au 2 avril 2026"),
        (date(2025, 12, 15), date(2026, 1, 2), "du 15 décembre 2025 au 1er janvier 2026"),
        (date(2026, 3, 5), date(2026, 3, 6), "le 5 mars 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "le 31 décembre 2026"),
        (date(2026, 3, 1), FOREVER, "depuis le 1er mars 2026"),
        (date(2026, 3, 5), date(2026, 3, 5), "aucun jour"),
    ],
)
def test_a_period_is_said_with_its_last_day(start: date, end: date, words: str) -> None:
    assert period_words(Period(start, end)) == words


@given(DAYS, st.integers(1, 800))
def test_a_period_names_its_first_and_last_day(start: date, days: int) -> None:
    words = period_words(Period(start, start + timedelta(days=days)))
    assert words.endswith(day_long(start + timedelta(days=days - 1)))
    assert ("1er" if start.day == 1 else str(start.day)) in words


def test_days_within_a_known_month_leave_it_out() -> None:
    assert days_words(Period(date(2026, 3, 1), date(2026, 3, 15)), with_month=False) == "du 1er au 14"
    assert days_words(Period(date(2026, 3, 5), date(2026, 3, 6)), with_month=False) == "le 5"
    assert days_words(Period(date(2026, 3, 1), date(2026, 3, 15))) == "du 1er au 14 mars"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (75, "1 min 15 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (7529, "2 h 05 min"),
        (7530, "2 h 06 min"),
        (3_600_000, "1 000 h 00 min"),
    ],
)
def test_a_duration_in_words(seconds: int, words: str) -> None:
    assert plain(duration(seconds)) == words


def test_a_noun_takes_its_plural_from_two_on() -> None:
    assert [plain(plural(n, "appel")) for n in (0, 1, 2, 1234)] == ["0 appel", "1 appel", "2 appels", "1 234 appels"]
    assert plain(plural(3, "fax", "fax")) == "3 fax"
