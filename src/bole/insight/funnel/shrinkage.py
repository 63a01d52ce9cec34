"""Rates of small branches moved toward the mean of all branches. PURE.

Model: every branch has its own rate, drawn from Beta(a, b); its count is binomial given that rate. The
count's marginal distribution is then the beta-binomial (Skellam 1948, *J. R. Stat. Soc. B* 10, 257–261).
``fit`` chooses a and b by maximum marginal likelihood over all branches, which makes the estimate empirical
Bayes (Casella 1985, *The American Statistician* 39, 83–87). The posterior mean of a branch is
``(x + a) / (n + a + b)``: with many people its own rate, with few the mean. Branches that differ no more than
chance give a large ``a + b`` and with it the common mean for all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

STRENGTH = (1.0, 10_000.0)  # bounds of a + b: one imaginary person, or no difference between branches
ROUNDS = 8
STEPS = 48
GOLDEN = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Prior:
    """Beta(a, b): what branches of this bank are like before their own people are counted."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The rate an unknown branch would get."""
        return self.a / (self.a + self.b)

    @property
    def strength(self) -> float:
        """How many imaginary people the mean weighs."""
        return self.a + self.b

    def shrunk(self, hits: int, n: int) -> float:
        """The posterior mean of a branch with ``hits`` of ``n``."""
        return (hits + self.a) / (n + self.strength)


def fit(counts: Sequence[tuple[int, int]]) -> Prior | None:
    """The prior of (hits, n) per branch; None when fewer than two branches have anybody."""
    used = [(hits, n) for hits, n in counts if n > 0]
    if len(used) < 2:
        return None
    hits, people = sum(x for x, _ in used), sum(n for _, n in used)
    mean = (hits + 0.5) / (people + 1)  # never exactly 0 or 1
    strength = STRENGTH[1]
    for _ in range(ROUNDS):  # coordinate ascent: the likelihood has one summit in each direction
        strength = exp(_summit(lambda s, m=mean: likelihood(used, m, exp(s)), *map(log, STRENGTH)))  # type: ignore[misc]  # a default binds the loop's value
        mean = _logistic(_summit(lambda z, s=strength: likelihood(used, _logistic(z), s), -9.0, 9.0))  # type: ignore[misc]  # the same
    return Prior(mean * strength, (1 - mean) * strength)


def likelihood(counts: Sequence[tuple[int, int]], mean: float, strength: float) -> float:
    """Log of the beta-binomial likelihood, without the binomial coefficients (a and b are not in them)."""
    a, b = mean * strength, (1 - mean) * strength
    whole = lgamma(a + b) - lgamma(a) - lgamma(b)
    return sum(whole + lgamma(x + a) + lgamma(n - x + b) - lgamma(n + a + b) for x, n in counts)


def _summit(height: Callable[[float], float], low: float, high: float) -> float:
    """Where a function with one summit is highest: golden-section search."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = height(left), height(right)
    for _ in range(STEPS):
        if at_left < at_right:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = height(right)
        else:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = height(left)
    return (low + high) / 2


def _logistic(z: float) -> float:
    return 1 / (1 + exp(-z))
