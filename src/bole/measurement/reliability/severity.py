"""How strict a rater is beside those who rated the same people, and whether that moves with time."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bole.measurement.reliability import estimates
from bole.measurement.reliability.crossed import Ints, Ratings, pairs_within, together
from bole.measurement.reliability.distributions import t_quantile
from bole.measurement.reliability.estimates import Estimate, nothing
from bole.measurement.reliability.tables import Floats, is_flat


@dataclass(frozen=True, slots=True)
class Severities:
    """One entry per rater, in the order of ``Ratings.raters``. ``value`` is in points of the score: above
    zero gives more than the others would. ``group``: raters who are linked through people they rated
    together; figures of different groups cannot be compared. ``deviation``: one per rating, its score less
    what the others in the cell say once their own severity is taken off; NaN where nobody else rated."""

    of: Sequence[Estimate]
    group: Sequence[int]
    deviation: Floats


@dataclass(frozen=True, slots=True)
class Drift:
    """A rater month by month, each with a t interval over people, and the slope in points per month."""

    months: Sequence[tuple[int, Estimate]]
    slope: Estimate


def severities(found: Ratings, confidence: float = 0.95) -> Severities:
    """Rater effects of the additive model ``score = cell + rater + rest`` by least squares.

    Cells are swept out (intra-block analysis of an incomplete block design: Yates 1940, *Ann. Eugenics* 10,
    317–325), so that nobody counts as strict because his people were weak or his colleagues lenient; effects
    sum to zero within each linked group. With two raters in every cell it is half their mean difference.
    Interval: errors of one person hang together, so the variance is the cluster-robust one over people
    (Liang & Zeger 1986, *Biometrika* 73, 13–22) times G/(G − 1), on t with the rater's own people less one.
    """
    shared, many = together(found), len(found.raters)
    # positions of the ratings that share a cell
    who, cell, person = found.rater[shared], found.cell[shared], found.person[shared]
    _, cell = np.unique(cell, return_inverse=True)
    score = found.score[shared]
    size = np.bincount(cell, minlength=1)
    centred = score - (np.bincount(cell, score) / size)[cell] if len(score) else score
    design = _design(who, cell, size, many)
    inverse = np.linalg.pinv(design, hermitian=True) if many else design
    effect = inverse @ np.bincount(who, centred, minlength=many)
    rest = centred - (effect[who] - (np.bincount(cell, effect[who]) / size)[cell] if len(score) else 0.0)
    spread = inverse @ _clustered(who, person, rest, many) @ inverse
    people = _people_of(who, person, many)
    return Severities(
        [_estimate(float(effect[r]), float(spread[r, r]), int(people[r]), confidence) for r in range(many)],
        _linked(design),
        _deviations(found, shared, effect),
    )


def drift(person: Ints, month: Ints, deviation: Floats, confidence: float = 0.95) -> Drift:
    """Deviations of one rater by month: mean over people (each person once, with the mean of his ratings),
    and the least-squares slope over people. ``month`` counts months; NaN deviations are left out."""
    known = ~np.isnan(deviation)
    cases, index = np.unique(np.stack([month[known], person[known]]), axis=1, return_inverse=True)
    index = index.ravel()
    if not len(index):
        return Drift([], nothing(estimates.TOO_FEW))
    mean = np.bincount(index, deviation[known]) / np.bincount(index)
    when = cases[0]
    points = [(int(one), mean_of(mean[when == one], confidence)) for one in np.unique(when)]
    return Drift(points, _slope(when.astype(float), mean, confidence))


def mean_of(values: Floats, confidence: float = 0.95) -> Estimate:
    """Mean with its t interval."""
    n = len(values)
    if not n:
        return nothing(estimates.TOO_FEW)
    mean = float(values.mean())
    if n < 2:
        return Estimate(mean, n=n, reason=estimates.TOO_FEW)
    half = t_quantile((1 + confidence) / 2, n - 1) * float(values.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, n)


def _design(who: Ints, cell: Ints, size: Ints, many: int) -> Floats:
    """``diag(n_r) − Σ_cells m mᵀ/k``: the normal equations with the cells swept out."""
    left, right = pairs_within(cell)
    weight = 1.0 / size[cell[left]] if len(left) else np.zeros(0)
    across = np.bincount(who[left] * many + who[right], weight, minlength=many * many)
    shared = across.reshape(many, many)
    own = np.bincount(who, 1 - 1 / size[cell] if len(cell) else None, minlength=many)
    return np.asarray(np.diag(own.astype(float)) - shared - shared.T)


def _clustered(who: Ints, person: Ints, rest: Floats, many: int) -> Floats:
    """``Σ_people u uᵀ`` of the residuals summed by person and rater, times G/(G − 1)."""
    known, index = np.unique(person * max(1, many) + who, return_inverse=True)
    sums = np.bincount(index.ravel(), rest) if len(known) else np.zeros(0)
    people, raters = known // max(1, many), known % max(1, many)
    left, right = pairs_within(people)
    weight = sums[left] * sums[right]
    across = np.bincount(raters[left] * many + raters[right], weight, minlength=many * many)
    shared = across.reshape(many, many)
    whole = shared + shared.T + np.diag(np.bincount(raters, sums**2, minlength=many).astype(float))
    groups = len(np.unique(people))
    return np.asarray(whole * groups / (groups - 1) if groups > 1 else whole)


def _people_of(who: Ints, person: Ints, many: int) -> Ints:
    known = np.unique(person * max(1, many) + who)
    return np.bincount(known % max(1, many), minlength=many)


def _estimate(value: float, variance: float, people: int, confidence: float) -> Estimate:
    if not people:
        return nothing(estimates.NO_PAIRS)
    if people < 2:
        return Estimate(value, n=people, reason=estimates.TOO_FEW)
    half = t_quantile((1 + confidence) / 2, people - 1) * math.sqrt(max(0.0, variance))
    return Estimate(value, value - half, value + half, people)


def _linked(design: Floats) -> list[int]:
    """Number of the linked group of each rater; groups are numbered by their first rater."""
    group = list(range(len(design)))
    for one in range(len(design)):
        for other in np.nonzero(design[one])[0]:
            low, high = sorted((group[one], group[int(other)]))
            group = [low if mine == high else mine for mine in group] if low != high else group
    return group


def _deviations(found: Ratings, shared: np.ndarray, effect: Floats) -> Floats:
    told = np.full(len(found), np.nan)
    if not shared.any():
        return told
    adjusted = found.score - effect[found.rater]
    size, sums = np.bincount(found.cell), np.bincount(found.cell, adjusted)
    others = (sums[found.cell] - adjusted)[shared] / (size[found.cell][shared] - 1)
    told[shared] = found.score[shared] - others
    return told


def _slope(when: Floats, value: Floats, confidence: float) -> Estimate:
    n = len(when)
    if n < 3 or is_flat(when):
        return nothing(estimates.TOO_FEW, n=n)
    centred = when - when.mean()
    square = float((centred**2).sum())
    slope = float((centred * value).sum()) / square
    rest = value - value.mean() - slope * centred
    half = t_quantile((1 + confidence) / 2, n - 2) * math.sqrt(float((rest**2).sum()) / (n - 2) / square)
    return Estimate(slope, slope - half, slope + half, n)
