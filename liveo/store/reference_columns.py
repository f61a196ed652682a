"""The columns of each reference file, and how each of them is read."""

from collections.abc import Mapping
from types import ModuleType
from typing import Final

import stdnum.fr.siren
import stdnum.fr.siret
import stdnum.fr.tva
import stdnum.iban

from liveo.core.catalogue import OptionCode, day_count_from_str
from liveo.core.destinations import CallKind, Destination
from liveo.store.reference_files import (
    Reader,
    checked,
    code_of,
    day,
    first_of_month,
    list_of,
    matching,
    micros,
    monthly_price,
    open_day,
    open_first_of_month,
    text,
    whole,
    yes_or_no,
)

Columns = Mapping[str, Reader]

siren: Final = checked(lambda text: _is_exactly(stdnum.fr.siren, text), "un SIREN de neuf chiffres à la clé juste")
siret: Final = checked(lambda text: _is_exactly(stdnum.fr.siret, text), "un SIRET de quatorze chiffres à la clé juste")
vat_number: Final = checked(
    lambda text: text.startswith("FR") and stdnum.fr.tva.is_valid(text) and stdnum.fr.tva.compact(text) == text[2:],
    "un numéro de TVA français à la clé juste",
)
email: Final = matching(r"[^@\s]+@[^@\s]+", "une adresse électronique")
destination: Final = code_of("Destination", Destination)
option: Final = code_of("Code d'option", OptionCode)
_prefix: Final = matching(r"\+[1-9][0-9]{0,14}|[0-9]{1,6}", "un préfixe : +33, ou un numéro court sans +")
_number: Final = matching(r"\+[1-9][0-9]{5,14}", "un numéro complet, par exemple +33261910000")

SETTINGS: Final[Mapping[str, Reader]] = {"day_count": day_count_from_str}
"""The settings that the reference files give, each with its reader; all of them are required."""

CATALOGUE: Final[Columns] = {
    "option": option,
    "monthly_price": monthly_price,
    "valid_from": day,
    "valid_to": open_day,
}
RATES: Final[Columns] = {
    "prefix": _prefix,
    "destination": destination,
    "label": text,
    "connection_charge": micros,
    "price_per_minute": micros,
    "first_increment": whole(1),
    "next_increment": whole(1),
    "minimum_charge": micros,
    "service_price": micros,
    "unit_price": micros,
    "valid_from": day,
    "valid_to": open_day,
}
PLAN: Final[Columns] = {
    "prefix": _prefix,
    "digits_min": whole(1),
    "digits_max": whole(1),
    "country": matching("[A-Z]{2}|", "un code de pays à deux lettres"),
    "number_class": text,
    "label": text,
}
POLICY: Final[Columns] = {
    "number_class": text,
    "kind": code_of("Type d'appel", CallKind),
    "destination": destination,
}
ALLOWANCES: Final[Columns] = {
    "name": text,
    "priority": whole(1),
    "destinations": list_of(destination),
    "minutes": whole(1),
    "valid_from": first_of_month,
    "valid_to": open_first_of_month,
}
SELLER: Final[Columns] = {
    "name": text,
    "legal_form": text,
    "siren": siren,
    "siret": siret,
    "vat_number": vat_number,
    "trade_register": text,
    "street": text,
    "postcode": text,
    "city": text,
    "country": text,
    "email": email,
    "phone": _number,
    "iban": checked(lambda text: _is_exactly(stdnum.iban, text), "un IBAN à la clé juste"),
    "bic": matching("[A-Z0-9]{8}(?:[A-Z0-9]{3})?", "un BIC de 8 ou 11 caractères"),
    "payment_days": whole(0),
    "late_rate": text,
    "vat_on_debits": yes_or_no,
    "series": matching("[A-Z0-9]{0,8}", "une série de 8 lettres majuscules ou chiffres au plus, ou rien"),
}


def _is_exactly(standard: ModuleType, text: str) -> bool:
    """Whether an identifier is valid and written without spaces, as invoices and exports need it."""
    return bool(standard.is_valid(text)) and standard.compact(text) == text
