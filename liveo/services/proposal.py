"""The proposal of a simulation: what a salesperson leaves with a customer. Nothing is written, no number is taken."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from liveo.core.catalogue import OptionCode
from liveo.core.errors import InvalidChange, MissingPrice
from liveo.core.invoicing import company_recipient
from liveo.core.periods import Month, Period
from liveo.core.proposal import Proposal, TwoWeeks
from liveo.services.simulation import months_ahead, simulate
from liveo.services.simulation_choices import names
from liveo.services.simulation_effects import month_amounts
from liveo.services.simulation_stages import Stage, Step, ground, stages
from liveo.store.database import Base

VALID_DAYS, MOST_VALID_DAYS = 30, 365


def proposal(
    base: Base,
    code: str,
    month: Month,
    steps: tuple[Step, ...],
    day: date,
    *,
    valid_days: int = VALID_DAYS,
    title: str = "",
    customer: str = "",
    link: str = "",
) -> Proposal:
    """Return a proposal made on a day, to the company or to a ``customer`` by name.

    Raises a LiveoError when a step does not fit, or the validity is absurd.
    """
    subjects, entities = names(base, code)
    last = stages(base, code, steps)[-1]
    recipient = company_recipient(last.situation.state)
    return Proposal(
        seller=ground(base, code).seller,
        recipient=replace(recipient, name=customer) if customer else recipient,
        code=code,
        title=title,
        day=day,
        valid_until=valid_until(day, valid_days),
        simulation=simulate(base, code, month, steps),
        steps=steps,
        months=months_ahead(base, code, month, steps),
        subjects=subjects,
        entities=entities,
        example=_two_weeks(last, month),
        link=link,
    )


def valid_until(day: date, valid_days: int) -> date:
    """Return the last day of a validity of so many days; raises InvalidChange for an absurd one."""
    if not 1 <= valid_days <= MOST_VALID_DAYS:
        raise InvalidChange(f"Une proposition est valable de 1 à {MOST_VALID_DAYS} jours : choisissez dans ces bornes.")
    return day + timedelta(days=valid_days)


def _two_weeks(stage: Stage, month: Month) -> TwoWeeks | None:
    """Return what a menu costs from the 1st until its removal on the 15th; None where it has no price in the month."""
    anybody, menu = stage.situation.state.company, OptionCode.IVR_MENU
    amounts = month_amounts(month, stage.situation.catalogue)
    spans = ((Period(month.first, month.first.replace(day=15)), 1),)
    with suppress(MissingPrice):
        prorated = amounts.charge(anybody, menu, spans)
        full_month = amounts.charge(anybody, menu, spans, full=True)
        if prorated and full_month:
            return TwoWeeks(prorated, full_month)
    return None
