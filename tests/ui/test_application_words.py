"""What applying would write is said row by row, for every matter, with what stands today."""

from datetime import date

import pytest

from liveo.core.periods import Month, Period
from liveo.services.applying import application_plan
from liveo.services.billing import customer
from liveo.store.database import Base
from liveo.ui.application_words import days_words, written_rows
from tests.services.test_applying import TODAY, story


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (Period(date(2026, 10, 1)), "dès le 01/10/2026"),
        (Period(date(2026, 10, 1), date(2026, 10, 15)), "du 01/10/2026 au 14/10/2026"),
        (Period(date(2026, 10, 1), date(2026, 10, 2)), "le 01/10/2026"),
        (Period(date(2026, 10, 1), date(2026, 10, 1)), "le 01/10/2026"),
        (Period(date.min), "depuis toujours"),
        (Period(date.min, date(2026, 10, 1)), "jusqu'au 30/09/2026"),
    ],
)
def test_days_are_said_as_people_count_them(period: Period, expected: str) -> None:
    assert days_words(period) == expected


def test_every_matter_of_the_story_is_there(demo: Base) -> None:
    known = customer(demo, "ARMOR").state
    change = application_plan(demo, "ARMOR", story(demo, "ARMOR"), Month(2026, 11), TODAY)
    rows = written_rows(known, change).rows()
    assert {row[0] for row in rows} == {
        *("Création", "Compte Livéo", "Enregistrement des appels", "Menu vocal interactif", "Entité", "Rattachement"),
        *("Prix négocié, fax", "Prix négocié, compte livéo", "Division de la facture"),
    }
    assert ("Création", "Agent 1", "", "Compte ARM-0181, poste 2181") in rows
    assert ("Enregistrement des appels", "Agent 1 (nouveau)", "", "dès le 12/11/2026") in rows
    [entity] = [row for row in rows if row[0] == "Entité"]
    assert entity[1:3] == ("Boutique", "")
    assert entity[3].startswith("Boutique (ZBOUTIQUE), TVA 20")
    moved = [row for row in rows if row[0] == "Rattachement"]
    assert {row[3].split(" ; ")[-1] for row in moved} == {"Boutique dès le 12/11/2026"}
    assert len(rows) == len(set(rows))


def test_nothing_to_write_is_no_row(demo: Base) -> None:
    change = application_plan(demo, "ARMOR", (), Month(2026, 11), TODAY)
    assert written_rows(customer(demo, "ARMOR").state, change).height == 0
