"""Views of consumption that people keep under a name: theirs alone, and only of companies that they see."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from liveo.core.errors import LiveoError, NotAllowed
from liveo.core.people import Person
from liveo.services.consumption_names import names_of
from liveo.store.database import Base
from liveo.store.views import ViewRecord, add_view, put_at_home, remove_view

LONGEST_NAME: Final = 60
MOST_VIEWS: Final = 50
MOST_TEXT: Final = 20_000
"""An address of a view that is longer names thousands of accounts: a filter by entity says it better."""


class ViewRefused(LiveoError):
    """A view that cannot be kept."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view: the parameters of the page's address by name, without company and month, which follow the reader."""

    view_id: int
    company: str
    name: str
    address: Mapping[str, Sequence[str]]
    at_home: bool


def saved_views(base: Base, person: Person) -> tuple[SavedView, ...]:
    """Return what a person kept, of the companies that they still see, by company and name."""
    return tuple(view for view in _kept(base, base.version, person.login) if person.sees(view.company))


@lru_cache(maxsize=64)
def _kept(base: Base, version: int, login: str) -> tuple[SavedView, ...]:
    rows = base.rows("saved_views_of_person", login=login)
    return tuple(
        SavedView(row["view_id"], row["company"], row["name"], json.loads(row["address"]), row["at_home"])
        for row in rows
    )


def home_view(base: Base, person: Person) -> SavedView | None:
    """Return the view of a person's home page, if they chose one."""
    return next((view for view in saved_views(base, person) if view.at_home), None)


def save_view(
    base: Base, person: Person, company: str, name: str, address: Mapping[str, Sequence[str]], *, at_home: bool = False
) -> SavedView:
    """Keep a view; one of the same company and name is replaced and keeps its place on the home page.

    Raises ViewRefused for a name that is none or too long, an address that is too long, and too many views.
    """
    if not person.sees(company):
        raise NotAllowed("Cette entreprise n'est pas dans votre périmètre : la vue n'est pas enregistrée.")
    words, text = " ".join(name.split()), json.dumps(address, ensure_ascii=False, default=list)
    kept = saved_views(base, person)
    same = next((view for view in kept if (view.company, view.name.casefold()) == (company, words.casefold())), None)
    if not 1 <= len(words) <= LONGEST_NAME:
        raise ViewRefused(f"Donnez un nom à cette vue, de {LONGEST_NAME} caractères au plus.")
    if len(text) > MOST_TEXT:
        raise ViewRefused("Cette vue compte trop de comptes ou de numéros choisis : filtrez plutôt par entité.")
    if same is None and len(kept) >= MOST_VIEWS:
        raise ViewRefused(f"Vous gardez déjà {MOST_VIEWS} vues : supprimez-en une d'abord.")
    shown = at_home or bool(same and same.at_home)
    record = ViewRecord(person.login, names_of(base, company).company_id, words, text, shown)
    with base.write() as tx:
        if same:
            remove_view(tx, person.login, same.view_id)
        number = add_view(tx, record)
        if shown:
            put_at_home(tx, person.login, number)
    return SavedView(number, company, words, address, shown)


def forget_view(base: Base, person: Person, view: SavedView) -> None:
    """Forget a view of a person; ``save_view`` with what it held brings it back."""
    with base.write() as tx:
        remove_view(tx, person.login, view.view_id)


def show_at_home(base: Base, person: Person, view: SavedView | None) -> SavedView | None:
    """Make a view, or none, that of a person's home page."""
    with base.write() as tx:
        put_at_home(tx, person.login, view.view_id if view else None)
    return replace(view, at_home=True) if view else None
