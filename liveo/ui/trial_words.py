"""A trial in French: each thing tried is one sentence, and what saving it would write is one list."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode
from liveo.core.company import CompanyState, EntityId
from liveo.core.entities import SharingKey
from liveo.rendering.french import day_long, plural
from liveo.rendering.labels import label
from liveo.services.allocation_trial import AllocationChange, Move, Trial, marked_entities
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
    found = [
        Sentence(move_words(state, move), replace(trial, moves=(*trial.moves[:i], *trial.moves[i + 1 :])))
        for i, move in enumerate(trial.moves)
    ]
    if trial.own_invoices is not None:
        found.append(Sentence(marks_words(state, trial.own_invoices), replace(trial, own_invoices=None)))
    if trial.sharing_key is not None:
        found.append(Sentence(key_words(state, trial.sharing_key), replace(trial, sharing_key=None)))
    if trial.billing_mode is not None:
        found.append(Sentence(mode_words(state, trial.billing_mode), replace(trial, billing_mode=None)))
    return found


def entity_name(state: CompanyState, entity_id: EntityId | None) -> str:
    """Return the name of an entity; « Sans entité » for none."""
    return next((entity.name for entity in state.entities if entity.entity_id == entity_id), NOWHERE)


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


def key_words(state: CompanyState, key: SharingKey) -> str:
    """Say how common charges would be shared, instead of how they are."""
    return f"Charges communes : « {label(key)} » au lieu de « {label(SharingKey(state.company.sharing_key))} »"


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
    if change.before.sharing_key != change.after.sharing_key or change.before.own_invoices != change.after.own_invoices:
        found.append("La clé de répartition et les factures séparées valent pour tous les mois, passés compris.")
    return found


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
