"""Probation retention: of those whose probation came to its end in a period, how many stayed.

Counted are probations settled in the period, by the day they were settled: stayed = confirmed, or the last
day passed without a decision (by law the same); gone = ended by the bank, or the employee left. Probations
that still run are in no figure. Intervals: Wilson's score interval, and for a difference Newcombe's hybrid
of two (Newcombe 1998, Statistics in Medicine 17, method 10). Below ``LEAST`` people there are counts and no
rate.
"""

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z95: Final = 1.959964
LEAST: Final = 30  # below it the house shows no rate


@dataclass(frozen=True, slots=True)
class Rate:
    """``stayed`` of ``n``; ``share`` and ``interval`` 0–1, None below ``LEAST``."""

    stayed: int
    n: int

    @property
    def share(self) -> float | None:
        """Who stayed, of all; None below ``LEAST``."""
        return self.stayed / self.n if self.n >= LEAST else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of the share; None below ``LEAST``."""
        return wilson(self.stayed, self.n) if self.n >= LEAST else None


@dataclass(frozen=True, slots=True)
class Change:
    """Later share minus earlier share with its 95 % interval; ``told``: the interval leaves out 0."""

    by: float
    interval: tuple[float, float]

    @property
    def told(self) -> bool:
        """Whether it is beyond chance."""
        return self.interval[0] > 0 or self.interval[1] < 0


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share of ``n`` > 0."""
    p, z2 = hits / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def change(earlier: Rate, later: Rate) -> Change | None:
    """How retention changed; None where one of the periods has no rate."""
    if earlier.share is None or later.share is None:
        return None
    (low_1, high_1), (low_2, high_2) = wilson(earlier.stayed, earlier.n), wilson(later.stayed, later.n)
    by = later.share - earlier.share
    down = sqrt((later.share - low_2) ** 2 + (high_1 - earlier.share) ** 2)
    up = sqrt((high_2 - later.share) ** 2 + (earlier.share - low_1) ** 2)
    return Change(by, (max(-1.0, by - down), min(1.0, by + up)))
