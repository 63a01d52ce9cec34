"""Shares, their differences, and whether two shares of the same people differ."""

from dataclasses import dataclass
from math import comb, exp, lgamma, sqrt

from bole.measurement.reliability.distributions import normal_quantile

_ALIKE = 1e-7  # relative: tables as likely as the one found, up to rounding


@dataclass(frozen=True, slots=True)
class Difference:
    """``value`` is the first share less the second, with the ends of its interval; all three between −1 and
    1. None without anybody on one side."""

    value: float | None
    low: float | None = None
    high: float | None = None


def wilson(hits: int, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of a share after Wilson 1927: ``(p̂ + z²/2n ± z√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n)``.

    Never outside 0–1; of nobody it is all of that.
    """
    if not n:
        return 0.0, 1.0
    z, p = normal_quantile((1 + confidence) / 2), hits / n
    middle, below = p + z * z / (2 * n), 1 + z * z / n
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)


def difference(hits: int, n: int, other_hits: int, other_n: int, confidence: float = 0.95) -> Difference:
    """Shares of different people: the hybrid of two Wilson intervals (Newcombe 1998, *Statistics in Medicine*
    17, 873–890, method 10)."""
    if not n or not other_n:
        return Difference(None)
    p, q = hits / n, other_hits / other_n
    low_p, high_p = wilson(hits, n, confidence)
    low_q, high_q = wilson(other_hits, other_n, confidence)
    down = sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
    up = sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
    return Difference(p - q, p - q - down, p - q + up)


def paired_difference(only_first: int, only_second: int, n: int, confidence: float = 0.95) -> Difference:
    """Shares of the same ``n`` people, of whom ``only_first`` and ``only_second`` are discordant: Wald's
    interval after half a person was added to each of the four cells (Agresti & Min 2005, *Statistics in
    Medicine* 24, 729–740). ``value`` is the plain difference ``(b − c)/n``."""
    if not n:
        return Difference(None)
    b, c, whole = only_first + 0.5, only_second + 0.5, n + 2
    middle = (b - c) / whole
    half = normal_quantile((1 + confidence) / 2) * sqrt((b + c) - (b - c) ** 2 / whole) / whole
    value = (only_first - only_second) / n
    return Difference(value, max(-1.0, middle - half), min(1.0, middle + half))


def mcnemar(only_first: int, only_second: int) -> float:
    """Exact two-sided p of the discordant cells: twice the smaller tail of Binomial(b + c, ½), at most 1
    (McNemar 1947; exact form as in Agresti 2013, ch. 11). 1 when nobody is discordant."""
    n = only_first + only_second
    tail: int = sum(comb(n, k) for k in range(min(only_first, only_second) + 1))
    return min(1.0, float(2 * tail / 2**n))


def pooled_p(hits: int, n: int, other_hits: int, other_n: int) -> float:
    """Exact two-sided p that two shares of different people are one: Fisher 1935, summing all tables that are
    no likelier than the one that was found."""
    if not n or not other_n:
        return 1.0
    row, whole = hits + other_hits, n + other_n
    least, most = max(0, row - other_n), min(row, n)
    logs = [_log_choose(n, k) + _log_choose(other_n, row - k) for k in range(least, most + 1)]
    seen = logs[hits - least] + _ALIKE
    top = max(logs)
    found = sum(exp(one - top) for one in logs if one <= seen)
    return min(1.0, found * exp(top - _log_choose(whole, row)))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
