"""People of a base: the demonstration has one for each role, a base that knows nobody has its owner."""

from pathlib import Path

import pytest

from liveo.core.errors import NotAllowed
from liveo.core.people import Person, Right, Role
from liveo.services.people import OWNER, people, require
from liveo.store.customers import load_state
from liveo.store.database import Base


@pytest.fixture
def by_role(demo: Base) -> dict[Role, Person]:
    """The people of the demonstration."""
    return {person.role: person for person in people(demo)}


def test_the_demonstration_has_one_person_for_each_role_the_administrator_first(demo: Base) -> None:
    found = [person.role for person in people(demo)]
    assert found[0] is Role.ADMINISTRATOR
    assert sorted(found) == sorted(Role)


def test_those_of_the_operator_see_every_company_and_those_of_a_customer_their_own(by_role: dict[Role, Person]) -> None:
    assert by_role[Role.ADMINISTRATOR].companies is None
    assert by_role[Role.SALES].companies is None
    assert {role for role, person in by_role.items() if person.companies == {"FOURNIL"}} == {
        Role.MANAGER,
        Role.SUPERVISOR,
        Role.USER,
    }


def test_a_supervisor_sees_an_entity_and_a_user_their_own_account(demo: Base, by_role: dict[Role, Person]) -> None:
    state = load_state(demo, "FOURNIL")
    assert by_role[Role.SUPERVISOR].entities < {entity.code for entity in state.entities if not entity.head_office}
    assert len(by_role[Role.SUPERVISOR].entities) == 1
    [own] = by_role[Role.USER].subject_ids
    assert own in {account.subject_id for account in state.accounts}
    assert not by_role[Role.MANAGER].entities
    assert not by_role[Role.SUPERVISOR].subject_ids


def test_a_base_that_knows_nobody_is_its_owners(tmp_path: Path) -> None:
    base = Base(tmp_path / "empty.duckdb")
    assert people(base) == (OWNER,)
    base.close()


def test_what_a_role_does_not_allow_is_refused_in_a_sentence(by_role: dict[Role, Person]) -> None:
    require(by_role[Role.ADMINISTRATOR], Right.ISSUE_INVOICES)
    with pytest.raises(NotAllowed, match="administrateur"):
        require(by_role[Role.SALES], Right.ISSUE_INVOICES)
