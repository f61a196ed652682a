"""A proposal: what is shown to a customer in one simulation, dated, to be left with them. It is no invoice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liveo.core.catalogue import SubjectId
from liveo.core.charges import Charge
from liveo.core.company import EntityId
from liveo.core.comparison import MonthRow, Simulation
from liveo.core.invoice import Recipient, Seller
from liveo.core.scenario import Change


@dataclass(frozen=True, slots=True)
class TwoWeeks:
    """The example that explains proration: one option from the 1st of the month until its removal on the 15th."""

    prorated: Charge
    full_month: Charge


@dataclass(frozen=True, slots=True)
class Proposal:
    """All that a proposal says. It bears a date and an end of validity, and never a number of the invoices.

    ``steps`` are the changes that count, in order, each with an effect of ``simulation``; ``months`` are the twelve to
    come. ``title`` may be empty; ``code`` is empty for a prospect. ``link`` opens the same simulation, if there is one.
    """

    seller: Seller
    recipient: Recipient
    code: str
    title: str
    day: date
    valid_until: date
    simulation: Simulation
    steps: tuple[tuple[Change, ...], ...]
    months: tuple[MonthRow, ...]
    subjects: Mapping[SubjectId, str]
    entities: Mapping[EntityId, str]
    example: TwoWeeks | None = None
    link: str = ""
