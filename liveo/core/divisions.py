"""How a bill is divided from which month on: mode, sharing key, own invoices and fixed shares, each dated by month."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from liveo.core.company import CompanyState, Division, Entity
from liveo.core.periods import Month


def division_in(state: CompanyState, month: Month) -> Division:
    """Return the division in force in a month: the last that begins by then, or the first of all before it."""
    divisions = divisions_of(state)
    begun = [division for division in divisions if division.since < month.period.end]
    return begun[-1] if begun else divisions[0]


def in_month(state: CompanyState, month: Month) -> CompanyState:
    """Return the state under the division in force in a month."""
    return divided(state, division_in(state, month))


def entities_in(state: CompanyState, month: Month) -> tuple[Entity, ...]:
    """Return the entities that are there on a day of a month; the head office always is."""
    return tuple(e for e in state.entities if e.head_office or e.period.overlaps(month.period))


def divided(state: CompanyState, division: Division) -> CompanyState:
    """Return the state with what a division says on the company and its entities, and no other division."""
    shares = dict(division.fixed_shares)
    entities = tuple(
        replace(e, own_invoice=e.entity_id in division.own_invoices, fixed_share=shares.get(e.entity_id, Decimal(0)))
        for e in state.entities
    )
    company = replace(state.company, billing_mode=division.billing_mode, sharing_key=division.sharing_key)
    return replace(state, company=company, entities=entities, divisions=(division,))


def redivided(state: CompanyState, change: Callable[[Division], Division], since: Month | None = None) -> CompanyState:
    """Return the state with every division changed alike, or as it is in the months from ``since`` on."""
    divisions = [*divisions_of(state)]
    if since is None:
        changed = [change(division) for division in divisions]
    else:
        before = [division for division in divisions if division.since < since.first]
        begun = replace(division_in(state, since), since=since.first)
        later = [division for division in divisions if division.since > since.first]
        changed = [*before, *map(change, (begun, *later))]
    return replace(divided(state, changed[-1]), divisions=tuple(_distinct(changed)))


def divided_since(state: CompanyState, division: Division) -> CompanyState:
    """Return the state with a division from its month on; those that were to begin later are given up."""
    kept = [known for known in divisions_of(state) if known.since < division.since]
    return replace(divided(state, division), divisions=tuple(_distinct([*kept, division])))


def divided_from(before: CompanyState, after: CompanyState, since: Month) -> CompanyState:
    """Return the state ``after``, whose divisions hold from a month on, those of ``before`` in earlier months."""
    kept = [division for division in divisions_of(before) if division.since < since.first]
    begun = replace(division_in(after, since), since=since.first)
    later = [division for division in divisions_of(after) if division.since > since.first]
    divisions = tuple(_distinct([*kept, begun, *later]))
    return replace(divided(after, divisions[-1]), divisions=divisions)


def divisions_of(state: CompanyState) -> tuple[Division, ...]:
    """Return the divisions by month; a state that has none is divided since ever as its company and entities say."""
    return state.divisions or (_as_it_stands(state),)


def _distinct(divisions: Iterable[Division]) -> Iterator[Division]:
    """Leave out what says the same as the division before it."""
    last: Division | None = None
    for division in divisions:
        if last is None or replace(division, since=last.since) != last:
            yield division
            last = division


def _as_it_stands(state: CompanyState) -> Division:
    entities = sorted(state.entities, key=lambda entity: entity.entity_id)
    return Division(
        since=date.min,
        billing_mode=state.company.billing_mode,
        sharing_key=state.company.sharing_key,
        own_invoices=tuple(e.entity_id for e in entities if e.own_invoice),
        fixed_shares=tuple((e.entity_id, e.fixed_share) for e in entities if e.fixed_share),
    )
