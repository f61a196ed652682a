"""What a scenario stood on when it was saved, so that whoever opens it is told what the base says otherwise since."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from liveo.core.catalogue import SubjectId
from liveo.core.divisions import divisions_of
from liveo.core.periods import Month
from liveo.services.billing import charges_of
from liveo.services.simulation_stages import PROSPECT, ground
from liveo.store.database import Base


class GroundPart(StrEnum):
    """A part of the base that the figures of a scenario are made from."""

    SUBJECTS = "subjects"
    ACTIVATIONS = "activations"
    ENTITIES = "entities"
    ASSIGNMENTS = "assignments"
    PRICES = "prices"
    CALLS = "calls"


def ground_print(base: Base, code: str, month: Month) -> str:
    """Return a print of each part, as the store keeps it."""
    return json.dumps(_prints(base, base.version, code, month))


def changed_parts(base: Base, code: str, month: Month, kept: str) -> tuple[GroundPart, ...]:
    """Return the parts that are not any more what a kept print says; empty where nothing has changed."""
    before = json.loads(kept)
    now = _prints(base, base.version, code, month)
    return tuple(part for part in GroundPart if now[part] != before.get(part))


@lru_cache(maxsize=32)
def _prints(base: Base, version: int, code: str, month: Month) -> Mapping[GroundPart, str]:
    known = ground(base, code)
    state = known.state
    calls: dict[tuple[SubjectId, str], Decimal] = defaultdict(Decimal)
    for charge in () if code == PROSPECT else charges_of(base, code, month):
        if charge.is_usage:  # whichever entity pays
            calls[charge.subject.subject_id, str(charge.code)] += charge.amount
    parts: Mapping[GroundPart, object] = {
        GroundPart.SUBJECTS: (state.company.name, state.accounts, state.resources),
        GroundPart.ACTIVATIONS: state.activations,
        GroundPart.ENTITIES: (state.entities, divisions_of(state)),
        GroundPart.ASSIGNMENTS: state.assignments,
        GroundPart.PRICES: known.catalogue,
        GroundPart.CALLS: sorted(calls.items()),
    }
    # Records are dumb and frozen: what they show of themselves is all that they hold.
    return {part: hashlib.sha256(repr(found).encode()).hexdigest()[:16] for part, found in parts.items()}
