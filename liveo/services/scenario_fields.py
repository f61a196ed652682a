"""How each field of a change stands in a scenario file: codes that people know instead of the numbers of the base.

What a scenario creates has no code yet: it is « +1 », « +2 »… there, and below zero here.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.repetition import Every, Repetition
from liveo.core.company import Address, CompanyState, Entity, EntityId, FixedShares, Subject, VatRegime
from liveo.core.entities import SharingKey
from liveo.core.errors import InvalidPeriod, UnknownEntity, UnknownSubject
from liveo.core.periods import FOREVER, Period, parse_day
from liveo.services.entities import Description, described

Json = Any
"""A value of a JSON text; what comes from outside has passed the schema before it is read here."""

FIRST_YEAR, LAST_YEAR = 2000, 2100
_PROVISIONAL: Final = re.compile(r"\+[1-9][0-9]{0,5}")


class Codes:
    """What the codes of a scenario stand for in one company, both ways."""

    def __init__(self, state: CompanyState) -> None:
        self.state = state
        subjects: tuple[Subject, ...] = (*state.resources, *state.accounts, state.company)
        self._code_of_subject = {subject.subject_id: subject.code for subject in subjects}
        self._code_of_entity = {entity.entity_id: entity.code for entity in state.entities}
        self._subjects = {code: subject for subject, code in self._code_of_subject.items()}
        self._entities = {code: entity for entity, code in self._code_of_entity.items()}

    def subject_code(self, subject_id: SubjectId) -> str:
        """Return the code of an account, a resource or the company; « +1 » for the provisional -1."""
        return self._code_of_subject.get(subject_id, f"+{-subject_id}")

    def entity_code(self, entity_id: EntityId) -> str:
        """Return the code of an entity; « +1 » for the provisional -1."""
        return self._code_of_entity.get(entity_id, f"+{-entity_id}")

    def subject(self, code: str) -> SubjectId:
        """Return who bears a code; raises UnknownSubject for nobody of the company."""
        if code in self._subjects:
            return self._subjects[code]
        if _PROVISIONAL.fullmatch(code):
            return SubjectId(-int(code))
        raise UnknownSubject(f"« {code} » n'est ni un compte ni une ressource de l'entreprise {self._name}.")

    def entity(self, code: str) -> EntityId:
        """Return the entity of a code; raises UnknownEntity for none of the company."""
        if code in self._entities:
            return self._entities[code]
        if _PROVISIONAL.fullmatch(code):
            return EntityId(-int(code))
        raise UnknownEntity(f"« {code} » n'est pas une entité de l'entreprise {self._name}.")

    @property
    def _name(self) -> str:
        return f"« {self.state.company.name} »"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in a file, how it is written there and read back."""

    key: str
    write: Callable[[Any, Codes], Json]
    read: Callable[[Json, Codes], Any]


def _code(made: Callable[[str], Any], key: str) -> Field:
    """Return the field of a value that is its own text."""
    return Field(key, lambda found, codes: str(found), lambda text, codes: made(text))


def read_day(text: str) -> date:
    """Read a day between 2000 and 2100; raises InvalidPeriod for any other."""
    day = parse_day(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidPeriod(f"Date hors de propos : « {text} ». Un scénario va de {FIRST_YEAR} à {LAST_YEAR}.")
    return day


def _write_period(period: Period, _: Codes) -> Json:
    bounds = {"start": period.start, "end": period.end}
    return {name: str(day) for name, day in bounds.items() if day not in (date.min, FOREVER)}


def _read_period(found: Json, _: Codes) -> Period:
    start, end = found.get("start"), found.get("end")
    return Period(read_day(start) if start else date.min, read_day(end) if end else FOREVER)


def _write_repetition(repetition: Repetition, _: Codes) -> Json:
    return {"every": str(repetition.every), "times": repetition.times}


def _read_repetition(found: Json, _: Codes) -> Repetition:
    return Repetition(Every(found["every"]), found["times"])


def _read_subjects(found: Json, codes: Codes) -> tuple[SubjectId, ...]:
    return tuple(dict.fromkeys(codes.subject(code) for code in found))


def _write_subjects(found: Iterable[SubjectId], codes: Codes) -> Json:
    return [codes.subject_code(subject) for subject in found]


def _write_shares(shares: FixedShares | None, codes: Codes) -> Json:
    return [{"entity": codes.entity_code(entity), "percent": f"{share:f}"} for entity, share in shares or ()]


def _read_shares(found: Json, codes: Codes) -> FixedShares:
    return tuple((codes.entity(part["entity"]), Decimal(part["percent"])) for part in found)


def _write_entity(entity: Entity, codes: Codes) -> Json:
    text = {name: getattr(entity, name) for name in ("code", "name", "siret", "contact")}
    place = entity.address
    address = {name: getattr(place, name) for name in ("street", "postcode", "city", "country")} if place else None
    rest = {"vat_regime": str(entity.vat_regime), "address": address, "period": _write_period(entity.period, codes)}
    return {"entity": codes.entity_code(entity.entity_id), **{k: v for k, v in {**text, **rest}.items() if v}}


def _read_entity(found: Json, codes: Codes) -> Entity:
    """Read an entity by the rules of the page Répartition; raises EntityRefused with all that is wrong with it."""
    place = Address(**found["address"]) if "address" in found else Address("", "", "")
    address = {name: getattr(place, name) for name in ("street", "postcode", "city", "country")}
    words = {name: found[name] for name in ("name", "siret", "contact") if name in found}
    regime = VatRegime(found.get("vat_regime", VatRegime.METROPOLITAN))
    description = Description(vat_regime=regime, **words, **address)
    read = described(codes.state, codes.entity(found["entity"]), description)
    return Entity(
        entity_id=read.entity_id,
        code=found["code"],
        name=read.name,
        vat_regime=read.vat_regime,
        siret=read.siret,
        address=read.address,
        period=_read_period(found.get("period", {}), codes),
        contact=read.contact,
    )


_ENTITY: Final = Field(
    "entity",
    lambda found, codes: None if found is None else codes.entity_code(found),
    lambda code, codes: None if code is None else codes.entity(code),
)
FIELDS: Final[Mapping[str, Field]] = {
    "subject_ids": Field("subjects", _write_subjects, _read_subjects),
    "option": _code(OptionCode, "option"),
    "options": Field(
        "options", lambda found, codes: [*map(str, found)], lambda found, codes: tuple(map(OptionCode, found))
    ),
    "extras": Field(
        "extras", lambda found, codes: [*map(str, found)], lambda found, codes: tuple(map(OptionCode, found))
    ),
    "period": Field("period", _write_period, _read_period),
    "repetition": Field("repetition", _write_repetition, _read_repetition),
    "day": _code(read_day, "day"),
    "name": _code(str, "name"),
    "monthly": Field("monthly", lambda found, codes: f"{found:f}", lambda text, codes: Decimal(text)),
    "percent": Field("percent", lambda found, codes: f"{found:f}", lambda text, codes: Decimal(text)),
    "entity_id": _ENTITY,
    "entity_ids": Field(
        "entities",
        lambda found, codes: [*map(codes.entity_code, found)],
        lambda found, codes: tuple(dict.fromkeys(map(codes.entity, found))),
    ),
    "target": Field("target", lambda found, codes: codes.entity_code(found), lambda code, codes: codes.entity(code)),
    "entity": Field("described_entity", _write_entity, _read_entity),
    "key": _code(SharingKey, "key"),
    "fixed_shares": Field("fixed_shares", _write_shares, _read_shares),
    "mode": _code(BillingMode, "mode"),
}
"""One row for each field of any kind of change, by its name there."""
