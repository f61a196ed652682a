"""A charge and an invoice line in a few words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.charges import Charge, ChargeCode, OptionBasis, UsageBasis
from liveo.core.company import Account
from liveo.core.destinations import Destination
from liveo.core.invoice import InvoiceLine
from liveo.core.money import round_cents
from liveo.core.periods import Month, Period
from liveo.core.proration import PricedDays
from liveo.rendering.charge_words import charge_line, compact_line, line_price, line_quantity
from tests.rendering.reading import plain

MARCH = Month(2026, 3)
ALICE = Account(SubjectId(11), "A1", "Alice", "1001")


def days(first: int, end: int, price: str = "31.00", quantity: int = 1) -> PricedDays:
    """Return days of March 2026, end excluded; 32 is the 1st of April."""
    last = date(2026, 4, 1) if end == 32 else date(2026, 3, end)
    return PricedDays(Period(date(2026, 3, first), last), quantity, Decimal(price))


def option(*segments: PricedDays, code: ChargeCode = OptionCode.IVR_MENU, assumed: bool = False) -> Charge:
    """Return the charge of an option in March 2026."""
    basis = OptionBasis(segments, 31, assumed)
    return Charge(MARCH, ALICE, code, None, round_cents(basis.unrounded), basis)


def calls(count: int, seconds: int, code: Destination = Destination.FRANCE_MOBILE) -> Charge:
    """Return the charge of some calls in March 2026."""
    basis = UsageBasis(count, seconds, seconds, 427_083)
    return Charge(MARCH, ALICE, code, None, round_cents(basis.unrounded), basis)


def words(charge: Charge) -> tuple[str, str]:
    """Return the long and the short words of a charge."""
    return plain(charge_line(charge)), plain(compact_line(charge))


def test_two_weeks_of_an_option() -> None:
    assert words(option(days(1, 15))) == (
        "14 j / 31, du 1er au 14 mars, à 31,00 €/mois",
        "14 j / 31, du 1er au 14",
    )


def test_a_whole_month_needs_no_dates_in_short() -> None:
    assert words(option(days(1, 32))) == ("31 j / 31, du 1er au 31 mars, à 31,00 €/mois", "31 j / 31")


def test_several_spans_at_one_price() -> None:
    long, short = words(option(days(1, 3), days(10, 11)))
    assert long == "3 j / 31, du 1er au 2 mars, le 10 mars, à 31,00 €/mois"
    assert short == "3 j / 31, du 1er au 2, le 10"


def test_a_price_that_changes_stands_with_its_own_days() -> None:
    long, short = words(option(days(1, 10), days(10, 15, "37.20")))
    assert long == "14 j / 31 : du 1er au 9 mars à 31,00 €/mois, du 10 au 14 mars à 37,20 €/mois"
    assert short == "14 j / 31 : du 1er au 9 à 31,00 €/mois, du 10 au 14 à 37,20 €/mois"


def test_a_cut_that_changed_nothing_is_not_told() -> None:
    assert words(option(days(1, 10), days(10, 15))) == words(option(days(1, 15)))


def test_a_quantity_is_told() -> None:
    assert words(option(days(1, 15, quantity=3)))[1] == "3 × 14 j / 31, du 1er au 14"
    assert words(option(days(1, 15, quantity=3)))[0].endswith("à 3 × 31,00 €/mois")


def test_a_full_month_option_says_so_and_that_it_is_only_assumed() -> None:
    owed = option(days(1, 32, "49.00"), code=OptionCode.ENTITY_BILLING)
    assert words(owed) == ("mois entier dès un jour actif, à 49,00 €/mois", "mois entier")
    assumed = option(days(1, 32, "49.00"), code=OptionCode.ENTITY_BILLING, assumed=True)
    assert words(assumed)[1] == "mois entier, option non activée"


def test_calls_are_counted_and_timed_and_messages_only_counted() -> None:
    assert words(calls(12, 2050)) == ("12 appels, 34 min 10 s", "12 appels, 34 min 10 s")
    assert words(calls(1, 0, Destination.SMS_FRANCE))[0] == "1 SMS"
    assert words(calls(2, 60, Destination.FAX_FRANCE))[0] == "2 fax, 1 min"


def test_a_shared_charge_says_which_part() -> None:
    assert words(replace(option(days(1, 15)), share=Fraction(1, 3)))[1] == "14 j / 31, du 1er au 14, part de 1/3"


def line(*charges: Charge) -> InvoiceLine:
    """Return an invoice line."""
    return InvoiceLine(charges[0].code, Decimal("20.0"), charges)


def test_a_line_counts_subjects_once_and_days_by_quantity() -> None:
    bob = replace(ALICE, subject_id=SubjectId(12))
    charges = [option(days(1, 15), code=OptionCode.ACCOUNT), option(days(20, 22), code=OptionCode.ACCOUNT)]
    charges.append(replace(option(days(1, 32, quantity=2), code=OptionCode.ACCOUNT), subject=bob))
    assert plain(line_quantity(line(*charges))) == "2 comptes, 78 jours"


def test_a_line_of_calls_adds_them_up() -> None:
    assert plain(line_quantity(line(calls(12, 3000), calls(1222, 4200)))) == "1 234 appels, 2 h 00 min"
    assert plain(line_quantity(line(calls(12, 0, Destination.SMS_FRANCE)))) == "12 SMS"


def test_the_unit_price_of_a_line_is_one_price_a_range_or_the_rate_sheet() -> None:
    assert plain(line_price(line(option(days(1, 15))))) == "31,00 €/mois"
    assert plain(line_price(line(option(days(1, 10), days(10, 15, "37.20"))))) == "31,00 à 37,20 €/mois"
    assert line_price(line(calls(1, 1))) == "selon grille"
