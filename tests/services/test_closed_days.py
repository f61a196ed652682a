"""Offices are closed on the days on which the law and the place say so."""

from datetime import date, timedelta

import pytest

from liveo.services.closed_days import DayKind, holiday_name, kind_of_day


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Jour de l'an"),
        (date(2026, 4, 6), "Lundi de Pâques"),
        (date(2026, 5, 14), "Ascension"),
        (date(2026, 7, 14), "Fête nationale"),
        (date(2026, 11, 11), "Armistice"),
        (date(2026, 11, 12), ""),
    ],
)
def test_holidays_have_their_french_names(day: date, name: str) -> None:
    assert holiday_name(day) == name


def test_alsace_moselle_and_the_overseas_departments_have_days_of_their_own() -> None:
    good_friday, end_of_slavery_in_reunion = date(2026, 4, 3), date(2026, 12, 20)
    assert (kind_of_day(good_friday), kind_of_day(good_friday, "67000")) == (DayKind.WORKING, DayKind.CLOSED)
    assert kind_of_day(good_friday, "57000") is DayKind.CLOSED
    assert holiday_name(end_of_slavery_in_reunion) == ""
    assert holiday_name(end_of_slavery_in_reunion, "97400") != ""


def test_every_day_of_a_year_has_one_kind() -> None:
    days = [date(2026, 1, 1) + timedelta(days=i) for i in range(365)]
    kinds = [kind_of_day(day) for day in days]
    # 52 Sundays and the 11 holidays, of which Toussaint is a Sunday; 52 Saturdays, of which Assomption is one.
    assert (kinds.count(DayKind.CLOSED), kinds.count(DayKind.SATURDAY)) == (52 + 10, 52 - 1)
    assert kind_of_day(date(2026, 8, 15)) is DayKind.CLOSED
