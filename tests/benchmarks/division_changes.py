"""How long the server works for one change on the page Répartition: python -m tests.benchmarks.division_changes BASE.

BASE is what `python -m liveo scale --accounts 3000 --companies 1` made. The largest company is measured. Each change is
tried anew, so that nothing is remembered of it, on each tab of the page; the script of the page runs as in a browser.
Times are those of the processor, which other programs of the machine do not lengthen.
"""

import gc
import logging
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from liveo.core.billing_modes import BillingMode
from liveo.core.changes.entities import AddEntity, DescribeEntity, MergeEntities
from liveo.core.company import CompanyState, Entity, EntityId
from liveo.core.entities import SharingKey
from liveo.core.periods import Month, Period
from liveo.services.allocation_trial import Move, Trial
from liveo.services.bases import open_base
from liveo.services.billing import monthly_bill
from liveo.services.companies import company_summaries
from liveo.ui.repartition_members import Way
from tests.pages.viewing import assert_sound, open_page

ROUNDS = 5
TABS = ("Modes de facturation", "Par entité", "Rattachements", "Entités")
PLACES: Sequence[tuple[str, str, Mapping[str, object]]] = (
    *((tab, tab, {}) for tab in TABS),
    ("Planche des entités", "Rattachements", {"methode": Way.BOARD}),
    ("Comparaison ouverte", "Par entité", {"comparer": True}),
)
"""What is open: its name, its tab, and what is chosen there."""
NEW = EntityId(-1)

Draw = Callable[[CompanyState, Month, int], Trial]
"""A trial of its own for each rank."""


def moved(state: CompanyState, month: Month, rank: int, accounts: int = 1) -> Trial:
    """Move some accounts."""
    ids = sorted(account.subject_id for account in state.accounts)
    first = rank * 7 % (len(ids) - accounts + 1)
    target = state.entities[rank % len(state.entities)].entity_id
    return Trial((Move(tuple(ids[first : first + accounts]), target, month.first + timedelta(days=rank)),))


def many_moved(state: CompanyState, month: Month, rank: int) -> Trial:
    """Move a tenth of all accounts."""
    return moved(state, month, rank, accounts=len(state.accounts) // 10)


def marked(state: CompanyState, month: Month, rank: int) -> Trial:
    """Give some entities an invoice of their own."""
    entities = sorted(e.entity_id for e in state.entities if not e.head_office)
    return Trial(own_invoices=tuple(entities[: rank % len(entities) + 1]), billing_mode=BillingMode.MIXED)


def shared(state: CompanyState, month: Month, rank: int) -> Trial:
    """Share what is common by another key, once somebody moved."""
    return replace(moved(state, month, rank), sharing_key=list(SharingKey)[rank % 4])


def created(state: CompanyState, month: Month, rank: int) -> Trial:
    """Create an entity and move accounts there."""
    added = AddEntity(Entity(NEW, f"NOUVELLE{rank}", f"Nouvelle {rank}", period=Period(month.first)))
    [move] = moved(state, month, rank, accounts=20).steps
    return Trial((added, replace(move, entity_id=NEW)))


def renamed(state: CompanyState, month: Month, rank: int) -> Trial:
    """Describe an entity otherwise."""
    known = state.entities[rank % len(state.entities)]
    return Trial((DescribeEntity(replace(known, name=f"{known.name} {rank}")),))


def merged(state: CompanyState, month: Month, rank: int) -> Trial:
    """Merge one entity into another."""
    entities = [e.entity_id for e in state.entities if not e.head_office]
    return Trial((MergeEntities((entities[rank % len(entities)],), state.head_office.entity_id, month.first),))


CHANGES: Mapping[str, Draw] = {
    "déplacer 1 compte": moved,
    "déplacer un compte sur dix": many_moved,
    "marquer des factures séparées": marked,
    "changer la clé": shared,
    "créer une entité, y mettre 20 comptes": created,
    "corriger une fiche": renamed,
    "fusionner deux entités": merged,
}


def main(path: str) -> None:
    """Print the median and the worst time of each change on each tab, in milliseconds."""
    os.environ["LIVEO_DB"] = path
    logging.disable(logging.WARNING)
    base = open_base()
    company = max(company_summaries(base), key=lambda c: c.accounts)
    month = company.months[-2]
    state = monthly_bill(base, company.code, month).state
    print(f"{company.accounts} accounts, {len(state.resources)} resources, {len(state.entities)} entities, {month}")
    for place, (title, tab, opened) in enumerate(PLACES):
        page = open_page("repartition", company.code, str(month), onglet=tab)
        for name, found in opened.items():
            page.session_state[name] = found
        page.run()
        gc.collect()
        gc.freeze()  # as the launcher does
        for name, draw in CHANGES.items():
            spent = []
            for rank in range(place * ROUNDS, (place + 1) * ROUNDS):
                page.session_state[f"_repartition_essai_{company.code}"] = draw(state, month, rank)
                start = time.process_time()
                page.run()
                spent.append(1000 * (time.process_time() - start))
                assert_sound(page)
            print(f"{title:<22}{name:<40}{statistics.median(spent):7.0f}{max(spent):7.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
