"""What a criterion is made of: components whose points add up to its score, each with its quotation."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import tanh
from typing import Literal

from bole.measurement.frameworks.schema import Both

Kind = Literal["quote", "count", "absence", "event"]


@dataclass(frozen=True, slots=True)
class Place:
    """Normalised characters ``[start, end)`` and the share of the component's points they carry."""

    start: int
    end: int
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Component:
    """One indicator of a criterion: ``points`` of at most ``worth``; below zero for a breach."""

    key: str
    label: Both
    worth: float
    points: float
    places: tuple[Place, ...]
    kind: Kind = "quote"
    advice: Both | None = None

    def missing(self) -> bool:
        """Whether it could still raise the score noticeably."""
        return self.worth > 0 and self.points < 0.6 * self.worth


@dataclass(frozen=True, slots=True)
class Measured:
    """A criterion of one answer; ``components is None`` where it does not apply."""

    key: str
    components: tuple[Component, ...] | None

    @property
    def score(self) -> float | None:
        """0–100, or None where not assessed."""
        return None if self.components is None else total_of(self.components)


def least_step(components: Iterable[Component]) -> float:
    """Points by which the score moves if its slightest indicator had gone the other way: the weakest one that
    was found, missed; where none was, half of the lightest one, heard."""
    earning = [c for c in components if c.worth > 0]
    found = [c.points for c in earning if c.points > 0]
    if found:
        return min(found)
    return 0.5 * min((c.worth for c in earning), default=0.0)


def total_of(components: Iterable[Component]) -> float:
    """The sum of points, kept within 0–100."""
    return min(100.0, max(0.0, sum(c.points for c in components)))


_LINEAR, _SPREAD = 70.0, 50.0  # points up to which worth counts in full, and how fast the rest flattens


def headroom(points: float) -> float:
    """Raw points on the scale 0–100: straight to 70, then ever flatter (100 → 86, 125 → 94, 150 → 98).

    A hard ceiling would call all good answers equal and certain; so every further thing said still moves the
    score a little, and only an exceptional answer comes near 100.
    """
    if points <= _LINEAR:
        return points
    return _LINEAR + (100.0 - _LINEAR) * tanh((points - _LINEAR) / _SPREAD)


def with_headroom(components: tuple[Component, ...]) -> tuple[Component, ...]:
    """Components whose points, all positive, add up to ``headroom`` of their sum."""
    raw = sum(c.points for c in components)
    return scaled(components, headroom(raw) / raw) if raw > _LINEAR else components


def soft(value: float) -> float:
    """A share that may exceed 1, flattened above .7 so that it never stands still (1 → .94, 2 → 1.19)."""
    return value if value <= 0.7 else 0.7 + 0.5 * tanh((value - 0.7) / 0.5)


def scaled(components: tuple[Component, ...], factor: float) -> tuple[Component, ...]:
    """All points and worths times ``factor``."""
    return tuple(
        Component(c.key, c.label, c.worth * factor, c.points * factor, c.places, c.kind, c.advice)
        for c in components
    )
