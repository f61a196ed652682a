"""One look at a month: figures that add up to the invoice, and an estimate that anybody can recompute."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from liveo.core.money import ZERO
from liveo.core.periods import Month, Period
from liveo.services.billing import billing_mode, invoice_run
from liveo.services.companies import company_summaries
from liveo.services.overview import documents_of, month_figures, trend
from liveo.store.database import Base
from tests.conftest import DEMO_TODAY

COMPANIES = ("ATELIER", "ARMOR", "FOURNIL")
PRESENT, LAST, SUMMER = Month(2026, 11), Month(2026, 10), Month(2026, 8)
ARMISTICE = date(2026, 11, 11)


@pytest.mark.parametrize("code", COMPANIES)
@pytest.mark.parametrize("month", [PRESENT, LAST, SUMMER])
def test_options_and_calls_make_the_net_of_the_documents(demo: Base, code: str, month: Month) -> None:
    figures = month_figures(demo, code, month, DEMO_TODAY)
    assert figures.net == invoice_run(demo, code, month, billing_mode(demo, code, month)).net
    assert figures.expected == figures.net + figures.to_come


@pytest.mark.parametrize("code", COMPANIES)
@pytest.mark.parametrize("month", [PRESENT, LAST])
def test_calls_are_those_of_the_base_and_only_cents_are_rounded_on_top(demo: Base, code: str, month: Month) -> None:
    figures = month_figures(demo, code, month, DEMO_TODAY)
    [found] = demo.frame(
        "select count(*) as calls, sum(amount_micros)::bigint as amount, max(day) as last_day, "
        "count(distinct (calls.subject_id, destination)) as rounded from calls "
        "inner join companies on companies.subject_id = calls.company_id "
        "where companies.code = $code and day >= $first and day < $end and destination is not null and reason is null",
        {"code": code, "first": month.first, "end": month.period.end},
    ).to_dicts()
    assert (figures.calls, figures.usage_micros) == (found["calls"], found["amount"])
    assert figures.rounding == (figures.usage - Decimal(found["amount"]).scaleb(-6)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )
    # Each account and destination is rounded by half a cent at most, and once more where entities share it.
    assert abs(figures.rounding) <= Decimal("0.01") * found["rounded"]


@pytest.mark.parametrize("code", COMPANIES)
def test_the_days_to_come_cost_what_the_same_weekdays_cost_on_average(demo: Base, code: str) -> None:
    figures = month_figures(demo, code, PRESENT, DEMO_TODAY)
    assert figures.last_day is not None
    rows = demo.frame(
        "select day, sum(amount_micros)::bigint as amount from calls "
        "inner join companies on companies.subject_id = calls.company_id "
        "where companies.code = $code and direction = 'outbound' and reason is null group by day",
        {"code": code},
    )
    amounts = dict(rows.iter_rows())
    expected = Fraction(0)
    for ahead in range((PRESENT.period.end - figures.last_day).days - 1):
        day = figures.last_day + timedelta(days=1 + ahead)
        same = [figures.last_day - timedelta(days=back) for back in range(28)]
        # 11 November 2026, a Wednesday, is a holiday: it is a Sunday more, and a Wednesday less.
        alike = [one for one in same if (6 if one == ARMISTICE else one.weekday()) == day.weekday()]
        assert len(alike) == 4 + (day.weekday() == 6) - (day.weekday() == 2)
        expected += Fraction(sum(amounts.get(one, 0) for one in alike), len(alike) * 1_000_000)
    assert abs(Fraction(figures.to_come) - expected) <= Fraction(1, 200)


@pytest.mark.parametrize("code", COMPANIES)
def test_a_month_that_is_over_has_nothing_to_come(demo: Base, code: str) -> None:
    figures = month_figures(demo, code, LAST, DEMO_TODAY)
    assert (figures.finished, figures.to_come, figures.observed) == (True, ZERO, LAST.period)


def test_a_month_in_progress_is_observed_until_its_last_day_with_calls(demo: Base) -> None:
    figures = month_figures(demo, "ARMOR", PRESENT, DEMO_TODAY)
    assert not figures.finished
    assert figures.observed == Period(date(2026, 11, 1), date(2026, 11, 23))


def test_a_month_that_has_only_begun_is_estimated_whole_from_the_month_before(demo: Base) -> None:
    following = month_figures(demo, "ARMOR", Month(2026, 12), date(2026, 12, 1))
    assert (following.calls, following.last_day, following.observed.days) == (0, None, 0)


@pytest.mark.parametrize("code", COMPANIES)
def test_the_trend_has_thirteen_months_and_ends_with_the_estimate(demo: Base, code: str) -> None:
    first = next(company.months[0] for company in company_summaries(demo) if company.code == code)
    months = trend(demo, code, first, DEMO_TODAY)
    assert [figures.month for figures in months] == [PRESENT.plus(i) for i in range(-12, 1)]
    assert [figures.finished for figures in months] == [True] * 12 + [False]
    assert months[-1].expected > months[-1].net


def test_a_month_without_a_price_leaves_a_gap_in_the_trend_not_a_failure(demo: Base) -> None:
    months = trend(demo, "ATELIER", Month(2020, 1), DEMO_TODAY)
    assert len(months) == 13
    assert documents_of(demo, "ATELIER", Month(2020, 1)) is None
