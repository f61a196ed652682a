"""A customer of the demonstration, complete: the same records that a bill is made from."""

from dataclasses import dataclass

from liveo.core.catalogue import SubjectId
from liveo.core.company import Address, Company, CompanyState, Entity, EntityId
from liveo.core.proration import Activation
from liveo.services.demonstration.moves import assignments
from liveo.services.demonstration.options import Equipment, account_activations, company_activations, equip
from liveo.services.demonstration.people import Person, hire, with_seasonal_lives
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage
from liveo.store.reference_files import Line


@dataclass(frozen=True, slots=True)
class Customer:
    """A company with what its traffic is made from: its line of the companies' file, its people, its equipment."""

    line: Line
    state: CompanyState
    people: tuple[Person, ...]
    equipment: tuple[Equipment, ...]


def make_customer(line: Line, stage: Stage) -> Customer:
    """Return the customer of one line of the companies' file."""
    code = line["code"]
    company = _company(line, SubjectId(next(stage.subject_ids)))
    entities = [_entity(site, EntityId(next(stage.entity_ids))) for site in of_company(stage.sources.entities, code)]
    people = with_seasonal_lives(hire(line, stage), code, stage)
    equipment = equip(line, people, entities, stage)
    options = [Activation(item.resource.subject_id, item.resource.option, item.active) for item in equipment]
    state = CompanyState(
        company=company,
        entities=tuple(entities),
        accounts=tuple(person.account for person in people),
        resources=tuple(item.resource for item in equipment),
        assignments=tuple(assignments(code, people, equipment, entities, stage)),
        activations=(
            *company_activations(company, stage.window),
            *account_activations(code, people, stage),
            *options,
        ),
    )
    return Customer(line, state, tuple(people), tuple(equipment))


def _company(line: Line, subject_id: SubjectId) -> Company:
    return Company(
        subject_id=subject_id,
        code=line["code"],
        name=line["name"],
        siren=line["siren"],
        vat_number=line["vat_number"],
        address=_address(line),
        billing_mode=str(line["billing_mode"]),
        sharing_key=str(line["sharing_key"]),
    )


def _entity(line: Line, entity_id: EntityId) -> Entity:
    return Entity(
        entity_id=entity_id,
        code=line["code"],
        name=line["name"],
        head_office=line["head_office"],
        own_invoice=line["own_invoice"],
        vat_regime=line["vat_regime"],
        siret=line["siret"],
        address=_address(line),
    )


def _address(line: Line) -> Address:
    return Address(line["street"], line["postcode"], line["city"], line["country"])
