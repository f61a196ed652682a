"""Times: the forms that are read, the nights when the clocks change, and the clocks that were never set."""

import polars as pl
import pytest

from liveo.store.imports.times import PARIS, read_times


def _read(written: str, zone: str = PARIS) -> tuple[str | None, str | None]:
    moment, reason = read_times(pl.Series([written]), zone).row(0)
    return (moment.isoformat() if moment else None), reason


@pytest.mark.parametrize(
    "written",
    [
        "2020-02-10 22:41:00",
        "2020/2/10 22:41",
        "2020-02-10T22:41:00+01:00",
        "2020-02-10T21:41:00Z",
        "2020-02-10T16:41:00-0500",
        "2020-02-10T22:41+01:00",
        "2020-02-10 22:41:00.000",
    ],
)
def test_each_form_of_the_same_moment_is_read(written: str) -> None:
    assert _read(written) == ("2020-02-10T21:41:00+00:00", None)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "10/02/2020 22:41",
        "2020-02-30 22:41:00",
        "2020-02-10 24:00:00",
        "2020-02-10 22:41:60",
        "2020-02-10",
        "20-2-10 1:2",
        "2020-02-10 22:41:00 CET",
        "43871.945",
        "2020-02-10 22:41:00+99:00",
        "２０２０-02-10 22:41:00",
    ],
)
def test_what_is_no_full_time_is_not_guessed(written: str) -> None:
    assert _read(written) == (None, "unreadable_time")


def test_the_hour_that_the_clocks_skip_does_not_exist() -> None:
    assert _read("2026-03-29 01:59:59") == ("2026-03-29T00:59:59+00:00", None)
    assert _read("2026-03-29 02:00:00") == (None, "nonexistent_time")
    assert _read("2026-03-29 02:59:59") == (None, "nonexistent_time")
    assert _read("2026-03-29 03:00:00") == ("2026-03-29T01:00:00+00:00", None)


def test_the_hour_that_the_clocks_repeat_is_the_first_one_unless_its_zone_is_written() -> None:
    assert _read("2026-10-25 02:30:00") == ("2026-10-25T00:30:00+00:00", None)
    assert _read("2026-10-25T02:30:00+01:00") == ("2026-10-25T01:30:00+00:00", None)


def test_another_zone_has_its_own_nights() -> None:
    assert _read("2026-03-29 02:30:00", "UTC") == ("2026-03-29T02:30:00+00:00", None)
    assert _read("2026-03-29 02:30:00", "Indian/Reunion") == ("2026-03-28T22:30:00+00:00", None)


def test_years_are_those_of_paris_from_2000_to_2100() -> None:
    assert _read("1999-12-31 23:59:59")[1] == "time_out_of_range"
    assert _read("2000-01-01 00:00:00")[1] is None
    assert _read("1999-12-31T23:30:00Z")[1] is None
    assert _read("2100-12-31 23:59:59")[1] is None
    assert _read("2101-01-01 00:00:00")[1] == "time_out_of_range"


def test_forms_may_be_mixed_in_one_column() -> None:
    column = pl.Series(["2026-07-01 12:00:00", "2026-07-01T12:00:00Z", None, "x"])
    assert read_times(column, PARIS)["reason"].to_list() == [None, None, "unreadable_time", "unreadable_time"]
