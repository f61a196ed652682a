"""The bundled typeface: what it prints, what it replaces, how wide it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.rendering.typeface import (
    FONT_FILES,
    fit_all,
    fitted,
    printable,
    text_width,
    unprintable_characters,
    wrapped,
)

ANY_TEXT = st.text(max_size=60)


def test_the_licence_lies_beside_the_fonts() -> None:
    assert {path.parent for path in FONT_FILES.values()} == {FONT_FILES[""].parent}
    assert "SIL OPEN FONT LICENSE" in (FONT_FILES[""].parent / "OFL.txt").read_text(encoding="utf-8")


def test_all_digits_have_one_width_so_that_amounts_align() -> None:
    for bold in (False, True):
        assert len({text_width(digit, 10, bold=bold) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(
    "text", ["1\u202f234,56\xa0€", "Œuvres d'été", "Łukasiewicz", "Nguyễn", "Ωμέγα", "Жуков", "→ ✓ − ’"]
)
def test_european_names_and_french_typography_are_printed_as_they_are(text: str) -> None:
    assert printable(text) == text
    assert unprintable_characters(text) == ""


@pytest.mark.parametrize(
    ("text", "printed", "missing"),
    [
        ("山田 SA", "?? SA", "山田"),
        ("Fête 🎉", "Fête ?", "🎉"),
        ("Ligne 1\nFAUX TOTAL", "Ligne 1 FAUX TOTAL", ""),
        ("a\x00b\x02c", "abc", ""),
        ("abc\u202edef", "abcdef", ""),
        ("\ud800x", "x", ""),
        ("E\u0301te\u0301", "Été", ""),
        ("zéro\u200blargeur", "zérolargeur", ""),
    ],
)
def test_what_cannot_be_printed_is_replaced_visibly_and_controls_vanish(text: str, printed: str, missing: str) -> None:
    assert printable(text) == printed
    assert unprintable_characters(text) == missing


@given(ANY_TEXT)
def test_a_printed_text_holds_no_control_and_needs_no_second_pass(text: str) -> None:
    printed = printable(text)
    assert not [c for c in printed if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")]
    assert printable(printed) == printed
    assert unprintable_characters(printed) == ""


@given(ANY_TEXT, st.floats(3, 80))
def test_a_fitted_text_never_exceeds_its_place(text: str, width: float) -> None:
    short = fitted(text, width, 9)
    assert text_width(short, 9) <= width
    assert short == printable(text) or short.endswith("…")


@given(st.text("abcdefghij éàœ,-", max_size=120), st.floats(15, 80))
def test_a_wrapped_text_keeps_its_words_within_its_width(text: str, width: float) -> None:
    lines = wrapped(text, width, 8, bold=True)
    assert all(text_width(line, 8, bold=True) <= width for line in lines)
    if not any("…" in line for line in lines):
        assert " ".join(lines).split() == printable(text).split()


def test_a_no_break_space_keeps_words_together() -> None:
    assert wrapped("en cas de retard\xa0: 40\xa0€", 22, 8) == ["en cas de", "retard\xa0: 40\xa0€"]


def test_empty_lines_of_an_address_take_no_place() -> None:
    assert fit_all(["1 rue du Port", "", "13002 Marseille"], 80, 9) == ["1 rue du Port", "13002 Marseille"]
