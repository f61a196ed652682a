"""Identifiers with a key: one wrong digit is seen; python-stdnum agrees."""

from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.fr import siren, siret, tva

from liveo.core.identifiers import is_french_vat_number, is_iban, is_siren, is_siret

SIREN, SIRET, VAT_NUMBER, IBAN = "732829320", "73282932000074", "FR44732829320", "FR1420041010050500013M02606"


def test_an_identifier_with_a_right_key_is_recognised() -> None:
    assert is_siren(SIREN)
    assert is_siret(SIRET)
    assert is_french_vat_number(VAT_NUMBER)
    assert is_iban(IBAN)


def test_any_wrong_digit_is_seen() -> None:
    for right, recognises in ((SIREN, is_siren), (SIRET, is_siret), (VAT_NUMBER, is_french_vat_number)):
        for place in range(len(right)):
            wrong = right[:place] + str((int(right[place]) + 1) % 10 if right[place].isdigit() else 0)
            assert not recognises(wrong + right[place + 1 :])
    assert not is_iban(IBAN.replace("M", "N"))


def test_spaces_other_lengths_and_other_digits_are_no_identifier() -> None:
    for text in ("", "732 829 320", "7328293200", "٧٣٢٨٢٩٣٢٠", "732829320\n"):
        assert not is_siren(text)
        assert not is_siret(text)
        assert not is_french_vat_number(text)
        assert not is_iban(text)


@given(st.from_regex("[0-9]{9}", fullmatch=True))
def test_the_siren_key_is_that_of_stdnum(text: str) -> None:
    assert is_siren(text) == siren.is_valid(text)


@given(st.from_regex("[0-9]{14}", fullmatch=True))
def test_the_siret_key_is_that_of_stdnum(text: str) -> None:
    assert not is_siret(text) or siret.is_valid(text)


@given(st.from_regex("FR[0-9]{2}732829320", fullmatch=True))
def test_the_vat_key_is_that_of_stdnum(text: str) -> None:
    assert is_french_vat_number(text) == tva.is_valid(text)


@given(st.from_regex("FR[0-9]{2}20041010050500013M02606", fullmatch=True))
def test_the_iban_key_is_that_of_stdnum(text: str) -> None:
    assert is_iban(text) == iban.is_valid(text)
