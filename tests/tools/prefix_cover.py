"""The fewest prefixes that give every number its outcome, when the longest prefix wins.

Development only. This is the routing-table problem with ten children per node: from the leaves up, each node keeps
the outcomes that serve most of its children; from the root down, a row is written only where the inherited outcome
does not serve. ``None`` is the outcome "nobody's number"; it is inherited at the root without a row.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Node = TypeVar("Node", bound=Hashable)
Outcome = TypeVar("Outcome", bound=Hashable)


@dataclass(slots=True)
class Cover(Generic[Node, Outcome]):
    """A tree of ``length`` digits. ``exact_depth``: deeper than so many digits, a number that is nobody's may be
    given the outcome of its neighbours, which keeps the table small and never touches a number in service."""

    child: Callable[[Node, int], Node]
    outcome: Callable[[Node], Outcome | None]
    length: int
    exact_depth: int
    _reach: dict[tuple[Node, int], frozenset[Outcome | None]] = field(default_factory=dict)
    _best: dict[tuple[Node, int], frozenset[Outcome | None]] = field(default_factory=dict)

    def rows(self, root: Node) -> Iterator[tuple[str, Outcome | None]]:
        """Yield (digits, outcome) from the root down; an outcome None is a hole in the range above."""
        yield from self._rows(root, "", None)

    def _rows(self, node: Node, digits: str, inherited: Outcome | None) -> Iterator[tuple[str, Outcome | None]]:
        best = self._candidates(node, len(digits))
        if not best:
            return
        if inherited not in best:
            inherited = min(best, key=str)
            yield digits, inherited
        if len(self._wanted(node, len(digits))) > 1:
            for digit in range(10):
                yield from self._rows(self.child(node, digit), digits + str(digit), inherited)

    def _reachable(self, node: Node, depth: int) -> frozenset[Outcome | None]:
        key = node, depth
        if key not in self._reach:
            if depth == self.length:
                self._reach[key] = frozenset([self.outcome(node)])
            else:
                children = (self._reachable(self.child(node, digit), depth + 1) for digit in range(10))
                self._reach[key] = frozenset().union(*children)
        return self._reach[key]

    def _wanted(self, node: Node, depth: int) -> frozenset[Outcome | None]:
        reachable = self._reachable(node, depth)
        return reachable - {None} if depth > self.exact_depth else reachable

    def _candidates(self, node: Node, depth: int) -> frozenset[Outcome | None]:
        key = node, depth
        if key not in self._best:
            wanted = self._wanted(node, depth)
            self._best[key] = wanted if len(wanted) <= 1 else self._most_served(node, depth)
        return self._best[key]

    def _most_served(self, node: Node, depth: int) -> frozenset[Outcome | None]:
        served = Counter(
            outcome for digit in range(10) for outcome in self._candidates(self.child(node, digit), depth + 1)
        )
        most = max(served.values())
        return frozenset(outcome for outcome, count in served.items() if count == most)
