"""What rating again has changed, in words: a destination, a reason, or calls that are not billed."""

import pytest

from liveo.core.periods import Month
from liveo.core.rerating import Rerating, Shift
from liveo.rendering.rerating_words import SHIFT_HEADINGS, shift_cells
from tests.rendering.reading import plain

OCTOBER = Month(2026, 10)


def shift(code: str, *, rated: bool, calls: tuple[int, int] = (1, 2), micros: tuple[int, int] = (0, 12_500)) -> Shift:
    return Shift("ARMOR", OCTOBER, code, rated, *calls, *micros)


@pytest.mark.parametrize(
    ("code", "rated", "told"),
    [
        ("france_mobile", True, "France Mobile"),
        ("", True, "non facturés"),
        ("withheld_number", False, "sans prix : numéro masqué"),
    ],
)
def test_calls_are_counted_under_a_destination_or_under_why_they_wait(code: str, rated: bool, told: str) -> None:
    cells = shift_cells(shift(code, rated=rated))
    assert len(cells) == len(SHIFT_HEADINGS)
    assert [plain(cell) for cell in cells] == ["ARMOR", "octobre 2026", told, "1 → 2", "0,00 € → 0,0125 €"]


def test_what_changes_in_all_adds_up() -> None:
    done = Rerating(
        3,
        (
            shift("france_fixed", rated=True, calls=(4, 6), micros=(10, 30)),
            shift("no_rate", rated=False, calls=(3, 1), micros=(0, 0)),
        ),
    )
    assert (done.micros, done.newly_rated) == (20, 2)
