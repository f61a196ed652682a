"""A line of an invoice says in one sentence how it comes to its amount, and so does the VAT."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from liveo.core.catalogue import OptionCode
from liveo.core.charges import Charge, RowUse, UsageBasis
from liveo.core.destinations import Destination
from liveo.core.explanation import VatGap, VatRounding
from liveo.core.invoice import InvoiceLine, VatLine
from liveo.core.periods import Period
from liveo.core.rating import RateRow
from liveo.rendering.explanation import charge_steps
from liveo.rendering.line_explanation import line_sentence, vat_gap_sentences, vat_sentence
from tests.rendering.reading import plain
from tests.rendering.test_charge_words import ALICE, MARCH, days, option

MOBILE = RateRow("+336", Destination.FRANCE_MOBILE, "Mobile", 50_000, 10_000, 60, 30, 0, 0, 0, Period(date.min))
SMS = replace(MOBILE, prefix="", destination=Destination.SMS_FRANCE, label="SMS France", unit_micros=45_000)


def line(*charges: Charge) -> InvoiceLine:
    """Return a line at 20 % of these charges."""
    return InvoiceLine(charges[0].code, Decimal("20.0"), charges)


def called(*uses: RowUse, code: Destination = Destination.FRANCE_MOBILE) -> Charge:
    """Return a charge for calls, rounded up to the next cent."""
    sums = [sum(getattr(use, name) for use in uses) for name in ("calls", "seconds", "billed_seconds", "amount_micros")]
    return Charge(MARCH, ALICE, code, None, Decimal("1.01"), UsageBasis(*sums, rows=uses))


def test_one_price_is_told_with_its_days_and_without_a_rounding_where_there_is_none() -> None:
    assert plain(line_sentence(line(option(days(1, 15)), option(days(15, 32))))) == "31,00 € × 31 j ÷ 31 = 31,00 €."


def test_a_rounding_of_several_amounts_is_told_with_their_number() -> None:
    third = option(days(1, 2, "10.00"))
    assert plain(line_sentence(line(third, third))) == (
        "10,00 € × 2 j ÷ 31 = 0,645161… €, arrondi au centime, chaque montant à part (2) : 0,64 €."
    )


def test_several_prices_are_added_and_many_are_counted() -> None:
    prices = [option(days(1, 32, price)) for price in ("10.00", "20.00", "30.00", "40.00", "50.00")]
    assert plain(line_sentence(line(*prices[:2]))) == "20,00 € × 31 j ÷ 31 + 10,00 € × 31 j ÷ 31 = 30,00 €."
    assert "+ 2 autres prix = 150,00 €." in plain(line_sentence(line(*prices)))


def test_days_of_a_shared_charge_are_cut_and_marked() -> None:
    shared = replace(option(days(1, 32, "10.00")), share=Fraction(1, 3), amount=Decimal("3.33"))
    assert plain(line_sentence(line(shared))) == ("10,00 € × 10,33… j ÷ 31 = 3,333333… €, arrondi au centime : 3,33 €.")


def test_calls_are_told_with_the_rows_of_the_sheet_and_their_part() -> None:
    other = replace(MOBILE, label="Autre")
    charge = called(RowUse(MOBILE, 3, 90, 120, 750_000), RowUse(other, 1, 60, 60, 250_001), RowUse(None, 2, 60, 60, 0))
    assert plain(line_sentence(line(charge))) == (
        "6 appels, 3 min 30 s, 4 min après paliers (Mobile 75 %, Autre 25 %) = 1,000001 €, arrondi au centime : 1,01 €."
    )


def test_many_rows_are_counted() -> None:
    rows = [RowUse(replace(MOBILE, label=f"Pays {n}"), 1, 60, 60, 202_000) for n in range(5)]
    assert "(Pays 0 20 %, Pays 1 20 %, Pays 2 20 %, 2 autres tarifs) = 1,01 €." in plain(
        line_sentence(line(called(*rows)))
    )


def test_messages_have_no_duration_and_free_calls_no_part() -> None:
    messages = called(RowUse(SMS, 20, 0, 0, 1_010_000), code=Destination.SMS_FRANCE)
    assert plain(line_sentence(line(messages))) == "20 SMS (SMS France 100 %) = 1,01 €."
    free = replace(called(RowUse(MOBILE, 1, 0, 0, 0)), amount=Decimal("0.00"))
    assert plain(line_sentence(line(free))) == "1 appel, 0 s = 0,00 €."


def test_a_charge_tells_each_row_with_its_prices() -> None:
    row = replace(MOBILE, service_micros=100_000, minimum_micros=200_000)
    told = [plain(step) for step in charge_steps(called(RowUse(row, 3, 90, 120, 1_010_000), RowUse(None, 2, 0, 0, 0)))]
    assert told[1:3] == [
        "Mobile (+336), 0,01 €/min par 60 s puis 30 s, 0,05 € de mise en relation, 0,10 € de service, 0,20 € au minimum"
        " : 3 appels, 2 min à payer = 1,01 €, 100 %.",
        "Gratuit : 2 appels.",
    ]
    [_, message, *_] = charge_steps(called(RowUse(SMS, 20, 0, 0, 900_000), code=Destination.SMS_FRANCE))
    assert plain(message) == "SMS France, 0,045 € l'unité : 20 SMS = 0,90 €, 100 %."


def test_a_charge_of_many_rows_adds_up_those_that_are_not_named() -> None:
    rows = [RowUse(replace(MOBILE, label=f"Pays {n}"), 1, 60, 60, 100_000) for n in range(8)]
    assert "2 autres tarifs : 0,20 €." in [plain(step) for step in charge_steps(called(*rows))]


def test_vat_is_told_with_its_one_rounding() -> None:
    assert plain(vat_sentence(VatLine(Decimal("20.0"), Decimal("9.06")))) == (
        "TVA à 20 % : 9,06 € × 20 % = 1,812 €, arrondi à 1,81 €."
    )
    assert plain(vat_sentence(VatLine(Decimal("20.0"), Decimal("10.00")))) == "TVA à 20 % : 10,00 € × 20 % = 2,00 €."


def test_a_gap_of_vat_is_told_rounding_by_rounding_and_no_gap_is_not() -> None:
    rate = Decimal("20.0")
    several = tuple(VatRounding(name, VatLine(rate, Decimal("0.03"))) for name in ("Lyon", "Nantes"))
    gap = VatGap(several, (VatRounding("", VatLine(rate, Decimal("0.06"))),))
    assert [plain(told) for told in vat_gap_sentences(gap)] == [
        "Écart de TVA avec une facture unique : +0,01 €, par les arrondis seuls.",
        "Lyon, TVA à 20 % de 0,03 € : 0,006 €, arrondi à 0,01 €.",
        "Nantes, TVA à 20 % de 0,03 € : 0,006 €, arrondi à 0,01 €.",
        "Facture unique, TVA à 20 % de 0,06 € : 0,012 €, arrondi à 0,01 €.",
    ]
    assert vat_gap_sentences(VatGap(several, several)) == []


def test_the_entity_option_is_told_like_any_other() -> None:
    assumed = option(days(1, 32, "29.00"), code=OptionCode.ENTITY_BILLING, assumed=True)
    assert plain(line_sentence(line(assumed))) == "29,00 € × 31 j ÷ 31 = 29,00 €."
