"""What applying a scenario would write, row by row in French: what, for whom, what stands, what is to stand."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final, TypeVar

import polars as pl

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import OptionCode, Price, SubjectId
from liveo.core.charges import CHARGE_ORDER
from liveo.core.company import CompanyState, Division, Entity, EntityId
from liveo.core.entities import SharingKey
from liveo.core.periods import Period
from liveo.core.proration import Activation
from liveo.rendering.french import day, percent, unit_price
from liveo.rendering.labels import label
from liveo.services.applying import ApplicationChange

One = TypeVar("One")
COLUMNS: Final = ("Quoi", "Pour", "Avant", "Après")
Row = tuple[str, str, str, str]


def written_rows(known: CompanyState, change: ApplicationChange) -> pl.DataFrame:
    """Return every row that would be written or replaced: four texts, in the order of what a bill is made from."""
    rows = [
        *_created(change),
        *_activations(known, change),
        *_prices(known, change),
        *_entities(change),
        *_assignments(known, change),
        *_divisions(change),
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def days_words(period: Period) -> str:
    """Say when: "dès le 01/10/2026", "du 01/10/2026 au 14/10/2026", "le 01/10/2026", "depuis toujours"."""
    last = period.end if not period.days else period.end - timedelta(days=1)
    if period.start == date.min:
        return "depuis toujours" if period.open_ended else f"jusqu'au {day(last)}"
    if period.open_ended:
        return f"dès le {day(period.start)}"
    return f"le {day(period.start)}" if last == period.start else f"du {day(period.start)} au {day(last)}"


def _created(change: ApplicationChange) -> Iterator[Row]:
    for account in change.after.accounts:
        extension = f", poste {account.extension}" if account.extension else ""
        yield "Création", account.name, "", f"Compte {account.code}{extension}"
    for resource in change.after.resources:
        yield "Création", resource.name, "", f"{label(resource.option)} {resource.code}"


def _activations(known: CompanyState, change: ApplicationChange) -> Iterator[Row]:
    names = _names(known, change)

    def words(activation: Activation) -> str:
        several = f"{activation.quantity} × " if activation.quantity > 1 else ""
        return several + days_words(activation.period)

    sides = _sides(change.before.activations, change.after.activations, lambda a: (a.subject_id, a.option))
    for key in sorted(change.keys, key=lambda key: (key[0] < 0, abs(key[0]), CHARGE_ORDER[key[1]])):
        old, new = sides(key)
        yield label(key[1]), names[key[0]], _listed(map(words, old)), _listed(map(words, new))
    paid = (change.before.allocation.entity_billing, change.after.allocation.entity_billing)
    if paid[0] != paid[1]:
        old_days, new_days = (sorted(set(one) - set(other)) for one, other in (paid, reversed(paid)))
        option = label(OptionCode.ENTITY_BILLING)
        yield option, known.company.name, _listed(map(days_words, old_days)), _listed(map(days_words, new_days))


def _prices(known: CompanyState, change: ApplicationChange) -> Iterator[Row]:
    def words(price: Price) -> str:
        return f"{unit_price(price.monthly)} {days_words(price.valid)}"

    sides = _sides(change.before.prices, change.after.prices, lambda price: price.option)
    for option in change.options:
        old, new = sides(option)
        title = f"Prix négocié, {label(option).lower()}"
        yield title, known.company.name, _listed(map(words, old)), _listed(map(words, new))


def _entities(change: ApplicationChange) -> Iterator[Row]:
    before = {entity.entity_id: entity for entity in change.before.allocation.entities}
    after = {entity.entity_id: entity for entity in change.after.allocation.entities}
    for entity_id in sorted(before.keys() | after.keys()):
        old, new = before.get(entity_id), after.get(entity_id)
        if old != new:
            known = new or old
            assert known is not None
            yield "Entité", known.name, _entity_words(old), _entity_words(new)


def _entity_words(entity: Entity | None) -> str:
    if entity is None:
        return ""
    place = f", {entity.address.postcode} {entity.address.city}" if entity.address else ""
    siret = f", SIRET {entity.siret}" if entity.siret else ""
    contact = f", {entity.contact}" if entity.contact else ""
    vat = f"TVA {percent(entity.vat_rate)}"
    return f"{entity.name} ({entity.code}), {vat}{siret}{place}{contact}, {days_words(entity.period)}"


def _assignments(known: CompanyState, change: ApplicationChange) -> Iterator[Row]:
    names = _names(known, change)
    old_names, new_names = _entity_names(change)
    before, after = change.before.allocation.assignments, change.after.allocation.assignments
    sides = _sides(before, after, lambda assignment: assignment.subject_id)
    for subject_id in change.subject_ids:
        old, new = sides(subject_id)
        if old or new:
            was = _listed(f"{old_names[a.entity_id]} {days_words(a.period)}" for a in old)
            will = _listed(f"{new_names[a.entity_id]} {days_words(a.period)}" for a in new)
            yield "Rattachement", names[subject_id], was, will


def _divisions(change: ApplicationChange) -> Iterator[Row]:
    old_names, new_names = _entity_names(change)
    before = {division.since: division for division in change.before.allocation.divisions}
    after = {division.since: division for division in change.after.allocation.divisions}
    for since in sorted(before.keys() | after.keys()):
        old, new = before.get(since), after.get(since)
        if old != new:
            title = "Réglages depuis toujours" if since == date.min else f"Réglages dès le {day(since)}"
            yield "Division de la facture", title, _division_words(old, old_names), _division_words(new, new_names)


def _division_words(division: Division | None, names: Mapping[EntityId, str]) -> str:
    if division is None:
        return ""
    own = ", ".join(names[entity] for entity in division.own_invoices) or "aucune"
    shares = ", ".join(f"{names[entity]} {percent(share)}" for entity, share in division.fixed_shares)
    key = label(SharingKey(division.sharing_key)).lower()
    mode = label(BillingMode(division.billing_mode)).lower()
    return f"{mode} ; charges communes {key}{f' ({shares})' if shares else ''} ; factures séparées : {own}"


def _names(known: CompanyState, change: ApplicationChange) -> dict[SubjectId, str]:
    created = {created.subject_id: f"{created.name} (nouveau)" for created in change.after.created}
    return {subject.subject_id: subject.label for subject in known.subjects} | created


def _entity_names(change: ApplicationChange) -> tuple[dict[EntityId, str], dict[EntityId, str]]:
    before, after = (
        {entity.entity_id: entity.name for entity in side.allocation.entities} for side in (change.before, change.after)
    )
    return before, after


def _sides(
    before: Iterable[One], after: Iterable[One], key_of: Callable[[One], Hashable]
) -> Callable[[Hashable], tuple[list[One], list[One]]]:
    """Return what tells the records of a key that stand on one side only, in their order."""
    old, new = _grouped(before, key_of), _grouped(after, key_of)

    def of(key: Hashable) -> tuple[list[One], list[One]]:
        gone, come = old.get(key, []), new.get(key, [])
        return [record for record in gone if record not in come], [record for record in come if record not in gone]

    return of


def _grouped(found: Iterable[One], key_of: Callable[[One], Hashable]) -> dict[Hashable, list[One]]:
    grouped: dict[Hashable, list[One]] = defaultdict(list)
    for record in found:
        grouped[key_of(record)].append(record)
    return grouped


def _listed(texts: Iterable[str]) -> str:
    return " ; ".join(texts)
