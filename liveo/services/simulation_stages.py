"""What a simulation stands on, and what stands after each of its steps; nothing here is ever written to the base.

A company, or a prospect that has nothing yet. Stages are kept by the version of the base and the steps before them, so
that one more step only costs itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liveo.core.catalogue import OptionCode, Price, SubjectId
from liveo.core.company import Address, Assignment, Company, CompanyState, Entity, EntityId
from liveo.core.entities import EntityCalendar
from liveo.core.proration import Spans, spans_of
from liveo.core.scenario import Change, Situation, apply_all
from liveo.services.billing import Customer, customer
from liveo.store.database import Base
from liveo.store.tariffs import load_catalogue, load_seller

PROSPECT: Final = ""
"""The code of somebody who is no customer yet."""

_NOBODY: Final = CompanyState(
    company=Company(SubjectId(0), PROSPECT, "Prospect", "", "", Address("", "", "")),
    entities=(Entity(EntityId(0), "SIEGE", "Siège", head_office=True),),
)

Step = tuple[Change, ...]
Key = tuple[SubjectId, OptionCode]


@dataclass(frozen=True, slots=True)
class Stage:
    """A situation, and its options by when they are active: what is active alike costs alike.

    ``spans`` are those of each option of each subject, ``alike`` how many share the same.
    """

    situation: Situation
    spans: Mapping[Key, Spans]
    alike: Mapping[tuple[OptionCode, Spans], int]


def ground(base: Base, code: str) -> Customer:
    """Return what is simulated on: a company as it is, or a prospect; raises UnknownCompany."""
    return _prospect(base, base.version) if code == PROSPECT else customer(base, code)


def stages(base: Base, code: str, steps: tuple[Step, ...]) -> tuple[Stage, ...]:
    """Return the real situation, then that after each step; raises a LiveoError when a step does not fit."""
    return tuple(_stage(base, base.version, code, steps[:count]) for count in range(len(steps) + 1))


def state_after(base: Base, code: str, steps: tuple[Step, ...]) -> CompanyState:
    """Return the dated facts of a company with the steps applied; raises like ``stages``."""
    return _stage(base, base.version, code, steps).situation.state


def touched_keys(before: Stage, after: Stage) -> frozenset[Key]:
    """Return which options of which subjects may cost otherwise at a later stage."""
    keys = {key for key in before.spans.keys() | after.spans.keys() if before.spans.get(key) != after.spans.get(key)}
    options = {price.option for price in _prices(before) ^ _prices(after)}
    if before.situation.mode is not after.situation.mode:
        options.add(OptionCode.ENTITY_BILLING)
    company = (after.situation.state.company.subject_id, OptionCode.ENTITY_BILLING)
    return frozenset(keys | {key for key in (*after.spans, company) if key[1] in options})


def moved_subjects(before: Stage, after: Stage) -> frozenset[SubjectId]:
    """Return who may belong elsewhere at a later stage, followers of accounts included."""
    moved = {a.subject_id for a in _assignments(before) ^ _assignments(after)}
    following = {r.subject_id for r in after.situation.state.resources if r.account_id in moved}
    return frozenset(moved | following)


@lru_cache(maxsize=256)
def _stage(base: Base, version: int, code: str, steps: tuple[Step, ...]) -> Stage:
    if not steps:
        known = ground(base, code)
        return _staged(Situation(known.state, known.catalogue))
    before = _stage(base, version, code, steps[:-1]).situation
    after = apply_all(before, steps[-1])
    EntityCalendar(after.state)  # refuses whoever would belong to two entities
    return _staged(after)


@lru_cache(maxsize=8)
def _prospect(base: Base, version: int) -> Customer:
    return Customer(_NOBODY, load_catalogue(base, None), load_seller(base))


def _staged(situation: Situation) -> Stage:
    activations = defaultdict(list)
    for activation in situation.state.activations:
        activations[activation.subject_id, activation.option].append(activation)
    spans = {key: spans_of(found) for key, found in activations.items()}
    return Stage(situation, spans, Counter((option, found) for (_, option), found in spans.items()))


def _prices(stage: Stage) -> frozenset[Price]:
    return frozenset(stage.situation.catalogue.negotiated)


def _assignments(stage: Stage) -> frozenset[Assignment]:
    return frozenset(stage.situation.state.assignments)
