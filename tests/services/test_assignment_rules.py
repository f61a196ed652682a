"""A rule chooses whom it says, by name or number, whatever the accents and capitals."""

import polars as pl
import pytest

from liveo.services.assignment_rules import Rule, RuleField, RuleTest, matches

MEMBERS = pl.DataFrame(
    {
        "name": ["Zoé D'Hervé", "Accueil Lyon", "Fax Nantes", "Lyonel"],
        "number": ["4012", "+33199009000", "", "1401"],
    }
)


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        (Rule(RuleField.NUMBER, RuleTest.STARTS, "40"), ["Zoé D'Hervé"]),
        (Rule(RuleField.NUMBER, RuleTest.STARTS, "0199"), ["Accueil Lyon"]),
        (Rule(RuleField.NUMBER, RuleTest.STARTS, "+33199"), ["Accueil Lyon"]),
        (Rule(RuleField.NUMBER, RuleTest.CONTAINS, "40"), ["Zoé D'Hervé", "Lyonel"]),
        (Rule(RuleField.NAME, RuleTest.ENDS, "LYON"), ["Accueil Lyon"]),
        (Rule(RuleField.NAME, RuleTest.STARTS, "zoe d"), ["Zoé D'Hervé"]),
        (Rule(RuleField.NAME, RuleTest.ENDS, "lyon, nantes"), ["Accueil Lyon", "Fax Nantes"]),
        (Rule(RuleField.NAME, RuleTest.CONTAINS, "personne"), []),
        (Rule(RuleField.NAME, RuleTest.CONTAINS, " , "), []),
    ],
)
def test_a_rule_chooses_whom_it_says(rule: Rule, names: list[str]) -> None:
    assert matches(MEMBERS, rule)["name"].to_list() == names
