"""A table of assignments is read as people write it, line by line: what is not understood is said, the rest is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liveo.rendering.assignment_table import assignments_csv
from liveo.services.allocation import members
from liveo.services.allocation_trial import Trial
from liveo.services.assignment_files import MOST_CHARACTERS, MOST_LINES, TableRefused, read_table
from liveo.services.billing import customer
from liveo.services.moves import Move, move_changes
from liveo.store.database import Base
from tests.core.builders import ALICE, BRUNO, LYON, MENU, NANTES, QUEUE, assigned, state
from tests.services.test_allocation import LAST, OCTOBER

ACME = state(assignments=(assigned(ALICE, LYON),))
TWELFTH = date(2026, 3, 12)
FIRST = date(2026, 3, 1)


@pytest.mark.parametrize("separator", ["\t", ";", ","])
@pytest.mark.parametrize("heading", ["Compte{0}Entité{0}Depuis\n", "\ufeffposte{0}SITE{0}Date\n", ""])
@pytest.mark.parametrize("day", ["12/03/2026", "2026-03-12"])
def test_a_table_is_read_with_any_separator_with_or_without_its_heading(separator: str, heading: str, day: str) -> None:
    text = f"{heading}11{{0}}nantes{{0}}{day}\n\nMENU{{0}}LYON{{0}}\n".format(separator)
    found = read_table(ACME, text, FIRST)
    assert not found.problems
    assert found.moves == (Move((MENU,), LYON, FIRST), Move((ALICE,), NANTES, TWELFTH))


def test_the_columns_may_stand_in_any_order_among_others() -> None:
    text = "Entité;Nom;Depuis;Compte\nNantes;Personne 11;;C11\nsans entité;Personne 12;;C12\n"
    assert read_table(ACME, text, FIRST).moves == (Move((BRUNO,), None, FIRST), Move((ALICE,), NANTES, FIRST))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("C99;Lyon;", "aucun compte"),
        ("C11;Atlantide;", "cette entité n'existe pas"),
        ("C11;Lyon;32/03/2026", "date illisible"),
        ("C11;Lyon;demain", "date illisible"),
        (";Lyon;", "aucun compte"),
        ("C12;Nantes;", "déjà nommé"),
    ],
)
def test_a_line_that_is_not_understood_is_told_with_its_number_and_the_others_are_kept(line: str, why: str) -> None:
    found = read_table(ACME, f"Compte;Entité;Depuis\nC12;Lyon;\n{line}\nMENU;Nantes;\n", FIRST)
    [problem] = found.problems
    assert problem.line == 3
    assert why in problem.sentence
    assert found.moves == (Move((BRUNO,), LYON, FIRST), Move((MENU,), NANTES, FIRST))


@pytest.mark.parametrize(
    ("text", "why"),
    [(" \n;;\n", "vide"), ("a;b\n" * (MOST_LINES + 1), "découpez"), ("x" * (MOST_CHARACTERS + 1), "découpez")],
    ids=["empty", "long", "large"],
)
def test_a_table_that_is_empty_or_too_large_is_refused(text: str, why: str) -> None:
    with pytest.raises(TableRefused, match=why):
        read_table(ACME, text, FIRST)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        found = read_table(ACME, text, FIRST)
    except TableRefused:
        return
    moved = sum(len(move.subject_ids) for move in found.moves)
    assert moved + len(found.problems) == found.lines


@pytest.mark.parametrize("code", ["ARMOR", "FOURNIL"])
def test_what_is_handed_out_is_read_back_and_moves_nobody(demo: Base, code: str) -> None:
    known = customer(demo, code).state
    frame = members(demo, code, LAST, OCTOBER, Trial()).filter("active")
    file = assignments_csv(frame, {e.entity_id: e.name for e in known.entities})
    assert file.startswith(b"\xef\xbb\xbf")
    found = read_table(known, file.decode("utf-8-sig"), LAST)
    assert not found.problems
    assert found.lines == frame.height
    own = [move for move in found.moves if move_changes(known, move)]
    followers = {r.subject_id for r in known.resources if r.account_id}
    assert {subject for move in own for subject in move.subject_ids} <= followers


def test_a_queue_is_named_by_its_code() -> None:
    assert read_table(ACME, "FILE;Nantes", FIRST).moves == (Move((QUEUE,), NANTES, FIRST),)
