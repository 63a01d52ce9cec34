"""Two sets of scores of the same people: how far they moved, whether their order held, who crossed a mark."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.distributions import normal_quantile
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.limits import bland_altman
from bole.measurement.reliability.tables import Floats, is_flat, pairs

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Change:
    """``after − before`` over the ``n`` people with both scores; ``lost`` and ``gained`` have only the one.

    ``mean`` with its 95 % interval, ``sd`` and the ``largest`` move (absolute); ``order`` is Spearman's ρ.
    """

    n: int
    lost: int
    gained: int
    mean: Estimate
    sd: float | None
    largest: float | None
    order: Estimate


@dataclass(frozen=True, slots=True)
class Crossings(Generic[K]):
    """Who passed the mark only now, and who no longer does; a missing score is on no side."""

    up: tuple[K, ...]
    down: tuple[K, ...]
    n: int


def change(before: Sequence[float | None], after: Sequence[float | None]) -> Change:
    """Compare two scorings of the same people in the same order."""
    both, _ = pairs(before, after)
    old, new = [_given(v) for v in before], [_given(v) for v in after]
    limits = bland_altman(after, before)
    return Change(
        n=len(both),
        lost=sum(a and not b for a, b in zip(old, new, strict=True)),
        gained=sum(b and not a for a, b in zip(old, new, strict=True)),
        mean=limits.bias,
        sd=limits.sd,
        largest=float(np.abs(both[:, 1] - both[:, 0]).max()) if len(both) else None,
        order=spearman(before, after),
    )


def spearman(
    first: Sequence[float | None], second: Sequence[float | None], confidence: float = 0.95
) -> Estimate:
    """Correlation of mid-ranks (Spearman 1904), with Fisher's z and the standard error
    √((1 + ρ²/2)/(n − 3)) of Bonett & Wright 2000. Missing: pairs with a gap are left out."""
    both, dropped = pairs(first, second)
    n = len(both)
    if n < 2:
        return nothing(estimates.TOO_FEW, n=n, dropped=dropped)
    if is_flat(both[:, 0]) or is_flat(both[:, 1]):
        return nothing(estimates.NO_VARIANCE, n=n, dropped=dropped)
    value = float(np.corrcoef(_ranks(both[:, 0]), _ranks(both[:, 1]))[0, 1])
    if 1 - abs(value) < 1e-12:
        return Estimate(math.copysign(1.0, value), n=n, dropped=dropped, reason=estimates.PERFECT)
    if n < 4:
        return Estimate(value, n=n, dropped=dropped, reason=estimates.TOO_FEW)
    half = normal_quantile((1 + confidence) / 2) * math.sqrt((1 + value * value / 2) / (n - 3))
    z = math.atanh(value)
    return Estimate(value, math.tanh(z - half), math.tanh(z + half), n, dropped)


def crossings(
    before: Mapping[K, float | None], after: Mapping[K, float | None], marks: Mapping[K, float]
) -> Crossings[K]:
    """Who stands on the other side of his mark (at the mark is passed)."""
    both = [
        (key, old, new, marks[key])
        for key, old in before.items()
        if old is not None and (new := after.get(key)) is not None
    ]
    return Crossings(
        up=tuple(key for key, old, new, mark in both if old < mark <= new),
        down=tuple(key for key, old, new, mark in both if new < mark <= old),
        n=len(both),
    )


def _given(value: float | None) -> bool:
    return value is not None and math.isfinite(value)


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share the middle of theirs."""
    _, place, many = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    middle = last - (many - 1) / 2
    ranks: Floats = middle[place]
    return ranks
