"""What the whole demonstration shares: its files, its months, its size, and what no two customers may both have."""

from collections.abc import Iterator
from dataclasses import dataclass

from liveo.services.demonstration.chance import scaled
from liveo.services.demonstration.sources import Sources
from liveo.services.demonstration.window import Window


@dataclass(frozen=True, slots=True)
class Stage:
    """``scale`` is 1.0 for the full size; ids and ``numbers`` (E.164, belonging to nobody) are taken one by one."""

    sources: Sources
    window: Window
    scale: float
    subject_ids: Iterator[int]
    entity_ids: Iterator[int]
    numbers: Iterator[str]

    def scaled(self, count: int, least: int = 1) -> int:
        """Return a count of the files on the scale of this demonstration."""
        return scaled(count, self.scale, least)
