"""Agreement where every person has raters of his own, and not everybody equally many."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.crossed import Ints
from bole.measurement.reliability.distributions import f_quantile
from bole.measurement.reliability.estimates import Estimate, nothing, quotient
from bole.measurement.reliability.tables import Floats, is_flat


def icc_one_way(
    person: Ints | Sequence[int],
    score: Floats | Sequence[float],
    form: Literal["1,1", "1,k"] = "1,1",
    confidence: float = 0.95,
) -> Estimate:
    """ICC(1,1) or ICC(1,k) from the one-way analysis of variance with unequal numbers of raters.

    ``(F − 1)/(F + k₀ − 1)`` and ``1 − 1/F``, F = MSB/MSW, ``k₀ = (Σkᵢ − Σkᵢ²/Σkᵢ)/(n − 1)`` in the place of
    k (Lessells & Boag 1987, *The Auk* 104, 116–121); interval F-based with k₀ (Searle 1971, ch. 9), exact for
    equal numbers, where both are the forms of Shrout & Fleiss 1979. People with one rating say nothing about
    agreement and are left out (``dropped``).
    """
    _, who = np.unique(np.asarray(person, dtype=np.int64), return_inverse=True)
    values = np.asarray(score, dtype=float)
    counts = np.bincount(who, minlength=1)
    kept = counts[who] > 1
    dropped = int((counts == 1).sum())
    _, who = np.unique(who[kept], return_inverse=True)
    values, counts = values[kept], np.bincount(who)
    n, whole = len(counts) if len(values) else 0, len(values)
    if n < 2:
        return nothing(estimates.TOO_FEW, n=n, dropped=dropped)
    if is_flat(values):
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    means = np.bincount(who, values) / counts
    between = float((counts * (means - values.mean()) ** 2).sum()) / (n - 1)
    within = float(((values - means[who]) ** 2).sum()) / (whole - n)
    k = (whole - float((counts**2).sum()) / whole) / (n - 1)
    return _estimate(between, within, k, (n - 1, whole - n), form, (1 - confidence) / 2, dropped)


def _estimate(
    between: float, within: float, k: float, df: tuple[int, int], form: str, tail: float, dropped: int
) -> Estimate:
    n, size = df[0] + 1, between + within
    if within <= 1e-12 * size:
        return Estimate(1.0, n=n, dropped=dropped, reason=estimates.PERFECT)
    below = between if form == "1,k" else between + (k - 1) * within
    value = quotient(between - within, below, scale=size)
    if value is None:
        return nothing(estimates.UNDEFINED, n=n, dropped=dropped)
    ends = (
        between / within / f_quantile(1 - tail, *df),
        between / within * f_quantile(1 - tail, df[1], df[0]),
    )
    if form == "1,k":
        low, high = (1 - 1 / end for end in ends)
    else:
        low, high = ((end - 1) / (end + k - 1) for end in ends)
    return Estimate(value, low, high, n, dropped)
