"""What rating calls again has changed: by company, month and destination."""

from dataclasses import dataclass

from liveo.core.periods import Month


@dataclass(frozen=True, slots=True)
class Shift:
    """What changes for one company, month and destination, or reason for which calls wait for a price.

    Calls are answered outbound ones; amounts are millionths of a euro.
    """

    company: str
    month: Month
    code: str
    rated: bool
    calls_before: int
    calls_after: int
    micros_before: int
    micros_after: int


@dataclass(frozen=True, slots=True)
class Rerating:
    """``calls`` have another owner, destination or price than before; ``shifts`` are what that makes, in order."""

    calls: int
    shifts: tuple[Shift, ...]

    @property
    def micros(self) -> int:
        """What the bills change by, in millionths of a euro."""
        return sum(shift.micros_after - shift.micros_before for shift in self.shifts)

    @property
    def newly_rated(self) -> int:
        """How many calls less wait for a price; below zero when more do."""
        return sum(shift.calls_before - shift.calls_after for shift in self.shifts if not shift.rated)
