"""Why a charge or a call costs what it does: every step of the calculation as a sentence, in order.

Nothing is computed anew: the text only spells out the exact ratios that the amount was rounded from.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from liveo.core.charges import Charge, OptionBasis, RowUse, UsageBasis
from liveo.core.destinations import Classified
from liveo.core.money import MICROS_PER_EURO, round_cents
from liveo.core.periods import Month, union
from liveo.core.proration import PricedDays
from liveo.core.rating import (
    BilledTime,
    ConnectionCharge,
    IncludedTime,
    MinimumApplied,
    NothingOwed,
    PriceStep,
    RatedPrice,
    RateRow,
    Rating,
    ServicePrice,
    TimePrice,
    UnitPrice,
)
from liveo.rendering.charge_words import WITHOUT_DURATION, fraction_words, merged, owes_full_month, usage_words
from liveo.rendering.french import (
    EURO,
    MINUS,
    NBSP,
    days_words,
    duration,
    euros,
    micro_euros,
    month_name,
    number,
    percent,
    plural,
    unit_price,
)
from liveo.rendering.labels import counted_noun, label

MOST_ROWS = 6


def charge_steps(charge: Charge) -> list[str]:
    """Return the whole calculation of a charge: days, price on them, division, rounding, parts, share."""
    return [*_basis_steps(charge), *_rounding_steps(charge), *_share_steps(charge)]


def option_sentences(basis: OptionBasis, amount: Decimal) -> list[str]:
    """Return the calculation of an option that stands on no invoice; ``amount`` in cents."""
    return [*_days_steps(basis), f"Arrondi au centime, une seule fois : {euros(amount)}."]


def call_sentences(classified: Classified, rating: Rating) -> list[str]:
    """Return where a dialled number leads, the row that prices it and each step to its price, or why it has none."""
    found = [f"Numéro compris : {classified.number}{_in_place(classified)}."] if classified.number else []
    if classified.destination is not None:
        found.append(f"Destination : {label(classified.destination)}.")
    if rating.reason is not None:
        return [*found, f"Sans prix : {_lower(label(rating.reason))}. L'appel reste visible et à corriger."]
    if rating.row is not None:
        prefix = f", préfixe {rating.row.prefix}" if rating.row.prefix else ""
        found.append(f"Tarif : {rating.row.label}{prefix}.")
    return [*found, *(price_sentences(rating.price) if rating.price else [])]


def price_sentences(price: RatedPrice) -> list[str]:
    """Return the steps of one rated call, then its price."""
    return [*map(step_sentence, price.steps), f"Prix de l'appel : {micro_euros(price.amount_micros)}."]


def step_sentence(step: PriceStep) -> str:
    """Return one step of a rated call as a sentence."""
    return STEP_SENTENCES[type(step)](step)


def exact_euros(amount: Fraction) -> str:
    """Write an exact amount: in full up to six decimals ("14,50 €"), else cut there and marked ("39,806451… €")."""
    micros_floor, rest = divmod(abs(amount) * MICROS_PER_EURO, 1)
    text = micro_euros(int(micros_floor))
    if rest:
        whole, _, decimals = text.removesuffix(EURO).partition(",")
        text = f"{whole},{decimals:0<6}…{EURO}"
    return f"{MINUS}{text}" if amount < 0 else text


def _basis_steps(charge: Charge) -> list[str]:
    if isinstance(charge.basis, UsageBasis):
        return _usage_steps(charge, charge.basis)
    steps = ["Option non activée : son prix est ajouté à titre d'aperçu."] if charge.basis.assumed else []
    if owes_full_month(charge):
        steps.append("Cette option doit le mois entier dès qu'elle est active un jour.")
    return [*steps, *_days_steps(charge.basis)]


def _days_steps(basis: OptionBasis) -> list[str]:
    """Say which days are owed, and the price of each stretch of them."""
    segments = merged(basis.segments)
    if not segments:
        return ["Aucun jour dû ce mois-ci."]
    month = month_name(Month.of(segments[0].period.start))
    spans = ", ".join(days_words(span) for span in union(segment.period for segment in segments))
    steps = [f"Jours dus en {month} : {plural(basis.days, 'jour')} sur {basis.days_in_month} ({spans})."]
    steps += [_division(segment, basis.days_in_month) for segment in segments]
    return [*steps, f"Somme exacte : {_exact(basis.unrounded)}."] if len(segments) > 1 else steps


def _division(segment: PricedDays, days_in_month: int) -> str:
    """Write 31,00 € × 14 ÷ 31 = 14,00 €, with the quantity where it is not one."""
    times = f" × {segment.quantity}" if segment.quantity > 1 else ""
    days = _capital(days_words(segment.period))
    amount = _exact(segment.amount(days_in_month))
    return f"{days} : {unit_price(segment.monthly_price)}{times} × {segment.period.days} ÷ {days_in_month} = {amount}."


def _usage_steps(charge: Charge, basis: UsageBasis) -> list[str]:
    billed = f", {duration(basis.billed_seconds)} après paliers" if basis.billed_seconds else ""
    return [
        f"Consommation de {month_name(charge.month)} : {usage_words(charge)}{billed}.",
        *_row_steps(charge, basis),
        "Somme des prix des appels, chacun arrondi une fois au millionième d'euro : "
        f"{micro_euros(basis.amount_micros)}.",
    ]


def _row_steps(charge: Charge, basis: UsageBasis) -> list[str]:
    """Say what each row of the rate sheet has to do with it, the dearest first."""
    shown, others = basis.rows[:MOST_ROWS], basis.rows[MOST_ROWS:]
    steps = [_row_step(charge, use, basis) for use in shown]
    if others:
        amount = sum(use.amount_micros for use in others)
        steps.append(f"{plural(len(others), 'autre tarif', 'autres tarifs')} : {micro_euros(amount)}.")
    return steps


def _row_step(charge: Charge, use: RowUse, basis: UsageBasis) -> str:
    count = plural(use.calls, *counted_noun(charge.code))
    if use.row is None:
        return f"Gratuit : {count}."
    time = "" if charge.code in WITHOUT_DURATION else f", {duration(use.billed_seconds)} facturées"
    whole = basis.amount_micros
    share = f", {percent(Decimal(round(Fraction(100 * use.amount_micros, whole))))}" if whole else ""
    tariff = f"{use.row.label}{f' ({use.row.prefix})' if use.row.prefix else ''}, {_row_price(use.row, charge)}"
    return f"{tariff} : {count}{time} = {micro_euros(use.amount_micros)}{share}."


def _row_price(row: RateRow, charge: Charge) -> str:
    """Write the prices of a row: "0,01 €/min par 60 s puis 30 s, 0,05 € de mise en relation"."""
    if charge.code in WITHOUT_DURATION:
        return f"{micro_euros(row.unit_micros)} l'unité"
    parts = [f"{micro_euros(row.per_minute_micros)}/min par {row.first_increment} s puis {row.next_increment} s"]
    extras = (
        (row.connection_micros, "de mise en relation"),
        (row.service_micros, "de service"),
        (row.minimum_micros, "au minimum"),
    )
    return ", ".join([*parts, *(f"{micro_euros(price)} {name}" for price, name in extras if price)])


def _rounding_steps(charge: Charge) -> list[str]:
    """Say how cents were made, also where earlier entities of the month had already taken their part."""
    whole = charge.carried + charge.basis.unrounded
    before, after = round_cents(charge.carried), round_cents(whole)
    if not charge.carried:
        return [f"Arrondi au centime, une seule fois : {euros(after)}."]
    return [
        f"Déjà facturé ce mois à une autre entité : {exact_euros(charge.carried)}, arrondi à {euros(before)}.",
        f"Ensemble, avant arrondi : {exact_euros(whole)}, arrondi à {euros(after)}.",
        f"Part de cette entité : {euros(after)} {MINUS} {euros(before)} = {euros(after - before)}.",
    ]


def _share_steps(charge: Charge) -> list[str]:
    if charge.share == 1:
        return []
    exact = Fraction(charge.whole) * charge.share
    return [
        f"Charge commune de {euros(charge.whole)} : la clé de répartition en donne {fraction_words(charge.share)} à "
        f"cette entité, soit {exact_euros(exact)}, au centime {euros(charge.amount)} ; les parts font le tout."
    ]


def _billed_time(step: BilledTime) -> str:
    increments = f"{number(step.first_increment)} s puis {number(step.next_increment)} s"
    return f"Durée {duration(step.seconds)}, facturée {number(step.billed_seconds)}{NBSP}s (paliers de {increments})."


def _time_price(step: TimePrice) -> str:
    exact = Fraction(step.numerator, 60 * MICROS_PER_EURO)
    rounded = f", arrondi à {micro_euros(step.micros)}" if exact * MICROS_PER_EURO != step.micros else ""
    price = micro_euros(step.per_minute_micros)
    return f"Temps : {price}/min × {number(step.billed_seconds)}{NBSP}s ÷ 60 = {exact_euros(exact)}{rounded}."


def _minimum(step: MinimumApplied) -> str:
    return (
        f"Minimum par appel : {micro_euros(step.minimum_micros)}, "
        f"au lieu de {micro_euros(step.computed_micros)} d'après la durée."
    )


def _included_time(step: IncludedTime) -> str:
    if step.seconds == step.billed_seconds:
        return f"Forfait : {duration(step.seconds)} incluses, rien à payer pour la durée."
    return f"Forfait : {duration(step.seconds)} incluses, {duration(step.billed_seconds - step.seconds)} à payer."


STEP_SENTENCES: Mapping[type[PriceStep], Callable[[Any], str]] = {
    BilledTime: _billed_time,
    IncludedTime: _included_time,
    TimePrice: _time_price,
    ConnectionCharge: lambda step: f"Mise en relation : {micro_euros(step.micros)}.",
    ServicePrice: lambda step: f"Prix du service appelé : {micro_euros(step.micros)}.",
    MinimumApplied: _minimum,
    UnitPrice: lambda step: f"Prix du message, à l'unité : {micro_euros(step.micros)}.",
    NothingOwed: lambda _: "Aucune seconde de communication, ou appel interne : rien n'est dû.",
}


def _in_place(classified: Classified) -> str:
    return f" ({classified.label})" if classified.label else ""


def _exact(amount: Fraction) -> str:
    """Write an exact amount, and as a fraction too where its decimals never end."""
    written = exact_euros(amount)
    return f"{fraction_words(amount)}{EURO}, soit {written}" if "…" in written else written


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
