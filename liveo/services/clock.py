"""The one place that asks what day it is. A demonstration base stands still on the day it was made for."""

from datetime import UTC, date, datetime
from typing import Final

from liveo.core.periods import paris_day, parse_day
from liveo.store.database import Base
from liveo.store.tariffs import setting

DEMONSTRATION_TODAY: Final = "demonstration_today"


def now() -> datetime:
    """Return the present instant, with its zone."""
    return datetime.now(UTC)


def today(base: Base) -> date:
    """Return the civil day in Europe/Paris, or the day of the demonstration."""
    fixed = setting(base, DEMONSTRATION_TODAY)
    return parse_day(fixed) if fixed else paris_day(now())


def is_demonstration(base: Base) -> bool:
    """Whether the base holds the fictitious companies."""
    return setting(base, DEMONSTRATION_TODAY) is not None
