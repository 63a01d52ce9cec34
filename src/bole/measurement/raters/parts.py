"""What a criterion is made of: components whose points add up to its score, each with its quotation."""

from collections.abc import Iterable
from dataclasses import dataclass
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


def total_of(components: Iterable[Component]) -> float:
    """The sum of points, kept within 0–100."""
    return min(100.0, max(0.0, sum(c.points for c in components)))


def scaled(components: tuple[Component, ...], factor: float) -> tuple[Component, ...]:
    """All points and worths times ``factor``."""
    return tuple(
        Component(c.key, c.label, c.worth * factor, c.points * factor, c.places, c.kind, c.advice)
        for c in components
    )
