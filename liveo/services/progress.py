"""How long work reports: a share from 0 to 1 and a French label."""

from collections.abc import Callable

Progress = Callable[[float, str], None]


def silent(done: float, label: str) -> None:
    """Report nothing."""
