"""The people of a customer: their accounts, the entity each starts in, and the days on which each account exists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from typing import Final

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.company import Account
from liveo.core.periods import FOREVER, Period
from liveo.services.demonstration.chance import chance, pick
from liveo.services.demonstration.sources import of_company
from liveo.services.demonstration.stage import Stage
from liveo.services.demonstration.window import Window
from liveo.store.reference_files import Line

LEAST_ACCOUNTS: Final = 12
"""What a reduced demonstration leaves of a customer that has more."""

HEAD_OFFICE: Final = "SIEGE"
_PER_CENT_JOINING: Final = 7
_PER_CENT_LEAVING: Final = 5
_SETTLED_DAYS: Final = 20


@dataclass(frozen=True, slots=True)
class Person:
    """An account, the code of the entity it starts in (empty: none), and its days."""

    account: Account
    home: str
    life: Period


def hire(company: Line, stage: Stage) -> list[Person]:
    """Return the people of a company, in the order of their codes, grouped by entity."""
    count = stage.scaled(company["accounts"], LEAST_ACCOUNTS)
    homes = _homes(of_company(stage.sources.entities, company["code"]), count)
    names = _names(stage.sources.names, company["code"], count)
    lives = _lives(company["code"], count, stage.window)
    extensions = range(company["first_extension"], company["first_extension"] + count)
    return [
        Person(
            Account(SubjectId(next(stage.subject_ids)), f"{company['prefix']}-{i:04d}", name, str(extension)),
            home,
            life,
        )
        for i, (name, extension, home, life) in enumerate(zip(names, extensions, homes, lives, strict=True), start=1)
    ]


def with_seasonal_lives(people: Sequence[Person], company: str, stage: Stage) -> list[Person]:
    """Return the people, those of the campaigns for ``account`` living only during them."""
    lives: dict[SubjectId, Period] = {}
    for line in of_company(stage.sources.campaigns, company):
        if line["option"] is OptionCode.ACCOUNT:
            span = stage.window.span(line["start"], line["end"])
            lives |= {person.account.subject_id: span for person in chosen(line, people, stage)}
    return [Person(p.account, p.home, lives.get(p.account.subject_id, p.life)) for p in people]


def chosen(line: Line, people: Sequence[Person], stage: Stage) -> list[Person]:
    """Return who a campaign concerns: the same people each time for the same group, at each site for ``*``."""
    if line["entity"] == "":
        return _chosen_among(line, people, "", stage)
    homes = sorted({p.home for p in people} - {"", HEAD_OFFICE}) if line["entity"] == "*" else [line["entity"]]
    groups = ((home, [person for person in people if person.home == home]) for home in homes)
    return [person for home, staff in groups for person in _chosen_among(line, staff, home, stage)]


def _chosen_among(line: Line, people: Sequence[Person], home: str, stage: Stage) -> list[Person]:
    told = line["accounts"]
    count = round(len(people) * int(told[:-2]) / 100) if told.endswith("%") else stage.scaled(int(told))
    return pick(people, max(count, 1), line["company"], line["group"], home)


def _homes(sites: Sequence[Line], count: int) -> list[str]:
    """Share the accounts out by the weights of the entities; one in a hundred, and one at least, belongs to none."""
    if len(sites) == 1:
        return [""] * count
    placed = count - max(1, count // 100)
    whole = sum(site["weight"] for site in sites)
    bounds = [0, *(placed * weight // whole for weight in accumulate(site["weight"] for site in sites))]
    homes = [site["code"] for i, site in enumerate(sites) for _ in range(bounds[i + 1] - bounds[i])]
    return homes + [""] * (count - placed)


def _names(names: Sequence[Line], company: str, count: int) -> list[str]:
    """Draw different full names."""
    parts: Mapping[str, list[str]] = {
        part: [line["name"] for line in names if line["part"] == part] for part in ("given", "family")
    }
    family = parts["family"]
    drawn = chance(company, "names").permutation(len(parts["given"]) * len(family))[:count].tolist()
    return [f"{parts['given'][i // len(family)]} {family[i % len(family)]}" for i in drawn]


def _lives(company: str, count: int, window: Window) -> list[Period]:
    """Most accounts exist all the time; some are created during the year, and others removed."""
    generator = chance(company, "lives")
    lives = [Period(window.first)] * count
    changing = generator.permutation(count).tolist()
    joining = changing[: count * _PER_CENT_JOINING // 100]
    leaving = changing[len(joining) : len(joining) + count * _PER_CENT_LEAVING // 100]
    for i in joining + leaving:
        day = window.first + timedelta(days=int(generator.integers(_SETTLED_DAYS, window.days.days)))
        lives[i] = Period(day, FOREVER) if i in joining else Period(window.first, day)
    return lives
