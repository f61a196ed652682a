"""What the options of a company cost at each stage of a simulation, month by month, and why.

An option of a subject costs what its days and the catalogue say, and sharing never changes a sum: adding up what is
active alike is exact to the cent, and as quick for 900 accounts as for 12. Calls stay as they are.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from liveo.core.billing_modes import BILLING_MODES
from liveo.core.catalogue import Catalogue, OptionCode, SubjectId
from liveo.core.charges import CHARGE_ORDER, Basis, Charge, ChargeCode, option_charges
from liveo.core.company import EntityId, Subject
from liveo.core.comparison import ChargeGroup
from liveo.core.errors import MissingPrice
from liveo.core.money import ZERO, total
from liveo.core.periods import Month, Period
from liveo.core.proration import Activation, MonthPricing, Spans
from liveo.core.scenario import full_month
from liveo.services.simulation_stages import Key, Stage, touched_keys

Nets = Mapping[ChargeCode, Decimal]


class MonthAmounts:
    """What options cost in one month by one catalogue, each pattern of days computed once."""

    def __init__(self, month: Month, catalogue: Catalogue) -> None:
        self._pricing = MonthPricing(month, catalogue)
        self._charges: dict[tuple[ChargeCode, Spans, bool], Charge | None] = {}

    def charge(self, subject: Subject, option: OptionCode, spans: Spans, *, full: bool = False) -> Charge | None:
        """Return the charge of these days, under full-month billing if ``full``; it names whoever asked first."""
        key = (option, spans, full)
        if key not in self._charges:
            activations = [Activation(subject.subject_id, option, period, quantity) for period, quantity in spans]
            if full:
                activations = [full_month(a, self._pricing.month, self._pricing.catalogue) for a in activations]
            self._charges[key] = next(iter(option_charges(subject, activations, self._pricing, _NOBODY)), None)
        return self._charges[key]

    def by_option(self, stage: Stage, *, full: bool = False) -> Nets:
        """Return what each option costs at a stage, with the one that its billing mode asks for even where off."""
        company = stage.situation.state.company
        nets: dict[ChargeCode, Decimal] = defaultdict(lambda: ZERO)
        for (option, spans), count in stage.alike.items():
            nets[option] += _amount(self.charge(company, option, spans, full=full)) * count
        nets[OptionCode.ENTITY_BILLING] = _amount(self.owed(stage, company, OptionCode.ENTITY_BILLING, full=full))
        return {option: net for option, net in nets.items() if net}

    def owed(self, stage: Stage, subject: Subject, option: OptionCode, *, full: bool = False) -> Charge | None:
        """Return what one option of one subject costs at a stage, also where the billing mode asks for it unasked."""
        spans = stage.spans.get((subject.subject_id, option), ())
        charge = self.charge(subject, option, spans, full=full)
        if charge or option is not OptionCode.ENTITY_BILLING:
            return charge
        return self._assumed(subject) if BILLING_MODES[stage.situation.mode].needs_entity_billing else None

    def _assumed(self, company: Subject) -> Charge | None:
        with suppress(MissingPrice):
            return self.charge(company, OptionCode.ENTITY_BILLING, ((self._pricing.month.period, 1),))
        return None


def month_amounts(month: Month, catalogue: Catalogue) -> MonthAmounts:
    """Return the amounts of a month by a catalogue, with all that was already asked of them."""
    return _month_amounts(month, catalogue)


def options_net(stage: Stage, month: Month, *, full: bool = False) -> Decimal:
    """Return what the options of a stage cost in a month."""
    return total(list(month_amounts(month, stage.situation.catalogue).by_option(stage, full=full).values()))


def step_effects(found: Sequence[Stage], month: Month) -> tuple[Decimal, ...]:
    """Return what each step adds to the net amount of a month, in order."""
    nets = [options_net(stage, month) for stage in found]
    return tuple(after - before for before, after in pairwise(nets))


def charge_groups(before: Stage, after: Stage, month: Month) -> tuple[ChargeGroup, ...]:
    """Put together what is owed for the same reasons among all that the steps touch, by option, then by subject."""
    subjects = {subject.subject_id: subject for subject in after.situation.state.subjects}
    place = {subject_id: rank for rank, subject_id in enumerate(subjects)}
    old, new = (month_amounts(month, stage.situation.catalogue) for stage in (before, after))
    alike: dict[tuple[object, ...], list[Key]] = defaultdict(list)
    owed: dict[tuple[object, ...], tuple[Charge | None, Charge | None, Charge | None]] = {}
    for key in sorted(touched_keys(before, after), key=lambda key: (CHARGE_ORDER[key[1]], place[key[0]])):
        subject, option = subjects[key[0]], key[1]
        charges = (
            old.owed(before, subject, option),
            new.owed(after, subject, option),
            new.owed(after, subject, option, full=True),
        )
        reasons = (option, *map(_reason, charges))
        if any(charges):
            alike[reasons].append(key)
            owed[reasons] = charges
    return tuple(
        ChargeGroup(keys[0][1], tuple(subjects[subject] for subject, _ in keys), *owed[reasons])
        for reasons, keys in alike.items()
    )


class _Nobody:
    """No entities here: who moved has one charge for the whole month."""

    def on(self, subject_id: SubjectId, day: date) -> EntityId | None:
        return None

    def moves(self, subject_id: SubjectId, period: Period) -> list[date]:
        return []


_NOBODY = _Nobody()


@lru_cache(maxsize=256)
def _month_amounts(month: Month, catalogue: Catalogue) -> MonthAmounts:
    return MonthAmounts(month, catalogue)


def _reason(charge: Charge | None) -> tuple[Decimal, Basis] | None:
    return (charge.amount, charge.basis) if charge else None


def _amount(charge: Charge | None) -> Decimal:
    return charge.amount if charge else ZERO
