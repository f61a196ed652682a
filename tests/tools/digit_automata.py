"""Patterns of digits as automata: a regular expression over 0-9 becomes states that read one digit at a time.

Development only. It understands what numbering metadata uses: digits, classes, groups, alternatives, bounded
repetition. A state is the frozen set of positions that the digits read so far may have reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

State = frozenset[int]
DEAD: State = frozenset()
ALL_DIGITS = frozenset(range(10))


@dataclass(frozen=True, slots=True)
class Automaton:
    """``start`` is the state before the first digit; a state accepts when it holds ``end``."""

    start: State
    end: int


@dataclass(slots=True)
class _Position:
    silent: list[int] = field(default_factory=list)
    on_digit: list[tuple[frozenset[int], int]] = field(default_factory=list)


_positions: list[_Position] = []


@cache
def automaton(pattern: str) -> Automaton:
    """Return the automaton of a pattern that must match a whole string of digits."""
    first = _new_position()
    last = _add_sequence(parser.parse(pattern), first)
    return Automaton(_closure(frozenset([first])), last)


@cache
def step(state: State, digit: int) -> State:
    """Return the state after one more digit; DEAD when nothing can match any more."""
    moves = (move for position in state for move in _positions[position].on_digit)
    return _closure(frozenset(target for digits, target in moves if digit in digits))


@cache
def _closure(state: State) -> State:
    seen, waiting = set(state), list(state)
    while waiting:
        for target in _positions[waiting.pop()].silent:
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return frozenset(seen)


def _new_position() -> int:
    _positions.append(_Position())
    return len(_positions) - 1


def _linked(position: int) -> int:
    target = _new_position()
    _positions[position].silent.append(target)
    return target


def _joined(ends: Iterable[int]) -> int:
    target = _new_position()
    for end in ends:
        _positions[end].silent.append(target)
    return target


def _add_sequence(tree: Any, position: int) -> int:
    for op, argument in tree:
        position = _add_one(op, argument, position)
    return position


def _add_one(op: Any, argument: Any, position: int) -> int:
    if op is ops.SUBPATTERN:
        return _add_sequence(argument[3], position)
    if op is ops.BRANCH:
        return _joined([_add_sequence(branch, _linked(position)) for branch in argument[1]])
    if op is ops.MAX_REPEAT:
        return _add_repeat(*argument, position)
    target = _new_position()
    _positions[position].on_digit.append((_digits_of(op, argument), target))
    return target


def _add_repeat(least: int, most: int, tree: Any, position: int) -> int:
    for _ in range(least):
        position = _add_sequence(tree, position)
    ends = [position]
    for _ in range(most - least):
        position = _add_sequence(tree, _linked(position))
        ends.append(position)
    return _joined(ends)


def _digits_of(op: Any, argument: Any) -> frozenset[int]:
    if op is ops.LITERAL:
        return frozenset([argument - ord("0")])
    if op is ops.RANGE:
        return frozenset(range(argument[0] - ord("0"), argument[1] - ord("0") + 1))
    if op is ops.CATEGORY:
        return ALL_DIGITS
    if op is ops.IN:
        return frozenset(digit for item in argument for digit in _digits_of(*item))
    raise ValueError(f"pattern element not understood: {op}")
