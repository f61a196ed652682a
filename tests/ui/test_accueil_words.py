"""What the home page says about an amount that moved and about what happened; names are shown letter by letter."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from liveo.core.catalogue import OptionCode
from liveo.core.charges import ChargeCode
from liveo.core.destinations import Destination
from liveo.services.month_changes import Cost, Difference, OptionQuantity, Quantity, UsageQuantity
from liveo.services.month_events import MoveEvent, OptionEvent, OptionEventKind
from liveo.ui.accueil_words import about, about_signed, move_event, named, option_event, reason

ONE_PRICE = frozenset({Decimal("6.90")})
OTHER_PRICE = frozenset({Decimal("7.50")})
TODAY = date(2026, 11, 23)


def _reason(code: ChargeCode, before: Quantity, now: Quantity, amounts: tuple[str, str] = ("10.00", "12.00")) -> str:
    old, new = map(Decimal, amounts)
    return reason(Difference(code, Cost(old, before), Cost(new, now), 30)).replace("\xa0", " ")


def _option(subjects: int, months: Fraction | int, prices: frozenset[Decimal] = ONE_PRICE) -> OptionQuantity:
    return OptionQuantity(subjects, Fraction(months), prices)


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        (_option(3, 3), _option(6, 6), "+3 comptes"),
        (_option(3, 3), _option(4, Fraction(7, 2)), "+1 compte, 15 jours de plus"),
        (_option(2, Fraction(1, 2)), _option(2, Fraction(9, 10)), "12 jours de plus"),
        (_option(5, 5), _option(4, 4), "−1 compte"),
        (_option(2, 2), OptionQuantity(), "plus aucun compte, contre 2 comptes"),
        (OptionQuantity(), _option(1, Fraction(1, 2)), "1 compte, 15 jours, et aucun compte le mois d'avant"),
        (_option(2, 2), _option(2, 2, OTHER_PRICE), "tarif de 7,50 € au lieu de 6,90 €"),
        (_option(2, 2), _option(2, 2, ONE_PRICE | OTHER_PRICE), "changement de tarif"),
    ],
)
def test_an_option_costs_more_or_less_for_accounts_days_or_price(
    before: OptionQuantity, now: OptionQuantity, told: str
) -> None:
    assert _reason(OptionCode.CALL_RECORDING, before, now) == told


def test_nouns_agree() -> None:
    assert _reason(OptionCode.CALL_QUEUE, _option(1, 1), OptionQuantity()) == "plus aucune file, contre 1 file"
    assert _reason(OptionCode.IVR_MENU, _option(1, 1), _option(2, 2)) == "+1 menu"


@pytest.mark.parametrize(
    ("before", "now", "amounts", "told"),
    [
        ((10, 600), (12, 690), ("1.00", "1.20"), "+2 appels, 1 min 30 s de plus"),
        ((10, 600), (9, 540), ("1.00", "0.90"), "−1 appel, 1 min de moins"),
        ((10, 600), (9, 500), ("1.00", "5.00"), "−1 appel, 1 min 40 s de moins, vers des numéros plus chers"),
        ((10, 600), (11, 700), ("5.00", "1.00"), "+1 appel, 1 min 40 s de plus, vers des numéros moins chers"),
    ],
)
def test_calls_cost_more_or_less_for_their_number_and_length(
    before: tuple[int, int], now: tuple[int, int], amounts: tuple[str, str], told: str
) -> None:
    assert _reason(Destination.FRANCE_MOBILE, UsageQuantity(*before), UsageQuantity(*now), amounts) == told


def test_sms_have_no_length() -> None:
    assert _reason(Destination.SMS_FRANCE, UsageQuantity(3, 0), UsageQuantity(5, 0)) == "+2 SMS"


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        (["A"], "A"),
        (["A", "B"], "A et B"),
        (["A", "B", "C"], "A, B et C"),
        (["A", "B", "C", "D"], "A, B, C et 1 autre"),
        (["A", "B", "C", "D", "E"], "A, B, C et 2 autres"),
    ],
)
def test_the_first_three_of_many_names_are_told(labels: list[str], told: str) -> None:
    assert named(labels).replace("\xa0", " ") == told


def test_a_name_is_never_markup() -> None:
    assert named(["**A** [x](http://y)"]) == r"\*\*A\*\* \[x\]\(http\:\/\/y\)"


def test_an_event_says_the_day_the_option_and_who() -> None:
    event = OptionEvent(date(2026, 11, 1), OptionCode.CALL_RECORDING, OptionEventKind.ACTIVATED, ("101 A", "102 B"))
    told = option_event(event, TODAY).replace("\xa0", " ")
    assert told == "Le 1er · Activation · **Enregistrement des appels**, 2 comptes : 101 A et 102 B"


def test_many_are_counted_not_named_and_what_lies_ahead_is_marked() -> None:
    event = OptionEvent(date(2026, 11, 28), OptionCode.DID_NUMBER, OptionEventKind.REMOVED, ("A", "B", "C", "D"))
    assert (
        option_event(event, TODAY).replace("\xa0", " ") == "Le 28 (à venir) · Suppression · **Numéro SDA**, 4 numéros"
    )


@pytest.mark.parametrize(
    ("origin", "target", "told"),
    [
        ("Lyon", "Nantes", "**de Lyon à Nantes**"),
        ("Lyon", None, "**de Lyon, sans entité désormais**"),
        (None, "Nantes", "**sans entité jusque-là, à Nantes**"),
    ],
)
def test_a_move_says_from_where_to_where(origin: str | None, target: str | None, told: str) -> None:
    event = MoveEvent(date(2026, 11, 12), origin, target, ("A",))
    assert move_event(event, TODAY) == f"Le 12 · Changement d'entité · A, {told}"


@pytest.mark.parametrize(
    ("amount", "told", "difference"),
    [
        ("3228.50", "≈ 3229 €", "+3229 €"),
        ("3228.49", "≈ 3228 €", "+3228 €"),
        ("-4.50", "≈ −5 €", "−5 €"),
        ("0.49", "≈ 0 €", "0 €"),
    ],
)
def test_estimates_are_told_in_whole_euros(amount: str, told: str, difference: str) -> None:
    plain = str.maketrans({"\xa0": " ", "\u202f": None})
    assert about(Decimal(amount)).translate(plain) == told
    assert about_signed(Decimal(amount)).translate(plain) == difference
