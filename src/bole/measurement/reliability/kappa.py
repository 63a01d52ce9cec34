"""Agreement of two raters on levels beyond chance."""

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from bole.kernel.errors import InvalidError
from bole.measurement.reliability import estimates
from bole.measurement.reliability.distributions import normal_quantile
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.tables import Floats, pairs

Weights = Literal["none", "linear", "quadratic"]


def cohen_kappa(
    first: Sequence[float | None],
    second: Sequence[float | None],
    *,
    weights: Weights = "none",
    categories: Sequence[float] | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """κ = (p_o − p_e)/(1 − p_e) (Cohen 1960); weighted ``1 − Σw·o/Σw·e`` with disagreement weights
    ``|i−j|/(k−1)`` or ``(i−j)²/(k−1)²`` over category *numbers* (Cohen 1968).

    Interval: large-sample standard error of Fleiss, Cohen & Everitt 1969. ``categories`` in order; without it
    the values that occur. Missing: pairs with a gap are left out. Both raters always in one and the same
    category: no value, chance agreement is complete. InvalidError (``unknown_category``).
    """
    both, dropped = pairs(first, second)
    n = len(both)
    if n < 2:
        return nothing(estimates.TOO_FEW, n=n, dropped=dropped)
    shares = _shares(both, categories)
    cost = _costs(len(shares), weights)
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, expected = float((cost * shares).sum()), float((cost * np.outer(rows, columns)).sum())
    if expected < 1e-12:
        return nothing(estimates.ONE_CATEGORY, n=n, dropped=dropped)
    value = 1 - observed / expected
    if observed < 1e-12:
        return Estimate(1.0, n=n, dropped=dropped, reason=estimates.PERFECT)
    half = normal_quantile((1 + confidence) / 2) * _standard_error(shares, 1 - cost, n)
    return Estimate(value, max(-1.0, value - half), min(1.0, value + half), n, dropped)


def _shares(both: Floats, categories: Sequence[float] | None) -> Floats:
    """The square table of proportions."""
    known = sorted({float(v) for v in both.ravel()}) if categories is None else [float(c) for c in categories]
    place = {value: index for index, value in enumerate(known)}
    table = np.zeros((len(known), len(known)))
    for a, b in both:
        if float(a) not in place or float(b) not in place:
            raise InvalidError("a rating is none of the categories", code="unknown_category")
        table[place[float(a)], place[float(b)]] += 1
    return table / len(both)


def _costs(k: int, weights: Weights) -> Floats:
    """Disagreement weights, 0 on the diagonal and 1 for the farthest apart."""
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(float)
    if weights == "none":
        return (apart > 0).astype(float)
    return (apart / max(1, k - 1)) ** (2 if weights == "quadratic" else 1)


def _standard_error(shares: Floats, agreement: Floats, n: int) -> float:
    """Fleiss, Cohen & Everitt 1969, for agreement weights (1 on the diagonal)."""
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    chance = np.outer(rows, columns)
    observed, expected = (agreement * shares).sum(), (agreement * chance).sum()
    of_rows, of_columns = agreement @ columns, rows @ agreement
    inner = agreement * (1 - expected) - (of_rows[:, None] + of_columns[None, :]) * (1 - observed)
    spread = (shares * inner**2).sum() - (observed * expected - 2 * expected + observed) ** 2
    return math.sqrt(max(0.0, float(spread)) / n) / float((1 - expected) ** 2)
