"""Time as an argument. Rules never read a clock; shells pass ``now`` in."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time; tests freeze it."""

    def __call__(self) -> datetime:
        """An aware moment in UTC."""
        ...


def utc_now() -> datetime:
    """The only place in bole that reads the wall clock."""
    return datetime.now(UTC)
