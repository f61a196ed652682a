"""Every amount can be explained: the sentences name the days, the price, the division and the rounding."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.core.catalogue import OptionCode
from liveo.core.charges import Charge, UsageSlice
from liveo.core.company import CompanyState
from liveo.core.destinations import CallKind, Classified, Destination, UnratedReason
from liveo.core.entities import SharingKey
from liveo.core.invoicing import compute_bill
from liveo.core.periods import Period
from liveo.core.rating import FREE, PriceStep, RateRow, Rating, rate_call
from liveo.rendering.explanation import (
    STEP_SENTENCES,
    call_sentences,
    charge_steps,
    exact_euros,
    option_sentences,
    price_sentences,
)
from liveo.rendering.french import euros
from tests.core.builders import MARCH, catalogue
from tests.core.customers import USAGE, customers
from tests.rendering.reading import plain
from tests.rendering.test_charge_words import calls, days, option

RATE = RateRow("+336", Destination.FRANCE_MOBILE, "Mobile", 50_000, 10_000, 60, 30, 0, 0, 45_000, Period(date.min))


def steps(charge: Charge) -> list[str]:
    """Return the sentences of a charge with ordinary spaces."""
    return [plain(sentence) for sentence in charge_steps(charge)]


def test_seventeen_days_of_march_are_explained_to_the_cent() -> None:
    assert steps(option(days(15, 32))) == [
        "Jours dus en mars 2026 : 17 jours sur 31 (du 15 au 31 mars).",
        "Du 15 au 31 mars : 31,00 € × 17 ÷ 31 = 17,00 €.",
        "Arrondi au centime, une seule fois : 17,00 €.",
    ]


def test_what_never_ends_is_written_as_a_fraction_too() -> None:
    assert steps(option(days(1, 2, "10.00")))[1] == "Le 1er mars : 10,00 € × 1 ÷ 31 = 10/31 €, soit 0,322580… €."


def test_two_prices_make_two_divisions_and_a_sum() -> None:
    told = steps(option(days(1, 10), days(10, 15, "37.20", quantity=2)))
    assert told[1:4] == [
        "Du 1er au 9 mars : 31,00 € × 9 ÷ 31 = 9,00 €.",
        "Du 10 au 14 mars : 37,20 € × 2 × 5 ÷ 31 = 12,00 €.",
        "Somme exacte : 21,00 €.",
    ]


def test_who_moved_sees_what_the_other_entity_took() -> None:
    moved = replace(option(days(20, 32, "10.00")), carried=Fraction(190, 31), amount=Decimal("3.87"))
    assert steps(moved)[2:] == [
        "Déjà facturé ce mois à une autre entité : 6,129032… €, arrondi à 6,13 €.",
        "Ensemble, avant arrondi : 10,00 €, arrondi à 10,00 €.",
        "Part de cette entité : 10,00 € - 6,13 € = 3,87 €.",
    ]


def test_a_shared_charge_names_its_part() -> None:
    shared = replace(option(days(1, 15)), share=Fraction(1, 3), amount=Decimal("4.67"))
    assert "1/3" in steps(shared)[-1]
    assert "4,67 €" in steps(shared)[-1]


def test_calls_are_explained_by_the_sum_of_their_own_roundings() -> None:
    assert steps(calls(12, 2050)) == [
        "Consommation de mars 2026 : 12 appels, 34 min 10 s, 34 min 10 s après paliers.",
        "Somme des prix des appels, chacun arrondi une fois au millionième d'euro : 0,427083 €.",
        "Arrondi au centime, une seule fois : 0,43 €.",
    ]


def test_an_assumed_full_month_option_says_both() -> None:
    told = steps(option(days(1, 32, "49.00"), code=OptionCode.ENTITY_BILLING, assumed=True))
    assert told[0].startswith("Option non activée")
    assert "mois entier" in told[1]


@given(customers(), st.sampled_from(SharingKey), USAGE)
def test_the_last_steps_always_end_on_the_amount_charged(
    state: CompanyState, key: SharingKey, usage: list[UsageSlice]
) -> None:
    keyed = replace(state, company=replace(state.company, sharing_key=key))
    for charge in compute_bill(keyed, MARCH, usage, catalogue("29.90")).charges:
        assert euros(charge.amount) in charge_steps(charge)[-1]


def test_an_option_without_any_invoice_is_explained_also_when_no_day_is_owed() -> None:
    charge = option(days(15, 32))
    assert option_sentences(charge.basis, charge.amount) == charge_steps(charge)  # type: ignore[arg-type]
    nothing = option()
    assert option_sentences(nothing.basis, nothing.amount)[0] == "Aucun jour dû ce mois-ci."  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Fraction(29, 2), "14,50 €"),
        (Fraction(1, 80), "0,0125 €"),
        (Fraction(1, 3), "0,333333… €"),
        (Fraction(1234_000_001, 3), "411 333 333,666666… €"),
        (Fraction(1, 10**7), "0,000000… €"),
        (Fraction(-1, 3), "-0,333333… €"),
        (Fraction(10, 3) - Fraction(1, 3), "3,00 €"),
    ],
)
def test_an_exact_amount_is_cut_and_marked_only_where_it_must_be(amount: Fraction, written: str) -> None:
    assert plain(exact_euros(amount)) == written


def test_a_call_is_explained_increment_by_increment() -> None:
    assert [plain(s) for s in price_sentences(rate_call(RATE, CallKind.VOICE, 75))] == [
        "Durée 1 min 15 s, facturée 90 s (paliers de 60 s puis 30 s).",
        "Temps : 0,01 €/min × 90 s ÷ 60 = 0,015 €.",
        "Mise en relation : 0,05 €.",
        "Prix de l'appel : 0,065 €.",
    ]


def test_a_rounding_in_the_millionth_is_told() -> None:
    by_the_second = replace(RATE, per_minute_micros=10_001, first_increment=1, next_increment=1, connection_micros=0)
    told = [plain(s) for s in price_sentences(rate_call(by_the_second, CallKind.VOICE, 7))]
    assert told[1] == "Temps : 0,010001 €/min × 7 s ÷ 60 = 0,001166… €, arrondi à 0,001167 €."


def test_minimum_service_and_messages_have_their_sentence() -> None:
    row = replace(RATE, minimum_micros=1_000_000, service_micros=100_000)
    told = " ".join(plain(s) for s in price_sentences(rate_call(row, CallKind.VOICE, 30)))
    assert "Prix du service appelé : 0,10 €." in told
    assert "Minimum par appel : 1,00 €, au lieu de 0,16 € d'après la durée." in told
    assert "0,045 €" in plain(price_sentences(rate_call(RATE, CallKind.SMS, 0))[0])


def test_every_kind_of_step_has_a_sentence() -> None:
    assert set(STEP_SENTENCES) == set(get_args(PriceStep))


def test_a_rated_number_says_where_it_leads_and_at_which_tariff() -> None:
    found = Classified("+33612345678", "FR", "mobile", "+336", Destination.FRANCE_MOBILE, None, "France mobile")
    told = call_sentences(found, Rating(rate_call(RATE, CallKind.VOICE, 75), RATE))
    assert told[:3] == [
        "Numéro compris : +33612345678 (France mobile).",
        "Destination : France Mobile.",
        "Tarif : Mobile, préfixe +336.",
    ]
    assert "rien n'est dû" in call_sentences(found, Rating(FREE))[2]


@pytest.mark.parametrize("reason", list(UnratedReason))
def test_an_unrated_number_says_why_and_never_a_price(reason: UnratedReason) -> None:
    told = call_sentences(Classified(None, "", "", "", None, reason), Rating(None, reason=reason))
    assert told[-1].startswith("Sans prix : ")
    assert "€" not in "".join(told)
