"""Views that people keep, written; a view is theirs alone."""

from dataclasses import dataclass

from liveo.core.catalogue import SubjectId
from liveo.store.database import Transaction


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """A view to keep; ``address`` is JSON."""

    login: str
    company_id: SubjectId
    name: str
    address: str
    at_home: bool


def add_view(tx: Transaction, wanted: ViewRecord) -> int:
    """Keep a view; returns its number."""
    [number] = tx.next_ids("saved_view_ids", 1)
    tx.execute(
        "insert into saved_views values ($view_id, $login, $company_id, $name, $address, $at_home)",
        {
            "view_id": number,
            "login": wanted.login,
            "company_id": wanted.company_id,
            "name": wanted.name,
            "address": wanted.address,
            "at_home": wanted.at_home,
        },
    )
    return number


def remove_view(tx: Transaction, login: str, view_id: int) -> None:
    """Forget a view of a person; nothing happens where it is gone, or somebody else's."""
    tx.execute(
        "delete from saved_views where view_id = $view_id and login = $login", {"view_id": view_id, "login": login}
    )


def put_at_home(tx: Transaction, login: str, view_id: int | None) -> None:
    """Make one view of a person, or none, that of their home page."""
    tx.execute(
        "update saved_views set at_home = coalesce(view_id = $view_id, false) where login = $login",
        {"view_id": view_id, "login": login},
    )
