"""Roles and rights: a table that answers for every role, and leaves nothing to those who are given nothing."""

import pytest

from liveo.core.people import ROLE_RIGHTS, Person, PersonId, Right, Role, may


def someone(role: Role, companies: frozenset[str] | None = None) -> Person:
    """Return a person of a role."""
    return Person(PersonId(1), "someone", "Someone", role, companies)


def test_every_role_has_a_row() -> None:
    assert set(ROLE_RIGHTS) == set(Role)


@pytest.mark.parametrize("right", Right)
def test_an_administrator_may_everything_and_a_user_nothing_more_than_look(right: Right) -> None:
    assert may(someone(Role.ADMINISTRATOR), right)
    assert not may(someone(Role.USER), right)


@pytest.mark.parametrize("right", [Right.APPLY_CHANGES, Right.ISSUE_INVOICES, Right.MANAGE_PEOPLE, Right.KEEP_TARIFFS])
def test_what_changes_a_bill_for_good_is_the_administrators_alone(right: Right) -> None:
    assert [role for role in Role if may(someone(role), right)] == [Role.ADMINISTRATOR]


def test_a_person_sees_the_companies_they_are_given_and_no_other() -> None:
    assert someone(Role.SALES).sees("ARMOR")
    assert someone(Role.MANAGER, frozenset({"ANSE"})).sees("ANSE")
    assert not someone(Role.MANAGER, frozenset({"ANSE"})).sees("ARMOR")
    assert not someone(Role.MANAGER, frozenset()).sees("ARMOR")
