"""What is switched on, and when: resources with their periods, options of accounts with their campaigns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Final

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import Company, Entity, Resource
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.services.demonstration.people import Person, chosen
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage
from liveo.services.demonstration.window import Window
from liveo.store.reference_files import Line

_CODES: Final[Mapping[OptionCode, str]] = {
    OptionCode.DID_NUMBER: "SDA",
    OptionCode.CALL_QUEUE: "FILE",
    OptionCode.CONFERENCE_BRIDGE: "PONT",
    OptionCode.FAX: "FAX",
    OptionCode.IVR_MENU: "SVI",
}
_NUMBERED: Final = (OptionCode.DID_NUMBER, OptionCode.FAX)
# The ranges that the French regulator keeps for works of fiction; numbers with a 9 are our customers'.
_FICTION: Final = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649")


@dataclass(frozen=True, slots=True)
class Equipment:
    """A resource, the code of its entity (empty: none, or that of the account it is given to), and its days."""

    resource: Resource
    home: str
    active: Period


def fiction_numbers() -> Iterator[str]:
    """Yield numbers in E.164 that belong to nobody: 5,000 of them."""
    return (f"{_FICTION[i % len(_FICTION)]}9{i // len(_FICTION):03d}" for i in range(1_000 * len(_FICTION)))


def equip(company: Line, people: Sequence[Person], entities: Sequence[Entity], stage: Stage) -> list[Equipment]:
    """Return the resources of a company, each with a number of its own where it has one."""
    serial = count(1)
    equipment: list[Equipment] = []
    for line in of_company(stage.sources.resources, company["code"]):
        active = stage.window.span(line["start"], line["end"])
        for home, name, person in _wanted(line, people, entities, stage):
            resource = Resource(
                subject_id=SubjectId(next(stage.subject_ids)),
                code=f"{company['prefix']}-{_CODES[line['option']]}-{next(serial):03d}",
                option=line["option"],
                name=name,
                number=next(stage.numbers) if line["option"] in _NUMBERED else "",
                account_id=person.account.subject_id if person else None,
            )
            equipment.append(Equipment(resource, "" if person else home, active))
    return equipment


def account_activations(company: str, people: Sequence[Person], stage: Stage) -> list[Activation]:
    """Return the accounts themselves and their options; no option outlives its account."""
    activations = [Activation(p.account.subject_id, OptionCode.ACCOUNT, p.life) for p in people]
    for line in of_company(stage.sources.campaigns, company):
        if line["option"] is not OptionCode.ACCOUNT:
            told = stage.window.span(line["start"], line["end"])
            periods = ((p.account.subject_id, _within(told, p.life)) for p in chosen(line, people, stage))
            activations += [Activation(i, line["option"], period, line["quantity"]) for i, period in periods if period]
    return activations


def company_activations(company: Company, window: Window) -> list[Activation]:
    """Return the entity option of a company whose billing mode needs it."""
    if company.billing_mode == BillingMode.SINGLE:
        return []
    return [Activation(company.subject_id, OptionCode.ENTITY_BILLING, Period(window.first))]


def _wanted(
    line: Line, people: Sequence[Person], entities: Sequence[Entity], stage: Stage
) -> Iterator[tuple[str, str, Person | None]]:
    """Yield the entity, the name and the person, if any, of each resource that a line asks for."""
    everywhere = line["entity"] == "*"
    sites = [e for e in entities if not e.head_office] if everywhere else [_entity(line["entity"], entities)]
    for site in sites:
        home = site.code if site else ""
        if line["given"]:
            staff = [person for person in people if not site or person.home == home]
            yield from ((home, f"{line['name']} – {p.account.name}", p) for p in staff[: stage.scaled(line["count"])])
        else:
            where = f" – {site.name}" if everywhere and site else ""
            yield from ((home, f"{name}{where}", None) for name in _numbered(line["name"], stage.scaled(line["count"])))


def _numbered(name: str, wanted: int) -> list[str]:
    return [name] if wanted == 1 else [f"{name} {i}" for i in range(1, wanted + 1)]


def _entity(code: str, entities: Sequence[Entity]) -> Entity | None:
    return next((entity for entity in entities if entity.code == code), None)


def _within(told: Period, life: Period) -> Period | None:
    """Clip an activation to the life of its account; one that is switched off on its first day stays as it is."""
    if not told.days:
        return told if told.start in life else None
    return told.clipped(life)
