"""Many moves at once on the page Répartition: each way shows who would go where before it becomes a trial."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from liveo.core.periods import Month
from liveo.services.allocation import members
from liveo.services.allocation_trial import Move, Trial
from liveo.services.billing import customer
from liveo.store.database import Base
from tests.pages.viewing import assert_sound, open_page, words

OCTOBER = Month(2026, 10)


def bulk(code: str, way: str) -> AppTest:
    at = open_page("repartition", code, onglet="Rattachements")
    at.main.button_group(key="methode").set_value(way).run()
    assert_sound(at)
    return at


def table(at: AppTest, column: str) -> pd.DataFrame:
    return next(frame.value for frame in at.main.dataframe if column in frame.value.columns)


@pytest.mark.parametrize(
    ("code", "numbers", "target"),
    [("ARMOR", ("2005", "2006"), "Antenne de La Réunion"), ("FOURNIL", ("4006", "4007"), "Fournil de Caen")],
)
def test_a_pasted_table_shows_its_differences_then_is_tried(
    demo: Base, code: str, numbers: tuple[str, str], target: str
) -> None:
    at = bulk(code, "fichier")
    lines = "\n".join(f"{number};{target};15/10/2026" for number in (*numbers, "999999"))
    at.main.text_area(key="rattachements_colle").set_value(f"Compte;Entité;Depuis\n{lines}").run()
    assert_sound(at)
    assert "1 ligne refusée" in words(at)
    differences = table(at, "origin")
    assert set(differences["target"]) == {target}
    assert set(differences["day"]) == {pd.Timestamp(2026, 10, 15)}
    assert all(any(row.startswith(f"{number} ·") for row in differences["name"]) for number in numbers)
    at.main.button(key="essayer_plusieurs").click().run()
    assert_sound(at)
    state = customer(demo, code).state
    ids = tuple(sorted(account.subject_id for account in state.accounts if account.extension in numbers))
    entity = next(e.entity_id for e in state.entities if e.name == target)
    assert at.session_state[f"_repartition_essai_{code}"] == Trial((Move(ids, entity, date(2026, 10, 15)),))


def test_a_rule_shows_whom_it_moves_before_it_does(demo: Base) -> None:
    at = bulk("FOURNIL", "regle")
    at.main.text_input(key="regle_texte").set_value("400").run()
    target = customer(demo, "FOURNIL").state.entities[-1].entity_id
    at.main.selectbox(key="regle_cible").set_value(target).run()
    assert_sound(at)
    found = members(demo, "FOURNIL", date(2026, 10, 31), OCTOBER, Trial())
    expected = [n for n, active in found.select("number", "active").iter_rows() if active and n.startswith("400")]
    shown = at.main.dataframe[-1].value
    assert sorted(shown["number"]) == sorted(expected)
    assert f"Essayer {len(expected)} changements" in words(at)
    assert "_repartition_essai_FOURNIL" not in at.session_state


def test_the_board_stands_among_the_ways(demo: Base) -> None:
    at = bulk("FOURNIL", "planche")
    assert at.main.get("bidi_component")
