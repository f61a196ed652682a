"""A charge or an invoice line in a few words: how much of what, for which days, at which price."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from liveo.core.catalogue import OPTION_TYPES, ChargeRule, OptionCode
from liveo.core.charges import Charge, OptionBasis, UsageBasis
from liveo.core.destinations import Destination
from liveo.core.invoice import InvoiceLine, InvoiceRun
from liveo.core.periods import Period
from liveo.core.proration import PricedDays
from liveo.rendering.french import EURO, NBSP, day_long, days_words, duration, number, plural, unit_price
from liveo.rendering.labels import counted_noun, label

NOT_ACTIVE = ", option non activée"
WITHOUT_DURATION = (Destination.SMS_FRANCE,)


def charge_line(charge: Charge) -> str:
    """Say in one line what is paid: "14 j / 31, du 1er au 14 mars, à 31,00 €/mois" or "12 appels, 34 min 10 s"."""
    if isinstance(charge.basis, UsageBasis):
        return _with_share(usage_words(charge), charge)
    text = _option_line(charge, charge.basis)
    return _with_share(f"{text}{NOT_ACTIVE}" if charge.basis.assumed else text, charge)


def compact_line(charge: Charge) -> str:
    """Say it shorter where the month is known and the price stands elsewhere: "14 j / 31, du 1er au 14"."""
    if isinstance(charge.basis, UsageBasis):
        return _with_share(usage_words(charge), charge)
    return _with_share(_compact_option(charge, charge.basis), charge)


def usage_words(charge: Charge) -> str:
    """Say what was consumed: "12 appels, 34 min 10 s"; SMS have no duration."""
    assert isinstance(charge.basis, UsageBasis)
    count = plural(charge.basis.calls, *counted_noun(charge.code))
    return count if charge.code in WITHOUT_DURATION else f"{count}, {duration(charge.basis.seconds)}"


def line_quantity(line: InvoiceLine) -> str:
    """Say how much an invoice line pays for: "180 comptes, 5 422 jours" or "1 234 appels, 56 h 07 min"."""
    noun = counted_noun(line.code)
    usages = [charge.basis for charge in line.charges if isinstance(charge.basis, UsageBasis)]
    if usages:
        calls = plural(sum(usage.calls for usage in usages), *noun)
        seconds = sum(usage.seconds for usage in usages)
        return calls if line.code in WITHOUT_DURATION else f"{calls}, {duration(seconds)}"
    if owes_full_month(line.charges[0]):
        return compact_line(line.charges[0])
    subjects = plural(len({charge.subject.subject_id for charge in line.charges}), *noun)
    return f"{subjects}, {plural(sum(map(_quantity_days, line.charges)), 'jour')}"


def line_price(line: InvoiceLine) -> str:
    """Say the unit price of an invoice line without VAT: one monthly price, their range, or the rate sheet's."""
    prices = {
        segment.monthly_price
        for charge in line.charges
        if isinstance(charge.basis, OptionBasis)
        for segment in charge.basis.segments
    }
    if not prices:
        return "selon grille"
    lowest, highest = min(prices), max(prices)
    if lowest == highest:
        return f"{unit_price(lowest)}/mois"
    return f"{unit_price(lowest).removesuffix(EURO)} à {unit_price(highest)}/mois"


def unpriced_words(run: InvoiceRun) -> str:
    """Say that the preview lacks an option for which there is no price; empty when it lacks nothing."""
    if run.unpriced is None:
        return ""
    return (
        f"Ce mode demande l'option « {label(OptionCode.ENTITY_BILLING)} », que l'entreprise n'a pas activée et qui n'a "
        f"pas de prix au {day_long(run.unpriced)} : cet aperçu ne la compte pas. Complétez le catalogue, ou restez au "
        "mode 1, qui s'en passe."
    )


def fraction_words(amount: Fraction) -> str:
    """Write a ratio: 1/3, or 14 when it is whole."""
    if amount.denominator == 1:
        return number(amount.numerator)
    return f"{number(amount.numerator)}/{number(amount.denominator)}"


def merged(segments: Sequence[PricedDays]) -> list[PricedDays]:
    """Join segments of the same price and quantity that touch: a move that changed nothing needs no words."""
    joined: list[PricedDays] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and _terms(last) == _terms(segment) and last.period.end == segment.period.start:
            whole = Period(last.period.start, segment.period.end)
            joined[-1] = PricedDays(whole, last.quantity, last.monthly_price)
        else:
            joined.append(segment)
    return joined


def owes_full_month(charge: Charge) -> bool:
    """Whether the option pays its whole month as soon as it is active one day."""
    return isinstance(charge.code, OptionCode) and OPTION_TYPES[charge.code].rule is ChargeRule.FULL_MONTH


def _option_line(charge: Charge, basis: OptionBasis) -> str:
    segments = merged(basis.segments)
    if owes_full_month(charge):
        return f"mois entier dès un jour actif, {_at_prices(segments)}"
    if len(set(map(_terms, segments))) == 1:
        days = ", ".join(days_words(segment.period) for segment in segments)
        return f"{_days_of_month(basis)}, {days}, {_at_prices(segments)}"
    each = ", ".join(f"{days_words(segment.period)} {_at_price(segment)}" for segment in segments)
    return f"{_days_of_month(basis)} : {each}"


def _compact_option(charge: Charge, basis: OptionBasis) -> str:
    segments = merged(basis.segments)
    if owes_full_month(charge):
        return f"mois entier{NOT_ACTIVE}" if basis.assumed else "mois entier"
    days = _days_of_month(basis)
    if len(set(map(_terms, segments))) > 1:
        return f"{days} : " + ", ".join(f"{_short_days(segment)} {_at_price(segment)}" for segment in segments)
    times = f"{segments[0].quantity} × " if segments[0].quantity > 1 else ""
    spans = "" if basis.days == basis.days_in_month else f", {', '.join(map(_short_days, segments))}"
    return f"{times}{days}{spans}"


def _with_share(text: str, charge: Charge) -> str:
    return text if charge.share == 1 else f"{text}, part de {fraction_words(charge.share)}"


def _days_of_month(basis: OptionBasis) -> str:
    return f"{basis.days}{NBSP}j / {basis.days_in_month}"


def _short_days(segment: PricedDays) -> str:
    """Write the days so that no line breaks between "du" and its day."""
    return days_words(segment.period, with_month=False).replace(" ", NBSP)


def _at_price(segment: PricedDays) -> str:
    times = f"{segment.quantity} × " if segment.quantity > 1 else ""
    return f"à{NBSP}{times}{unit_price(segment.monthly_price)}/mois"


def _at_prices(segments: Sequence[PricedDays]) -> str:
    return " puis ".join(words for words, _ in groupby(_at_price(segment) for segment in segments))


def _terms(segment: PricedDays) -> tuple[int, object]:
    return (segment.quantity, segment.monthly_price)


def _quantity_days(charge: Charge) -> int:
    assert isinstance(charge.basis, OptionBasis)
    return sum(segment.period.days * segment.quantity for segment in charge.basis.segments)
