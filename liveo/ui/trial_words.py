"""A trial in French: each thing tried is one sentence, and what saving it would write is one list."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.changes.entities import AddEntity, CloseEntity, MergeEntities
from liveo.core.company import CompanyState, EntityId, FixedShares
from liveo.core.entities import SharingKey
from liveo.rendering.french import day_long, percent, plural
from liveo.rendering.labels import label
from liveo.rendering.scenario_words import Names, change_words
from liveo.services.allocation_trial import AllocationChange, Move, Step, Trial, marked_entities
from liveo.services.moves import followers_of
from liveo.ui.mode_picker import mode_name

NOWHERE = "Sans entité"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that is tried, and the trial that is left without it."""

    words: str
    without: Trial


def trial_sentences(state: CompanyState, trial: Trial) -> list[Sentence]:
    """Return everything that is tried, moves first, in their order."""
    seen = with_new_entities(state, trial)
    found = [Sentence(step_words(seen, step), without_step(trial, step)) for step in trial.steps]
    if trial.own_invoices is not None:
        found.append(Sentence(marks_words(seen, trial.own_invoices), replace(trial, own_invoices=None)))
    if trial.sharing_key is not None or trial.fixed_shares is not None:
        without = replace(trial, sharing_key=None, fixed_shares=None)
        found.append(Sentence(sharing_words(seen, trial.sharing_key, trial.fixed_shares), without))
    if trial.billing_mode is not None:
        found.append(Sentence(mode_words(state, trial.billing_mode), replace(trial, billing_mode=None)))
    return found


def entity_name(state: CompanyState, entity_id: EntityId | None) -> str:
    """Return the name of an entity; « Sans entité » for none."""
    return next((entity.name for entity in state.entities if entity.entity_id == entity_id), NOWHERE)


def without_step(trial: Trial, step: Step) -> Trial:
    """Return the trial without a step; what speaks of an entity that it adds goes with it."""
    kept = tuple(other for other in trial.steps if other is not step)
    if not isinstance(step, AddEntity):
        return replace(trial, steps=kept)
    gone = step.entity.entity_id
    marked, shares = trial.own_invoices, trial.fixed_shares
    return replace(
        trial,
        steps=tuple(other for other in kept if gone not in _entities_of(other)),
        own_invoices=None if marked is None else tuple(e for e in marked if e != gone),
        fixed_shares=None if gone in dict(shares or ()) else shares,
    )


def with_new_entities(state: CompanyState, trial: Trial) -> CompanyState:
    """Return the state with the entities that a trial adds, so that they have a name."""
    added = tuple(step.entity for step in trial.steps if isinstance(step, AddEntity))
    return replace(state, entities=(*state.entities, *added))


def step_words(state: CompanyState, step: Step) -> str:
    """Say what one step does."""
    if isinstance(step, Move):
        return move_words(state, step)
    return change_words(step, Names({}, {e.entity_id: f"« {e.name} »" for e in state.entities}))


def move_words(state: CompanyState, move: Move) -> str:
    """Say who goes where: "2 comptes et 1 ressource vers « Lyon » à partir du 12 octobre 2026"."""
    where = "sans entité" if move.entity_id is None else f"vers « {entity_name(state, move.entity_id)} »"
    return f"{_who(state, move)} {where} à partir du {day_long(move.day)}"


def marks_words(state: CompanyState, marked: Collection[EntityId]) -> str:
    """Say whose own invoices are added and taken away."""
    before, after = set(marked_entities(state)), set(marked)
    added = _names(state, after - before)
    removed = _names(state, before - after)
    parts = [f"en plus pour {added}" if added else "", f"plus de facture séparée pour {removed}" if removed else ""]
    return "Factures séparées : " + " ; ".join(part for part in parts if part)


def sharing_words(state: CompanyState, key: SharingKey | None, shares: FixedShares | None) -> str:
    """Say how common charges would be shared, and instead of what where the key changes."""
    own = SharingKey(state.company.sharing_key)
    parts = ", ".join(f"{entity_name(state, entity_id)} {percent(share)}" for entity_id, share in shares or () if share)
    instead = f" au lieu de « {label(own)} »" if key not in (None, own) else ""
    return f"Charges communes : « {label(key or own)} »{f' ({parts})' if parts else ''}{instead}"


def mode_words(state: CompanyState, mode: BillingMode) -> str:
    """Say which mode the company would take, instead of its own."""
    own = BillingMode(state.company.billing_mode)
    return f"Mode de l'entreprise : « {mode_name(mode)} » au lieu de « {mode_name(own)} »"


def consequences(change: AllocationChange) -> list[str]:
    """Say what saving a trial brings with it besides what was asked for."""
    found = []
    if change.subject_ids:
        found.append(
            f"Les consommations depuis le {day_long(change.since)} sont recomptées par entité ; le total de "
            "l'entreprise ne change pas. Les rattachements prévus après cette date pour ces comptes sont remplacés."
        )
    added = set(change.after.entity_billing) - set(change.before.entity_billing)
    found += [
        f"L'option payante « {label(OptionCode.ENTITY_BILLING)} » est activée à partir du {day_long(period.start)}."
        for period in added
    ]
    if change.before.divisions != change.after.divisions:
        since = day_long(change.after.divisions[-1].since)
        found.append(f"Mode, partage et factures séparées valent à partir du {since} ; rien ne change avant.")
    return found


def _entities_of(step: Step) -> tuple[EntityId | None, ...]:
    """Return the entities that a step speaks of."""
    if isinstance(step, Move | CloseEntity):
        return (step.entity_id,)
    if isinstance(step, MergeEntities):
        return (*step.entity_ids, step.target)
    return (step.entity.entity_id,)


def _who(state: CompanyState, move: Move) -> str:
    chosen = set(move.subject_ids)
    following = sum(resource.subject_id not in chosen for resource in followers_of(state, move.subject_ids))
    with_them = f" (et {plural(following, 'ressource qui suit', 'ressources qui suivent')})" if following else ""
    if len(chosen) == 1:
        return next(subject.label for subject in state.subjects if subject.subject_id in chosen) + with_them
    accounts = len({account.subject_id for account in state.accounts} & chosen)
    counts = ((accounts, "compte"), (len(chosen) - accounts, "ressource"))
    return " et ".join(plural(count, noun) for count, noun in counts if count) + with_them


def _names(state: CompanyState, entity_ids: Collection[EntityId]) -> str:
    return ", ".join(entity.name for entity in state.entities if entity.entity_id in entity_ids)
