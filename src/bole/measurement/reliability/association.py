"""How far two scores of the same people go together."""

import math
from collections.abc import Sequence

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.distributions import normal_quantile
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.tables import is_flat, pairs


def pearson(
    first: Sequence[float | None], second: Sequence[float | None], confidence: float = 0.95
) -> Estimate:
    """r with the interval of Fisher 1921: ``tanh(atanh r ± z/√(n − 3))``. Missing: pairs with a gap are left
    out; no interval below four pairs."""
    both, dropped = pairs(first, second)
    n = len(both)
    if n < 2:
        return nothing(estimates.TOO_FEW, n=n, dropped=dropped)
    if is_flat(both[:, 0]) or is_flat(both[:, 1]):
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    value = float(np.clip(np.corrcoef(both[:, 0], both[:, 1])[0, 1], -1, 1))
    if abs(value) > 1 - 1e-12:
        return Estimate(math.copysign(1.0, value), n=n, dropped=dropped, reason=estimates.PERFECT)
    if n < 4:
        return Estimate(value, n=n, dropped=dropped, reason=estimates.TOO_FEW)
    half = normal_quantile((1 + confidence) / 2) / math.sqrt(n - 3)
    middle = math.atanh(value)
    return Estimate(value, math.tanh(middle - half), math.tanh(middle + half), n, dropped)
