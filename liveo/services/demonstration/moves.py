"""Who belongs where, and since when: people move between entities in the middle of months, equipment stays."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from liveo.core.company import Assignment, Entity
from liveo.core.periods import FOREVER, Period
from liveo.services.demonstration.chance import pick
from liveo.services.demonstration.options import Equipment
from liveo.services.demonstration.people import Person
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage

Homes = list[tuple[date, str]]
"""The codes of the entities of one person in time order, each from its day on; empty: none."""


def assignments(
    company: str, people: Sequence[Person], equipment: Sequence[Equipment], entities: Sequence[Entity], stage: Stage
) -> Iterator[Assignment]:
    """Yield the assignments of a company; who moves on the 12th belongs elsewhere from the 12th on."""
    ids = {entity.code: entity.entity_id for entity in entities}
    for person, homes in zip(people, _homes(company, people, stage), strict=True):
        for (start, home), (end, _) in pairwise([*homes, (FOREVER, "")]):
            if home:
                yield Assignment(person.account.subject_id, ids[home], Period(start, end))
    for item in equipment:
        if item.home:
            yield Assignment(item.resource.subject_id, ids[item.home], Period(stage.window.first))


def _homes(company: str, people: Sequence[Person], stage: Stage) -> list[Homes]:
    homes: list[Homes] = [[(stage.window.first, person.home)] for person in people]
    for line in sorted(of_company(stage.sources.moves, company), key=lambda move: stage.window.day(move["day"])):
        day = stage.window.day(line["day"])
        there = [i for i, person in enumerate(people) if homes[i][-1][1] == line["origin"] and day in person.life]
        for i in pick(there, stage.scaled(line["accounts"]), company, "move", line["origin"], line["day"]):
            homes[i].append((day, line["target"]))
    return homes
