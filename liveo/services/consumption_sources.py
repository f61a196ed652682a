"""Where counts come from: the roll-ups, and the calls themselves only where a question asks what no roll-up knows."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the table of sources: its query, what it can count by or leave out, what it is not told, and what
    it is told beside the filter.
    """

    query: str
    knows: frozenset[str]
    untold: frozenset[str] = frozenset()
    more: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def reads_calls(self) -> bool:
        """Whether it reads the calls themselves."""
        return "call" in self.knows


OF_NUMBERS: Final = frozenset({"whole", "numbers", "beginnings", "digits"})
"""What is asked about numbers: only queries that look at each number are told."""

NUMBERS_MORE: Final[dict[str, object]] = {"sought_beginnings": [], "sought_digits": ""}
"""What these queries are told where nobody searches beside the filter."""

_OF_CALLS: Final = frozenset({"answered", "least_micros", "most_micros", "least_seconds", "most_seconds"}) | OF_NUMBERS
_COMMON: Final = frozenset({"day", "entity_id", "destination", "kind", "country"})
_OF_EACH_CALL: Final = _COMMON | {"weekday", "hour", "subject_id", "call"}
SOURCES: Final = (
    Source("usage_by_entity", _COMMON, _OF_CALLS | {"subjects", "hours"}),
    Source("usage_by_day", _COMMON | {"subject_id"}, _OF_CALLS | {"hours"}),
    Source("usage_by_hour", _COMMON | {"weekday", "hour"}, _OF_CALLS | {"subjects"}),
    Source("usage_of_calls", _OF_EACH_CALL, OF_NUMBERS),
    Source("usage_of_numbers", _OF_EACH_CALL | {"number"}, more=NUMBERS_MORE),
)
"""Fastest first: the roll-ups, whose size does not follow the number of calls, then the calls themselves."""
