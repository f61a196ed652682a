"""How much of a budget is spent, what the month will cost in the end, and how both went day by day.

A budget is for all outbound calls of whole months: of a filter count the months that its days touch and the entities,
nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from liveo.core.company import EntityId
from liveo.core.money import MICROS_PER_EURO, ZERO, micros, round_cents, total
from liveo.core.periods import Month, Period, months_between
from liveo.services.billing import customer
from liveo.services.budgets import COMPANY, budgets_in, budgets_over, company_budget
from liveo.services.consumption import UsageFilter, by_day, by_entity
from liveo.services.consumption_names import Names
from liveo.services.consumption_periods import elapsed
from liveo.services.forecast import Forecast, entity_forecasts, month_forecast
from liveo.store.database import Base


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One entity, or COMPANY: euros before tax over the months in view. ``expected`` is ``spent`` once all is over."""

    entity_id: EntityId
    budget: Decimal | None
    spent: Decimal
    expected: Decimal

    @property
    def left(self) -> Decimal | None:
        """Budget minus what is spent; below zero when it is exceeded."""
        return None if self.budget is None else self.budget - self.spent

    @property
    def used(self) -> Fraction | None:
        """Spent ÷ budget; None without a budget, or with one of 0."""
        return Fraction(self.spent) / Fraction(self.budget) if self.budget else None

    @property
    def overrun(self) -> Decimal:
        """By how much the expected cost exceeds the budget; 0.00 where it does not."""
        return ZERO if self.budget is None else max(ZERO, self.expected - self.budget)


@dataclass(frozen=True, slots=True)
class BudgetDay:
    """The end of a day: euros spent so far, those of the budget so far, and those expected where the day lies ahead."""

    day: date
    budget: Decimal | None
    spent: Decimal | None
    expected: Decimal | None


def months_in_view(asked: UsageFilter) -> list[Month]:
    """Return the months that the days of a filter touch."""
    return months_between(Month.of(asked.span.start), Month.of(asked.span.end - timedelta(days=1)))


def of_budget(asked: UsageFilter) -> UsageFilter:
    """Return the filter of what a budget is for: all outbound calls of whole months, of the entities in view."""
    months = months_in_view(asked)
    return UsageFilter(
        asked.company_id,
        Period(months[0].first, months[-1].period.end),
        entities=asked.entities,
        within_entities=asked.within_entities,
        within_subjects=asked.within_subjects,
    )


def budget_lines(base: Base, code: str, asked: UsageFilter, names: Names, today: date) -> tuple[BudgetLine, ...]:
    """Return one line for each entity in view that has a budget or calls, in the order of the names.

    The first is that of all of them together: COMPANY.
    """
    wanted = of_budget(asked)
    budgets = {} if wanted.within_subjects else budgets_over(base, asked.company_id, months_in_view(asked))
    costs = {
        EntityId(entity_id): micros(amount)
        for entity_id, amount in by_entity(base, wanted).select("entity_id", "amount_micros").iter_rows()
    }
    ahead = _ahead_by_entity(base, code, wanted, today)
    shown = [
        one
        for one in names.entities
        if (one in costs or (one in budgets and one != COMPANY)) and (not wanted.entities or one in wanted.entities)
    ]
    parts = [
        BudgetLine(
            one,
            budgets.get(one) if one != COMPANY else None,
            round_cents(costs.get(one, Fraction(0))),
            round_cents(costs.get(one, Fraction(0)) + ahead.get(one, Fraction(0))),
        )
        for one in shown
    ]
    spent = sum(costs.values(), Fraction(0))
    to_come = sum(ahead.values(), Fraction(0))
    whole = BudgetLine(COMPANY, _whole_budget(wanted, budgets), round_cents(spent), round_cents(spent + to_come))
    return (whole, *parts)


def budget_days(base: Base, code: str, asked: UsageFilter, today: date) -> tuple[BudgetDay, ...]:
    """Return how spending, budget and forecast add up, day by day over the whole months in view.

    The budget of a month is spread evenly over its days, exactly; what is expected goes on from what is spent.
    """
    wanted = of_budget(asked)
    costs: dict[date, int] = {}
    for day, amount in by_day(base, wanted).select("day", "amount_micros").iter_rows():
        costs[day] = costs.get(day, 0) + amount
    ahead = dict(_forecast(base, code, wanted, today).daily) if _is_open(wanted, today) else {}
    budget: Fraction | None = Fraction(0)
    spent, expected = Fraction(0), Fraction(0)
    known = elapsed(wanted.period, today)
    known_until = min(ahead, default=known.end) if ahead else known.end
    days = []
    for month in months_in_view(asked):
        amount = _whole_budget(wanted, budgets_in(base, asked.company_id, month))
        for i in range(month.days):
            day = month.first + timedelta(days=i)
            spent += micros(costs.get(day, 0))
            expected += micros(costs.get(day, 0)) + ahead.get(day, Fraction(0)) / MICROS_PER_EURO
            if budget is not None:
                budget = None if amount is None else budget + Fraction(amount) / month.days
            known_day, shown_ahead = day < known_until, day in ahead or day + timedelta(days=1) in ahead
            days.append(
                BudgetDay(
                    day,
                    None if budget is None else round_cents(budget),
                    round_cents(spent) if known_day else None,
                    round_cents(expected) if shown_ahead else None,
                )
            )
    return tuple(days)


def _whole_budget(wanted: UsageFilter, budgets: Mapping[EntityId, Decimal]) -> Decimal | None:
    """The budget of all entities in view; none where one of those chosen has none."""
    if wanted.within_subjects:
        return None
    chosen = wanted.entities or wanted.within_entities
    if not chosen:
        return company_budget(budgets)
    return total([budgets[one] for one in chosen]) if all(one in budgets for one in chosen) else None


def _is_open(wanted: UsageFilter, today: date) -> bool:
    return wanted.period.start <= today < wanted.period.end


def _present(wanted: UsageFilter, today: date) -> UsageFilter:
    return replace(wanted, period=Month.of(today).period)


def _forecast(base: Base, code: str, wanted: UsageFilter, today: date) -> Forecast:
    postcode = customer(base, code).state.company.address.postcode
    return month_forecast(base, _present(wanted, today), Month.of(today), today, postcode)


def _ahead_by_entity(base: Base, code: str, wanted: UsageFilter, today: date) -> dict[EntityId, Fraction]:
    if not _is_open(wanted, today):
        return {}
    postcode = customer(base, code).state.company.address.postcode
    found = entity_forecasts(base, _present(wanted, today), Month.of(today), today, postcode)
    return {entity_id: one.to_come / MICROS_PER_EURO for entity_id, one in found.items()}
