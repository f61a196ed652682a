"""Identifiers that carry their own check: a mistyped SIREN, SIRET, VAT number or IBAN is seen before it is printed."""

import re

_SIREN = re.compile("[0-9]{9}")
_SIRET = re.compile("[0-9]{14}")
_FRENCH_VAT_NUMBER = re.compile("FR[0-9]{11}")
_IBAN = re.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def is_siren(text: str) -> bool:
    """Whether the text is nine digits with a right Luhn key, without spaces: "732829320" is, "732829321" is not."""
    return bool(_SIREN.fullmatch(text)) and _luhn_sum(text) % 10 == 0


def is_siret(text: str) -> bool:
    """Whether the text is a SIREN and five digits more, with a right Luhn key over all fourteen."""
    return bool(_SIRET.fullmatch(text)) and is_siren(text[:9]) and _luhn_sum(text) % 10 == 0


def is_french_vat_number(text: str) -> bool:
    """Whether the text is FR, the key of the SIREN, and the SIREN: the key is (12 + 3 × SIREN mod 97) mod 97."""
    if not _FRENCH_VAT_NUMBER.fullmatch(text) or not is_siren(text[4:]):
        return False
    return int(text[2:4]) == (12 + 3 * (int(text[4:]) % 97)) % 97


def is_iban(text: str) -> bool:
    """Whether the text is an IBAN without spaces whose check digits are right (ISO 7064, mod 97-10)."""
    if not _IBAN.fullmatch(text):
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _luhn_sum(digits: str) -> int:
    """Add the digits, every second from the right doubled and reduced to one digit."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)
