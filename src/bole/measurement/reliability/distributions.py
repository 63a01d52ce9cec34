"""Quantiles of Beta, F and Student's t from one function: the regularised incomplete beta integral."""

import math
from statistics import NormalDist

_TINY = 1e-300
_STEPS = 100_000  # Lentz needs about √max(a, b) steps


def normal_quantile(p: float) -> float:
    """z with P(Z ≤ z) = p, 0 < p < 1."""
    return NormalDist().inv_cdf(p)


def beta_cdf(x: float, a: float, b: float) -> float:
    """I_x(a, b): continued fraction DLMF 8.17.22 by Lentz's method, with the symmetry 8.17.4."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1.0 - x, b, a) / b


def beta_quantile(p: float, a: float, b: float) -> float:
    """x with I_x(a, b) = p, by halving the interval: 200 halvings leave nothing to round."""
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if beta_cdf(middle, a, b) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def f_quantile(p: float, df1: float, df2: float) -> float:
    """x with P(F(df1, df2) ≤ x) = p; if y is Beta(df1/2, df2/2), x = df2·y / (df1·(1 − y)).

    Infinite where it passes the largest number (fractions of a degree of freedom).
    """
    if p > 0.5:  # the small tail keeps all its digits
        mirrored = f_quantile(1.0 - p, df2, df1)
        return 1.0 / mirrored if mirrored > _TINY else math.inf
    y = beta_quantile(p, df1 / 2, df2 / 2)
    return df2 * y / (df1 * (1.0 - y)) if y < 1.0 else math.inf


def t_quantile(p: float, df: float) -> float:
    """t with P(T(df) ≤ t) = p, 0 < p < 1; t² follows F(1, df)."""
    if p < 0.5:
        return -t_quantile(1.0 - p, df)
    return math.sqrt(f_quantile(2 * p - 1, 1, df)) if p > 0.5 else 0.0


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction of DLMF 8.17.22."""
    c, d = 1.0, 1.0 / _away(1.0 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d, c = 1.0 / _away(1.0 + term * d), _away(1.0 + term / c)
            step = c * d
            found *= step
        if abs(step - 1.0) < 1e-15:
            return found
    return found


def _away(value: float) -> float:
    """Not zero."""
    return value if abs(value) > _TINY else _TINY
