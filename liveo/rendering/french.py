"""French text of every number, amount, day and duration: the same on a page, in a hover text and on an invoice.

Nothing here rounds money: an amount that is not in whole cents is refused, a unit price is written in full. Spaces
never break: U+202F between thousands, U+00A0 before a unit.
"""

from datetime import date
from decimal import Decimal

from babel.dates import get_day_names, get_month_names

from liveo.core.money import MICROS_PER_EURO, round_half_up_int, to_cents
from liveo.core.periods import Month, Period

THOUSANDS = "\u202f"
NBSP = "\xa0"
MINUS = "\u2212"
EURO = f"{NBSP}€"

_MONTHS = {number: str(name) for number, name in get_month_names("wide", locale="fr").items()}
_DAYS = {number: str(name) for number, name in get_day_names("wide", locale="fr").items()}
_VOWELS = tuple("aeiouyhàâéèêëîïôöûü")


def number(value: int) -> str:
    """Write a whole number: 1234567 is "1 234 567"."""
    return f"{value:,}".replace(",", THOUSANDS).replace("-", MINUS)


def euros(amount: Decimal) -> str:
    """Write an amount in whole cents: 1234.56 is "1 234,56 €". Raises InvalidAmount for anything finer."""
    cents = to_cents(amount)
    whole, rest = divmod(abs(cents), 100)
    return f"{MINUS if cents < 0 else ''}{number(whole)},{rest:02d}{EURO}"


def euros_signed(amount: Decimal) -> str:
    """Write a difference: "+12,00 €", "−12,00 €", and "0,00 €" without sign."""
    return f"+{euros(amount)}" if amount > 0 else euros(amount)


def unit_price(price: Decimal) -> str:
    """Write a price with two decimals at least and as many as it has: 0.0125 is "0,0125 €"."""
    exponent = price.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(2, -exponent)
    whole, rest = divmod(abs(int(price.scaleb(places))), 10**places)
    return f"{MINUS if price < 0 else ''}{number(whole)},{rest:0{places}d}{EURO}"


def micro_euros(amount_micros: int) -> str:
    """Write millionths of a euro in full: 12500 is "0,0125 €", 1500000 is "1,50 €"."""
    return unit_price(Decimal(amount_micros) / MICROS_PER_EURO)


def percent(rate: Decimal) -> str:
    """Write a rate given in per cent: 20.0 is "20 %", 8.5 is "8,5 %"."""
    text = f"{rate.normalize():f}".replace(".", ",").replace("-", MINUS)
    return f"{text}{NBSP}%"


def plain_decimal(value: Decimal) -> str:
    """Write a number as people type it, with as many decimals as it has: 0.5 is "0,5", 12 is "12"."""
    return f"{value.normalize():f}".replace(".", ",")


def day(value: date) -> str:
    """Write a day in figures: "15/03/2026"."""
    return f"{value:%d/%m}/{value.year:04d}"


def day_long(value: date) -> str:
    """Write a day in words: "15 mars 2026", "1er mars 2026"."""
    return f"{_day_and_month(value)} {value.year}"


def weekday_name(number_from_monday: int) -> str:
    """Return the name of a day of the week, 0 being "lundi"."""
    return _DAYS[number_from_monday]


def month_name(month: Month) -> str:
    """Write a month: "octobre 2026"."""
    return f"{_MONTHS[month.number]} {month.year}"


def of_month(month: Month) -> str:
    """Write a month after a noun: "d'octobre 2026", "de mars 2026"."""
    name = month_name(month)
    return f"d'{name}" if name.startswith(_VOWELS) else f"de {name}"


def period_words(period: Period) -> str:
    """Write a period with its last day: "du 15 au 31 mars 2026", "le 5 mars 2026", "depuis le 1er mars 2026"."""
    if period.open_ended:
        return f"depuis le {day_long(period.start)}"
    if not period.days:
        return "aucun jour"
    last = _last_day(period)
    if last.year != period.start.year:
        return f"du {day_long(period.start)} au {day_long(last)}"
    return f"{days_words(period)} {last.year}"


def days_words(period: Period, *, with_month: bool = True) -> str:
    """Write a closed period without its year: "du 1er au 14 mars"; without month, only within one: "du 1er au 14"."""
    last = _last_day(period)
    end = _day_and_month(last) if with_month else _day_number(last)
    if last == period.start:
        return f"le {end}"
    if (last.year, last.month) == (period.start.year, period.start.month):
        return f"du {_day_number(period.start)} au {end}"
    return f"du {_day_and_month(period.start)} au {_day_and_month(last)}"


def duration(seconds: int) -> str:
    """Write a duration: "45 s", "1 min 15 s", and from one hour on to the nearest minute "2 h 05 min"."""
    if seconds < 60:
        return f"{seconds}{NBSP}s"
    if seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes}{NBSP}min" + (f"{NBSP}{rest:02d}{NBSP}s" if rest else "")
    hours, minutes = divmod(round_half_up_int(seconds, 60), 60)
    return f"{number(hours)}{NBSP}h{NBSP}{minutes:02d}{NBSP}min"


def plural(count: int, singular: str, several: str = "") -> str:
    """Write a count with its noun; French says "0 appel", "1 appel", "2 appels"."""
    noun = singular if abs(count) < 2 else several or f"{singular}s"
    return f"{number(count)}{NBSP}{noun}"


def _last_day(period: Period) -> date:
    return date.fromordinal(period.end.toordinal() - 1)


def _day_number(value: date) -> str:
    return "1er" if value.day == 1 else str(value.day)


def _day_and_month(value: date) -> str:
    return f"{_day_number(value)} {_MONTHS[value.month]}"
