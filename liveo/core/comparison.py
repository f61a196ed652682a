"""A month before and after changes, in figures: what a simulation answers, and what a proposal prints.

Records only; the services make them, by the functions that make real invoices.
"""

from dataclasses import dataclass
from decimal import Decimal

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.charges import Charge, ChargeCode
from liveo.core.company import Subject
from liveo.core.money import ZERO, total
from liveo.core.periods import Month


@dataclass(frozen=True, slots=True)
class Totals:
    """What the documents of one run come to, in euros with cents."""

    net: Decimal
    gross: Decimal
    documents: int


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One option or destination over all documents, without VAT."""

    code: ChargeCode
    before: Decimal
    after: Decimal
    full_month: Decimal

    @property
    def difference(self) -> Decimal:
        """What the changes add; below zero where they save."""
        return self.after - self.before

    @property
    def saved(self) -> Decimal:
        """What proration saves after the changes."""
        return self.full_month - self.after


@dataclass(frozen=True, slots=True)
class EntityRow:
    """What one entity pays, without VAT."""

    name: str
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        """What the changes add; below zero where they save."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The options of one month to come, without VAT: as they are, after the steps, then under full-month billing."""

    month: Month
    before: Decimal
    after: Decimal
    full_month: Decimal

    @property
    def difference(self) -> Decimal:
        """What the steps add to the month; below zero where they save."""
        return self.after - self.before

    @property
    def saved(self) -> Decimal:
        """What proration saves in the month after the steps."""
        return self.full_month - self.after


@dataclass(frozen=True, slots=True)
class ChargeGroup:
    """Subjects whose touched option costs the same for the same days.

    ``before``, ``after`` and ``full_month`` are the charges of the first subject, standing for each of them; None
    where nothing is owed.
    """

    code: ChargeCode
    subjects: tuple[Subject, ...]
    before: Charge | None
    after: Charge | None
    full_month: Charge | None

    @property
    def amount_before(self) -> Decimal:
        """Over all subjects."""
        return _amount(self.before) * len(self.subjects)

    @property
    def amount_after(self) -> Decimal:
        """Over all subjects."""
        return _amount(self.after) * len(self.subjects)

    @property
    def saved(self) -> Decimal:
        """What proration saves over all subjects."""
        return _amount(self.full_month) * len(self.subjects) - self.amount_after


@dataclass(frozen=True, slots=True)
class Simulation:
    """One month of one company before and after the steps, and the same *after* under full-month billing.

    ``full_month`` is without VAT. ``rows`` are in the order of the invoice. ``effects`` are what each step adds to
    the net amount, in order: before + effects = after, to the cent. ``groups`` explain all that a step touches.
    """

    month: Month
    mode: BillingMode
    before: Totals
    after: Totals
    full_month: Decimal
    rows: tuple[CodeRow, ...]
    entities: tuple[EntityRow, ...]
    effects: tuple[Decimal, ...]
    groups: tuple[ChargeGroup, ...]

    @property
    def difference(self) -> Decimal:
        """Net, after less before."""
        return self.after.net - self.before.net

    @property
    def saved(self) -> Decimal:
        """What proration saves in the month after the changes, net."""
        return self.full_month - self.after.net

    @property
    def saved_by_steps(self) -> Decimal:
        """The part of it that concerns what the steps touch."""
        return total([group.saved for group in self.groups])

    @property
    def full_month_options(self) -> Decimal:
        """What the options alone would cost under full-month billing: what the percentage saved is taken of."""
        return total([row.full_month for row in self.rows if isinstance(row.code, OptionCode)])


def _amount(charge: Charge | None) -> Decimal:
    return charge.amount if charge else ZERO
