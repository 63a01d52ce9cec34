"""Time as an argument. Rules never read a clock; shells pass ``now`` in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time; tests freeze it."""

    def __call__(self) -> datetime:
        """An aware moment in UTC."""
        ...


def _wall() -> timedelta:
    return timedelta()


_ahead: Callable[[], timedelta] = _wall


def utc_now() -> datetime:
    """The only place in bole that reads the wall clock."""
    return datetime.now(UTC) + _ahead()


def run_ahead(by: Callable[[], timedelta] | None) -> None:
    """Tell a later time than the wall's from now on, by what ``by`` says at each look; None: the wall's.

    For an installation of invented people only: ``config.demo_clock`` is the one caller in the product.
    """
    global _ahead  # noqa: PLW0603  one clock per process
    _ahead = by or _wall
