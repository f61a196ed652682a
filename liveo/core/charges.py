"""Charges: what each account or resource owes for a month, computed once, before any invoice exists.

Here, and only here, cents are rounded: once for one subject and one option or destination. Where a subject moved
between entities, the parts are differences of cumulative rounded amounts and add up to the whole exactly.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from liveo.core.catalogue import Catalogue, OptionCode, SubjectId
from liveo.core.company import CompanyState, EntityId, Subject
from liveo.core.destinations import Destination
from liveo.core.errors import UnknownSubject
from liveo.core.money import micros, round_cents, split_by_steps
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, MonthPricing, PricedDays, cut_priced_days
from liveo.core.rating import RateRow

ChargeCode = OptionCode | Destination
CHARGE_ORDER: Mapping[ChargeCode, int] = {code: i for i, code in enumerate([*OptionCode, *Destination])}

Dated = TypeVar("Dated", PricedDays, "UsageSlice")
Owned = TypeVar("Owned", Activation, "UsageSlice")


@dataclass(frozen=True, slots=True)
class UsageSlice:
    """Rated calls of one subject to one destination, priced by one row, from ``start`` until the next such slice.

    The base cuts at each day for who changes entity within the month, and not at all for the others.
    ``amount_micros`` is the sum of prices already rounded call by call, in millionths of a euro. ``row`` is the row of
    the rate sheet that priced the calls; None where they are free, or where nobody asks. ``included_seconds`` are the
    billed ones that allowances cover.
    """

    subject_id: SubjectId
    destination: Destination
    start: date
    calls: int
    seconds: int
    billed_seconds: int
    amount_micros: int
    row: RateRow | None = None
    included_seconds: int = 0


@dataclass(frozen=True, slots=True)
class OptionBasis:
    """Why an option costs what it does: its days, their price, the length of the month."""

    segments: tuple[PricedDays, ...]
    days_in_month: int
    assumed: bool = False
    """True when the option is not active and only previewed."""

    @property
    def days(self) -> int:
        """Days owed, each once."""
        return sum(segment.period.days for segment in self.segments)

    @property
    def unrounded(self) -> Fraction:
        """The exact amount in euros."""
        return sum((s.amount(self.days_in_month) for s in self.segments), Fraction(0))


@dataclass(frozen=True, slots=True)
class RowUse:
    """The calls that one row of a rate sheet priced; ``row`` None stands for those that are free."""

    row: RateRow | None
    calls: int
    seconds: int
    billed_seconds: int
    amount_micros: int
    included_seconds: int = 0


@dataclass(frozen=True, slots=True)
class UsageBasis:
    """Why consumption costs what it does: the calls behind it, and what each row of the sheet has to do with it.

    ``rows`` come the dearest first and add up to the four figures; empty where the rows are not known.
    """

    calls: int
    seconds: int
    billed_seconds: int
    amount_micros: int
    rows: tuple[RowUse, ...] = ()
    included_seconds: int = 0

    @property
    def used(self) -> tuple[RowUse, ...]:
        """The rows, or all calls together where the rows are not known: they add up either way."""
        figures = (self.calls, self.seconds, self.billed_seconds, self.amount_micros, self.included_seconds)
        return self.rows or (RowUse(None, *figures),)

    @property
    def unrounded(self) -> Fraction:
        """The exact amount in euros."""
        return micros(self.amount_micros)


Basis = OptionBasis | UsageBasis


@dataclass(frozen=True, slots=True)
class Charge:
    """One subject × one option or destination × one entity × one month, in cents.

    ``carried`` is the unrounded amount of earlier entities of the same subject and code in the month:
    amount = round(carried + unrounded) - round(carried). ``share`` is the part that a sharing key gave to the entity.
    """

    month: Month
    subject: Subject
    code: ChargeCode
    entity_id: EntityId | None
    amount: Decimal
    basis: Basis
    carried: Fraction = Fraction(0)
    share: Fraction = Fraction(1)

    @property
    def whole(self) -> Decimal:
        """What the charge cost before a sharing key gave parts of it out, in cents: its one rounding."""
        return round_cents(self.carried + self.basis.unrounded) - round_cents(self.carried)

    @property
    def is_shared(self) -> bool:
        """Whether a sharing key gave another part of it to somebody else."""
        return self.share.denominator > 1

    @property
    def is_usage(self) -> bool:
        """Whether it pays calls rather than an option."""
        return isinstance(self.basis, UsageBasis)


class WhoPays(Protocol):
    """What charges ask of dated assignments."""

    def on(self, subject_id: SubjectId, day: date) -> EntityId | None: ...
    def moves(self, subject_id: SubjectId, period: Period) -> list[date]: ...


def compute_charges(
    state: CompanyState, month: Month, usage: Iterable[UsageSlice], catalogue: Catalogue, who_pays: WhoPays
) -> list[Charge]:
    """Return all charges of a company for a month, by subject then in the order of the invoice.

    Raises MissingPrice when an active option has no price on one of its days, UnknownSubject when options or calls
    belong to nobody of the company: they would be on no invoice.
    """
    pricing = MonthPricing(month, catalogue)
    activations = _by_subject(state.activations)
    slices = _by_subject(usage)
    _refuse_strangers(state, {*activations, *slices})
    charges: list[Charge] = []
    for subject in state.subjects:
        charges += option_charges(subject, activations.get(subject.subject_id, ()), pricing, who_pays)
        charges += usage_charges(subject, slices.get(subject.subject_id, ()), month, who_pays)
    return charges


def part_of(state: CompanyState, subject_ids: Set[SubjectId]) -> CompanyState:
    """Return the state with some of its accounts and resources only, and what is active of them."""
    return replace(
        state,
        accounts=tuple(account for account in state.accounts if account.subject_id in subject_ids),
        resources=tuple(resource for resource in state.resources if resource.subject_id in subject_ids),
        activations=tuple(a for a in state.activations if a.subject_id in subject_ids),
    )


def charges_by_subject(charges: Iterable[Charge]) -> Mapping[SubjectId, list[Charge]]:
    """Return the charges of each subject, in their order."""
    grouped: dict[SubjectId, list[Charge]] = defaultdict(list)
    for charge in charges:
        grouped[charge.subject.subject_id].append(charge)
    return grouped


def option_charges(
    subject: Subject, activations: Sequence[Activation], pricing: MonthPricing, who_pays: WhoPays
) -> list[Charge]:
    """Return what one subject owes for its options in a month."""
    month = pricing.month
    by_option: dict[OptionCode, list[Activation]] = defaultdict(list)
    for activation in activations:
        if activation.period.start < month.period.end and activation.period.end >= month.first:
            by_option[activation.option].append(activation)
    moves = who_pays.moves(subject.subject_id, month.period)
    charges: list[Charge] = []
    for option in sorted(by_option, key=CHARGE_ORDER.__getitem__):
        pieces = cut_priced_days(pricing.priced(option, by_option[option]), moves)
        bases = {
            entity: OptionBasis(tuple(days), month.days)
            for entity, days in _by_entity(subject, pieces, lambda p: p.period.start, who_pays).items()
        }
        charges += _charges(month, subject, option, bases)
    return charges


def usage_charges(subject: Subject, slices: Sequence[UsageSlice], month: Month, who_pays: WhoPays) -> list[Charge]:
    """Return what one subject owes for its calls in a month, by destination."""
    by_destination: dict[Destination, list[UsageSlice]] = defaultdict(list)
    for piece in sorted(slices, key=lambda s: s.start):
        by_destination[piece.destination].append(piece)
    charges: list[Charge] = []
    for destination in sorted(by_destination, key=CHARGE_ORDER.__getitem__):
        pieces = _by_entity(subject, by_destination[destination], lambda s: s.start, who_pays)
        bases = {entity: _summed(parts) for entity, parts in pieces.items()}
        charges += _charges(month, subject, destination, bases)
    return charges


def _by_entity(
    subject: Subject, pieces: Sequence[Dated], start: Callable[[Dated], date], who_pays: WhoPays
) -> dict[EntityId | None, list[Dated]]:
    """Group pieces in time order by the entity that pays on their first day, in order of first appearance."""
    grouped: dict[EntityId | None, list[Dated]] = {}
    for piece in pieces:
        grouped.setdefault(who_pays.on(subject.subject_id, start(piece)), []).append(piece)
    return grouped


def _by_subject(records: Iterable[Owned]) -> dict[SubjectId, list[Owned]]:
    grouped: dict[SubjectId, list[Owned]] = defaultdict(list)
    for record in records:
        grouped[record.subject_id].append(record)
    return grouped


def _refuse_strangers(state: CompanyState, found: Set[SubjectId]) -> None:
    if not found <= {subject.subject_id for subject in state.subjects}:
        raise UnknownSubject(
            f"Des options ou des appels de « {state.company.name} » désignent un compte ou une ressource que "
            "l'entreprise n'a pas : corrigez-les avant de facturer."
        )


def _charges(month: Month, subject: Subject, code: ChargeCode, bases: Mapping[EntityId | None, Basis]) -> list[Charge]:
    """Round once for the whole, and hand each entity the difference of two cumulative amounts."""
    if len(bases) == 1:
        [(entity_id, basis)] = bases.items()
        return [Charge(month, subject, code, entity_id, round_cents(basis.unrounded), basis)]
    unrounded = [basis.unrounded for basis in bases.values()]
    amounts = split_by_steps(unrounded)
    return [
        Charge(month, subject, code, entity_id, amounts[i], basis, carried=sum(unrounded[:i], Fraction(0)))
        for i, (entity_id, basis) in enumerate(bases.items())
    ]


def _summed(slices: Sequence[UsageSlice]) -> UsageBasis:
    by_row: dict[RateRow | None, list[UsageSlice]] = defaultdict(list)
    for piece in slices:
        by_row[piece.row].append(piece)
    rows = [RowUse(row, *_sums(found)) for row, found in by_row.items()]
    known = any(use.row for use in rows)
    calls, seconds, billed, amount, included = _sums(slices)
    told = tuple(sorted(rows, key=_dearest_first)) if known else ()
    return UsageBasis(calls, seconds, billed, amount, told, included)


def _sums(slices: Sequence[UsageSlice]) -> tuple[int, int, int, int, int]:
    """Add up calls, seconds, billed seconds, millionths of a euro and included seconds."""
    return (
        sum(s.calls for s in slices),
        sum(s.seconds for s in slices),
        sum(s.billed_seconds for s in slices),
        sum(s.amount_micros for s in slices),
        sum(s.included_seconds for s in slices),
    )


def _dearest_first(use: RowUse) -> tuple[int, int, str, str]:
    label, prefix = (use.row.label, use.row.prefix) if use.row else ("", "")
    return (-use.amount_micros, -use.calls, label, prefix)
