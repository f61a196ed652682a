"""Rules that choose members by what they are called: "poste commence par 4", "nom finit par Lyon"."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import polars as pl

from liveo.services.allocation import plain_words


class RuleField(StrEnum):
    """What a rule looks at."""

    NUMBER = "number"
    NAME = "name"


class RuleTest(StrEnum):
    """How a rule looks at it."""

    STARTS = "starts"
    ENDS = "ends"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Rule:
    """A field, a test and a text; accents and capitals make no difference, and a text may name several after commas."""

    field: RuleField
    test: RuleTest
    text: str


TESTS: Final[Mapping[RuleTest, Callable[[str, str], bool]]] = {
    RuleTest.STARTS: str.startswith,
    RuleTest.ENDS: str.endswith,
    RuleTest.CONTAINS: str.__contains__,
}


def matches(members: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Return the members that a rule chooses, in their order; a rule without a text chooses nobody.

    A number is looked at as it stands and as it is dialled in France: "+33 1" is also "01".
    """
    texts = [plain_words(text) for text in rule.text.split(",") if text.strip()]
    holds = TESTS[rule.test]
    chosen = [
        any(holds(form, text) for form in _forms(rule.field, value) for text in texts)
        for value in members[rule.field].to_list()
    ]
    return members.filter(pl.Series(chosen, dtype=pl.Boolean))


def _forms(field: RuleField, value: str) -> list[str]:
    plain = plain_words(value)
    if field is RuleField.NUMBER and plain.startswith("+33"):
        return [plain, f"0{plain[3:]}"]
    return [plain]
