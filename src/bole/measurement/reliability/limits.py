"""How far two methods lie apart: Bland–Altman limits of agreement."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bole.measurement.reliability import estimates
from bole.measurement.reliability.distributions import normal_quantile, t_quantile
from bole.measurement.reliability.estimates import Estimate
from bole.measurement.reliability.tables import is_flat, pairs


@dataclass(frozen=True, slots=True)
class Limits:
    """Mean difference ``bias`` and the limits between which 95 % of differences lie, each with interval."""

    bias: Estimate
    lower: Estimate
    upper: Estimate
    sd: float | None
    n: int
    dropped: int
    reason: str = ""


def bland_altman(
    first: Sequence[float | None], second: Sequence[float | None], confidence: float = 0.95
) -> Limits:
    """d̄ ± z·s_d of ``first − second`` (Bland & Altman 1986); intervals with SE(d̄) = s/√n and
    SE(limit) = s·√(1/n + z²/(2(n−1))) on t(n−1) (Bland & Altman 1999).

    Missing: pairs with a gap are left out. Fewer than two pairs: no limits. All differences alike: limits of
    no width, without intervals.
    """
    both, dropped = pairs(first, second)
    n = len(both)
    if n < 2:
        none = estimates.nothing(estimates.TOO_FEW, n=n, dropped=dropped)
        return Limits(none, none, none, None, n, dropped, estimates.TOO_FEW)
    apart = both[:, 0] - both[:, 1]
    mean = float(apart.mean())
    if is_flat(apart):
        same = Estimate(mean, n=n, dropped=dropped, reason=estimates.NO_VARIANCE)
        return Limits(same, same, same, 0.0, n, dropped, estimates.NO_VARIANCE)
    sd, z = float(apart.std(ddof=1)), normal_quantile((1 + confidence) / 2)
    t = t_quantile((1 + confidence) / 2, n - 1)
    of_mean, of_limit = sd / math.sqrt(n), sd * math.sqrt(1 / n + z * z / (2 * (n - 1)))

    def around(value: float, error: float) -> Estimate:
        return Estimate(value, value - t * error, value + t * error, n, dropped)

    return Limits(
        around(mean, of_mean),
        around(mean - z * sd, of_limit),
        around(mean + z * sd, of_limit),
        sd,
        n,
        dropped,
    )
