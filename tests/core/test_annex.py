"""What an itemised bill never shows, and when the detail of calls is erased."""

from datetime import date

import pytest

from liveo.core.annex import is_itemised, purge_day


@pytest.mark.parametrize("number", ["15", "112", "119", "116111", "116000", "3000", "3114", "3919", "+33800123456"])
def test_a_call_for_help_or_to_a_free_number_is_never_itemised(number: str) -> None:
    assert not is_itemised(number)


@pytest.mark.parametrize("number", ["+33612345678", "3631", "1014", "118218", "+33806123456", "+33810123456", "+1911"])
def test_every_other_call_is(number: str) -> None:
    assert is_itemised(number)


def test_the_detail_of_an_invoice_due_on_the_1st_of_december_is_erased_a_year_and_a_day_later() -> None:
    assert purge_day(date(2026, 12, 1)) == date(2027, 12, 2)
    assert purge_day(date(2028, 2, 29)) == date(2029, 3, 2)
