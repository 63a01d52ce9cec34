"""Intraclass correlations of people × raters, all six forms, with F-based intervals."""

from dataclasses import dataclass
from typing import Literal

from bole.measurement.reliability import estimates
from bole.measurement.reliability.consistency import spearman_brown
from bole.measurement.reliability.distributions import f_quantile
from bole.measurement.reliability.estimates import Estimate, nothing, quotient
from bole.measurement.reliability.tables import Floats, Table, complete, is_flat

Form = Literal["1,1", "1,k", "2,1", "2,k", "3,1", "3,k"]
_LEAST_DF = 1e-3  # below it the F distribution has no usable quantile
_ZERO = 1e-12  # of the total mean square: rounding, not disagreement
Band = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Two-way analysis of variance without replication: n people, k raters.

    ``people`` MSR, ``raters`` MSC, ``residual`` MSE, ``within`` MSW (one-way).
    """

    people: float
    raters: float
    residual: float
    within: float
    n: int
    k: int


def icc(table: Table, form: Form = "2,1", confidence: float = 0.95) -> Estimate:
    """ICC of people × raters. Forms and formulas of Shrout & Fleiss 1979, intervals of McGraw & Wong 1996.

    - ``1,1`` ``1,k``: every person has raters of his own (one-way), for one rater or the mean of k.
    - ``2,1`` ``2,k``: the same raters for all, drawn from many; severity is error (absolute agreement).
    - ``3,1`` ``3,k``: exactly these raters; severity does not count (consistency).

    Missing: people with a gap are left out. Negative values are kept: raters agree less than by chance.
    """
    rows, dropped = complete(table)
    n, k = rows.shape
    if k < 2:
        return nothing(estimates.ONE_ITEM, n=n, dropped=dropped)
    if n < 2:
        return nothing(estimates.TOO_FEW, n=n, dropped=dropped)
    if is_flat(rows):
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    return _estimate(mean_squares(rows), form, confidence, dropped)


def mean_squares(rows: Floats) -> MeanSquares:
    """The mean squares of a complete table."""
    n, k = rows.shape
    grand, people, raters = rows.mean(), rows.mean(axis=1), rows.mean(axis=0)
    of_people = k * float(((people - grand) ** 2).sum())
    of_raters = n * float(((raters - grand) ** 2).sum())
    rest = float(((rows - people[:, None] - raters[None, :] + grand) ** 2).sum())
    within = float(((rows - people[:, None]) ** 2).sum())
    total = float(((rows - grand) ** 2).sum())
    sums = [0.0 if part < _ZERO * total else part for part in (of_people, of_raters, rest, within)]
    return MeanSquares(
        sums[0] / (n - 1), sums[1] / (k - 1), sums[2] / ((n - 1) * (k - 1)), sums[3] / (n * (k - 1)), n, k
    )


def _estimate(ms: MeanSquares, form: Form, confidence: float, dropped: int) -> Estimate:
    value = _value(ms, form)
    if value is None:
        reason = estimates.UNDEFINED if ms.people else estimates.NO_VARIANCE
        return nothing(reason, n=ms.n, dropped=dropped)
    if value > 1 - 1e-12:
        return Estimate(1.0, n=ms.n, dropped=dropped, reason=estimates.PERFECT)
    low, high = _band(ms, form, (1 - confidence) / 2)
    if low is None or high is None:
        return Estimate(value, n=ms.n, dropped=dropped, reason=estimates.UNDEFINED)
    return Estimate(value, low, high, ms.n, dropped)


def _value(ms: MeanSquares, form: Form) -> float | None:
    error = ms.within if form.startswith("1") else ms.residual
    below = {
        "1,1": ms.people + (ms.k - 1) * error,
        "1,k": ms.people,
        "2,1": ms.people + (ms.k - 1) * error + ms.k * (ms.raters - error) / ms.n,
        "2,k": ms.people + (ms.raters - error) / ms.n,
        "3,1": ms.people + (ms.k - 1) * error,
        "3,k": ms.people,
    }[form]
    return quotient(ms.people - error, below, scale=ms.people + ms.raters + error)


def _band(ms: MeanSquares, form: Form, tail: float) -> Band:
    if form.startswith("2"):
        single = _value(ms, "2,1")
        low, high = _agreement_band(ms, single, tail) if single is not None and single < 1 else (None, None)
        return (low, high) if form == "2,1" else (_stepped(low, ms.k), _stepped(high, ms.k))
    error = ms.within if form.startswith("1") else ms.residual
    df = ms.n * (ms.k - 1) if form.startswith("1") else (ms.n - 1) * (ms.k - 1)
    observed = ms.people / error
    low_f = observed / f_quantile(1 - tail, ms.n - 1, df)
    high_f = observed * f_quantile(1 - tail, df, ms.n - 1)
    if form.endswith("k"):
        return (1 - 1 / low_f, 1 - 1 / high_f) if observed else (None, None)
    return (low_f - 1) / (low_f + ms.k - 1), (high_f - 1) / (high_f + ms.k - 1)


def _agreement_band(ms: MeanSquares, value: float, tail: float) -> Band:
    """McGraw & Wong 1996 for case 2: degrees of freedom after Satterthwaite."""
    n, k = ms.n, ms.k
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (a * ms.raters) ** 2 / (k - 1) + (b * ms.residual) ** 2 / ((n - 1) * (k - 1))
    df = quotient((a * ms.raters + b * ms.residual) ** 2, spread)
    if df is None or df < _LEAST_DF:
        return None, None
    rest = k * ms.raters + (k * n - k - n) * ms.residual
    f_low, f_high = f_quantile(1 - tail, n - 1, df), f_quantile(1 - tail, df, n - 1)
    low = quotient(n * (ms.people - f_low * ms.residual), f_low * rest + n * ms.people)
    high = quotient(n * (f_high * ms.people - ms.residual), rest + n * f_high * ms.people)
    return low, high


def _stepped(limit: float | None, k: int) -> float | None:
    """The limit for the mean of k raters (Shrout & Fleiss 1979: Spearman–Brown of the single limit)."""
    return None if limit is None else spearman_brown(limit, k)
