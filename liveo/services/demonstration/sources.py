"""The demonstration's own files: who its customers are and what happens to them, told in rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liveo.core.billing_modes import BillingMode
from liveo.core.company import VatRegime
from liveo.core.entities import SharingKey
from liveo.services.closed_days import DayKind
from liveo.services.demonstration.rhythms import RHYTHMS
from liveo.services.demonstration.window import told_day
from liveo.store.reference_columns import option, siren, siret, vat_number
from liveo.store.reference_files import Line, Reader, code_of, matching, read_lines, text, whole, yes_or_no

_anything = str
_ADDRESS: Final[Mapping[str, Reader]] = {"street": text, "postcode": text, "city": text, "country": text}
_share = matching(r"[1-9][0-9]*|[1-9][0-9]? %", "un nombre de comptes, ou une part comme « 12 % »")

_COMPANIES: Final[Mapping[str, Reader]] = {
    "code": text,
    "name": text,
    "siren": siren,
    "vat_number": vat_number,
    **_ADDRESS,
    "billing_mode": code_of("Mode de facturation", BillingMode),
    "sharing_key": code_of("Clé de répartition", SharingKey),
    "prefix": text,
    "first_extension": whole(10),
    "accounts": whole(1),
    "calls_per_day": matching(r"[0-9]+(\.[0-9]+)?", "un nombre d'appels par compte et jour"),
    "rhythm": matching("|".join(RHYTHMS), "un rythme connu"),
}
_ENTITIES: Final[Mapping[str, Reader]] = {
    "company": text,
    "code": text,
    "name": text,
    "head_office": yes_or_no,
    "siret": siret,
    "own_invoice": yes_or_no,
    "vat_regime": code_of("Régime de TVA", VatRegime),
    **_ADDRESS,
    "weight": whole(1),
}
_RESOURCES: Final[Mapping[str, Reader]] = {
    "company": text,
    "entity": _anything,
    "option": option,
    "name": text,
    "count": whole(1),
    "given": yes_or_no,
    "start": told_day(),
    "end": told_day(),
}
_CAMPAIGNS: Final[Mapping[str, Reader]] = {
    "company": text,
    "entity": _anything,
    "option": option,
    "group": text,
    "accounts": _share,
    "quantity": whole(1),
    "start": told_day(),
    "end": told_day(),
}
_MOVES: Final[Mapping[str, Reader]] = {
    "company": text,
    "origin": text,
    "target": _anything,
    "accounts": whole(1),
    "day": told_day(),
}
_NUMBERS: Final[Mapping[str, Reader]] = {
    "company": text,
    "use": matching("outbound|inbound|fax|sms|unrated|fraud|far|premium|scan|trip", "un usage connu"),
    "pattern": text,
    "weight": whole(1),
}
_INCIDENTS: Final[Mapping[str, Reader]] = {
    "name": text,
    "company": text,
    "use": text,
    "abnormal": yes_or_no,
    "months_ago": whole(1),
    "from_day": whole(1),
    "day_kind": code_of("Sorte de jour", DayKind),
    "days": whole(1),
    "first_hour": whole(0),
    "end_hour": whole(1),
    "accounts": whole(1),
    "calls": whole(1),
    "median_seconds": whole(1),
}
_BUDGETS: Final[Mapping[str, Reader]] = {
    "company": text,
    "entity": _anything,
    "euros": matching(r"[0-9]{1,7}\.[0-9]{2}", "un montant comme 75.00"),
    "start": told_day(),
}
_NAMES: Final[Mapping[str, Reader]] = {"part": matching("given|family", "given ou family"), "name": text}


@dataclass(frozen=True, slots=True)
class Sources:
    """The lines of the demonstration's files."""

    companies: Sequence[Line]
    entities: Sequence[Line]
    resources: Sequence[Line]
    campaigns: Sequence[Line]
    moves: Sequence[Line]
    numbers: Sequence[Line]
    incidents: Sequence[Line]
    budgets: Sequence[Line]
    names: Sequence[Line]


def read_sources(folder: Path) -> Sources:
    """Read the demonstration's files; raises ReferenceRefused at the first fault."""
    return Sources(
        companies=read_lines(folder / "demo_companies.csv", _COMPANIES),
        entities=read_lines(folder / "demo_entities.csv", _ENTITIES),
        resources=read_lines(folder / "demo_resources.csv", _RESOURCES),
        campaigns=read_lines(folder / "demo_campaigns.csv", _CAMPAIGNS),
        moves=read_lines(folder / "demo_moves.csv", _MOVES),
        numbers=read_lines(folder / "demo_numbers.csv", _NUMBERS),
        incidents=read_lines(folder / "demo_incidents.csv", _INCIDENTS),
        budgets=read_lines(folder / "demo_budgets.csv", _BUDGETS),
        names=read_lines(folder / "demo_names.csv", _NAMES),
    )


def of_company(lines: Sequence[Line], code: str) -> list[Line]:
    """Return the lines that name a company."""
    return [line for line in lines if line["company"] == code]
