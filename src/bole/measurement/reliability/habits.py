"""A rater's habits beside those who rated the same people: spread, the middle of the scale, halo; and the
agreement of all pairs of raters on levels. Intervals are bootstrapped over people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from bole.measurement.reliability import estimates, resampling
from bole.measurement.reliability.crossed import Ints, Ratings, pairs_within, together
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.tables import Floats

LEVELS: Final = 5
MIDDLE: Final = 3
BATCH: Final = 2_000_000  # numbers held at once while people are drawn
Statistic = Callable[[Floats], Floats]  # draws × sums → one value per draw, NaN where there is none


@dataclass(frozen=True, slots=True)
class Habits:
    """``spread``: SD of the rater's scores over that of the others on the same cells (below 1: uses less of
    the scale). ``middle``: his share of level 3 less theirs. ``halo``: the mean correlation between two
    competencies in his cards less that in theirs. ``kappa``: quadratic, with each of the others."""

    spread: Estimate
    middle: Estimate
    halo: Estimate
    own_halo: float | None
    kappa: Estimate


def habits_of(found: Ratings, rater: int, severity: Floats, confidence: float = 0.95) -> Habits:
    """Of one rater (a number of ``found``). ``severity`` per rater is taken off the scores of the others,
    so that their differences in level do not look like spread."""
    shared = together(found)
    mine = shared & (found.rater == rater)
    beside = shared & np.isin(found.cell, found.cell[mine]) & ~mine
    if not mine.any():
        none = nothing(estimates.NO_PAIRS)
        return Habits(none, none, none, None, none)
    people, index = np.unique(found.person[mine | beside], return_inverse=True)
    n, place = len(people), np.full(len(found), -1)
    place[mine | beside] = index
    adjusted = found.score - severity[found.rater]
    own, others = (_sums(found, mask, adjusted, place, n) for mask in (mine, beside))
    sums = np.hstack([own, others])
    table = _tables(found, mine, place, n)
    return Habits(
        spread=_resampled(sums, _spread, n, confidence),
        middle=_resampled(sums, _middle, n, confidence),
        halo=_resampled(sums, _halo, n, confidence),
        own_halo=_plain(_correlation(sums.sum(axis=0)[None, :WIDTH])),
        kappa=_resampled(table, _kappa, n, confidence),
    )


def pairwise_kappa(found: Ratings, confidence: float = 0.95) -> Estimate:
    """Quadratic κ of all pairs of raters in one cell, each pair counted in both orders, so that both margins
    are the same: ``1 − Σw·o/Σw·e``, ``w = (i−j)²/(k−1)²`` (Cohen 1968; pooled over pairs as in Conger 1980).
    """
    left, right = pairs_within(found.cell)
    people, place = np.unique(found.person[left], return_inverse=True)
    if not len(people):
        return nothing(estimates.NO_PAIRS)
    table = np.zeros((len(people), LEVELS * LEVELS))
    first, second = found.level[left] - 1, found.level[right] - 1
    np.add.at(table, (place.ravel(), first * LEVELS + second), 1)
    np.add.at(table, (place.ravel(), second * LEVELS + first), 1)
    return _resampled(table, _kappa, len(people), confidence)


# Sums per person: ratings, scores, squares, level 3, then of cards with two competencies or more
# cross products Σ(Σv)² − Σv², pairs Σk(k−1), squares Σv², values Σk.
WIDTH: Final = 8


def _sums(found: Ratings, mask: np.ndarray, adjusted: Floats, place: Ints, n: int) -> Floats:
    at, value = place[mask], adjusted[mask]
    columns = [
        np.bincount(at, minlength=n),
        np.bincount(at, value, minlength=n),
        np.bincount(at, value**2, minlength=n),
        np.bincount(at, found.level[mask] == MIDDLE, minlength=n),
    ]
    centred = value - _item_means(found.item[mask], value)
    card = at * max(1, len(found.raters)) + found.rater[mask]
    cards, index = np.unique(card, return_inverse=True)
    index = index.ravel()
    k, sums = np.bincount(index), np.bincount(index, centred)
    squares = np.bincount(index, centred**2)
    owner, several = cards // max(1, len(found.raters)), k > 1
    for values in (sums**2 - squares, k * (k - 1), squares, k):
        columns.append(np.bincount(owner[several], values[several], minlength=n))
    return np.stack(columns, axis=1).astype(float)


def _item_means(item: Ints, value: Floats) -> Floats:
    return np.asarray((np.bincount(item, value) / np.maximum(1, np.bincount(item)))[item])


def _tables(found: Ratings, mine: np.ndarray, place: Ints, n: int) -> Floats:
    """Own level × the other's level, flat, per person; every other in the cell counts once."""
    table = np.zeros((n, LEVELS * LEVELS))
    left, right = pairs_within(found.cell)
    for own, other in ((left, right), (right, left)):
        kept = mine[own]
        pair = (found.level[own] - 1) * LEVELS + found.level[other] - 1
        np.add.at(table, (place[own][kept], pair[kept]), 1)
    return table


def _sd(sums: Floats) -> Floats:
    n, total, squares = sums[:, 0], sums[:, 1], sums[:, 2]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.sqrt(np.maximum(0.0, squares - total**2 / n) / (n - 1)))


def _spread(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        own, others = _sd(sums[:, :WIDTH]), _sd(sums[:, WIDTH:])
        return np.where(others > 0, own / others, np.nan)


def _middle(sums: Floats) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(sums[:, 3] / sums[:, 0] - sums[:, WIDTH + 3] / sums[:, WIDTH])


def _correlation(sums: Floats) -> Floats:
    """Mean covariance of two competencies over their mean variance: the mean correlation where they vary
    alike."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((sums[:, 4] / sums[:, 5]) / (sums[:, 6] / sums[:, 7]))


def _halo(sums: Floats) -> Floats:
    return _correlation(sums[:, :WIDTH]) - _correlation(sums[:, WIDTH:])


def _kappa(table: Floats) -> Floats:
    cells = table.reshape(-1, LEVELS, LEVELS)
    steps = np.subtract.outer(np.arange(LEVELS), np.arange(LEVELS)) ** 2 / (LEVELS - 1) ** 2
    whole = cells.sum(axis=(1, 2))
    observed = (cells * steps).sum(axis=(1, 2)) * whole
    expected = (np.einsum("di,dj->dij", cells.sum(axis=2), cells.sum(axis=1)) * steps).sum(axis=(1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(expected > 0, 1 - observed / expected, np.nan)


def _resampled(sums: Floats, statistic: Statistic, n: int, confidence: float) -> Estimate:
    """The value, and the percentile interval over people drawn with replacement (Efron & Tibshirani 1993):
    the sums of a draw are weights × sums, so all draws are one product of matrices."""
    value = _plain(statistic(sums.sum(axis=0)[None, :]))
    if value is None:
        return nothing(estimates.NO_VARIANCE, n=n)
    if n < 2:
        return Estimate(value, n=n, reason=estimates.TOO_FEW)
    random, draws = np.random.default_rng(resampling.SEED), resampling.DRAWS
    alike, counts = np.unique(sums, axis=0, return_counts=True)  # whoever has the same sums is one row
    at_once = max(1, min(draws, BATCH // len(alike)))
    parts = []
    for start in range(0, draws, at_once):
        weights = random.multinomial(n, counts / n, size=min(at_once, draws - start))
        parts.append(statistic(weights @ alike))
    known = np.concatenate(parts)
    known = known[np.isfinite(known)]
    if len(known) < 0.9 * draws:
        return Estimate(value, n=n, reason=estimates.UNSTABLE)
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Estimate(value, float(low), float(high), n)


def _plain(values: Floats) -> float | None:
    found = float(values[0])
    return found if np.isfinite(found) else None
